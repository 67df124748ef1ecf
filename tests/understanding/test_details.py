"""Who, with whom, what, how many and how often."""

from __future__ import annotations

import pytest

from core.windows import Repeat
from tests.understanding.sample import FAMILY, PRACTICE, STAFF, read


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tuesday at 3 with ana please", "ana"),
        ("see marck on friday", "marc"),
        ("jeudi avec Pryia", "priya"),
        ("Hi Ana, could I come tuesday", None),
        ("march 11 at 3", None),
        ("mon mari peut venir mardi", None),
        ("ana told me to come tuesday", None),
        ("could marc fit me in friday", "marc"),
    ],
)
def test_practitioner_is_a_wish_not_a_greeting(text: str, key: str | None) -> None:
    assert read(text).practitioner == key


def test_not_with_someone() -> None:
    meaning = read("friday at 10 but not with marc")
    assert (meaning.practitioner, meaning.not_practitioner) == (None, "marc")


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("book the small group class tomorrow at 9", "group"),
        ("une évaluation mardi matin", "initial"),
        ("a folow-up on friday at 10", "follow-up"),
        ("cours de groupe jeudi 9h", "group"),
    ],
)
def test_service_by_name(text: str, service: str) -> None:
    assert read(text).service == service


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("I'd like to buy the progress plan", "progress"),
        ("je veux acheter le paquet de 12", "performance"),
        ("can I get another 8 pack", "progress"),
        ("sign me up for the monthly plan", "monthly"),
    ],
)
def test_plan_by_name_or_size(text: str, plan: str) -> None:
    assert read(text).plan == plan


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        ("every tuesday at 5 for 8 weeks", Repeat(7, 1, 8)),
        ("tous les jeudis à 9h pendant 6 semaines", Repeat(7, 1, 6)),
        ("every other friday at noon", Repeat(14, 1, None)),
        ("un mardi sur deux à 17h", Repeat(14, 1, None)),
        ("twice a week, afternoons", Repeat(7, 2, None)),
        ("deux fois par semaine le matin", Repeat(7, 2, None)),
        ("deux séances par semaine", Repeat(7, 2, None)),
        ("6 weeks of mondays at noon", Repeat(7, 1, 6)),
        ("lundi dans 3 semaines, le matin", None),
    ],
)
def test_series(text: str, repeat: Repeat | None) -> None:
    assert read(text).repeat == repeat


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("book my next 3 sessions", 3),
        ("réserve 4 séances", 4),
        ("tuesday at 3", None),
        ("réserve mes 3 prochains rendez-vous", 3),
    ],
)
def test_how_many(text: str, count: int | None) -> None:
    assert read(text).count == count


def test_which_child() -> None:
    assert read("cancel max's session but keep léa", FAMILY).person == "max"


@pytest.mark.parametrize(
    ("text", "pick", "person"),
    [
        ("2 no show", 1, "Sophie Gagnon"),
        ("daniel was late", 0, "Daniel Cho"),
        ("note 3: better squat", 2, "Tom Hall"),
        ("nobody at 11", 2, "Tom Hall"),
    ],
)
def test_a_practitioner_names_a_line_of_the_day(text: str, pick: int, person: str) -> None:
    meaning = read(text, STAFF)
    assert (meaning.pick, meaning.person) == (pick, person)


@pytest.mark.parametrize(
    ("text", "person"), [("look up Karine Dubois", "Karine Dubois"), ("invite Luc Tran 514 555 0101", "Luc Tran")]
)
def test_a_practitioner_names_someone_new(text: str, person: str) -> None:
    assert read(text, STAFF).person == person


@pytest.mark.parametrize("text", ["ça m'est égal, demain", "it starts to hurt, can i come friday", "après mon départ"])
def test_plain_words_are_no_names(text: str) -> None:
    meaning = read(text)
    assert (meaning.service, meaning.plan) == (None, None)


def test_minutes_of_delay() -> None:
    assert read("running 10 min late", PRACTICE).minutes == 10
