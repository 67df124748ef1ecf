"""The short forms of a practitioner's own hand: "book maya tue 5", "2 no show", "off 3-10 july", "all came but leo".

Read before anything else that staff write. A short form begins with its verb, or stands alone; times are read by
`understanding`, names by `people`. What is no short form is left to understanding as a whole. Values in, a value out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from handlers.practitioner import forms, money_forms
from handlers.practitioner.people import COMMON, DATES, Known, mentions, without
from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """A script of the staff, and its answers: JSON values. Times stay words, for the script's caller to read."""

    script: str
    answers: dict[str, Any] = field(default_factory=dict)
    times: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who can be named by somebody of the practice."""

    clients: tuple[Known, ...] = ()
    practitioners: tuple[Known, ...] = ()


DAYS = {"mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday", "sat": "saturday"}
DAYS |= {"sun": "sunday"}
SHORT_DAY = re.compile(r"\b(tue|wed|thu|fri|sat|sun)(?:s|rs?)?\b")


def spelled_out(times: str) -> str:
    """ "tue 5" is Tuesday at five, not a Tuesday that is the fifth: nobody dates the diary they look at all day so."""
    times = forms.MARDI.sub("tuesday", forms.DOTTED.sub(r"\1", times))
    said = forms.AT_BARE.sub(lambda m: f"{DAYS.get(m[1][:3], m[1])} at {m[2]}", times)
    said = SHORT_DAY.sub(lambda m: DAYS[m[1]], said)
    return forms.AN_HOUR.sub(r"at \1", forms.A_BARE.sub(r"\1 \2h", said))


def read(text: str, desk: Desk) -> Command | None:
    """The short form that a text is, or nothing."""
    words = forms.POLITE.sub("", " ".join(forms.AFTER_ALL.sub("", plain(text).replace("’", "'")).split()))
    for reader in (
        _papers,
        _money,
        _waitlist,
        _settings,
        _answers,
        _self_late,
        _time_off,
        _hand,
        _outcomes,
        _looks,
        _finds,
    ):
        command = reader(words, desk)
        if command is not None:
            return command
    return None


# Money and papers


def _papers(words: str, desk: Desk) -> Command | None:
    """ "unpaid", "receipt maya january"."""
    if forms.UNPAID.fullmatch(words.rstrip(" ?!.")):
        return Command("unpaid")
    match = forms.RECEIPT.match(words)
    found = mentions(words[match.end() :], desk.clients) if match else []
    if match is None or not found:
        return None
    rest = words[match.end() :]
    return Command("staff_receipt", {"clients": list(found[0].ids), "said": rest[found[0].start : found[0].end]})


def _money(words: str, desk: Desk) -> Command | None:
    """ "paid 200 cash maya", "add 1 to maya: machine broke", "freeze maya until 10 july"."""
    if forms.A_NEW_PIN.fullmatch(words):
        return Command("choose_pin", {"pin": words.rsplit(maxsplit=1)[-1]})
    form = money_forms.read(words)
    found = mentions(form.rest, desk.clients) if form is not None else []
    if form is None or not (found or form.certain):
        return None
    said = form.rest[found[0].start : found[0].end] if found else _unknown_name(form.rest)
    whom: dict[str, Any] = {"clients": list(found[0].ids) if found else [], "said": said}
    if "with" in form.answers:
        whom["with"] = [i for one in mentions(form.answers["with"], desk.clients) for i in one.ids]
        whom["with_said"] = form.answers["with"]
    return Command(form.script, form.answers | whom, without(form.rest, found[:1]))


# The waitlist


def _waitlist(words: str, desk: Desk) -> Command | None:
    """ "who's waiting", "offer thu 3 to julie", "offre jeudi 15h à julie avec marc"."""
    if forms.WAITS.fullmatch(words) or forms.ON_THE_LIST.search(words):
        return Command("who_waits")
    match = forms.OFFER.match(words)
    if not match:
        return None
    answers, rest = _with_practitioner(words[match.end() :].strip(), desk)
    found = mentions(rest, desk.clients)[:1]
    if not found:
        name = forms.TO_NAME.search(rest)
        return Command("staff_offer", {"clients": [], "said": name[1] if name else ""})
    said = rest[found[0].start : found[0].end]
    before = forms.OFFERED_TO.sub("", rest[: found[0].start])
    times = f"{before} {rest[found[0].end :]}".strip()
    return Command("staff_offer", answers | {"clients": list(found[0].ids), "said": said}, times)


# Settings and reports


def _settings(words: str, desk: Desk) -> Command | None:
    if forms.NO_WEEK.match(words) or forms.WEEK_AGAIN.match(words):
        return Command("week_setting", {"on": forms.WEEK_AGAIN.match(words) is not None})
    if forms.NO_SUMMARY.search(words):
        return Command("day_setting", {"at": "off"})
    if (summed := _summary(words, desk)) is not None:
        return summed
    match = forms.SUMMARY_AT.match(words)
    if not match:
        return None
    by = forms.BY.search(match[1])
    clock = forms.CLOCK.search(match[1])
    said = {"at": _clock(clock) if clock else None, "by": None if by is None else _channel(by[1])}
    if said["at"] is None and said["by"] is None and re.search(r"\b(?:on|oui|back|yes)\b", match[1]):
        said["at"] = "on"
    known = {name: value for name, value in said.items() if value is not None}
    if not known and not match[1].strip(" ?"):
        return Command("day")  # the list itself
    return Command("day_setting", known) if known else None


def _summary(words: str, desk: Desk) -> Command | None:
    """ "summary", "summary january", "marc summary last week": nothing else may be said besides."""
    who, rest = _practitioner_first(words, desk)
    match = forms.SUM_UP.match(rest)
    if match is None:
        return None
    spans, left = forms.SPAN_WORDS.findall(match[1]), forms.SPAN_WORDS.sub(" ", match[1])
    left = forms.SPAN_FILLERS.sub(" ", forms.SPAN_DAYS.sub(" ", left) if spans else left)
    return None if left.strip() else Command("summary", who)


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    hour = hour % 12 + 12 if match[3] == "pm" else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _channel(word: str) -> str:
    return "telegram" if word == "telegram" else "sms"


def _answers(words: str, _: Desk) -> Command | None:
    return Command("who_answered") if forms.ANSWERED.search(words) else None


def _self_late(words: str, _: Desk) -> Command | None:
    match = forms.I_AM_LATE.search(words)
    if not match:
        return None
    numbers = forms.MINUTES.findall(words)  # of "tell my 5 oclock i'm 10 behind" the last is the delay
    return Command("staff_late", {"minutes": int(numbers[-1])} if numbers else {})


# Time off and extra hours


def _time_off(words: str, desk: Desk) -> Command | None:
    """ "off 3-10 july", "sick today", "marc is sick", "block fri pm", "open sat 9-1"."""
    who, rest = _practitioner_first(words, desk)
    opened = forms.OPEN.match(rest)
    if opened and (rest[opened.end() :].strip() and not rest.endswith("?")):
        times = rest[opened.end() :].strip()
        once = {"once": True} if forms.EVERY.search(times) else {}
        return Command("open_up", who | once, forms.EVERY.sub(" ", times).strip())
    for away in (forms.BLOCK.match(rest), forms.I_AM_AWAY.match(rest), forms.CANNOT_COME.search(rest)):
        if away and not mentions(rest, desk.clients):
            times = _less(rest, away)
            if rest.startswith(("close", "ferme")):
                times = re.sub(r"\b(?:at|a)\b", "from", times)
            once = {"once": True} if forms.EVERY.search(times) else {}
            return Command("time_off", who | once, forms.EVERY.sub(" ", times).strip())
    return None


def _practitioner_first(words: str, desk: Desk) -> tuple[dict[str, Any], str]:
    """ "marc off friday", "block marc fri pm": whose time it is, and the words without the name."""
    found = [one for one in mentions(words, desk.practitioners) if len(one.ids) == 1]
    if not found:
        return {}, words
    return {"practitioner": found[0].ids[0]}, without(words, found[:1]).removeprefix("'s ").strip()


def _less(words: str, match: re.Match[str]) -> str:
    rest = f"{words[: match.start()]} {words[match.end() :]}"
    # "i'm sick, can't come in today": what is left besides the day only says it again.
    rest = forms.CANNOT_COME.sub(
        " ", re.sub(rf"\b(?:{forms.AWAY}|i'?m|i am|je suis|je|feeling|so|sorry|desolee?)\b", " ", rest)
    )
    return " ".join(rest.replace(",", " ").split())


# Booking, moving, cancelling


def _hand(words: str, desk: Desk) -> Command | None:
    if re.search(r"\b(?:credits?|plan|forfait)\b", words):
        return None
    for verb, script in ((forms.BOOK, "staff_book"), (forms.MOVE, "staff_move"), (forms.CANCEL, "staff_cancel")):
        match = verb.match(words)
        if match:
            return _whom(script, words[match.end() :].strip(), desk)
    found = mentions(words, desk.clients)
    if found and found[0].start == 0 and forms.AT_BARE.search(words[found[0].end :]):  # "maya tue 5"
        return _whom("staff_book", words, desk)
    return None


def _whom(script: str, rest: str, desk: Desk) -> Command | None:
    """Who is meant and the words that are left: times, a service."""
    answers, rest = _with_practitioner(rest, desk)
    found = mentions(rest, desk.clients)
    if found and script == "staff_book":
        said = rest[found[0].start : found[0].end]
        return Command(script, answers | {"clients": list(found[0].ids), "said": said}, without(rest, found[:1]))
    clock = forms.MY_CLOCK.match(rest) if script != "staff_book" else None
    if clock and not found:
        at = [int(clock[1]) % 12, int(clock[2] or clock[3] or 0)]
        return Command(script, answers | {"refs": [{"at": at}]}, rest[clock.end() :].strip(" ,"))
    numbers = forms.NUMBERS.match(rest)
    if numbers and script != "staff_book":
        refs: list[dict[str, Any]] = [{"n": int(number)} for number in re.findall(r"\d+", numbers[0])]
        return Command(script, answers | {"refs": refs}, rest[numbers.end() :].strip(" ,"))
    if found:
        refs = [{"who": list(one.ids), "said": rest[one.start : one.end]} for one in found]
        return Command(script, answers | {"refs": refs}, without(rest, found))
    if script == "staff_cancel":
        return _cancels_time(answers, rest)
    if script == "staff_move" and forms.EVERYBODY.match(rest):  # "move everyone today": other times are offered to each
        return _cancels_time(answers, forms.TO.split(rest, maxsplit=1)[0])
    name = _unknown_name(rest)
    if name:
        return Command(script, answers | {"clients": [], "said": name}, rest.partition(name)[2].strip(" ,"))
    return None


def _unknown_name(rest: str) -> str:
    """The words up to the first that is a time or of the trade: somebody whom we do not know."""
    words = re.sub(r"^(?:a |the )?(?:new|nouve(?:au|lle)) (?:cliente?|patiente?) ", "", rest).split()
    taken: list[str] = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if not word.isalpha() or (word in COMMON and (word not in DATES or after[:1].isdigit())):
            break
        taken.append(word)
    return " ".join(taken[:4])


def _cancels_time(answers: dict[str, Any], rest: str) -> Command | None:
    """ "cancel my afternoon": nobody is named, so it is the time that goes; "cancel that" is an undo."""
    if forms.THAT.match(rest):
        return None
    rest = re.sub(r"^(?:my|all|everything|everyone|the whole|the|mon|ma|mes|tout|toute|toutes|la|le|l')\b\s*", "", rest)
    rest = re.sub(r"^(?:of )?(?:my |mes )?(?:sessions?|seances?|clients?|appointments?|rdv)\b\s*", "", rest)
    return Command("time_off", answers, rest) if rest else None


def _with_practitioner(rest: str, desk: Desk) -> tuple[dict[str, Any], str]:
    match = re.search(r"\b(?:with|to|avec|chez|a)\s+([a-z]+(?: [a-z]+)?)", rest)
    found = mentions(rest[match.start(1) : match.end(1)], desk.practitioners) if match else []
    if not match or not found or found[0].start or len(found[0].ids) != 1:
        return {}, rest
    end = match.start(1) + found[0].end
    return {"practitioner": found[0].ids[0]}, f"{rest[: match.start()]} {rest[end:]}".strip()


# What became of sessions


def _outcomes(words: str, desk: Desk) -> Command | None:
    """ "2 no show", "1 3 came, 2 ns", "all came but leo", "2 late 10"."""
    clauses = [one for clause in forms.CLAUSES.split(words) if clause.strip(" !?") for one in _one_mark_each(clause)]
    marks: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    for clause in clauses:
        mark = _clause(clause, desk)
        if mark is None:
            return None
        if mark["what"] is None:
            waiting += mark["refs"]
            continue
        marks.append(mark | {"refs": [*waiting, *mark["refs"]]})
        waiting = []
    if waiting:
        if not marks:
            return None
        marks[-1]["refs"] += waiting
    if not marks or any(not (mark["refs"] or mark["all"]) for mark in marks):
        return None
    if len(marks) == 1 and marks[0]["what"] == "late" and len(marks[0]["refs"]) == 1:
        return Command("late", {"refs": marks[0]["refs"], "minutes": marks[0]["minutes"]})
    return Command("outcome", {"marks": marks})


def _one_mark_each(clause: str) -> list[str]:
    """ "1 came 2 no show" says two things, and so does "came 1 no show 2"."""
    marks = list(forms.MARK.finditer(clause))
    if len(marks) < 2:
        return [clause]
    ends = [mark.start() for mark in marks[1:]] if not clause[: marks[0].start()].strip() else [m.end() for m in marks]
    edges = sorted({0, *ends, len(clause)})
    return [clause[start:end] for start, end in pairwise(edges) if clause[start:end].strip(" ,!")]


def _clause(clause: str, desk: Desk) -> dict[str, Any] | None:
    """One statement: what, about whom, all or all but these. Nothing when it says anything else besides."""
    clause = re.sub(r"'s\b", " ", clause)
    if forms.NO_ONE.match(clause):
        return {"what": "no_show", "refs": [], "all": True, "but": [], "minutes": None}
    mark = forms.MARK.search(clause)
    what = mark.lastgroup if mark else None
    rest = f"{clause[: mark.start()]} {clause[mark.end() :]}" if mark else clause
    minutes = None
    if what == "late" and mark is not None:
        rest, minutes = _delay(clause[: mark.start()], clause[mark.end() :], desk)
    every = forms.EVERYONE.search(rest)
    but = forms.BUT.search(rest) if every else None
    head, tail = (rest[: but.start()], rest[but.end() :]) if but else (rest, "")
    refs, left = _refs(head, desk)
    others, left_of_others = _refs(tail, desk)
    if forms.FILLERS.sub(" ", forms.EVERYONE.sub(" ", f"{left} {left_of_others}")).strip(" -.,:()"):
        return None
    if but and not others:
        return None
    return {"what": what, "refs": refs, "all": every is not None, "but": others, "minutes": minutes}


def _delay(before: str, after: str, desk: Desk) -> tuple[str, int | None]:
    """The minutes of "2 late 10", "leo 10 min late" and "leo 10 late", and what is left of the words."""
    match = forms.MINUTES.search(after)
    if match:
        return f"{before} {after[: match.start()]} {after[match.end() :]}", int(match[1])
    match = re.search(r"\b(\d{1,3})\s*(?:min(?:ute)?s?|m)\b", before)
    if not match and mentions(before, desk.clients):  # who it is has been said, so the number is none of the list's
        match = forms.LAST_NUMBER.search(before)
    if match:
        return f"{before[: match.start()]} {before[match.end() :]} {after}", int(match[1])
    return f"{before} {after}", None


def _refs(words: str, desk: Desk) -> tuple[list[dict[str, Any]], str]:
    """The sessions that numbers, names and starts point at, and the words that are left."""
    found = mentions(words, desk.clients)
    left = forms.RANGE.sub(lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), without(words, found))
    clocks = [[int(m[1]) % 12, int(m[2] or m[3] or 0)] for m in forms.AT_CLOCK.finditer(left)]
    left = forms.AT_CLOCK.sub(" ", left)
    refs: list[dict[str, Any]] = [{"who": list(one.ids), "said": words[one.start : one.end]} for one in found]
    if clocks and len(refs) == 1:
        refs[0]["at"] = clocks[0]
    elif clocks and not refs:
        refs = [{"at": clock} for clock in clocks]
    numbers = [{"n": int(number)} for number in forms.NUMBER.findall(left)]
    return [*numbers, *refs], forms.NUMBER.sub(" ", left)


def is_mixed(text: str) -> bool:
    """Does a text say that some came and some did not? Then only what was read word by word may be believed."""
    return len({mark.lastgroup for mark in forms.MARK.finditer(plain(text))}) > 1


# Looking


def _looks(words: str, desk: Desk) -> Command | None:
    """ "next?", "how many today", "week", "marc tomorrow"."""
    who, rest = _practitioner_first(words, desk)
    if forms.WHO_IS.match(rest):
        return Command("day", who, " ".join(re.findall(r"\b(?:today|tomorrow|demain|\w+day|\w+di)\b", rest)))
    if forms.NEXT.match(rest):
        return Command("day", who | {"ask": "next"})
    if forms.HOW_MANY.match(rest) and not mentions(rest, desk.clients):
        return Command("day", who | {"ask": "count"}, re.sub(r"^(?:how many|combien)\b", "", rest).strip(" ?"))
    week = forms.WEEK.match(rest)
    if week:
        following = week[1] == "next" or bool(week[2])
        return Command("day", who | {"ask": "week"}, "next week" if following else "")
    if who and rest:
        bare = re.sub(
            r"^(?:'?s )?(?:day|schedule|agenda|journee|horaire)\b|\b(?:day|schedule|journee|agenda)$", "", rest
        )
        if bare.strip(" ?"):
            return Command("day", who | {"maybe": True}, bare.strip(" ?"))
    return Command("day", who, "today") if who and rest.strip(" ?'s") in {"", "day", "schedule", "agenda"} else None


def _finds(words: str, desk: Desk) -> Command | None:
    if forms.INVITE.match(words):
        phone = forms.PHONE.search(words)
        return Command("invite", {"phone": phone[0].strip()} if phone else {})
    for pattern in (forms.FIND, forms.S_NUMBER):
        match = pattern.match(words)
        if match and match[1] not in forms.NOBODY:
            return Command("find_client", _candidates(match[1], desk))
    found = mentions(words.rstrip(" ?"), desk.clients)
    if len(found) == 1 and forms.WHEN_IS.match(words):
        return Command("find_client", {"clients": list(found[0].ids), "said": words[found[0].start : found[0].end]})
    if len(found) == 1 and not without(words.rstrip(" ?"), found):
        return Command("find_client", _candidates(words.rstrip(" ?"), desk))
    return None


def _candidates(name: str, desk: Desk) -> dict[str, Any]:
    found = mentions(name, desk.clients)
    return {"clients": list(found[0].ids) if found else [], "said": name.strip(" ?'\"")}


def known(rows: Sequence[tuple[int, str, str]]) -> tuple[Known, ...]:
    """People as they can be named: (id, name, the name of who writes for them)."""
    return tuple(Known.of(row_id, *_names(name, other)) for row_id, name, other in rows)


def _names(*names: str) -> Iterator[str]:
    return (name for name in names if name)
