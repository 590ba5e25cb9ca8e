"""Text cut into tokens that keep their offsets: elisions and genitives apart, hyphenated names whole."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[^\W_]*(?:[-‐‑'’][^\W_]+)*"
_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[\W_]?[aeiouyhàâäéèêëîïôöùûüœæ])"
_ABBREVIATION = r"(?:[A-ZÀ-Þ]\.){2,}"
_INITIAL = r"[A-ZÀ-Þ]\.(?=\s?[A-ZÀ-Þ][\w.])"
_NUMBER = r"\d+(?:[.,:]\d+)*"
_PREFIX = r"(?i:anti|pro|ex|non|post|pré)[-‐‑](?=[A-ZÀ-Þ])"
_GENITIVE = r"['’]s\b"
_REST = r"[^\s\w]|_|\w+"


class Token(NamedTuple):
    """A piece of a text, by its offsets."""

    text: str
    start: int
    end: int


def tokens_of(text: str, language: str) -> list[Token]:
    """Return the tokens of `text`, in order; white space belongs to none."""
    return [Token(found.group(), found.start(), found.end()) for found in _pattern(language).finditer(text)]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if language == "fr":
        word = rf"(?:{_WORD})"
        start = rf"(?i:{_ELISION})|"
    else:
        word = rf"{_LETTER}[^\W_]*(?:(?:[-‐‑]|['’](?!s\b))[^\W_]+)*"
        start = rf"{_GENITIVE}|"
    return re.compile(rf"{start}{_PREFIX}|{_ABBREVIATION}|{_INITIAL}|{word}|{_NUMBER}|{_REST}")
