"""What a text costs as SMS, and how to write it so that it costs less."""

from __future__ import annotations

import unicodedata

# 3GPP TS 23.038: the default alphabet, and the characters that take two septets.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")

LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "…": "...",
        "•": "-",
        "·": "-",
        "→": "->",
        "×": "x",
        "œ": "oe",
        "Œ": "OE",
    }
)


def is_gsm(text: str) -> bool:
    """Whether every character is in the alphabet of GSM-7: one that is not makes the whole text cost double."""
    return all(c in BASIC or c in EXTENDED for c in text)


def segments(text: str) -> int:
    """How many parts the text is sent in, and paid for: 160 then 153 septets, or 70 then 67 UTF-16 units.

    A character of two units is never torn apart.
    """
    if is_gsm(text):
        return _parts([2 if c in EXTENDED else 1 for c in text], 160, 153)
    return _parts([2 if ord(c) > 0xFFFF else 1 for c in text], 70, 67)


def _parts(sizes: list[int], alone: int, together: int) -> int:
    if sum(sizes) <= alone:
        return min(1, len(sizes))
    parts, used = 1, 0
    for size in sizes:
        if used + size > together:
            parts, used = parts + 1, 0
        used += size
    return parts


def plain(text: str) -> str:
    """The text with look-alikes in place of what GSM-7 lacks (curly quotes, dashes, ellipsis, special spaces, œ).

    An accent that GSM-7 lacks (ç, ê, ô: mostly in names) stays while it is free, and goes when it would cost a part.
    """
    text = unicodedata.normalize("NFC", text).translate(LOOK_ALIKES)
    if is_gsm(text):
        return text
    bare = "".join(c if c in BASIC or c in EXTENDED else _bare(c) for c in text)
    return bare if segments(bare) < segments(text) else text


def _bare(letter: str) -> str:
    """A Latin letter without its accent; anything else as it is."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter
