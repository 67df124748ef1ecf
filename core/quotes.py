"""What a session would cost a client, said before it is booked: what was quoted is what is charged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from core import credits, tax, trust
from core.errors import Reason, Refusal
from core.policy import may_start
from core.rules import rules_of, zone_of
from storage.models import WhoMayBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from core.rules import Policies
    from core.slots import Slot
    from storage.ledger import Purse
    from storage.models import Booking, Client, Service
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in the diary and what it takes: credits of a package, or money owed (minor units), or nothing."""

    service_id: int
    practitioner_id: int
    starts_at: datetime
    package_id: int | None
    credits: int
    price: int
    free_after: int  # what is left to the client for sessions like this one, on that day (hundredths)
    expires_on: date | None  # the last day of the package that pays
    ends_before: date | None = None  # the last day of a package that would pay, but does not reach that day
    terms: tuple[int, int, int] = (0, 0, 0)  # free to cancel until so many hours before; late and no-show shares
    deposit: int = 0  # what of the price must be paid now: until then the place is only held

    def facts(self) -> tuple[str | int | None, ...]:
        """What a yes agrees to. A yes to other facts is no yes."""
        starts = self.starts_at.isoformat()
        return (
            self.service_id,
            self.practitioner_id,
            starts,
            self.package_id,
            self.credits,
            self.price,
            *self.terms,
            self.deposit,
        )


@dataclass(slots=True)
class Before:
    """What the earlier sessions of the same series would take already."""

    drawn: dict[int, int] = field(default_factory=dict)  # credits, by package
    unpaid: int = 0
    sessions: list[tuple[datetime, datetime]] = field(default_factory=list)

    def add(self, quote: Quote, ends_at: datetime) -> None:
        self.sessions.append((quote.starts_at, ends_at))
        self.unpaid += quote.price > 0
        if quote.package_id is not None:
            self.drawn[quote.package_id] = self.drawn.get(quote.package_id, 0) + quote.credits


def quote(
    store: Store,
    client: Client,
    service: Service,
    slot: Slot,
    now: datetime,
    *,
    before: Before | None = None,
    by_practice: bool = False,
) -> Quote:
    """What this slot takes from this client. Whether somebody else has it is not asked here: booking it asks.

    Raises Refusal: PAST, TOO_SOON, TOO_FAR, CLASH, NEW_ONLY, PACKAGE_ONLY, NO_CREDIT, EXPIRES, FROZEN, TOO_MANY,
    ONE_DEPOSIT. When the practice books for a client only CLASH is left: what no package pays is owed in money.
    """
    practice = store.practice()
    policies, zone = rules_of(practice).policies, zone_of(practice)
    if not by_practice and (refusal := may_start(slot.starts_at, now, zone, policies)):
        raise refusal
    before = before or Before()
    ends_at = slot.starts_at.astimezone(UTC) + timedelta(minutes=service.minutes)
    held = store.offered_hold(client)  # they may take this instead of what was offered to them
    _refuse_clash(store, client, slot.starts_at, ends_at, before, held)
    if not by_practice and service.who is WhoMayBook.NEW and (before.sessions or store.has_visited(client.id or 0)):
        raise Refusal(Reason.NEW_ONLY)
    on = slot.starts_at.astimezone(zone).date()
    purses = store.purses(client.id or 0, service.id or 0)
    if held is not None and gives_way(store, held, slot.starts_at, ends_at):
        purses, held = _with_its_credits(purses, held), None
    payer = pick_payer(purses, on, before.drawn)
    if payer is None and held is not None and held.credits:
        purses = _with_its_credits(purses, held)
        payer = pick_payer(purses, on, before.drawn)
    if payer is not None and not by_practice:
        _refuse_on_trust(store, client, payer, now, before)
    price = 0
    if payer is None and by_practice:
        price = service.price
    elif payer is None:
        price = _price(store, client, service, on, short_of(purses, on, before.drawn), policies, before)
    price = tax.quoted(practice, price, now.astimezone(zone).date())
    deposit = min(service.deposit, price) if practice.till and not by_practice else 0
    if deposit and before.unpaid:
        raise Refusal(Reason.ONE_DEPOSIT)
    result = _quoted(slot, payer, price, policies, purses, on, before, deposit)
    before.add(result, ends_at)
    return result


def quotes(
    store: Store, client: Client, service: Service, slots: Iterable[Slot], now: datetime
) -> list[Quote | Refusal]:
    """What each slot of a series would take after those before it; where it cannot be booked, why not."""
    before = Before()
    found: list[Quote | Refusal] = []
    for slot in slots:
        try:
            found.append(quote(store, client, service, slot, now, before=before))
        except Refusal as refusal:
            found.append(refusal)
    return found


def gives_way(store: Store, held: Booking, starts: datetime, ends: datetime) -> bool:
    """Is a place that was offered to somebody given up once they book these times: that very place, or one across?"""
    there = store.appointment(held.appointment_id)
    return there.blocks_from < ends and starts < there.blocks_to


def _with_its_credits(purses: Sequence[Purse], held: Booking) -> list[Purse]:
    """What there is once a place is held no more."""
    return [replace(p, free=p.free + held.credits) if p.package_id == held.package_id else p for p in purses]


def pick_payer(purses: Sequence[Purse], on: date, drawn: dict[int, int]) -> Purse | None:
    """The package that pays a session on that local day: the first in draw order with enough left."""
    usable = credits.in_draw_order(purses, on)
    return next((p for p in usable if p.free - drawn.get(p.package_id, 0) >= p.cost), None)


def short_of(purses: Sequence[Purse], on: date, drawn: dict[int, int]) -> Refusal:
    """Why no package pays: those with enough left end before that day, or there is not enough left in any."""
    purses = [p for p in purses if credits.has_begun(p.starts_on, on)]
    left = {p.package_id: p.free - drawn.get(p.package_id, 0) for p in purses}
    ended = [p.expires_on for p in purses if p.expires_on and p.expires_on < on and left[p.package_id] >= p.cost]
    if ended:
        return Refusal(Reason.EXPIRES, expires_on=max(ended))
    reaching = [p for p in purses if credits.reaches(p.expires_on, on)]
    frozen = next((p for p in reaching if p.frozen and left[p.package_id] >= p.cost), None)
    if frozen is not None:
        return Refusal(Reason.FROZEN, package_id=frozen.package_id, because=frozen.frozen)
    needed = min((p.cost for p in purses), default=None)
    return Refusal(Reason.NO_CREDIT, needed=needed, free=sum(left[p.package_id] for p in reaching))


def _refuse_clash(
    store: Store, client: Client, starts: datetime, ends: datetime, before: Before, held: Booking | None
) -> None:
    """Nobody can be in two places; the family of one phone can."""
    if clash := store.clash(client.id or 0, starts, ends, without=held.id or 0 if held else 0):
        raise Refusal(Reason.CLASH, booking_id=clash[0], at=clash[1])
    for other_starts, other_ends in before.sessions:
        if starts < other_ends and other_starts < ends:
            raise Refusal(Reason.CLASH, at=other_starts)


def _refuse_on_trust(store: Store, client: Client, payer: Purse, now: datetime, before: Before) -> None:
    """A newcomer whose plan is not paid yet has only so many sessions booked at a time."""
    limit = trust.limit(store, client, payer.package_id)
    if limit is not None and len(store.standing_on(payer.package_id, now)) + len(before.sessions) >= limit:
        raise Refusal(Reason.TOO_MANY, limit=limit)


def _price(
    store: Store, client: Client, service: Service, on: date, short: Refusal, policies: Policies, before: Before
) -> int:
    """What is owed in money when no package pays. Raises Refusal where it must be a package, or enough is owed already.

    Somebody who never paid here before may owe only so many sessions at a time.
    """
    if service.who is WhoMayBook.PACKAGE and not credits.balances(store, client, on):
        raise Refusal(Reason.PACKAGE_ONLY) if not store.owns_package(client.id or 0) else short
    if service.price == 0:
        return 0
    if not service.pay_later and not service.deposit:
        raise short
    limit = policies.stranger_unpaid
    owed = store.unpaid_bookings(client.person_id) + before.unpaid
    if owed >= limit and not store.has_paid(client.person_id):
        raise Refusal(Reason.TOO_MANY, limit=limit)
    return service.price


def _quoted(
    slot: Slot, payer: Purse | None, price: int, policies: Policies, purses: Sequence[Purse], on: date, before: Before,
    deposit: int,
) -> Quote:  # fmt: skip
    reaching = credits.in_draw_order(purses, on)
    left = sum(p.free - before.drawn.get(p.package_id, 0) for p in reaching)
    short = None if payer else short_of(purses, on, before.drawn)
    return Quote(
        service_id=slot.service_id,
        practitioner_id=slot.practitioner_id,
        starts_at=slot.starts_at.astimezone(UTC),
        package_id=payer.package_id if payer else None,
        credits=payer.cost if payer else 0,
        price=price,
        free_after=left - (payer.cost if payer else 0),
        expires_on=payer.expires_on if payer else None,
        ends_before=short.facts.get("expires_on") if short else None,
        terms=(policies.cancel_hours, policies.late_cancel_share, policies.no_show_share),
        deposit=deposit,
    )
