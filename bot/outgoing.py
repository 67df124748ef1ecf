"""The outbox's two transactions: what is due is claimed and worded, and what became of it is recorded.

Both run on the worker thread, with nothing sent in between: the network is the dispatcher's.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import troubles
from bot.errors import Fault, SendError
from bot.letter import ONCE_AT_MOST, Letter, Receipt, Shown, Tidied
from bot.pdf import Paper
from core import alerts
from core.acts import Act
from core.rules import zone_of
from handlers import notices
from handlers.consent import opt_out
from handlers.say import Dropped, Later
from handlers.words import Words
from storage import owed, post, screens
from storage.models import Channel, Contact, Outbox
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from bot.conversation import Conversation
    from bot.letter import Outcome
    from bot.links import Links
    from bot.sms import Status
    from handlers.say import Document, Say
    from storage.database import Database

log = structlog.get_logger()

ATTEMPTS = 60  # with pauses of up to a quarter of an hour: more than half a day
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 900.0  # seconds
LOOK_AGAIN = timedelta(seconds=20)  # a message that may have gone is looked for after that


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`channels` are those that are on, `name` is whose claims these are, `links` lead to papers."""

    database: Database
    conversation: Conversation
    channels: Collection[Channel]
    name: str
    links: Links | None = None

    def claim(self, now: datetime, limit: int = 50) -> list[Letter]:
        """What is due, at most one letter for each person, each ours until its lease ends. Raises Busy."""
        letters: list[Letter] = []
        with self.database.reading() as session:
            practices = post.due_practices(session, now)
        for practice_id in practices:
            if len(letters) < limit:
                letters += self._claim(practice_id, now, limit - len(letters))
        return letters

    def _claim(self, practice_id: int, now: datetime, limit: int) -> list[Letter]:
        with self.database.transaction(practice_id) as session:
            store = Store(session, practice_id)
            rows = post.claim(session, self.name, now, limit, practice_id=practice_id)
            _readers = store.persons({row.person_id for row in rows})  # held, so that each is read once
            return [letter for row in rows if (letter := self._ready(store, row, now))]

    def _ready(self, store: Store, row: Outbox, now: datetime) -> Letter | None:
        """The row as a letter; or nothing, and its outcome is recorded."""
        if row.provider_id:  # the provider has reported on it, though its answer never reached us
            post.sent(store.session, row, now, row.provider_id, row.segments, row.provider_status)
            return None
        if row.expires_at is not None and row.expires_at <= now:
            post.dropped(store.session, row, "expired")
            return None
        try:
            with store.session.begin_nested():
                return self._worded(store, row, now)
        except Exception:
            log.exception("letter.unready", row=row.id, kind=row.kind)
            post.failed(store.session, row, "unready")
            troubles.tell_unready(store, row, now)
            return None

    def _worded(self, store: Store, row: Outbox, now: datetime) -> Letter | None:
        contact = self._contact(store, row, now)
        if contact is None:
            notices.tell_unreachable(store, row, now)
            post.dropped(store.session, row, "no address")
            return None
        match self.conversation.prepare(store, row, now):
            case Dropped(why=why):
                post.dropped(store.session, row, why)
            case Later(due_at=due_at):
                post.later(store.session, row, due_at, row.why)
            case say if not say.text:
                post.dropped(store.session, row, "nothing to say")
            case say:
                row.contact_id = contact.id
                say, paper = _handed_over(store, say, contact.channel, self.links, row.at)
                picture = say.picture if contact.channel is not Channel.SMS else None
                return replace(_letter(store, row, contact, say, now), paper=paper, picture=picture)
        return None

    def _contact(self, store: Store, row: Outbox, now: datetime) -> Contact | None:
        """Where it goes: as the conversation has it, or another address of theirs when that channel is off here."""
        best = self.conversation.address(store, row, now)
        if best is None or best.channel in self.channels:
            return best
        others = (c for c in store.contacts(row.person_id) if c.alive and c.channel in self.channels)
        return next((c for c in others if store.may_message(c, notices.purpose_of(row.kind))), None)

    def record(self, outcomes: Iterable[Outcome], now: datetime) -> None:
        """Keep what became of letters. Raises Busy: then nothing was kept."""
        by_practice: dict[int, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            by_practice[outcome.letter.practice_id].append(outcome)
        for practice_id, theirs in by_practice.items():
            with self.database.transaction(practice_id) as session:
                store = Store(session, practice_id)
                _rows = post.rows(session, {outcome.letter.row_id for outcome in theirs})  # held, as above
                for outcome in theirs:
                    _record(store, self.name, outcome, now)


def _handed_over(
    store: Store, say: Say, channel: Channel, links: Links | None, at: datetime
) -> tuple[Say, Paper | None]:
    """What is said with its paper: Telegram takes the file; elsewhere a link to it follows the words.

    The link's days count from when we came to owe it: a second attempt says the very same.
    """
    if say.document and say.document.kind == "terms":
        return _with_terms(store, say, say.document, links, at), None
    paper = _paper(store, say.document, at) if say.document else None
    if paper is None or channel is Channel.TELEGRAM:
        return say, paper
    link = _link(links, say.document, at) if links and say.document else f"[{paper.filename}]"
    return replace(say, text=f"{say.text}\n{link}"), paper


def _paper(store: Store, document: Document, at: datetime) -> Paper | None:
    """What a document is, as values that can be drawn."""
    if document.kind == "invoice":
        return Paper.of_invoice(store, store.invoice(document.id), at)
    receipt = store.receipt(document.id)
    return Paper.of(receipt, document.copy) if receipt else None


def _link(links: Links, document: Document, at: datetime) -> str:
    if document.kind == "invoice":
        return links.invoice(document.id, at)
    return links.receipt(document.id, document.copy, at)


def _with_terms(store: Store, say: Say, document: Document, links: Links | None, at: datetime) -> Say:
    """What is quoted, and where its terms stand in full; without a public address they cannot be shown."""
    if links is None:
        return say
    words = Words("fr" if document.copy else "en", zone_of(store.practice()))
    return replace(say, text=f"{say.text}\n{words.terms_at(links.terms(document.id, document.copy, at))}")


def _letter(store: Store, row: Outbox, contact: Contact, say: Say, now: datetime) -> Letter:
    assert row.id is not None and contact.id is not None  # noqa: S101, PT018  they are in the database
    doubtful = is_doubtful(row)
    return Letter(
        row_id=row.id,
        practice_id=row.practice_id,
        person_id=row.person_id,
        contact_id=contact.id,
        channel=contact.channel,
        address=contact.address,
        kind=row.kind,
        say=say,
        language=store.person(row.person_id).language,
        at=row.at,
        ready_at=now,
        good_for=row.expires_at - now if row.expires_at else None,
        attempts=row.attempts,
        doubtful=doubtful,
        known=post.provider_ids(store.session, contact.id, row.person_id) if doubtful else frozenset(),
        shown=_shown(store, row, contact.id, now) if row.kind == "reply" or say.choices else (),
    )


def _shown(store: Store, row: Outbox, contact_id: int, now: datetime) -> tuple[Shown, ...]:
    """The earlier messages whose questions are over once this is read; a reminder waits for its answer."""
    return tuple(
        Shown(earlier.id, earlier.provider_id, asking=earlier.provider_status == screens.ASKING)
        for earlier in screens.on_screen(store.session, row.person_id, contact_id)
        if earlier.id is not None and earlier.provider_id is not None and not notices.still_asks(store, earlier, now)
    )


# The outcome of attempt 3 is kept as "3:code", or as "3?code" when the message may have gone. So a later attempt sees
# whether the one before it came to an end at all, or died with its dispatcher.


def is_doubtful(row: Outbox) -> bool:
    """Whether an earlier attempt may have gone."""
    return row.attempts > 1 and not row.why.startswith(f"{row.attempts - 1}:")


def _record(store: Store, name: str, outcome: Outcome, now: datetime) -> None:
    """Keep one outcome. A failure counts only while the row is still ours; that it went, counts always."""
    letter, result = outcome.letter, outcome.result
    row = store.session.get(Outbox, letter.row_id)
    if row is None:
        return
    if isinstance(result, Tidied):
        screens.mark(store.session, result.row_ids, screens.TIDIED)
    elif isinstance(result, Receipt):
        # An opt-out that came while it flew came after it.
        post.sent(store.session, row, letter.ready_at, result.provider_id, result.segments, result.status)
        if result.status in {screens.BUTTONS, screens.ASKING}:
            screens.mark(store.session, [letter.row_id], result.status)
    elif (row.claimed_by, row.attempts) == (name, letter.attempts):
        tell = log.error if result.fault in {Fault.SETUP, Fault.CONTENT} else log.info
        tell("letter.not_sent", row=row.id, kind=row.kind, channel=letter.channel.value, why=str(result))
        _record_error(store, row, letter, result, now)


def _record_error(store: Store, row: Outbox, letter: Letter, error: SendError, now: datetime) -> None:
    troubles.tell(store, letter, error, now)
    if error.fault in {Fault.ADDRESS, Fault.OPTED_OUT}:
        post.elsewhere(store.session, row, now, f"{row.attempts}:{error.code}")
        give_up_address(store, letter.contact_id, error.fault, Act(f"outbox:{row.id}", None, now), error.code)
    elif error.permanent or row.attempts >= ATTEMPTS:
        post.failed(store.session, row, error.code)
    elif error.fault is Fault.UNKNOWN and letter.doubtful and letter.kind in ONCE_AT_MOST:
        post.unknown(store.session, row, letter.ready_at, error.code)
    elif error.code == "pace":  # it was not tried
        post.later(store.session, row, now + pause(letter, error), row.why)
    else:
        mark = "?" if error.fault is Fault.UNKNOWN or letter.doubtful else ":"
        why = f"{row.attempts}{mark}{error.code}"
        post.later(store.session, row, now + pause(letter, error), why, tried=True)


def pause(letter: Letter, error: SendError) -> timedelta:
    """How long until the next attempt: what the provider asks for, or longer each time, and never all at once."""
    if error.wait is not None:
        return error.wait + timedelta(seconds=random.uniform(0, 0.5))  # noqa: S311  no secret
    if error.fault is Fault.UNKNOWN:
        return LOOK_AGAIN
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(letter.attempts, 20))
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311


def give_up_address(store: Store, contact_id: int, fault: Fault, act: Act, code: str) -> None:
    """An address is dead until it writes again, or has opted out until it opts in. The owner hears of clients lost."""
    contact = store.session.get(Contact, contact_id)
    if contact is None:
        return
    if fault is Fault.ADDRESS:
        contact.alive = False
        notices.tell_of_silence(store, contact.person_id, alerts.UNREACHABLE, act.at)
    elif store.may_message(contact_id):
        opt_out(store, act, contact, code)
        notices.tell_of_silence(store, contact.person_id, alerts.OPTED_OUT, act.at)


def reported(database: Database, practice_id: int, status: Status, row_id: int | None, now: datetime) -> None:
    """Keep what the provider reports of a message; an address that cannot be reached, or opted out, is given up.

    What did not arrive for that reason goes to another address of theirs, while it is worth it. Raises Busy.
    """
    with database.transaction(practice_id) as session:
        row = post.record_status(session, status.provider_id, status.status, status.code, row_id=row_id)
        if row is None or row.contact_id is None or row.practice_id != practice_id:
            return
        store = Store(session, practice_id)
        if status.fault in {Fault.ADDRESS, Fault.OPTED_OUT}:
            give_up_address(store, row.contact_id, status.fault, Act(f"status:{row.id}", None, now), status.code)
            if store.best_contact(row.person_id) is not None and _is_worth_it(row, now):
                owed.send_again(session, row, now)
        elif status.status in {"undelivered", "failed"}:
            other = _elsewhere(store, row)
            if other is not None and _is_worth_it(row, now):
                owed.send_again(session, row, now, other.id)
            else:
                troubles.tell_undelivered(store, row, status, now)


def _is_worth_it(row: Outbox, now: datetime) -> bool:
    return row.expires_at is None or row.expires_at > now


def _elsewhere(store: Store, row: Outbox) -> Contact | None:
    """Another channel of theirs: the number itself may be good tomorrow."""
    purpose = notices.purpose_of(row.kind)
    others = (c for c in store.contacts(row.person_id) if c.alive and c.channel is not Channel.SMS)
    return next((c for c in others if store.may_message(c, purpose)), None)
