"""Money that changes hands at the practice: what was paid there, and what was handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits, invoices, mispaid, payments, refunds
from handlers.dialogue import script
from handlers.practitioner.common import Unclear, or_says_why, the_client
from handlers.practitioner.money_pin import needs_pin
from handlers.say import Choice, Say
from storage.asking import id_of
from storage.models import Method, RefundStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.credits import Balance
    from handlers.dialogue import Turn
    from storage.models import Client, Invoice, Package

    Fits = Callable[[Package, Balance], bool]

AT_THE_DESK = (Method.CASH, Method.OTHER, Method.TRANSFER)


def client_numbers(t: Turn, package: Package) -> str:
    """Maya - Progress Plan: 8 bought = 3 used + 2 booked + 3 free, until 12 Mar."""
    names = [t.words.given(t.store.client(client_id).name) or "?" for client_id in t.store.holders(id_of(package))]
    numbers = t.words.balance(t.words.of(package.names), credits.balance(t.store, package), package.expires_on)
    return t.words.of_child(t.words.all_of(names), numbers)


def package_of(t: Turn, client: Client, fits: Fits) -> Package:
    """The package that is meant: the only one that fits, or the one picked. Raises Unclear when none does."""
    found = [(p, credits.balance(t.store, p)) for p in t.store.packages(id_of(client))]
    fitting = [(p, held) for p, held in found if fits(p, held)]
    if not fitting:
        raise Unclear(t.words.no_such_package(t.words.given(client.name) or "?"))
    if len(fitting) == 1:
        return fitting[0][0]
    offer = [Choice(t.words.balance(t.words.of(p.names), held, p.expires_on).rstrip("."), p.id) for p, held in fitting]
    valid = {p.id for p, _ in fitting}.__contains__
    return t.store.package(t.need("package", t.words.which_package(), offer=offer, kind="choice", valid=valid))


@script("staff_paid", staff=True)
@or_says_why
def paid(t: Turn) -> Say:
    """Somebody paid at the practice: the oldest invoice first, never above what is due."""
    client = the_client(t)
    name, person = t.words.given(client.name) or "?", t.store.person(client.person_id)
    open_ones = [(i, due) for i in t.store.open_invoices(id_of(person)) if (due := invoices.due(t.store, i)) > 0]
    if t.get("amount", 1) <= 0:
        raise Unclear(t.words.above_zero())
    if not open_ones:
        raise Unclear(t.words.owes_us_nothing(name))
    total = sum(due for _, due in open_ones)
    amount = t.get("amount", total)
    if amount > total:
        raise Unclear(t.words.more_than_due(name, total))
    offer = [Choice(t.words.method(method), method.value) for method in AT_THE_DESK]
    method = Method(t.need("method", t.words.paid_how(amount), offer=offer, kind="choice"))
    parts = _parts(open_ones, amount)
    numbers = [invoice.number for invoice, _ in parts]
    ask = t.words.note_payment(name, amount, t.words.method(method), numbers, total - amount)
    if not t.agrees(ask, [amount, method, *((i.id, part) for i, part in parts)]):
        return Say(t.words.nothing_noted())
    needs_pin(t)
    for invoice, part in parts:
        payments.record_paid(t.store, invoice, part, method, t.act)
    minutes = 0 if mispaid.gave_a_plan(t.store, t.act.id) else t.rules.policies.undo_minutes
    return Say(t.words.payment_noted(name, amount, total - amount, minutes))


def _parts(open_ones: list[tuple[Invoice, int]], amount: int) -> list[tuple[Invoice, int]]:
    """How an amount is spread: what is owed longest is paid first."""
    parts = []
    for invoice, due in open_ones:
        if amount > 0:
            parts.append((invoice, min(due, amount)))
            amount -= due
    return parts


@script("staff_handed_back", staff=True)
@or_says_why
def handed_back(t: Turn) -> Say:
    """A refund that was the practice's own to hand back has been."""
    client = the_client(t)
    name, wanted = t.words.given(client.name) or "?", t.get("amount")
    owed = [
        refund
        for refund in t.store.refunds_with(RefundStatus.OWED)
        if (payment := t.store.payment(refund.payment_id)).person_id == client.person_id
        and payment.method is not Method.CARD
    ]
    if not owed:
        raise Unclear(t.words.nothing_to_hand_back(name))
    total = sum(refund.amount for refund in owed)
    if wanted not in (None, total):
        raise Unclear(t.words.other_amount_to_hand_back(name, total))
    needs_pin(t)
    for refund in owed:
        refunds.handed_back(t.store, refund, t.act)
    return Say(t.words.was_handed_back(name, total))
