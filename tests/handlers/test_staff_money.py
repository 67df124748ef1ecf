"""Money over the counter, as a chat: what was paid, what remains, what goes back, and what a bank has frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from bot.pdf import Paper, draw
from core import freezing, sales
from core.acts import Act
from storage.models import (
    Inbox,
    Instalment,
    InstalmentStatus,
    Method,
    Payment,
    Receipt,
    ReceiptKind,
    Refund,
    RefundStatus,
)
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

PEOPLE: dict[str, dict[str, Any]] = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110", "pin": "4821"},
    "tom": {"name": "Tom Becker", "phone": "+14165550104"},
}


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """Tom has just bought eight sessions face to face, and owes for them."""
    found = open_chat(people=PEOPLE, staff={"day": "off"}, messages={"reminders": []})
    sell_to_tom(found)
    return found


def sell_to_tom(chat: Chat) -> None:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        client = store.clients_named("Tom Becker")[0]
        plan = store.plan_by_key("progress")
        assert plan is not None
        sales.sell_there(store, client.person_id, [client], plan, Act("sold", None, chat.stage.now))


def ana_does(chat: Chat, text: str) -> None:
    """She writes, and says yes; by SMS with her PIN, when it is asked."""
    chat.ana.says(text)
    chat.ana.hears("Yes?|Yes")
    chat.ana.says("yes")
    if "PIN" in chat.ana.heard:
        chat.ana.says("4821")


def rows(chat: Chat, noun: type[Any]) -> list[Any]:
    with chat.stage.database.reading() as session:
        return list(session.exec(select(noun).order_by(noun.id)))


def test_what_was_paid_at_the_desk_and_what_goes_back(chat: Chat) -> None:
    chat.ana.says("paid 700 cash tom")
    chat.ana.hears("Tom owes $680 only")
    chat.ana.says("paid 200 cash tom")
    chat.ana.hears("Tom paid $200 (cash)", "$480 remain")
    chat.ana.says("no")
    chat.ana.hears("Nothing was noted")
    assert rows(chat, Payment) == []
    ana_does(chat, "tom paid 200 cash")
    chat.ana.hears("Noted: Tom, $200", "$480 remain")
    ana_does(chat, "received 480 by e-transfer from tom")
    chat.ana.hears("Noted: Tom, $480", "nothing remains")
    assert [(p.amount, p.method) for p in rows(chat, Payment)] == [(20000, Method.CASH), (48000, Method.TRANSFER)]
    chat.tom.says("friday at 3pm")
    chat.tom.says("yes")
    ana_does(chat, "refund tom")
    chat.ana.hears(
        "$595 go back", "8 bought = 0 used + 1 booked + 0 free + 7 refunded", "Still booked: Fri 6 Mar 3:00 PM"
    )
    assert {r.status for r in rows(chat, Refund)} == {RefundStatus.OWED}
    chat.laws_hold()
    chat.ana.says("undo")
    chat.ana.hears("Undone", "7 free")
    chat.laws_hold()
    ana_does(chat, "refund tom")
    chat.clock("2026-03-02 10:30")
    chat.tom.hears("refunded", "7 refunded")
    chat.ana.says("handed back 595 to tom")
    if "PIN" in chat.ana.heard:
        chat.ana.says("4821")
    chat.ana.hears("$595 handed back to Tom")
    chat.ana.says("refund tom")
    chat.ana.hears("no plan for that")
    assert sorted(r.status for r in rows(chat, Refund) if r.status != RefundStatus.CANCELLED) == ["succeeded"] * 2
    chat.laws_hold()
    assert all("4821" not in row.body for row in rows(chat, Inbox))


def test_what_the_bank_froze_is_let_go_on_a_yes(chat: Chat) -> None:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        (package,) = store.packages(store.clients_named("Tom Becker")[0].id or 0)
        freezing.freeze(store, package, "dispute", Act("dispute", None, chat.stage.now))
    chat.tom.says("friday at 3pm")
    chat.tom.hears("on hold")
    ana_does(chat, "unfreeze tom")
    chat.ana.hears("In use again", "8 free")
    chat.tom.says("friday at 3pm")
    chat.tom.hears("7 left after")
    chat.laws_hold()


def test_what_was_noted_by_mistake_is_taken_back_by_a_record_of_its_own(chat: Chat) -> None:
    """The payment stays in the books with what reverses it; its receipt is withdrawn, and who heard of it is told."""
    ana_does(chat, "paid 200 cash tom")
    chat.ana.hears("undo")
    chat.tom.hears("$200 received")
    chat.ana.says("undo")
    chat.ana.hears("Undone", "$200 from Tom", "$680 remain")
    chat.tom.hears("by mistake", "$680 remain")
    assert [(p.amount, p.method) for p in rows(chat, Payment)] == [(20000, Method.CASH)]
    assert [(r.amount, r.status, r.why) for r in rows(chat, Refund)] == [(20000, RefundStatus.SUCCEEDED, "mistake")]
    chat.laws_hold()
    chat.tom.says("receipt please")
    chat.tom.hears("no receipt|no payment|nothing|Nothing")
    chat.ana.says("undo")
    chat.ana.hears("nothing|Nothing")
    ana_does(chat, "paid 680 cash tom")
    chat.ana.says("undo")
    chat.ana.hears("$680 remain")
    assert [part.status for part in rows(chat, Instalment)] == [InstalmentStatus.WAITING]
    ana_does(chat, "paid 680 transfer tom")
    chat.clock("2026-03-02 10:45")
    chat.ana.says("undo")
    chat.ana.hears("nothing|Nothing")
    assert [part.status for part in rows(chat, Instalment)] == [InstalmentStatus.PAID]
    papers = [(paper.kind, paper.lines.get("paid_before", 0)) for paper in rows(chat, Receipt)]
    payment, note = ReceiptKind.PAYMENT, ReceiptKind.CREDIT_NOTE
    assert papers == [(payment, 0), (note, 0), (payment, 0), (note, 0), (payment, 0)]
    assert all(draw(Paper.of(paper)).startswith(b"%PDF") for paper in rows(chat, Receipt))
    chat.laws_hold()


def test_a_plan_that_nobody_paid_ends_and_its_price_is_asked_for_no_more(chat: Chat) -> None:
    chat.ana.says("paid 0 cash tom")
    chat.ana.hears("above zero")
    chat.ana.says("paid -50 cash tom")
    chat.ana.hears("above zero")
    chat.ana.says("end tom's plan")
    chat.ana.hears("nothing to pay back", "8 sessions unused end", "the unpaid $680 is written off")
    chat.ana.says("no")
    chat.ana.hears("Nothing was changed")
    chat.ana.says("refund tom")
    chat.ana.says("4821")
    chat.ana.hears("the unpaid $680 is written off. Yes?")  # a PIN is no yes; and it is not asked for again
    assert all("4821" not in row.body for row in rows(chat, Inbox))
    chat.ana.says("yes")
    chat.ana.hears("$680 written off", "8 refunded", "undo")
    chat.laws_hold()
    chat.ana.says("unpaid")
    chat.ana.does_not_hear("Tom")
    chat.ana.says("refund tom")
    chat.ana.hears("no plan for that")
    chat.ana.says("undo")
    chat.ana.hears("8 free")
    chat.ana.says("unpaid")
    chat.ana.hears("Tom Becker: $680")
    chat.laws_hold()
    chat.tom.says("friday at 3pm")
    chat.tom.says("yes")
    ana_does(chat, "end tom's plan")
    chat.ana.hears("$595 written off", "Still booked: Fri 6 Mar 3:00 PM")
    chat.clock("2026-03-02 10:30")
    chat.tom.hears("your plan has ended", "1 booked", "7 refunded")
    chat.tom.does_not_hear("is refunded")
    chat.ana.says("unpaid")
    chat.ana.hears("Tom Becker: $85")
    ana_does(chat, "paid 85 cash tom")
    chat.ana.hears("nothing remains")
    chat.laws_hold()


def test_un_forfait_que_personne_n_a_paye_prend_fin(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(lang="fr", people=PEOPLE, messages={"reminders": []})
    sell_to_tom(chat)
    chat.ana.says("paye 0 comptant tom")
    chat.ana.hears("plus grand que zéro")
    chat.ana.says("rembourse tom")
    chat.ana.hears("rien à rembourser", "8 séances non utilisées", "680 $ impayés sont radiés")
    ana_says_oui(chat)
    chat.ana.hears("Terminé: 680 $ radiés")
    chat.laws_hold()
    chat.ana.says("annule ca")
    chat.ana.hears("8 libres")
    chat.ana.says("paye 100 comptant tom")
    ana_says_oui(chat)
    for why in ("un cadeau de la clinique pour sa grande patience", "une erreur de personne, encore une fois"):
        chat.ana.says(f"ajoute 1 à tom: {why}")
        chat.ana.says(f"enlève 1 à tom: {why}")
    chat.ana.says("rembourse tom")
    chat.ana.hears("100 $ pour 8 séances", "580 $ impayés sont radiés")
    ana_says_oui(chat)
    chat.clock("2026-03-02 11:30")
    chat.ana.says("pourquoi tom")
    chat.ana.hears("Tom - Forfait Progrès: ", "8 remboursées", "avant)")
    assert len(chat.ana.heard) <= 306, "two segments"
    chat.tom.says("note de crédit svp")
    chat.tom.says("tous")
    chat.clock("2026-03-02 11:40")
    notes = [Paper.of(paper) for paper in rows(chat, Receipt) if paper.kind is ReceiptKind.CREDIT_NOTE]
    assert sorted(note.number for note in notes) == [2, 3], "beside invoice 1, as its own paper names them"
    chat.tom.hears("note de crédit 2", "note de crédit 3")
    assert all(draw(note).startswith(b"%PDF") for note in notes)
    chat.laws_hold()


def ana_says_oui(chat: Chat) -> None:
    chat.ana.says("oui")
    if "NIP" in chat.ana.heard:
        chat.ana.says("4821")
