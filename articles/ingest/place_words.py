"""Names of places in copy written in an alphabet with capitals: what could be one, and what its neighbours say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from .fold import fold
from .gazetteer import Place, index_key, named
from .gazetteer.lookup import load

_WORD = re.compile(r"[^\W\d_]+")
_INSIDE = {" ", "-", "'", "’", ".", ". ", "\u00a0", "\u2011", "\n"}
_BESIDE = {" ", "-", "\u00a0", "\u2011", "\n"}
_SMALL_WORDS = frozenset(
    [
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "d",
        "l",
        "of",
        "the",
        "on",
        "am",
        "an",
        "der",
        "den",
        "von",
        "sur",
        "en",
        "y",
        "el",
        "los",
        "las",
        "dos",
        "da",
        "do",
        "al",
        "el",
    ]
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of one or more words (`first` to `last`) and the places that bear it."""

    first: int
    last: int
    key: str
    options: tuple[Place, ...]


@dataclass(frozen=True)
class Copy:
    """A text cut into words."""

    text: str
    language: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [word.span() for word in _WORD.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that occur in lower case."""
        return frozenset(word for word in self.words if word.islower())

    def folded(self, index: int) -> str:
        return _fold_word(self.words[index])

    def gap(self, index: int) -> str:
        """What stands between the word and the next."""
        return self.text[self.spans[index][1] : self.spans[index + 1][0]]

    def joined(self, index: int, gaps: set[str] = _BESIDE) -> bool:
        """Whether the word stands directly beside the next."""
        return 0 <= index < len(self.spans) - 1 and self.gap(index) in gaps

    def opens(self, index: int) -> bool:
        """Whether the word opens a sentence, a line or a quotation."""
        return index == 0 or self.gap(index - 1) not in _BESIDE | {", ", "'", "’"} or self.gap(index - 1) == "\n"

    def shouts(self, index: int) -> bool:
        """Whether the word's line is written in capitals."""
        start = self.text.rfind("\n", 0, self.spans[index][0]) + 1
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else None]
        return line.isupper() or sum(map(str.isupper, line)) > 0.7 * sum(map(str.isalpha, line))


def candidates(copy: Copy) -> Iterator[Candidate]:
    """The longest names of places that stand in the copy, rightly capitalised, one after the other."""
    known, index, count = lexicon(copy.language), 0, len(copy.words)
    while index < count:
        word = copy.words[index]
        found = None
        if word[0].isupper() or word in known.small_starts:
            found = _longest(copy, index, known)
        if found is None:
            index += 1
        else:
            yield found
            index = found.last + 1


def _longest(copy: Copy, first: int, known: Lexicon) -> Candidate | None:
    key, last, best = copy.folded(first), first, None
    while True:
        if (options := known.bearing(key)) and known.is_rightly_written(copy.words[first : last + 1], key):
            best = Candidate(first, last, key, options)
        if key not in known.beginnings or not copy.joined(last, _INSIDE):
            break
        last += 1
        key = f"{key} {copy.folded(last)}"
    if best is None and copy.language == "de" and key.endswith("s") and last == first:
        options = known.bearing(key[:-1])
        if options and copy.words[first][0].isupper():
            return Candidate(first, first, key[:-1], options)
    return best


@dataclass(frozen=True)
class Lexicon:
    """The names a language knows: `written` says which words of a hand-listed name take a capital."""

    language: str
    written: dict[str, tuple[tuple[bool, ...], tuple[Place, ...]]]
    shouted: frozenset[str]
    small_starts: frozenset[str]
    beginnings: frozenset[str]

    def bearing(self, key: str) -> tuple[Place, ...]:
        """The places called `key` in this language; cities in any."""
        wider = self.written[key][1] if key in self.written else ()
        if key not in load().city_names and key not in load().names:
            return wider
        return wider + tuple(place for place in named(key) if place.kind == "city")

    def is_rightly_written(self, forms: Sequence[str], key: str) -> bool:
        """Whether the words take capitals as the name does."""
        if key in self.shouted:
            return all(map(str.isupper, forms))
        if key in self.written:
            return all(form[0].isupper() for form, capital in zip(forms, self.written[key][0], strict=False) if capital)
        return forms[0][0].isupper() and all(form[0].isupper() or form in _SMALL_WORDS for form in forms)


@cache
def lexicon(language: str) -> Lexicon:
    """The names of places in a language, gathered once."""
    written: dict[str, tuple[tuple[bool, ...], tuple[Place, ...]]] = {}
    shouted: set[str] = set()
    small: set[str] = set()
    for place in load().places.values():
        if place.kind == "city":
            continue
        own = {place.names.get(language), place.names["en"] if language == "en" else None}
        for name in filter(None, (*own, *place.aliases)):
            key = index_key(name)
            if name in place.names.values() and name not in own or not _WORD.search(name):
                continue
            capitals = tuple(word[0].isupper() for word in _WORD.findall(name))
            before, places = written.get(key, (capitals, ()))
            both = tuple(one and two for one, two in zip(before, capitals, strict=False))
            written[key] = (both, places if place in places else (*places, place))
            if not capitals[0]:
                small |= {_WORD.findall(name)[0], key.partition(" ")[0]}
            if name.isupper() and len(key.replace(" ", "")) <= 5:
                shouted.add(key)
    return Lexicon(language, written, frozenset(shouted), frozenset(small), _city_beginnings() | _beginnings(written))


@cache
def _city_beginnings() -> frozenset[str]:
    return _beginnings(load().city_names) | _beginnings(key for key in load().names)


def _beginnings(keys: Iterable[str]) -> frozenset[str]:
    found = set()
    for key in keys:
        at = key.find(" ")
        while at > 0:
            found.add(key[:at])
            at = key.find(" ", at + 1)
    return frozenset(found)


@lru_cache(maxsize=50_000)
def _fold_word(word: str) -> str:
    return fold(word)
