"""Links to papers: ours, for some days, and nothing can be read from them or made up."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.links import GOOD_FOR, LinkIsOver, Links

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
KEYS = [b"n" * 32, b"o" * 32]
LINKS = Links(KEYS, "https://book.example.com")


def test_a_link_leads_to_its_paper():
    link = LINKS.receipt(12, 3, NOW)
    assert link.startswith("https://book.example.com/p/receipt/")
    assert len(link) < 80
    assert LINKS.read(link.rpartition("/")[2], NOW) == (12, 3)


def test_a_link_is_over_after_its_days():
    token = LINKS.token(12, 0, NOW)
    assert LINKS.read(token, NOW + GOOD_FOR - timedelta(minutes=2)) == (12, 0)
    with pytest.raises(LinkIsOver):
        LINKS.read(token, NOW + GOOD_FOR)


def test_a_link_signed_before_the_secret_was_changed_is_good_still():
    old = Links(KEYS[1:], LINKS.public).token(12, 0, NOW)
    assert LINKS.read(old, NOW) == (12, 0)
    with pytest.raises(LinkIsOver):
        Links([b"x" * 32], LINKS.public).read(old, NOW)


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 30, "../../etc/passwd", "A" * 400, "%00"])
def test_what_we_did_not_sign_is_no_link(token):
    with pytest.raises(LinkIsOver):
        LINKS.read(token, NOW)


def test_no_letter_of_a_link_can_be_changed():
    token = LINKS.token(12, 0, NOW)
    for n, letter in enumerate(token[:-1]):  # the last one holds spare bits
        other = "A" if letter != "A" else "B"
        with pytest.raises(LinkIsOver):
            LINKS.read(token[:n] + other + token[n + 1 :], NOW)
