"""Who may draw from a package: those who are named. A family may share one; others only where the practice says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.acts import record
from core.rules import rules_of
from storage.models import PackageClient

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Client, Package
    from storage.store import Store


def may_share(store: Store, package: Package, client: Client) -> bool:
    """A package is shared within a family, the people whom one person writes for; transfers are off by default."""
    if rules_of(store.practice()).policies.transfer:
        return True
    return client.person_id in store.persons_of(package.id or 0)


def share(store: Store, package: Package, client: Client, act: Act) -> None:
    """From now on this client draws from it too."""
    if client.id not in store.holders(package.id or 0):
        store.add(PackageClient(package_id=package.id or 0, client_id=client.id or 0))
        record(store, act, "shared", package=package.id, client=client.id)


def may_leave(store: Store, package: Package, client: Client, act: Act) -> bool:
    """Somebody stays whom it is for, and nothing of theirs stands on it."""
    standing = store.standing_on(package.id or 0, act.at)
    others = [holder for holder in store.holders(package.id or 0) if holder != client.id]
    return bool(others) and all(visit.booking.client_id != client.id for visit in standing)


def leave(store: Store, package: Package, client: Client, act: Act) -> None:
    """This client draws from it no more."""
    store.no_longer_for(package.id or 0, client.id or 0)
    record(store, act, "unshared", package=package.id, client=client.id)
