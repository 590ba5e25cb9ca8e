"""The same copy twice: from two agencies, or filed again unchanged."""

from __future__ import annotations

from dataclasses import dataclass

from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.passages import resemblance

AGENCIES, AGAIN = 0.80, 0.95
"""Likeness from which copy of two agencies, and copy an agency filed twice, counts as the same."""
MAYBE = 0.70
"""Likeness by sketches from which two texts are looked at."""
FEWEST_PASSAGES = 15
FARTHEST = 3


@dataclass(frozen=True, slots=True)
class Same:
    """That `article` is the same copy as `original`: `rule` is agency or again, `likeness` from 0 to 1."""

    article: int
    original: int
    rule: str
    likeness: float


def rule_for(one: Filing, other: Filing) -> str:
    """Return by which rule two filings may be the same copy, or nothing where they cannot."""
    if (
        one.language != other.language
        or min(one.sketch.passages.number, other.sketch.passages.number) < FEWEST_PASSAGES
    ):
        return ""
    if one.day and other.day and abs((one.day - other.day).days) > FARTHEST:
        return ""
    if one.agency != other.agency:
        return "agency"
    # A version of a story is another version however much it is alike.
    return "again" if one.version == other.version and one.label == other.label else ""


def may_be_same(one: Filing, other: Filing) -> bool:
    """Tell whether it is worth to compare the two texts."""
    return bool(rule_for(one, other)) and resemblance(one.sketch.passages, other.sketch.passages) >= MAYBE


def is_same(rule: str, likeness: float) -> bool:
    return likeness >= (AGENCIES if rule == "agency" else AGAIN)
