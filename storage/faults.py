"""What can be wrong with the database itself."""

from __future__ import annotations


class Busy(Exception):
    """A passing fault (lock time-out, lost connection, full disk, serialization failure): worth trying again."""


class TooNew(Exception):
    """The database was made by a newer version of Repbook."""


class NotMigrated(Exception):
    """The database is empty or older than this version of Repbook."""
