"""A question that we start: it joins the conversation when it is sent, and never beside another that is open.

While somebody is answering something, it waits; when that has gone cold, it takes its place. So one "yes" never answers
two. A thread that a person of the practice has gets no question of ours at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.state import WARM, Question, State, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.say import Choice
    from storage.models import Conversation
    from storage.store import Store

OURS = frozenset({"reminded", "come_back", "use_before"})  # whose question we started: a newer one takes its place


class Floor:
    """A person's conversation at the moment when we want to ask something in it."""

    def __init__(self, store: Store, person_id: int, now: datetime) -> None:
        self._conversation: Conversation = store.conversation(person_id)
        self._state = State.from_json(self._conversation.state)
        self._now = now

    @property
    def is_handed_over(self) -> bool:
        """Does a person of the practice have this thread?"""
        until = self._conversation.handed_until
        return until is not None and until > self._now

    @property
    def free_at(self) -> datetime | None:
        """When the question that they are answering has gone cold; nothing when they are answering none."""
        question, tasks = self._state.question, self._state.tasks
        if question is None or not tasks or tasks[-1].script in OURS:
            return None
        cold_at = question.at + WARM
        return cold_at if cold_at > self._now else None

    def ask(self, task: Task, question_id: str, choices: Sequence[Choice], *, kind: str, facts: str,
            about: datetime | None = None) -> None:  # fmt: skip
        """Put our question on the table; what went cold is let go of."""
        self._state.tasks = [task]
        self._state.question = Question(question_id, "", kind, tuple(choices), self._now, facts=facts, about=about)
        self._conversation.state, self._conversation.at = self._state.to_json(), self._now
