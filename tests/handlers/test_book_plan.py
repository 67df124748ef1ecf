"""How people ask to book a plan: its first sessions, or all that is left; and what only sounds like it."""

from __future__ import annotations

import pytest

from handlers.client.book_plan import asked

FEW = (
    "book my plan", "can you book my plan please?", "Book my package", "schedule my sessions",
    "please book my sessions",
    "réservez mon forfait", "pouvez-vous réserver mon forfait", "planifiez mes séances svp", "book the plan with ana",
)  # fmt: skip
ALL = (
    "book all my sessions", "book the rest", "book the rest of my plan please", "book all 8 sessions",
    "book everything",
    "can you book all of them", "book my whole plan", "schedule all the remaining sessions",
    "book my remaining sessions",
    "réservez toutes mes séances", "réservez le reste", "réservez tout", "réservez mes séances restantes",
    "je veux réserver toutes mes séances", "céduler toutes mes séances", "réservez mon forfait au complet",
)  # fmt: skip
NEITHER = (
    "book thursday at 3", "book my next 3", "cancel the rest", "don't book my plan", "what is my plan?",
    "i want the plan of 8",
    "does the plan cover all sessions?", "book me a session", "réservez jeudi", "book the rest of the day off",
    "annulez toutes mes séances", "move all my sessions", "book the other one", "is my plan booked?",
)  # fmt: skip


@pytest.mark.parametrize("text", FEW)
def test_the_first_of_a_plan(text: str) -> None:
    assert asked(text) == {"whole": False}


@pytest.mark.parametrize("text", ALL)
def test_all_that_is_left_of_a_plan(text: str) -> None:
    assert asked(text) == {"whole": True}


@pytest.mark.parametrize("text", NEITHER)
def test_what_only_sounds_like_it(text: str) -> None:
    assert asked(text) is None
