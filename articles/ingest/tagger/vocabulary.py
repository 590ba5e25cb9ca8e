"""What is known of words before any training: names of places and persons, and the words that stand beside names."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path

from articles.ingest.gazetteer import index_key
from articles.ingest.gazetteer.lookup import load
from articles.ingest.known_names import known_names
from articles.ingest.place_words import lexicon

WORDS = Path(__file__).parent / "words"
LARGE = 100_000


@cache
def names(kind: str) -> frozenset[str]:
    """Return the folded forenames or surnames."""
    return _listed("names.tsv", kind, "")


@cache
def triggers(kind: str, language: str) -> frozenset[str]:
    """Return the folded words that announce or follow a name of some kind in a language."""
    return _listed("triggers.tsv", kind, language)


@lru_cache(maxsize=100_000)
def folded(form: str) -> str:
    """Return a token as the lists have it."""
    return index_key(form)


class Names:
    """The names of places, organisations and persons a language knows, longest first."""

    def __init__(self, language: str) -> None:
        self._lexicon = lexicon(language)
        self._cities = load().city_names
        self._known = {key: kind for kind, key in known_names()}
        self._kinds: dict[str, str] = {}
        self._beginnings = self._lexicon.beginnings | {
            key[:at] for key in self._known for at, letter in enumerate(key) if letter == " "
        }

    def longest(self, words: list[str], first: int, last: int) -> tuple[int, str]:
        """Return how many of the folded `words` from `first` (before `last`) are a name, and of what kind."""
        key, length, kind = words[first], 0, ""
        beginnings = self._beginnings
        at = first
        while True:
            if found := self._kind(key):
                length, kind = at - first + 1, found
            at += 1
            if key not in beginnings or at >= last:
                return length, kind
            key = f"{key} {words[at]}"

    def _kind(self, key: str) -> str:
        kind = self._kinds.get(key)
        if kind is None:
            kind = self._kinds[key] = self._find(key)
        return kind

    def _find(self, key: str) -> str:
        if key in self._known:
            return self._known[key]
        if key in self._lexicon.written:
            return self._lexicon.written[key][1][0].kind
        rows = self._cities.get(key)
        if rows is None:
            return ""
        largest = max(_population(int(row.removesuffix("~"))) for row in rows.split())
        own = "" if all(row.endswith("~") for row in rows.split()) else "own-"
        return f"{own}{'city' if largest >= LARGE else 'town'}"


@lru_cache(maxsize=50_000)
def _population(row: int) -> int:
    return int(load().cities[row].split("\t", 7)[6])


def _listed(table: str, kind: str, language: str) -> frozenset[str]:
    with (WORDS / table).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(
            word
            for row in rows
            if row["kind"] == kind and (row.get("language") or language) in (language, "*")
            for word in row["words"].split()
        )
