"""A thread in the hands of a person: the client's messages go to them, theirs come back, until it is released."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from handlers import asking, notices
from handlers.dialogue import NO, YES, run, script
from handlers.notices import prepared
from handlers.say import NOTHING, Choice, Dropped, Later, Say
from handlers.state import digest, start
from storage import owed, post
from storage.asking import id_of
from storage.people import plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from handlers.dialogue import Turn
    from handlers.understanding.meaning import Meaning
    from handlers.words import Words
    from storage.models import Conversation, Outbox, Person
    from storage.store import Store

RELAY = re.compile(r"^\s*([^\W\d_][\w'’ .-]{0,40}?)\s*:\s*(\S.*)$", re.DOTALL)
TELL = re.compile(
    r"^\s*(?:tell|text|message|msg|dis (?:à|a)|dites (?:à|a)|[ée]cri[st](?:ez)? (?:à|a)|texte[rz]?)\s+([^\W\d_]+)\s+"
    r"(?:that\s+|que\s+|qu')?(\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
RELEASE = re.compile(
    r"^\s*(?:release|give back|lib[eè]re[rz]?|rends?|(?:all )?done(?: with)?|(?:c'est )?fini(?: avec)?)\b"
    r"\s*(.*?)\s*[.!]*$",
    re.IGNORECASE,
)
THREADS = re.compile(
    r"^\s*(?:threads?|who (?:is|'?s) with me|who am i talking to|fils?|qui est avec moi)\s*\??$", re.IGNORECASE
)
EVERYBODY = frozenset({"all", "everybody", "everyone", "both", "tous", "toutes", "tout le monde"})
WORDS = "words"  # a question whose answer is sent on as it is written
ANSWER, GIVE_BACK = "answer", "give_back"
BUTTONS = (ANSWER, GIVE_BACK)


def is_handed_over(turn: Turn, meaning: Meaning) -> bool:
    """Is a person answering this thread? Opting out and in, and the practice's own people, are never handed over."""
    if turn.person.practitioner_id is not None or meaning.intent in {"opt_out", "opt_in"}:
        return False
    return asking.handed_until(turn.conversation, turn.now) is not None


def forward(turn: Turn) -> Say:
    """What the client writes goes to whoever has the thread; the assistant says nothing."""
    who = turn.person.name or turn.contact.address
    notices.owe(
        turn.store, turn.act, "handed_message", turn.conversation.handed_to, who=who, text=turn.event.text,
        client=turn.person.id,
    )  # fmt: skip
    return NOTHING


# What staff write


def staff_words(turn: Turn) -> Say | None:
    """ "maya: see you at 3", "release maya", "done"; None when it is none of these."""
    if THREADS.match(turn.event.text):
        return _threads(turn)
    released = RELEASE.match(turn.event.text)
    if released and (theirs := handed_to(turn.store, turn.person.id, _name(released[1]))):
        return _release(turn, theirs, by_name=bool(_name(released[1])))
    if released and re.match(r"\s*(?:release|lib[eè]re)", turn.event.text, re.IGNORECASE):
        return Say(turn.words.nobody_handed())
    for form in (RELAY, TELL):
        relayed = form.match(turn.event.text)
        if relayed and (said := _relay(turn, relayed[1], relayed[2].strip())) is not None:
            return said
    return None


def _name(said: str) -> str:
    return "" if plain(said) in EVERYBODY else said


def _threads(turn: Turn) -> Say:
    theirs = handed_to(turn.store, turn.person.id, "")
    names = [person.name or called(turn, person) for _, person in theirs]
    return Say(turn.words.with_you(names) if names else turn.words.nobody_handed())


def _relay(turn: Turn, name: str, text: str) -> Say | None:
    """To a client whose thread is here: at once. To another only on yes: it may have been meant as a note."""
    theirs = handed_to(turn.store, turn.person.id, name)
    if len(theirs) == 1:
        return send(turn, theirs[0][1], text)
    others = [person for _, person in theirs] or _clients_named(turn, name)
    if not others:
        return None
    turn.state.tasks = []
    start(turn.state, "send_on", {"people": [id_of(p) for p in others], "text": text, "sure": len(theirs) > 1})
    return run(turn)


def called(turn: Turn, person: Person) -> str:
    """A first name; who has not told theirs goes by their number."""
    contact = turn.store.best_contact(id_of(person))
    return turn.words.given(person.name) or (contact.address if contact is not None else "?")


def _clients_named(turn: Turn, name: str) -> list[Person]:
    """The persons who are called so, or write for a client who is."""
    wanted = plain(name).split()
    found: dict[int, Person] = {}
    for client, person in turn.store.everybody():
        words = plain(f"{client.name} {person.name}").split()
        if wanted and person.practitioner_id is None and all(word in words for word in wanted):
            found[id_of(person)] = person
    return list(found.values())


def is_addressed(text: str) -> bool:
    """ "sam: see you at 3": words for somebody, by whatever name."""
    return RELAY.match(text) is not None


def perhaps_an_answer(turn: Turn) -> Say | None:
    """Words that are nothing we know, while a client waits for an answer: they may be that answer."""
    theirs, addressed = handed_to(turn.store, turn.person.id, ""), RELAY.match(turn.event.text)
    text = (addressed[2] if addressed else turn.event.text).strip()
    if not theirs or not text:
        return None
    turn.state.tasks = []
    people = [id_of(person) for _, person in theirs]
    start(turn.state, "send_on", {"people": people, "text": text, "sure": False})
    return run(turn)


@script("send_on", staff=True)
def send_on(t: Turn) -> Say:
    """Send these words to one of these people, if that is what was meant."""
    people = [t.store.person(i) for i in t.get("people")]
    offer = [Choice(p.name or called(t, p), p.id) for p in people]
    chosen = people[0].id
    if len(people) > 1:
        chosen = t.need(
            "person", t.words.whose_thread(), offer=offer, kind="person", valid=t.get("people").__contains__
        )
    person = t.store.person(chosen or 0)
    if not t.get("sure") and len(people) == 1:
        handed = any(one.id == person.id for _, one in handed_to(t.store, t.person.id, ""))
        name = called(t, person)
        ask = t.words.send_this(name, t.get("text")) if handed else t.words.send_to_stranger(name)
        choices = (Choice(t.words.send_button(name), YES), Choice(t.words.yes_or_no()[1].label, NO))
        if t.decide(ask, (person.id, t.get("text")), choices) != YES:
            return Say(t.words.not_sent())
    return send(t, person, t.get("text"))


@script("relay_words", staff=True)
def relay_words(t: Turn) -> Say:
    """The next thing they write goes to this client."""
    person = t.store.person(t.get("person"))
    text = t.need("text", t.words.what_to_tell(called(t, person)), kind=WORDS)
    return send(t, person, text)


def send(turn: Turn, person: Person, text: str) -> Say:
    """The words of a person of the practice, under their first name; the answer comes back to them."""
    name = called(turn, person)
    if turn.store.best_contact(id_of(person)) is None:
        return Say(turn.words.not_reachable([name]).strip())
    conversation = turn.store.conversation(id_of(person))
    first = conversation.handed_to != turn.person.id
    conversation.handed_to = turn.person.id
    conversation.handed_until = turn.now + timedelta(hours=turn.rules.policies.handover_hours)
    said = turn.words.relay(turn.practice.name if first else "", turn.words.given(turn.person.name), text)
    notices.owe(turn.store, turn.act, "relay", id_of(person), text=said)
    return Say(turn.words.relayed_first(name) if first else turn.words.relayed(name))


def _release(turn: Turn, theirs: list[tuple[Conversation, Person]], *, by_name: bool) -> Say:
    """One thread, those of that name, or all when all were meant."""
    if len(theirs) > 1 and not by_name and plain(turn.event.text).split()[-1] not in EVERYBODY:
        turn.state.tasks = []
        start(turn.state, "release", {"people": [id_of(person) for _, person in theirs]})
        return run(turn)
    for conversation, _ in theirs:
        give_back(turn.store, turn.act, conversation)
    return Say(turn.words.released(turn.words.all_of([called(turn, p) for _, p in theirs])))


@script("release", staff=True)
def release(t: Turn) -> Say:
    """Which of several threads goes back to the assistant."""
    known = {id_of(person): conversation for conversation, person in handed_to(t.store, t.person.id, "")}
    offer = [Choice(t.store.person(i).name or called(t, t.store.person(i)), i) for i in t.get("people") if i in known]
    if not offer:
        return Say(t.words.nobody_handed())
    chosen = t.need("person", t.words.whose_thread(), offer=offer, kind="person", valid=known.__contains__)
    give_back(t.store, t.act, known[chosen])
    return Say(t.words.released(called(t, t.store.person(chosen))))


def tapped(turn: Turn, what: str, person_id: int) -> Say:
    """A button below a client's message: answer it, or give the thread back."""
    theirs = [one for one in handed_to(turn.store, turn.person.id, "") if one[1].id == person_id]
    if not theirs:
        return Say(turn.words.nobody_handed())
    if what == GIVE_BACK:
        return _release(turn, theirs, by_name=True)
    turn.state.tasks = []
    start(turn.state, "relay_words", {"person": person_id})
    return run(turn)


# Giving back


def give_back(store: Store, act: Act, conversation: Conversation) -> None:
    """The assistant has the thread again, and says so."""
    conversation.handed_to = conversation.handed_until = None
    notices.owe(store, act, "given_back", conversation.person_id)


def handed_to(store: Store, taker: int | None, name: str) -> list[tuple[Conversation, Person]]:
    """The threads that this person of the practice has, of clients who are called so; all, without a name."""
    wanted = plain(name)
    return [
        (c, p)
        for c, p in store.handed_to(taker)
        if not wanted or plain(p.name).startswith(wanted) or wanted in plain(p.name).split()
    ]


def give_back_expired(store: Store, act: Act, now: datetime) -> int:
    """Threads that nobody has released in time go back to the assistant; both hear it."""
    expired = store.handed_too_long(now)
    for conversation, person in expired:
        taker = conversation.handed_to
        give_back(store, act, conversation)
        if taker is not None:
            notices.owe(store, act, "thread_went_back", taker, subject=person.id, who=person.name or "?")
    return len(expired)


# At send time: the client's words with two buttons below


def _with_buttons(store: Store, row: Outbox, words: Words, text: str) -> Say:
    facts = post.content(row)
    client = facts.get("client")
    if client is None:
        return Say(text)
    choices = (Choice(words.answer_button(), [ANSWER, client]), Choice(words.release_button(), [GIVE_BACK, client]))
    said = Say(text, choices, numbered=False, question=digest(("handed", row.key)), columns=2, lasting=True)
    owed.says(store.session, row, {**facts, "said": said.as_dict()})
    return said


@prepared("handed_thread")
def _thread(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped | Later:
    facts: dict[str, Any] = post.content(row)
    return _with_buttons(store, row, words, words.handed_thread(facts["who"], facts["text"]))


@prepared("handed_message")
def _message(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped | Later:
    facts: dict[str, Any] = post.content(row)
    return _with_buttons(store, row, words, words.handed_message(facts["who"], facts["text"]))
