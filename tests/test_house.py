"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "handlers", "core", "storage")
LONGEST, NINE_IN_TEN = 60, 30  # lines of a function

# Written in parts, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/" + r"(?:work|root|home/\w+|Users/\w+|opt/\w*pypi\w*)(?:/|\b)")
REGISTRY_HOSTS = re.compile("|".join(name + r"\." + end for name, end in [
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb\\.debian", "org"), ("yarnpkg", "com"),
]))  # fmt: skip


@cache
def tree() -> list[Path]:
    """Every file of the repository, or that would join it at the next `git add`."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(listing, cwd=HOUSE, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.split("\0") if name and (path := HOUSE / name).is_file()]


@cache
def modules() -> dict[str, ast.Module]:
    """Our own code, parsed: the four packages without the migrations."""
    mine = [path.relative_to(HOUSE) for path in tree() if path.suffix == ".py"]
    kept = [path for path in mine if path.parts[0] in ROOMS and "migrations" not in path.parts]
    return {str(path): ast.parse((HOUSE / path).read_text(encoding="utf-8")) for path in kept}


def functions() -> Iterator[tuple[str, int]]:
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tree():
        text = path.read_bytes().decode("utf-8", "replace")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(HOUSE)}:{line} {match[0]}")
    return found


def test_no_file_names_a_path_of_somebodys_machine():
    assert lines_with(MACHINE_PATHS) == []


def test_no_file_names_a_package_registry():
    assert lines_with(REGISTRY_HOSTS) == []


def test_the_locks_are_ours_alone():
    assert [path.name for path in tree() if path.name in {"uv.lock", "pylock.toml"}] == []


def test_no_function_is_long():
    assert [f"{where}: {length} lines" for where, length in functions() if length > LONGEST] == []


def test_nine_functions_in_ten_are_short():
    lengths = [length for _, length in functions()]
    assert len(lengths) < 10 or quantiles(lengths, n=10)[-1] <= NINE_IN_TEN


def test_only_the_database_module_commits():
    commits = [
        f"{path}:{node.lineno}"
        for path, module in modules().items()
        if Path(path) != Path("storage/database.py")
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert commits == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("see /ro" + "ot/notes", True),
        ("/ho" + "me/maya/repbook", True),
        ("https://book.example.com/ho" + "me/maya", False),
        ("a half/work/session split", False),
    ],
)
def test_the_search_for_paths_finds_paths_alone(text, is_one):
    assert bool(MACHINE_PATHS.search(text)) is is_one
