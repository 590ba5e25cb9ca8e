"""One folded form for every way of writing a name."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ى": "ي", "ـ": "",
    }
)  # fmt: skip
_JOINERS = re.compile(r"[\s\-‐‑‒–—−'’‘ʼʻʹ`´·・]+")
# The voicing marks of kana are letters of their own to a reader: ガ is not カ.
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1dc0-\u1dff\u20d0-\u20ff]+")


def fold(name: str) -> str:
    """`name` without case, accents, ligatures, hyphens or apostrophes; Hangul and voiced kana stay whole."""
    spaced = _JOINERS.sub(" ", name).strip()
    if spaced.isascii():
        return spaced.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", spaced.translate(_LETTERS)))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS).lower())
