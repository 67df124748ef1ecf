"""A database for one play: its own, and gone afterwards. What stands in the database that is named is never touched."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "of a play: nothing in it is anybody's"


def opened(url: str) -> Database:
    """A database of a play: what is in it is encrypted with a key that everybody knows."""
    return Database(url, secret=KEY)


@contextmanager
def throwaway(beside: str | None = None) -> Iterator[str]:
    """The URL of a fresh database of the newest shape: on the PostgreSQL server that is named, else an SQLite file."""
    if beside is None or make_url(beside).get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory(prefix="repbook-play-") as folder:
            file = Path(folder) / "play.db"
            shutil.copy(_shape()[1], file)
            yield f"sqlite:///{file}"
        return
    shape, name = _shape_on(beside), f"repbook_play_{token_hex(6)}"
    _tell(beside, f"CREATE DATABASE {name} TEMPLATE {shape}")
    try:
        yield _named(beside, name)
    finally:
        _drop(beside, name)


# An empty database of the newest shape is made once in a run of the program, and then copied.


@cache
def _shape() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """The folder, which goes when the program ends, and the file in it."""
    folder = tempfile.TemporaryDirectory(prefix="repbook-play-")
    file = Path(folder.name) / "empty.db"
    _migrate(f"sqlite:///{file}")
    return folder, file


@cache
def _shape_on(server: str) -> str:
    name = f"repbook_play_{token_hex(6)}"
    _tell(server, f"CREATE DATABASE {name}")
    atexit.register(_drop, server, name)
    _migrate(_named(server, name))
    return name


def _migrate(url: str) -> None:
    database = opened(url)
    database.migrate()
    database.close()


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _drop(server: str, name: str) -> None:
    with suppress(SQLAlchemyError):  # a server that has gone has taken it along
        _tell(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _tell(server: str, statement: str) -> None:
    url = make_url(server.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
