"""Short answers say what they say only beside what was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.understanding.sample import FAMILY, HOLDER, NOW, PRACTICE, at, read
from tests.understanding.test_answers import PROPOSAL, SLOT

if TYPE_CHECKING:
    from handlers.understanding import Context

WHICH = replace(
    HOLDER,
    asked="which_booking",
    offered=("Mon May 11, 4:00 PM", "Fri May 15, 9:30 AM"),
    offered_at=(at("11 16:00"), at("15 9:30")),
)


@pytest.mark.parametrize(
    "text", ["whenever", "asap", "anytime works", "n'importe quand", "le plus tôt possible", "peu importe"]
)
def test_whenever_is_any_time_from_now_on(text: str) -> None:
    meaning = read(text, replace(PRACTICE, asked="when"))
    assert meaning.intent == "inform"
    assert meaning.windows is not None
    assert meaning.windows.start == NOW
    assert at("20 10:00") in meaning.windows


@pytest.mark.parametrize(
    "text", ["any of them", "whichever", "you choose", "doesn't matter", "n'importe lequel", "peu importe"]
)
def test_any_of_them_is_the_first(text: str) -> None:
    meaning = read(text, SLOT)
    assert (meaning.intent, meaning.pick) == ("pick", 0)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("later that day", "7 16:00", "7 14:00, 8 10:00"),
        ("earlier that day", "7 10:00", "7 16:00, 6 14:00"),
        ("something earlier", "6 14:00, 7 10:00", "7 16:00"),
        ("plus tard cette journée", "7 16:00", "7 14:00, 8 10:00"),
        ("plus tôt", "6 14:00, 7 10:00", "7 16:00"),
        ("plus tard dans la semaine", "7 16:00, 8 10:00", "7 14:00, 12 10:00"),
    ],
)
def test_later_and_earlier_count_from_the_proposal(text: str, yes: str, no: str) -> None:
    meaning = read(text, PROPOSAL)
    assert meaning.intent == "more_options"
    assert meaning.windows is not None
    assert all(at(each.strip()) in meaning.windows for each in yes.split(","))
    assert not any(at(each.strip()) in meaning.windows for each in no.split(","))


@pytest.mark.parametrize(
    "text",
    [
        "let me think",
        "not sure yet",
        "hmm",
        "i'll get back to you",
        "je vais y penser",
        "pas certaine",
        "ouin pas certaine",
        "yeah not sure",
        "oui mais pas sûre",
    ],
)
@pytest.mark.parametrize("context", [SLOT, PROPOSAL], ids=["slot", "confirm"])
def test_who_needs_time_is_not_hurried(text: str, context) -> None:
    meaning = read(text, context)
    assert (meaning.intent, meaning.windows, meaning.pick, meaning.confidence) == ("inform", None, None, 1.0)


@pytest.mark.parametrize(("text", "number"), [("4", 4), ("four please", 4), ("quatre", 4), ("a dozen", 12)])
def test_a_number_says_how_many(text: str, number: int) -> None:
    assert read(text, replace(PRACTICE, asked="count")).count == number


@pytest.mark.parametrize(("text", "lang"), [("FR", "fr"), ("say EN", "en"), ("anglais svp", "en"), ("Dites FR", "fr")])
def test_a_language_alone_asks_for_it(text: str, lang: str) -> None:
    meaning = read(text)
    assert (meaning.intent, meaning.language) == ("language", lang)


@pytest.mark.parametrize(("text", "pick"), [("9 works", 1), ("the 11 one", 2), ("neither 1 nor 3, the other", 1)])
def test_a_number_beyond_the_list_is_an_hour(text: str, pick: int | None) -> None:
    assert read(text, SLOT).pick == pick


@pytest.mark.parametrize("text", ["both", "monday and friday", "lundi et vendredi", "cancel both"])
def test_both_of_two_bookings(text: str) -> None:
    assert read(text, WHICH).picks == (0, 1)


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("yes and also monday at 3", "book"),
        ("yes. how many do i have left?", "balance"),
        ("oui, et aussi lundi 15h", "book"),
    ],
)
def test_a_yes_and_something_more(text: str, then: str) -> None:
    meaning = read(text, PROPOSAL)
    assert meaning.intent == "affirm"
    assert meaning.then is not None
    assert meaning.then.intent == then


@pytest.mark.parametrize("text", ["the week after", "la semaine d'après", "same time the week after"])
def test_the_week_after_counts_from_the_proposal(text: str) -> None:
    windows = read(text, PROPOSAL).windows
    assert windows is not None
    assert at("14 15:00") in windows
    assert at("7 15:00") not in windows


def test_two_times_are_two_sessions_and_either_is_one() -> None:
    assert read("monday at 3 and thursday at 4").count == 2
    assert read("monday at 3 or thursday at 4").count is None


@pytest.mark.parametrize("text", ["book both kids monday at 3", "lundi 15h pour les deux enfants"])
def test_both_children(text: str) -> None:
    assert read(text, FAMILY).people == ("lea", "max")


@pytest.mark.parametrize("text", ["sure but with marc", "ça peut être avec Marc?"])
def test_another_practitioner_changes_the_proposal(text: str) -> None:
    meaning = read(text, PROPOSAL)
    assert (meaning.intent, meaning.practitioner) == ("inform", "marc")


def test_with_someone_else_is_not_with_the_one_proposed() -> None:
    meaning = read("with someone else", PROPOSAL)
    assert meaning.not_practitioner == "ana"


def test_a_length_of_weeks_is_no_length_of_a_session() -> None:
    assert read("twice a week at 5 for 4 weeks").minutes is None
    assert timedelta(minutes=read("i'll be 10 minutes late").minutes or 0) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        ("2 a week", (7, 2)),
        ("make it once a week please", (7, 1)),
        ("2 fois par semaine", (7, 2)),
        ("every other week please", (14, 1)),
        ("plutôt aux deux semaines", (14, 1)),
    ],
)
def test_how_often_is_no_hour(text: str, repeat: tuple[int, int]) -> None:
    for context in (PRACTICE, PROPOSAL):
        meaning = read(text, context)
        assert meaning.windows is None
        assert meaning.repeat is not None
        assert (meaning.repeat.every_days, meaning.repeat.per_week) == repeat


def test_an_hour_a_week_from_now_is_no_pace() -> None:
    assert read("thursday at 3 a week from now").repeat is None
    assert read("not sure").intent != "affirm"


@pytest.mark.parametrize(
    "text",
    ["i want the 8", "I'd like the 8 please", "i'll take the 8 session plan", "the 8 please", "je veux le 8",
     "le 8 svp", "je vais prendre celui de 8"],
)  # fmt: skip
def test_a_number_that_is_the_size_of_a_plan_is_that_plan(text: str) -> None:
    meaning = read(text, PRACTICE)
    assert (meaning.intent, meaning.plan, meaning.windows) == ("buy_plan", "progress", None)


@pytest.mark.parametrize(
    "text",
    ["book me on the 8", "the 8th please", "may 8", "i want the 8 at 3pm", "can i come the 8", "le 8 mai svp",
     "je veux le 8 à 15h", "i want the 9", "réservez-moi le 8"],
)  # fmt: skip
def test_a_number_beside_words_of_time_or_booking_is_a_day(text: str) -> None:
    meaning = read(text, PRACTICE)
    assert (meaning.intent in {"book", "inform"}, meaning.plan) == (True, None)
    assert meaning.windows is not None


@pytest.mark.parametrize(
    "text",
    ["share my plan with julie", "partager mon forfait avec julie", "transfer my plan to sam", "extend my plan",
     "prolonger mon forfait", "je veux prolonger mon forfait", "can i share my plan with my son"],
)  # fmt: skip
@pytest.mark.parametrize("context", [PRACTICE, HOLDER], ids=["nothing booked", "booked"])
def test_what_becomes_of_a_plan_is_a_matter_of_policy(text: str, context: Context) -> None:
    meaning = read(text, context)
    assert (meaning.intent, meaning.windows, meaning.which) == ("policy", None, None)
