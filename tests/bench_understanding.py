"""How long understanding takes beside dateparser, in one run, over messages of the phrase and wish books."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import dateparser.search

from tests.understanding.change_book import CHANGES
from tests.understanding.phrase_book import CLIENTS
from tests.understanding.sample import HOLDER, NOW, read, rows
from tests.understanding.wish_book import WISHES

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": NOW.replace(tzinfo=None)}


def run() -> None:
    """Print the median and the 99th percentile of both, in microseconds of processor time a message."""
    texts = [line.strip() for book in CLIENTS.values() for line in book.splitlines() if line.strip()]
    texts += [row[0] for book in (WISHES, CHANGES) for row in rows(book)]
    show("understand", timed(lambda text: read(text, HOLDER), texts))
    show("dateparser", timed(searched, texts[:: max(1, len(texts) // 200)]))


def searched(text: str) -> object:
    """What dateparser finds in a text, set as well as it can be."""
    return dateparser.search.search_dates(text, languages=["en", "fr"], settings=SETTINGS)


def timed(call: Callable[[str], object], texts: list[str]) -> list[float]:
    """Microseconds of processor time of each call, after one that warms up: what else the machine does is no matter."""
    call(texts[0])
    taken = []
    for text in texts:
        begun = time.thread_time()
        call(text)
        taken.append((time.thread_time() - begun) * 1e6)
    return sorted(taken)


def show(name: str, taken: list[float]) -> None:
    """One line of the report."""
    late = taken[int(len(taken) * 0.99)]
    print(f"{name:12} median {statistics.median(taken):8.0f} us   p99 {late:8.0f} us   over {len(taken)} messages")


if __name__ == "__main__":
    run()
