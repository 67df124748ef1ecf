"""What core owes people unasked: a kind and its facts. Their words come from handlers.notices when they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage import post

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from storage.store import Store


def tell(
    store: Store,
    act: Act,
    kind: str,
    person_id: int | None,
    *,
    subject: Any = "",
    expires_at: datetime | None = None,
    guard: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Owe a person a notice now: once for an act, a kind and a `subject`. To nobody (no owner yet) nothing is owed."""
    if person_id is None:
        return
    key = ":".join(str(part) for part in (act.id, kind, person_id, subject) if part != "")
    post.owe(
        store, key=key, kind=kind, person_id=person_id, body=facts, act=act.id, due_at=act.at, expires_at=expires_at,
        guard=guard,
    )  # fmt: skip


def tell_owner(store: Store, act: Act, kind: str, *, subject: Any = "", **facts: Any) -> None:
    """Owe the owner of the practice a notice, where there is one."""
    owner = store.owner()
    tell(store, act, kind, owner.id if owner else None, subject=subject, **facts)
