"""Names of places in copy without capitals: Korean, Chinese and Japanese by characters, Arabic by words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .gazetteer import Place, index_key, named
from .gazetteer.lookup import is_capital, is_listed, load
from .gazetteer.tables import words

_LARGE = {"ko": 500_000, "zh": 500_000, "ja": 500_000, "ar": 1_000_000}
_SCRIPT = {
    "ko": re.compile(r"[\uac00-\ud7a3][\uac00-\ud7a3 ]*[\uac00-\ud7a3]"),
    "zh": re.compile(r"[\u4e00-\u9fff（）·]{2,}"),
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff・=＝]{2,}"),
    "ar": re.compile(r"[\u0621-\u064a][\u0621-\u065f ]+"),
}
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HANGUL_RUN = re.compile(r"[\uac00-\ud7a3]*")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")
# 今日本… is 今日 and 本…: such a character before 日本 is a day, not a neighbour.
_DAYS = "今昨明近即当當每毎翌前後"
_ARABIC = re.compile(r"[\u0621-\u065f\u0670]+")
_ARABIC_PREFIX = re.compile(r"(?:[وف]?(?:لل|[بلك]?ال|[بلك]))|[وف]")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A stretch of the copy and the places that bear the name in it."""

    start: int
    end: int
    key: str
    options: tuple[Place, ...]


def spot(text: str, language: str) -> Iterator[Spotted]:
    """Names of places in Korean, Chinese, Japanese or Arabic copy, longest first at each point."""
    return _spot_words(text) if language == "ar" else _spot_characters(text, language)


@cache
def _names(language: str) -> dict[str, tuple[Place, ...]]:
    """Names in the language's own script: of countries, regions and seas, of capitals and large or listed cities."""
    script, refused = _SCRIPT[language], words("common", language)
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in _bearers(language):
        for name in (*_own_names(place, language), *place.aliases):
            if script.fullmatch(name) and name not in refused:
                found[_normal(name, language)][place.key] = place
    return {name: tuple(places.values()) for name, places in found.items()}


def _bearers(language: str) -> Iterator[Place]:
    atlas = load()
    yield from atlas.places.values()
    for row in atlas.cities:
        fields = row.split("\t", 8)
        city = f"city:{fields[0]}"
        if int(fields[6]) >= _LARGE[language] or fields[7] or atlas.rows[fields[0]] in atlas.spellings:
            yield from (place for place in named(fields[1]) if place.key == city)


def _own_names(place: Place, language: str) -> list[str]:
    codes = ("zh", "zh-Hant") if language == "zh" else (language,)
    return [place.names[code] for code in codes if code in place.names]


def _normal(name: str, language: str) -> str:
    return index_key(name) if language == "ar" else name


@cache
def _by_first(language: str) -> dict[str, list[str]]:
    """Names by their first two characters, the longest first."""
    starts: dict[str, list[str]] = defaultdict(list)
    for name in sorted(_names(language), key=len, reverse=True):
        starts[name[:2]].append(name)
    return dict(starts)


def _spot_characters(text: str, language: str) -> Iterator[Spotted]:
    starts, names = _by_first(language), _names(language)
    fits = _FITS[language]
    at, end = 0, len(text) - 1
    while at < end:
        for name in starts.get(text[at : at + 2], ()):
            if text.startswith(name, at) and fits(text, at, at + len(name), name):
                yield Spotted(at, at + len(name), name, names[name])
                at += len(name)
                break
        else:
            at += 1


def _fits_korean(text: str, start: int, end: int, name: str) -> bool:
    """A word of its own, with no more than a particle after it."""
    if start and _HANGUL.match(text[start - 1]):
        return False
    rest = _HANGUL_RUN.match(text, end).group()
    return not rest or rest in words("particle", "ko")


def _fits_chinese(text: str, start: int, end: int, name: str) -> bool:
    if name == "日本" and start and text[start - 1] in _DAYS:
        return False
    return not _suffix("zh").match(text, end)


def _fits_japanese(text: str, start: int, end: int, name: str) -> bool:
    """Katakana is one word from end to end."""
    if _KATAKANA.match(name[0]) and start and _KATAKANA.match(text[start - 1]) and text[start - 1] != "・":
        return False
    if _KATAKANA.match(name[-1]) and end < len(text) and _KATAKANA.match(text[end]) and text[end] != "・":
        return False
    if name == "日本" and start and text[start - 1] in _DAYS:
        return False
    return not _suffix("ja").match(text, end)


_FITS = {"ko": _fits_korean, "zh": _fits_chinese, "ja": _fits_japanese}


@cache
def _suffix(language: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("organisation-suffix", language), key=len, reverse=True)))


def _spot_words(text: str) -> Iterator[Spotted]:
    names = _names("ar")
    spans = [match.span() for match in _ARABIC.finditer(text)]
    index = 0
    while index < len(spans):
        found = _arabic_name(text, spans, index, names)
        if found is None:
            index += 1
            continue
        spotted, length = found
        yield spotted
        index += length


def _arabic_name(
    text: str, spans: list[tuple[int, int]], index: int, names: dict[str, tuple[Place, ...]]
) -> tuple[Spotted, int] | None:
    start = spans[index][0]
    for length in range(min(5, len(spans) - index), 0, -1):
        end = spans[index + length - 1][1]
        if length > 1 and not re.fullmatch(r"[^.،,؛:!؟\n]*", text[start:end]):
            continue
        for offset in _prefixes(text, spans[index]):
            key = index_key(text[start + offset : end])
            for name in (key, "ال" + key if offset else key):
                if name in names:
                    return Spotted(start + offset, end, name, names[name]), length
    return None


def _prefixes(text: str, span: tuple[int, int]) -> list[int]:
    """How many letters a prefix may take from a word: none, or a conjunction, preposition or article."""
    word = text[span[0] : span[1]]
    lengths = [0]
    for prefix in ("و", "ف", "ب", "ل", "ك", "لل", "ول", "وب", "ولل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            lengths.append(len(prefix))
    return lengths
