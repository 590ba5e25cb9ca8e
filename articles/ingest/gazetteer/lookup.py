"""From a name or a key to canonical places."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.ingest.fold import fold

from .city_names import CityNames
from .place import Place
from .tables import LANGUAGES, read_lines, read_rows

# A sea or a region without a census outranks any but a large city of the same name.
_UNCOUNTED = 1_000_000
_STOPS = re.compile(r"[\s.,()]+")


def named(name: str) -> tuple[Place, ...]:
    """All places that bear `name` in any spelling, language or script.

    The most populous come first, but after all others those that bear it only among GeoNames' alternate names.
    """
    return _named(index_key(name))


def by_key(key: str) -> Place | None:
    """The place under `key`, or None."""
    atlas = load()
    if (place := atlas.places.get(key)) is not None:
        return place
    kind, _, number = key.partition(":")
    row = atlas.rows.get(number) if kind == "city" else None
    return None if row is None else city_at(row)


def index_key(name: str) -> str:
    """`name` as the tables index it: folded, and without stops, commas and brackets."""
    return _STOPS.sub(" ", fold(name)).strip()


@dataclass(frozen=True, slots=True)
class Atlas:
    """The tables in memory. Cities stay rows until somebody asks for one."""

    places: dict[str, Place]
    cities: list[str]
    rows: dict[str, int]
    city_names: CityNames
    names: dict[str, tuple[str, ...]]
    spellings: dict[int, dict[str, str]]
    regions: dict[tuple[str, str], str]
    abbreviations: dict[str, str]


@cache
def load() -> Atlas:
    """Read the tables, once in a process."""
    cities = read_lines("cities.tsv.gz")
    rows = {row.partition("\t")[0]: number for number, row in enumerate(cities)}
    spellings = {rows[row["geonameid"]]: row for row in read_rows("cities.tsv")}
    places = _countries(cities, rows)
    regions: dict[tuple[str, str], str] = {}
    abbreviations: dict[str, str] = {}
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_rows("places.tsv"):
        places[row["key"]] = _place(row)
        if row["admin1"]:
            regions[row["country"], row["admin1"]] = row["key"]
        for short in filter(None, row["abbreviations"].split(";")):
            abbreviations[index_key(short)] = row["key"]
            names[index_key(short)][row["key"]] = None
    for place in places.values():
        for name in (*place.names.values(), *place.aliases):
            names[index_key(name)][place.key] = None
    for number, row in spellings.items():
        key = "city:" + cities[number].partition("\t")[0]
        for name in _spelt(row):
            names[index_key(name)][key] = None
    return Atlas(
        places=places,
        cities=cities,
        rows=rows,
        city_names=CityNames(read_lines("names.tsv.gz")),
        names={name: tuple(keys) for name, keys in names.items()},
        spellings=spellings,
        regions=regions,
        abbreviations=abbreviations,
    )


@lru_cache(maxsize=20_000)
def city_at(number: int) -> Place:
    """The city in row `number`."""
    atlas = load()
    identity, name, country, admin1, latitude, longitude, population, _, display, aliases = atlas.cities[number].split(
        "\t"
    )
    names = {"en": name, "fr": name}
    shown = dict(text.split("=", 1) for text in display.split("|") if text)
    names |= {"fr": shown.get("en", name)} | shown
    others = [name, *aliases.split("|")]
    if spelling := atlas.spellings.get(number):
        names |= {language: spelling[language] for language in LANGUAGES if spelling.get(language)}
        others[1:1] = spelling["aliases"].split(";")
    return Place(
        key=f"city:{identity}",
        kind="city",
        names=names,
        aliases=_others(others, names),
        country=country,
        parent=atlas.regions.get((country, admin1), f"country:{country}"),
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
    )


def abbreviated(text: str) -> Place | None:
    """The state or province an agency shortens to `text`: `Mass.`, `N.Y.`, `Ont.`."""
    atlas = load()
    key = atlas.abbreviations.get(index_key(text))
    return None if key is None else atlas.places[key]


@lru_cache(maxsize=20_000)
def is_capital(place: Place) -> bool:
    """Whether `place` is the seat of a state or territory."""
    atlas = load()
    row = atlas.rows.get(place.key.removeprefix("city:"))
    return row is not None and atlas.cities[row].split("\t", 8)[7] == "C"


@lru_cache(maxsize=20_000)
def is_alternate(place: Place, key: str) -> bool:
    """Whether a city bears the folded name `key` only among GeoNames' alternate names."""
    atlas = load()
    if place.key in atlas.names.get(key, ()):
        return False
    row = atlas.rows.get(place.key.removeprefix("city:"))
    return row is not None and f"{row}~" in atlas.city_names.rows(key).split()


@lru_cache(maxsize=20_000)
def is_called(place: Place, key: str, language: str) -> bool:
    """Whether copy in `language` calls a city by the folded name `key`; a name it has only elsewhere does not count."""
    atlas = load()
    names = {place.names.get(language, ""), place.names["en"]}
    row = atlas.rows.get(place.key.removeprefix("city:"))
    if row is not None:
        names.add(atlas.cities[row].split("\t", 2)[1])
        names.update(atlas.spellings.get(row, {}).get("aliases", "").split(";"))
    else:
        names.update(place.aliases)
    return key in set(map(index_key, names))


def is_listed(place: Place) -> bool:
    """Whether the city is one of those spelt out by hand: the wire names it often."""
    atlas = load()
    return atlas.rows.get(place.key.removeprefix("city:"), -1) in atlas.spellings or place.key in atlas.places


@lru_cache(maxsize=20_000)
def _named(key: str) -> tuple[Place, ...]:
    atlas = load()
    found = {place.key: place for place in map(by_key, atlas.names.get(key, ())) if place is not None}
    for number in atlas.city_names.rows(key).split():
        city = city_at(int(number.removesuffix("~")))
        found[city.key] = city
    return tuple(sorted(found.values(), key=lambda place: (is_alternate(place, key), -_weight(place), place.key)))


def _weight(place: Place) -> int:
    return place.population or (0 if place.kind == "city" else _UNCOUNTED)


def _countries(cities: list[str], rows: dict[str, int]) -> dict[str, Place]:
    given = {row["iso"]: row for row in read_rows("countries.tsv")}
    places = {}
    for line in read_lines("countries.tsv.gz"):
        code, capital, population, *translated = line.split("\t")
        names = {language: name for language, name in zip(LANGUAGES, translated, strict=True) if name}
        others = list(names.values())
        latitude = longitude = None
        if capital:
            latitude, longitude = map(float, cities[rows[capital]].split("\t", 6)[4:6])
        if row := given.get(code):
            names |= dict(text.split("=", 1) for text in row["names"].split("|") if text)
            others += row["aliases"].split(";")
        places[f"country:{code}"] = Place(
            key=f"country:{code}",
            kind="country",
            names=names,
            aliases=_others(others, names),
            country=code,
            latitude=latitude,
            longitude=longitude,
            population=int(population),
        )
    return places


def _place(row: dict[str, str]) -> Place:
    names = {language: row[language] for language in LANGUAGES if row.get(language)}
    return Place(
        key=row["key"],
        kind=row["kind"],
        names=names,
        aliases=_others(row["aliases"].split(";"), names),
        country=row["country"] or None,
        parent=row["parent"] or None,
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        population=int(row["population"] or 0),
    )


def _spelt(row: dict[str, str]) -> list[str]:
    names = [row[language] for language in LANGUAGES if row.get(language)]
    return [*names, *filter(None, row["aliases"].split(";"))]


def _others(spellings: list[str], names: dict[str, str]) -> tuple[str, ...]:
    shown = set(names.values())
    return tuple(dict.fromkeys(text for text in spellings if text and text not in shown))
