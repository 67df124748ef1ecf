"""Memberships: so many sessions a month until it is paused or ends, and each period is a package of its own.

The periods to come exist as packages before they are paid, as far ahead as can be booked: sessions that are booked then
are held against them, and a period never gives more than its own. When a period begins it is paid for (the card that
was kept, a link, or at the practice) as any part of a plan is, by core.instalments; when the membership ends first,
what is held against later periods is let go, and their credits go back to where they came from.

What is left of a period can be used on its last day at the latest, or as many days later as the practice file rolls
it over.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core import cancelling, credits, plans
from core.acts import record
from core.daytime import is_daytime
from core.notices import tell, tell_owner
from core.offer_life import only_offered
from core.rules import rules_of, zone_of
from storage.models import (
    Instalment,
    InstalmentStatus,
    Membership,
    MembershipClient,
    MembershipState,
    Package,
    PackageClient,
    PackageService,
    Place,
    Sale,
    SaleClient,
    SaleStatus,
    Way,
)
from storage.selling import ENDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.acts import Act
    from core.plans import Terms
    from storage.models import Client, Plan
    from storage.store import Store
    from storage.visits import Visit

PAUSED = "membership_paused"
STOPS = (ENDS, PAUSED)  # what the entries are called that say that nothing is added any more
NOT_RENEWED = "not renewed"
UNPAID = "unpaid"  # why one ends that its people wanted to keep
RENEWED, RELEASED, ENDED = "membership_renewed", "membership_released", "membership_ended"
LIVE = (MembershipState.ACTIVE, MembershipState.PAUSED, MembershipState.ENDING)


def begin(
    store: Store, clients: Sequence[Client], plan: Plan, person_id: int, act: Act, *, sale: Sale | None = None,
    used: int = 0, terms: Terms | None = None,
) -> Package:  # fmt: skip
    """The first period begins today. The same act begins it once.

    Every later one has its terms, price and sessions, however the practice file changes: who joined keeps what was
    agreed on until the membership ends, and a new price is for who joins then.
    """
    package = plans.grant(store, clients, plan, act, used=used, terms=terms)
    if package.membership_id is not None:
        return package
    today = _today(store, act)
    membership = store.add(
        Membership(
            practice_id=store.practice_id, plan_id=plan.id or 0, person_id=person_id, anchor=today, period_start=today,
            period_end=_months_after(today, 1), next_renewal=_months_after(today, 1), act=act.id,
        )
    )  # fmt: skip
    for client in clients:
        store.add(MembershipClient(membership_id=membership.id or 0, client_id=client.id or 0))
    package.membership_id, package.starts_on = membership.id, today
    package.expires_on = _last_day(store, plan, membership.period_end)
    store.add(package)
    if sale is not None:
        sale.membership_id = membership.id
        store.add(sale)
    record(store, act, "membership_began", membership=membership.id, package=package.id)
    _prepare(store, membership, act)
    return package


# The periods


def _prepare(store: Store, membership: Membership, act: Act) -> None:
    """Every period that can be booked before the next renewal exists, with its credits."""
    horizon = timedelta(days=rules_of(store.practice()).policies.horizon_days)
    start = membership.period_end
    while start <= membership.period_end + horizon:
        end = _after(membership, start)
        _period(store, membership, start, end, act)
        start = end


def _period(store: Store, membership: Membership, start: date, end: date, act: Act) -> Package:
    """A period's package, under the terms of the first; one that was let go has its credits again."""
    first = store.periods(membership.id or 0)[0]
    known = store.period(membership.id or 0, start)
    package = known or _copy(store, membership, first, start, end)
    amount = store.first_move(first.id or 0).amount
    if -store.place(package.id or 0, Place.OUTSIDE) == 0:
        credits.move(store, act, package.id or 0, amount, Place.OUTSIDE, Place.FREE)
    return package


def _copy(store: Store, membership: Membership, first: Package, start: date, end: date) -> Package:
    plan = store.plan(membership.plan_id)
    package = store.add(
        Package(
            practice_id=store.practice_id, plan_id=first.plan_id, names=first.names, price=first.price,
            bought_at=first.bought_at, starts_on=start, expires_on=_last_day(store, plan, end),
            act=f"period:{membership.id}:{start}", membership_id=membership.id,
            pace=first.pace,
        )
    )  # fmt: skip
    for cover in store.covers(first.id or 0):
        store.add(PackageService(package_id=package.id or 0, service_id=cover.service_id, cost=cover.cost))
    for client_id in store.members(membership.id or 0):
        store.add(PackageClient(package_id=package.id or 0, client_id=client_id))
    return package


def _last_day(store: Store, plan: Plan, end: date) -> date:
    """The day before the next period, or later as far as the practice lets credits roll over."""
    rolled = rules_of(store.practice()).roll_over.get(plan.key, 0)
    return end + timedelta(days=rolled - 1)


def _months_after(anchor: date, months: int) -> date:
    """The same day so many months later, or the last of that month: from the 31st to the 28th, to the 31st again."""
    day = date(anchor.year, anchor.month, 1)
    for _ in range(months):
        day = plans.a_month_later(day)
    return min(day.replace(day=1) + timedelta(days=anchor.day - 1), plans.a_month_later(day) - timedelta(days=1))


def _after(membership: Membership, start: date) -> date:
    """When the period ends that begins then: the first day of the next one."""
    anchor = membership.anchor
    months = (start.year - anchor.year) * 12 + start.month - anchor.month
    return _months_after(anchor, months + 1)


def _today(store: Store, act: Act) -> date:
    return act.at.astimezone(zone_of(store.practice())).date()


# Renewal


def sweep(store: Store, act: Act) -> None:
    """What is to renew today does, and what is to end ends; what was paused until today goes on."""
    if not is_daytime(store, act.at):
        return
    today = _today(store, act)
    for membership in store.memberships_due(today):
        if membership.state is MembershipState.ACTIVE:
            _renew(store, membership, act)
        elif membership.state is MembershipState.ENDING:
            _end(store, membership, act)
        else:
            resume(store, membership, act)


def _renew(store: Store, membership: Membership, act: Act) -> None:
    """The next period is the current one, and is to be paid; not while the last one is not."""
    if any(s.status is InstalmentStatus.FAILED for s in store.parts_of_membership(membership.id or 0)):
        _end(store, membership, act)
        return
    start = membership.period_end
    _open(store, membership, start, act)


def _open(store: Store, membership: Membership, start: date, act: Act) -> None:
    membership.period_start, membership.period_end = start, _after(membership, start)
    membership.next_renewal, membership.state = membership.period_end, MembershipState.ACTIVE
    membership.paused_until = None
    store.add(membership)
    package = _period(store, membership, start, membership.period_end, act)
    record(store, act, "membership_renewed", membership=membership.id, package=package.id)
    if package.price:
        _sell(store, membership, package, act)
    _prepare(store, membership, act)


def _sell(store: Store, membership: Membership, package: Package, act: Act) -> None:
    """The period as a sale of one part, due on its first day: the way it is paid is that of the first."""
    earlier = store.sales_of_membership(membership.id or 0)
    way = earlier[0].way if earlier else Way.PRACTICE
    sale = store.add(
        Sale(
            practice_id=store.practice_id, plan_id=membership.plan_id, person_id=membership.person_id,
            price=package.price, way=way, status=SaleStatus.ACTIVE, package_id=package.id,
            membership_id=membership.id, at=act.at, act=act.id,
        )
    )  # fmt: skip
    for client_id in store.members(membership.id or 0):
        store.add(SaleClient(sale_id=sale.id or 0, client_id=client_id))
    store.add(Instalment(sale_id=sale.id or 0, n=1, amount=package.price, due_on=membership.period_start))


def is_renewal(sale: Sale) -> bool:
    """Is this a period that came by itself, and not the yes with which a membership began?"""
    return sale.membership_id is not None and sale.agreed_at is None


def tell_renewed(store: Store, sale: Sale, act: Act, *, paid: int) -> None:
    """The one line of a renewal: once it is paid, or to be paid at the practice (`paid` is 0)."""
    facts: dict[str, Any] = {"package": sale.package_id, "price": sale.price, "lapsed": _lapsed_before(store, sale)}
    tell(store, act, RENEWED, sale.person_id, subject=sale.id, paid=paid, **facts)


def _lapsed_before(store: Store, sale: Sale) -> int:
    """What lapsed of the period before the one that was renewed."""
    now = store.package(sale.package_id or 0)
    earlier = [
        p
        for p in store.periods(sale.membership_id or 0)
        if p.starts_on and now.starts_on and p.starts_on < now.starts_on
    ]
    return store.place(earlier[-1].id or 0, Place.EXPIRED) if earlier else 0


def not_paid(store: Store, sale: Sale, act: Act) -> None:
    """All tries are over: it ends with this period, and what was held against later ones is let go."""
    if sale.membership_id is None:
        return
    membership = store.membership(sale.membership_id)
    if membership.state is MembershipState.ACTIVE:
        end_later(store, membership, act, why=UNPAID)


def paid_late(store: Store, sale: Sale, unusable_since: date, act: Act) -> None:
    """A period was paid for after all tries were over. The money is for that period, and gives what it is for.

    While the period lasts, the membership goes on as if nothing had been, unless they had ended it themselves. Once it
    has ended it stays so, and the sessions that the period had left can be used again for as many days as it had left
    when they were blocked.
    """
    if sale.membership_id is None or sale.package_id is None:
        return
    membership, package = store.membership(sale.membership_id), store.package(sale.package_id)
    if membership.state is MembershipState.ENDING and store.why_it_ends(sale.membership_id) == UNPAID:
        keep(store, membership, act)
    elif membership.state is MembershipState.ENDED and package.expires_on is not None:
        until = package.expires_on + max(_today(store, act) - unusable_since, timedelta(0))
        credits.reinstate(store, package, until, act)


# What its people ask for


def held_after(store: Store, membership: Membership, now: datetime) -> list[Visit]:
    """The sessions that are held against periods to come, in order of time."""
    held = [v for package in _coming(store, membership) for v in store.standing_on(package.id or 0, now)]
    return [visit for visit in held if not only_offered(store, visit.booking)]


def end_later(store: Store, membership: Membership, act: Act, *, why: str = "") -> list[Visit]:
    """It ends with the period; what is held against later ones is let go now. Answers what was."""
    membership.state = MembershipState.ENDING
    store.add(membership)
    record(store, act, ENDS, membership=membership.id, why=why)
    return _release(store, membership, act)


def keep(store: Store, membership: Membership, act: Act) -> None:
    """It does not end after all."""
    membership.state = MembershipState.ACTIVE
    store.add(membership)
    record(store, act, "membership_kept", membership=membership.id)
    _prepare(store, membership, act)


def stop(store: Store, membership: Membership, act: Act) -> None:
    """Its current month was refunded: nothing is added or charged any more."""
    if membership.state in LIVE:
        end_later(store, membership, act)


def pause(store: Store, membership: Membership, until: date | None, act: Act) -> list[Visit]:
    """After this period nothing is added and nothing charged, until that day or until they say so."""
    membership.state, membership.next_renewal, membership.paused_until = MembershipState.PAUSED, None, until
    store.add(membership)
    record(store, act, PAUSED, membership=membership.id)
    return _release(store, membership, act)


def resume(store: Store, membership: Membership, act: Act) -> None:
    """It goes on: within a period that was paid as if nothing had been, else with a new one from today."""
    today = _today(store, act)
    record(store, act, "membership_resumed", membership=membership.id)
    if today < membership.period_end:
        membership.state, membership.paused_until = MembershipState.ACTIVE, None
        membership.next_renewal = membership.period_end
        store.add(membership)
        _prepare(store, membership, act)
        return
    membership.anchor = today
    _open(store, membership, today, act)


def starts_anew(store: Store, membership: Membership, act: Act) -> bool:
    """Would going on now begin, and charge, a new period?"""
    return _today(store, act) >= membership.period_end


def _end(store: Store, membership: Membership, act: Act) -> None:
    membership.state, membership.next_renewal = MembershipState.ENDED, None
    store.add(membership)
    record(store, act, "membership_ended", membership=membership.id)
    _release(store, membership, act)
    tell(store, act, ENDED, membership.person_id, subject=membership.id, membership=membership.id)
    tell_owner(store, act, ENDED, subject=membership.id, membership=membership.id)


def _coming(store: Store, membership: Membership) -> list[Package]:
    found = store.periods(membership.id or 0)
    return [package for package in found if package.starts_on and package.starts_on >= membership.period_end]


def _release(store: Store, membership: Membership, act: Act) -> list[Visit]:
    """What was held against periods to come is let go at no cost, and their credits are no more."""
    released = []
    for package in _coming(store, membership):
        for visit in store.standing_on(package.id or 0, act.at):
            released += [] if only_offered(store, visit.booking) else [visit]
            cancelling.cancel(store, visit.booking, act, by_practice=True)
        free = store.place(package.id or 0, Place.FREE)
        credits.move(store, act, package.id or 0, free, Place.FREE, Place.OUTSIDE, why=NOT_RENEWED)
    if released and act.by is None:
        starts = [visit.appointment.starts_at.isoformat() for visit in released]
        tell(store, act, RELEASED, membership.person_id, subject=membership.id, sessions=starts)
    return released
