"""All scripts: importing this registers them."""

from handlers import paying
from handlers.client import (
    book,
    book_plan,
    buy,
    cadence,
    cancel,
    end_plan,
    expiring,
    looking,
    membership,
    move,
    offered,
    owing,
    receipts,
    reminded,
    talk,
    waitlist,
)
from handlers.practitioner import (
    answers,
    decide,
    find,
    helping,
    money,
    money_months,
    money_pin,
    money_plans,
    morning,
    off,
    outcome,
    rebook,
    summary,
    waiting,
)
from handlers.practitioner import book as staff_book
from handlers.practitioner import cancel as staff_cancel
from handlers.practitioner import day as staff_day
from handlers.practitioner import move as staff_move
from handlers.practitioner import receipts as staff_receipts
from handlers.practitioner import settings as staff_settings
from handlers.practitioner import undo as staff_undo

__all__ = [
    "answers", "book", "book_plan", "buy", "cadence", "cancel", "decide", "end_plan", "expiring", "find", "helping",
    "looking", "membership", "money", "money_months", "money_pin", "money_plans", "morning", "move", "off",
    "offered", "outcome", "owing", "paying", "rebook", "receipts", "reminded", "staff_book", "staff_cancel",
    "staff_day", "staff_move", "staff_receipts", "staff_settings", "staff_undo", "summary", "talk", "waiting",
    "waitlist",
]  # fmt: skip
