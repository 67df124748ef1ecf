"""Holidays that people count from: Easter and its neighbours by the computus, the others by date or nth weekday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

# Phrases by holiday, in the manner of the lexicon: `_` joins the words of one phrase.
HOLIDAY_WORDS: Final = {
    "new_year": "new_year_s_day new_years_day new_year_s new_years new_year_day jour_de_l_an jour_de_lan nouvel_an",
    "family": "family_day",
    "valentine": "valentine_s_day valentines_day valentine_s valentines valentine_day saint_valentin st_valentin",
    "st_patrick": "saint_patrick_s_day saint_patrick_s saint_patrick saint_pat st_patrick_s_day st_patricks_day "
    "st_patrick_s st_patricks st_patrick st_paddy_s_day st_paddys_day st_paddy_s st_paddys st_patty_s_day "
    "st_pattys_day st_patty_s st_pattys st_pat_s st_pats st_pat paddy_s_day paddys_day saint_paddys "
    "saint_patricks_day saint_patricks",
    "good_friday": "good_friday vendredi_saint",
    "easter": "easter_sunday easter paques dimanche_de_paques",
    "easter_monday": "easter_monday lundi_de_paques",
    "mothers": "mother_s_day mothers_day fete_des_meres",
    "victoria": "victoria_day may_two_four may_long_weekend fete_de_la_reine journee_des_patriotes fete_des_patriotes",
    "fathers": "father_s_day fathers_day fete_des_peres",
    "st_jean": "saint_jean_baptiste st_jean_baptiste saint_jean st_jean fete_nationale",
    "canada": "canada_day fete_du_canada july_1st_holiday",
    "civic": "civic_holiday",
    "labour": "labour_day labor_day fete_du_travail",
    "truth": "truth_and_reconciliation_day orange_shirt_day jour_de_la_verite",
    "thanksgiving": "thanksgiving_day thanksgiving turkey_day action_de_grace action_de_graces",
    "halloween": "halloween l_halloween",
    "remembrance": "remembrance_day jour_du_souvenir",
    "christmas_eve": "christmas_eve xmas_eve veille_de_noel reveillon_de_noel",
    "christmas": "christmas_day christmas xmas_day xmas x_mas noel jour_de_noel",
    "boxing": "boxing_day lendemain_de_noel",
    "new_year_eve": "new_year_s_eve new_years_eve nye veille_du_jour_de_l_an",
}
_DATES: Final = {
    "new_year": (1, 1),
    "valentine": (2, 14),
    "st_patrick": (3, 17),
    "st_jean": (6, 24),
    "canada": (7, 1),
    "truth": (9, 30),
    "halloween": (10, 31),
    "remembrance": (11, 11),
    "christmas_eve": (12, 24),
    "christmas": (12, 25),
    "boxing": (12, 26),
    "new_year_eve": (12, 31),
}
# month, weekday, and the first day of the month that it may fall on
_WEEKDAYS: Final = {
    "family": (2, 0, 15),
    "mothers": (5, 6, 8),
    "victoria": (5, 0, 18),
    "fathers": (6, 6, 15),
    "civic": (8, 0, 1),
    "labour": (9, 0, 1),
    "thanksgiving": (10, 0, 8),
}
_FROM_EASTER: Final = {"good_friday": -2, "easter": 0, "easter_monday": 1}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date:
    """The date of a holiday in a year."""
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    if name in _DATES:
        return date(year, *_DATES[name])
    month, weekday, first = _WEEKDAYS[name]
    at = date(year, month, first)
    return at + timedelta(days=(weekday - at.weekday()) % 7)


def next_holiday(name: str, today: date) -> date:
    """The next such holiday, today included."""
    at = holiday(name, today.year)
    return at if at >= today else holiday(name, today.year + 1)
