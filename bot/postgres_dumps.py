"""Copies of a PostgreSQL database by its own tools, pg_dump and pg_restore: as it was at one moment."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy import make_url

from bot.errors import Damaged

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps the tools of each version


@dataclass(frozen=True, slots=True)
class PostgresDumps:
    url: str
    suffix: ClassVar[str] = ".dump"

    @property
    def missing(self) -> str:
        return "" if _tool("pg_dump") and _tool("pg_restore") else "pg_dump and pg_restore"

    def write(self, draft: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", f"--file={draft}", *self._database())

    def check(self, copy: Path) -> None:
        """Raises Damaged unless the whole of it can be read."""
        self._run("pg_restore", f"--file={os.devnull}", str(copy))

    def put_back(self, copy: Path) -> None:
        """All of it or nothing."""
        how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        self._run("pg_restore", *how, *self._database(), str(copy))

    def exists(self) -> bool:
        return True

    def _database(self) -> tuple[str, ...]:
        url = make_url(self.url).set(drivername="postgresql", password=None)
        return ("--dbname", url.render_as_string(hide_password=False))

    def _run(self, tool: str, *arguments: str) -> None:
        """The password is not among the arguments: others on the machine can read those."""
        found, password = _tool(tool), make_url(self.url).password
        if found is None:
            raise Damaged(f"{tool} is not installed here: it comes with PostgreSQL's client tools")
        environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
        done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["it said nothing"]
            raise Damaged(f"{tool}: {said[-1]}")


def _tool(name: str) -> str | None:
    """Where one of PostgreSQL's tools is: the newest that Debian keeps, else the one on the path."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda found: float(found.parts[-3]), reverse=True)
    return str(versions[0]) if versions else shutil.which(name)
