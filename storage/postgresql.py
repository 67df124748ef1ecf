"""How PostgreSQL is opened and locked: psycopg 3, one advisory lock for each practice."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from storage import crypto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

OURS = (
    0x5EB0  # the first half of our advisory locks, so that they are not another program's; the second is the practice
)
RESHAPING = -1
TAKE_LOCK = text("SELECT pg_advisory_xact_lock(:ours, :practice)")

# serialization failure, deadlock, lock and statement time-outs, idle too long, shut down or starting up
PASSING = {"40001", "40P01", "55P03", "57014", "25P03", "57P01", "57P02", "57P03"}
PASSING_CLASSES = {"08", "53"}  # connection lost; disk, memory or connections used up


class Postgresql:
    """One PostgreSQL database. Writers of one practice queue for its lock; those of others do not meet them."""

    def __init__(self, url: str, *, lock: bool, wait: float) -> None:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
        if parsed.get_backend_name() != "postgresql":
            raise ValueError(
                "a database is SQLite (sqlite:///file) or PostgreSQL (postgresql://user:password@host/name)"
            )
        self._lock = lock
        settings = {
            "timezone": "UTC",
            "lock_timeout": f"{wait * 1000:.0f}",
            "idle_in_transaction_session_timeout": "60000",
        }
        self.engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            connect_args={"options": " ".join(f"-c {k}={v}" for k, v in settings.items()), "connect_timeout": 10},
            pool_size=10,
            max_overflow=20,
            pool_timeout=wait,
        )
        self.reader = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def kept_secret(self) -> str:
        return crypto.kept_secret(Path("data"))

    def turn(self) -> AbstractContextManager[None]:
        """The lock in the database is the only queue."""
        return nullcontext()

    def take_lock(self, connection: Connection, practice_id: int) -> None:
        if self._lock:
            connection.execute(TAKE_LOCK, {"ours": OURS, "practice": practice_id})

    @contextmanager
    def reshaping(self) -> Iterator[Connection]:
        """A connection of the only process that changes tables now."""
        with self.engine.connect() as connection:
            connection.execute(TAKE_LOCK, {"ours": OURS, "practice": RESHAPING})
            yield connection

    def check_references(self, connection: Connection) -> None:
        """PostgreSQL has kept them all along."""

    def facts(self, connection: Connection) -> dict[str, str]:
        def setting(name: str) -> str:
            return str(connection.execute(text(f"SHOW {name}")).scalar())

        return {
            "database": f"PostgreSQL {setting('server_version')}",
            "encoding": setting("server_encoding"),
            "synchronous": setting("synchronous_commit"),
            "waits for a lock": setting("lock_timeout"),
        }

    def passes(self, error: BaseException | None) -> bool:
        """Whether it is a fault that will pass. Without a code it is the connection: no server spoke."""
        state: str | None = getattr(error, "sqlstate", None)
        if state is None:
            return isinstance(error, self.engine.dialect.loaded_dbapi.OperationalError)
        return state in PASSING or state[:2] in PASSING_CLASSES
