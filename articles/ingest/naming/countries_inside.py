"""Countries named inside the name of an organisation: `ambassade de Russie`, `Bank of Korea`. They are concerned."""

from __future__ import annotations

from functools import lru_cache

from articles.ingest.placing.words import lexicon
from articles.ingest.tagger.vocabulary import folded

LONGEST = 4


@lru_cache(maxsize=20_000)
def countries_in(name: str, language: str) -> tuple[str, ...]:
    """Return the keys of the countries inside a longer name."""
    words = folded(name).split()
    known = lexicon(language).written
    found = []
    index = 0
    while index < len(words):
        for length in range(min(LONGEST, len(words) - index), 0, -1):
            key = " ".join(words[index : index + length])
            if length < len(words) and key in known and known[key][1][0].kind == "country":
                found.append(known[key][1][0].key)
                index += length - 1
                break
        index += 1
    return tuple(found)
