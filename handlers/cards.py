"""Card numbers stay out: a text that holds one is not kept, not passed on and not understood. It is answered politely.

What counts is what a card has: the beginning and the length of a known brand, and the check digit (ISO/IEC 7812, Luhn).
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.events import Event

REMOVED = "[card number removed]"
RUN = re.compile(r"\d+(?:[ \u00a0\u202f.,_\-\u2010-\u2015/\n]{1,3}\d+)*")
GROUP = re.compile(r"\d+")
BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners
    r"|(?:6011|65\d{2}|64[4-9]\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|62\d{14,17}"  # UnionPay
    r"|(?:50\d{2}|5[6-9]\d{2}|6[0-9]\d{2})\d{12,15}"  # Maestro
)


def has_card_number(text: str) -> bool:
    """Whether a number of a card stands in a text, however it is spaced."""
    return any(BRANDS.fullmatch(digits) and luhn(digits) for run in RUN.findall(text) for digits in _numbers(run))


def without_card_number(event: Event) -> Event:
    """The event as it may be kept: a text with a card number is gone altogether, as its code may stand beside it."""
    return replace(event, text=REMOVED) if has_card_number(event.text) else event


def _numbers(run: str) -> Iterator[str]:
    """Every number that whole groups of a run of digits make, and the beginnings of one long group."""
    groups = ["".join(str(int(digit)) for digit in group) for group in GROUP.findall(run)]
    for n, group in enumerate(groups):
        yield from (group[:length] for length in range(13, min(len(group), 23)))
        yield from accumulate(groups[n : n + 10])


def luhn(digits: str) -> bool:
    """The check digit of a card number: from the right, every second digit counts double."""
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 * (d > 9) for d in doubled) % 10 == 0
