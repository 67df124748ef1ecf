"""No card number can enter: it is refused politely, and neither kept nor passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from handlers.cards import REMOVED, has_card_number, luhn, without_card_number
from handlers.events import Event
from storage.models import Channel, Conversation, Inbox, Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

VISA = "4242424242424242"


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        "4242 4242 4242 4242",
        "4242-4242-4242-4242 exp 12/27 cvc 123",
        "my card is 4242.4242.4242.4242, thanks",
        "4242 4242 4242 4242 12/27 123",
        "4242  4242\n4242  4242",
        "424242424242424212/27",
        "5555555555554444",
        "2223 0031 2200 3222",
        "3782 822463 10005",
        "378282246310005",
        "3056 9309 0259 04",
        "6011111111111117",
        "3530111333300000",
        "6200000000000005",
        "no4000056655665556no",
        "\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662",
    ],
)
def test_a_card_number_is_seen_however_it_is_written(text: str) -> None:
    assert has_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424241",  # the check digit is wrong
        "tuesday 3 or thursday 4",
        "call me at +1 416 555 0101 or 416 555 0102",
        "416-555-0101",
        "2026-03-05 15:00, 2026-03-06 16:00",
        "my order 1234567890123456",
        "0000000000000000",
        "4242 4242",
        "",
    ],
)
def test_other_numbers_are_no_cards(text: str) -> None:
    assert not has_card_number(text)


@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from(["", " ", "-", ". "]))
def test_every_valid_visa_is_seen_whatever_stands_around_it(digits: str, between: str) -> None:
    body = "4" + digits[1:]
    number = next(body + str(d) for d in range(10) if luhn(body + str(d)))
    spaced = between.join(number[n : n + 4] for n in range(0, 16, 4))
    assert has_card_number(f"hello {spaced} ok?")


def test_the_whole_text_goes_as_its_code_may_stand_beside_the_number() -> None:
    event = Event("1", 1, Channel.SMS, "+14165550101", datetime(2026, 3, 2, tzinfo=UTC), f"{VISA} 12/27 123")
    assert without_card_number(event) == replace(event, text=REMOVED)


@pytest.mark.parametrize(("lang", "answer"), [("en", "never send a card number"), ("fr", "jamais de numéro de carte")])
def test_it_is_refused_and_nothing_of_it_is_kept(open_chat: Callable[..., Chat], lang: str, answer: str) -> None:
    chat = open_chat(people={"maya": {"name": "Maya Tremblay", "plan": "progress", "lang": lang}})
    maya = chat.maya
    maya.says("thursday 3pm with ana" if lang == "en" else "jeudi 15h avec ana")
    maya.says("here is my card 4242 4242 4242 4242 12/27 123")
    maya.hears(answer)
    maya.says("yes" if lang == "en" else "oui")
    with chat.stage.database.reading() as session:
        kept = [row.body for row in session.exec(select(Inbox))] + [row.body for row in session.exec(select(Outbox))]
        kept += [row.state for row in session.exec(select(Conversation))]
    assert REMOVED in kept
    assert not any("4242" in text or "123" in text for text in kept)
