"""A database for one play: its own, and gone afterwards. What stands in the database that is named is never touched."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import URL, create_engine, make_url, text

from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "of a play: nothing in it is anybody's"


def opened(url: str) -> Database:
    return Database(url, secret=KEY)


@contextmanager
def throwaway(beside: str | None = None) -> Iterator[str]:
    """The URL of a fresh database of the newest shape: on the PostgreSQL server that is named, else an SQLite file."""
    url = make_url(beside) if beside else None
    if url is None or url.get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory(prefix="repbook-play-") as folder:
            file = Path(folder) / "play.db"
            shutil.copy(_shape(), file)
            yield f"sqlite:///{file}"
        return
    name = f"repbook_play_{token_hex(6)}"
    _told(url, f"CREATE DATABASE {name}")
    try:
        own = url.set(database=name).render_as_string(hide_password=False)
        _migrated(own)
        yield own
    finally:
        _told(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@cache
def _shaped() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """An empty database file of the newest shape, made once in a run of the program, to be copied."""
    folder = tempfile.TemporaryDirectory(prefix="repbook-play-")
    file = Path(folder.name) / "empty.db"
    _migrated(f"sqlite:///{file}")
    return folder, file


def _shape() -> Path:
    return _shaped()[1]


def _migrated(url: str) -> None:
    database = opened(url)
    database.migrate()
    database.close()


def _told(server: URL, statement: str) -> None:
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
