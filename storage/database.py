"""The database: how it is opened, the one transaction, the write lock, and how it comes to its newest shape.

One writer at a time per practice: what a transaction reads stays true until it commits.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlmodel import Session

from storage import postgresql, sqlite
from storage.columns import give_cipher
from storage.crypto import Cipher, derive
from storage.faults import Busy, NotMigrated, TooNew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["Busy", "Database", "NotMigrated", "TooNew"]


class Database:
    """A practice's memory, on SQLite (`sqlite:///file`) or PostgreSQL (`postgresql://...`). Any thread may use it.

    `secret` encrypts the confidential columns (storage.crypto); without one, it is made once and kept beside the file.
    `wait` is how long anybody waits for a lock, in seconds. `lock=False` takes no write lock at all: it is the negative
    control of a race test, which must then see the accident.
    """

    def __init__(self, url: str, *, secret: str | None = None, lock: bool = True, wait: float = 5.0) -> None:
        self._backend = (sqlite.Sqlite if sqlite.is_ours(url) else postgresql.Postgresql)(url, lock=lock, wait=wait)
        self._engine = self._backend.engine
        self._here = threading.local()
        self._secret = secret or self._backend.kept_secret()
        give_cipher(self._engine.dialect, Cipher(self._secret))

    @contextmanager
    def transaction(self, practice_id: int = 0) -> Iterator[Session]:
        """Everything inside happens, or nothing; nobody else writes to this practice meanwhile.

        Rows stay readable afterwards. Raises Busy for a passing fault. Not to be nested.
        """
        with self._alone(), self._faults(), self._backend.turn(), self._session() as session:
            self._backend.take_lock(session.connection(), practice_id)
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One moment of the database, to read only. Keep it short: see `facts()["journal"]`. Raises Busy."""
        with self._alone(), self._faults(), Session(self._backend.reader, expire_on_commit=False) as session:
            yield session

    def migrate(self) -> None:
        """Bring the database to the newest shape, from whatever it was. Raises TooNew and Busy."""
        from storage import migrations

        if self.revision() == migrations.newest():
            return
        with self._alone(), self._faults(), self._backend.turn(), self._backend.reshaping() as connection:
            self._refuse_newer(connection)
            migrations.upgrade(connection)
            self._backend.check_references(connection)
            connection.commit()

    def check(self) -> None:
        """Refuse to go on with a database of another shape: raises TooNew or NotMigrated."""
        from storage import migrations

        with self._faults(), self._backend.reader.connect() as connection:
            self._refuse_newer(connection)
            if _revision(connection) != migrations.newest():
                raise NotMigrated("the database is not in the shape that this version needs: run `repbook migrate`")

    def revision(self) -> str | None:
        """Which shape the database has, or None while it has none."""
        with self._faults(), self._backend.reader.connect() as connection:
            return _revision(connection)

    def facts(self) -> dict[str, str]:
        """What the database is and how it is set, for `repbook doctor`."""
        with self._faults(), self._backend.reader.connect() as connection:
            return {**self._backend.facts(connection), "revision": _revision(connection) or "none"}

    def keys_for(self, purpose: str) -> list[bytes]:
        """Keys of this database's secret that nothing else uses; the first is the newest, while it is being changed."""
        return [derive(part.strip(), purpose) for part in self._secret.split(",") if part.strip()]

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)

    def _refuse_newer(self, connection: Connection) -> None:
        from storage import migrations

        found = _revision(connection)
        if found is not None and found not in migrations.known():
            raise TooNew(
                f"the database has shape {found}, which is newer than this version of Repbook knows"
                f" ({migrations.newest()}): start the newer version, or restore an older backup"
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A thread has one session at a time: a second would wait for the first, for ever."""
        if getattr(self._here, "busy", False):
            raise RuntimeError("this thread is in a transaction already")
        self._here.busy = True
        try:
            yield
        finally:
            self._here.busy = False

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Say Busy for what will pass by itself."""
        try:
            yield
        except NoConnectionFree as error:
            raise Busy("no connection became free") from error
        except (DBAPIError, sqlite3.OperationalError) as error:
            origin = getattr(error, "orig", error)
            if getattr(error, "connection_invalidated", False) or self._backend.passes(origin):
                raise Busy(str(origin)) from error
            raise


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
