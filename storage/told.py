"""When an address last read from us how to stop our texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from storage.models import AuditEntry, Consent

if TYPE_CHECKING:
    from datetime import datetime

    from storage.asking import Asking


def last_told(store: Asking, contact_id: int) -> datetime | None:
    """When they last read it: with the first words to them, or in a reminder since; None if we never kept it."""
    agreed = (
        select(Consent.at).where(Consent.contact_id == contact_id, col(Consent.given)).order_by(col(Consent.id).desc())
    )
    noted = select(AuditEntry.at).where(AuditEntry.act == _act(contact_id)).order_by(col(AuditEntry.id).desc())
    found = [at for asked in (agreed, noted) if (at := store.session.exec(asked.limit(1)).first()) is not None]
    return max(found, default=None)


def note_told(store: Asking, contact_id: int, now: datetime) -> None:
    """They read it in this message."""
    store.note(AuditEntry(practice_id=store.practice_id, at=now, act=_act(contact_id), what="told_to_stop"))


def _act(contact_id: int) -> str:
    return f"told:{contact_id}"
