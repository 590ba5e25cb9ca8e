"""Whether a name standing in running copy is a place there, judged by the words around it. Doubt means no."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .gazetteer import Place
from .gazetteer.lookup import is_alternate, is_capital, is_listed
from .gazetteer.tables import words
from .place_words import Candidate, Copy, lexicon

_CITY = 300_000
_TOWN = 100_000
_SHORTEST_ALTERNATE = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole copy says: the words that belong to names of places, and those that name a person."""

    placed: frozenset[int]
    countries: frozenset[str]
    persons: frozenset[str]
    after_comma: frozenset[int]


def survey(copy: Copy, found: list[Candidate], countries: frozenset[str]) -> Surroundings:
    """Look over the candidates of a copy before judging any of them."""
    placed = frozenset(index for one in found for index in range(one.first, one.last + 1))
    wider = {one.first for one in found if any(place.kind != "city" for place in one.options)}
    persons = frozenset(
        one.key for one in found if one.first == one.last and _names_a_person(copy, one, placed)
    )
    after_comma = frozenset(
        one.last for one in found if one.last + 1 in wider and copy.gap(one.last) in (", ", " (", ",")
    )
    return Surroundings(placed, countries, persons, after_comma)


def is_possible(copy: Copy, one: Candidate) -> bool:
    """Whether the candidate is not a common word, nor shows by its neighbours that it is part of another name."""
    known = lexicon(copy.language)
    if one.key in words("common", copy.language) and one.key not in known.shouted:
        return False
    if one.key in known.shouted and copy.shouts(one.first) and one.key in ("us", "car", "eau", "rca"):
        return False
    if one.first == one.last and copy.opens(one.first) and copy.words[one.first].lower() in copy.small:
        return False
    return not _is_named_after(copy, one)


def stands_free(copy: Copy, one: Candidate, around: Surroundings) -> bool:
    """Whether no capitalised word beside the candidate makes it part of another name."""
    if copy.shouts(one.first):
        return True
    return _is_free_before(copy, one, around) and _is_free_after(copy, one, around)


def is_place(copy: Copy, one: Candidate, place: Place, around: Surroundings) -> bool:
    """Whether the candidate means `place` here."""
    title = _has_title(copy, one)
    if place.kind != "city":
        return not (title and one.first == one.last and one.key in around.persons)
    if title:
        return False
    spoken_of = f"country:{place.country}" in around.countries
    strong, weak = _evidence(copy, one, around)
    if one.first == one.last and (one.key in around.persons or one.key in words("person", copy.language)):
        return strong or (spoken_of and is_capital(place) and one.key not in around.persons)
    if copy.shouts(one.first):
        return is_listed(place) or is_capital(place) or place.population >= 1_000_000
    if is_alternate(place, one.key):
        return _is_known_by_alternate(one, place, strong or spoken_of)
    if is_listed(place) or is_capital(place) or place.population >= _CITY:
        return True
    if place.population >= _TOWN:
        return strong or weak or spoken_of
    return strong and spoken_of


def _is_known_by_alternate(one: Candidate, place: Place, supported: bool) -> bool:
    if place.population < _TOWN or not supported:
        return False
    return one.first != one.last or len(one.key) >= _SHORTEST_ALTERNATE


def _evidence(copy: Copy, one: Candidate, around: Surroundings) -> tuple[bool, bool]:
    """Strong and weak signs of a place: the preposition before it, the country after it."""
    if one.last in around.after_comma:
        return True, True
    if not copy.joined(one.first - 1, {" ", "'", "’", "\u00a0", "\n"}):
        return False, False
    before = copy.words[one.first - 1].lower()
    strong = before in words("locative", copy.language)
    return strong, strong or before in words("weak-locative", copy.language)


def _has_title(copy: Copy, one: Candidate) -> bool:
    if not copy.joined(one.first - 1, {" ", ". ", "\u00a0", "-"}):
        return False
    before = copy.folded(one.first - 1)
    return before in _folded_titles(copy.language)


def _folded_titles(language: str) -> frozenset[str]:
    return words("title", language)


def _names_a_person(copy: Copy, one: Candidate, placed: frozenset[int]) -> bool:
    """Seen once after a forename or a title, a name is a person's throughout the copy."""
    if _has_title(copy, one):
        return True
    before = one.first - 1
    if not copy.joined(before, {" ", "\u00a0"}) or before in placed:
        return False
    word = copy.words[before]
    return word[0].isupper() and not copy.opens(before) and not _is_neutral(copy, before)


def _is_named_after(copy: Copy, one: Candidate) -> bool:
    """`University of Texas`, `Banque de France`, `duc de Bourgogne`: an institution or a title, not the place."""
    if not copy.joined(one.first - 1, {" ", "'", "’", "-"}):
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
        return gap != " "
    if gap in ("-", "\u2011"):
        return word.islower() and copy.language != "de" and word not in ("sud", "nord", "est", "ouest")
    if not word[0].isupper() or _is_neutral(copy, before):
        return True
    if copy.language == "de":
        return len(word) > 3 and one.key not in words("person", "de") and not copy.opens(before) and _is_german_noun(word)
    return copy.opens(before) and word.lower() in copy.small


def _is_german_noun(word: str) -> bool:
    """Endings of the common nouns German sets before a place: Hauptstadt, Präsident, Regierung, Raum."""
    return word.endswith(("stadt", "raum", "region", "regierung", "hafen", "flughafen", "gebiet", "metropole"))


def _is_free_after(copy: Copy, one: Candidate, around: Surroundings) -> bool:
    if not copy.joined(one.last):
        return True
    after, gap = one.last + 1, copy.gap(one.last)
    word = copy.words[after]
    if after in around.placed:
        return gap != " "
    if gap in ("-", "\u2011"):
        return word.islower() and copy.language == "en"
    if not word[0].isupper() or _is_neutral(copy, after):
        return True
    if copy.language == "de":
        return _evidence(copy, one, around)[0]
    wider = any(place.kind == "country" for place in one.options)
    return wider and copy.language == "en" and copy.folded(after) in words("office", "en")


def _is_neutral(copy: Copy, index: int) -> bool:
    """Function words and names of days and months are nobody's name."""
    word = copy.folded(index)
    return word in _neutral(copy.language)


def _neutral(language: str) -> Collection[str]:
    return words("function", language) | words("calendar", language)
