"""Wishes for a time allow what was wished, and nothing that was not."""

from __future__ import annotations

import pytest

from tests.understanding.sample import NOW, at, read, rows, said_of, starts
from tests.understanding.wish_book import WISHES


@pytest.mark.parametrize(("text", "yes", "no"), [tuple(row) for row in rows(WISHES)])
def test_wish(text: str, yes: str, no: str) -> None:
    windows = read(text).windows
    assert windows is not None, text
    missing = [start for start in starts(yes) if start not in windows]
    assert not missing, said_of(windows)
    wrong = [start for start in starts(no) if start in windows]
    assert not wrong, said_of(windows)


def test_nothing_is_wished_for_the_past() -> None:
    windows = read("anytime today").windows
    assert windows is not None
    assert windows.start == NOW


@pytest.mark.parametrize("text", ["next friday at 2", "vendredi prochain à 14h"])
def test_next_friday_stays_two_honest_readings(text: str) -> None:
    meaning = read(text)
    assert meaning.windows is not None
    assert meaning.other_windows is not None
    assert {meaning.windows.exact, meaning.other_windows.exact} == {at("8 14:00"), at("15 14:00")}


@pytest.mark.parametrize(("text", "hour"), [("around 3 tomorrow", "7 15:00"), ("demain vers 15h", "7 15:00")])
def test_around_an_hour_is_near_it_and_not_only_it(text: str, hour: str) -> None:
    windows = read(text).windows
    assert windows is not None
    assert windows.near == (at(hour),)
    assert at("7 14:30") in windows
    assert windows.exact is None


@pytest.mark.parametrize(
    "text",
    [
        "may I have your number?",
        "I sat on it",
        "one second",
        "march on",
        "the second one",
        "mon ami m'a parlé de vous",
        "call me at 514 555 0199",
        "it costs $15.50",
        "i have 2 kids",
    ],
)
def test_false_friends_are_no_times(text: str) -> None:
    assert read(text).windows is None


@pytest.mark.parametrize(
    "text",
    ["how many do i have left? and an appt friday at 2", "il me reste combien de séances? et un rdv vendredi 14h"],
)
def test_the_time_of_a_second_request_is_kept(text: str) -> None:
    meaning = read(text)
    both = [each for each in (meaning, meaning.then) if each is not None]
    assert {each.intent for each in both} == {"balance", "book"}
    assert [each.windows.exact for each in both if each.windows is not None] == [at("8 14:00")]


@pytest.mark.parametrize("text", ["could i come in twice next week", "deux fois la semaine prochaine si possible"])
def test_twice_next_week_is_two_sessions_and_no_series(text: str) -> None:
    meaning = read(text)
    assert (meaning.intent, meaning.count, meaning.repeat) == ("book", 2, None)
