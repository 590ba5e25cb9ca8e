"""What is known of words before any training: names of places and persons, and the words that stand beside names."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path

from articles.ingest.gazetteer import index_key
from articles.ingest.gazetteer.lookup import load
from articles.ingest.naming.known_names import known_names
from articles.ingest.placing.words import lexicon

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
        self._beginnings = {key[:at] for key in self._known for at, letter in enumerate(key) if letter == " "}

    def longest(self, words: list[str]) -> tuple[int, str]:
        """Return how many of the folded `words`, from the first on, are a name, and of what kind."""
        key, length, name = words[0], 0, ""
        for at in range(1, len(words) + 1):
            if kind := self.kind(key):
                length, name = at, kind
            if at == len(words) or not self.goes_on(key):
                break
            key = f"{key} {words[at]}"
        return length, name

    def goes_on(self, key: str) -> bool:
        """Return whether longer names begin with these words."""
        return key in self._beginnings or self._lexicon.goes_on(key)

    def kind(self, key: str) -> str:
        """Return the kind of name that the folded `key` is, an empty string if none."""
        kind = self._kinds.get(key)
        if kind is None:
            kind = self._kinds[key] = self._find(key)
        return kind

    def _find(self, key: str) -> str:
        if key in self._known:
            return self._known[key]
        if key in self._lexicon.written:
            return self._lexicon.written[key][1][0].kind
        rows = self._cities.rows(key).split()
        if not rows:
            return ""
        largest = max(_population(int(row.removesuffix("~"))) for row in rows)
        own = "" if all(row.endswith("~") for row in rows) else "own-"
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
