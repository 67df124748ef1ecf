"""What somebody has to pay: sessions that took place, plans and their parts; and a link to pay it by card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import invoices, sales
from handlers.dialogue import script
from handlers.say import Say
from storage.asking import id_of

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from storage.papers import Unpaid

Owed = tuple[int, "Unpaid"]


@script("owing", "pay", telling=True)
def owing(t: Turn) -> Say:
    """What this person has to pay. Where cards are taken, and nothing else is going on, a link is offered."""
    rows = t.store.unpaid(t.now, [id_of(t.person)])
    owed = [(due, row) for row in rows if (due := invoices.due(t.store, row.invoice)) > 0]
    if not owed:
        return Say(t.words.owes_nothing())
    said = t.words.owes([(due, _for(t, row)) for due, row in owed], sum(due for due, _ in owed))
    if not t.practice.till or len(t.state.tasks) > 1:
        return Say(said)
    facts = [(due, row.invoice.id) for due, row in owed]
    if not t.agrees(f"{said} {t.words.link_to_pay()}", facts):
        return Say(t.words.all_right())
    for due, row in owed:
        sales.owe_link(t.store, row.invoice, due, t.act)
    return Say(t.words.link_comes())


def _for(t: Turn, row: Unpaid) -> str:
    """The session that it is for, or the plan."""
    if row.starts_at is not None:
        return t.words.when(row.starts_at)
    sale = t.store.sale_on(id_of(row.invoice))
    return t.words.of(t.store.plan(sale.plan_id).names) if sale else ""
