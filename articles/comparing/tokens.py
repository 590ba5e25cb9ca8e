"""Words, numbers and signs of a text, and the form in which two of them count as the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SPACELESS = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
)
"""Korean, Chinese and Japanese letters: each is a token of its own."""

MARKS = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
LETTER = rf"[^\W\d_{SPACELESS}]"
CLOCK = r"\d{1,2}(?:h\d{0,2}(?![^\W_])|[:：]\d{2}(?!\d))"
NUMBER = r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d.,])|\d+(?:[.,'’٬٫]\d+)*"
TOKEN = re.compile(
    rf"(?P<clock>{CLOCK})|(?P<number>{NUMBER})|(?P<word>{LETTER}{{1,2}}['’](?={LETTER})|{LETTER}(?:{LETTER}|[{MARKS}])*)"
    rf"|(?P<letter>[{SPACELESS}])|(?P<sign>[^\s])"
)
FOLDED_WORD = re.compile(rf"{CLOCK}|{NUMBER}|{LETTER}+|[{SPACELESS}]")

QUOTES_OPEN, QUOTES_CLOSE, QUOTES_EITHER = "“„«‹「『", "”»›」』", '"＂〝〞‟'
QUOTES = QUOTES_OPEN + QUOTES_CLOSE + QUOTES_EITHER
SIGNS = str.maketrans(
    dict.fromkeys(QUOTES, '"')
    | dict.fromkeys("’‘‛`´ʼ", "'")
    | dict.fromkeys("‐‑‒–—―−－﹣", "-")
    | dict.fromkeys("，、،", ",")
    | dict.fromkeys("。．｡۔", ".")
    | {"…": ".", "！": "!", "？": "?", "؟": "?", "：": ":", "；": ";", "؛": ";", "（": "(", "）": ")"}
)
BARE = re.compile(f"[{MARKS}]+")
LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, clock time, letter or sign: characters `start` to `end` of its text; `folded` is what counts."""

    text: str
    folded: str
    kind: str
    start: int
    end: int

    @property
    def says_something(self) -> bool:
        return self.kind != "sign"


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text; blanks are between them."""
    return tuple(
        Token(found[0], fold(found[0]), found.lastgroup or "sign", found.start(), found.end())
        for found in TOKEN.finditer(text)
    )


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, without signs; what has none is its own only word."""
    found = FOLDED_WORD.findall(_folded(text))
    return tuple(found) or (text.strip(),)


@lru_cache(maxsize=1 << 16)
def fold(token: str) -> str:
    """Return a token without case, accents and the form of its signs."""
    return _folded(token)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = BARE.sub("", unicodedata.normalize("NFKD", text.translate(SIGNS)))
    return unicodedata.normalize("NFC", text.casefold().translate(LATIN)).translate(SIGNS)
