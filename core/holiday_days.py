"""Public holidays by region ("CA-ON", "US", "other"), from the `holidays` library, worked out once per year."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

NOWHERE = "other"  # a region without public holidays that we know of


@lru_cache(maxsize=64)
def holidays_of(region: str, year: int, language: str = "en") -> dict[date, str]:
    """The region's public holidays in a year, named in the language where the library knows it.

    Raises NotImplementedError when the library does not know the region.
    """
    if region == NOWHERE:
        return {}
    import holidays  # a tenth of a second, only when hours are asked for

    country, _, subdivision = region.partition("-")
    spoken = {"en": "en_CA" if country == "CA" else "en_US"}.get(language, language)
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=spoken)
    return dict(found.items())


def is_region(region: str) -> bool:
    try:
        holidays_of(region, 2026)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def closed_on(region: str, year: int, opened: tuple[str, ...]) -> dict[date, str]:
    """The holidays of a year but those that a practice works on, given by name in any language or as ISO dates."""
    by_date = holidays_of(region, year)
    works = {name.casefold() for name in opened}
    return {day: name for day, name in by_date.items() if not works & set(_called(region, day))}


def _called(region: str, day: date) -> Iterable[str]:
    names = {holidays_of(region, day.year, language)[day] for language in ("en", "fr")}
    return [day.isoformat(), *(name.casefold() for name in names)]


def holiday_called(region: str, day: date) -> dict[str, str]:
    """What a holiday is called in each language; nothing when that day is none."""
    known = {language: holidays_of(region, day.year, language).get(day, "") for language in ("en", "fr")}
    return {language: name for language, name in known.items() if name}


def holiday_names(region: str, year: int) -> list[str]:
    """Every name by which the file may open a holiday of this year."""
    return [name for language in ("en", "fr") for name in holidays_of(region, year, language).values()]
