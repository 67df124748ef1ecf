"""Clock times: "half past 3", "16 h 30", "midi et demi", "330", "8 in the evening"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from handlers.understanding.cascade import Item, Made, Match, rule
from handlers.understanding.expressions import At, Clock, ClockIn, ClockRange, Part
from handlers.understanding.wordlists import word_set

COUNTED: Final = word_set(
    "sessions session seance seances people times time fois of credits credit visits clients kids reps "
    "pack packs package packages plan plans forfait forfaits pk "
    "sets out weeks x more other more fois percent appointments"
)
MORNING_PARTS: Final = frozenset({"morning", "early"})


def hour_of(item: Item) -> At | None:
    """A bare number, or a clock, as a clock time; None if it cannot be one."""
    if item.kind == "C":
        return item.value if isinstance(item.value, At) else None
    if item.kind == "c":
        return clock_at(item)
    if item.kind == "5":
        hour, minute = (int(part) for part in item.text.split("."))
        return _at(hour, minute)
    number = item.value
    if item.kind not in "ni" or not isinstance(number, int):
        return None
    digits = item.text.removesuffix("ish").strip(" -")
    about = item.kind == "i"
    if digits.isdigit() and len(digits) >= 3:
        hour, minute = divmod(number, 100)
        return _at(hour, minute, about=about, free=not digits.startswith("0") and hour <= 12)
    return _at(number, 0, about=about) if number <= 24 else None


def clock_at(item: Item) -> At:
    """A clock shape ("16h30", "4:30", "noon"): twelve-hour only if it may be."""
    minute = int(item.value)
    words = item.text.isalpha()
    if words:
        return At(minute)
    free = 60 <= minute < 13 * 60 and not item.text.startswith("0")
    return At(minute, free=free, literal=free and "h" in item.text)


def _at(hour: int, minute: int = 0, *, about: bool = False, free: bool | None = None) -> At | None:
    if hour > 24 or not 0 <= minute <= 59:
        return None
    return At(hour % 24 * 60 + minute, free=1 <= hour <= 12 if free is None else free and 1 <= hour <= 12, about=about)


def half_day(at: At, late: bool) -> At:
    """The same clock time with "am" or "pm" said."""
    minute = at.minute
    if at.free or minute < 13 * 60:
        minute = minute % 720 + (720 if late else 0)
    return At(minute, about=at.about)


def _clock(at: At | None) -> Made:
    return None if at is None else ("C", at)


def _with(match: Match, minute: Any, hours: int = 0) -> Made:
    """The clock of a match moved to a minute of its hour, or of the hour before."""
    last = [hour_of(item) for item in match.of("ncCi5")]
    base = last[-1] if last else None
    if base is None or not isinstance(minute, int) or not 0 <= minute <= 59:
        return None
    total = (base.minute // 60 + hours) % 24 * 60 + minute
    if base.free and hours < 0 and base.minute // 60 == 1:
        total = 12 * 60 + minute
    return "C", At(total, free=base.free, about=base.about)


@rule("[nci5] n? p")
def with_am_pm(m: Match) -> Made:
    """ "4 pm", "5 10 p.m.", "8.30 pm"; "the 12 4 pm" is an hour of the 12th."""
    at = hour_of(m.items[0])
    if at is None:
        return None
    if len(m.items) == 3:
        minute = m.items[1].value
        if not isinstance(minute, int) or minute > 59 or (m.items[1].text.isdigit() and len(m.items[1].text) != 2):
            return None
        at = At(at.minute + minute, free=at.free)
    return "C", half_day(at, m.items[-1].value == "pm")


@rule("n n (?=[PN]|[dtra]P|[dra][rtd]P)")
def hour_and_minute_of_part(m: Match) -> Made:
    """ "10 05 night", "9 30 in the evening"."""
    hour, minute = m.items
    return _clock(_at(hour.value, minute.value)) if len(minute.text) == 2 or not minute.text.isdigit() else None


@rule("[nr]? h d? A? [ncC]")
def half_past(m: Match) -> Made:
    """ "half past 3", "half 3"."""
    if (m.after is not None and m.after.kind in "U$") or (
        m.items[0].kind == "n" and m.items[0].text not in {"a", "one"}
    ):
        return None
    return _with(replace_lead(m), 30)


@rule("[nr]? q [AzdB_] r? [ncC]")
def quarter(m: Match) -> Made:
    """ "quarter past 4", "a quarter to 5"."""
    lead = replace_lead(m)
    return _with(lead, 15) if m.has("A") else _with(lead, 45, -1)


def replace_lead(m: Match) -> Match:
    """The match without the "a" of "a quarter"."""
    return Match(m.items[1:], m.before, m.after) if m.items[0].kind == "n" else m


@rule("n U? A [ncC]")
def minutes_past(m: Match) -> Made:
    """ "20 past 7", "30 mins past eight"."""
    minute = m.items[0].value
    if (m.has("U") and m.value("U") != "minute") or not 0 < minute < 60 or m.of("A")[0].text not in {"past", "after"}:
        return None
    if not m.has("U") and minute % 5:
        return None
    return _with(m, minute)


_OPEN_FROM: Final = frozenset({"free", "available", "open", "working", "work", "school", "dispo", "libre", "home"})


@rule("(?<![fbd-]) n U? z [ncC]")
def minutes_to(m: Match) -> Made:
    """ "20 to 2"; "3 to 5" is a range."""
    minute, z = m.items[0].value, m.of("z")[0].text
    if z != "to" or (m.has("U") and m.value("U") != "minute"):
        return None
    hours = hour_of(m.items[-1])
    if m.before is not None and m.before.text in _OPEN_FROM:
        return None  # "free 10 to 2"
    if (
        not m.has("U")
        and minute not in {15, 20, 25}
        and not (minute == 10 and hours is not None and hours.minute < 600)
    ):
        return None
    if m.after is not None and m.after.kind == "M":
        return None
    return _with(m, 60 - minute, -1)


@rule("[nc] U? (?:&?h|&?n?q)")
def and_a_half(m: Match) -> Made:
    """ "midi et demi", "3 heures et quart"."""
    if (m.has("U") and not m.of("U")[0].text.startswith("heure")) or (m.items[0].kind == "n" and not m.has("U")):
        return None
    if (m.before is not None and m.before.kind in "Ij") or (m.after is not None and m.after.kind in "UGe"):
        return None
    at = hour_of(m.items[0])
    return None if at is None or at.minute % 60 else ("C", At(at.minute + (30 if m.has("h") else 15), free=at.free))


@rule("[nc] U? _ r? [qn]")
def less_a_quarter(m: Match) -> Made:
    """ "midi moins quart", "5 heures moins 20"."""
    at = hour_of(m.items[0])
    minutes = 15 if m.has("q") else m.items[-1].value
    if at is None or not 0 < minutes < 60 or (m.items[0].kind == "n" and not m.has("U")):
        return None
    return "C", At((at.minute - minutes) % 1440, free=at.free)


_LASTING: Final = word_set("dure durent durer durait prend prendre")


@rule("n U n?")
def french_hours(m: Match) -> Made:
    """ "15 heures 30", where no length is meant."""
    if not m.of("U")[0].text.startswith("heure") or m.items[0].text in {"un", "few", "quelques", "an", "a"}:
        return None
    before, after = m.before, m.after
    if before is not None and (before.kind in "IjVxl" or before.text in {"pendant", "durant", "pour", "for"}):
        return None
    if {item.text for item in m.left[-3:]} & _LASTING:
        return None
    if m.items[0].text == "une" and (before is None or before.kind not in "a~ABSuYfbzdT"):
        return None  # "j'ai trouve une heure"
    if before is not None and before.text == "d" and m.items[0].text in {"une", "un"}:
        return None
    if after is not None and (after.kind in "gGe" or (after.text in {"avant", "after", "d"} and after.kind in "BA")):
        return None
    at = _at(m.items[0].value)
    if at is None or (len(m.items) == 3 and not 0 < m.items[2].value < 60):
        return None
    return "C", At(at.minute + (m.items[2].value if len(m.items) == 3 else 0), free=at.free)


@rule("c n (?![UMo])")
def clock_and_minutes(m: Match) -> Made:
    """ "midi trente", "12h trente"."""
    minute = m.items[1].value
    at = clock_at(m.items[0])
    return (
        None
        if (m.items[1].text.isdigit() and m.items[0].shape == "clock")
        or m.items[1].text in {"one", "un", "une"}
        or not 0 < minute < 60
        or at.minute % 60
        else (
            "C",
            At(at.minute + minute, free=at.free),
        )
    )


@rule("[ni] k n?")
def o_clock(m: Match) -> Made:
    """ "3 o'clock"."""
    return _clock(hour_of(m.items[0])) if len(m.items) == 2 else None


@rule("c")
def shape(m: Match) -> Made:
    """ "16h30", "4:30", "noon"; "2 h" after "in" is a length."""
    item = m.items[0]
    length = item.text.rstrip().endswith("h")
    around = m.before is not None and (m.before.kind in "IjV" or m.before.text in {"pendant", "durant"})
    follows = m.after is not None and m.after.kind in "gGe"
    if length and (around or follows):
        return "$", int(item.value)
    return "C", clock_at(item)


@rule("i")
def about_hour(m: Match) -> Made:
    """ "4ish"."""
    return _clock(hour_of(m.items[0]))


@rule("n n (?![UMonph])")
def hour_and_minute_in_words(m: Match) -> Made:
    """ "ten thirty"."""
    hour, minute = m.items
    if hour.text.isdigit() or minute.text.isdigit() or not 1 <= hour.value <= 12 or minute.value not in {15, 30, 45}:
        return None
    return _clock(_at(hour.value, minute.value)) if hour.text not in {"a", "an", "un", "une", "few"} else None


@rule("n n (?![UMonkp$h:,-]|d?M|[zu-]n)")
def hour_and_minute(m: Match) -> Made:
    """ "6 15" at the start of a text."""
    hour, minute = m.items
    if (
        m.before is not None
        or len(minute.text) != 2
        or minute.value % 5
        or len(hour.text) > 2
        or not hour.text.isdigit()
        or not minute.text.isdigit()
    ):
        return None
    return _clock(_at(hour.value, minute.value))


@rule("(?<![nCcoT]) z n (?![UMo%$nzu&-]|dM)")
def to_hour(m: Match) -> Made:
    """ "move it to 11", "to 1045"."""
    item, after = m.items[1], m.after
    if not item.text.isdigit() or m.items[0].text != "to" or m.before is None or m.before.kind != "w":
        return None
    if len(item.text) < 3 and (
        after is not None
        and after.kind in "wF"
        and after.text not in {"instead", "please", "pls", "plz", "if", "maybe"}
    ):
        return None
    return _clock(hour_of(item))


@rule("[fd] [nc] a [nc] p?")
def from_to_french(m: Match) -> Made:
    """ "de 14 a 16", "de 5 a 7"."""
    if m.items[0].text not in {"de", "d", "from"} or m.items[2].text != "a":
        return None
    first, last = hour_of(m.items[1]), hour_of(m.items[3])
    if first is None or last is None or (m.after is not None and m.after.kind in "UM"):
        return None
    if m.has("p"):
        last = half_day(last, m.value("p") == "pm")
    return "R", ClockRange(first, last)


@rule("(?<=<) n (?![UMo%$nzu&-]|dM)")
def instead_of_hour(m: Match) -> Made:
    """ "instead of 5"."""
    counts = bool(COUNTED & {item.text for item in (*m.left, *((m.after,) if m.after else ()))})
    return None if counts else _clock(hour_of(m.items[0]))


@rule("[a~] ~? [n5] n? (?![UMoE%$n]|dM|-[no]M)")
def at_number(m: Match) -> Made:
    """ "at 3", "vers 9", "@330", "at 6 15"."""
    numbers = m.of("n5")
    at = hour_of(numbers[0])
    if (
        at is None
        or (m.after is not None and m.after.text in COUNTED)
        or (m.items[0].text in {"make it", "make that"} and len(numbers[0].text) < 3 and at.minute > 720)
    ):
        return None
    if len(numbers) == 2:
        minute = numbers[1]
        if (len(minute.text) != 2 and minute.text.isdigit()) or minute.value > 59:
            return None
        at = At(at.minute + minute.value, free=at.free)
    return "C", replace(at, about=m.has("~") or at.about)


@rule("~ C | C ~ (?![nC])")
def about_clock(m: Match) -> Made:
    """ "around 3 pm", "vers 16h30"."""
    return "C", replace(m.value("C"), about=True)


def clock_in_part(clock: Clock, part: Part) -> Clock:
    """A clock time of which a part of the day says which half of the day is meant."""
    if not isinstance(clock, At):
        return ClockIn(clock, part)
    if not clock.free:
        return clock
    hour = clock.minute // 60
    if part.name in MORNING_PARTS or part.name == "late_morning":
        return At(clock.minute if hour == 12 else clock.minute % 720, about=clock.about)
    late = 6 <= hour < 12 if part.name == "night" else True
    return At(clock.minute % 720 + (720 if late else 0), about=clock.about)


@rule("[dr]* p")
def half_day_alone(m: Match) -> Made:
    """ "vendredi am", "en pm"."""
    return "P", "afternoon" if m.value("p") == "pm" else "morning"


CLOCK_RULES: Final = (
    with_am_pm,
    hour_and_minute_of_part,
    half_past,
    quarter,
    minutes_past,
    minutes_to,
    and_a_half,
    less_a_quarter,
    french_hours,
    clock_and_minutes,
    o_clock,
    shape,
    about_hour,
    from_to_french,
    hour_and_minute_in_words,
    hour_and_minute,
    to_hour,
    instead_of_hour,
    at_number,
    about_clock,
    half_day_alone,
)
