"""Sessions that are there before anything was paid for them: how many a newcomer may have booked at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.rules import rules_of
from storage.models import InstalmentStatus

if TYPE_CHECKING:
    from storage.models import Client
    from storage.store import Store


def limit(store: Store, client: Client, package_id: int) -> int | None:
    """How many sessions may be booked at a time on a package of which no part is paid; nothing: as many as there are.

    Who had a plan here before, or ever paid, is trusted; a package that was not sold in the thread is paid for.
    """
    sale = store.sale_of(package_id)
    parts = store.instalments(sale.id or 0) if sale else ()
    if not parts or any(part.status is InstalmentStatus.PAID for part in parts):
        return None
    known = len(store.packages(client.id or 0)) > 1 or bool(store.payments_by(client.person_id))
    return None if known else rules_of(store.practice()).policies.stranger_unpaid
