"""A plan that is paid in parts: which parts, when each is asked for, and what happens while one is not paid.

A part falls due on its local day, or once so many sessions of its package took place. A card that was kept is charged
without them; else they get a link, or pay at the practice. What is refused is tried again 1, 3 and 7 days after it fell
due; then the owner hears of it, and nothing new is booked on the package until it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import bills, freezing, memberships, orders
from core.acts import record
from core.bills import Item
from core.daytime import is_daytime
from core.notices import tell, tell_owner
from core.rules import zone_of
from storage.models import InstalmentStatus, Way

if TYPE_CHECKING:
    from core.acts import Act
    from core.rules import Instalments
    from storage.models import AuditEntry, Instalment, Invoice, Sale
    from storage.store import Store

RETRIES = (1, 3, 7)  # days after the first try
PAID = "instalment_paid"
UNPAID = "unpaid"  # why a package is frozen
ASKS_FOR_THEM = "authentication_required"  # the bank wants the cardholder to be there: Stripe's decline code
OPEN = (InstalmentStatus.WAITING, InstalmentStatus.DUE, InstalmentStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a price (minor units): due on a local day, or once so many sessions took place."""

    amount: int
    on: date | None = None
    after: int | None = None


def schedule(rule: Instalments, price: int, credits: int, today: date) -> tuple[Part, ...]:
    """The parts of a price; together they are exactly it, and the odd cents come first.

    Without a first part nothing is due before the first session, unless the parts are due on days.
    """
    first = min(rule.first or price * rule.first_share // 100, price)
    each, odd = divmod(price - first, rule.parts)
    amounts = [each + (n < odd) for n in range(rule.parts)]
    parts = [Part(first, on=today)] if first else []
    if rule.days:
        begin = 1 if first else 0
        parts += [Part(a, on=today + timedelta(days=rule.days * (n + begin))) for n, a in enumerate(amounts)]
    else:
        sessions = max(credits // 100, 1)
        step = rule.sessions or max(sessions // (rule.parts + bool(first)), 1)
        begin = step if first else 1
        parts += [Part(a, after=min(begin + step * n, sessions)) for n, a in enumerate(amounts)]
    return tuple(part for part in parts if part.amount)


# Asking for one


def sweep(store: Store, act: Act) -> None:
    """Ask for all that has fallen due, and again for what is not paid."""
    if not is_daytime(store, act.at):
        return
    today = act.at.astimezone(zone_of(store.practice())).date()
    for instalment in store.instalments_due(act.at, today):
        if not store.is_being_charged(instalment.id or 0):
            ask_for(store, store.sale(instalment.sale_id), instalment, act)


def ask_for(store: Store, sale: Sale, instalment: Instalment, act: Act) -> None:
    """Charge the card that they let us keep, or send a link, or say that it is due at the practice."""
    invoice = invoice_of(store, sale, instalment, act)
    first = instalment.status is InstalmentStatus.WAITING
    instalment.status = InstalmentStatus.DUE
    payer = store.payer(sale.person_id)
    if not _by_card(store, sale):
        _there(store, sale, instalment, act, first=first)
    elif payer is not None and payer.card:
        instalment.next_try = None  # what the bank says decides
        orders.owe_charge(
            store, invoice, instalment.amount, payer, act, f"{instalment.id}:{instalment.attempts}", sale_id=sale.id,
            instalment_id=instalment.id,
        )  # fmt: skip
    else:
        _not_paid_yet(store, sale, instalment, "due", act)
    store.add(instalment)


def invoice_of(store: Store, sale: Sale, instalment: Instalment, act: Act) -> Invoice:
    """The invoice of a part, written when it falls due; that of the whole plan where there is one part."""
    if instalment.invoice_id is None:
        item = Item("plan", instalment.amount, package_id=sale.package_id)
        instalment.invoice_id = bills.write(store, sale.person_id, [item], act).id
        store.add(instalment)
    return store.invoice(instalment.invoice_id or 0)


def _by_card(store: Store, sale: Sale) -> bool:
    return sale.way is not Way.PRACTICE and bool(store.practice().till)


def _there(store: Store, sale: Sale, instalment: Instalment, act: Act, *, first: bool) -> None:
    """At the practice nobody is reminded every other day: it is said once, and a week later it counts as unpaid."""
    if first:
        instalment.next_try = act.at + timedelta(days=RETRIES[-1])
        if memberships.is_renewal(sale):
            memberships.tell_renewed(store, sale, act, paid=0)
            return
        tell(store, act, "instalment_due", sale.person_id, subject=instalment.id, sale=sale.id,
             amount=instalment.amount)  # fmt: skip
    else:
        _give_up(store, sale, instalment, act)


def _not_paid_yet(store: Store, sale: Sale, instalment: Instalment, why: str, act: Act) -> None:
    """One more try is over, or a link goes: when it is asked for again, and in the end that it will not be."""
    instalment.attempts += 1
    instalment.next_try = _next_try(store, instalment)
    if instalment.next_try is None:
        _give_up(store, sale, instalment, act)
    else:
        _send_link(store, sale, instalment, why, act)


def _next_try(store: Store, instalment: Instalment) -> datetime | None:
    """The day of the next try, from when it fell due; nothing when that was the last."""
    if instalment.attempts > len(RETRIES):
        return None
    fell_due = store.invoice(instalment.invoice_id or 0).at
    return fell_due + timedelta(days=RETRIES[instalment.attempts - 1])


def gave_up_on(store: Store, instalment: Instalment) -> date:
    """The local day of the last try, from which on nothing new was booked on the package."""
    fell_due = store.invoice(instalment.invoice_id or 0).at
    return (fell_due + timedelta(days=RETRIES[-1])).astimezone(zone_of(store.practice())).date()


def _send_link(store: Store, sale: Sale, instalment: Instalment, why: str, act: Act) -> None:
    again = instalment.next_try.isoformat() if instalment.next_try else ""
    orders.owe_checkout(
        store, store.invoice(instalment.invoice_id or 0), instalment.amount, act, sale_id=sale.id,
        instalment_id=instalment.id, save_card=True, what="instalment", why=why, again=again,
    )  # fmt: skip


def _give_up(store: Store, sale: Sale, instalment: Instalment, act: Act) -> None:
    """Nothing new is booked on the package until it is paid; both sides hear of it."""
    instalment.status, instalment.next_try = InstalmentStatus.FAILED, None
    facts: dict[str, Any] = {"sale": sale.id, "amount": instalment.amount}
    if sale.package_id is not None:
        freezing.freeze(store, store.package(sale.package_id), UNPAID, act)
    if _by_card(store, sale):
        _send_link(store, sale, instalment, "failed", act)
    else:
        tell(store, act, "instalment_unpaid", sale.person_id, subject=instalment.id, **facts)
    memberships.not_paid(store, sale, act)
    tell_owner(store, act, "instalment_failed", subject=instalment.id, person=sale.person_id, **facts)
    record(store, act, "instalment_failed", sale=sale.id, instalment=instalment.id)


# What came of it


def declined(store: Store, instalment: Instalment, code: str, act: Act) -> None:
    """The bank refused a charge without them. They get one line with a link, whatever the reason."""
    if instalment.status is not InstalmentStatus.DUE:
        return
    why = "confirm" if code == ASKS_FOR_THEM else "declined"
    _not_paid_yet(store, store.sale(instalment.sale_id), instalment, why, act)
    store.add(instalment)


def paid(store: Store, sale: Sale, instalment: Instalment, act: Act) -> None:
    """A part is paid: its other links close, and what waited for it goes on. What it was before is written down."""
    next_try = instalment.next_try.isoformat() if instalment.next_try else None
    record(store, act, PAID, instalment=instalment.id, was=instalment.status.value, next_try=next_try)
    instalment.status, instalment.next_try = InstalmentStatus.PAID, None
    store.add(instalment)
    orders.close_pages(store, store.invoice(instalment.invoice_id or 0), act)
    failed = any(i.status is InstalmentStatus.FAILED for i in store.instalments(sale.id or 0))
    if sale.package_id is not None and not failed:
        freezing.thaw(store, store.package(sale.package_id), UNPAID, act)


def not_paid_after_all(store: Store, entry: AuditEntry) -> None:
    """A part is to be paid as it was before what `paid` wrote down."""
    instalment, next_try = store.instalment(entry.detail["instalment"]), entry.detail["next_try"]
    instalment.status = InstalmentStatus(entry.detail["was"])
    instalment.next_try = datetime.fromisoformat(next_try) if next_try else None
    store.add(instalment)


def let_go(store: Store, sale: Sale) -> None:
    """Nothing more is asked for: the plan is over."""
    for instalment in store.instalments(sale.id or 0):
        if instalment.status in OPEN:
            instalment.status, instalment.next_try = InstalmentStatus.VOID, None
            store.add(instalment)
