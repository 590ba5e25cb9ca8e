"""Whether one filing continues another: what speaks for it and against it, weighed."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.passages import shared

SURE, UNSURE = 2.2, 1.0
"""Weights from which a link joins, and from which it is suggested: .90 and .73."""
PRIOR = -4.5
"""The weight two filings that share some key begin with."""
DECLARED = 12.0
MOST_FOR_PASSAGES, MOST_FOR_WORDS = 6.6, 4.5
SAME_TEXT = 0.8
OTHER_HEADLINE, CHANCE = -1.5, 0.2
FARTHEST = 3
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
    """Return the link between two filings with its weight; nothing where too little speaks for it."""
    if one.agency != other.agency:
        return None
    earlier, later = (one, other) if one.order < other.order else (other, one)
    if declared := _declared(earlier, later):
        return Link(later.id, earlier.id, DECLARED, (declared,))
    if earlier.language != later.language or _days(earlier, later) > FARTHEST:
        return None
    evidence = [each for each in _at_first_sight(earlier, later) if each]
    weight = PRIOR + sum(each.weight for each in evidence)
    if weight + MOST_FOR_PASSAGES + MOST_FOR_WORDS < UNSURE:
        return None
    evidence += _in_the_text(earlier, later)
    weight = PRIOR + sum(each.weight for each in evidence)
    return Link(later.id, earlier.id, weight, tuple(evidence)) if weight >= UNSURE else None


def _declared(earlier: Filing, later: Filing) -> Evidence | None:
    for one, other in ((earlier, later), (later, earlier)):
        if other.guid and other.guid in one.previous:
            return Evidence("declared", DECLARED, text=other.guid)
    if earlier.story and later.story and earlier.story.key == later.story.key:
        serial = earlier.story.is_serial
        return Evidence("serial" if serial else "same-id", DECLARED, text=earlier.story.key)
    return None


def _at_first_sight(earlier: Filing, later: Filing) -> list[Evidence | None]:
    return [
        _listing(earlier, later),
        _headline(earlier, later),
        _place(earlier, later),
        _day(earlier, later),
        _labels(earlier, later),
        _serials(earlier, later),
    ]


def _in_the_text(earlier: Filing, later: Filing) -> list[Evidence]:
    passages = shared(earlier.sketch.passages, later.sketch.passages)
    words = shared(earlier.sketch.words, later.sketch.words)
    found = [
        Evidence("passages", min(11 * passages, MOST_FOR_PASSAGES), round(100 * passages)),
        Evidence("words", max(-2.5, min(14 * (words - 0.22), MOST_FOR_WORDS)), round(100 * words)),
    ]
    # Filed again, a version keeps its label and its text.
    again = passages >= SAME_TEXT and later.label == earlier.label
    return [*found, Evidence("same-text", 4.0)] if again and later.label else found


def _listing(earlier: Filing, later: Filing) -> Evidence | None:
    """The later one lists the earlier one's headline after its end mark, as agencies do first of all."""
    for headline, version in later.listed:
        if headline == earlier.stem and (later.version or later.is_notice):
            return Evidence("listed", 5.0 if version == earlier.version else 2.0, text=earlier.headline[:200])
    return None


def _headline(earlier: Filing, later: Filing) -> Evidence | None:
    if earlier.stem == later.stem:
        return Evidence("same-headline", 5.5 if later.is_notice else 4.0)
    fewest = min(len(earlier.headline_words), len(later.headline_words))
    in_both = len(earlier.headline_words & later.headline_words)
    if fewest < 2:
        return None
    if not in_both:
        return Evidence("other-headline", OTHER_HEADLINE)
    share = in_both / fewest
    # Few words in common are no more than chance.
    weight = 3.5 * share if share >= CHANCE else OTHER_HEADLINE + share / CHANCE * (3.5 * CHANCE - OTHER_HEADLINE)
    return Evidence("headline", weight, round(100 * share))


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


def _labels(earlier: Filing, later: Filing) -> Evidence | None:
    labels = f"{earlier.label or '–'} → {later.label or '–'}"
    if later.is_notice:
        return Evidence("labels", 1.0, text=labels)
    if later.version == earlier.version and later.label == earlier.label:
        if not later.label:
            return _no_labels(earlier, later)
        return Evidence("same-label", -5.0 if later.is_numbered else -1.0, text=labels)
    if later.version < earlier.version:
        return Evidence("labels-backwards", -3.5, text=labels)
    return Evidence("labels", 1.0, text=labels)


def _no_labels(earlier: Filing, later: Filing) -> Evidence:
    """Two filings without a label are two stories, unless their headlines are one; of a form, if only figures differ."""
    if earlier.stem == later.stem:
        return Evidence("no-labels", -2.0)
    only_figures = not any(word.isalpha() for word in earlier.headline_words ^ later.headline_words)
    return Evidence("same-form", -10.0) if only_figures else Evidence("no-labels", -8.0)


def _serials(earlier: Filing, later: Filing) -> Evidence | None:
    one, other = earlier.story, later.story
    if one and other and one.is_serial and other.is_serial and one.key != other.key:
        return Evidence("other-serial", -5.0, text=f"{one.key}, {other.key}")
    return None
