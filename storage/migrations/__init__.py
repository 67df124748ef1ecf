"""Every shape the database has had, and the way from each to the next (Alembic).

A revision is a file `versions/NNNN_what.py`, and its number is its id: the newest is known without loading Alembic.
`python -m storage.migrations WHAT` drafts the next one from what the models say now; read it before you keep it.
Once released a revision never changes. The triggers belong to no revision: they hang anew after each upgrade.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from storage import triggers
from storage.columns import EncryptedText, Instant

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from sqlalchemy import Connection

_FOLDER = Path(__file__).parent


def known() -> list[str]:
    """Every revision that this version of Repbook knows, oldest first."""
    return sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def newest() -> str:
    return known()[-1]


def upgrade(connection: Connection) -> None:
    """Go to the newest revision, inside the transaction that the connection is in."""
    from alembic import command

    triggers.take_down(connection)
    command.upgrade(config(connection), "head")
    triggers.hang(connection)


def config(connection: Connection) -> Config:
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return made


def types_differ(context: MigrationContext, _: object, __: object, found: Any, wanted: Any) -> bool | None:
    """On SQLite a type is no more than its name there; elsewhere Alembic compares (None)."""
    if context.dialect.name != "sqlite":
        return None
    written = context.dialect.type_compiler_instance.process
    return written(found) != written(wanted)


def how_a_type_is_written(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Write a column's type into a draft so that it will not change when the models do."""
    if kind != "type":
        return False
    if isinstance(item, Instant | EncryptedText):
        return f"{type(item).__name__}()"
    if isinstance(item, sa.Enum):
        values = ", ".join(map(repr, item.enums))
        return f"sa.Enum({values}, native_enum=False, create_constraint=True, length={item.length})"
    if isinstance(getattr(item, "impl", item), sa.String):
        return f"sa.String({item.length or ''})"
    return False
