"""The languages of the wire: their names for the reader, and the way they are written."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "yi"}


def language_name(code: str) -> str:
    """Return the language's name in the reader's language, or the code itself."""
    return _names(_reader())[0].get(code, code)


def country_name(code: str) -> str:
    """Return the country's name in the reader's language, or the code itself."""
    return _names(_reader())[1].get(code, code)


def is_language(code: str) -> bool:
    """Tell whether the code names a language."""
    return code in _names("en")[0]


def direction(code: str) -> str:
    """Return rtl for a language written from right to left, else ltr."""
    return "rtl" if code[:2] in RIGHT_TO_LEFT else "ltr"


def _reader() -> str:
    return (get_language() or "en")[:2]


@cache
def _names(reader: str) -> tuple[dict[str, str], dict[str, str]]:
    locale = Locale.parse(reader)
    return dict(locale.languages), dict(locale.territories)
