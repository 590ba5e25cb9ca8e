"""Names of places in copy written in an alphabet with capitals: what could be one, and what its neighbours say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place, index_key, named
from articles.ingest.gazetteer.lookup import is_alternate, load
from articles.ingest.gazetteer.tables import words

_WORD = re.compile(r"([^\W\d_]+)")
HYPHENS = frozenset("-\u2010\u2011")
SPACES = frozenset(" \u00a0\u202f")
BESIDE = HYPHENS | SPACES
_INSIDE = BESIDE | {"'", "’", ".", ". ", "\n"}
_MID_SENTENCE = BESIDE | {", ", "'", "’"}
_ARTICLES = ("le ", "la ", "les ", "the ", "el ", "los ", "las ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of one or more words (`first` to `last`) and the places that bear it."""

    first: int
    last: int
    key: str
    options: tuple[Place, ...]


class Copy:
    """A text cut into words, and what stands between them."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        pieces = _WORD.split(text)
        self.words: list[str] = pieces[1::2]
        self._gaps: list[str] = pieces[2:-1:2]
        self._offsets = list(accumulate(map(len, pieces)))

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that occur in lower case."""
        return frozenset(filter(str.islower, self.words))

    def start(self, index: int) -> int:
        """Where the word begins."""
        return self._offsets[2 * index]

    def end(self, index: int) -> int:
        """Where the word ends."""
        return self._offsets[2 * index + 1]

    def folded(self, index: int) -> str:
        """The word as the tables have it."""
        return _fold_word(self.words[index])

    def gap(self, index: int) -> str:
        """What stands between the word and the next."""
        return self._gaps[index]

    def joined(self, index: int, gaps: frozenset[str] = BESIDE) -> bool:
        """Whether the word stands directly beside the next."""
        return 0 <= index < len(self._gaps) and self._gaps[index] in gaps

    def opens(self, index: int) -> bool:
        """Whether the word opens a sentence, a line or a quotation."""
        return index == 0 or self._gaps[index - 1] not in _MID_SENTENCE

    def shouts(self, index: int) -> bool:
        """Whether the word's line is written in capitals."""
        if not self.words[index].isupper():
            return False
        start = self.text.rfind("\n", 0, self.start(index)) + 1
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else None]
        return line.isupper() or sum(map(str.isupper, line)) > 0.7 * sum(map(str.isalpha, line))


def candidates(copy: Copy) -> Iterator[Candidate]:
    """The longest names of places that stand in the copy, rightly capitalised, one after the other."""
    known, last = lexicon(copy.language), -1
    for index, word in enumerate(copy.words):
        if index > last and (word[0].isupper() or word in known.small_starts):
            found = _longest(copy, index, known)
            if found is not None:
                yield found
                last = found.last


def _longest(copy: Copy, first: int, known: Lexicon) -> Candidate | None:
    key, last, best = copy.folded(first), first, None
    while True:
        if (options := known.bearing(key)) and known.is_rightly_written(copy.words[first : last + 1], key):
            best = Candidate(first, last, key, options)
        if not known.goes_on(key) or not copy.joined(last, _INSIDE):
            break
        last += 1
        key = f"{key} {copy.folded(last)}"
    return best or (_genitive(copy, first, known) if copy.language == "de" else None)


def _genitive(copy: Copy, index: int, known: Lexicon) -> Candidate | None:
    """`Seouls`, `Russlands`."""
    key = copy.folded(index).removesuffix("s")
    options = known.bearing(key) if copy.words[index][0].isupper() and key != copy.folded(index) else ()
    return Candidate(index, index, key, options) if options else None


@dataclass(frozen=True)
class Lexicon:
    """The names a language knows: `written` says which words of a hand-listed name take a capital."""

    language: str
    written: dict[str, tuple[tuple[bool, ...], tuple[Place, ...]]]
    shouted: frozenset[str]
    small_starts: frozenset[str]
    beginnings: frozenset[str]

    def goes_on(self, key: str) -> bool:
        """Whether longer names begin with these words."""
        return key in self.beginnings or _begins_city(key)

    def bearing(self, key: str) -> tuple[Place, ...]:
        """The places called `key` in this language; cities in any."""
        return _bearing(self.language, key)

    def is_rightly_written(self, forms: Sequence[str], key: str) -> bool:
        """Whether the words take capitals as the name does."""
        if key in self.shouted:
            return all(map(str.isupper, forms))
        if key in self.written:
            return all(form[0].isupper() for form, capital in zip(forms, self.written[key][0], strict=False) if capital)
        return forms[0][0].isupper() and all(form[0].isupper() or form in words("small", "*") for form in forms)


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
        for name in _forms(place, own, language):
            if name in place.names.values() and name not in own or not _WORD.search(name):
                continue
            key = index_key(name)
            capitals = tuple(word[0].isupper() for word in _WORD.findall(name))
            before, places = written.get(key, (capitals, ()))
            both = tuple(one and two for one, two in zip(before, capitals, strict=False))
            written[key] = (both, places if place in places else (*places, place))
            if not capitals[0]:
                small |= {_WORD.findall(name)[0], key.partition(" ")[0]}
            if name.isupper() and len(key.replace(" ", "")) <= 5:
                shouted.add(key)
    return Lexicon(language, written, frozenset(shouted), frozenset(small), _beginnings([*written, *load().names]))


def _forms(place: Place, own: set[str | None], language: str) -> Iterator[str]:
    for name in filter(None, (*own, *place.aliases)):
        yield name
        if language == "de" and (declined := re.fullmatch(r"(\w+?)(?:es|er|e) (.+)", name)):
            yield from (f"{declined[1]}{ending} {declined[2]}" for ending in ("e", "en", "er", "es"))


@lru_cache(maxsize=50_000)
def _bearing(language: str, key: str) -> tuple[Place, ...]:
    known = lexicon(language)
    wider = known.written[key][1] if key in known.written else ()
    cities = tuple(place for place in named(key) if place.kind == "city")
    if key.startswith(_ARTICLES):
        cities = tuple(city for city in cities if not is_alternate(city, key))
    return wider + cities


@lru_cache(maxsize=50_000)
def _begins_city(key: str) -> bool:
    return load().city_names.go_on(key)


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
