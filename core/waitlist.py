"""No gap stays empty: who waits for a place is asked when one comes free, in fair order, and it is held meanwhile.

The list is in core.waiting, the asking and the answers in core.offering, who is next in core.matching.
"""

from __future__ import annotations

from core.matching import after, offer_next, sweep
from core.offer_life import GONE, OFFER, OVER, is_unanswered, only_offered
from core.offering import accept, answer_until, decline, offer_to
from core.waiting import change, entries, everyone, join, leave, live_offer

__all__ = [
    "GONE", "OFFER", "OVER", "accept", "after", "answer_until", "change", "decline", "entries", "everyone",
    "is_unanswered", "join", "leave", "live_offer", "offer_next", "offer_to", "only_offered", "sweep",
]  # fmt: skip
