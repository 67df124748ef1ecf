"""Sales taxes on what a practice sells: by the region of the supplier, as of a day, and only for who is registered.

A small supplier has no tax numbers and charges none. Kinesiology is a taxable service (CRA ruling 143194; Schedule V,
Part II of the Excise Tax Act does not name it). Rates are in millionths; amounts are integer minor units. The
provincial sales taxes of British Columbia, Saskatchewan and Manitoba are not charged on such services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.models import Practice

WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A tax by its name (GST, QST or HST; words have it in French), and how much it takes, in millionths."""

    name: str
    rate: int

    @property
    def number(self) -> str:
        """Under which of the practice's tax numbers it is collected: HST has that of GST."""
        return "qst" if self.name == "QST" else "gst"


@dataclass(frozen=True, slots=True)
class Tax:
    """What a tax came to on one line."""

    name: str
    rate: int
    amount: int


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount before taxes, and each tax on it."""

    net: int
    taxes: tuple[Tax, ...] = ()

    @property
    def tax(self) -> int:
        return sum(tax.amount for tax in self.taxes)

    @property
    def total(self) -> int:
        return self.net + self.tax


def _hst(rate: int) -> tuple[Rate, ...]:
    return (Rate("HST", rate),)


_GST = (Rate("GST", 50_000),)
_ALWAYS = date.min
# From which day on which taxes hold, newest last. GST is 5 % since 2008; the first rows are older than any booking.
RATES: Mapping[str, Sequence[tuple[date, tuple[Rate, ...]]]] = {
    "CA-QC": [(_ALWAYS, (*_GST, Rate("QST", 99_750)))],  # 9.975 % on the price before GST since 2013
    "CA-ON": [(_ALWAYS, _hst(130_000))],
    "CA-NB": [(_ALWAYS, _hst(150_000))],
    "CA-NL": [(_ALWAYS, _hst(150_000))],
    "CA-PE": [(_ALWAYS, _hst(150_000))],
    "CA-NS": [(_ALWAYS, _hst(150_000)), (date(2025, 4, 1), _hst(140_000))],
    **{f"CA-{province}": [(_ALWAYS, _GST)] for province in ("AB", "BC", "MB", "NT", "NU", "SK", "YT")},
}


def rates(region: str, on: date) -> tuple[Rate, ...]:
    """The taxes of a region on a day; none outside Canada."""
    found: tuple[Rate, ...] = ()
    for since, hold in RATES.get(region, ()):
        if since <= on:
            found = hold
    return found


def charged(region: str, numbers: Mapping[str, str], on: date) -> tuple[Rate, ...]:
    """The taxes that a supplier with these numbers charges: without a number, none."""
    return tuple(rate for rate in rates(region, on) if numbers.get(rate.number))


def add(net: int, hold: Sequence[Rate]) -> Taxed:
    """An amount with the taxes that come on top, each rounded to the nearest cent on its own."""
    return Taxed(net, tuple(Tax(rate.name, rate.rate, _rounded(net * rate.rate, WHOLE)) for rate in hold))


def split(total: int, hold: Sequence[Rate]) -> Taxed:
    """An amount that has its taxes in it. It adds up to `total` exactly.

    Where an amount before taxes exists whose taxes come to this total, it is that one; between two such totals, each
    tax is its share and the rest is the amount before taxes.
    """
    whole = WHOLE + sum(rate.rate for rate in hold)
    near = total * WHOLE // whole
    for net in (near, near + 1, near - 1):
        if net >= 0 and (found := add(net, hold)).total == total:
            return found
    taxes = tuple(Tax(rate.name, rate.rate, _rounded(total * rate.rate, whole)) for rate in hold)
    return Taxed(total - sum(tax.amount for tax in taxes), taxes)


def quoted(practice: Practice, price: int, on: date) -> int:
    """What is asked for a price of the practice file, taxes included: the price itself, or with taxes on top."""
    rules = rules_of(practice)
    if rules.taxes == "included":
        return price
    return add(price, charged(practice.region, rules.tax_numbers, on)).total


def within(practice: Practice, total: int, on: date) -> Taxed:
    """What a practice's amount, quoted with its taxes, is made of on a day."""
    return split(total, charged(practice.region, rules_of(practice).tax_numbers, on))


def shares(amounts: Sequence[int], part: int, whole: int) -> list[int]:
    """`part` of `whole` of each amount, such that the parts of a whole add up: what reaches to here, rounded."""
    return [_rounded(amount * part, whole) for amount in amounts]


def _rounded(part: int, whole: int) -> int:
    """The nearest integer to part / whole, both zero or more; a half goes up."""
    return (2 * part + whole) // (2 * whole)
