"""Taxes: which hold where and when, that every cent is accounted for, and that a small supplier charges none."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import tax
from core.practice import parse, sample_text
from core.practice_file import PracticeFileError
from storage.models import Practice

TODAY = date(2026, 11, 22)
BOTH = {"gst": "123456789 RT0001", "qst": "1234567890 TQ0001"}
REGIONS = st.sampled_from(sorted(tax.RATES))


def practice(region="CA-QC", **rules):
    return Practice(key="p", name="P", zone="America/Toronto", currency="CAD", region=region, rules=rules)


@pytest.mark.parametrize(
    ("region", "on", "expected"),
    [
        ("CA-QC", TODAY, {"GST": 50_000, "QST": 99_750}),
        ("CA-ON", TODAY, {"HST": 130_000}),
        ("CA-NB", TODAY, {"HST": 150_000}),
        ("CA-NL", TODAY, {"HST": 150_000}),
        ("CA-PE", TODAY, {"HST": 150_000}),
        ("CA-NS", date(2025, 3, 31), {"HST": 150_000}),
        ("CA-NS", date(2025, 4, 1), {"HST": 140_000}),
        ("CA-BC", TODAY, {"GST": 50_000}),
        ("CA-AB", TODAY, {"GST": 50_000}),
        ("US-NY", TODAY, {}),
        ("other", TODAY, {}),
    ],
)
def test_the_taxes_of_a_region_on_a_day(region, on, expected):
    assert {rate.name: rate.rate for rate in tax.charged(region, BOTH, on)} == expected


def test_a_small_supplier_charges_none():
    assert tax.charged("CA-QC", {}, TODAY) == ()
    assert tax.within(practice(), 10_000, TODAY) == tax.Taxed(10_000)


def test_taxes_on_top_are_rounded_each_on_its_own():
    found = tax.add(9_500, tax.rates("CA-QC", TODAY))
    assert [(t.name, t.amount) for t in found.taxes] == [("GST", 475), ("QST", 948)]
    assert found.total == 10_923


def test_a_price_that_has_its_taxes_in_it():
    found = tax.within(practice("CA-ON", tax_numbers=BOTH), 11_300, TODAY)
    assert (found.net, found.tax, found.total) == (10_000, 1_300, 11_300)


def test_prices_of_the_file_are_asked_with_their_taxes():
    assert tax.quoted(practice(tax_numbers=BOTH, taxes="included"), 9_500, TODAY) == 9_500
    assert tax.quoted(practice(tax_numbers=BOTH, taxes="added"), 9_500, TODAY) == 10_923
    assert tax.quoted(practice(taxes="added"), 9_500, TODAY) == 9_500, "a small supplier adds none"


@given(REGIONS, st.integers(0, 2_000_000))
def test_what_was_added_is_found_again(region, net):
    hold = tax.rates(region, TODAY)
    added = tax.add(net, hold)
    assert tax.split(added.total, hold) == added


@given(REGIONS, st.integers(0, 2_000_000))
def test_the_parts_of_any_amount_add_up(region, total):
    hold = tax.rates(region, TODAY)
    found = tax.split(total, hold)
    assert found.total == total
    assert found.net >= 0
    for each in found.taxes:
        assert abs(each.amount * tax.WHOLE - found.net * each.rate) <= 2 * tax.WHOLE, "each is right within two cents"


@given(
    st.lists(st.integers(0, 500_000), min_size=1, max_size=3), st.lists(st.integers(1, 100), min_size=1, max_size=20)
)
def test_parts_of_a_whole_add_up(amounts, parts):
    whole = sum(parts)
    reached = [tax.shares(amounts, sum(parts[:n]), whole) for n in range(len(parts) + 1)]
    each = [[after - before for before, after in zip(a, b, strict=True)] for a, b in pairwise(reached)]
    assert [sum(column) for column in zip(*each, strict=True)] == amounts
    assert all(amount >= 0 for row in each for amount in row)


# The practice file


def with_practice(*lines, region="CA-ON"):
    text = sample_text().replace('region = "CA-ON"', f'region = "{region}"')
    return text.replace('taxes = "included"', "\n".join(lines or ('taxes = "included"',)))


def test_tax_numbers_and_licences_of_the_file():
    text = with_practice('taxes = "added"', 'gst = "123456789 RT0001"', 'qst = "1234567890 TQ0001"', region="CA-QC")
    text = text.replace("# licence_until = 2027-03-31", "licence_until = 2027-03-31")
    rules = parse(text).rules
    assert rules.tax_numbers == BOTH
    assert rules.taxes == "added"
    assert rules.licence_until == {"ana-silva": date(2027, 3, 31)}


@pytest.mark.parametrize(
    ("lines", "region", "remedy"),
    [
        (['gst = "12"'], "CA-ON", "write the GST/HST number as"),
        (['gst = "123456789 RT0001"'], "CA-QC", "in Quebec there are two numbers"),
        (['qst = "1234567890 TQ0001"'], "CA-ON", "this is Quebec's tax"),
        (['taxes = "sometimes"'], "CA-ON", "write one of 'included' or 'added'"),
    ],
)
def test_a_mistake_about_taxes_is_answered_with_what_is_right(lines, region, remedy):
    with pytest.raises(PracticeFileError, match=remedy):
        parse(with_practice(*lines, region=region))
