"""Are these form parameters what Stripe's own library declares for a call? Its types are read, not repeated."""

from __future__ import annotations

import importlib
import re
import types
import typing
from functools import cache
from typing import Any

import typing_extensions

KEY = re.compile(r"[^\[\]]+")
OPTIONS = {"idempotency_key", "stripe_account", "stripe_context", "stripe_version", "api_key", "max_network_retries"}


@cache
def declared(module: str, name: str) -> Any:
    """A parameter type of the library by its name, such as ("checkout", "SessionCreateParams")."""
    return getattr(importlib.import_module(f"stripe.params.{module}" if module else "stripe.params"), name)


def tree_of(pairs: dict[str, str]) -> dict[str, Any]:
    """A form as nested values: `a[b][0]=c` is {"a": {"b": {"0": "c"}}}."""
    tree: dict[str, Any] = {}
    for name, value in pairs.items():
        at = tree
        *path, last = KEY.findall(name)
        for part in path:
            at = at.setdefault(part, {})
        at[last] = value
    return tree


def problems(tree: Any, wanted: Any, where: str = "") -> list[str]:
    """Everything that is not as declared; nothing when all is."""
    wanted = _plain(wanted)
    origin, args = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {typing.Union, types.UnionType}:
        found = [problems(tree, one, where) for one in _strictly(args)]
        return min(found, key=len) if all(found) else []
    if typing_extensions.is_typeddict(wanted):
        return _of_mapping(tree, wanted, where)
    if origin is list:
        if not isinstance(tree, dict) or set(tree) != {str(n) for n in range(len(tree))}:
            return [f"{where}: a list is wanted"]
        return [p for n, one in tree.items() for p in problems(one, args[0], f"{where}[{n}]")]
    if origin is dict:
        return [] if isinstance(tree, dict) else [f"{where}: a mapping is wanted"]
    return _of_value(tree, wanted, origin, args, where)


def _strictly(args: tuple[Any, ...]) -> list[Any]:
    """Where words are listed, `str` beside them only stands for what the library does not know yet."""
    listed = any(typing.get_origin(one) is typing.Literal and typing.get_args(one) != ("",) for one in args)
    return [one for one in args if not (listed and one is str)]


def _plain(wanted: Any) -> Any:
    while typing.get_origin(wanted) in {typing_extensions.NotRequired, typing_extensions.Required, typing.Annotated}:
        wanted = typing.get_args(wanted)[0]
    return wanted


def _of_mapping(tree: Any, wanted: Any, where: str) -> list[str]:
    if not isinstance(tree, dict):
        return [f"{where}: a mapping is wanted"]
    hints = _hints(wanted)
    found = [f"{where}.{name}: no such parameter" for name in tree if name not in hints]
    missing = _required(wanted) - tree.keys()
    found += [f"{where}.{name}: is required" for name in missing]
    return found + [p for n in tree if n in hints for p in problems(tree[n], hints[n], f"{where}.{n}")]


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    unknown = {"UntypedStripeObject": dict, "StripeContext": object}  # the library imports them for type checkers only
    names = vars(typing) | vars(importlib.import_module(wanted.__module__)) | unknown
    hints = typing_extensions.get_type_hints(wanted, names, include_extras=True)
    return {name: hint for name, hint in hints.items() if name not in OPTIONS}


@cache
def _required(wanted: Any) -> set[str]:
    return {n for n, h in _hints(wanted).items() if typing.get_origin(h) is not typing_extensions.NotRequired} - {
        n for n in wanted.__optional_keys__ if n in OPTIONS
    }


def _of_value(tree: Any, wanted: Any, origin: Any, args: Any, where: str) -> list[str]:
    if isinstance(tree, dict):
        return [f"{where}: {wanted} is wanted"]
    if origin in {typing.Literal, typing_extensions.Literal}:
        return [] if tree in args else [f"{where}: {tree!r} is none of {args}"]
    fits = {int: re.compile(r"-?\d+"), bool: re.compile("true|false"), float: re.compile(r"-?[\d.]+")}
    if wanted in fits and not fits[wanted].fullmatch(tree):
        return [f"{where}: {tree!r} is no {wanted.__name__}"]
    return []
