"""Time expressions of a text: clocks and days composed into ranges, bounds, recurrences, shifts and alternatives."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from handlers.understanding.cascade import Item, Made, Match, rewrite, rule
from handlers.understanding.clocks import CLOCK_RULES, COUNTED, clock_in_part, half_day, hour_of
from handlers.understanding.dates import DATE_RULES, LENGTH_RULES, NUMBER_RULES
from handlers.understanding.expressions import (
    At,
    CalendarDay,
    Clock,
    ClockBound,
    ClockIn,
    ClockRange,
    Clocks,
    Day,
    DayBound,
    Days,
    Every,
    FromToday,
    Moment,
    Part,
    Period,
    Shift,
    Weekday,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.lexer import Token

_MODIFIED: Final = {
    ("early", "morning"): "early",
    ("early", "afternoon"): "early_afternoon",
    ("early", "evening"): "early_evening",
    ("early", "night"): "early_night",
    ("mid", "morning"): "late_morning",
    ("mid", "afternoon"): "mid_afternoon",
    ("late", "morning"): "late_morning",
    ("late", "afternoon"): "late_afternoon",
    ("late", "evening"): "late_evening",
    ("late", "night"): "late_night",
    ("early", "lunch"): "early_lunch",
}


_LOOSE_PARTS: Final = frozenset(
    {"work", "school", "after_lunch", "after_supper", "eod", "early", "not_early", "not_late"}
)


# ---- clocks: parts, ranges and bounds -------------------------------------------------------------------------------


@rule("[!X] r (?=[WNTMEPHx])")
def denied_article(m: Match) -> Made:
    """ "sauf le lundi": the article says nothing."""
    return m.items[0].kind, m.items[0].value


@rule("m -? [dr]* P")
def part_of_part(m: Match) -> Made:
    """ "late afternoon", "en debut de soiree"."""
    name = _MODIFIED.get((m.value("m"), m.value("P")))
    return None if name is None else ("P", name)


@rule("P m (?![TNWHM])")
def part_then_early(m: Match) -> Made:
    """ "in the morning early", "matin tot"."""
    name = _MODIFIED.get((m.value("m"), m.value("P")))
    return None if name is None or m.of("m")[0].text not in {"early", "late", "tot", "tard"} else ("P", name)


@rule("(?:t r?|a) P [,]? [a~r]* [Cn5] (?![UMo$])")
def today_part_and_clock(m: Match) -> Made:
    """ "ce soir a 8", "a soir vers 18h"."""
    lead, part = m.items[0], m.of("P")[0]
    if lead.kind == "a" and (lead.text != "a" or part.text not in {"matin", "soir", "midi"}):
        return None
    at = hour_of(m.items[-1])
    return None if at is None else ("O", When(0, 0, FromToday(0), clock_in_part(at, Part(part.value))))


@rule("n T P")
def number_day_part(m: Match) -> Made:
    """ "9 tomorrow morning"."""
    at = hour_of(m.items[0])
    if at is None or not isinstance(m.value("T"), FromToday):
        return None
    return "O", When(0, 0, m.value("T"), clock_in_part(at, Part(m.value("P"))))


@rule("n t? [dra]* P (?!P)")
def number_and_part(m: Match) -> Made:
    """ "9 in the morning", "8 du soir", "8 this evening"."""
    at = hour_of(m.items[0])
    part = m.value("P")
    if at is None or (at.minute >= 13 * 60 and at.free) or part in {"work", "eod", "after_lunch", "lunch"}:
        return None
    if m.before is not None and m.before.kind == "M":
        return None
    clock = clock_in_part(at, Part(part))
    return ("O", When(0, 0, FromToday(0), clock)) if m.has("t") or part == "tonight" else ("C", clock)


@rule("C [,]? t? [dra]* P | P [,]? [a~]? r? C | P a? [n5] (?![UMo$C])")
def clock_and_part(m: Match) -> Made:
    """ "4:30 in the evening", "evening at 8"."""
    part = m.value("P")
    at = m.value("C") if m.has("C") else hour_of(m.of("n5")[0])
    if not m.has("C") and m.of("n5")[0].text in {"one", "un", "une"}:
        return None
    if not isinstance(at, At) or part in {"work", "after_lunch"}:
        return None
    clock = clock_in_part(at, Part(part))
    return ("O", When(0, 0, FromToday(0), clock)) if part == "tonight" or m.has("t") else ("C", clock)


@rule(
    "[fbSd]* [CnP5] [,]? (?:[-zua]|-z|--) [~r]* [CnP5] p? (?![U$MoE%]) | b [r~]* [CnP5] & [r~]* [CnP5] p? (?![U$MoE])"
)
def clock_range(m: Match) -> Made:
    """ "from 9:30 to 11", "entre 10 h et midi", "3-5"."""
    first, last = m.of("CnP5")
    if not first.text.isdigit() and first.kind == "n" and m.before is not None and m.before.text in {"les", "the"}:
        return None  # "les deux a 9h"
    if m.before is not None and m.before.text == "sur":
        return None  # "un jeudi sur deux a 17h"
    if not (first.kind == "C" or last.kind == "C" or _led(m)):
        return None
    if any(
        item.kind == "P" and item.value not in {"morning", "lunch", "evening", "afternoon", "midday", "night"}
        for item in (first, last)
    ):
        return None
    middle = m.of("zua")
    if (middle and middle[0].kind == "a" and middle[0].text != "a") or (middle and m.of("b")):
        return None
    start, end = _edge(first), _edge(last)
    if start is None or end is None or ("P" in {first.kind, last.kind} and not (m.of("fbz") or m.of("u"))):
        return None
    if isinstance(start, Part) or isinstance(end, Part):
        return "R", Clocks((start, end)) if isinstance(start, Part) and isinstance(end, Part) else start
    return "R", ClockRange(start, end)


def _led(m: Match) -> bool:
    """May two bare numbers be hours here?"""
    first, last = m.of("n5P")[:2] if len(m.of("n5P")) > 1 else (None, None)
    if first is None or last is None:
        return False
    if m.after is not None and m.after.text in COUNTED:
        return False
    if m.items[0].kind in "fb" or (m.items[0].text in {"de", "d"} and not m.of("-")):
        return m.items[0].text != "du"
    if not (first.text.isdigit() and last.text.isdigit()) and m.has("-"):
        return False
    dash = m.has("-") or m.has("a") or m.has("z")
    near = (m.before is not None and m.before.kind in "THPaOR,dX!") or (m.after is not None and m.after.kind in "THPO")
    if m.before is None and m.after is None:
        near = dash and first.text.isdigit() and last.text.isdigit()
    if not m.has("-") and first.text.isdigit() and last.text.isdigit() and 12 >= first.value > last.value:
        return True  # "9 to 3": a count would grow
    if m.has("-") and not (m.after is not None and (m.after.kind in "-F" or m.after.text in COUNTED)):
        near = near or m.before is None or m.before.kind not in "-n$"
    return dash and near


def _edge(item: Item) -> At | Part | None:
    if item.kind == "P":
        return {"midday": At(720), "lunch": At(720)}.get(item.value) or Part(item.value)
    return hour_of(item)


@rule("t [nC]")
def noon_today(m: Match) -> Made:
    """ "ce midi", "this noon"."""
    at = hour_of(m.items[1]) if m.items[1].text in {"midi", "noon"} else None
    return None if at is None else ("O", When(0, 0, FromToday(0), replace(at, about=True)))


_FREE: Final = frozenset({"is", "s", "de", "just", "s est", "free", "off", "open", "libre", "dispo"})


@rule("[wr] P (?=d?w)")
def my_part_of_today(m: Match) -> Made:
    """ "my afternoon is free", "j'ai mon apres-midi de libre"."""
    free = m.after is not None and m.after.text in {
        "is",
        "s",
        "de",
        "just",
        "s est",
        "free",
        "off",
        "open",
        "libre",
        "dispo",
    }
    owned = m.items[0].text in {"my", "mon", "ma"}
    had = m.items[0].kind == "r" and m.before is not None and m.before.text in {"ai", "jai", "have", "got"}
    if not (owned or had) or not free or m.items[1].text.endswith("s"):
        return None
    return "O", When(0, 0, FromToday(0), Part(m.value("P")))


@rule("R p | R [drF]* P | F? P [,]? [drF]* R")
def range_in_part(m: Match) -> Made:
    """ "3:30-6 p.m.", "5 to 7 in the morning", "any morning between 8 and 9"."""
    value = m.value("R")
    if not isinstance(value, ClockRange) or (m.items[-1].kind == "R" and m.value("P") in _LOOSE_PARTS):
        return None
    if m.has("p"):
        return "R", ClockRange(value.first, half_day(value.last, m.value("p") == "pm"))
    part = Part(m.value("P"))
    first, last = clock_in_part(value.first, part), clock_in_part(value.last, part)
    return ("R", ClockRange(first, last)) if isinstance(first, At) and isinstance(last, At) else None


@rule("[AB] ~? r? [CnP] (?![UMo$]|[-z]n)")
def clock_bound(m: Match) -> Made:
    """ "after 4", "avant midi", "before lunch"."""
    return _bound(m, "after" if m.has("A") else "before")


@rule("[SuYf] ~? [ar]? ~? [Cn] (?![UMo$]|[-z]n) | S ~? [dra]* P")
def clock_bound_inclusive(m: Match) -> Made:
    """ "from 13h30", "until 5", "by noon", "starting at 3"."""
    item = m.items[0]
    if item.text == "des" and m.has("n") and not m.of("n")[0].text.isdigit():
        return None  # "le premier des deux"
    leaves = m.before is not None and m.before.text in {"leave", "leaving", "done", "out", "gone", "home"}
    near = leaves or (m.before is not None and m.before.kind in "THOF")
    if item.text in {"by", "from"} and m.has("n") and not near:
        return None
    return _bound(m, "from" if item.kind in "Sf" else "until" if item.kind == "u" else "by")


@rule("(?<![THCPO])K [dra]* [CTH]")
def latest(m: Match) -> Made:
    """ "au plus tard vendredi", "at the latest 5 pm"."""
    if m.items[0].text not in {"au plus tard", "at the latest"}:
        return None
    if m.has("C"):
        return _bound(m, "by")
    return "H", DayBound("by", m.value("TH"))


@rule("(?<![THCPO])L [dra]* [Cn] | [Cn] S (?![CnTHdra]) | l [Cn]")
def earliest(m: Match) -> Made:
    """ "at the earliest 10", "10h au plus tot", "passe 17h30"."""
    sign = m.of("LSl")[0].text
    if sign not in {"at the earliest", "au plus tot", "passe"} or (sign == "passe" and not m.has("C")):
        return None
    return _bound(m, "from")


_ONWARD: Final = frozenset(
    {"or later", "or after", "onward", "onwards", "and later", "and after", "and onwards", "ou plus tard", "ou apres"}
    | {"et apres", "et plus tard", "and on", "or a bit later", "or so later"}
)


@rule("f? ~? [CnP] L | [CnP] K")
def clock_bound_after(m: Match) -> Made:
    """ "4 or later", "from 1 onward", "11h max"."""
    if m.has("L") and m.of("L")[0].text in _ONWARD and _small_hour(m.of("CnP")[0]):
        return _bound(m, "from")
    spoken = m.items[-1].text in {"at the latest", "au plus tard", "at the earliest", "au plus tot", "the latest"}
    near = m.left[-2] if len(m.left) > 1 and m.left[-1].kind == "," else m.before
    if m.items[0].kind == "n" and not spoken and not (near is not None and near.kind in "THaO"):
        return None
    return _bound(m, "from" if m.has("L") else "by")


def _small_hour(item: Item) -> bool:
    """May this be an hour, by its digits alone?"""
    return item.kind != "n" or (item.text.isdigit() and 1 <= item.value <= (12 if len(item.text) < 3 else 2359))


def _bound(m: Match, how: Any) -> Made:
    item = m.of("CnP")[0]
    clock: At | Part | None = Part(item.value) if item.kind == "P" else hour_of(item)
    if clock is None:
        return None
    if isinstance(clock, Part) and clock.name in {"lunch", "midday"} and how in {"before", "by"}:
        clock = At(720)
    return "R", ClockBound(how, clock)


# ---- days: bounds, recurrences, lists -------------------------------------------------------------------------------


@rule(r"[ABSuYf] [dra]* [TH] | [ABSuY] ~? \$ | [TH] [LK]")
def day_bound(m: Match) -> Made:
    """ "after the 12th", "d'ici vendredi", "monday or later"."""
    lead = m.items[0]
    how = {"A": "after", "B": "before", "S": "from", "f": "from", "u": "by", "Y": "by"}.get(
        lead.kind, "from" if m.has("L") else "by"
    )
    if m.has("$"):
        minutes = m.value("$")
        if lead.kind == "A" and minutes < 1440:
            return "^", Moment(minutes)
        ends = minutes >= 1440 and lead.kind in "uY" and lead.text != "by"  # "push it by a week" is a shift
        return ("H", DayBound("by", FromToday(minutes // 1440))) if ends else None
    day = m.value("TH")
    if how == "before" and isinstance(day, Period) and day.part == "late":
        how = "by"  # "before the end of the month"
    return "H", DayBound(how, day)  # type: ignore[arg-type]


@rule("(?:V|r|d)* V v? (?:o|n)? (?:W|T) (?:[|&,] (?:W|T))*")
def every_weekday(m: Match) -> Made:
    """ "every tuesday", "chaque mardi et jeudi", "every other friday"."""
    days = tuple(item.value.day for item in m.of("T") if isinstance(item.value, Weekday))
    if len(days) != len(m.of("T")):
        return ("J", Every("day")) if len(m.of("T")) == 1 and m.value("T") == FromToday(0) else None
    interval = 2 if m.has("v") or m.value("o") == 2 else m.value("n") or 1
    return "J", Every("week", interval, days, per=1)


@rule("r? V v? (?:o|n)? F? (?:U|P|E|[CR](?!n))")
def every_unit(m: Match) -> Made:
    """ "every 2 weeks", "chaque semaine", "every afternoon"."""
    interval = 2 if m.has("v") or m.value("o") == 2 else m.value("n") or 1
    if m.has("U"):
        return "J", Every(m.value("U"), interval)
    if m.has("E"):
        return "J", Every("weekend", interval)
    return "O", When(
        0, 0, None, m.value("CR") if m.has("C") or m.has("R") else Part(m.value("P")), every=Every("day", interval)
    )


@rule(r"V \$")
def every_length(m: Match) -> Made:
    """ "toutes les 2 semaines"."""
    days, rest = divmod(m.value("$"), 1440)
    if rest or not days:
        return ("J", Every("hour", m.value("$") // 60)) if m.value("$") % 60 == 0 else None
    return "J", Every("week", days // 7) if days % 7 == 0 else Every("day", days)


@rule("T (?: (?:,? [|&/] (?:F|r|d|a)* | , r? )? !? T )+")
def days_of_one_kind(m: Match) -> Made:
    """ "tuesday or thursday", "le 20, le 21 ou le 27", "tues wed thurs"."""
    denied = m.before is not None and m.before.kind in "!X"
    if m.has("!") or (denied and _no_list(m)):
        return None
    days = tuple(item.value for item in m.of("T"))
    if not m.of("|&/") and (len({type(day) for day in days}) > 1 or _said_of_the_last(m)):
        return None  # "thursday i am away, friday the 20th?"
    side_by_side = any(a.kind == b.kind == "T" for a, b in itertools.pairwise(m.items))
    if side_by_side and not (all(isinstance(day, Weekday) for day in days) and len(set(days)) == len(days)):
        return None
    return "T", Days(_same_week(_same_month(days)))


_SAYING: Final = frozenset(
    {"c", "est", "is", "s", "reste", "tient", "stays", "still", "ca", "works", "marche", "on", "je", "i", "va"}
)


def _said_of_the_last(m: Match) -> bool:
    """ "drop thursday, tuesday is fine": two days that only a comma parts, and the second is spoken of."""
    if len(m.of("T")) != 2 or not m.has(","):
        return False
    kept = bool(_KEPT_BUSY & {item.text for item in m.left[-4:]})  # "i'm out tuesday, wednesday at 10?"
    return kept or (m.after is not None and m.after.text in _SAYING)


_KEPT_BUSY: Final = frozenset({"out", "away", "busy", "town", "occupe", "occupee", "exterieur", "absent", "absente"})


ELSE: Final = frozenset({"sinon", "or else", "ou sinon", "otherwise or", "or alternatively", "or if not", "if not"})


def _no_list(m: Match) -> bool:
    """ "not tuesday, wednesday", "jamais mardi, sinon mercredi": what follows is no longer denied."""
    joiners = m.of("|&/")
    return (not joiners and m.before is not None and m.before.kind == "!") or any(j.text in ELSE for j in joiners)


@rule("[TH] (?: ,? [|&/] (?:F|r|d|a)* !? [TH] )+")
def days_listed(m: Match) -> Made:
    """ "saturday or next week"."""
    days = tuple(item.value for item in m.of("TH"))
    denied = m.before is not None and m.before.kind in "!X"
    if m.has("!") or (denied and _no_list(m)) or any(isinstance(day, DayBound) for day in days):
        return None
    return "T", Days(_same_week(_same_month(days)))


def _same_week(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """The week that one of several weekdays names is the week of all."""
    week = next((day.week for day in days if isinstance(day, Weekday) and day.week is not None and not day.next), None)
    if week is None:
        return days
    return tuple(
        replace(day, week=week) if isinstance(day, Weekday) and day.week is None and not day.past else day
        for day in days
    )


def _same_month(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """The month that only the last of several dates names is the month of all."""
    last = days[-1]
    if not isinstance(last, CalendarDay) or last.month is None:
        return days
    return tuple(
        replace(day, month=last.month, year=last.year) if isinstance(day, CalendarDay) and day.month is None else day
        for day in days
    )


@rule("R [,&w]? [w]? R")
def between_bounds(m: Match) -> Made:
    """ "after 3 but before 6"."""
    first, last = (item.value for item in m.of("R"))
    if not (isinstance(first, ClockBound) and isinstance(last, ClockBound)) or any(
        w.text not in {"but", "mais"} for w in m.of("w")
    ):
        return None
    if first.how in {"before", "by", "until"}:
        first, last = last, first
    if (
        first.how not in {"from", "after"}
        or last.how in {"from", "after"}
        or not (isinstance(first.clock, At) and isinstance(last.clock, At))
    ):
        return None
    return "R", ClockRange(first.clock, last.clock)


@rule("T 5")
def day_and_dotted(m: Match) -> Made:
    """ "Mon Dec 4 08.40"."""
    at = hour_of(m.items[1])
    return None if at is None else ("O", When(0, 0, m.value("T"), at))


@rule("[CR] (?:,? [|&/] [ar~]* [CRn])+ | [CRP] (?:,? [|] (?:d|r|F)* [CRP])+ | P (?:& (?:r|d)* P)+")
def clocks_listed(m: Match) -> Made:
    """ "3 or 4", "10h ou 14h", "matin ou soir"."""
    options: list[Clock] = []
    for item in m.of("CRPn"):
        clock = Part(item.value) if item.kind == "P" else item.value if item.kind in "CR" else hour_of(item)
        if clock is None:
            return None
        options.append(clock)
    return "R", Clocks(tuple(options))


@rule("a n (?:,? [|] a? n)+")
def hours_listed(m: Match) -> Made:
    """ "at 3 or 4"."""
    options = [hour_of(item) for item in m.of("n")]
    return None if None in options else ("R", Clocks(tuple(o for o in options if o is not None)))


# ---- a day with a clock ---------------------------------------------------------------------------------------------


@rule("t r? P | a P (?=[w,.?&|~FS!]|$) | P t (?=U) | t m P")
def part_of_today(m: Match) -> Made:
    """ "this morning", "cet aprem", "a soir"."""
    if m.items[0].kind == "a" and m.items[0].text != "a":
        return None
    if m.items[0].kind == "a" and m.of("P")[0].text not in {"matin", "soir", "midi"}:
        return None
    return "O", When(0, 0, FromToday(0), Part(m.value("P")))


@rule("l P (?!d) | P l")
def part_of_yesterday(m: Match) -> Made:
    """ "last night", "hier soir"."""
    return "O", When(0, 0, FromToday(-1), Part(m.value("P")))


_ENDS: Final = frozenset({"before", "by", "until"})


def _up_to_part(day: DayBound, part: Part) -> DayBound:
    """ "before friday evening": friday counts, if most of it lies ahead of that part."""
    return DayBound("by", day.day) if day.how in _ENDS and part.name not in {"morning", "early"} else day


def _every_week(m: Match) -> bool:
    """ "wednesday mornings": those of every week."""
    return any(item.text in {"mornings", "afternoons", "evenings", "matins", "soirs"} for item in m.of("P"))


def _under_denial(m: Match) -> bool:
    """Does a "not" reach this from the left?"""
    for item in reversed(m.left):
        if item.kind in "!X" or item.text in {"cant", "cannot", "t"}:
            return True
        if item.kind in ".,|&O":
            return False
    return False


@rule("[TH] [,-]? (?:[adr~F])* [CRP] (?:[,dar]* [CRP])? | [CRP] [,]? (?:[dFr])* [TH] (?:[,]? [adr]* [CR])?")
def day_and_clock(m: Match) -> Made:
    """ "tomorrow at 3", "after 4 on friday", "morning of the 15th"."""
    day = m.value("TH")
    if isinstance(day, Weekday) and day.week is None and not (day.past or day.weeks) and _every_week(m):
        day = replace(day, plural=True)
    glue = [item.text for item in m.of("d")]
    if m.has("F") and ("for" in glue or "pour" in glue):
        return None
    if m.has(",") and (_under_denial(m) or (m.before is not None and m.before.text in {"but", "mais"})):
        return None
    clocks = [Part(item.value) if item.kind == "P" else item.value for item in m.of("CRP")]
    if isinstance(day, DayBound) and day.how in _ENDS and [item.kind for item in m.items[:2]] == ["H", "P"]:
        return "O", When(0, 0, _up_to_part(day, clocks[0]), clocks[1] if len(clocks) > 1 else None)
    clock = clocks[0]
    if len(clocks) == 2:
        first, second = clocks
        if isinstance(first, Part):
            first, second = second, first
        if not isinstance(second, Part):
            return None
        if isinstance(first, ClockBound):
            return "O", When(0, 0, day, ClockIn(first, second))
        clock = (
            clock_in_part(first, second) if isinstance(first, At) else first if not isinstance(first, Part) else second
        )
    if isinstance(day, DayBound) and isinstance(clock, At) and any("," in item.text for item in m.items):
        late = {"evening", "soir", "soiree"} & set(" ".join(item.text for item in m.items).split())
        return "O", When(0, 0, DayBound("by", day.day) if late and day.how in _ENDS else day, clock)
    if isinstance(day, DayBound) and isinstance(day.day, Weekday | CalendarDay | FromToday) and isinstance(clock, At):
        return "O", When(0, 0, day.day, ClockBound(day.how, clock))
    return "O", When(0, 0, day, clock)


@rule("T [,]? a? n (?![UMokp$C:/-]|[z]n|dM) | n d? T (?![p])")
def day_and_number(m: Match) -> Made:
    """ "tomorrow 4", "9 tomorrow"."""
    item = m.of("n")[0]
    at = hour_of(item) if item.text not in {"one", "un", "une"} else None
    day = m.value("T")
    if at is None or (item is m.items[0] and not isinstance(day, FromToday) and len(item.text) < 3):
        return None
    if len(item.text) == 4 and 1899 < item.value <= 2100 and isinstance(day, CalendarDay):
        return None
    if m.after is not None and m.after.text in {
        "sessions",
        "session",
        "seances",
        "seance",
        "people",
        "of",
        "times",
        "fois",
    }:
        return None
    return "O", When(0, 0, day, at)


_DONE_LATE: Final = frozenset(
    {"finish", "finishing", "finis", "finit", "work", "working", "travaille", "start", "starting"}
)


@rule("[TH] [,]? [dr]* m (?![TNWHM]) | m [dr]* T")
def day_early(m: Match) -> Made:
    """ "friday, early", "tot mardi"."""
    text, value = m.of("m")[0].text, m.value("m")
    day = m.value("TH")
    if m.items[0].kind == "m" and m.before is not None and m.before.text in _DONE_LATE:
        return None  # "i finish late monday"
    if text.removesuffix(" in").split()[-1] not in {"early", "late", "tot", "tard"} or isinstance(day, DayBound):
        return None
    return "O", When(0, 0, day, Part("early" if value == "early" else "eod"))


@rule("T")
def day_alone(m: Match) -> Made:
    return "O", When(0, 0, m.value("T"))


@rule("H")
def period_alone(m: Match) -> Made:
    return "O", When(0, 0, m.value("H"))


@rule("[CR]")
def clock_alone(m: Match) -> Made:
    return "O", When(0, 0, None, m.value("CR"))


@rule("P")
def part_alone(m: Match) -> Made:
    """ "in the afternoon", "mornings"; "tonight" is today's."""
    part = m.value("P")
    return "O", When(0, 0, FromToday(0) if part == "tonight" else None, Part(part))


@rule("\\^")
def moment_alone(m: Match) -> Made:
    return "O", When(0, 0, moment=m.value("^"))


@rule("\\$ [Ge]")
def shifted(m: Match) -> Made:
    """ "an hour later", "30 min plus tot"."""
    if m.has("G") and m.of("G")[0].text in {"out", "away"}:
        return None
    if m.has("G") and m.of("G")[0].text in {"from now", "from today", "hence"}:
        return "O", When(0, 0, moment=Moment(m.value("$")))
    minutes = m.value("$") * (1 if m.has("G") else -1)
    days, rest = divmod(abs(minutes), 1440)
    sign = 1 if minutes > 0 else -1
    return "O", When(0, 0, shift=Shift(rest * sign, days * sign))


@rule("J")
def recurrence(m: Match) -> Made:
    return "O", When(0, 0, every=m.value("J"))


CLOCK_RANGE_RULES: Final = (
    noon_today,
    my_part_of_today,
    part_of_part,
    part_then_early,
    today_part_and_clock,
    number_day_part,
    clock_and_part,
    number_and_part,
    clock_range,
    range_in_part,
    clock_bound,
    clock_bound_inclusive,
    clock_bound_after,
    latest,
    earliest,
    between_bounds,
    day_and_dotted,
    hours_listed,
    clocks_listed,
)
WHOLE_RULES: Final = (
    every_length,
    shifted,
    every_weekday,
    every_unit,
    day_bound,
    days_of_one_kind,
    days_listed,
    part_of_today,
    part_of_yesterday,
    day_and_clock,
    day_and_number,
    day_early,
    moment_alone,
    recurrence,
    day_alone,
    period_alone,
    clock_alone,
    part_alone,
)
_RULES: Final = (
    *NUMBER_RULES,
    denied_article,
    *CLOCK_RULES,
    *DATE_RULES,
    *CLOCK_RANGE_RULES,
    *LENGTH_RULES,
    *WHOLE_RULES,
)
_TIME: Final = frozenset("WMnocDPNUEVi5Z=T")


def items_of(tokens: Sequence[Token]) -> list[Item]:
    """The tokens as items of the cascade."""
    return [Item(t.kind, t.value, t.text, i, i, t.shape) for i, t in enumerate(tokens)]


def parse(tokens: Sequence[Token]) -> list[Item]:
    """Everything in the text, with each time expression as one item of kind O."""
    items = items_of(tokens)
    if not any(item.kind in _TIME for item in items):
        return items
    items = rewrite(items, _RULES)
    return [_placed(item) for item in items]


def _placed(item: Item) -> Item:
    if item.kind == "O":
        return replace(item, value=replace(item.value, first=item.first, last=item.last))
    return item
