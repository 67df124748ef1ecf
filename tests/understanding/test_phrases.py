"""Each phrase of the phrase book wants what stands at the head of its list."""

from __future__ import annotations

import pytest

from tests.understanding.phrase_book import CLIENTS, STAFF
from tests.understanding.sample import HOLDER, PRACTICE, read
from tests.understanding.sample import STAFF as PRACTITIONER


def lines(book: dict[str, str]) -> list[tuple[str, str]]:
    return [(intent, line.strip()) for intent, text in book.items() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(("intent", "text"), lines(CLIENTS))
def test_what_a_client_wants(intent: str, text: str) -> None:
    meaning = read(text, PRACTICE if intent == "book" else _holder(text))
    assert meaning.intent == intent, meaning.because


def _holder(text: str):
    """The book's clients hold sessions on the days that they speak of."""
    from dataclasses import replace
    from datetime import datetime

    from handlers.understanding import Held
    from tests.understanding.sample import ZONE

    held = (Held(datetime(2026, 5, 12, 17, tzinfo=ZONE), "ana"), Held(datetime(2026, 5, 14, 17, tzinfo=ZONE), "ana"))
    return replace(HOLDER, bookings=held)


@pytest.mark.parametrize(("intent", "text"), lines(STAFF))
def test_what_a_practitioner_wants(intent: str, text: str) -> None:
    meaning = read(text, PRACTITIONER)
    assert meaning.intent == intent, meaning.because


def test_every_reading_says_which_words_did_it() -> None:
    for _, text in lines(CLIENTS):
        assert read(text).because, text
