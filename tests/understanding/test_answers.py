"""Replies to what was asked: choices, yes and no, a change of the proposal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.understanding.meaning import Held
from tests.understanding.answer_book import CONFIRM, SLOTS, WHEN
from tests.understanding.sample import FAMILY, PRACTICE, at, read, rows

OFFERED = ("Thu May 7, 3:00 PM with Ana", "Mon May 11, 9:00 AM with Marc", "Fri May 15, 11:30 AM with Priya")
STARTS = (at("7 15:00"), at("11 9:00"), at("15 11:30"))
SLOT = replace(PRACTICE, asked="slot", offered=OFFERED, offered_at=STARTS)
PROPOSAL = replace(PRACTICE, asked="confirm", offered=OFFERED[:1], offered_at=STARTS[:1])
SERVICE = replace(
    PRACTICE,
    asked="service",
    offered=(
        "Initial assessment (60 min)",
        "Kinesiology session (60 min)",
        "Short follow-up (30 min)",
        "Small group class (50 min)",
    ),
)
SIMILAR = {
    "more_options": {"inform", "more_options"},
    "inform": {"inform", "more_options"},
    "negate": {"negate", "more_options"},
}


@pytest.mark.parametrize(("text", "want"), [tuple(row) for row in rows(SLOTS)])
def test_reply_to_three_offers(text: str, want: str) -> None:
    meaning = read(text, SLOT)
    if want.isdigit():
        assert (meaning.intent, meaning.pick) == ("pick", int(want) - 1)
    else:
        assert meaning.intent in SIMILAR.get(want, {want}), meaning.because


@pytest.mark.parametrize(("text", "want"), [tuple(row) for row in rows(CONFIRM)])
def test_reply_to_a_proposal(text: str, want: str) -> None:
    meaning = read(text, PROPOSAL)
    assert meaning.intent in SIMILAR.get(want, {want}), meaning.because


@pytest.mark.parametrize(("text", "clock"), [tuple(row) for row in rows(WHEN)])
def test_an_hour_answers_when(text: str, clock: str) -> None:
    meaning = read(text, replace(PRACTICE, asked="when"))
    assert meaning.intent == "inform"
    assert meaning.windows is not None
    assert at(f"8 {clock}") in meaning.windows


@pytest.mark.parametrize(
    "text", ["yes but at 4", "oui mais à 16h", "make it 4", "no, 4 o'clock", "no make it 4", "nope 4", "non 16h"]
)
def test_a_changed_hour_stays_on_the_proposed_day(text: str) -> None:
    windows = read(text, PROPOSAL).windows
    assert windows is not None
    assert windows.exact == at("7 16:00")


@pytest.mark.parametrize(
    ("text", "day"), [("friday instead", 22), ("jeudi matin?", 21), ("this friday", 8), ("tomorrow", 7), ("monday", 18)]
)
def test_a_weekday_is_in_the_week_of_what_is_proposed(text: str, day: int) -> None:
    later = replace(PROPOSAL, offered_at=(at("20 15:00"),))
    windows = read(text, later).windows
    assert windows is not None
    assert at(f"{day} 10:00") in windows
    assert [day] == sorted({span.start.astimezone(later.zone).day for span in windows.spans})


@pytest.mark.parametrize("text", ["can we do later", "could you do it a bit later?", "on peut tu faire plus tard?"])
def test_later_is_a_wish_for_more_on_the_table_and_a_move_of_what_is_held(text: str) -> None:
    later = read(text, PROPOSAL)
    assert later.intent == "more_options"
    assert later.windows is not None
    assert at("7 16:00") in later.windows
    assert at("7 14:00") not in later.windows
    held = replace(PRACTICE, bookings=(Held(at("8 15:00"), "Ana Silva"),))
    assert read(text, held).intent == "move"


def test_a_reply_that_corrects_itself_means_the_last_word() -> None:
    windows = read("the 8th at 9 no wait 10", PROPOSAL).windows
    assert windows is not None
    assert windows.exact == at("8 10:00")


@pytest.mark.parametrize(
    ("text", "picks"), [("both", (0, 1)), ("les deux", (0, 1)), ("1 and 2", (0, 1)), ("1 et 2 svp", (0, 1))]
)
def test_several_choices_at_once(text: str, picks: tuple[int, ...]) -> None:
    two = replace(SLOT, offered=OFFERED[:2], offered_at=STARTS[:2])
    assert read(text, two).picks == picks


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("the assessment", "initial"),
        ("30 minutes", "follow-up"),
        ("the group one", "group"),
        ("3", "follow-up"),
        ("suivi", "follow-up"),
    ],
)
def test_a_service_is_named(text: str, service: str) -> None:
    meaning = read(text, SERVICE)
    assert (meaning.intent, meaning.service) == ("inform", service)


@pytest.mark.parametrize(
    ("letter", "intent"), [("C", "confirm"), ("r", "move"), ("X", "cancel"), ("1", "confirm"), ("3", "cancel")]
)
def test_letters_answer_a_reminder(letter: str, intent: str) -> None:
    assert read(letter, replace(PRACTICE, asked="reminder")).intent == intent


@pytest.mark.parametrize("text", ["it's for Léa", "c'est pour Léa", "for lea"])
def test_who_it_is_for(text: str) -> None:
    assert read(text, FAMILY).person == "lea"
