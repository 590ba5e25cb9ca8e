"""Text cut into tokens that keep their offsets: elisions and genitives apart, hyphenated names whole."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

_LETTER = r"[^\W\d_]"
_ELISION = r"(?:[CcDdJjLlMmNnSsTt]|[QqJjLP][a-z]*qu|[Qq]u|jusqu|lorsqu|puisqu)['’](?=[\W_]?[aeiouyhàâäéèêëîïôöùûüœæAEIOUYHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ])"
_PREFIX = r"(?:[Aa]nti|[Pp]ro|[Ee]x|[Nn]on|[Pp]ost|[Pp]ré)[-‐‑](?=[A-ZÀ-Þ])"
_ABBREVIATION = r"(?:[A-ZÀ-Þ]\.){2,}"
_INITIAL = r"[A-ZÀ-Þ]\.(?=\s?[A-ZÀ-Þ][\w.])"
_NUMBER = r"\d+(?:[.,:]\d+)*"
_REST = r"[^\s\w]|_|\w+"
# Most words: what comes after in the pattern would give the same tokens, but takes a third longer.
_PLAIN = r"[a-zß-öø-ÿœ]{2,}+(?=[ ,.])"
_FRENCH_WORD = rf"{_LETTER}[^\W_]*(?:[-‐‑'’][^\W_]+)*"
_ENGLISH_WORD = rf"{_LETTER}[^\W_]*(?:(?:[-‐‑]|['’](?!s\b))[^\W_]+)*"
_GENITIVE = r"['’]s\b"


class Tokens:
    """The tokens of a text, and where each begins and ends; white space belongs to none."""

    __slots__ = ("bounds", "texts")

    def __init__(self, text: str, language: str) -> None:
        pieces = _pattern(language).split(text)
        offsets = list(accumulate(map(len, pieces)))
        self.texts: list[str] = pieces[1::2]
        self.bounds: list[tuple[int, int]] = list(zip(offsets[0::2], offsets[1::2], strict=False))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    own, word = (_ELISION, _FRENCH_WORD) if language == "fr" else (_GENITIVE, _ENGLISH_WORD)
    return re.compile(rf"({_PLAIN}|{own}|{_PREFIX}|{_ABBREVIATION}|{_INITIAL}|{word}|{_NUMBER}|{_REST})")
