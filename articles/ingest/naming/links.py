"""From a name in an article to an entity with a stable key: places, persons and organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place
from articles.ingest.gazetteer.lookup import is_called, is_capital, is_listed
from articles.ingest.naming.acronyms import Pair
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.known_names import known_names
from articles.ingest.naming.north_and_south import half_of_korea
from articles.ingest.naming.persons import family_name, is_eastern
from articles.ingest.placing.choice import ancestors, choose_for_text
from articles.ingest.placing.words import lexicon
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.vocabulary import folded, names, triggers

LONGEST_KEY = 200
CITY = 100_000
SHORTEST_FOREIGN_NAME = 6


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what a name means; `linked` is False where the key is made of a name that may mean several."""

    kind: str
    key: str
    name: str
    aliases: tuple[str, ...] = ()
    linked: bool = True


def organisation_key(name: str) -> str:
    return f"organisation:{fold(name)[:LONGEST_KEY]}"


def person_key(name: str) -> str:
    return f"person:{fold(name)[:LONGEST_KEY]}"


def organisation(name: str, pairs: Iterable[Pair] = ()) -> Entity:
    """Return the organisation called `name` in an article that introduces the `pairs`."""
    for pair in pairs:
        if name == pair.acronym or folded(name) == folded(pair.name):
            known = known_names().get(("organisation", folded(pair.name)))
            if known is None:
                return Entity("organisation", organisation_key(pair.name), pair.name, (pair.acronym,))
            return Entity("organisation", organisation_key(known.name), known.name, (pair.name, *known.others))
    return _organisation(name)


@lru_cache(maxsize=20_000)
def _organisation(name: str) -> Entity:
    if known := known_names().get(("organisation", folded(name))):
        return Entity("organisation", organisation_key(known.name), known.name, known.others)
    return Entity("organisation", organisation_key(name), name)


@lru_cache(maxsize=20_000)
def person(name: str) -> Entity:
    """Return the person of that full name."""
    if known := known_names().get(("person", folded(name))):
        return Entity("person", person_key(known.name), known.name, known.others)
    return Entity("person", person_key(name), name)


class Persons:
    """The persons of an article: a family name means the one of that name whom the article names most in full."""

    def __init__(self, texts: Iterable[str]) -> None:
        full = Counter(text for text in texts if family_name(text))
        self._entities = {text: person(text) for text in full}
        votes: dict[str, Counter[str]] = {}
        for text, count in full.items():
            for part in _parts_used_alone(text):
                votes.setdefault(part, Counter())[text] += count
        first = {text: number for number, text in enumerate(full)}
        self._by_part = {
            part: max(found, key=lambda text: (found[text], -first[text])) for part, found in votes.items()
        }

    def named(self, text: str) -> Entity:
        """Return whom a full name, or a part of one, means here."""
        if text in self._entities:
            return self._entities[text]
        if full := self._by_part.get(fold(text)):
            return self._entities[full]
        entity = person(text)
        alone = folded(text)
        common = alone in names("surname") or alone in names("forename") or alone in triggers("korean-surname", "*")
        ambiguous = common or alone in triggers("chinese-surname", "*")
        return entity if not ambiguous else Entity("person", entity.key, text, linked=False)


def _parts_used_alone(name: str) -> list[str]:
    family = family_name(name)
    parts = [family] if is_eastern(name) else [family, _with_particles(name)]
    return list(dict.fromkeys(fold(part) for part in parts))


def _with_particles(name: str) -> str:
    """`Le Pen`, `ben Laden`, `von der Leyen`: the family name with what leads it."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in triggers("small-in-name", "*"):
        start -= 1
    return " ".join(words[start:])


class Places:
    """The places of an article: homonyms are told apart by the countries it names."""

    def __init__(self, copy: TaggedCopy, context: Collection[str]) -> None:
        self._language = copy.language
        self._qualifiers = _qualifiers(copy)
        self._countries = frozenset(context) | _countries(copy)
        self._chosen: dict[tuple[str, tuple[Place, ...]], Place | None] = {}

    def named(self, line: int, span: Span, text: str) -> Entity:
        """Return the place a name means here; without one in the gazetteer, a key of its own."""
        place = self._place(text, self._qualifiers.get((line, span.end), ()))
        if place is None:
            return Entity("place", f"place:{fold(text)[:LONGEST_KEY]}", text, linked=False)
        return entity_of(place)

    def _place(self, text: str, around: tuple[Place, ...]) -> Place | None:
        if (text, around) not in self._chosen:
            self._chosen[text, around] = self._choose(text, around)
        return self._chosen[text, around]

    def _choose(self, text: str, around: tuple[Place, ...]) -> Place | None:
        half = half_of_korea(text)
        key = folded(text)
        options = lexicon(self._language).bearing(key if not half else _HALVES[half])
        for head in _HEADS:
            if not options and key.startswith(head):
                key = key.removeprefix(head)
                options = lexicon(self._language).bearing(key)
        if inside := tuple(place for place in options if place.kind == "city" and _lies_in(place, around)):
            options = inside
        place = choose_for_text(options, self._countries, key, self._language) if options else None
        if place is None or place.kind != "city" or inside or self._is_meant(place, key):
            return place
        return None

    def _is_meant(self, place: Place, key: str) -> bool:
        """Whether a city is likely enough: known by this name, and large, listed or in a country spoken of."""
        near = f"country:{place.country}" in self._countries
        if is_listed(place) or is_capital(place):
            return True
        if not is_called(place, key, self._language):
            similar = len(key) >= SHORTEST_FOREIGN_NAME and key[:2] == fold(place.names["en"])[:2]
            return near and place.population >= CITY and similar
        return near or place.population >= CITY


@lru_cache(maxsize=20_000)
def entity_of(place: Place) -> Entity:
    """Return a place of the gazetteer as an entity."""
    return Entity("place", place.key, place.names["en"])


_HALVES = {"country:KP": "dprk", "country:KR": "south korea"}
_HEADS = ("ile de ", "ile d ", "iles ", "ile ", "etat de ", "province de ", "ville de ")


def _countries(copy: TaggedCopy) -> frozenset[str]:
    """The countries named beyond doubt."""
    bearing = lexicon(copy.language).bearing
    found = set()
    for _, span, text in copy.names():
        if span.type == "LOC":
            wider = [place for place in bearing(folded(text)) if place.kind != "city"]
            if len(wider) == 1 and wider[0].country:
                found.add(f"country:{wider[0].country}")
    return frozenset(found)


def _qualifiers(copy: TaggedCopy) -> dict[tuple[int, int], tuple[Place, ...]]:
    """By line and end of a name, the country or state named after it: `Paris, Texas`, `Tripoli (Liban)`."""
    bearing = lexicon(copy.language).bearing
    found = {}
    for line, spans in enumerate(copy.spans):
        text = copy.lines[line]
        for one, two in zip(spans, spans[1:], strict=False):
            if one.type == two.type == "LOC" and text[one.end : two.start] in (", ", " ("):
                wider = tuple(place for place in bearing(folded(text[two.start : two.end])) if place.kind != "city")
                if wider:
                    found[line, one.end] = wider
    return found


def _lies_in(place: Place, around: tuple[Place, ...]) -> bool:
    above = {place.key, *ancestors(place)} if around else set()
    return any(wider.key in above or (wider.kind == "country" and wider.country == place.country) for wider in around)
