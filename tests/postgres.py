"""A private PostgreSQL server for the tests, and a fresh database for whoever asks.

`postgres_url` is an empty database; `postgres_server.database(prepare)` is one that `prepare(url)` has filled, done
once and then copied (`prepare` must close its connections). The server lives in a folder of its own, listens on a
socket in it and ends with the process that started it. `REPBOOK_TEST_POSTGRES` names a running server instead, whose
user may create databases. Where there is neither, the tests are skipped and say so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER = "repbook"
START_WITHIN = 30.0  # seconds
_GIVEN = "REPBOOK_TEST_POSTGRES"

# The server ends when its stdin closes, as it does even when the test process is killed.
_UNTIL_STDIN_CLOSES = """
exec 3<&0
"$@" </dev/null 3<&- & server=$!
{ read -r _ <&3; kill -QUIT $server; } 2>/dev/null & watcher=$!
wait $server; status=$?
kill $watcher 2>/dev/null
exit $status
"""
# A server whose data nobody needs tomorrow; and whose zone is not ours, so that code which relies on it shows.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "timezone": "Australia/Lord_Howe",
}


class NoPostgres(Exception):
    """No PostgreSQL server can be had here."""


class PostgresServer:
    """A server, and the databases that we made in it."""

    def __init__(self, admin: URL) -> None:
        self._admin = admin.set(drivername="postgresql+psycopg")
        self._made: list[str] = []
        self._prepared: dict[Callable[[str], object], str] = {}

    def database(self, prepare: Callable[[str], object] | None = None) -> str:
        """Make a database and answer its URL; with `prepare`, a copy of what that made of an empty one."""
        if prepare is None:
            return self._url(self._create("template0"))
        if prepare not in self._prepared:
            name = self._create("template0")
            prepare(self._url(name))
            self._prepared[prepare] = name
        return self._url(self._create(self._prepared[prepare]))

    def drop(self, url: str) -> None:
        """End a database, whoever is still connected to it."""
        name = make_url(url).database or ""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._made.remove(name)

    def close(self) -> None:
        for name in list(self._made):
            self.drop(self._url(name))

    def _create(self, template: str) -> str:
        name = f"repbook_{uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE {} ", name, template)
        self._made.append(name)
        return name

    def _url(self, database: str) -> str:
        return self._admin.set(database=database).render_as_string(hide_password=False)

    def _run(self, statement: Any, *names: str) -> None:
        with connect(self._admin) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def connect(url: URL) -> psycopg.Connection[Any]:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=10)


def find_programs() -> Path:
    """Find the folder of the newest PostgreSQL server's programs."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda p: [int(n) for n in p.parent.name.split(".") if n.isdigit()], reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(f"no PostgreSQL server programs here (Debian: apt-get install postgresql) and no {_GIVEN}")


def owner() -> dict[str, Any]:
    """Choose as whom the server runs: ourselves, but PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody")


@contextmanager
def private_server() -> Iterator[URL]:
    """Run a server of our own for as long as the block lasts."""
    programs, as_whom = find_programs(), owner()
    folder = Path(tempfile.mkdtemp(prefix="repbook-pg-"))  # a short path: a socket's has at most 107 characters
    try:
        if as_whom:
            os.chown(folder, as_whom["user"], as_whom["group"])
        with _running(programs, folder, as_whom) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(programs: Path, folder: Path, as_whom: dict[str, Any]) -> Iterator[URL]:
    data, log = folder / "data", folder / "log"
    make: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(make, check=False, capture_output=True, text=True, cwd=folder, **as_whom)
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
    serve: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder]
    serve += [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command: list[str | Path] = ["sh", "-c", _UNTIL_STDIN_CLOSES, "sh", *serve]
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out, cwd=folder, **as_whom) as server,
    ):
        # Leaving the block closes its stdin and waits for its end.
        url = URL.create("postgresql", username=USER, database="postgres", query={"host": str(folder)})
        _wait_until_it_answers(url, server, log)
        yield url


def _wait_until_it_answers(url: URL, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_WITHIN
    while True:
        try:
            connect(url).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > give_up:
                raise NoPostgres(f"PostgreSQL did not start: {error}\n{log.read_text(errors='replace')}") from error
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server: the one that REPBOOK_TEST_POSTGRES names, or one of this worker's own."""
    if given := os.environ.get(_GIVEN):
        server = PostgresServer(make_url(given))
        yield server
        server.close()
        return
    try:
        with private_server() as admin:
            yield PostgresServer(admin)
    except NoPostgres as why:
        pytest.skip(f"no PostgreSQL: {why}")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    url = postgres_server.database()
    yield url
    postgres_server.drop(url)
