"""From names as filed to canonical places: in datelines, and in running copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.ingest.gazetteer import Place, by_key, index_key, named
from articles.ingest.gazetteer.lookup import abbreviated, load
from articles.ingest.placing.characters import spot
from articles.ingest.placing.choice import ancestors, choose_for_dateline, choose_for_text
from articles.ingest.placing.context import is_place, is_possible, stands_free, survey
from articles.ingest.placing.words import Candidate, Copy, candidates

_WITHOUT_CAPITALS = ("ko", "zh", "ja", "ar")
_WITH_CAPITALS = ("fr", "en", "es", "de")
_QUALIFIED = re.compile(r"\s*(?:,\s*|\()([^()]+?)\)?\s*")
_NEW_YORK = "city:5128581"
_HEADQUARTERS = frozenset(
    index_key(name)
    for name in (
        "United Nations", "UN", "U.N.", "Nations unies", "ONU", "Naciones Unidas", "Vereinte Nationen", "유엔본부", "유엔",
        "联合国", "聯合國", "国連", "国連本部", "الأمم المتحدة",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A place named in running copy, with offsets in characters."""

    start: int
    end: int
    text: str
    place: Place


def link_dateline(places: Sequence[str], region: str | None, context: Iterable[str] = ()) -> list[Place | None]:
    """The canonical place of each dateline place as filed, None where it is not known.

    `region` is what the dateline adds (`Texas`, `Mass.`, `Corée du Sud`); `context` the keys of countries that the
    copy speaks of. A region that contradicts every place of that name leaves the place unknown.
    """
    countries = frozenset(context)
    return [_link(place, region, countries) for place in places]


def find_places(text: str, language: str, context_countries: Iterable[str] = ()) -> list[Found]:
    """The places named in running copy, in order, not overlapping. Where the name may be something else, it is left."""
    if language in _WITHOUT_CAPITALS:
        return _find_by_characters(text, language, frozenset(context_countries))
    if language in _WITH_CAPITALS:
        return _find_by_words(text, language, frozenset(context_countries))
    return []


def _link(filed: str, region: str | None, countries: frozenset[str]) -> Place | None:
    name = filed.strip(" *.\t\n")
    key = index_key(name)
    if key in _HEADQUARTERS:
        return by_key(_NEW_YORK)
    options = named(name)
    if not options and (qualified := re.fullmatch(r"([^,(]+)" + _QUALIFIED.pattern, name)):
        return _link(qualified[1], qualified[2], countries)
    if region and (enclosing := _enclosing(region)):
        options = tuple(place for place in options if _lies_in(place, enclosing))
    return choose_for_dateline(options, countries, key) if options else None


def _enclosing(region: str) -> list[Place]:
    """What a dateline's region may mean; a town stands for its country, a postal code for its state."""
    atlas = load()
    if (state := abbreviated(region)) is not None:
        places = [state]
    elif re.fullmatch(r"[A-Z]{2}", region.strip()) and ("US", region.strip()) in atlas.regions:
        places = [atlas.places[atlas.regions["US", region.strip()]]]
    else:
        options = named(region)
        places = [place for place in options if place.kind != "city"] or list(options[:1])
    return [place for place in places if place.country]


def _lies_in(place: Place, enclosing: Sequence[Place]) -> bool:
    above = {place.key, *ancestors(place)}
    for region in enclosing:
        by_country = region.kind == "city" or (region.kind == "region" and not _is_administrative(region))
        if region.key in above or ((region.kind == "country" or by_country) and region.country == place.country):
            return True
    return False


def _is_administrative(region: Place) -> bool:
    return region.key in load().regions.values()


def _find_by_words(text: str, language: str, context: frozenset[str]) -> list[Found]:
    copy = Copy(text, language)
    possible = [one for one in candidates(copy) if is_possible(copy, one)]
    around = survey(copy, possible)
    free = [one for one in possible if stands_free(copy, one, around)]
    countries = context | _countries(one.options for one in free)
    found = []
    for one in free:
        options = _qualified(one.options, around.qualified.get(one.last, ()))
        place = choose_for_text(options, countries, one.key, language)
        if place is not None and is_place(copy, one, place, around, countries):
            found.append(_found(copy, one, place))
    return found


def _qualified(options: tuple[Place, ...], enclosing: tuple[Place, ...]) -> tuple[Place, ...]:
    """Of homonyms, those in the country or state named after the place, if any lies there."""
    inside = tuple(place for place in options if place.kind == "city" and _lies_in(place, enclosing))
    return inside or options


def _found(copy: Copy, one: Candidate, place: Place) -> Found:
    start, end = copy.start(one.first), copy.end(one.last)
    if copy.text[end : end + 1] == "." and "." in copy.text[start:end] and copy.words[one.last].isupper():
        end += 1
    return Found(start, end, copy.text[start:end], place)


def _find_by_characters(text: str, language: str, context: frozenset[str]) -> list[Found]:
    spotted = list(spot(text, language))
    countries = context | _countries(one.options for one in spotted)
    chosen = {one.key: choose_for_text(one.options, countries, one.key, language) for one in spotted}
    return [
        Found(one.start, one.end, text[one.start : one.end], place)
        for one in spotted
        if (place := chosen[one.key]) is not None
    ]


def _countries(options: Iterable[tuple[Place, ...]]) -> frozenset[str]:
    """Keys of the countries named beyond doubt."""
    certain = set()
    for places in options:
        wider = [place for place in places if place.kind != "city"]
        if len(wider) == 1 and wider[0].country:
            certain.add(f"country:{wider[0].country}")
    return frozenset(certain)
