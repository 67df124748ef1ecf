"""A practice that takes deposits, with a till at our own Stripe, on each database; the laws hold when a test ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.payments.shop import Shop
from tests.peers.stripe import Stripe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database


@pytest.fixture
def peer() -> Iterator[Stripe]:
    peer = Stripe()
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def shop(database: Database, peer: Stripe) -> Iterator[Shop]:
    shop = Shop(database, peer)
    yield shop
    assert shop.findings() == []
