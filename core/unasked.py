"""What reaches a client without an act of their own: never at night, and of some kinds only so much in a day."""

from __future__ import annotations

from core.adjustments import CHANGED
from core.cadence import CADENCE
from core.expiry import EXPIRING, LAPSED
from core.memberships import ENDED, RELEASED
from core.offer_life import GONE, OFFER, OVER
from core.reminders import MISSED, REMINDER

CAPPED = frozenset({REMINDER, MISSED, EXPIRING, CADENCE, OFFER})  # at most so many a day to one person
INSTALMENTS = frozenset({"instalment_due", "instalment_unpaid"})
ENDINGS = frozenset({LAPSED, CHANGED, RELEASED, ENDED, OVER, GONE})
UNASKED = CAPPED | INSTALMENTS | ENDINGS | {"given_back"}
