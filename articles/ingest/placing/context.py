"""Whether a name standing in running copy is a place there, judged by the words around it. Doubt means no."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place
from articles.ingest.gazetteer.lookup import abbreviated, is_called, is_capital, is_listed
from articles.ingest.gazetteer.tables import words
from articles.ingest.placing.words import BESIDE, HYPHENS, SPACES, Candidate, Copy, lexicon

_CITY = 300_000
_TOWN = 100_000
_SHORTEST_ALTERNATE = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole copy says: the words that belong to names of places, and those that name a person."""

    placed: frozenset[int]
    persons: frozenset[str]
    qualified: dict[int, tuple[Place, ...]]


def survey(copy: Copy, found: list[Candidate]) -> Surroundings:
    """Look over the candidates of a copy before judging any of them."""
    noted = [one for one in found if any(_is_noted(place) for place in one.options)]
    placed = frozenset(index for one in noted for index in range(one.first, one.last + 1))
    persons = frozenset(one.key for one in found if one.first == one.last and _names_a_person(copy, one, placed))
    wider = {one.first: tuple(place for place in one.options if place.kind != "city") for one in found}
    qualified = {one.last: places for one in found if (places := _qualifier(copy, one, wider))}
    return Surroundings(placed, persons, qualified)


def is_possible(copy: Copy, one: Candidate) -> bool:
    """Whether the candidate is not a common word, nor shows by its neighbours that it is part of another name."""
    known = lexicon(copy.language)
    if one.key not in known.shouted and (
        one.key in words("common", copy.language) or one.key in _neutral(copy.language)
    ):
        return False
    if one.key in known.shouted and copy.shouts(one.first) and one.key in ("us", "car", "eau", "rca"):
        return False
    start, end = copy.start(one.first), copy.end(one.last)
    if "$" in (copy.text[start - 1 : start], copy.text[end : end + 1]):
        return False
    if one.first == one.last and copy.opens(one.first) and copy.words[one.first].lower() in copy.small:
        return False
    return not _is_named_after(copy, one)


def stands_free(copy: Copy, one: Candidate, around: Surroundings) -> bool:
    """Whether no capitalised word beside the candidate makes it part of another name."""
    if copy.shouts(one.first):
        return True
    return _is_free_before(copy, one, around) and _is_free_after(copy, one, around)


def is_place(copy: Copy, one: Candidate, place: Place, around: Surroundings, countries: Collection[str]) -> bool:
    """Whether the candidate means `place` here."""
    title = _has_title(copy, one)
    if place.kind != "city":
        return not (title and one.first == one.last and one.key in around.persons)
    if title:
        return False
    spoken_of = f"country:{place.country}" in countries or any(
        region.country == place.country for region in around.qualified.get(one.last, ())
    )
    strong, weak = _evidence(copy, one, around)
    prominent = is_listed(place) or is_capital(place)
    if one.key in around.persons:
        return strong and prominent
    if one.first == one.last and one.key in words("person", copy.language):
        return (strong and not copy.shouts(one.first)) or (spoken_of and is_capital(place))
    if not is_called(place, one.key, copy.language):
        return not copy.words[one.first].isupper() and _is_known_by_alternate(one, place, strong or spoken_of)
    if copy.words[one.first].isupper():
        return prominent or (copy.shouts(one.first) and place.population >= 1_000_000)
    if prominent or place.population >= _CITY:
        return True
    if place.population >= _TOWN:
        return strong or weak or spoken_of
    return strong and spoken_of


def _qualifier(copy: Copy, one: Candidate, wider: dict[int, tuple[Place, ...]]) -> tuple[Place, ...]:
    """The country or state named after a comma or in brackets: `Paris, Texas`, `Vienna, Va.`, `Tripoli (Liban)`."""
    if not copy.joined(one.last, frozenset((", ", " (", ","))):
        return ()
    if places := wider.get(one.last + 1, ()):
        return places
    for length in (2, 1):
        last = one.last + length
        if last < len(copy.words) and copy.text[copy.end(last) : copy.end(last) + 1] == ".":
            state = abbreviated(copy.text[copy.start(one.last + 1) : copy.end(last)])
            if state is not None:
                return (state,)
    return ()


def _is_noted(place: Place) -> bool:
    return place.kind != "city" or place.population >= _TOWN or is_listed(place) or is_capital(place)


def _is_known_by_alternate(one: Candidate, place: Place, supported: bool) -> bool:
    if place.population < _TOWN or not supported:
        return False
    return one.first != one.last or (len(one.key) >= _SHORTEST_ALTERNATE and one.key[:2] == fold(place.names["en"])[:2])


def _evidence(copy: Copy, one: Candidate, around: Surroundings) -> tuple[bool, bool]:
    """Strong and weak signs of a place: the preposition before it, the country after it."""
    if one.last in around.qualified:
        return True, True
    if not copy.joined(one.first - 1, SPACES | {"'", "’", "\n"}):
        return False, False
    before = copy.words[one.first - 1].lower()
    strong = before in words("locative", copy.language)
    return strong, strong or before in words("weak-locative", copy.language)


def _has_title(copy: Copy, one: Candidate) -> bool:
    if not copy.joined(one.first - 1, BESIDE | {". "}):
        return False
    before = copy.folded(one.first - 1)
    return before in _titles(copy.language)


@cache
def _titles(language: str) -> frozenset[str]:
    return frozenset(map(fold, words("title", language)))


def _names_a_person(copy: Copy, one: Candidate, placed: frozenset[int]) -> bool:
    """Seen once after a forename or a title, a name is a person's throughout the copy."""
    if _has_title(copy, one):
        return True
    before = one.first - 1
    if not copy.joined(before, SPACES) or before in placed:
        return False
    word = copy.words[before]
    if copy.opens(before) or _is_neutral(copy, before) or copy.folded(before) in _parts():
        return False
    return word[0].isupper() and not word.isupper() and not (copy.language == "de" and _is_german_noun(word))


def _is_named_after(copy: Copy, one: Candidate) -> bool:
    """`University of Texas`, `Banque de France`, `duc de Bourgogne`: an institution or a title, not the place."""
    if not copy.joined(one.first - 1, BESIDE | {"'", "’"}):
        return False
    at = one.first - 1
    while at > 0 and copy.words[at].lower() in ("of", "de", "du", "des", "la", "d", "le", "del", "l", "the", "von"):
        at -= 1
    if at == one.first - 1 and copy.language != "fr":
        return False
    return copy.folded(at) in words("named-after", copy.language) and copy.words[at][0].isupper()


def _is_free_before(copy: Copy, one: Candidate, around: Surroundings) -> bool:
    before = one.first - 1
    if not copy.joined(before):
        return True
    word, gap = copy.words[before], copy.gap(before)
    if before in around.placed:
        return gap in HYPHENS
    if gap in HYPHENS:
        return (
            word.islower()
            and copy.language != "de"
            and not _is_neutral(copy, before)
            and word not in words("direction", "*")
        )
    if not word[0].isupper() or _is_neutral(copy, before):
        return True
    if copy.language == "de":
        return (
            len(word) > 3 and one.key not in words("person", "de") and not copy.opens(before) and _is_german_noun(word)
        )
    return copy.opens(before) and word.lower() in copy.small


def _is_german_noun(word: str) -> bool:
    """Endings of the common nouns German sets before a place: Hauptstadt, Präsident, Regierung, Raum."""
    return word.lower().endswith(("stadt", "raum", "region", "regierung", "hafen", "flughafen", "gebiet", "metropole"))


def _is_free_after(copy: Copy, one: Candidate, around: Surroundings) -> bool:
    if not copy.joined(one.last):
        return True
    after, gap = one.last + 1, copy.gap(one.last)
    word = copy.words[after]
    if after in around.placed:
        return gap in HYPHENS
    if gap in HYPHENS:
        return word.islower() and copy.language == "en"
    if word in ("du", "del") and copy.joined(after) and copy.folded(after + 1) in words("direction", "*"):
        return False
    if not word[0].isupper() or _is_neutral(copy, after):
        return True
    if copy.language == "de":
        genitive = not one.key.endswith(copy.folded(one.last))
        return genitive or _evidence(copy, one, around)[0]
    wider = any(place.kind == "country" for place in one.options)
    return wider and copy.language == "en" and copy.folded(after) in words("office", "en")


def _is_neutral(copy: Copy, index: int) -> bool:
    """Function words and names of days and months are nobody's name."""
    word = copy.folded(index)
    return word in _neutral(copy.language)


@cache
def _neutral(language: str) -> Collection[str]:
    return frozenset(map(fold, words("function", language) | words("calendar", language)))


@cache
def _parts() -> Collection[str]:
    return words("part-of-place", "*") | words("direction", "*")
