"""What a script says: a text and at most a few choices. How it looks is the channel's business. Or why nothing is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked: how it reads, the value it stands for, and its start if it is a time."""

    label: str
    value: Any
    at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"label": self.label, "value": self.value, "at": self.at.isoformat() if self.at else None}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Choice:
        return cls(data["label"], data["value"], datetime.fromisoformat(data["at"]) if data["at"] else None)


def _begun(text: str) -> str:
    """As a sentence begins; SMS has no capital with an accent, so that such a letter stays small."""
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that goes with what is said: a receipt's row, and which copy of it (0 is the original)."""

    kind: str
    id: int
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of what is said, where the channel has pictures: its kind, and what it shows as JSON values."""

    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Say:
    """A text with its choices. `numbered` ones are listed by SMS ("1. …"); others are buttons only, like yes and no.

    `question` is the opaque id that the buttons carry ("question:n").
    """

    text: str
    choices: tuple[Choice, ...] = ()
    numbered: bool = True
    question: str | None = None
    ask_contact: bool = False  # Telegram: a button that shares one's own number
    columns: int = 0  # Telegram: so many buttons in a row, where the choices come in rows
    lasting: bool = False  # Telegram: the buttons stay when something else is said (a practitioner's day)
    document: Document | None = None  # Telegram: a file below the text; elsewhere: a link that lasts some days
    picture: Picture | None = None  # Telegram: above the text; by SMS it is left out

    def __add__(self, other: Say) -> Say:
        """One message of two: the choices are the last one's."""
        if not other.text:
            return self
        if not self.text:
            return other
        asks, document = self.ask_contact or other.ask_contact, other.document or self.document
        text, picture = f"{self.text}\n{_begun(other.text)}", other.picture or self.picture
        return replace(other, text=text, ask_contact=asks, document=document, picture=picture)

    def as_dict(self) -> dict[str, Any]:
        """As JSON values, to be owed."""
        return {
            "text": self.text,
            "choices": [choice.as_dict() for choice in self.choices],
            "numbered": self.numbered,
            "question": self.question,
            "ask_contact": self.ask_contact,
            "columns": self.columns,
            "lasting": self.lasting,
            "document": asdict(self.document) if self.document else None,
            "picture": asdict(self.picture) if self.picture else None,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Say:
        return cls(
            raw["text"],
            tuple(Choice.from_dict(choice) for choice in raw["choices"]),
            raw["numbered"],
            raw["question"],
            raw["ask_contact"],
            raw.get("columns", 0),
            raw.get("lasting", False),
            Document(**raw["document"]) if raw.get("document") else None,
            Picture(**raw["picture"]) if raw.get("picture") else None,
        )


NOTHING = Say("")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What we owed is not to be said any more, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """What we owe is not to be said now, but at `due_at`."""

    due_at: datetime
