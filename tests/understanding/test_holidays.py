"""Holidays fall where the calendar of Canada has them."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.holidays import easter, holiday, next_holiday
from handlers.understanding.lexicon import PHRASES


@pytest.mark.parametrize(
    "day",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25)],
)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("family", date(2026, 2, 16)),
        ("good_friday", date(2026, 4, 3)),
        ("easter_monday", date(2026, 4, 6)),
        ("mothers", date(2026, 5, 10)),
        ("victoria", date(2026, 5, 18)),
        ("st_jean", date(2026, 6, 24)),
        ("canada", date(2026, 7, 1)),
        ("civic", date(2026, 8, 3)),
        ("labour", date(2026, 9, 7)),
        ("thanksgiving", date(2026, 10, 12)),
        ("boxing", date(2026, 12, 26)),
    ],
)
def test_holiday(name: str, day: date) -> None:
    assert holiday(name, 2026) == day


def test_a_holiday_that_is_over_is_next_year() -> None:
    assert next_holiday("st_patrick", date(2026, 3, 18)) == date(2027, 3, 17)
    assert next_holiday("st_patrick", date(2026, 3, 17)) == date(2026, 3, 17)


def test_every_name_of_a_holiday_has_a_date() -> None:
    names = {value for kind, value in PHRASES.values() if kind == "Z"}
    assert all(holiday(str(name), 2026) for name in names)
