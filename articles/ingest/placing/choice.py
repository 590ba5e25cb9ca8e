"""Which of several places of one name is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from articles.ingest.gazetteer import Place, by_key, index_key
from articles.ingest.gazetteer.lookup import is_alternate, is_capital, is_listed

# A namesake this many times smaller is never meant by context alone.
_MUCH_SMALLER = 20
# Where settlers named towns after capitals: an American story that says ATHENS still means Greece.
_NAMESAKES = {"US", "CA", "AU", "NZ", "ZA", "GB"}


def choose_city(cities: Sequence[Place], countries: Collection[str], key: str) -> Place | None:
    """The city of `cities` that the folded name `key` means where `countries` are spoken of."""
    if not cities:
        return None
    first = max(cities, key=lambda city: _standing(city, key))
    near = [city for city in cities if f"country:{city.country}" in countries and _rivals(city, first, key)]
    return max(near, key=lambda city: _standing(city, key)) if near else first


def choose_for_dateline(options: Sequence[Place], countries: Collection[str], key: str) -> Place | None:
    """The place a dateline names: copy is filed from cities; from a country or region when no such city stands out."""
    cities, wider = split(options)
    city = choose_city(cities, countries, key)
    if not wider:
        return city
    chosen = choose_wider(wider, countries)
    if city is not None and not is_alternate(city, key):
        inside = any(place.key in set(ancestors(city)) for place in wider)
        if is_capital(city) or is_listed(city) or (inside and city.population >= 100_000):
            return city
    return chosen


def choose_for_text(options: Sequence[Place], countries: Collection[str], key: str, language: str) -> Place | None:
    """The place running copy names: a country before its homonymous capital, unless the language calls it otherwise."""
    cities, wider = split(options)
    if not wider:
        city = choose_city(cities, countries, key)
        return None if city is not None and _is_doubtful(city, cities, countries, key) else city
    chosen = choose_wider(wider, countries)
    if _is_called(chosen, key, language):
        return chosen
    listed = [city for city in cities if is_listed(city) and _is_called(city, key, language)]
    return choose_city(listed, countries, key) or chosen


def _is_doubtful(city: Place, cities: Sequence[Place], countries: Collection[str], key: str) -> bool:
    """Whether another city of the name is as likely, and the copy speaks of no country to tell them apart."""
    if is_listed(city) or f"country:{city.country}" in countries:
        return False
    rivals = (other for other in cities if other is not city and not is_alternate(other, key))
    return any(other.population * 2 >= city.population for other in rivals)


def choose_wider(places: Sequence[Place], countries: Collection[str]) -> Place:
    """Of homonymous countries and regions, the region only where its country is spoken of and the other is not."""
    own = [place for place in places if place.kind == "country"] or list(places)
    if own[0].key in countries:
        return own[0]
    near = [place for place in places if f"country:{place.country}" in countries]
    return (near or own)[0]


def split(places: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Cities, and the wider places."""
    return [place for place in places if place.kind == "city"], [place for place in places if place.kind != "city"]


def ancestors(place: Place) -> Iterator[str]:
    """Keys of the places that enclose `place`, the nearest first."""
    while place.parent and (parent := by_key(place.parent)) is not None:
        yield parent.key
        place = parent


def _standing(city: Place, key: str) -> tuple[bool, float]:
    if is_alternate(city, key):
        return False, city.population / _MUCH_SMALLER
    return is_capital(city), city.population


def _rivals(city: Place, first: Place, key: str) -> bool:
    if city is first:
        return True
    if is_capital(first) and city.country in _NAMESAKES:
        return False
    return _standing(city, key)[1] * _MUCH_SMALLER >= _standing(first, key)[1]


@lru_cache(maxsize=20_000)
def _called(name: str) -> str:
    return index_key(name)


def _is_called(place: Place, key: str, language: str) -> bool:
    return _called(place.names.get(language) or place.names["en"]) == key
