"""All that a conversation remembers between two messages: the stack of tasks and the question on the table.

It is kept as JSON and read back by whatever version runs then: what a version does not know is left out, what it does
not find has its default.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from handlers.say import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

YES, NO = "yes", "no"

WARM = timedelta(minutes=30)  # how long an interrupted question comes back by itself
FRESH = timedelta(hours=3)  # how long a list of choices can be picked from, and what was spoken of is remembered
PATIENCE = timedelta(hours=24)  # how long an unanswered question keeps its task
LASTING = frozenset({"offered"})  # scripts whose matter ends by itself: the question comes back until then


@dataclass(slots=True)
class Task:
    """A script's name and what was answered so far."""

    script: str
    answers: dict[str, Any] = field(default_factory=dict)
    under: dict[str, str] = field(default_factory=dict)  # the circumstances under which an answer was chosen
    decided: dict[str, str] = field(default_factory=dict)  # the facts that were quoted -> what was said to them


@dataclass(slots=True)
class Question:
    """What is on the table."""

    id: str
    name: str  # the answer that it asks for
    kind: str  # slot | confirm | when | which_booking | service | plan | name | person ...
    choices: tuple[Choice, ...]
    at: datetime
    facts: str = ""  # digest of the facts that were quoted, when it asks for a yes
    under: str = ""
    about: datetime | None = None  # the time that a yes would settle
    holds: dict[str, Any] = field(default_factory=dict)  # what was quoted, by name: to repeat it is no change

    def is_fresh(self, now: datetime) -> bool:
        return now - self.at <= FRESH

    @property
    def asks_yes(self) -> bool:
        """Is it a plain yes or no? An SMS shows no list then."""
        return bool(self.facts) and {choice.value for choice in self.choices} == {YES, NO}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Question:
        question = _known(cls, raw)
        question.choices = tuple(Choice.from_dict(choice) for choice in raw["choices"])
        question.at = datetime.fromisoformat(raw["at"])
        question.about = datetime.fromisoformat(raw["about"]) if raw.get("about") else None
        return question

    def as_dict(self) -> dict[str, Any]:
        choices = [choice.as_dict() for choice in self.choices]
        about = self.about.isoformat() if self.about else None
        return {**asdict(self), "choices": choices, "at": self.at.isoformat(), "about": about}


@dataclass(slots=True)
class State:
    """All that a conversation remembers between two messages."""

    tasks: list[Task] = field(default_factory=list)
    question: Question | None = None
    listing: Question | None = None  # the last numbered list that was shown without a question: a practitioner's day
    misses: int = 0
    spoken_of: dict[str, tuple[Any, str]] = field(default_factory=dict)  # whom and what this is about, and since when

    def remember(self, name: str, value: Any, now: datetime) -> None:
        self.spoken_of[name] = (value, now.isoformat())

    def recall(self, name: str, now: datetime, within: timedelta = FRESH) -> Any | None:
        """What was spoken of lately, or nothing."""
        value, since = self.spoken_of.get(name, (None, ""))
        return value if since and now - datetime.fromisoformat(since) <= within else None

    @classmethod
    def from_json(cls, data: str) -> State:
        raw = json.loads(data) if data else {}
        state = _known(cls, raw)
        state.tasks = [_known(Task, task) for task in raw.get("tasks", [])]
        for name in ("question", "listing"):
            setattr(state, name, Question.from_dict(raw[name]) if raw.get(name) else None)
        return state

    def to_json(self) -> str:
        questions = {name: q.as_dict() if q else None for name, q in self._questions()}
        return json.dumps({**asdict(self), **questions}, ensure_ascii=False)

    def _questions(self) -> tuple[tuple[str, Question | None], ...]:
        return ("question", self.question), ("listing", self.listing)


def _known(kind: type[T], raw: Mapping[str, Any]) -> T:
    """A value of that kind from what it knows of these."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # only dataclasses are asked for
    return kind(**{name: value for name, value in raw.items() if name in names})


def digest(value: Any) -> str:
    """A short fingerprint of facts, equal only when they are."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def forget(task: Task, *names: str) -> None:
    """Drop answers, and every yes: what was quoted with them is quoted anew."""
    for name in names:
        task.answers.pop(name, None)
        task.under.pop(name, None)
    task.decided.clear()


def answer(task: Task, new: dict[str, Any]) -> None:
    """Merge answers by name; a new one ends every earlier yes."""
    changed = {name: value for name, value in new.items() if task.answers.get(name) != value}
    if changed:
        task.answers.update(changed)
        task.decided.clear()
        for name in changed:
            task.under.pop(name, None)


def start(state: State, name: str, answers: dict[str, Any] | None = None) -> None:
    """Put a script on top of what is going on. The same script is not put there twice."""
    state.tasks = [task for task in state.tasks if task.script != name][-2:]
    state.tasks.append(Task(name, dict(answers or {})))
    state.question = None


def queue(state: State, name: str, answers: dict[str, Any]) -> None:
    """Put a script below what is going on: it runs when that has ended."""
    state.tasks.insert(max(len(state.tasks) - 1, 0), Task(name, dict(answers)))


def clear(state: State) -> None:
    """Let go of all that is going on, but of what lasts."""
    state.tasks, state.question = [task for task in state.tasks if task.script in LASTING], None


def drop(state: State) -> None:
    """Let go of the task that is being asked about."""
    if state.tasks:
        state.tasks.pop()
    state.question = None
