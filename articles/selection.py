"""How the archive shows what was asked for: chips to take away, and one block of choices for each filter."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.clauses import Clause, archive_address
from articles.facets import Facet, Value
from articles.filters import BEST, EVERY, OLDEST, ArticleFilter
from articles.planning import ADVICE, TookTooLong, by_index


@dataclass(frozen=True)
class Chip:
    """A condition, the address that drops it, how many articles would then be found, and how many it finds alone."""

    clause: Clause
    address: str
    articles: int | None = None
    alone: int | None = None

    @property
    def excludes(self) -> bool:
        return self.clause.excludes or self.clause.name in EXCLUSIONS.values()


@dataclass(frozen=True)
class Way:
    """One way to show a list, its address, and whether it is the one in use."""

    said: str
    address: str
    in_use: bool


@dataclass(frozen=True)
class Manner:
    """What can be chosen of how a list is shown: its order, or its versions."""

    name: str
    ways: list[Way]


@dataclass(frozen=True)
class Choice:
    """A value of a filter, the address that chooses it, and the one that leaves out the articles that have it."""

    value: Value
    address: str
    address_without: str = ""


@dataclass(frozen=True)
class FilterBlock:
    """One filter: its field, what stands in it and what goes with it, the conditions it sets, the choices it offers."""

    field: BoundField
    written: str
    kept: list[str]
    chips: list[Chip]
    choices: list[Choice]
    facet: Facet | None
    wider: str = ""

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
    def index(self) -> str:
        """The address of the list of all its values, if there is one."""
        return reverse(INDEXES[self.name]) if self.name in INDEXES else ""


INDEXES = {
    "date": "articles:dates",
    "filed_from": "articles:places",
    "about": "articles:places",
    "person": "articles:people",
    "organisation": "articles:organisations",
}
EXCLUSIONS = {name: f"not_{name}" for name in ("filed_from", "about", "person", "organisation")}
INDEXES |= {EXCLUSIONS[name]: index for name, index in INDEXES.items() if name in EXCLUSIONS}
ORDER = (
    "date",
    "q",
    *(name for pair in EXCLUSIONS.items() for name in pair),
    "agency",
    "language",
    "status",
    "subject",
    "urgency",
    "asof",
)
TYPED = {"date", "q", "asof"}
OFFERED = {"agency", "language", "status", "subject", "urgency"}
SINGLE = TYPED | OFFERED
MOST_COUNTED = 10
CHOSEN = OFFERED | set(EXCLUSIONS.values())


def chips(asked: ArticleFilter, *, counting: bool = False) -> list[Chip]:
    """Return the conditions of a valid address, each with the address that drops it, the first ten with numbers.

    There are no numbers where they would take too long.
    """
    try:
        with by_index(ADVICE) if counting else nullcontext():
            return [
                _chip(asked, clause, counting=counting and number < MOST_COUNTED)
                for number, clause in enumerate(asked.conditions)
            ]
    except TookTooLong:
        return [_chip(asked, clause, counting=False) for clause in asked.conditions]


def manners(asked: ArticleFilter) -> list[Manner]:
    """Return the ways to show the list of a valid address, each in its turn; the one in use has no address."""
    kept = {name: [each for each in asked.clauses if each.name != name] for name in ("order", "versions")}
    orders = [("", _("newest first")), (OLDEST, _("oldest first"))]
    if asked.search and asked.search.looks_for_words:
        orders.append((BEST, _("best match first")))
    versions = [("", _("one row a story")), (EVERY, _("every version"))]
    present = {"order": asked.sorting, "versions": asked.form.cleaned_data["versions"]}
    return [
        Manner(name, [Way(said, _address(kept[name], name, value), value == present[name]) for value, said in ways])
        for name, ways in (("order", orders), ("versions", versions))
    ]


def _address(others: list[Clause], name: str, value: str) -> str:
    return archive_address([*others, Clause(name, value)] if value else others)


def _chip(asked: ArticleFilter, clause: Clause, *, counting: bool) -> Chip:
    address = archive_address(other for other in asked.clauses if other != clause)
    if not counting:
        return Chip(clause, address)
    return Chip(clause, address, asked.number_without(clause), asked.number_alone(clause))


def filter_blocks(asked: ArticleFilter, counted: Mapping[str, Facet]) -> list[FilterBlock]:
    """Return the filters in the order they are shown, the date first."""
    set_chips = chips(asked) if asked.is_valid() else []
    return [_block(asked, name, counted.get(name), [c for c in set_chips if c.clause.name == name]) for name in ORDER]


def _block(asked: ArticleFilter, name: str, facet: Facet | None, set_chips: list[Chip]) -> FilterBlock:
    clauses = asked.clauses if asked.is_valid() else []
    others = [clause for clause in clauses if not (clause.name == name and name in SINGLE)]
    chosen = {chip.clause.value for chip in set_chips}
    choices = [
        Choice(
            value,
            archive_address([*others, Clause(name, value.text)]),
            archive_address([*others, Clause(EXCLUSIONS[name], value.text)]) if name in EXCLUSIONS else "",
        )
        for value in (facet.values if facet else [])
        if value.text not in chosen
    ]
    wider = archive_address([*others, Clause(name, facet.wider.text)]) if facet and facet.wider else ""
    written, kept = _values(asked, name, set_chips)
    return FilterBlock(asked.form[name], written, kept, set_chips, choices, facet, wider)


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
