"""Which booking is meant, and to when it should go."""

from __future__ import annotations

import pytest

from tests.understanding.change_book import CHANGES
from tests.understanding.sample import HOLDER, read, rows, said_of, starts


@pytest.mark.parametrize(("text", "intent", "which", "yes", "no"), [tuple(row) for row in rows(CHANGES)])
def test_change(text: str, intent: str, which: str, yes: str, no: str) -> None:
    meaning = read(text, HOLDER)
    assert meaning.intent == intent, meaning.because
    assert meaning.which is not None
    meant = [held.at for held in HOLDER.bookings if held.at in meaning.which]
    assert meant == starts(which)
    if yes:
        assert meaning.windows is not None
        assert all(start in meaning.windows for start in starts(yes)), said_of(meaning.windows)
        assert not any(start in meaning.windows for start in starts(no)), said_of(meaning.windows)


def test_second_request_is_kept_for_later() -> None:
    meaning = read("cancel monday and how many sessions do I have left?", HOLDER)
    assert meaning.intent == "cancel"
    assert meaning.then is not None
    assert meaning.then.intent == "balance"


@pytest.mark.parametrize(
    ("text", "first", "which", "second"),
    [
        ("confirm monday, cancel friday", "confirm", "11 16:00", "cancel"),
        ("je confirme lundi et annule vendredi", "confirm", "11 16:00", "cancel"),
        ("cancel friday, and put me on the waitlist for thursday", "cancel", "15 9:30", "join_waitlist"),
    ],
)
def test_two_deeds_each_keep_their_own_day(text: str, first: str, which: str, second: str) -> None:
    meaning = read(text, HOLDER)
    assert meaning.then is not None
    assert (meaning.intent, meaning.then.intent) == (first, second)
    assert meaning.which is not None
    assert [span.start for span in meaning.which.spans] == starts(which)
