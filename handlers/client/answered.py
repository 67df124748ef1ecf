"""What a message says to a reminder: a tap, C / R / X, 1 / 2 / 3 or any wording; to the one that waits, or to which?

A reminder waits for its answer until the session begins, whatever else is said meanwhile. With several that wait, a
typed "yes" is asked which; a tap knows what it is about.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.cadence import CADENCE
from core.expiry import EXPIRING
from core.reminders import MISSED, REMINDER
from core.windows import Windows
from handlers import asking, reminding
from handlers.client import book_plan, membership
from handlers.client.reminded import ANSWERS, ahead
from handlers.situation import answers_of
from handlers.state import Question, Task, digest, start
from handlers.understanding.meaning import Meaning
from handlers.wishes import pack, unpack
from storage import owed
from storage.asking import id_of
from storage.models import Outbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.dialogue import Turn
    from storage.models import AuditEntry
    from storage.visits import Visit

YESES = frozenset({"affirm", "accept_offer", "confirm"})
NOES = frozenset({"negate", "decline_offer"})
LETTERS = {"c": "confirm", "r": "move", "d": "move", "x": "cancel"}
SEE_YOU = re.compile(r"\b(see (you|u|ya|y'all)|c ya|cya|be there|à (bientôt|demain|lundi|mardi|mercredi|jeudi|vendredi"
                     r"|samedi|tantôt|plus)|a (bientot|demain|tantot)|on se voit)\b", re.IGNORECASE)  # fmt: skip
AFTER_ALL = re.compile(  # "yes, sorry" is a plain yes; "sorry, yes" takes back what was said before
    r"^\W*(oh |so |no )?(sorry|actually|wait|oops|désolée?|desolee?|finalement|oups|excuse[zr]?)\b"
    r"|\b(after all|actually|changed my mind|(can|will) (come|make it)|i'?m coming|finalement|je viens|peux venir)\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(r"\b(book|another|also|add|extra|r[ée]serve[rz]?|ajoute[rz]?|autre s[ée]ance|en plus)\b")
WISHES = ("when", "other_when", "practitioner", "not_practitioner", "minutes")
TOO_MUCH = re.compile(r"\b(texts?|messages?|textos?|sms|stop|unsubscribe|arr[eê]te[zr]?)\b", re.IGNORECASE)
PACE = re.compile(  # these are named: whatever else the words may stop, it is no more than them
    r"\b(no|without|turn off|switch off|skip|stop|don'?t|do not|pas|plus|aucun|sans|d[ée]sactive[rz]?|arr[êe]te[rz]?)\b"
    r"[^.!?]{0,24}\b((pace|rhythm|cadence)[ -](texts?|messages?|reminders?|notes?|nudges?|notices?|alerts?)"
    r"|(texts?|messages?|reminders?|nudges?) (about|on|for) (my|the) (pace|rhythm|cadence)"
    r"|(rappels?|messages?|textos?|avis|alertes?) (de|du|sur le|sur mon|pour le) (rythme|cadence))\b",
    re.IGNORECASE,
)
UNWANTED: Mapping[str, re.Pattern[str]] = {
    EXPIRING: re.compile(
        r"\b(no|without|turn off|switch off|skip|stop|don'?t|do not|pas|plus|aucun|sans)\b[^.!?]{0,24}"
        r"\b(expiry|expiration|end of plan) (reminders?|notices?|warnings?|nudges?)\b"
        r"|\b(pas|plus|aucun|sans|d[ée]sactive[rz]?|arr[êe]te[rz]?)\b[^.!?]{0,12}\b(rappels?|avis)\b[^.!?]{0,12}"
        r"\b(d'[ée]ch[ée]ance|d'expiration|de fin)\b",
        re.IGNORECASE,
    ),
    REMINDER: re.compile(
        r"\b(no|without|turn off|switch off|skip|don'?t (need|want|send)|do not (need|want|send)|pas|plus|aucun|sans"
        r"|d[ée]sactive[rz]?)\b[^.!?]{0,24}\b(reminders?|rappels?)\b",
        re.IGNORECASE,
    ),
    MISSED: re.compile(
        r"\b(no|don'?t (need|want|send)|do not (need|want)|pas|plus|aucun)\b[^.!?]{0,24}\b(follow.?ups?|suivis?)\b",
        re.IGNORECASE,
    ),
}
THESE = re.compile(
    r"\b(?:no more|enough|not any more|skip) (?:of )?(?:these|those|this|that|such)\b"
    r"|\b(?:don'?t|do not) (?:need|want|send(?: me)?) (?:any )?(?:more )?(?:of )?(?:these|those|such)\b"
    r"|\b(?:don'?t|do not) (?:text|write|message)(?: to)?(?: me)? (?:about|for) (?:this|that|it)\b"
    r"|\bplus de (?:[çc]a|cela|ces)\b|\bm'?\s?[ée]cri\w+ plus (?:pour|[àa] propos de|sur|de) (?:[çc]a|cela|ceci)\b"
    r"|\bpas besoin de (?:[çc]a|cela|ces)\b",
    re.IGNORECASE,
)
LATELY = timedelta(days=7)
CAPPED = (REMINDER, MISSED, EXPIRING, CADENCE)
WANTED = re.compile(
    r"(please |svp )?(send me |turn on |start |envoyez-moi |remets |remettez )?(the |my |les |mes |des )?"
    r"(reminders?|rappels?)( back)?( on)?( again| de nouveau)?[ ,]*(please|svp)?[.! ]*",
    re.IGNORECASE,
)


def reply(t: Turn, meaning: Meaning) -> bool:
    """Start what answers a reminder, if that is what the message does."""
    if t.person.practitioner_id is not None:
        return False
    if (kind := _about_being_told(t)) is not None:
        t.state.tasks = [task for task in t.state.tasks if not asking.is_ours(task)]
        _begin(t, *kind)
        return True
    if (of_plan := book_plan.asked(t.event.text)) is not None:
        _begin(t, "book_plan", answers_of(t, meaning) | of_plan)
        return True
    if (about := membership.asked(t)) is not None:
        _begin(t, about, answers_of(t, meaning))
        return True
    _let_go_of_the_past(t)
    task = t.state.tasks[-1] if t.state.question and t.state.tasks else None
    if task is not None and task.script == "cannot_come" and _comes_after_all(t, meaning):
        ids = task.answers.get("bookings") or task.answers.get("among", [])
        _begin(t, "confirm", {"bookings" if len(ids) == 1 else "among": ids})
        return True
    if task is not None and task.script != "reminded":
        return False
    if _takes_back(t, meaning):
        return True
    answer = _answer(t, meaning, asked=task is not None)
    if answer == "book":
        _begin(t, "book", answers_of(t, meaning))
    if answer in {None, "book"}:
        return answer is not None
    return _about(t, meaning, answer, task.answers["bookings"] if task else [])


def _let_go_of_the_past(t: Turn) -> None:
    """The question of a reminder is over when its sessions have begun, or are not booked any more."""
    if not t.state.tasks or t.state.tasks[-1].script != "reminded":
        return
    known = {id_of(v.booking) for v in ahead(t)}
    if not known & set(t.state.tasks[-1].answers["bookings"]):
        t.state.tasks.pop()
        t.state.question = None


def _about_being_told(t: Turn) -> tuple[str, dict[str, Any]] | None:
    """Whether they want reminders at all, or what we sent last. Who wants no texts of any kind says so otherwise."""
    text = t.event.text.replace("’", "'")
    if WANTED.fullmatch(text.strip()):
        return "wanted", {}
    if THESE.search(text) and (last := _sent_last(t)) is not None:
        return "unwanted", {"kind": last}
    if names_pace(text):
        return "unwanted", {"kind": CADENCE}
    if TOO_MUCH.search(text):
        return None
    return next((("unwanted", {"kind": kind}) for kind, words in UNWANTED.items() if words.search(text)), None)


def names_pace(text: str) -> bool:
    """ "no more pace texts": what tells them that they fell behind is not wanted, and all else is."""
    return PACE.search(text.replace("’", "'")) is not None


def _sent_last(t: Turn) -> str | None:
    """What kind of word they got from us unasked, the last time in a few days: that is what "these" are."""
    went = owed.went(t.store.session, id_of(t.person), CAPPED, t.now - LATELY)
    return went[-1].kind if went else None


def _begin(t: Turn, script: str, known: dict[str, Any]) -> None:
    """The reminder's question is answered by this."""
    t.state.tasks = [task for task in t.state.tasks if task.script not in {"reminded", "cannot_come"}]
    start(t.state, script, known)


def _comes_after_all(t: Turn, meaning: Meaning) -> bool:
    """ "sorry, yes" to the price of not coming is no yes to that."""
    return meaning.pick is None and meaning.intent in YESES and AFTER_ALL.search(t.event.text) is not None


def _takes_back(t: Turn, meaning: Meaning) -> bool:
    """ "sorry, yes" after they cancelled: the later answer wins while the place is free, at its price."""
    booking = t.state.recall("cancelled", t.now)
    if booking is None or not _comes_after_all(t, meaning):
        return False
    visit = t.store.visit(booking)
    if visit is None or visit.appointment.starts_at <= t.now:
        return False
    t.state.spoken_of.pop("cancelled")
    if any(entry.booking_id == booking for entry in _last_done(t)):
        _begin(t, "undo", {})
    else:
        _begin(t, "book", _same_again(visit))
    return True


def _last_done(t: Turn) -> Sequence[AuditEntry]:
    """What they did last, while it can be undone."""
    since = t.now - timedelta(minutes=t.rules.policies.undo_minutes)
    act = t.store.last_act(id_of(t.person), ("booked", "moved", "cancelled", "undone"), since)
    return t.store.entries(act) if act else ()


def can_undo(t: Turn) -> bool:
    """Was something done a minute ago that can be taken back?"""
    return any(entry.what != "undone" for entry in _last_done(t))


def _same_again(visit: Visit) -> dict[str, Any]:
    return {
        "client": visit.client.id,
        "service": visit.service.id,
        "practitioner": visit.practitioner.id,
        "when": pack(Windows.at(visit.appointment.starts_at)),
    }


def _answer(t: Turn, meaning: Meaning, *, asked: bool) -> str | None:
    """confirm, move, cancel or book: what the message says to a reminder, if anything.

    `asked` says that its question is on the table, so that a plain no, or a time, is an answer too.
    """
    text = t.event.text.strip(" .!").lower()
    if text in LETTERS:
        return LETTERS[text]
    if asked and meaning.pick is not None:
        choices = t.state.question.choices if t.state.question else ()
        return str(choices[meaning.pick].value) if meaning.pick < len(choices) else None
    if asked and text in {"1", "2", "3"}:
        return ("confirm", "move", "cancel")[int(text) - 1]
    if meaning.intent in YESES or (meaning.intent in {"goodbye", "thanks", "book"} and SEE_YOU.search(t.event.text)):
        return "confirm"
    if meaning.intent in {"move", "cancel"}:
        return meaning.intent
    if asked and meaning.intent in NOES:
        return "cancel"
    if asked and ANOTHER.search(text):
        return "book"
    return "move" if asked and meaning.intent in {"inform", "more_options"} and meaning.windows else None


def _about(t: Turn, meaning: Meaning, answer: str, asked: list[int]) -> bool:
    """Which sessions it can be about; then it begins."""
    visits = ahead(t)
    waiting = [id_of(v.booking) for v in reminding.waiting(t.store, id_of(t.person), visits, t.now)]
    known = {id_of(v.booking) for v in visits}
    asked = [booking for booking in asked if booking in known]
    among = asked if asked and t.event.pressed is not None else list(dict.fromkeys([*asked, *waiting]))
    new = answers_of(t, meaning)
    if answer == "move" and _is_that_time(visits, among, new):
        answer = "confirm"
    if meaning.which or "client" in new:
        among = [id_of(v.booking) for v in visits if id_of(v.booking) in among and _is_named(v, meaning, new)]
    if not among or "scope" in new or (answer != "confirm" and not asked and len(among) > 1):
        return _unasked_about(t, answer, new)
    _begin(t, ANSWERS[answer], {name: new[name] for name in new if name in WISHES} | _what(among, asked, answer))
    return True


def _unasked_about(t: Turn, answer: str, new: dict[str, Any]) -> bool:
    """A session that no reminder waits for can be confirmed by its name; anything else is for the other scripts."""
    named: dict[str, Any] = {name: new[name] for name in ("which", "client") if name in new}
    if answer != "confirm" or not named:
        return False
    _begin(t, "confirm", named)
    return True


def _is_named(visit: Visit, meaning: Meaning, new: dict[str, Any]) -> bool:
    """Do the words that name a session name this one?"""
    at_that_time = meaning.which is None or visit.appointment.starts_at in meaning.which
    return at_that_time and new.get("client", visit.client.id) == visit.client.id


def _what(among: list[int], asked: list[int], answer: str) -> dict[str, list[int]]:
    """A yes to one text about several sessions is about all of them; what to change is asked."""
    sure = len(among) == 1 or (answer == "confirm" and set(among) == set(asked))
    return {"bookings" if sure else "among": among}


def _is_that_time(visits: list[Visit], among: list[int], new: dict[str, Any]) -> bool:
    """ "thursday at 3, yes": the time they have already."""
    when = unpack(new["when"]) if "when" in new else None
    return when is not None and any(v.appointment.starts_at in when for v in visits if v.booking.id in among)


# Taps


def tapped(t: Turn, asked: str, n: int) -> Meaning | None:
    """A tap on the button of a reminder, however long ago: its question is on the table again, if it still has one."""
    row = t.store.session.get(Outbox, int(asked[1:])) if asked[:1] == "r" and asked[1:].isdigit() else None
    if row is None or row.person_id != t.person.id or row.kind not in reminding.KINDS:
        return None
    if row.kind != REMINDER:
        return None
    sessions = reminding.sessions_of(row)
    still = [v for v in ahead(t) if sessions.get(id_of(v.booking)) == v.appointment.starts_at]
    if not still:
        return None
    choices = t.words.reminder_choices(len(still))
    t.state.tasks = [task for task in t.state.tasks if task.script != "reminded"]
    t.state.tasks.append(Task("reminded", {"bookings": [id_of(v.booking) for v in still]}))
    t.state.question = Question(asked, "", "reminder", choices, t.now, facts=digest(("reminder", row.id)))
    return Meaning("pick", pick=n, picks=(n,))
