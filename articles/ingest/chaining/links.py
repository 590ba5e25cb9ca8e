"""Whether one filing continues another: what speaks for it and against it, weighed."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from articles.ingest.chaining.filing import LISTED_MOST, Filing
from articles.ingest.chaining.passages import shared

SURE, UNSURE = 3.0, 1.0
"""Weights from which a link joins, and from which it is suggested: .95 and .73."""
DECLARED = 12.0
FARTHEST = 4
"""Days between two filings of a story, where only the text tells."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a link, or against it: `what` names it, `share` (in hundredths) or `text` says it."""

    what: str
    weight: float
    share: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """That `later` continues `earlier`; the weight is the logarithm of the odds."""

    later: int
    earlier: int
    weight: float
    evidence: tuple[Evidence, ...]

    @property
    def is_sure(self) -> bool:
        return self.weight >= SURE

    @property
    def confidence(self) -> int:
        """How sure it is, in hundredths."""
        return min(99, round(100 / (1 + exp(-max(-20.0, min(self.weight, 20.0))))))


def link(one: Filing, other: Filing) -> Link | None:
    """Return the link between two filings with its weight, however light; nothing where there can be none."""
    earlier, later = sorted((one, other), key=lambda filing: filing.order)
    if earlier.agency != later.agency:
        return None
    if declared := _declared(earlier, later):
        return Link(later.id, earlier.id, DECLARED, (declared,))
    if earlier.language != later.language or _days(earlier, later) > FARTHEST:
        return None
    evidence = [each for each in _weighed(earlier, later) if each]
    return Link(later.id, earlier.id, PRIOR + sum(each.weight for each in evidence), tuple(evidence))


PRIOR = -4.5


def _declared(earlier: Filing, later: Filing) -> Evidence | None:
    for one, other in ((earlier, later), (later, earlier)):
        if other.guid and other.guid in one.previous:
            return Evidence("declared", DECLARED, text=other.guid)
    if earlier.story and later.story and earlier.story.key == later.story.key:
        serial = earlier.story.is_serial
        return Evidence("serial" if serial else "same-id", DECLARED, text=earlier.story.key)
    return None


def _weighed(earlier: Filing, later: Filing) -> list[Evidence | None]:
    passages = shared(earlier.sketch.passages, later.sketch.passages)
    words = shared(earlier.sketch.words, later.sketch.words)
    return [
        _listing(earlier, later),
        _headline(earlier, later),
        Evidence("passages", 11 * min(passages, 0.6), round(100 * passages)),
        Evidence("words", max(-2.5, min(14 * (words - 0.22), 4.5)), round(100 * words)),
        _place(earlier, later),
        _day(earlier, later),
        _labels(earlier, later, passages),
        _serials(earlier, later),
    ]


def _listing(earlier: Filing, later: Filing) -> Evidence | None:
    """The later one lists the earlier one's headline after its end mark, as agencies do first of all."""
    for position, (headline, version) in enumerate(later.listed):
        if headline == earlier.stem:
            first = position < LISTED_MOST and (later.version > 0 or later.is_notice)
            weight = 5.0 if first and version == earlier.version else 2.0 if first else 0.0
            return Evidence("listed", weight, text=earlier.headline[:200])
    return None


def _headline(earlier: Filing, later: Filing) -> Evidence | None:
    if earlier.stem == later.stem:
        return Evidence("same-headline", 4.0)
    fewest = min(len(earlier.headline_words), len(later.headline_words))
    in_both = len(earlier.headline_words & later.headline_words)
    if fewest < 2 or not in_both:
        return None
    return Evidence("headline", 3.5 * in_both / fewest, round(100 * in_both / fewest))


def _place(earlier: Filing, later: Filing) -> Evidence | None:
    if not earlier.places or not later.places:
        return None
    if both := earlier.places & later.places:
        return Evidence("place", 1.0, text=min(both))
    return Evidence("other-place", -2.5)


def _days(earlier: Filing, later: Filing) -> int:
    return abs((later.day - earlier.day).days) if earlier.day and later.day else 0


def _day(earlier: Filing, later: Filing) -> Evidence:
    if not earlier.day or not later.day:
        return Evidence("undated", -2.0)
    days = _days(earlier, later)
    return Evidence("same-day", 0.5) if not days else Evidence("days-between", -0.8 * days, days)


def _labels(earlier: Filing, later: Filing, passages: float) -> Evidence | None:
    labels = f"{earlier.label or '–'} → {later.label or '–'}"
    if later.is_notice:
        return Evidence("labels", 1.0, text=labels)
    if later.version == earlier.version and later.label == earlier.label:
        if not later.label:
            return Evidence("no-labels", -2.0)
        # Filed again, a version keeps label and text.
        return Evidence("same-label", -5.0 if passages < 0.8 else -1.0, text=labels)
    if later.version < earlier.version:
        return Evidence("labels-backwards", -3.5, text=labels)
    return Evidence("labels", 1.0, text=labels)


def _serials(earlier: Filing, later: Filing) -> Evidence | None:
    one, other = earlier.story, later.story
    if one and other and one.is_serial and other.is_serial and one.key != other.key:
        return Evidence("other-serial", -5.0, text=f"{one.key}, {other.key}")
    return None
