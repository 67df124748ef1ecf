"""A cascade of rewriting: patterns over kinds, each making one item of several. Linear in the length of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Item:
    """A token, or what the grammar made of several; [first, last] are the tokens that it spans."""

    kind: str
    value: Any
    text: str
    first: int
    last: int
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern matched, and its neighbours."""

    items: Sequence[Item]
    before: Item | None
    after: Item | None
    left: Sequence[Item] = ()  # all that stands before the match

    def of(self, kinds: str) -> list[Item]:
        """The matched items of these kinds, in order."""
        return [item for item in self.items if item.kind in kinds]

    def value(self, kinds: str) -> Any:
        """The value of the first matched item of these kinds."""
        return next((item.value for item in self.items if item.kind in kinds), None)

    def has(self, kind: str) -> bool:
        return any(item.kind == kind for item in self.items)


Made = tuple[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting: where the pattern fits and `make` agrees, the items become one."""

    pattern: re.Pattern[str]
    make: Callable[[Match], Made]


def rule(pattern: str) -> Callable[[Callable[[Match], Made]], Rule]:
    """Make a function the rule for a pattern of kinds.

    Blanks in the pattern are for the eye; a star means up to three and a plus up to eight, so that work stays linear.
    """
    compiled = re.compile(pattern.replace(" ", "").replace("*", "{0,3}").replace("+", "{1,8}"))

    def made(make: Callable[[Match], Made]) -> Rule:
        return Rule(compiled, make)

    return made


def rewrite(items: list[Item], rules: Sequence[Rule]) -> list[Item]:
    """Apply each rule once, from left to right, in the order given."""
    kinds = "".join(item.kind for item in items)
    for each in rules:
        found = each.pattern.search(kinds)
        if found is None:
            continue
        items = _apply(each, items, kinds, found)
        kinds = "".join(item.kind for item in items)
    return items


def _apply(each: Rule, items: list[Item], kinds: str, found: re.Match[str] | None) -> list[Item]:
    out: list[Item] = []
    at = 0
    while found is not None:
        start, end = found.span()
        match = Match(
            items[start:end],
            items[start - 1] if start else None,
            items[end] if end < len(items) else None,
            items[max(0, start - 8) : start],
        )
        made = each.make(match)
        if made is None:
            out.extend(items[at : start + 1])
            at = start + 1
        else:
            out.extend(items[at:start])
            text = " ".join(item.text for item in match.items)
            out.append(Item(made[0], made[1], text, items[start].first, items[end - 1].last))
            at = end
        found = each.pattern.search(kinds, at)
    out.extend(items[at:])
    return out
