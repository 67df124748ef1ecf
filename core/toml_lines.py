"""Which line of a TOML text says what: tomllib gives values, not their places. For texts that tomllib has read."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]  # ("services", 2, "minutes")

KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
KEYS = re.compile(rf"{KEY}(?:\s*\.\s*{KEY})*")
PART = re.compile(KEY)
STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
COMMENT = re.compile(r"#[^\n]*")


class Lines:
    """Every key's line, and for what stands inside a value the line of that value that shows it."""

    def __init__(self, text: str) -> None:
        self._text = text.splitlines()
        self._known: dict[Path, int] = {(): 1}
        self._tables: dict[Path, int] = {}  # how many entries of an array of tables we have met
        self._here: Path = ()
        depth = 0
        for number, line in enumerate(bare(text).splitlines(), start=1):
            if not depth:
                self._meet(line.strip(), number)
            depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))

    def of(self, path: Path, shows: object = None) -> int:
        """The line of what `path` names, or of the nearest thing around it; within it, the first that `shows` this."""
        while path not in self._known:
            shows = shows if shows is not None else path[-1]
            path = path[:-1]
        first = self._known[path]
        last = min((line for line in self._known.values() if line > first), default=len(self._text) + 1)
        if shows is None or not path:
            return first
        wanted = re.compile(rf"(?<!\w){re.escape(str(shows))}(?!\w)")
        return next((n for n in range(first, last) if wanted.search(self._text[n - 1])), first)

    def _meet(self, line: str, number: int) -> None:
        keys = KEYS.match(line.lstrip("[ "))
        if not keys:
            return
        path = tuple(part.strip("\"'") for part in PART.findall(keys[0]))
        if line.startswith("[["):
            inside = self._placed(path[:-1])
            self._tables[(*inside, path[-1])] = self._tables.get((*inside, path[-1]), -1) + 1
        if line.startswith("["):
            self._here = path = self._placed(path)
        else:
            path = (*self._here, *path)
        for length in range(1, len(path) + 1):
            self._known.setdefault(path[:length], number)

    def _placed(self, path: Path) -> Path:
        """A header's path, with the number of the entry that it belongs to wherever there are several."""
        placed: Path = ()
        for part in path:
            placed = (*placed, part)
            if placed in self._tables:
                placed = (*placed, self._tables[placed])
        return placed


def bare(text: str) -> str:
    """The text without comments and the insides of values in quotes, each line still at its place."""
    found = re.compile(rf"{STRING.pattern}|{COMMENT.pattern}", re.DOTALL)
    return found.sub(lambda match: _emptied(match[0], text[match.end() :]), text)


def _emptied(piece: str, rest: str) -> str:
    if piece.startswith("#"):
        return ""
    is_key = re.match(r"\s*[=.]", rest) and "\n" not in piece
    return piece if is_key else '""' + "\n" * piece.count("\n")
