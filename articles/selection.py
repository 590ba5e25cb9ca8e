"""How the archive shows what was asked for: chips to take away, and one block of choices for each filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.forms import BoundField
from django.urls import reverse

from articles.clauses import Clause, archive_address, in_words, query_of
from articles.facets import VALUES_SHOWN, Facet, Value
from articles.filters import ArticleFilter
from articles.planning import ADVICE, TookTooLong, by_index


@dataclass(frozen=True)
class Chip:
    """A condition, and the address that drops it."""

    clause: Clause
    address: str


@dataclass(frozen=True)
class Relief:
    """What can be dropped where nothing is found: a condition, or alternatives together.

    `said` is all of it in words and `left_out` what it leaves out, if it does; the address drops it, `articles` is how
    many would then be found, and `alone` how many it finds by itself.
    """

    said: str
    left_out: str
    address: str
    articles: int | None = None
    alone: int | None = None


@dataclass(frozen=True)
class Choice:
    """A value of a filter, the address that chooses it, and the one that leaves out the articles that have it."""

    value: Value
    address: str
    address_without: str = ""


@dataclass(frozen=True)
class FilterBlock:
    """One filter: its field, what stands in it and what goes with it, the conditions it sets, the choices it offers.

    `known` is how many values there are to choose from, `every` the address of the page that lists them.
    """

    field: BoundField
    written: str
    kept: list[str]
    chips: list[Chip]
    choices: list[Choice]
    facet: Facet | None
    wider: str = ""
    known: int = 0
    every: str = ""

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def can_be_written(self) -> bool:
        """What has few values is chosen, exclusions are; the rest can also be typed."""
        return self.name not in CHOSEN or bool(self.field.errors)

    @property
    def excludes(self) -> bool:
        return self.name in EXCLUSIONS.values()

    @property
    def shortened(self) -> bool:
        return self.known > len(self.choices)

    @property
    def index(self) -> str:
        """The address of the list of all its values in the archive, if there is one."""
        return reverse(INDEXES[self.name]) if self.name in INDEXES else ""


INDEXES = {
    "date": "articles:dates",
    "filed_from": "articles:places",
    "about": "articles:places",
    "person": "articles:people",
    "organisation": "articles:organisations",
}
TYPED = ("date", "q", "asof")
OFFERED = ("agency", "language", "label", "status", "subject", "urgency")
EXCLUSIONS = {name: f"not_{name}" for name in ("filed_from", "about", "person", "organisation", *OFFERED)}
INDEXES |= {EXCLUSIONS[name]: index for name, index in INDEXES.items() if name in EXCLUSIONS}
ORDER = ("date", "q", *(name for pair in EXCLUSIONS.items() for name in pair), "asof")
MOST_COUNTED = 10
CHOSEN = {*OFFERED, *EXCLUSIONS.values()}


def chips(asked: ArticleFilter) -> list[Chip]:
    """Return the conditions of a valid address, each with the address that drops it."""
    return [_chip(asked, clause) for clause in asked.conditions]


def _chip(asked: ArticleFilter, clause: Clause) -> Chip:
    return Chip(clause, archive_address(without(asked.clauses, [clause])))


def without(clauses: Sequence[Clause], dropped: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without some of them."""
    return [clause for clause in clauses if clause not in dropped]


def reliefs(asked: ArticleFilter) -> list[Relief]:
    """Return what can be dropped of a valid address that finds nothing, the first ten with numbers.

    There are no numbers where they would take too long.
    """
    together: list[list[Clause]] = []
    for name, clauses in groupby(asked.conditions, key=lambda clause: clause.name):
        of_one = list(clauses)
        together += [of_one] if name in asked.alternatives else [[clause] for clause in of_one]
    try:
        with by_index(ADVICE):
            return [_relief(asked, clauses, counting=place < MOST_COUNTED) for place, clauses in enumerate(together)]
    except TookTooLong:
        return [_relief(asked, clauses, counting=False) for clauses in together]


def _relief(asked: ArticleFilter, clauses: list[Clause], *, counting: bool) -> Relief:
    first = clauses[0]
    said = in_words([replace(first, phrase=first.label), *clauses[1:]])
    address = archive_address(without(asked.clauses, clauses))
    left_out = first.meaning if first.excludes else ""
    if not counting:
        return Relief(said, left_out, address)
    articles, alone = asked.number_without(first.name, clauses), asked.number_alone(first.name, clauses)
    return Relief(said, left_out, address, articles, alone)


def filter_blocks(asked: ArticleFilter, counted: Mapping[str, Facet]) -> list[FilterBlock]:
    """Return the filters in the order they are shown, the date first."""
    set_chips = chips(asked) if asked.is_valid() else []
    return [_block(asked, name, counted.get(name), [c for c in set_chips if c.clause.name == name]) for name in ORDER]


def _block(asked: ArticleFilter, name: str, facet: Facet | None, set_chips: list[Chip]) -> FilterBlock:
    clauses = asked.clauses if asked.is_valid() else []
    others = [clause for clause in clauses if not (clause.name == name and name in TYPED)]
    chosen = {chip.clause.value for chip in set_chips}
    values = facet.values if facet else []
    offered = [value for value in values if value.text not in chosen]
    if name in EXCLUSIONS:
        offered = offered[:VALUES_SHOWN]
    wider = archive_address([*others, Clause(name, facet.wider.text)]) if facet and facet.wider else ""
    written, kept = _values(asked, name, set_chips)
    return FilterBlock(
        asked.form[name],
        written,
        kept,
        set_chips,
        [choice(others, name, value) for value in offered],
        facet,
        wider,
        facet.known - sum(value.text in chosen for value in values) if facet else 0,
        values_address(name, clauses) if name in EXCLUSIONS else "",
    )


def choice(clauses: Sequence[Clause], name: str, value: Value) -> Choice:
    """Return the value with the addresses that add it to the clauses, and that leave it out."""
    excluding = EXCLUSIONS.get(name)
    return Choice(
        value,
        archive_address(added(clauses, Clause(name, value.text))),
        archive_address(added(clauses, Clause(excluding, value.text))) if excluding else "",
    )


def added(clauses: Sequence[Clause], clause: Clause) -> list[Clause]:
    """Return the clauses with one more, beside those of the same filter."""
    place = max((place for place, each in enumerate(clauses, 1) if each.name == clause.name), default=len(clauses))
    return [*clauses[:place], clause, *clauses[place:]]


def values_address(name: str, clauses: Sequence[Clause], **more: object) -> str:
    """Return the address of the list of all values of a filter that the articles found have."""
    return reverse("articles:values", args=[name]) + query_of(clauses, **more)


def _values(asked: ArticleFilter, name: str, set_chips: list[Chip]) -> tuple[str, list[str]]:
    """Return what stands in the filter's text field, to be changed or mended, and what is sent along with it."""
    values = asked.written(name)
    if asked.is_valid() and name != "q":
        values = [chip.clause.value for chip in set_chips]
    if name in TYPED:
        return (values[-1] if values else ""), []
    if name in asked.form.errors:
        return values[-1], values[:-1]
    return "", values
