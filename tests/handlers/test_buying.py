"""What a yes to a plan is worth: for what was quoted only, kept with the text, on either channel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from bot import cashier
from bot.terms_page import terms_of
from storage.models import Plan, Sale, SaleStatus, Way
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

THREE_WAYS = {
    "ways": ["full", "instalments", "practice"],
    "instalments": {"first": "40 %", "parts": 2, "every": "30 days"},
}
PEOPLE = {
    "zoe": {"name": "Zoe Lam", "phone": "+14165550131"},
    "max": {"name": "Max Roy", "phone": "+14165550132"},
    "sam": {"phone": "+14165550133"},
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
}


def sales(chat: Chat) -> list[Sale]:
    with chat.stage.database.reading() as session:
        return list(session.exec(select(Sale).order_by(col(Sale.id))))


def progress(store: Store) -> int:
    """The plan of 8."""
    return next(plan.id or 0 for plan in store.plans() if plan.key == "progress")


def test_a_yes_is_for_the_price_that_was_read_and_is_kept_with_its_text(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE, selling={"terms": "Wear shoes.", "terms_version": "May"})
    chat.zoe.says("i want the progress plan")
    chat.zoe.hears("$680 by card now. Yes?")
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        store.plan(progress(store)).price = 70000
    asked = chat.stage.now = chat.stage.now + timedelta(minutes=2)
    chat.zoe.says("yes")
    chat.zoe.hears("$700 by card now. Yes?")
    assert sales(chat) == []
    chat.stage.now += timedelta(minutes=3)
    chat.zoe.says("yes")
    chat.zoe.hears("$700", "https://pay.example/")
    (sale,) = sales(chat)
    assert (sale.price, sale.status, sale.terms_language) == (70000, SaleStatus.AGREED, "en")
    assert (sale.shown_at, sale.agreed_at) == (asked, chat.stage.now)
    assert sale.terms_version.startswith("May (")
    assert all(words in sale.terms for words in ("$700 by card now. Yes?", "Wear shoes.", "Cancel free until 24 h"))


def test_of_several_ways_to_pay_the_yes_keeps_all_and_the_one_that_was_chosen(open_chat: Callable[..., Chat]) -> None:
    instalments = {"first": "40 %", "parts": 2, "every": "30 days"}
    chat = open_chat(people=PEOPLE, selling={"ways": ["full", "instalments"], "instalments": instalments})
    chat.zoe.says("i want the progress plan")
    chat.stage.press("zoe", 2)
    (sale,) = sales(chat)
    assert sale.way is Way.INSTALMENTS
    parts = "$272 now, then $204 each on 1 Apr and 1 May, by card"
    assert f"Your choice is your yes:\n1. $680 by card now\n2. {parts}\nChosen: {parts}." in sale.terms


def test_two_at_once_buy_each_their_own_and_a_stranger_is_asked_the_name(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE)
    chat.sam.says("buy the starter plan")
    chat.sam.hears("name")
    chat.sam.says("Sam Lee")
    for one in (chat.zoe, chat.max):
        one.says("buy the starter plan")
    yes = [(name, "yes", None) for name in ("zoe", "max", "sam")]
    chat.stage.together(yes)
    assert [(sale.price, sale.status) for sale in sales(chat)] == [(36000, SaleStatus.AGREED)] * 3
    for name in ("zoe", "max", "sam"):
        chat.stage.pay(name)
        chat.stage.actors[name].mark = 0
        getattr(chat, name).hears("4 bought = 0 used + 0 booked + 4 free")
    chat.laws_hold()


def test_without_a_key_a_plan_is_paid_at_the_practice(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE, selling={"ways": ["full", "instalments"], "instalments": {"first": 100}})
    cashier.open_till(chat.stage.database, "", instead_of=[chat.stage.till.name])
    chat.zoe.says("i want the progress plan")
    chat.zoe.hears("$680 at the practice, by the first session. Yes?")
    chat.zoe.says("yes")
    chat.zoe.hears("It is yours", "8 free")
    assert [sale.way for sale in sales(chat)] == [Way.PRACTICE]
    chat.zoe.says("no")
    chat.zoe.says("what do i owe?")
    chat.zoe.hears("$680 (Progress Plan)")
    chat.zoe.does_not_hear("card")
    chat.laws_hold()


def test_the_page_of_terms_says_it_all_in_both_languages(open_chat: Callable[..., Chat]) -> None:
    ways = {"ways": ["full", "instalments"], "instalments": {"first": "40 %", "every": "30 days"}}
    chat = open_chat(people=PEOPLE, selling={**ways, "terms": "https://northside.example/terms"})
    with chat.stage.database.reading() as session:
        plan = session.get_one(Plan, progress(Store(session, chat.stage.practice_id)))
        english, french = (terms_of(session, plan, lang, chat.stage.now) for lang in ("en", "fr"))
    said = ["8 sessions, $680", "$272 now, then $204 on 1 Apr", "you let us charge the card", "180 days", "24 h before"]
    assert [words for words in [*said, '<a href="https://northside.example/terms">'] if words not in english] == []
    said = [
        "8 séances, 680",
        "272 $ maintenant, puis 204 $ le 1er avril",
        "débiter la carte",
        "180 jours",
        "24 h avant",
    ]
    assert [words for words in said if words not in french.replace("\xa0", " ")] == []


@pytest.mark.parametrize(
    ("said", "way"),
    [("by card", Way.FULL), ("par carte", Way.FULL), ("in instalments", Way.INSTALMENTS),
     ("en deux versements", Way.INSTALMENTS), ("cash at the practice", Way.PRACTICE), ("comptant", Way.PRACTICE)],
)  # fmt: skip
def test_a_way_to_pay_is_picked_in_words(open_chat: Callable[..., Chat], said: str, way: Way) -> None:
    chat = open_chat(people=PEOPLE, selling=THREE_WAYS)
    chat.zoe.says("i want the progress plan")
    for not_yet in ("can i pay in instalments?", "not by card"):
        chat.zoe.says(not_yet)
        assert sales(chat) == []
    chat.zoe.says(said)
    assert [sale.way for sale in sales(chat)] == [way]


def test_a_time_named_beside_the_ways_to_pay_is_a_booking_and_the_plan_comes_back(
    open_chat: Callable[..., Chat],
) -> None:
    chat = open_chat(people=PEOPLE, selling=THREE_WAYS)
    chat.sam.says("je veux le forfait progrès")
    chat.sam.says("Sam Lee")
    chat.sam.says("mardi 15h")
    chat.sam.hears("mar 3 mars 15 h", "Oui?")
    chat.sam.says("oui")
    chat.sam.hears("3 mars 15 h", "680 $", "Votre choix vaut un oui")
    for asked in ("taxes comprises?", "est-ce que c'est avec taxes?"):
        chat.sam.says(asked)
        chat.sam.hears("680 $", "taxes", "1 à 3?")
        chat.sam.does_not_hear("rien de réservé")
    chat.sam.says("par carte")
    chat.sam.hears("680 $", "https://pay.example/")
    chat.laws_hold()
