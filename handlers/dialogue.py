"""The dialogue engine: a script is a plain function, run again from the top each turn.

A script asks with `need` and `agrees`; both return at once when the conversation already holds a valid answer, and
otherwise stop the script there with the question. So a conversation is a stack of tasks, and a task is no more than a
script's name and the answers given so far, by name: any order, several in one message, corrections, a deploy in
mid-conversation are all the same dictionary merge. Rules, each with a test in tests/handlers/test_dialogue.py:

1. Ask first, act last: a script that asks or refuses after it has written is an error of ours.
2. Answers have names: in any order, several in one message, corrected at any time.
3. A yes counts only for the facts that were quoted; if they changed, it is asked again. An answer chosen under other
   circumstances (another day, another practitioner) is forgotten when they change.
4. Choices carry an age: a "2" to yesterday's list is not a choice.
5. What interrupts is answered first, then the question comes back, unless it has gone cold. Never mind, undo, a slot
   that is gone; three messages in a row that nobody understands bring a person.
6. While a question is open, no other one is asked: a yes never answers two.
7. Never silent, never more text than the answer needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.errors import Refusal
from handlers.again import again
from handlers.say import NOTHING, Choice, Say
from handlers.state import NO, YES, Question, State, Task, answer, digest, forget
from handlers.words import Words
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from core.acts import Act
    from core.rules import Rules
    from handlers.events import Event
    from handlers.understanding.meaning import Meaning
    from storage.models import Client, Contact, Conversation, Person, Practice
    from storage.store import Store

    Script = Callable[["Turn"], Say]

__all__ = ["INTENTS", "NO", "SCRIPTS", "TELLING", "TIMED", "YES", "Asked", "Turn", "run", "script"]


class Asked(Exception):
    """A script stopped at a question."""

    def __init__(self, question: Question, say: Say) -> None:
        super().__init__(question.name)
        self.question = question
        self.say = replace(say, choices=question.choices, question=question.id)


SCRIPTS: dict[str, Script] = {}
INTENTS: dict[tuple[bool, str], str] = {}  # (staff, intent) -> script
TELLING: set[str] = set()  # scripts that only tell something
TIMED: set[str] = set()  # scripts that have a use for a time which is named in answer to any of their questions


def script(
    name: str, *intents: str, staff: bool = False, telling: bool = False, timed: bool = False
) -> Callable[[Script], Script]:
    """Register a script under its name, and the intents that start it (its own name, when none is given).

    A `telling` script answers at once, without asking or acting: beside another request in one message it goes first.
    A `timed` one has a use for a time whatever it asks; while any other asks, a wish for a time is a booking.
    """

    def register(function: Script) -> Script:
        SCRIPTS[name] = function
        INTENTS.update({(staff, intent): name for intent in intents or (name,)})
        if telling:
            TELLING.add(name)
        if timed:
            TIMED.add(name)
        return function

    return register


@dataclass(slots=False)
class Turn:
    """One message being answered: who, when, in which words, and what the conversation holds."""

    store: Store
    now: datetime
    act: Act
    event: Event
    practice: Practice
    rules: Rules
    person: Person
    contact: Contact
    conversation: Conversation
    state: State
    words: Words
    meaning: Meaning | None = None
    opted_out: bool = False  # in this turn: what is said now is the last word
    task: Task = field(default_factory=lambda: Task(""))
    gone: set[str] = field(default_factory=set)  # the answers that held until now and do not any more
    before: Question | None = None  # what was on the table when the message came
    puzzled: bool = False  # they did not see how to answer that

    @cached_property
    def clients(self) -> list[Client]:
        """Whom this person may speak for: themselves, or their family."""
        return self.store.clients_of(id_of(self.person))

    def speak(self, lang: str) -> None:
        """Answer this person in that language from now on."""
        self.person.language = lang
        self.words = Words(lang, self.words.zone, self.words.currency)

    def become(self, person: Person) -> None:
        """The address turned out to be this person's: their conversation goes on, or what the stranger had begun."""
        begun = self.state.tasks
        self.person, self.act.by = person, id_of(person)
        self.conversation = self.store.conversation(id_of(person))
        self.state = State.from_json(self.conversation.state)
        self.state.tasks = self.state.tasks or begun
        self.speak(person.language)
        self.__dict__.pop("clients", None)

    def get(self, name: str, otherwise: Any = None) -> Any:
        """An answer that was given, valid or not."""
        return self.task.answers.get(name, otherwise)

    def forget(self, *names: str) -> None:
        forget(self.task, *names)

    def need(
        self,
        name: str,
        ask: str | Say,
        *,
        offer: Sequence[Choice] = (),
        kind: str | None = None,
        valid: Callable[[Any], bool] | None = None,
        gone: str = "",
        under: Sequence[str] = (),
        about: datetime | None = None,
    ) -> Any:
        """The answer of that name, or the question.

        `valid` says whether an earlier answer still holds; when it does not, `gone` is said before the question.
        `under` names the answers that this one is chosen under: when they change, it is forgotten.
        """
        value = self.given(name, valid=valid, under=under)
        if value is not None:
            return value
        say = Say(gone if name in self.gone else "") + (ask if isinstance(ask, Say) else Say(ask))
        raise self._asked(name, say, kind or name, offer, under=self._circumstances(under), about=about)

    def given(self, name: str, *, valid: Callable[[Any], bool] | None = None, under: Sequence[str] = ()) -> Any | None:
        """The answer of that name if there is one that still holds, as in `need`; otherwise it is forgotten."""
        if name not in self.task.answers:
            return None
        value, circumstances = self.task.answers[name], self._circumstances(under)
        as_chosen = self.task.under.get(name, circumstances) == circumstances
        if as_chosen and (valid is None or valid(value)):
            return value
        if as_chosen:
            self.gone.add(name)
        self.forget(name)
        return None

    def settle(self, name: str, value: Any, under: Sequence[str] = ()) -> None:
        """Note what a script has chosen by itself, under these circumstances."""
        answer(self.task, {name: value})
        self.task.under[name] = self._circumstances(under)

    def _circumstances(self, under: Sequence[str]) -> str:
        return digest([self.task.answers.get(u) for u in under])

    def agrees(self, ask: str | Say, facts: Any, *, about: datetime | None = None, **holds: Any) -> bool:
        """Do they say yes to exactly these facts? A yes to other facts does not count.

        `holds` are the answers that the quoted facts stand for, by name: who repeats one of them changes nothing.
        """
        return self.decide(ask, facts, self.words.yes_or_no(), about=about, numbered=False, **holds) == YES

    def decide(
        self,
        ask: str | Say,
        facts: Any,
        choices: Sequence[Choice],
        *,
        about: datetime | None = None,
        numbered: bool = True,
        kind: str = "confirm",
        **holds: Any,
    ) -> str:
        """What was decided about exactly these facts: the value of one of the choices."""
        mark = digest(facts)
        if mark in self.task.decided:
            return self.task.decided[mark]
        say = replace(ask if isinstance(ask, Say) else Say(ask), numbered=numbered)
        raise self._asked("", say, kind, choices, facts=mark, about=about, holds=holds)

    def _asked(self, name: str, say: Say, kind: str, choices: Sequence[Choice], **more: Any) -> Asked:
        if self.store.wrote:
            raise RuntimeError(f"the script {self.task.script} asks after it has acted")
        mark = digest((self.act.id, name, kind, say.text))
        return Asked(Question(mark, name, kind, tuple(choices), self.now, **more), say)


def run(turn: Turn) -> Say:
    """Run the tasks from the top of the stack until one asks or all have ended. A refusal ends its task politely."""
    state, said = turn.state, NOTHING
    state.question = None
    state.tasks = [task for task in state.tasks if task.script in SCRIPTS]  # a later version may lack one
    while state.tasks:
        turn.task = state.tasks[-1]
        turn.store.wrote = False
        turn.gone.clear()
        interrupted = state.tasks[:-1]
        try:
            said += SCRIPTS[turn.task.script](turn)
        except Asked as asked:
            state.question = asked.question
            return again(turn, said, asked.question, asked.say)
        except Refusal as refusal:
            if turn.store.wrote:
                raise RuntimeError(f"the script {turn.task.script} is refused after it has acted") from refusal
            said += Say(turn.words.refused(refusal))
        over = [turn.task, *(task for task in interrupted if _is_settled(turn, task))]
        state.tasks = [task for task in state.tasks if not any(task is one for one in over)]
    return said


def _is_settled(turn: Turn, interrupted: Task) -> bool:
    """Has what just ended changed the very bookings that an interrupted task was about?"""
    return turn.store.wrote and bool(set(turn.get("bookings", [])) & set(interrupted.answers.get("bookings", [])))
