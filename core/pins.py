"""A PIN for what moves money or credits by SMS, whose sender can be forged. Only its hash is kept.

It is asked once for some minutes on an address; after a few wrong ones in a row that person's PIN is locked for a
while, and the owner hears of it.
"""

from __future__ import annotations

import hmac
import re
from datetime import timedelta
from enum import StrEnum
from hashlib import scrypt
from secrets import token_hex
from typing import TYPE_CHECKING

from core.acts import record
from core.notices import tell_owner
from storage.models import StaffPin

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from storage.store import Store

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
LOCKED_FOR = timedelta(hours=1)
A_PIN = re.compile(r"\d{4,8}")
LOCKED = "pin_locked"


class Said(StrEnum):
    """What came of a PIN that was said."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


def choose(store: Store, person_id: int, pin: str, act: Act) -> None:
    """From now on this is their PIN. ValueError when it is not four to eight digits."""
    if not A_PIN.fullmatch(pin):
        raise ValueError("a PIN is four to eight digits")
    salt = token_hex(16)
    known = store.pin(person_id) or StaffPin(person_id=person_id, salt=salt, digest="")
    known.salt, known.digest, known.failed = salt, _digest(pin, salt), 0
    known.locked_until = known.good_until = known.contact_id = None
    store.add(known)
    record(store, act, "pin_chosen", person=person_id)


def may_choose(store: Store, person_id: int, contact_id: int, act: Act) -> bool:
    """Who has just proved who they are on an address may choose a PIN there, if they have none: for some minutes."""
    if store.pin(person_id) is not None:
        return False
    store.add(StaffPin(person_id=person_id, salt="", digest="", contact_id=contact_id, good_until=act.at + GOOD_FOR))
    return True


def say(store: Store, known: StaffPin, contact_id: int, pin: str, act: Act) -> Said:
    """Is this the PIN? Said rightly it is good for some minutes on that address."""
    if is_locked(known, act.at):
        return Said.LOCKED
    right = hmac.compare_digest(_digest(pin, known.salt), known.digest)
    known.failed = 0 if right else known.failed + 1
    if right:
        known.contact_id, known.good_until = contact_id, act.at + GOOD_FOR
    elif known.failed >= TRIES:
        known.failed, known.locked_until = 0, act.at + LOCKED_FOR
        record(store, act, LOCKED, person=known.person_id)
        tell_owner(store, act, LOCKED, subject=known.person_id, person=known.person_id)
    store.add(known)
    if right:
        return Said.RIGHT
    return Said.LOCKED if is_locked(known, act.at) else Said.WRONG


def is_good(known: StaffPin, contact_id: int, now: datetime) -> bool:
    """Was it said rightly on this address a moment ago?"""
    return known.contact_id == contact_id and known.good_until is not None and now < known.good_until


def is_locked(known: StaffPin, now: datetime) -> bool:
    return known.locked_until is not None and now < known.locked_until


def _digest(pin: str, salt: str) -> str:
    return scrypt(pin.encode(), salt=salt.encode(), n=2**14, r=8, p=1).hex()
