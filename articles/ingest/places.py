"""From names as filed to canonical places: in datelines, and in running copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .gazetteer import Place, by_key, index_key, named
from .gazetteer.lookup import load
from .place_characters import spot
from .place_choice import ancestors, choose_for_dateline, choose_for_text
from .place_context import is_place, is_possible, stands_free, survey
from .place_words import Candidate, Copy, candidates

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
    key = index_key(region)
    if key in atlas.abbreviations:
        places = [atlas.places[atlas.abbreviations[key]]]
    elif re.fullmatch(r"[A-Z]{2}", region.strip()) and ("US", region.strip()) in atlas.regions:
        places = [atlas.places[atlas.regions["US", region.strip()]]]
    else:
        options = named(region)
        places = [place for place in options if place.kind != "city"] or list(options[:1])
    return [place for place in places if place.country]


def _lies_in(place: Place, enclosing: list[Place]) -> bool:
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
    everything = list(candidates(copy))
    around = survey(copy, everything, context)
    possible = [one for one in everything if is_possible(copy, one) and stands_free(copy, one, around)]
    countries = context | _countries(one.options for one in possible)
    around = survey(copy, everything, countries)
    found = []
    for one in possible:
        place = choose_for_text(one.options, countries, one.key, language)
        if place is not None and is_place(copy, one, place, around):
            found.append(_found(copy, one, place))
    return found


def _found(copy: Copy, one: Candidate, place: Place) -> Found:
    start, end = copy.spans[one.first][0], copy.spans[one.last][1]
    if one.first != one.last and len(copy.words[one.last]) == 1 and copy.text[end : end + 1] == ".":
        end += 1
    return Found(start, end, copy.text[start:end], place)


def _find_by_characters(text: str, language: str, context: frozenset[str]) -> list[Found]:
    spotted = list(spot(text, language))
    countries = context | _countries(one.options for one in spotted)
    found = []
    for one in spotted:
        place = choose_for_text(one.options, countries, one.key, language)
        if place is not None:
            found.append(Found(one.start, one.end, text[one.start : one.end], place))
    return found


def _countries(options: Iterable[tuple[Place, ...]]) -> frozenset[str]:
    """Keys of the countries named beyond doubt."""
    certain = set()
    for places in options:
        wider = [place for place in places if place.kind != "city"]
        if len(wider) == 1 and wider[0].country:
            certain.add(f"country:{wider[0].country}")
    return frozenset(certain)
