"""Receipts, and what is owed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.periods import Period
from core.receipts import LICENCE, UNPAID
from handlers import notices, papers, periods
from handlers.dialogue import script
from handlers.say import Choice, Say
from storage.models import InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.dialogue import Turn
    from handlers.papers import Found
    from handlers.words.papers import PaperKind

ALL: list[object] = ["all"]


@script("receipt", timed=True)
def receipt(t: Turn) -> Say:
    """A receipt: for whom, for when, and which of those that there are. A bare request takes what is new."""
    period, kind = wanted(t)
    clients = [c for c in t.clients if c.id == t.get("client")] or t.clients
    found = papers.find(t.store, t.words, papers.Wanted(t.person, clients, kind, period))
    if not found.choices:
        return _nothing(t, found, period, kind)
    first, *others = [choice.value for choice in chosen(t, found)]
    papers.send(t, t.person, others)
    return papers.hand_over(t.store, t.words, t.act, first) + Say(_hints(t, found))


def wanted(t: Turn) -> tuple[Period | None, PaperKind | None]:
    """The time and the kind that the request named; what is typed later answers questions, or asks for another."""
    again = t.meaning is not None and t.meaning.intent == "receipt"
    if t.task.answers.pop("when", None) or again or t.get("asked_for") is None:
        period, kind = periods.read(t.event.text, t.now.astimezone(t.words.zone).date()), papers.kind_in(t.event.text)
        days = [period.first.isoformat(), period.end.isoformat()] if period else []
        t.settle("asked_for", [days, kind.value if kind else ""])
    days, kind_value = t.get("asked_for")
    span = Period(*(date.fromisoformat(day) for day in days)) if days else None
    return span, papers.KINDS.get(kind_value)


def chosen(t: Turn, found: Found) -> list[Choice]:
    """The papers that are meant: the only one, the one that is picked, or all of them."""
    if len(found.choices) == 1:
        return list(found.choices)
    offer = [*found.choices, Choice(t.words.all_papers(), ALL)]
    values = [choice.value for choice in offer]
    ask = t.words.which_paper(invoices=found.choices[0].value[0] == InvoiceKind.INVOICE.value)
    picked = list(t.need("paper", ask, offer=offer, kind="choice", valid=_one_or_all(values)))
    return [choice for choice in found.choices if ALL[0] in picked or choice.value == picked]


def _one_or_all(values: list[list[object]]) -> Callable[[list[object]], bool]:
    """One of the choices, or every one of them together: "all" picks each, and so the last too."""
    return lambda value: value in values or ALL[0] in value


def _nothing(t: Turn, found: Found, period: Period | None, kind: PaperKind | None) -> Say:
    return Say(_hints(t, found) or t.words.no_paper(kind, t.words.for_period(period)))


def _hints(t: Turn, found: Found) -> str:
    """Why some sessions are on no receipt yet. The practice hears of a licence that it should look at."""
    said = []
    if unpaid := found.waiting.get(UNPAID, 0):
        said.append(t.words.waiting_to_be_paid(unpaid))
    if count := found.waiting.get(LICENCE, 0):
        said.append(t.words.without_licence(count))
        if (owner := t.store.owner()) is not None:
            notices.owe(t.store, t.act, "no_licence", owner.id, who=t.person.name or "?", count=count)
    return "\n".join(said)
