"""Whatever is written: no text raises, work grows with the length, and windows in words read back as themselves."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.windows import Window, Windows
from handlers.understanding.intents import LABELS
from handlers.understanding.reading import explain, window_in_words, windows_in_words
from tests.understanding.phrase_book import CLIENTS
from tests.understanding.sample import HOLDER, PRACTICE, STAFF, ZONE, at, read

WORDS = sorted({word for text in CLIENTS.values() for word in text.split()})
OFFERS = replace(
    PRACTICE,
    asked="slot",
    offered=("Thu May 7, 3:00 PM", "Mon May 11, 9:00 AM"),
    offered_at=(at("7 15:00"), at("11 9:00")),
)
CONTEXTS = [
    PRACTICE,
    HOLDER,
    STAFF,
    OFFERS,
    replace(OFFERS, asked="confirm"),
    replace(PRACTICE, asked="when", openings=()),
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.text(alphabet="0123456789:/.-h apm", max_size=60),
)


@given(text=TEXTS, context=st.sampled_from(CONTEXTS))
def test_no_text_raises(text: str, context) -> None:
    meaning = read(text, context)
    assert meaning.intent in LABELS
    assert explain(meaning, ZONE)
    assert read(text, context) == meaning


@pytest.mark.parametrize(
    "unit", ["tuesday at 3 or ", "9 ", "not friday, ", "lundi à 9h et ", "cancel ", "the the the ", "a ", "?!", "x"]
)
def test_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    read(unit * 160)  # what is learned once is learned
    short, long = steps(unit * 40), steps(unit * 160)
    assert long <= 4 * short * 1.6


def steps(text: str) -> int:
    """How many lines of our code run to read a text."""
    count = 0

    def tracer(frame, event, arg):
        nonlocal count
        if "understanding" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        read(text, HOLDER)
    finally:
        sys.settrace(before)
    return count


def day_of(number: int) -> datetime:
    """The midnight of a working day, so many days after the wednesday of these tests."""
    midnight = datetime(2026, 5, 6, tzinfo=ZONE) + timedelta(days=number)
    return midnight + timedelta(days=2) if midnight.weekday() >= 5 else midnight


def window_on(number: int, minute: int, length: int, *, exact: bool) -> Window:
    """A window within the hours of a working day."""
    midnight = day_of(number)
    start = midnight.replace(hour=minute // 60, minute=minute % 60)
    end = min(start + timedelta(minutes=length), midnight.replace(hour=19))
    return Window.at(start) if exact else Window(start, end)


DAYS, MINUTES, LENGTHS = st.integers(1, 80), st.integers(8 * 60, 18 * 60), st.integers(5, 300)


@given(day=DAYS, minute=MINUTES, length=LENGTHS, lang=st.sampled_from(["en", "fr"]), exact=st.booleans())
def test_a_window_in_words_reads_back_as_itself(day: int, minute: int, length: int, lang: str, exact: bool) -> None:
    window = window_on(day, minute, length, exact=exact)
    windows = read(window_in_words(window, ZONE, lang)).windows
    assert windows is not None
    assert windows.spans == (window,)


@given(
    several=st.lists(st.tuples(DAYS, MINUTES, LENGTHS), min_size=2, max_size=3, unique_by=lambda each: day_of(each[0])),
    lang=st.sampled_from(["en", "fr"]),
    exact=st.booleans(),
)
def test_several_windows_in_words_read_back_as_themselves(several: list[tuple], lang: str, exact: bool) -> None:
    wished = Windows.of(window_on(*each, exact=exact) for each in several)
    windows = read(windows_in_words(wished, ZONE, lang)).windows
    assert windows is not None
    assert windows.spans == wished.spans
