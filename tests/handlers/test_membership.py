"""A membership that a saved card pays: two renewals, the second declined and then paid; or never paid."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from core import adjustments, sales
from core.acts import Act
from core.errors import Reason, Refusal
from storage.models import Membership, MembershipState, Receipt, Way
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

PEOPLE: dict[str, dict[str, Any]] = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "maya": {"name": "Maya Roy", "phone": "+14165550101"},
}


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """Maya said yes to the monthly plan, paid on the link, and let us keep her card."""
    found = open_chat(people=PEOPLE, staff={"day": "off"}, messages={"reminders": [], "missed": False})
    with found.stage.database.transaction(found.stage.practice_id) as session:
        store = Store(session, found.stage.practice_id)
        maya, plan = store.clients_named("Maya Roy")[0], store.plan_by_key("monthly")
        assert plan is not None
        offered = sales.offer(store, plan, Way.FULL, found.stage.now)
        shown = sales.Shown("terms", "en", found.stage.now)
        sales.agree(store, maya.person_id, [maya], offered, shown, Act("yes", maya.person_id, found.stage.now))
    found.stage.sweep_every = timedelta(hours=2)
    found.stage.deliver()
    found.stage.pay("maya")
    return found


def state(chat: Chat) -> MembershipState:
    with chat.stage.database.reading() as session:
        return session.get_one(Membership, 1).state


def test_a_card_pays_each_month_and_what_is_declined_can_be_paid_on_a_link(chat: Chat) -> None:
    with chat.stage.database.reading() as session:  # its receipt names the plan, though the money came first
        assert session.get_one(Receipt, 1).lines["rows"][0]["what"] == "Monthly Plan"
    chat.maya.says("how many left?")
    chat.maya.hears("4 bought = 0 used + 0 booked + 4 free, until 1 Apr")
    chat.clock("2026-04-02 12:00")
    chat.maya.hears("renewed, $340 paid", "4 free, until 1 May", "Last month: 4 sessions lapsed")
    chat.maya.says("friday may 8 at 3pm with ana")  # against the month that is not paid yet
    chat.maya.says("yes")
    chat.stage.decline("maya")
    chat.clock("2026-05-02 12:00")
    chat.maya.hears("https://pay.example/")
    chat.maya.does_not_hear("$340 paid")
    chat.laws_hold()
    chat.stage.pay("maya")
    chat.maya.hears("renewed, $340 paid", "0 used + 1 booked + 3 free, until 1 Jun")
    chat.clock("2026-05-05 12:00")
    chat.maya.does_not_hear("https://")  # the tries that were planned are off
    assert state(chat) is MembershipState.ACTIVE
    chat.laws_hold()


def test_what_is_never_paid_ends_it_and_lets_later_sessions_go(chat: Chat) -> None:
    chat.maya.says("april 9 at 3pm with ana")
    chat.maya.says("yes")
    chat.maya.says("may 1 at 3pm with ana")
    chat.maya.says("yes")
    for day in ("02", "03", "05", "09"):
        chat.stage.decline("maya")
        chat.clock(f"2026-04-{day} 12:00")
    chat.clock("2026-04-10 12:00")
    assert state(chat) is MembershipState.ENDING
    chat.maya.says("april 21 at 3pm with ana")
    chat.maya.does_not_hear("Yes?")  # nothing new is booked on what is not paid
    chat.clock("2026-05-02 12:00")
    chat.maya.hears("has ended")
    chat.ana.hears("Maya Roy: Monthly Plan has ended")
    assert state(chat) is MembershipState.ENDED
    chat.maya.says("what do i owe?")
    chat.maya.says("yes")
    chat.stage.pay("maya")
    chat.maya.hears("$340 received", "left of that month", "until 24 May", "payment-receipt-2.pdf")
    assert state(chat) is MembershipState.ENDED
    chat.laws_hold()


def test_what_is_paid_late_within_the_month_goes_on_at_the_price_of_the_first_day(chat: Chat) -> None:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:  # a new price is for who joins now
        plan = Store(session, chat.stage.practice_id).plan_by_key("monthly")
        assert plan is not None
        plan.price, plan.credits = 40000, 300
    for day in ("02", "03", "05", "09"):
        chat.stage.decline("maya")
        chat.clock(f"2026-04-{day} 12:00")
    assert state(chat) is MembershipState.ENDING
    chat.maya.says("what do i owe?")
    chat.maya.hears("$340")
    chat.maya.says("yes")
    chat.stage.pay("maya")
    chat.maya.hears("renewed, $340 paid", "4 bought", "until 1 May", "payment-receipt-2.pdf")
    assert state(chat) is MembershipState.ACTIVE
    chat.laws_hold()


def test_no_credits_are_added_to_a_month_to_come(chat: Chat) -> None:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        coming = [p for p in store.periods(1) if p.starts_on and p.starts_on > chat.stage.now.date()]
        assert coming
        with pytest.raises(Refusal) as refused:
            adjustments.adjust(store, coming[0], 100, Act("add", None, chat.stage.now), "machine broke")
    assert refused.value.reason is Reason.NOT_YET
