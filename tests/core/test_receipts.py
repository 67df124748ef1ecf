"""Receipts: they add up to the cent, only what took place stands on one, and nothing on them is changed later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from core import bills, contracts, invoices, outcomes, portions, receipts
from storage.models import (
    Dispute,
    DisputeStatus,
    Instalment,
    Invoice,
    Method,
    Payment,
    Practice,
    Practitioner,
    Receipt,
    ReceiptKind,
    Sale,
    SaleClient,
    SaleStatus,
    Status,
    Way,
)
from tests.core.world import local

if TYPE_CHECKING:
    from storage.models import Booking, Client
    from tests.core.world import World

EVER = (local("2026-01-01"), local("2030-01-01"))
REGISTERED: dict[str, Any] = {"region": "CA-QC", "tax_numbers": {"gst": "123456789 RT0001", "qst": "1234567890 TQ0001"}}
DAYS = ("2026-03-03 15:00", "2026-03-05 15:00", "2026-03-10 15:00", "2026-03-12 15:00")


def setup(world: World, region: str = "CA-ON", **rules: object) -> None:
    """Everybody is licensed; the rules of the practice as given."""
    with world.turn() as (store, _):
        practice = store.session.get_one(Practice, world.practice_id)
        practice.region = region
        practice.rules = {**practice.rules, **rules}
        store.changed(practice)
        for who in store.session.exec(select(Practitioner)):
            who.licence = f"R.Kin {who.id}"


def came(world: World, client: Client, at: str, service: str = "session", outcome: Status = Status.ATTENDED) -> Booking:
    booking = world.book(client, at, service=service)
    ends(world, booking, at, outcome)
    return booking


def ends(world: World, booking: Booking, at: str, outcome: Status) -> None:
    now, world.now = world.now, local(at) + timedelta(hours=1)
    with world.turn() as (store, act):
        outcomes.settle(store, store.booking(booking.id), outcome, act)
    world.now = now


def pay(world: World, invoice: Invoice, amount: int | None = None) -> Payment:
    with world.turn() as (store, act):
        payment = store.add(
            Payment(
                practice_id=world.practice_id,
                invoice_id=invoice.id,
                person_id=invoice.person_id,
                amount=invoice.total if amount is None else amount,
                method=Method.CASH,
                at=act.at,
                act=act.id,
            )
        )
        invoices.refresh(store, store.invoice(invoice.id))
        return payment


def insurance(world: World, client: Client, since: str = "", until: str = "") -> Receipt | None:
    span = (local(since), local(until)) if since else EVER
    with world.turn() as (store, act):
        return receipts.for_sessions(store, client, *span, act)


def outlook(world: World, client: Client) -> receipts.Outlook:
    with world.look() as store:
        return receipts.outlook(store, client, *EVER)


# Sessions, for an insurer


def test_each_attended_session_with_its_part_of_the_package(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    for at in DAYS[:2]:
        came(world, maya, at)
    paper = insurance(world, maya)
    assert paper.kind is ReceiptKind.INSURANCE
    assert paper.total == 17_000
    assert [(row["on"], row["minutes"], row["total"]) for row in paper.lines["rows"]] == [
        ("2026-03-03", 60, 8_500),
        ("2026-03-05", 60, 8_500),
    ]
    assert paper.lines["client"] == "Maya"
    assert {row["licence"] for row in paper.lines["rows"]} == {f"R.Kin {world.ana}"}


def test_sessions_that_were_missed_cancelled_or_are_to_come_are_on_no_insurance_receipt(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0], outcome=Status.NO_SHOW)
    world.book(maya, DAYS[2])
    world.cancel(world.book(maya, DAYS[3]))
    assert insurance(world, maya) is None


def test_a_session_is_on_one_receipt_only(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0])
    first = insurance(world, maya)
    assert insurance(world, maya) is None
    assert [paper.id for paper in outlook(world, maya).given] == [first.id]
    came(world, maya, DAYS[1])
    second = insurance(world, maya)
    assert [row["on"] for row in second.lines["rows"]] == ["2026-03-05"]
    assert (first.number, second.number) == (1, 2)


def test_a_month_is_as_long_as_it_is_on_the_clock_here(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, "2026-03-31 18:00")  # 22:00 UTC
    came(world, maya, "2026-04-01 08:00")
    paper = insurance(world, maya, "2026-03-01", "2026-04-01")
    assert [row["on"] for row in paper.lines["rows"]] == ["2026-03-31"]


def test_no_licence_that_day_no_insurance_receipt(world):
    setup(world, licence_until={"ana": "2026-03-04"})
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0])
    came(world, maya, DAYS[1])
    found = outlook(world, maya)
    assert [row["on"] for row in found.rows] == ["2026-03-03"]
    assert found.waiting == {receipts.LICENCE: 1}


def test_what_is_not_paid_is_on_no_receipt(world):
    setup(world)
    maya = world.client()
    came(world, maya, DAYS[0], "assessment")
    assert outlook(world, maya).waiting == {receipts.UNPAID: 1}
    pay(world, world.rows(Invoice)[0])
    paper = insurance(world, maya)
    assert (paper.total, [row["what"] for row in paper.lines["rows"]]) == (12_000, ["assessment"])


def test_half_of_a_package_is_paid_so_half_of_its_sessions_get_receipts(world):
    setup(world)
    maya = world.client()
    package = world.grant(maya, "open")
    with world.turn() as (store, act):
        invoice = bills.write(store, maya.person_id, [bills.Item("open", 36_000, package_id=package)], act)
    pay(world, invoice, 18_000)
    for at in DAYS:
        came(world, maya, at)
    found = outlook(world, maya)
    assert (len(found.rows), found.waiting) == (2, {receipts.UNPAID: 2})
    pay(world, invoice, 18_000)
    assert insurance(world, maya).total == 36_000


def test_the_parts_of_a_package_are_its_price_and_its_taxes(world):
    setup(world, **REGISTERED)
    maya = world.client()
    package = world.grant(maya, "open")
    with world.turn() as (store, act):
        invoice = bills.write(store, maya.person_id, [bills.Item("open", 36_000, package_id=package)], act)
    pay(world, invoice)
    papers = []
    for at in DAYS:
        came(world, maya, at)
        papers.append(insurance(world, maya))
    assert sum(paper.total for paper in papers) == 36_000
    assert sum(paper.lines["subtotal"] for paper in papers) == invoice.subtotal == 31_311
    with world.look() as store:
        taxes = [(tax.name, tax.amount) for tax in store.taxes_of(invoice.id)]
    summed = {name: sum(t[2] for p in papers for t in p.lines["taxes"] if t[0] == name) for name, _ in taxes}
    assert summed == dict(taxes)


def test_a_missed_session_takes_its_part_and_is_on_a_paper_of_its_own(world):
    setup(world)
    maya = world.client()
    world.grant(maya, "open")
    came(world, maya, DAYS[0])
    came(world, maya, DAYS[1], outcome=Status.NO_SHOW)
    with world.turn() as (store, act):
        missed = receipts.for_missed(store, maya, *EVER, act)
    assert (missed.kind, missed.total, missed.number) == (ReceiptKind.MISSED, 9_000, 1)
    assert insurance(world, maya).total == 9_000


def test_sessions_from_before_repbook_have_had_their_part(world):
    setup(world)
    maya = world.client()
    world.grant(maya, "progress", used=300)
    came(world, maya, DAYS[0])
    assert insurance(world, maya).total == 8_500


def test_a_family_has_a_receipt_for_each(world):
    setup(world)
    parent = world.person("Julie")
    lea, max_ = world.client("Léa", parent), world.client("Max", parent)
    world.grant(lea)
    world.grant(max_)
    came(world, lea, DAYS[0])
    came(world, max_, DAYS[1])
    paper = insurance(world, lea)
    assert (paper.lines["client"], paper.lines["payer"], len(paper.lines["rows"])) == ("Léa", "Julie", 1)


@given(
    st.integers(0, 100_000),
    st.lists(st.sampled_from([25, 50, 75, 100]), min_size=1, max_size=16),
)
def test_portions_add_up_however_they_are_handed_out(price, costs):
    whole = sum(costs)
    left = portions.Purchase([("GST", 50_000)], [price, price // 20], whole, 0)
    taken = [left.take(cost) for cost in costs]
    assert sum(part.net for part in taken) == price
    assert sum(part.tax for part in taken) == price // 20
    for part, cost in zip(taken, costs, strict=True):
        assert abs(part.net - price * cost / whole) < len(costs), "none is far from its share"


# Corrections and copies


def test_a_receipt_whose_session_was_not_attended_after_all_is_withdrawn(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0])
    wrong = came(world, maya, DAYS[1])
    first = insurance(world, maya)
    ends(world, wrong, DAYS[1], Status.NO_SHOW)
    notes = world.rows(Receipt, kind=ReceiptKind.CREDIT_NOTE)
    assert [(note.number, note.total, note.lines["withdraws"]) for note in notes] == [(1, 17_000, first.id)]
    second = insurance(world, maya)
    assert [row["on"] for row in second.lines["rows"]] == ["2026-03-03"]
    assert (first.number, second.number) == (1, 2)


def test_a_copy_says_so_and_the_original_stays_as_it_was(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0])
    paper = insurance(world, maya)
    with world.turn() as (store, act):
        assert receipts.copy(store, store.receipt(paper.id), act) == 1
        assert receipts.copy(store, store.receipt(paper.id), act) == 2
    (now,) = world.rows(Receipt)
    assert (now.lines, now.number, now.total) == (paper.lines, paper.number, paper.total)


@pytest.mark.parametrize("change", ["total = 1", "number = 7", "lines = '{}'", "kind = 'payment'"])
def test_an_issued_receipt_cannot_be_changed(world, change):
    setup(world)
    maya = world.client()
    world.grant(maya)
    came(world, maya, DAYS[0])
    insurance(world, maya)
    with pytest.raises(DBAPIError), world.turn() as (store, _):
        store.session.connection().exec_driver_sql(f"UPDATE receipt SET {change}")


# Payments


def test_a_payment_has_one_receipt_with_the_taxes_of_its_invoice(world):
    setup(world, **REGISTERED)
    maya = world.client()
    world.book(maya, DAYS[0], service="assessment")
    (invoice,) = world.rows(Invoice)
    payment = pay(world, invoice, 5_000)
    with world.turn() as (store, act):
        paper = receipts.of_payment(store, payment, act)
        assert receipts.of_payment(store, payment, act).id == paper.id
    assert (paper.kind, paper.total, paper.number) == (ReceiptKind.PAYMENT, 5_000, 1)
    said = paper.lines
    assert (said["invoice_total"], said["left"], said["paid_before"], said["method"]) == (12_000, 7_000, 0, "cash")
    assert said["tax_numbers"] == REGISTERED["tax_numbers"]
    assert said["subtotal"] + sum(tax[2] for tax in said["taxes"]) == 12_000


def test_numbers_have_no_gaps_in_each_kind(world):
    setup(world)
    maya = world.client()
    world.grant(maya)
    for at in DAYS:
        came(world, maya, at)
        insurance(world, maya)
    world.book(world.client("Sam"), "2026-03-17 09:00", service="duo")
    payment = pay(world, world.rows(Invoice)[-1])
    with world.turn() as (store, act):
        assert receipts.of_payment(store, payment, act).number == 1
    assert [paper.number for paper in world.rows(Receipt, kind=ReceiptKind.INSURANCE)] == [1, 2, 3, 4]


def test_an_invoice_says_its_taxes_and_a_credit_note_takes_the_same_back(world):
    setup(world, **REGISTERED)
    maya = world.client()
    with world.turn() as (store, act):
        items = [bills.Item("session", 9_500), bills.Item("late_cancel", 4_999)]
        invoice = bills.write(store, maya.person_id, items, act)
        note = bills.write_back(store, invoice, [bills.Item("session", 14_499)], act)
    assert (invoice.total, invoice.subtotal + invoice.tax) == (14_499, 14_499)
    assert note.refers_to == invoice.id
    assert note.number == invoice.number + 1
    with world.look() as store:
        for paper in (invoice, note):
            lines, taxes = store.lines_of(paper.id), store.taxes_of(paper.id)
            assert sum(line.amount for line in lines) == paper.subtotal
            assert sum(tax.amount for tax in taxes) == paper.tax


def test_where_taxes_come_on_top_they_are_quoted_charged_and_invoiced(world):
    setup(world, **REGISTERED, taxes="added")
    maya = world.client()
    quoted = world.quote(maya, DAYS[0], service="assessment")
    assert quoted.price == 13_797
    world.book(maya, DAYS[0], service="assessment")
    (invoice,) = world.rows(Invoice)
    assert (invoice.subtotal, invoice.tax, invoice.total) == (12_000, 1_797, 13_797)
    package = world.grant(maya, "open")
    with world.look() as store:
        assert store.package(package).price == 41_391


# The written contract


def test_a_contract_is_made_once_and_says_what_the_law_asks_for(world):
    setup(world, **REGISTERED, address="4210, rue Saint-Denis, Montréal")
    maya = world.client()
    with world.turn() as (store, act):
        assert contracts.is_wanted(store.practice())
        sale = store.add(
            Sale(
                practice_id=world.practice_id, plan_id=world.plans["open"], person_id=maya.person_id, price=36_000,
                way=Way.INSTALMENTS, status=SaleStatus.AGREED, terms="Sans frais.", agreed_at=act.at, agreed_act=act.id,
                at=act.at, act=act.id,
            )
        )  # fmt: skip
        store.add(SaleClient(sale_id=sale.id, client_id=maya.id))
        for n, after in enumerate((1, 3), start=1):
            store.add(Instalment(sale_id=sale.id, n=n, amount=18_000, after_sessions=after))
        paper = contracts.of_sale(store, sale, act)
        assert contracts.of_sale(store, sale, act).id == paper.id
    said = paper.lines
    assert (paper.kind, paper.number, paper.total) == (ReceiptKind.CONTRACT, 1, 36_000)
    assert (said["clients"], said["credits"], said["place"]) == (["Maya"], 400, "4210, rue Saint-Denis, Montréal")
    assert [(part["amount"], part["after"]) for part in said["instalments"]] == [(18_000, 1), (18_000, 3)]
    assert said["subtotal"] + sum(tax[2] for tax in said["taxes"]) == 36_000


@pytest.mark.parametrize(("undelivered", "most"), [(68_000, 5_000), (34_000, 3_400), (50_000, 5_000), (0, 0)])
def test_who_cancels_in_quebec_pays_at_most_the_smaller_of_both(undelivered, most):
    assert contracts.cancellation_fee(undelivered) == most


def test_what_is_charged_back_is_not_paid(world):
    setup(world)
    maya = world.client()
    package = world.grant(maya, "open")
    with world.turn() as (store, act):
        invoice = bills.write(store, maya.person_id, [bills.Item("open", 36_000, package_id=package)], act)
    payment = pay(world, invoice)
    came(world, maya, DAYS[0])
    assert len(outlook(world, maya).rows) == 1
    with world.turn() as (store, act):
        store.add(
            Dispute(
                practice_id=world.practice_id, payment_id=payment.id, provider_id="dp_1", status=DisputeStatus.OPEN,
                amount=36_000, at=act.at, act=act.id,
            )
        )  # fmt: skip
    assert outlook(world, maya).waiting == {receipts.UNPAID: 1}


def test_receipts_issued_at_the_same_moment_have_numbers_one_after_the_other(world):
    setup(world)
    people = [world.client(f"C{n}") for n in range(6)]
    payments = []
    for who in people:
        with world.turn() as (store, act):
            invoice = bills.write(store, who.person_id, [bills.Item("session", 9_500)], act)
        payments.append(pay(world, invoice))

    def issue(payment):
        with world.turn() as (store, act):
            return receipts.of_payment(store, payment, act).number

    with ThreadPoolExecutor(6) as threads:
        numbers = list(threads.map(issue, [*payments, *payments]))
    assert sorted(set(numbers)) == [1, 2, 3, 4, 5, 6]
    assert numbers[:6] == numbers[6:], "asked for twice, it is the same one"
