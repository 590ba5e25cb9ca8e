"""What the page of a comparison puts together: its rows by paragraph, and stretches of them that can be folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.comparing.comparison import Comparison, Row
from articles.comparing.matters import Matter
from articles.models import Article
from articles.stories import Versions, compare_address

SHORTEST_FOLD = 3
"""Paragraphs in a row, all unchanged, that are folded; the ones beside a change stay open."""


@dataclass(frozen=True)
class Paragraph:
    rows: Sequence[Row]
    unchanged: bool


@dataclass(frozen=True)
class Stretch:
    paragraphs: Sequence[Paragraph]
    folded: bool = False

    @property
    def sentences(self) -> int:
        return sum(len(paragraph.rows) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Beside:
    """The pairs of versions before and after the pair that is compared, as addresses; empty where there is none."""

    previous: str = ""
    next: str = ""


def stretches(rows: Iterable[Row], *, only_matters: bool, fold: bool) -> list[Stretch]:
    """Return rows paragraph by paragraph, long unchanged stretches folded."""
    found = paragraphs(rows, only_matters=only_matters)
    return list(_folded(found)) if fold else [Stretch(found)]


def paragraphs(rows: Iterable[Row], *, only_matters: bool = False) -> list[Paragraph]:
    """Return rows by the paragraphs of the later copy; what was dropped stays with the paragraph it stood in."""
    found = list(rows)
    keys = list(_keys(found))
    return [
        Paragraph(together, all(row.unchanged or (only_matters and row.trivial) for row in together))
        for _key, numbered in groupby(zip(keys, found, strict=True), key=lambda pair: pair[0])
        for together in [[row for _key, row in numbered]]
    ]


def _keys(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """Yield for each row what tells its paragraph from the others."""
    following: list[Row | None] = []
    later = None
    for row in reversed(rows):
        later = row if row.after else later
        following.append(later)
    last: tuple[str, int] = ("", 0)
    stood_in: int | None = None
    for row, behind in zip(rows, reversed(following), strict=True):
        if row.after:
            last = ("after", row.after.paragraph)
        elif row.before.paragraph != stood_in:
            joins = behind and behind.before and behind.before.paragraph == row.before.paragraph
            last = ("after", behind.after.paragraph) if joins else ("before", row.before.paragraph)
        stood_in = row.before.paragraph if row.before else stood_in
        yield last


def _folded(found: Sequence[Paragraph]) -> Iterator[Stretch]:
    place = 0
    for unchanged, group in groupby(found, key=lambda paragraph: paragraph.unchanged):
        together = list(group)
        opens = 1 if place else 0
        closes = len(together) - (1 if place + len(together) < len(found) else 0)
        place += len(together)
        if not unchanged or closes - opens < SHORTEST_FOLD:
            yield Stretch(together)
            continue
        for part, folded in ((together[:opens], False), (together[opens:closes], True), (together[closes:], False)):
            if part:
                yield Stretch(part, folded)


def changes(comparison: Comparison) -> list[tuple[Matter, int]]:
    """Return how many changes are about what, the gravest first."""
    return [(matter, comparison.matters[matter]) for matter in Matter if comparison.matters[matter]]


def beside(versions: Versions | None, before: Article, after: Article) -> Beside:
    """Return the pairs of versions next to a pair of one story: both a version earlier, both a version later."""
    if not versions:
        return Beside()
    places = {article.pk: place for place, article in enumerate(versions.articles)}
    if before.pk not in places or after.pk not in places:
        return Beside()

    def address(step: int) -> str:
        pair = [places[before.pk] + step, places[after.pk] + step]
        if min(pair) < 0 or max(pair) >= len(versions.articles):
            return ""
        return compare_address(*(versions.articles[place] for place in pair))

    return Beside(address(-1), address(1))
