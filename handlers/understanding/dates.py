"""Days and periods: "the 12th", "jeudi en huit", "end of next week", "3/11", "premier lundi d'avril"."""

from __future__ import annotations

import re
from typing import Final

from handlers.understanding.cascade import Item, Made, Match, rule
from handlers.understanding.clocks import COUNTED
from handlers.understanding.expressions import (
    CalendarDay,
    Day,
    DayBound,
    DayIn,
    DayRange,
    FromToday,
    Holiday,
    Moment,
    NthOfMonth,
    Period,
    Shifted,
    Weekday,
    WeekdayBy,
    WeekdayNumber,
)
from handlers.understanding.wordlists import phrase_list

MINUTES: Final = {"minute": 1, "hour": 60}
DAYS: Final = {"day": 1, "night": 1, "week": 7}
# Days that are counted from another one that was named.
NEXT_DAY: Final = frozenset(
    phrase_list(
        "lendemain|le lendemain|the day after|the next day|the following day|jour d apres|jour suivant|day after|"
        "next day|day after that|the day after that|following day|the day following|journee d apres|the day before|"
        "day before|la veille|veille"
    )
)
_TENS = frozenset({20, 30, 40, 50})
_CHOICE_WORDS = frozenset(
    [
        "one",
        "ones",
        "option",
        "options",
        "slot",
        "slots",
        "choice",
        "appointment",
        "appt",
        "time",
        "times",
        "session",
        "sessions",
        "of",
        "available",
        "opening",
        "visit",
        "item",
        "place",
        "thing",
        "pack",
        "plan",
        "package",
        "forfait",
        "choix",
        "rdv",
        "rendez",
        "seance",
        "place",
    ]
)


_FROM_NOW: Final = frozenset({"from now", "from today", "hence"})
_COMING: Final = frozenset({"coming", "upcoming", "qui vient", "qui s en vient", "a venir", "qui arrive"})
_COMERS: Final = frozenset({"still", "m", "im", "am", "be", "are", "re", "not"})  # "still coming thursday"
_FOLLOWING: Final = frozenset({"following", "qui suit", "d apres", "suivant", "suivante", "suivants", "suivantes"})
_NEXT_TO: Final = frozenset({"right", "immediately", "directly", "just", "juste", "straight"})


@rule("n -? &? [no]")
def tens(m: Match) -> Made:
    """ "twenty five", "vingt et un", "thirty first"."""
    first, last = m.items[0], m.items[-1]
    if (
        first.value not in _TENS
        or first.text.isdigit()
        or last.text.isdigit()
        or not 0 < last.value < 10
        or last.shape == "ordinal"
    ):
        return None
    return last.kind, first.value + last.value


def _year(item: Item | None) -> int | None:
    if item is None or item.kind != "n" or not isinstance(item.value, int) or not item.text.isdigit():
        return None
    if len(item.text) == 4 and 1900 <= item.value <= 2100:
        return int(item.value)
    return None


def _day_number(item: Item) -> int | None:
    long = item.text.isdigit() and len(item.text) > 2
    return (
        item.value if item.kind in "no" and isinstance(item.value, int) and 1 <= item.value <= 31 and not long else None
    )


@rule("D")
def numeric(m: Match) -> Made:
    """ "2026-03-10", "3/11", "27.11.2017", "16/05"."""
    numbers = [int(part) for part in re.findall(r"\d+", m.items[0].text)]
    if len(numbers) == 3 and numbers[0] > 31:
        year, month, day = numbers
        return ("T", CalendarDay(day, month, year, literal=True)) if 1 <= month <= 12 and 1 <= day <= 31 else None
    said: int | None = None
    if len(numbers) > 2:
        said = numbers[2] + 2000 if numbers[2] < 100 else numbers[2]
    first, second = numbers[0], numbers[1]
    dotted = "." in m.items[0].text
    if (first > 12 >= second >= 1 and first <= 31) or (dotted and second <= 12 and 1 <= first <= 31):
        return "T", CalendarDay(first, second, said, literal=True)
    if second > 12 >= first >= 1 and second <= 31:
        return "T", CalendarDay(second, first, said, literal=True)
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    return "T", CalendarDay(second, first, said, order="md", literal=True)


@rule("5")
def dotted(m: Match) -> Made:
    """ "19.06" beside a weekday or another date."""
    day, month = (int(part) for part in m.items[0].text.split("."))
    beside = (m.before is not None and m.before.kind == "W") or (m.after is not None and m.after.kind == "C")
    return ("T", CalendarDay(day, month, literal=True)) if beside and 1 <= month <= 12 and 1 <= day <= 31 else None


@rule("(?:[ol]|no) W (?:d?r?d?M | d?r?[xt]U | d?rU | dU)")
def nth_weekday(m: Match) -> Made:
    """ "first tuesday of october", "dernier lundi du mois"."""
    nth = -1 if m.has("l") else m.value("o")
    if m.has("M"):
        return "T", NthOfMonth(nth, m.value("W"), m.value("M"))
    if m.value("U") != "month":
        return None
    return "T", NthOfMonth(nth, m.value("W"), None, 1 if m.has("x") else 0)


@rule("W? [,.]? [dr]* [on] [,.]? [dr]* M [.,]? n?")
def day_of_month(m: Match) -> Made:
    """ "the 15th of february", "lundi 3 mars", "14 Nov 2017"."""
    return _month_day(m, m.of("on")[0], trailing=True)


def _month_day(m: Match, number: Item, *, trailing: bool) -> Made:
    if (
        "on" in {item.text for item in m.of("d")[-1:]}
        and number.kind == "n"
        and m.after is not None
        and m.after.kind in "on"
    ):
        return None  # "at three on march fifth"
    day = _day_number(number)
    last = m.items[-1]
    year = _year(last) if trailing and last is not number else None
    if day is None or (last.kind == "n" and last is not number and year is None):
        return None
    return "T", CalendarDay(day, m.value("M"), year, m.value("W"), literal=True)


@rule("W? [,.]? [dr]* [on] [,.]? [dr]* M")
def day_of_month_short(m: Match) -> Made:
    return _month_day(m, m.of("on")[0], trailing=False)


@rule("W? [,.]? [dr]* M [.,]? r? [on] (?:[,.]? n)? (?![U])")
def month_and_day(m: Match) -> Made:
    """ "March the 3rd", "Fri, Jul 18, 2014"."""
    numbers = m.of("on")
    return _month_day(m, numbers[0], trailing=len(numbers) == 2)


@rule("W? [,.]? [dr]* M [.,]? r? [on] (?![U])")
def month_and_day_short(m: Match) -> Made:
    return _month_day(m, m.of("on")[0], trailing=False)


@rule("T [,.]? W | W [,.]? r? T")
def date_and_weekday(m: Match) -> Made:
    """ "9 June, Friday", "friday 3/11"."""
    date = m.value("T")
    if (
        not isinstance(date, CalendarDay)
        or date.weekday is not None
        or (m.items[-1].kind == "W" and m.after is not None and m.after.kind in "ony")
        or (m.items[-1].kind == "W" and _in_a_week(m))
    ):
        return None
    if date.month is None:
        return None
    return "T", CalendarDay(date.day, date.month, date.year, m.value("W"), 0, date.order, literal=True)


def _in_a_week(m: Match) -> bool:
    """ "the week of april 6th, thursday": the weekday is one of that week."""
    comma = m.has(",") or m.items[0].text.endswith(",")
    return comma and m.before is not None and m.before.kind in "Ud"


@rule("W? [,.]? [dr]* [on] d? r? [txl] U | W? [,.]? [dr]* [on] d? r? U [xl]")
def day_of_this_month(m: Match) -> Made:
    """ "the 12th of this month", "le 5 du mois prochain"."""
    day = _day_number(m.of("on")[0])
    if m.value("U") != "month" or day is None:
        return None
    months = 1 if m.has("x") else -1 if m.has("l") else 0
    return "T", CalendarDay(day, None, None, m.value("W"), months, literal=True)


@rule("W [,.]? d?r? d? o")
def weekday_and_ordinal(m: Match) -> Made:
    """ "friday the 13th", "monday the eighteenth"."""
    item = m.of("o")[0]
    day = _day_number(item)
    if day is None or (item.shape != "ordinal" and day <= 3):
        return None
    return "T", CalendarDay(day, None, None, m.value("W"), literal=True)


@rule("r? [ol] U d? r? [MH]")
def week_of_month(m: Match) -> Made:
    """ "the first week of june", "la derniere semaine d'avril"."""
    period = m.value("H")
    month = m.value("M") if m.has("M") else period.month if isinstance(period, Period) else None
    if m.value("U") != "week" or month is None or (m.has("o") and m.value("o") > 4) or (m.has("l") and not m.has("d")):
        return None
    if m.has("l"):
        return "H", Period("month", month=month, part="last_week")
    nth = m.value("o")
    first, last = (CalendarDay(day, month, literal=True) for day in (7 * nth - 6, 7 * nth))
    return "H", DayRange(first, last)


@rule("W r n (?![Ukph])")
def weekday_and_the_number(m: Match) -> Made:
    """ "jeudi le 19"."""
    day = _day_number(m.of("n")[0])
    return None if day is None else ("T", CalendarDay(day, None, None, m.value("W"), literal=True))


@rule("r? o (?![WMU])")
def ordinal_day(m: Match) -> Made:
    """ "the 12th"; not "the 2nd one", not "the first"."""
    item = m.of("o")[0]
    after = m.after
    if item.shape != "ordinal" or not 1 <= item.value <= 31 or (after is not None and after.text in _CHOICE_WORDS):
        return None
    if after is not None and after.kind == "F" and after.text in {"slot", "slots"}:
        return None
    return "T", CalendarDay(item.value, literal=True)


@rule("(?:r|d[r]?|a|z) n (?![UpkhxlGegoE$]|[z-]o)")
def the_number(m: Match) -> Made:
    """ "le 12", "the 12", "au 15"."""
    lead, item = m.items[0].text, m.items[-1]
    spoken = m.items[-2].text
    if item.text in {"one", "un", "une", "a", "an"}:
        return None
    if spoken not in {"le", "the", "du", "au", "du le"} and lead not in {"pour le", "on the"}:
        return None
    day = _day_number(item)
    if day is None or (
        m.after is not None
        and (m.after.text in _CHOICE_WORDS or (m.after.kind == "w" and m.after.text in {"premiers", "dernieres"}))
    ):
        return None
    return "T", CalendarDay(day)


@rule("r? = [dr]* H")
def same_day(m: Match) -> Made:
    """ "same day next week"."""
    period = m.value("H")
    if not isinstance(period, Period) or period.unit != "week" or period.part:
        return None
    return "T", FromToday(7 * period.n)


@rule("[SuY] n (?![UkphMC])")
def bound_on_date(m: Match) -> Made:
    """ "a partir du 18", "jusqu'au 15"."""
    lead, item = m.items
    day = _day_number(item)
    if day is None or lead.text.split()[-1] not in {"du", "au", "le", "the", "jusquau"}:
        return None
    return "H", DayBound("from" if lead.kind == "S" else "by", CalendarDay(day))


@rule("W [,]? d? n (?:U|(?=[x]))")
def weekday_in_eight(m: Match) -> Made:
    """ "jeudi en huit jours"."""
    return _in_eight(m)


@rule("W d n")
def weekday_in_eight_short(m: Match) -> Made:
    """ "jeudi en huit", "lundi en 15"."""
    return _in_eight(m)


def _in_eight(m: Match) -> Made:
    weeks = {8: 1, 15: 2}.get(m.value("n"))
    d = m.of("d")
    if weeks is None or not d or d[0].text != "en" or (m.has("U") and m.value("U") != "day"):
        return None
    return "T", Weekday(m.value("W"), weeks=weeks)


@rule("r? n? [low] n? U d? r? M | r? n? [low] n? U d? r? (?:[xt]U | U[x]? | [t]U)")
def edge_of_period(m: Match) -> Made:
    """ "the last few days of march", "les premiers jours du mois prochain"."""
    units = m.of("U")
    edge = next(item for item in m.items if item.kind in "low").text
    first = edge in {"first", "premiers", "premieres"}
    unit = units[1].value if len(units) > 1 else "month"
    several = units[0].text in {"days", "jours"}
    if (
        units[0].value != "day"
        or (m.has("o") and m.value("o") > 1)
        or unit not in {"week", "month"}
        or not (first or edge in {"last", "derniers", "dernieres"})
        or not m.has("d")
    ):
        return None
    parts = ("early", "late") if unit == "week" else ("first", "last") if several else ("first_day", "last_day")
    part = parts[0 if first else 1]
    return "H", Period("month" if unit == "month" else "week", int(m.has("x")), month=m.value("M"), part=part)


@rule("[xl] n U | n [xl] U")
def several_next(m: Match) -> Made:
    """ "next 2 weeks", "les deux derniers jours"."""
    if (
        m.items[0].kind == "n"
        and m.has("x")
        and not (m.of("xl")[0].text.endswith("s") and m.of("U")[0].text.endswith("s"))
    ):
        return None
    return _several(m.value("U"), m.value("n"), back=m.has("l"))


def _several(unit: str, n: int, *, back: bool) -> Made:
    if unit in MINUTES:
        return "^", Moment(n * MINUTES[unit] * (-1 if back else 1), span=True)
    days = n * DAYS.get(unit, 0)
    if unit in {"month", "year"}:
        months = n * (12 if unit == "year" else 1)
        edge: Day = FromToday(months=-months if back else months)
    else:
        edge = FromToday(-days if back else days)
    if back:
        return "H", DayRange(edge, FromToday(-1))
    return "H", DayRange(FromToday(0 if unit != "day" else 1), edge)


def _not_from_now(m: Match) -> bool:
    """ "a week later", "3 weeks later in the day", "within a day to": these count from something else."""
    if m.has("d") and m.of("d")[0].text not in {"in", "en"}:
        return True
    if m.after is not None and m.after.kind == "e":
        return True  # "could i come in a day sooner"
    if m.after is not None and m.after.kind == "z" and m.of("n")[-1:] and m.of("n")[0].text in {"a", "an"}:
        return True
    later = m.of("G")
    if later and later[0].text in {"out", "away"}:
        return m.has("U") and m.value("U") in MINUTES  # "10 minutes away" is how far
    if later and m.after is not None and m.after.kind == "d" and later[0].text not in _FROM_NOW:
        return True
    return bool(later) and later[0].text in {"later", "plus tard", "after that", "afterward"}


@rule(r"[Id] ~? n F? U (?:~(?!n))? | I \$ | j ~? n U | j \$ | ~? n U [gG] | \$ g | I ~? n? h -? n? U | h -? n? U G")
def in_so_long(m: Match) -> Made:
    """ "in 2 weeks", "il y a 3 jours", "5 days from now"."""
    if _not_from_now(m):
        return None
    sign = -1 if m.has("g") or m.has("j") else 1
    lead = m.items[0].text
    span = lead in {
        "within",
        "within about",
        "within around",
        "within just",
        "dans les",
        "in the next",
        "over the next",
        "within the next",
        "au cours des",
        "en dedans de",
    }
    if m.has("$"):
        return "^", Moment(sign * m.value("$"), span=span)
    unit = m.value("U")
    if m.has("h"):
        return ("^", Moment(30, span=span)) if unit == "hour" else None
    n = m.value("n")
    if m.of("n")[0].text in {"couple of", "couple", "couple d"}:
        n = 2
    if unit in MINUTES:
        return "^", Moment(sign * n * MINUTES[unit], span=span)
    if span and sign > 0:
        return _several(unit, n, back=False)
    months = sign * n * {"month": 1, "year": 12}.get(unit, 0)
    about = m.has("~") or {"about", "environ", "around", "like"} & set(lead.split())
    if about and unit != "day":
        weeks = sign * n * DAYS.get(unit, 0)
        return "H", DayRange(FromToday(weeks - 3, months), FromToday(weeks + 3, months))
    if months:
        return "T", FromToday(months=months)
    if unit == "day" and n in {8, 15} and lead.startswith("dans"):
        n = {8: 7, 15: 14}[n]
    return "T", FromToday(sign * n * DAYS[unit])


@rule("n U [fA] d? T | n U [fA] d? W | n U d[TW]")
def from_that_day(m: Match) -> Made:
    """ "a week from tuesday", "2 weeks after yesterday"."""
    unit = m.value("U")
    if unit not in DAYS or (m.has("d") and not m.has("f") and not m.has("A")):
        return None
    day = m.value("T") if m.has("T") else Weekday(m.value("W"))
    return "T", Shifted(day, m.value("n") * DAYS[unit])


@rule("n U [TW]")
def a_week_on(m: Match) -> Made:
    """ "a week tomorrow", "a week friday"."""
    alone = m.before is None or (
        m.before.kind not in "dIVnS" and m.before.text not in {"once", "twice", "times", "fois"}
    )
    if m.value("U") != "week" or m.items[0].text not in {"a", "one", "1", "two", "2"} or not alone:
        return None
    day = m.value("T") if m.has("T") else Weekday(m.value("W"))
    if not isinstance(day, FromToday | Weekday) or m.items[-1].text.endswith("days"):
        return None
    return "T", Shifted(day, 7 * m.value("n"))


@rule("T d n")
def day_in_eight(m: Match) -> Made:
    """ "demain en huit"."""
    day, weeks = m.value("T"), {8: 1, 15: 2}.get(m.value("n"))
    if not isinstance(day, FromToday) or weeks is None or m.of("d")[0].text != "en":
        return None
    return "T", FromToday(day.days + 7 * weeks)


@rule("[!X] [dr]* T [,.]* w? [,.]* [dr]* (?:v(?![UTH])|n[AG]|xn?(?![UTHn]))")
def not_this_day_but_next(m: Match) -> Made:
    """ "not this saturday, the next one", "pas ce samedi, l'autre"."""
    day = m.value("T")
    if not isinstance(day, Weekday) or day.week is not None or day.past or day.plural:
        return None
    return "T", Weekday(day.day, weeks=day.weeks + 1)


@rule("T [,d]* r? W | W [,d]* r? T")
def day_in_weeks(m: Match) -> Made:
    """ "in 2 weeks on the monday"."""
    day = m.value("T")
    if not isinstance(day, FromToday) or day.months or day.days < 7 or day.days % 7:
        return None
    return "T", Weekday(m.value("W"), week=day.days // 7)


@rule("t [,]? r? x? W | x r? W | l W | W r?x(?!U) | W l (?!U) | W y | t W x(?!U)")
def this_or_next_weekday(m: Match) -> Made:
    """ "next friday", "vendredi prochain", "this thursday"."""
    if m.items[0].text == "coming" and m.before is not None and m.before.text in _COMERS:
        return None
    if m.items[0].text in _OF_THE_WEEK and m.before is not None and m.before.kind == "U":
        return None  # "la semaine prochaine mardi ou jeudi"
    if m.has("y"):
        this = m.of("y")[0].text == "after this one"
        return "T", Weekday(m.value("W"), weeks=1) if this else Weekday(m.value("W"), week=1, weeks=1)
    if m.has("l"):
        return "T", Weekday(m.value("W"), past=True)
    words = {item.text for item in m.of("x")}
    if m.has("x") and _plural(m.of("W")[0].text):
        return "T", Weekday(m.value("W"), plural=True)
    if words & _FOLLOWING:
        later = "following" not in words
        return "T", Weekday(m.value("W"), week=1 if later else None, next=later, follows=True)
    if m.has("x") and not m.has("t") and not words & _COMING:
        return "T", Weekday(m.value("W"), week=1, next=True)
    return "T", Weekday(m.value("W"))


@rule("r? A n? U")
def past_period(m: Match) -> Made:
    """ "past week", "the past 2 days"."""
    if m.of("A")[0].text != "past" or (m.before is not None and m.before.kind in "nhq"):
        return None
    unit = m.value("U")
    if m.has("n"):
        return _several(unit, m.value("n"), back=True)
    return ("H", Period(unit, -1)) if unit in {"week", "month", "year"} else None


_OF_THE_WEEK: Final = frozenset(phrase_list("prochaine|suivante|pro|qui vient|qui s en vient|a venir|d apres"))


@rule("[dr]* [txl] [xl]? F? U | [dr]* [rt]? U (?:[xl](?![UE])|t(?![UWE])) | [dr]* r? x U [x] | r? U y | r?U A r? x")
def this_or_next_period(m: Match) -> Made:
    """ "next week", "cette semaine", "le mois prochain", "the week after next"."""
    unit = m.value("U")
    weekday = m.items[-1].kind in "xl" and m.after is not None and m.after.kind == "W"
    if weekday and m.items[-1].text not in _OF_THE_WEEK:
        return None  # "3 hours next sunday"
    n = 2 if m.has("y") or m.has("A") else 1 if m.has("x") and not m.has("t") else -1 if m.has("l") else 0
    if unit == "day":
        return ("T", FromToday(n)) if n or m.has("t") else None
    if unit == "month" and {item.text for item in m.of("x")} & _COMING and m.items[0].text in _FOR_THE:
        return _several(unit, 1, back=False)
    if n == 1 and _for_the_coming(m) and unit in {"week", "month"}:
        return _several(unit, 1, back=False)
    if unit in {"week", "month", "year"}:
        follows = unit == "week" and bool({item.text for item in m.of("x")} & _FOLLOWING)
        return "H", Period(unit, n, follows=follows)
    if unit == "hour" and n:
        return "^", Moment(60 * n, span=True)
    if unit == "night":
        return None
    return None


_FOR_THE: Final = frozenset({"for the", "pour le", "pour", "for", "pendant le", "during the", "in the", "dans le"})


def _for_the_coming(m: Match) -> bool:
    """ "for the next month", "pour le prochain mois": from now on."""
    lead = m.items[0].text
    return lead == "for the" or (lead in {"pour le", "pour la", "pour"} and m.items[-1].kind == "U")


@rule("[dr]* [txlo]? E (?:[xlt](?!U))? | m E")
def weekend(m: Match) -> Made:
    """ "this weekend", "la fin de semaine prochaine"."""
    if m.has("o"):
        return None
    return "H", Period("weekend", 1 if m.has("x") else -1 if m.has("l") else 0)


@rule("[xlt]? M [x] | [xlt] M | M [,]? n | r? M")
def month(m: Match) -> Made:
    """ "in november", "July 2019", "next march"."""
    name = m.value("M")
    if (
        len(m.items) == 1
        and m.before is not None
        and m.before.kind == "w"
        and not (m.after is None or m.after.kind in ".,|&T")
    ):
        return None
    if m.has("n"):
        year = _year(m.of("n")[0])
        return None if year is None else ("H", Period("month", month=name, year=year))
    return "H", Period("month", -1 if m.has("l") else 1 if m.has("x") else 0, month=name)


@rule("[dr]* [dr] U (?![rdxltynAB])")
def the_week(m: Match) -> Made:
    """ "the schedule for the week"."""
    unit = m.value("U")
    words = [item.text for item in m.items[:-1]]
    if unit not in {"week", "month"} or not (
        words[0] in {"for the", "of"} or len(words) > 1 or words[0] in {"during the", "pendant la"}
    ):
        return None
    return "H", Period(unit)


@rule("r? m -? [dr]* [HT] | r? m -? d? r? U")
def part_of_period(m: Match) -> Made:
    """ "end of next week", "debut mars", "late this month"."""
    part = m.value("m")
    if m.has("U"):
        unit = m.value("U")
        if unit not in {"week", "month", "year"}:
            return None
        return "H", Period(unit, part=part, rest=m.of("m")[0].text in {"later in", "plus tard en"})
    period = m.value("HT")
    if not isinstance(period, Period) or period.unit == "weekend" or period.part:
        return None
    rest = m.of("m")[0].text in {"later", "later in", "plus tard", "plus tard en"}
    return "H", Period(period.unit, period.n, period.month, period.year, part, rest=rest)


@rule("G H | H G | G d? t? U | H e")
def later_in_period(m: Match) -> Made:
    """ "later this week", "plus tard cette semaine"."""
    if m.has("e"):
        return None
    period = m.value("H")
    if m.has("U"):
        return ("H", Period(m.value("U"), part="late", rest=True)) if m.value("U") in {"week", "month"} else None
    if not isinstance(period, Period):
        return None
    return "H", Period(period.unit, period.n, period.month, period.year, "late", rest=True)


@rule("F v? W")
def any_weekday(m: Match) -> Made:
    """ "any tuesday", "any other saturday"."""
    return (
        ("T", Weekday(m.value("W"), plural=True))
        if m.items[0].text.startswith(("any", "n importe", "nimporte"))
        and m.items[0].text not in {"anything", "anytime", "any time", "n importe quand"}
        else None
    )


@rule("r v W")
def other_weekday(m: Match) -> Made:
    """ "l'autre vendredi": the one after the coming."""
    return ("T", Weekday(m.value("W"), weeks=1)) if m.items[0].text == "l" else None


@rule("W")
def weekday(m: Match) -> Made:
    """ "tuesday", "les mardis"."""
    return "T", Weekday(m.value("W"), plural=_plural(m.items[0].text))


def _plural(text: str) -> bool:
    return text.endswith("s") and text not in {"tues", "weds", "thurs", "wednes", "thrs"}


@rule("N")
def from_now(m: Match) -> Made:
    """ "tomorrow", "apres-demain"; "the day after" counts from the day named last."""
    return "T", FromToday(m.value("N"), follows=m.items[0].text in NEXT_DAY)


@rule("r? Z")
def holiday(m: Match) -> Made:
    """ "easter", "la saint-jean"."""
    return "T", Holiday(m.value("Z"))


@rule("F N")
def any_day_after(m: Match) -> Made:
    """ "any day after that"."""
    known = m.items[1].text in NEXT_DAY and m.value("N") == 1 and m.items[0].text in {"any", "either"}
    return ("H", DayBound("after", FromToday(follows=True))) if known else None


@rule("H [dr]* T")
def any_day_after_that(m: Match) -> Made:
    """ "any day after easter"."""
    open_end = m.items[0].value == DayBound("after", FromToday(follows=True))
    return ("H", DayBound("after", m.value("T"))) if open_end else None


@rule("r? T [dr]* T")
def day_beside(m: Match) -> Made:
    """ "the day after st patrick's", "la veille de paques"."""
    first, second = (item.value for item in m.of("T"))
    if not isinstance(first, FromToday) or not first.follows or isinstance(second, FromToday):
        return None
    return "T", Shifted(second, first.days)


@rule("T [wFr]? [AB] [dr]* T")
def weekday_beside(m: Match) -> Made:
    """ "the tuesday right after easter", "le mercredi avant le 15"."""
    first, second = (item.value for item in m.of("T"))
    if (
        not isinstance(first, Weekday)
        or (first.past and m.has("A"))
        or isinstance(second, Weekday | FromToday | WeekdayNumber)
    ):
        return None
    if (m.items[1].kind in "wF" and m.items[1].text not in _NEXT_TO) or m.of("AB")[0].text == "past":
        return None
    return "T", WeekdayBy(first.day, m.has("A"), second)


@rule("r? U F? [AB] [dr]* T | r? U A (?=[,.?]|$)")
def week_beside(m: Match) -> Made:
    """ "the week after easter", "la semaine avant le 15", "the week after"."""
    if m.value("U") != "week" or (m.before is not None and m.before.kind in "nxtlhV"):
        return None
    if not m.has("T"):
        return ("H", Period("week", 1, follows=True)) if m.items[0].kind == "r" else None
    return "H", DayIn(Period("week", 1 if m.has("A") else -1), m.value("T"))


@rule("r? T (?:A (?=[,.?aC]|$)|G)")
def the_weekday_after(m: Match) -> Made:
    """ "the tuesday after"."""
    day = m.value("T")
    if m.after is not None and m.after.kind == "C" and not m.after.text.startswith(("at ", "a ")):
        return None  # "the tuesday after 3"
    if (
        not isinstance(day, Weekday)
        or day.week is not None
        or m.of("AG")[-1].text not in {"after", "apres", "after that"}
    ):
        return None
    return "T", Weekday(day.day, follows=True)


@rule("r? [nw] [xGA] (?![WMUTH]) | r? x [nw] (?![WMUTHp])")
def the_next_one(m: Match) -> Made:
    """ "next week is full. the one after?", "not this week, the next one", where a week was named."""
    lead = m.of("nw")[0].text
    named = any(item.kind == "H" and isinstance(item.value, Period) and item.value.unit == "week" for item in m.left)
    if not named or lead not in {"one", "celle", "celui"}:
        return None
    return "H", Period("week", 1, follows=True)


@rule("r? =")
def that_day_or_week(m: Match) -> Made:
    """ "same week", "cette journee-la"."""
    week = "week" in m.items[-1].text or "semaine" in m.items[-1].text
    return ("H", Period("week", follows=True)) if week else ("T", FromToday(follows=True))


@rule("[!X] [dr]* H [,.]* w? [,.]* [dr]* (?:v(?![UTH])|n[AG]|G|xn?(?![UTHn])|UA|Ux)")
def not_this_but_next(m: Match) -> Made:
    """ "pas cette semaine, l'autre", "not this week, the one after"."""
    period = m.value("H")
    if not isinstance(period, Period) or period.unit != "week" or period.part:
        return None
    return "H", Period("week", period.n + 1)


_LEFT_OUT: Final = frozenset(phrase_list("excluded|excepted|exclu|exclue|exclus|out|aside|apart|excepte|a part|except"))


@rule("T [,]? [dr]* H | H [,]? [dr]* T")
def day_in_period(m: Match) -> Made:
    """ "thursday next week", "mardi de la semaine prochaine", "next week on monday"."""
    day, period = m.value("T"), m.value("H")
    if m.has(",") and m.before is not None and m.before.kind in "uYB":
        return None  # "away till sunday, next week is fine"
    if m.items[-1].kind == "T" and m.after is not None and m.after.text in _LEFT_OUT:
        return None  # "this week, friday excluded"
    to_go = m.items[0].kind == "T" and {"for", "pour"} & {item.text.split()[0] for item in m.of("dH")}
    if not isinstance(period, Period) or period.part or to_go:
        return None
    if isinstance(day, Weekday) and period.unit == "week" and not day.past:
        return "T", Weekday(day.day, week=period.n)
    if isinstance(day, Weekday) and period.unit == "weekend":
        return "T", Weekday(day.day, week=period.n) if day.day >= 5 else day
    if isinstance(day, CalendarDay) and day.month is None and period.unit == "month" and period.month:
        return "T", CalendarDay(day.day, period.month, period.year, day.weekday, literal=True)
    if (isinstance(day, FromToday) and period.n == 0) or isinstance(day, CalendarDay):
        return "T", day
    return None


@rule("T [,]? n (?![UkphMGegoxlE$:KL-]|dM|[az]n)")
def weekday_number(m: Match) -> Made:
    """ "friday 13", "jeudi 19": a date if it is one soon, else an hour."""
    day, item = m.items[0].value, m.items[-1]
    if (
        not isinstance(day, Weekday)
        or day.past
        or day.follows
        or (item.text.isdigit() and len(item.text) > 2)
        or not 1 <= item.value <= 31
        or item.text in {"one", "un", "une"}
    ):
        return None
    return "T", WeekdayNumber(day.day, item.value)


@rule("U d? r? T")
def week_of_day(m: Match) -> Made:
    """ "the week of the 9th", "semaine du 9"."""
    day = m.value("T")
    if m.value("U") != "week" or not isinstance(day, CalendarDay):
        return None
    return "H", DayIn(Period("week"), day)


@rule("H [,]? [dr]* H")
def days_in_week(m: Match) -> Made:
    """ "mon-wed next week"."""
    first, second = (item.value for item in m.of("H"))
    if isinstance(first, Period):
        first, second = second, first
    if not (isinstance(first, DayRange) and isinstance(second, Period) and second.unit == "week" and not second.part):
        return None
    if not (isinstance(first.first, Weekday) and isinstance(first.last, Weekday)):
        return None
    return "H", DayRange(Weekday(first.first.day, week=second.n), Weekday(first.last.day, week=second.n))


@rule("[fbdS]* [Wr]? r? [no] [-z&ua] [rd]* W? r? [no] d? r? M n? | [fbdS]* M r? [no] d? [-z&ua] r? [no] (?![MUp])")
def days_of_month(m: Match) -> Made:
    """ "du 13 au 15 juillet", "July 13 to 15"."""
    numbers = m.of("no")
    year = _year(numbers[2]) if len(numbers) > 2 else None
    if m.has("&") and not m.has("b"):
        return None
    first, last = _day_number(numbers[0]), _day_number(numbers[1])
    if first is None or last is None or (len(numbers) > 2 and year is None):
        return None
    month = m.value("M")
    return "H", DayRange(CalendarDay(first, month, year, literal=True), CalendarDay(last, month, year, literal=True))


@rule("[fbdS]* r? [no] [-z&ua] r? [no] [d]? r? [txl] U | [fbdS]* r? [no] [-z&ua] r? [no] [d]? r? U [xl]")
def days_of_this_month(m: Match) -> Made:
    """ "4 till 23 of this month"."""
    numbers = m.of("no")
    months = 1 if m.has("x") else -1 if m.has("l") else 0
    if m.value("U") != "month" or len(numbers) != 2:
        return None
    first, last = (CalendarDay(n.value, months=months, literal=True) for n in numbers)
    return "H", DayRange(first, last)


@rule("d n z n (?![MUpk])")
def from_number_to_number(m: Match) -> Made:
    """ "du 13 au 15"."""
    numbers = m.of("n")
    if m.items[0].text != "du" or m.of("z")[0].text != "au":
        return None
    days = [_day_number(n) for n in numbers]
    return None if None in days else ("H", DayRange(CalendarDay(days[0] or 1), CalendarDay(days[1] or 1)))


@rule("n z n (?![MUpk$])")
def numbers_past_noon(m: Match) -> Made:
    """ "16 to 20": in English no hours are written so."""
    first, last = m.of("n")
    late = isinstance(first.value, int) and isinstance(last.value, int) and 12 < first.value < last.value <= 31
    counts = m.after is not None and m.after.text in COUNTED
    if not late or counts or m.of("z")[0].text != "to" or (m.before is not None and m.before.kind in "fb"):
        return None
    return "H", DayRange(CalendarDay(first.value), CalendarDay(last.value))


@rule("[fbS] [dr]* n [-z&u] r? T | [fb] [dr]* n [&z] r? o")
def number_to_day(m: Match) -> Made:
    """ "between the 13 and the 15th"."""
    last = m.value("T")
    first = _day_number(m.of("n")[0])
    if first is None or not isinstance(last, CalendarDay) or not last.literal:
        return None
    return "H", DayRange(CalendarDay(first, last.month, last.year, None, last.months, literal=True), last)


@rule("[fbSd]* [TH] [,]? (?:[zua]|--?z?|b) [,]? [dr]* [TH] | b [dr]* [TH] & [dr]* [TH]")
def day_range(m: Match) -> Made:
    """ "lundi au mercredi", "between the 9th and the 11th", "mon-fri"."""
    first, last = (item.value for item in m.of("TH"))
    middle = m.of("zua-&")
    if middle and middle[0].kind == "a" and (middle[0].text != "a" or m.has(",")):
        return None
    if isinstance(first, Weekday) and isinstance(last, Period) and middle and middle[0].kind in "za":
        return None  # "thurs to next wk" moves
    if (
        isinstance(first, DayRange | DayBound)
        or isinstance(last, DayRange | DayBound)
        or (m.has("b") and not m.has("&") and not m.has("-"))
    ):
        return None
    if isinstance(first, CalendarDay) and isinstance(last, CalendarDay):
        if first.month is None and last.month is not None:
            first = CalendarDay(first.day, last.month, last.year, first.weekday, literal=True)
        elif last.month is None and first.month is not None and first.day < last.day:
            last = CalendarDay(last.day, first.month, first.year, last.weekday, literal=True)
    return "H", DayRange(first, last)


@rule("h -? n? U | n U & n? h | n & n? h U | n n? h -? U | h d? n? U")
def half_length(m: Match) -> Made:
    """ "half an hour", "an hour and a half"."""
    if m.value("U") != "hour":
        return None
    n = m.of("n")
    half_only = m.items[0].text in {"a", "an", "un", "une"} and m.items[1].kind == "h"
    whole = n[0].value if n and m.items[0].kind == "n" and not half_only else 0
    return "$", whole * 60 + 30


@rule("~? n -? F? U (?:[&]? n U)?")
def length(m: Match) -> Made:
    """ "90 minutes", "2 hours", "one week three days"."""
    numbers, units = m.of("n"), m.of("U")
    total = 0
    for number, unit in zip(numbers, units, strict=True):
        if unit.value not in MINUTES and unit.value not in DAYS:
            return None
        if unit.value == "hour" and unit.text in {"heure", "heures"} and number.value > 12:
            return None
        total += number.value * (MINUTES.get(unit.value) or DAYS[unit.value] * 1440)
    return "$", total


NUMBER_RULES: Final = (tens,)
LENGTH_RULES: Final = (half_length, length)
DATE_RULES: Final = (
    bound_on_date,
    days_of_month,
    days_of_this_month,
    from_number_to_number,
    numbers_past_noon,
    nth_weekday,
    numeric,
    dotted,
    day_of_this_month,
    day_of_month,
    day_of_month_short,
    month_and_day,
    month_and_day_short,
    date_and_weekday,
    weekday_and_ordinal,
    weekday_and_the_number,
    weekday_in_eight,
    weekday_in_eight_short,
    ordinal_day,
    the_number,
    number_to_day,
    week_of_month,
    edge_of_period,
    several_next,
    this_or_next_weekday,
    past_period,
    this_or_next_period,
    weekend,
    month,
    the_week,
    part_of_period,
    later_in_period,
    in_so_long,
    any_day_after,
    from_now,
    holiday,
    from_that_day,
    day_in_weeks,
    any_weekday,
    other_weekday,
    weekday,
    day_in_eight,
    a_week_on,
    not_this_day_but_next,
    any_day_after_that,
    day_beside,
    weekday_beside,
    not_this_but_next,
    the_weekday_after,
    week_beside,
    the_next_one,
    day_in_weeks,
    day_in_period,
    weekday_number,
    week_of_day,
    same_day,
    that_day_or_week,
    from_that_day,
    day_range,
    days_in_week,
)
