"""One process of the running program, for the tests that kill it: it sends what is due, and nothing else.

`python -m tests.bot.one_dispatcher DATABASE_URL TWILIO_URL SKIP`: its clock is ahead by as many seconds as the file
SKIP says, so that leases of two minutes can run out in a test.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from pydantic import SecretStr

from bot.app import Repbook
from bot.dispatch import utc_now
from bot.settings import Settings
from storage.database import Database
from tests.databases import SECRET
from tests.peers import twilio


async def run(database_url: str, twilio_url: str, skip: Path) -> None:
    def now() -> datetime:
        return utc_now() + timedelta(seconds=float(skip.read_text(encoding="utf-8")))

    settings = Settings(
        _env_file=None,
        database_url=database_url,
        public_url="https://book.example.com",
        twilio_account_sid=twilio.ACCOUNT,
        twilio_auth_token=SecretStr(twilio.TOKEN),
        twilio_from=twilio.NUMBER,
        twilio_api_url=twilio_url,
        twilio_segments_per_second=100_000,
    )
    repbook = Repbook(settings, database=Database(database_url, secret=SECRET), now=now)
    await repbook.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
