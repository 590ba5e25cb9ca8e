"""Which part of a person's name is used alone: the last of western names, the first of Korean and Chinese ones."""

from __future__ import annotations

from functools import lru_cache

from articles.ingest.naming.korean_names import is_korean_given_name
from articles.ingest.tagger.vocabulary import triggers

PARTICLES = frozenset("de du des d la le van von der den da do dos di della al el ben bin ibn ter".split())
SUFFIXES = frozenset(("Jr.", "Jr", "Sr.", "II", "III", "IV"))


@lru_cache(maxsize=20_000)
def family_name(name: str) -> str:
    """Return the part of a full name by which the person is called, or an empty string for a single name."""
    parts = [part for part in name.replace("\u00a0", " ").split() if part not in SUFFIXES]
    if len(parts) < 2:
        return ""
    if is_eastern(name):
        return parts[0]
    return parts[-1]


@lru_cache(maxsize=20_000)
def is_eastern(name: str) -> bool:
    """Whether the family name stands first: `Kim Jong-un`, `Kim Jong Un`, `Xi Jinping`."""
    parts = name.split()
    first = parts[0].lower()
    if len(parts) == 2 and is_korean_given_name(parts[1]):
        return first in triggers("korean-surname", "*") or first in triggers("chinese-surname", "*")
    if len(parts) == 3 and first in triggers("korean-surname", "*"):
        return len(parts[1]) <= 5 and len(parts[2]) <= 5 and parts[1].lower() not in triggers("korean-surname", "*")
    return len(parts) == 2 and first in triggers("chinese-surname", "*") and first not in ("he", "long", "may")
