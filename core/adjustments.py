"""What the practice's own hand changes in a package: credits with a why, a freeze, another last day, a refund.

Each leaves one audit entry "package_changed" with what was before, so that it can be taken back; and the client hears
of it in one line with the new numbers, once it can no longer be taken back.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core import credits, freezing, instalments, invoices, memberships, refunds
from core.acts import Act, record
from core.errors import Reason, Refusal
from core.rules import rules_of, zone_of
from storage import post
from storage.models import InstalmentStatus, Place, RefundStatus, SaleStatus

if TYPE_CHECKING:
    from core.refunding import RefundQuote
    from core.refunds import Voided
    from storage.models import AuditEntry, Package
    from storage.store import Store

CHANGED = "package_changed"
REFUNDED, ENDED = "refunded", "ended"  # money went back for what was unused; there was none to go back
OWNER = "owner"  # why a package is frozen: somebody of the practice said so
FIELDS = ("frozen_because", "frozen_on", "frozen_until", "expires_on")


def adjust(store: Store, package: Package, amount: int, act: Act, why: str) -> None:
    """Add credits to a package, or take free ones away (hundredths, below zero). Raises Refusal: NO_CREDIT, or NOT_YET
    for a month to come of a membership, whose credits come and go with it.
    """
    if not credits.has_begun(package.starts_on, _today(store, act)):
        raise Refusal(Reason.NOT_YET)
    was = _fields(package)
    credits.adjust(store, package, amount, act, why)
    _changed(store, package, was, "added" if amount > 0 else "taken", act)


def freeze(store: Store, package: Package, until: date | None, act: Act) -> None:
    """Nothing new is booked until that local day, and it does not end meanwhile; what is booked stands."""
    was = _fields(package)
    if not freezing.freeze(store, package, OWNER, act):
        return
    package.frozen_on, package.frozen_until = _today(store, act), until
    store.add(package)
    _changed(store, package, was, "frozen", act)


def thaw(store: Store, package: Package, act: Act) -> None:
    """Whatever froze it: it can be booked on again, and the days of the owner's own freeze are added to its end."""
    was = _fields(package)
    if not package.frozen_because or not freezing.thaw(store, package, package.frozen_because, act):
        return
    if package.frozen_on is not None and package.expires_on is not None:
        package.expires_on += _today(store, act) - package.frozen_on
    package.frozen_on = package.frozen_until = None
    store.add(package)
    _changed(store, package, was, "thawed", act)


def thaw_due(store: Store, act: Act) -> None:
    """The freezes whose day has come are over. Each is an act of its own."""
    for package in store.frozen_until(_today(store, act)):
        thaw(store, package, Act(f"thaw:{package.id}:{package.frozen_until}", None, act.at))


def extend(store: Store, package: Package, until: date, act: Act) -> None:
    """Another last day; what had lapsed is free again when that is not over. A freeze goes on."""
    was = _fields(package)
    if until >= _today(store, act):
        credits.reinstate(store, package, until, act)
    else:
        credits.extend(store, package, until, act)
    _changed(store, package, was, "extended", act)


def refund(store: Store, package: Package, quote: RefundQuote, act: Act) -> Voided:
    """As quoted: money back and free credits void; a card's part goes once it can no longer be taken back.

    What was not paid of the plan is asked for no more, except for what is used or booked.
    Raises Refusal as `refunds.of_package`.
    """
    was = _fields(package)
    later = act.at + timedelta(minutes=rules_of(store.practice()).policies.undo_minutes)
    done = refunds.of_package(store, package, quote.amount, quote.unused, act, due_at=later)
    voided = _write_off(store, package, quote.still_due, act)
    if package.membership_id is not None:
        memberships.stop(store, store.membership(package.membership_id), act)
    asked = _asks_no_more(store, package)
    sent = [one.id for one in done.refunds]
    what = REFUNDED if quote.amount else ENDED
    _changed(store, package, was, what, act, refunds=sent, voided=voided, sale=asked)
    return done


def _write_off(store: Store, package: Package, still_due: int, act: Act) -> list[int]:
    """What is not paid of its invoices, except so much: that stays due on the oldest. Answers which are void now."""
    voided = []
    for bill in store.invoices_for(package.id or 0):
        stays = min(max(invoices.due(store, bill), 0), still_due)
        still_due -= stays
        if invoices.write_off(store, bill, package.id, act, but=stays):
            voided.append(bill.id or 0)
    return voided


def _asks_no_more(store: Store, package: Package) -> dict[str, Any]:
    """The sale of a plan that was refunded is over; answers what it and its parts were before."""
    sale = store.sale_of(package.id or 0)
    if sale is None or sale.status is not SaleStatus.ACTIVE:
        return {}
    parts = {str(part.id): part.status.value for part in store.instalments(sale.id or 0)}
    instalments.let_go(store, sale)
    sale.status = SaleStatus.ENDED
    store.add(sale)
    return {"id": sale.id, "parts": parts}


def _asks_again(store: Store, was: dict[str, Any]) -> None:
    if not was:
        return
    sale = store.sale(was["id"])
    sale.status = SaleStatus.ACTIVE
    store.add(sale)
    for part in store.instalments(was["id"]):
        part.status = InstalmentStatus(was["parts"][str(part.id)])
        store.add(part)


def _changed(store: Store, package: Package, was: dict[str, Any], what: str, act: Act, **more: Any) -> None:
    record(store, act, CHANGED, package=package.id, did=what, was=was, **more)
    later = act.at + timedelta(minutes=rules_of(store.practice()).policies.undo_minutes)
    for person_id in store.persons_of(package.id or 0):
        post.owe(
            store, key=f"{act.id}:{CHANGED}:{package.id}:{person_id}", kind=CHANGED, person_id=person_id,
            body={"package": package.id, "did": what}, act=act.id, due_at=later if act.by else act.at, at=act.at,
        )  # fmt: skip


def _fields(package: Package) -> dict[str, Any]:
    """What a change may change of a package, as JSON holds it."""
    values = {name: getattr(package, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _today(store: Store, act: Act) -> date:
    return act.at.astimezone(zone_of(store.practice())).date()


# Taking it back


def take_back(store: Store, of: str, act: Act) -> list[Package]:
    """All that an act changed in packages is as it was. Answers which. Part of `core.undo`.

    Raises Refusal: NO_CREDIT when added credits were spent since, CHANGED when money has left.
    """
    packages = []
    for entry in store.entries(of):
        if entry.what == CHANGED:
            send_nothing(store, entry.detail.get("refunds", []), act)
            package = store.package(entry.detail["package"])
            _bill_again(store, package, entry)
            _restore(store, package, entry.detail["was"])
            _asks_again(store, entry.detail.get("sale", {}))
            if entry.detail["did"] in {REFUNDED, ENDED} and package.membership_id is not None:
                memberships.keep(store, store.membership(package.membership_id), act)
            _reverse(store, of, package, act)
            record(store, act, "undone", of=of, did=CHANGED, package=package.id)
            packages.append(package)
    return packages


def _bill_again(store: Store, package: Package, entry: AuditEntry) -> None:
    """What a refund wrote off is asked for again."""
    if entry.detail["did"] not in {REFUNDED, ENDED}:
        return
    for invoice_id in entry.detail.get("voided", []):
        invoices.mark(store, store.invoice(invoice_id), void=False)
    for bill in store.invoices_for(package.id or 0):
        for note in store.credit_notes_of(bill.id or 0):
            if note.act == entry.act:
                invoices.mark(store, note, void=True)
        invoices.refresh(store, bill)


def _restore(store: Store, package: Package, was: dict[str, Any]) -> None:
    for name, value in was.items():
        setattr(package, name, value if name == "frozen_because" or value is None else date.fromisoformat(value))
    store.add(package)


def _reverse(store: Store, of: str, package: Package, act: Act) -> None:
    for move in reversed(store.moves_in(of, package.id or 0)):
        if move.target is Place.FREE:
            credits.require_free(store, package.id, move.amount)
        credits.move(store, act, package.id or 0, move.amount, move.target, move.source, why="undone")


def send_nothing(store: Store, refund_ids: list[int], act: Act) -> None:
    """The refunds are not sent, and their credit notes are void. Refusal CHANGED when one has been tried."""
    for refund_id in refund_ids:
        order = store.order_for_refund(refund_id)
        if order is not None and not refunds.untried(order.status, order.first_tried_at):
            raise Refusal(Reason.CHANGED)
    refunds.take_back(store, refund_ids, act)
    for refund_id in refund_ids:
        one = store.refund(refund_id)
        invoice = store.invoice(store.payment(one.payment_id).invoice_id)
        for note in store.credit_notes_of(invoice.id or 0):
            if note.act == one.act and one.status is RefundStatus.CANCELLED:
                invoices.mark(store, note, void=True)
        invoices.refresh(store, invoice)
