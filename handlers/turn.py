"""One inbound event, one transaction: who wrote, what it means, what the conversation answers, what we then owe."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core import alerts, pins, waitlist
from core.acts import Act
from core.rules import rules_of, zone_of
from handlers import identity, notices, scripts  # noqa: F401  importing the scripts registers them
from handlers.cards import REMOVED, without_card_number
from handlers.client import answered, waits
from handlers.consent import opt_in, opt_out
from handlers.dialogue import Turn, run
from handlers.handover import forward, is_handed_over
from handlers.hear import SILENT, advance
from handlers.practitioner.decide import owe_decisions
from handlers.practitioner.desk import said as staff_said
from handlers.practitioner.news import tell_staff
from handlers.say import NOTHING, Say
from handlers.situation import context
from handlers.state import State
from handlers.understanding import understand
from handlers.understanding.meaning import Meaning
from handlers.understanding.text import written_in
from handlers.words import Words
from storage import post
from storage.asking import id_of
from storage.database import Busy
from storage.models import Channel
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.events import Event
    from storage.database import Database
    from storage.models import Inbox
    from storage.writers import Writer

log = logging.getLogger(__name__)

LONGEST = 2000  # characters of a text that are read
FLOOD = 30  # messages ...
FLOOD_TIME = timedelta(minutes=10)  # ... in this time are more than a person types


def handle(database: Database, event: Event, now: datetime) -> None:
    """Answer an event, once, however often it arrives.

    Raises Busy when a passing fault kept us from it: nothing happened then, and the provider may repeat. Any other
    fault is ours: what the turn did is rolled back, the event is marked as failed, the writer gets an apology and the
    owner a line.
    """
    event = without_card_number(event)
    try:
        with database.transaction(event.practice_id) as session:
            _turn(Store(session, event.practice_id), event, now)
    except Busy:
        raise
    except Exception as error:  # noqa: BLE001  the last net: a poison message must not come back for ever
        # Not `exception`: a message of an error may quote what somebody wrote.
        log.error("turn.failed", extra={"event": event.id, "error": type(error).__name__, "at": _where(error)})  # noqa: TRY400
        with database.transaction(event.practice_id) as session:
            _excuse(Store(session, event.practice_id), event, now)


def _where(error: Exception) -> list[str]:
    """The places of a fault, without any value: those might be names or texts."""
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]


def _turn(store: Store, event: Event, now: datetime) -> None:
    writer = store.writer(event.channel, event.address, now - FLOOD_TIME)
    text = event.text or event.pressed or ""
    contact_id = writer.contact.id if writer.contact else None
    inbox = post.receive(store, event.practice_id, event.channel, event.id, contact_id, text, now)
    if inbox is None:
        return
    turn = _opened(store, event, writer, inbox, now)
    said = _heard(turn, writer)
    turn.contact.alive = event.reachable is not False
    if turn.meaning is None or turn.meaning.intent not in SILENT:
        turn.contact.heard_at = now
    turn.conversation.state, turn.conversation.at = turn.state.to_json(), now
    tell_staff(turn)
    owe_decisions(turn)
    _reply(turn, said)
    waitlist.after(store, turn.act)


def _opened(store: Store, event: Event, writer: Writer, inbox: Inbox, now: datetime) -> Turn:
    """The turn of this writer; a stranger becomes a person first."""
    practice, contact, person = writer.practice, writer.contact, writer.person
    rules = rules_of(practice)
    if contact is None or person is None:
        contact, person = identity.stranger(store, event, _first_language(event, rules.languages))
        inbox.contact_id = contact.id
    conversation = writer.conversation or store.conversation(id_of(person))
    state, words = State.from_json(conversation.state), Words(person.language, zone_of(practice), practice.currency)
    act = Act(inbox.act, person.id, now)
    return Turn(store, now, act, event, practice, rules, person, contact, conversation, state, words)


def _first_language(event: Event, languages: tuple[str, ...]) -> str:
    """What a stranger is spoken to in, until their words tell: what the channel says, if the practice speaks it."""
    return event.language[:2] if event.language[:2] in languages else languages[0]


def _heard(turn: Turn, writer: Writer) -> Say:
    """What to say to the event; nothing to those who opted out, to automatic messages and to a flood."""
    event = turn.event
    if event.reachable is not None:
        return NOTHING
    if event.token or event.phone:
        return _bound(turn)
    allowed = writer.may_message
    if event.keyword:
        allowed = _told_by_provider(turn, event.keyword)
    if event.text == REMOVED:
        return Say(turn.words.no_card_numbers()) if allowed else NOTHING
    meaning = _understood(turn)
    if not allowed and (event.keyword or meaning.intent != "opt_in"):
        return NOTHING
    if writer.lately >= FLOOD:
        return Say(turn.words.too_many_messages()) if writer.lately == FLOOD else NOTHING
    if is_handed_over(turn, meaning):
        return forward(turn)
    if turn.person.practitioner_id is not None and (said := staff_said(turn, meaning)) is not None:
        return said
    return _welcome(turn, meaning) + _conversed(turn, meaning)


def _bound(turn: Turn) -> Say:
    """An invitation or one's own number: from now on we know them."""
    event, contact = turn.event, turn.contact
    person = (
        identity.redeem(turn.store, contact, event.token, event)
        if event.token
        else identity.link_by_phone(turn.store, contact, event.phone or "")
    )
    if person is None:
        return Say(turn.words.bad_token()) if event.token else _resumed(turn, turn.words.unknown_number())
    turn.become(person)
    if person.practitioner_id is not None:
        hello = Say(turn.words.welcome_staff(turn.words.given(person.name)))
        by_sms = turn.contact.channel is Channel.SMS
        may = by_sms and pins.may_choose(turn.store, id_of(person), id_of(turn.contact), turn.act)
        return hello + Say(turn.words.choose_pin_now()) if may else hello
    return _resumed(turn, turn.words.linked(turn.words.given(person.name)))


def _resumed(turn: Turn, first: str) -> Say:
    """What they had begun goes on, now that we know more of them."""
    return Say(first) + (run(turn) if turn.state.tasks else Say(turn.words.what_can_i_do()))


def _told_by_provider(turn: Turn, keyword: str) -> bool:
    """STOP, START, HELP and their like: the provider has answered them. We take note, and say whether to answer too.

    Only "YES", one of the words that opt in again, is also a plain yes.
    """
    if keyword == "stop":
        opt_out(turn.store, turn.act, turn.contact, turn.event.text)
        turn.state = State()
        notices.tell_of_opt_out(turn)
    elif keyword == "start":
        if not turn.store.may_message(turn.contact):
            opt_in(turn.store, turn.act, turn.contact, turn.event.text)
        return _understood(turn).intent != "opt_in"
    return False


def _understood(turn: Turn) -> Meaning:
    """What the text or the tap means. A tap on an older question is a choice of nothing."""
    event, question = turn.event, turn.state.question
    if event.pressed is not None:
        asked, _, n = event.pressed.rpartition(":")
        if n.isdecimal() and (meaning := _tapped(turn, asked, int(n))) is not None:
            return meaning
        if question is None or asked != question.id or not n.isdecimal():
            return Meaning("stale")
        return Meaning("pick", pick=int(n), picks=(int(n),))
    meaning = _language_asked(turn) or understand(event.text[:LONGEST], context(turn), turn.now)
    language = meaning.language or _written_in(turn, meaning)
    if language and language != turn.person.language and _speaks(turn, language):
        turn.speak(language)
    return meaning


def _tapped(turn: Turn, asked: str, n: int) -> Meaning | None:
    """A tap on a question of ours that lasts, whatever was said since."""
    return answered.tapped(turn, asked, n) or waits.tapped(turn, asked, n)


def _language_asked(turn: Turn) -> Meaning | None:
    """ "FR" and "EN", as our first words have it."""
    asked = turn.event.text.strip(" .!").casefold()
    return Meaning("language", language=asked) if asked in turn.rules.languages else None


def _written_in(turn: Turn, meaning: Meaning) -> str | None:
    """The language of a client's own words. Staff also write for others; names have none, nor what a phone wrote."""
    question = turn.state.question
    is_name = question is not None and question.kind == "name"
    staff = turn.person.practitioner_id is not None
    return None if is_name or staff or meaning.intent in SILENT else written_in(turn.event.text)


def _speaks(turn: Turn, language: str) -> bool:
    """Do we answer in the language of this message from now on? Not because of a word or two, but for a stranger's."""
    words = 1 if turn.contact.heard_at is None else 3
    return language in turn.rules.languages and len(turn.event.text.split()) >= words


def _welcome(turn: Turn, meaning: Meaning) -> Say:
    """The first words to a stranger say who answers, what for and how to stop."""
    if turn.contact.heard_at is not None or meaning.intent in {"reaction", "auto_reply", "opt_out"}:
        return NOTHING
    turn.store.consented(
        id_of(turn.contact),
        given=True,
        at=turn.now,
        act=turn.act.id,
        wording="first message",
        language=turn.person.language,
    )
    other = next((lang for lang in turn.rules.languages if lang != turn.words.lang), None)
    hello = Say(turn.words.hello_stranger(turn.practice.name, other))
    unknown = turn.contact.channel == Channel.TELEGRAM and not turn.clients and turn.person.practitioner_id is None
    return hello + Say(turn.words.share_number(), ask_contact=True) if unknown else hello


def _conversed(turn: Turn, meaning: Meaning) -> Say:
    if not turn.event.text.strip() and turn.event.pressed is None:
        return _wordless(turn)
    if meaning.intent == "stale":
        if turn.state.tasks and turn.state.question:
            return Say(turn.words.earlier_question()) + run(turn)
        return Say(turn.words.settled())
    return advance(turn, meaning)


def _wordless(turn: Turn) -> Say:
    """To a picture, or to nothing at all; what they were being asked is asked once more."""
    first = Say(turn.words.only_text() if turn.event.media else turn.words.empty())
    if turn.state.question is None:
        return first if turn.event.media else first + Say(turn.words.what_can_i_do())
    turn.before = turn.state.question
    return first + run(turn)


def _reply(turn: Turn, said: Say) -> None:
    if not said.text:
        return
    kind = notices.LAST_WORD if turn.opted_out else notices.REPLY
    post.owe(
        turn.store,
        key=f"{turn.act.id}:reply",
        kind=kind,
        person_id=id_of(turn.person),
        contact_id=turn.contact.id,
        body=replace(said, text=said.text[:1].upper() + said.text[1:]).as_dict(),
        act=turn.act.id,
        due_at=turn.now,
    )


def _excuse(store: Store, event: Event, now: datetime) -> None:
    """After a fault of ours: the event counts as seen and failed, the writer and the owner are told."""
    practice = store.practice()
    contact, person = identity.who_writes(store, event, rules_of(practice).languages[0])
    inbox: Inbox | None = post.receive(
        store, event.practice_id, event.channel, event.id, contact.id, event.text, now, failed=True
    )
    if inbox is None:
        return
    act = Act(inbox.act, person.id, now)
    if store.may_message(contact):
        notices.owe(store, act, "apology", person.id)
    owner = store.owner()
    if owner is not None and owner.id != person.id:
        alerts.tell(store, alerts.POISON, now, of=inbox.id)
