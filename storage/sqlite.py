"""How SQLite is opened and locked: a file of its own, one writer, every promise it can make kept."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.dialects.sqlite.base import SQLiteTypeCompiler
from sqlalchemy.engine import make_url

from storage import crypto
from storage.faults import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}


def is_ours(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def may_use_wal(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite's write-ahead log is safe: before the fix of its reset, commits could be lost.

    Source: sqlite.org/wal.html#walresetbug. Fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those lines.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


class StrictTypes(SQLiteTypeCompiler):
    """The column types that a STRICT table knows: it refuses 'abc' in an INTEGER, and has no other names for types."""

    def _text(self, *_: Any, **__: Any) -> str:
        return "TEXT"

    def _integer(self, *_: Any, **__: Any) -> str:
        return "INTEGER"

    visit_VARCHAR = visit_JSON = visit_DATE = _text  # noqa: N815  SQLAlchemy names them
    visit_BOOLEAN = visit_BIGINT = _integer  # noqa: N815


class Sqlite:
    """One SQLite file.

    The threads of this process queue for the write lock here, in memory; SQLite's own lock (BEGIN IMMEDIATE) then keeps
    other processes out. Waiting inside SQLite is polling, and unfair.
    """

    def __init__(self, url: str, *, lock: bool, wait: float) -> None:
        parsed = make_url(url)
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("SQLite needs a file: sqlite:///data/repbook.db")
        self._file = Path(parsed.database)
        self._lock, self._wait = lock, wait
        self._writer = threading.Lock()
        self._wal = may_use_wal(sqlite3.sqlite_version_info)
        self.engine = create_engine(parsed.set(drivername="sqlite"), connect_args={"timeout": wait}, pool_timeout=wait)
        self.engine.dialect.type_compiler_instance = StrictTypes(self.engine.dialect)
        self.reader = self.engine.execution_options(repbook_reading=True)
        event.listen(self.engine, "do_connect", self._make_file)
        event.listen(self.engine, "connect", self._prepare)
        event.listen(self.engine, "begin", self._begin)

    def kept_secret(self) -> str:
        return crypto.kept_secret(self._file.parent)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn among the writers of this process."""
        if not self._lock:
            yield
            return
        if not self._writer.acquire(timeout=self._wait):
            raise Busy("another thread of this process is writing")
        try:
            yield
        finally:
            self._writer.release()

    def take_lock(self, connection: Connection, practice_id: int) -> None:
        """BEGIN IMMEDIATE took it already, for all practices of the file."""

    @contextmanager
    def reshaping(self) -> Iterator[Connection]:
        """A connection whose tables may be made anew: references are checked at the end, not row by row."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection
            driver.execute("PRAGMA foreign_keys = OFF")  # has no effect once something began
            try:
                yield connection
            finally:
                connection.rollback()
                driver.execute("PRAGMA foreign_keys = ON")

    def check_references(self, connection: Connection) -> None:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration broke {len(broken)} references, the first in {broken[0][0]}")

    def facts(self, connection: Connection) -> dict[str, str]:
        def pragma(name: str) -> Any:
            return connection.execute(text(f"PRAGMA {name}")).scalar()

        why = "" if self._wal else " (this SQLite's write-ahead log can lose commits; 3.51.3 and later are safe)"
        return {
            "database": f"SQLite {sqlite3.sqlite_version}",
            "file": str(self._file),
            "journal": f"{pragma('journal_mode')}{why}",
            "synchronous": {0: "off", 1: "normal", 2: "full", 3: "extra"}[pragma("synchronous")],
            "foreign keys": "on" if pragma("foreign_keys") else "off",
            "secure delete": "on" if pragma("secure_delete") else "off",
            "waits for a lock": f"{pragma('busy_timeout') / 1000:g} s",
        }

    def passes(self, error: BaseException | None) -> bool:
        """Whether it is a fault that will pass: SQLite's extended code holds the plain one in its low byte."""
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in PASSING

    def _make_file(self, *_: Any) -> None:
        """Make the file and its folder for their owner's eyes only; SQLite gives its journal the same rights."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))

    def _prepare(self, driver: sqlite3.Connection, _: Any) -> None:
        # None: the driver begins nothing by itself (it begins at the first write, when what was read may be stale).
        # That is just what a race's negative control needs.
        driver.isolation_level = None if self._lock else "IMMEDIATE"
        driver.execute(f"PRAGMA journal_mode = {'WAL' if self._wal else 'TRUNCATE'}")
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute("PRAGMA secure_delete = ON")

    def _begin(self, connection: Connection) -> None:
        reading = connection.get_execution_options().get("repbook_reading", False)
        driver: Any = connection.connection
        driver.execute(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
        if self._lock:
            driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
