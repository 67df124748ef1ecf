"""All that a conversation remembers between two messages: the stack of tasks and the question on the table."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.say import Choice

FRESH = timedelta(hours=3)  # how long a list of choices can be picked from
WARM = timedelta(minutes=30)  # how long an interrupted question comes back by itself
PATIENCE = timedelta(hours=24)  # how long an unanswered question keeps its task


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

    def is_fresh(self, now: datetime) -> bool:
        return now - self.at <= FRESH


@dataclass(slots=True)
class State:
    """All that a conversation remembers between two messages."""

    tasks: list[Task] = field(default_factory=list)
    question: Question | None = None
    listing: Question | None = None  # the last numbered list that was shown without a question: a practitioner's day
    client: int | None = None  # of several, whom this is about
    misses: int = 0

    @classmethod
    def from_json(cls, data: str) -> State:
        if not data:
            return cls()
        raw = json.loads(data)
        return cls(
            [Task(**task) for task in raw["tasks"]],
            _question(raw["question"]),
            _question(raw["listing"]),
            raw["client"],
            raw["misses"],
        )

    def to_json(self) -> str:
        return json.dumps(
            {
                "tasks": [
                    {"script": t.script, "answers": t.answers, "under": t.under, "decided": t.decided}
                    for t in self.tasks
                ],
                "question": _raw(self.question),
                "listing": _raw(self.listing),
                "client": self.client,
                "misses": self.misses,
            },
            ensure_ascii=False,
        )


def _question(raw: dict[str, Any] | None) -> Question | None:
    if raw is None:
        return None
    return Question(
        **{
            **raw,
            "choices": tuple(Choice.from_dict(choice) for choice in raw["choices"]),
            "at": datetime.fromisoformat(raw["at"]),
            "about": datetime.fromisoformat(raw["about"]) if raw["about"] else None,
        }
    )


def _raw(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "id": question.id,
        "name": question.name,
        "kind": question.kind,
        "choices": [choice.as_dict() for choice in question.choices],
        "at": question.at.isoformat(),
        "facts": question.facts,
        "under": question.under,
        "about": question.about.isoformat() if question.about else None,
    }


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


def drop(state: State) -> None:
    """Let go of the task that is being asked about."""
    if state.tasks:
        state.tasks.pop()
    state.question = None
