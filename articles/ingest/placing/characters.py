"""Names of places in copy without capitals: Korean, Chinese and Japanese by characters, Arabic by words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.ingest.gazetteer import Place, index_key, named
from articles.ingest.gazetteer.lookup import load
from articles.ingest.gazetteer.tables import words

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
_ARABIC_PREFIXES = ("و", "ف", "ب", "ل", "ك", "لل", "ول", "وب", "ولل")


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
    script, refused = _SCRIPT[language], {_normal(word, language) for word in words("common", language)}
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in _bearers(language):
        for name in (*_own_names(place, language), *place.aliases):
            if script.fullmatch(name) and _normal(name, language) not in refused:
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
    fits, end = _FITS[language], 0
    for at, pair in enumerate(map(str.__add__, text, text[1:])):
        if at < end or pair not in starts:
            continue
        for name in starts[pair]:
            if text.startswith(name, at) and fits(text, at, at + len(name), name):
                end = at + len(name)
                yield Spotted(at, end, name, names[name])
                break


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


@cache
def _arabic_beginnings() -> frozenset[str]:
    """Every first part of an Arabic name, in whole words."""
    parts = (name.split(" ") for name in _names("ar"))
    return frozenset(" ".join(words[:length]) for words in parts for length in range(1, len(words) + 1))


def _spot_words(text: str) -> Iterator[Spotted]:
    spans = [match.span() for match in _ARABIC.finditer(text)]
    last = -1
    for index in range(len(spans)):
        if index > last and (found := _arabic_name(text, spans, index)) is not None:
            spotted, last = found
            yield spotted


def _arabic_name(text: str, spans: list[tuple[int, int]], index: int) -> tuple[Spotted, int] | None:
    """The longest name that begins in the word, with or without a prefix, and the word it ends in."""
    best, names = None, _names("ar")
    start, end = spans[index]
    for letters, key in _readings(text[start:end]):
        last = index
        while key in _arabic_beginnings():
            if key in names and (best is None or last > best[1]):
                best = Spotted(start + letters, spans[last][1], key, names[key]), last
            last += 1
            if last == len(spans) or text[spans[last - 1][1] : spans[last][0]] != " ":
                break
            key = f"{key} {_fold_word(text[slice(*spans[last])])}"
    return best


@lru_cache(maxsize=50_000)
def _readings(word: str) -> tuple[tuple[int, str], ...]:
    """The word folded, as it stands and without each prefix it may have, with the letters taken off."""
    readings = [(0, _fold_word(word))]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            rest = _fold_word(word[len(prefix) :])
            readings += [(len(prefix), rest), (len(prefix), "ال" + rest)]
    return tuple(readings)


@lru_cache(maxsize=50_000)
def _fold_word(word: str) -> str:
    return index_key(word)
