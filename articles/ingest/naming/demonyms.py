"""Countries an article concerns by the name of their people: `nord-coréenne`, `Russian`. No mention, but a sign.

The table derives from mledoze/countries, Open Database License 1.0.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from articles.ingest.tagger.vocabulary import folded

TABLE = Path(__file__).parent / "demonyms.tsv"
SHORTEST = 4
_NOTHING = ("", False)


def countries_concerned(lines: Sequence[list[str]], language: str) -> Counter[str]:
    """Count the demonyms in the tokens of each line, by the key of the country."""
    found: Counter[str] = Counter()
    words = set().union(*lines)
    telling = {token: told for token in words if (told := _told_by(token, language)) != _NOTHING}
    for tokens in lines:
        for index, token in enumerate(tokens) if not telling.keys().isdisjoint(tokens) else ():
            single, ends_pair = telling.get(token, _NOTHING)
            if ends_pair and index and (country := _demonyms(language).get(_pair(tokens[index - 1], token))):
                found[country] += 1
            elif single:
                found[single] += 1
    return found


@lru_cache(maxsize=50_000)
def _told_by(token: str, language: str) -> tuple[str, bool]:
    """The country of a demonym of one word, and whether the word may end one of two: `North Korean`."""
    if len(token) < SHORTEST or not (language == "fr" or token[0].isupper()):
        return _NOTHING
    key = folded(token)
    return _demonyms(language).get(key, ""), key in _seconds(language)


def _pair(first: str, second: str) -> str:
    return f"{folded(first)} {folded(second)}"


@cache
def _seconds(language: str) -> frozenset[str]:
    return frozenset(key.partition(" ")[2] for key in _demonyms(language) if " " in key)


def is_demonym(text: str, language: str) -> bool:
    """Whether the text is the name of a people and nothing else."""
    key = _SHORT.sub(lambda found: {"n": "north ", "s": "south "}[found[1]], folded(text))
    return key in _demonyms(language)


_SHORT = re.compile(r"^([ns]) (?=korean)")


@cache
def _demonyms(language: str) -> dict[str, str]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            word: f"country:{row['country']}"
            for row in rows
            if row["language"] == language
            for word in row["words"].split("|")
        }
