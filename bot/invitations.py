"""One-time invitations: a link for Telegram, and a code that can be typed into a text message."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.identity import hashed
from storage.models import Invite, Person

if TYPE_CHECKING:
    from datetime import datetime

    from storage.models import Practitioner
    from storage.store import Store

GOOD_FOR = timedelta(hours=48)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
CODE = re.compile(rf"\s*RB[\s-]?([{ALPHABET}]{{4}})[\s-]?([{ALPHABET}]{{4}})\s*\.?\s*", re.IGNORECASE | re.ASCII)


def new_code() -> str:
    """A code like RB-7F3K-9Q2M: 40 bits of chance, for two days and one use."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"RB-{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """The payload of a Telegram link: at most 64 letters, digits, _ and -."""
    return secrets.token_urlsafe(24)


def code_in(text: str) -> str | None:
    """The code that a message consists of, as it was printed, however it was typed."""
    found = CODE.fullmatch(text)
    return f"RB-{found[1]}-{found[2]}".upper() if found else None


def invite(store: Store, person: Person, token: str, now: datetime) -> Invite:
    """Let whoever shows this token be that person, once. Only its hash is kept."""
    return store.add(
        Invite(
            practice_id=store.practice_id,
            person_id=person.id or 0,
            token_hash=hashed(token),
            expires_at=now + GOOD_FOR,
        )
    )


def person_of(store: Store, practitioner: Practitioner, language: str, now: datetime) -> Person:
    """The person that a practitioner is in their thread, made when there is none yet."""
    known = next((person for person in store.staff() if person.practitioner_id == practitioner.id), None)
    return known or store.add(
        Person(
            practice_id=store.practice_id,
            name=practitioner.name,
            language=language,
            practitioner_id=practitioner.id,
            created_at=now,
        )
    )
