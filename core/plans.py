"""Plans that become packages: what was sold is frozen in the package, whatever the practice file says later."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core import tax
from core.acts import record
from core.credits import BEFORE_REPBOOK, move
from core.rules import zone_of
from storage.models import Client, Package, PackageClient, PackageService, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from storage.models import Plan
    from storage.store import Store


AGREED = "agreed"  # what the entry is called that keeps the terms of a sale


@dataclass(frozen=True, slots=True)
class Terms:
    """What a package of a plan is: names, credits (hundredths), price with taxes, days, and what it covers.

    It is written down with a yes, so that what was agreed is what is given, whatever the practice file says by the time
    that it is paid for.
    """

    names: dict[str, str]
    credits: int
    price: int
    validity_days: int | None
    monthly: bool
    covers: tuple[tuple[int, int], ...]  # a service, and what one of it costs (hundredths)
    pace: str = ""  # how often its sessions come; yeses from before plans had one know none

    @classmethod
    def of(cls, store: Store, plan: Plan, on: date) -> Terms:
        """A plan as it is sold on that local day."""
        covers = tuple((c.service_id, c.cost) for c in store.covered_by(plan.id or 0))
        price = tax.quoted(store.practice(), plan.price, on)
        return cls(plan.names, plan.credits, price, plan.validity_days, plan.monthly, covers, plan.pace)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Terms:
        return cls(**{**raw, "covers": tuple((service, cost) for service, cost in raw["covers"])})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def valid_until(plan: Plan | Terms, bought_on: date) -> date | None:
    """The last local day of a plan bought on that day, which is the first; none when it does not end.

    A monthly plan lasts until the day before the same day of the next month.
    """
    if plan.validity_days is not None:
        return bought_on + timedelta(days=plan.validity_days - 1)
    if plan.monthly:
        return a_month_later(bought_on) - timedelta(days=1)
    return None


def a_month_later(day: date) -> date:
    """The same day of the next month, or its last one."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def grant(
    store: Store,
    clients: Client | Sequence[Client],
    plan: Plan,
    act: Act,
    *,
    used: int = 0,
    expires: date | None = None,
    terms: Terms | None = None,
) -> Package:
    """Give clients a package of a plan, without a payment. The same act grants it once.

    `used` is what was spent before Repbook kept the account (hundredths). `expires` is the last local day, instead of
    the plan's. `terms` are those that were agreed on, else the plan's of today. ValueError when more was used than the
    plan has.
    """
    today = act.at.astimezone(zone_of(store.practice())).date()
    terms = terms or Terms.of(store, plan, today)
    if not 0 <= used <= terms.credits:
        raise ValueError(f"{used} of {terms.credits} credits cannot have been used")
    theirs = [clients] if isinstance(clients, Client) else clients
    if granted := store.granted(act.id, plan.id or 0, theirs[0].id or 0):
        return granted
    package = _frozen(store, plan, terms, act, expires or valid_until(terms, today))
    for client in theirs:
        store.add(PackageClient(package_id=package.id or 0, client_id=client.id or 0))
    move(store, act, package.id or 0, terms.credits, Place.OUTSIDE, Place.FREE)
    move(store, act, package.id or 0, used, Place.FREE, Place.USED, why=BEFORE_REPBOOK)
    record(store, act, "granted", package=package.id, plan=plan.id, used=used)
    return package


def _frozen(store: Store, plan: Plan, terms: Terms, act: Act, expires: date | None) -> Package:
    """The package with its terms as sold: names, price, last day, what it covers."""
    package = store.add(
        Package(
            practice_id=store.practice_id,
            plan_id=plan.id or 0,
            names=terms.names,
            price=terms.price,
            bought_at=act.at,
            expires_on=expires,
            pace=terms.pace,
            act=act.id,
        )
    )
    for service_id, cost in terms.covers:
        store.add(PackageService(package_id=package.id or 0, service_id=service_id, cost=cost))
    return package
