"""A wish for times in words: only what tells it from a whole day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.windows import MINUTE, Window, Windows
from handlers.understanding.meaning import Opening
from handlers.wished import described
from handlers.words import Words

ZONE = ZoneInfo("America/Toronto")
OPENINGS = tuple(Opening(day, time(8), time(19)) for day in range(5))
NOW = datetime(2026, 3, 2, 10, 15, tzinfo=ZONE)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def days(*which: int, opens: int = 8, closes: int = 19) -> Windows:
    return Windows(tuple(Window(local(day, opens), local(day, closes)) for day in which))


@pytest.mark.parametrize(
    ("wish", "english", "french"),
    [
        (Windows.at(local(5, 15)), "Thu 5 Mar 3:00 PM", "jeu 5 mars 15 h"),
        (
            Windows((Window.at(local(5, 15)), Window.at(local(5, 16)))),
            "Thu 5 Mar 3:00 PM and Thu 5 Mar 4:00 PM", "jeu 5 mars 15 h et jeu 5 mars 16 h",
        ),
        (days(5), "Thu 5 Mar", "jeu 5 mars"),
        (days(5, opens=12, closes=17), "Thu 5 Mar, 12-5 PM", "jeu 5 mars, 12 h-17 h"),
        (days(5, opens=10, closes=14), "Thu 5 Mar, 10 AM-2 PM", "jeu 5 mars, 10 h-14 h"),
        (days(5, opens=17), "Thu 5 Mar from 5 PM", "jeu 5 mars dès 17 h"),
        (days(5, closes=12), "Thu 5 Mar before 12 PM", "jeu 5 mars avant 12 h"),
        (days(3, 5), "Tue 3 Mar and Thu 5 Mar", "mar 3 mars et jeu 5 mars"),
        (days(3, 4, 5, 6), "Tue 3 Mar - Fri 6 Mar", "mar 3 mars - ven 6 mars"),
        (days(5, 12, 19), "Thursdays 5 Mar - 19 Mar", "jeudis 5 mars - 19 mars"),
        (Windows((Window(local(2, 10, 15), local(2, 19)),)), "Mon 2 Mar", "lun 2 mars"),
        (Windows((Window(local(2, 10, 15), local(6, 0)),)), "Mon 2 Mar - Thu 5 Mar", "lun 2 mars - jeu 5 mars"),
        (days(5).without(Windows((Window(local(5, 9), local(5, 9) + MINUTE),))), "Thu 5 Mar", "jeu 5 mars"),
        (
            Windows((*days(3, closes=12).spans, *days(5, opens=17).spans)),
            "Tue 3 Mar before 12 PM and Thu 5 Mar from 5 PM", "mar 3 mars avant 12 h et jeu 5 mars dès 17 h",
        ),
    ],
)  # fmt: skip
def test_a_wish_in_words(wish: Windows, english: str, french: str) -> None:
    assert described(Words("en", ZONE), wish, OPENINGS, NOW) == english
    assert described(Words("fr", ZONE), wish, OPENINGS, NOW) == french
