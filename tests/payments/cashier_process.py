"""A cashier in a process of its own, to be killed: makes the calls that are due, and ends."""

from __future__ import annotations

import sys
from datetime import datetime

from bot import cashier
from bot.calls import Calls
from bot.stripe import Stripe
from storage.database import Database
from tests.databases import SECRET
from tests.peers.stripe import KEY


def main(url: str, api: str, now: str) -> None:
    database = Database(url, secret=SECRET)
    till = Stripe(KEY, api, "https://book.example.com", "whsec_none")
    calls = Calls(database, "stripe", "the one that dies", lambda token: f"https://book.example.com/p/pay/{token}")
    cashier.settle(calls, till, datetime.fromisoformat(now))


if __name__ == "__main__":
    main(*sys.argv[1:])
