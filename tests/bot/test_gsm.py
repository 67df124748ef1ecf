"""What a text costs, and how it is written so that it costs less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gsm import is_gsm, plain, segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 7, 2),  # 161 septets ...
        ("a" * 152 + "€" + "a" * 152, 3),  # ... and € is not torn apart: 152, 2 + 151, 1
        ("à é è ù ì ò ä ö ü ñ É Ç\n", 1),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        ("ç" * 134, 2),
        ("ç" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" + "😀" * 66, 2),  # 133 units: 67 and 66
        ("😀" * 67, 3),  # 134 units, of which 66 fit in a part
    ],
)
def test_parts_as_they_are_paid_for(text, parts):
    assert segments(text) == parts


@given(st.text(max_size=400))
def test_writing_plainly_never_costs_more(text):
    written = plain(text)
    assert segments(written) <= max(segments(text), segments(text.replace("…", "...")))
    assert plain(written) == written


@given(st.text(alphabet="abc XYZ 0123 .,!?'\"-:éèà", max_size=300))
def test_what_is_plain_already_stays(text):
    assert is_gsm(text)
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("l’été « ici » — 9–5 …", 'l\'été " ici " - 9-5 ...'),
        ("cœur", "coeur"),
        ("12\u202f$\u00a0\u200b", "12 $ "),
        ("e\u0301te\u0301", "été"),
        ("日本語", "日本語"),
    ],
)
def test_look_alikes(text, written):
    assert plain(text) == written
