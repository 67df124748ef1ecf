"""A frozen package: its bookings stand, and nothing new is booked on it until it is thawed for the same reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.acts import record

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Package
    from storage.store import Store


def freeze(store: Store, package: Package, because: str, act: Act) -> bool:
    """Freeze a package, unless it is already, and say whether that changed anything. `because` is a code."""
    if package.frozen_because:
        return False
    package.frozen_because = because
    store.add(package)
    record(store, act, "frozen", package=package.id, because=because)
    return True


def thaw(store: Store, package: Package, because: str, act: Act) -> bool:
    """Thaw a package that was frozen for this reason, and say whether it was."""
    if package.frozen_because != because:
        return False
    package.frozen_because = ""
    store.add(package)
    record(store, act, "thawed", package=package.id, because=because)
    return True
