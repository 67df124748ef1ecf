"""What is said of a waitlist beside the intent."""

from __future__ import annotations

import pytest

from handlers.understanding.waiting import (
    asks_about_place,
    asks_of_it,
    asks_what,
    asks_why,
    just_takes,
    says_free,
    says_leave,
    says_sooner,
    says_wait,
    wants_word,
    weekdays,
)


@pytest.mark.parametrize(
    "text",
    [
        "leave list", "Take me off the list pls", "stop waiting", "don't need it anymore", "found another time thx",
        "plus besoin merci", "Retirez-moi de la liste d'attente", "arrête de chercher", "j'ai trouvé",
        "quitter la liste",
    ],
)  # fmt: skip
def test_who_waits_no_more(text: str) -> None:
    assert says_leave(text)
    assert not asks_what(text)


@pytest.mark.parametrize(
    "text", ["put me on the list", "no", "take me thursday", "mettez-moi sur la liste", "je la prends"]
)
def test_who_waits_on(text: str) -> None:
    assert not says_leave(text, offered=True)
    assert not asks_what(text)


def test_who_was_offered_a_place_says_less_to_leave() -> None:
    assert says_leave("no and take me off", offered=True)
    assert says_leave("non, enlevez-moi", offered=True)
    assert not says_leave("no and take me off")


@pytest.mark.parametrize(
    "text",
    [
        "am i on the list?", "is max still on the waitlist", "what am i waiting for", "where am i on the waiting list",
        "chu tu sur la liste?", "suis-je encore sur la liste d'attente", "j'attends quoi", "ma liste d'attente",
    ],
)  # fmt: skip
def test_who_asks_what_they_wait_for(text: str) -> None:
    assert asks_what(text)
    assert not says_leave(text)


def test_what_an_offer_says_itself() -> None:
    assert all(asks_about_place(text) for text in ("is it still free?", "who is it for", "c'est encore libre?"))
    assert not any(asks_about_place(text) for text in ("who is this", "yes", "c'est qui", "what time do you open"))


def test_sooner_than_a_weekday() -> None:
    assert says_sooner("anything earlier than my tuesday one?")
    assert says_sooner("plus tôt que mon mardi")
    assert weekdays("mardi ou jeudi") == {1, 3}


def test_a_word_when_one_opens() -> None:
    assert all(wants_word(text) for text in ("notify me", "ok let me know", "avertissez-moi", "j'attends"))
    assert not wants_word("no thanks")


def test_what_is_asked_of_an_offer_before_it_is_answered() -> None:
    asked = {
        "how long do i have?": "until", "combien de temps j'ai": "until",
        "is it free": "cost", "c'est gratuit?": "cost",
        "is it an hour": "length", "c'est une heure?": "length", "is it with priya": "with", "c'est avec qui": "with",
        "yes": None, "i'm free": None, "with priya please": None, "how much time does it take": None,
    }  # fmt: skip
    assert {text: asks_of_it(text) for text in asked} == asked


def test_the_deed_or_being_free_answers_an_offer() -> None:
    assert all(just_takes(text) for text in ("réservez", "réserver svp", "book please"))
    assert not any(just_takes(text) for text in ("réservez vendredi", "book another", "do you book?"))
    said = {"chu dispo": True, "i'm available": True, "je suis pas libre": False, "is it free": None}
    assert {text: says_free(text) for text in said} == said


def test_why_and_the_choice_to_wait_in_a_few_words() -> None:
    assert all(asks_why(text) for text in ("how come?", "comment ça", "why is it gone", "pourquoi?"))
    assert not any(asks_why(text) for text in ("why 5", "pourquoi il m'en reste 5?", "comment ça marche"))
    assert all(says_wait(text) for text in ("wait for it", "m'avertir", "I'll wait please"))
    assert not any(says_wait(text) for text in ("Sam Wait", "April", "wait, friday"))
