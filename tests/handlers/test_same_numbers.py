"""Whoever asks hears the same numbers, and they are the sum of the ledger (lesson 15)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from storage.models import CreditMove, Package, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

PEOPLE: dict[str, dict[str, Any]] = {
    "maya": {"name": "Maya Roy", "phone": "+14165550101", "plan": "progress", "used": 3},
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
}
NUMBERS = re.compile(r"(\w+) Plan: (\d+) bought = (\d+) used \+ (\d+) booked \+ (\d+) free")


def said(heard: str) -> dict[str, tuple[int, ...]]:
    """By plan: bought, used, booked, free."""
    return {name: tuple(map(int, numbers)) for name, *numbers in NUMBERS.findall(heard)}


def summed(chat: Chat) -> dict[str, tuple[int, ...]]:
    """The same from the moves alone, by the database's own sums."""

    def sum_of(side: Any, package: Package, place: Place) -> int:
        moved = select(func.coalesce(func.sum(CreditMove.amount), 0)).where(CreditMove.package_id == package.id)
        return int(session.exec(moved.where(col(side) == place)).one()) // 100

    with chat.stage.database.reading() as session:
        found = {}
        for package in session.exec(select(Package)):
            held = [
                sum_of(CreditMove.target, package, place) - sum_of(CreditMove.source, package, place)
                for place in (Place.USED, Place.BOOKED, Place.FREE)
            ]
            found[package.names["en"].split()[0]] = (sum_of(CreditMove.source, package, Place.OUTSIDE), *held)
        return found


def all_agree(chat: Chat, **numbers: tuple[int, ...]) -> None:
    chat.maya.says("how many left?")
    chat.ana.says("find maya")
    assert said(chat.maya.heard) == said(chat.ana.heard) == summed(chat) == numbers


def test_a_session_goes_back_to_its_own_pack_and_everybody_hears_so(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE, selling={"ways": ["practice"]})
    for line in ("i want the starter plan", "yes", "no"):
        chat.maya.says(line)
    all_agree(chat, Progress=(8, 3, 0, 5), Starter=(4, 0, 0, 4))
    for day in ("tuesday 10 march", "wednesday 11 march"):
        chat.maya.says(f"{day} at 3pm with ana")
        chat.maya.says("yes")
    all_agree(chat, Progress=(8, 3, 0, 5), Starter=(4, 0, 2, 2))  # what ends first is drawn first
    chat.maya.says("cancel tuesday the 10th")
    chat.maya.says("yes")
    all_agree(chat, Progress=(8, 3, 0, 5), Starter=(4, 0, 1, 3))
    chat.maya.says("cancel wednesday the 11th")
    chat.maya.says("yes")
    all_agree(chat, Progress=(8, 3, 0, 5), Starter=(4, 0, 0, 4))
    chat.laws_hold()
