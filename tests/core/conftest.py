"""A practice on each database, whose laws must hold when a test ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    world = World(database)
    yield world
    assert world.findings() == []
