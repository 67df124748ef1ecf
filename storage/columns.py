"""The column types of our own: instants that cannot lose their zone, and text that nobody reads from the file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, String, Text, TypeDecorator
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

    from storage.crypto import Cipher

# A later migration can only change a key that has a name. CHECKs stay unnamed: a table of SQLite is made anew for them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for "not yet" where a column must hold an instant."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC both ways. A naive datetime is a mistake of ours and raises ValueError.

    On PostgreSQL a `timestamptz`. On SQLite text of fixed width, so that it sorts as time does and reads as a date.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: an instant must be aware")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if dialect.name == "sqlite" else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted on its way in and read on its way out, with the key of the database it is in.

    It cannot be searched or compared. Raises Unreadable (storage.crypto) when none of our secrets made it.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and cipher_of(dialect).encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value and cipher_of(dialect).decrypt(value)


def give_cipher(dialect: Dialect, cipher: Cipher) -> None:
    """Let the encrypted columns of one database use this cipher."""
    dialect.repbook_cipher = cipher  # type: ignore[attr-defined]  # the one object of a database that a column meets


def cipher_of(dialect: Dialect) -> Cipher:
    cipher: Cipher | None = getattr(dialect, "repbook_cipher", None)
    if cipher is None:
        raise RuntimeError("encrypted columns are reached through storage.database.Database only")
    return cipher
