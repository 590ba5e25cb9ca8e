"""The archive's filters: what an address asks for, as conditions a reader can take away one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.clauses import (
    AgencyFilter,
    Clause,
    CursorFilter,
    EntitiesFilter,
    ExactFilter,
    LanguageFilter,
    PeriodFilter,
    StatusFilter,
    SubjectFilter,
    UrgencyFilter,
    WordsFilter,
    archive_address,
)
from articles.pages import Cursor
from articles.planning import by_index
from articles.query.spelling import suggestion
from articles.querysets import ArticleQuerySet
from articles.samples import COUNTED_EXACTLY
from articles.search import Search
from articles.tallies import Asked, Span, span_of

LONGEST_QUERY = 500
NO_CONDITION = ("date", "before", "after", "exact")
TALLIED = {
    "filed_from": "filed_from_ids",
    "about": "entity_ids",
    "person": "entity_ids",
    "organisation": "entity_ids",
    **{name: name for name in ("agency", "language", "status", "subject", "urgency")},
}
"""Under what tallies keep the numbers of articles that meet a condition."""


@dataclass(frozen=True)
class Meant:
    """Another search, its address, and how many articles it finds."""

    words: str
    address: str
    articles: int


class ArticleFilter(django_filters.FilterSet):
    """Reads the archive's parameters. Ask `is_valid()` first: on a bad value `qs` holds every article."""

    q = WordsFilter(label=gettext_lazy("Words"), max_length=LONGEST_QUERY)
    date = PeriodFilter(label=gettext_lazy("Date"))
    filed_from = EntitiesFilter(
        label=gettext_lazy("Filed from"),
        kind="place",
        question="filed_from",
        phrase=gettext_lazy("filed from %(name)s"),
    )
    not_filed_from = EntitiesFilter(
        label=gettext_lazy("Not filed from"),
        kind="place",
        question="not_filed_from",
        phrase=gettext_lazy("not filed from %(name)s"),
    )
    about = EntitiesFilter(
        label=gettext_lazy("About"), kind="place", question="mentioning", phrase=gettext_lazy("about %(name)s")
    )
    not_about = EntitiesFilter(
        label=gettext_lazy("Not about"),
        kind="place",
        question="not_mentioning",
        phrase=gettext_lazy("not about %(name)s"),
    )
    person = EntitiesFilter(
        label=gettext_lazy("Person"), kind="person", question="mentioning", phrase=gettext_lazy("naming %(name)s")
    )
    not_person = EntitiesFilter(
        label=gettext_lazy("Not the person"),
        kind="person",
        question="not_mentioning",
        phrase=gettext_lazy("not naming %(name)s"),
    )
    organisation = EntitiesFilter(
        label=gettext_lazy("Organisation"),
        kind="organisation",
        question="mentioning",
        phrase=pgettext_lazy("organisation", "naming %(name)s"),
    )
    not_organisation = EntitiesFilter(
        label=gettext_lazy("Not the organisation"),
        kind="organisation",
        question="not_mentioning",
        phrase=pgettext_lazy("organisation", "not naming %(name)s"),
    )
    agency = AgencyFilter(label=gettext_lazy("Agency"), max_length=100)
    language = LanguageFilter(label=gettext_lazy("Language"), max_length=20)
    status = StatusFilter(label=gettext_lazy("Status"), max_length=20)
    subject = SubjectFilter(label=gettext_lazy("Subject"), max_length=120)
    urgency = UrgencyFilter(label=gettext_lazy("Urgency"), min_value=1, max_value=9)
    before = CursorFilter(label=gettext_lazy("Page"), max_length=60)
    after = CursorFilter(label=gettext_lazy("Page"), max_length=60)
    exact = ExactFilter(label=gettext_lazy("Count every article"))

    @cached_property
    def clauses(self) -> list[Clause]:
        """What a valid address asks for, the date first."""
        asked = self.form.cleaned_data
        order = ["date", *(name for name in self.filters if name != "date")]
        return [clause for name in order for clause in self.filters[name].clauses(asked[name])]

    @cached_property
    def expected(self) -> int:
        """About how many articles a valid address finds, by PostgreSQL's statistics; exactly, if tallies tell."""
        if self.tallied:
            return self.tallied.by_month.articles
        return self.apart_from_words().expected(self.form.cleaned_data["q"])

    @cached_property
    def tallied(self) -> Asked | None:
        """The same articles as tallies know them, if they do: whole months or years, and one condition more at most."""
        asked = self.form.cleaned_data
        span = span_of(asked["date"])
        conditions = [(name, value) for name, value in asked.items() if value and name not in NO_CONDITION]
        if not span or len(conditions) > 1:
            return None
        return _tallied(span, *conditions[0]) if conditions else Asked(span)

    @property
    def finds_few_by_words(self) -> bool:
        """Whether words are looked for that few articles have, which are then best found first and sorted after."""
        search = self.form.cleaned_data["q"]
        return bool(search and search.looks_for_words and self.expected <= COUNTED_EXACTLY)

    def apart_from_words(self) -> ArticleQuerySet:
        """The articles asked for, whatever words they hold."""
        return self._narrowed({**self.form.cleaned_data, "q": None})

    def written(self, name: str) -> list[str]:
        """The values the address gives a filter, as they are written."""
        return [value for value in self.form.data.getlist(name) if value.strip()]

    @property
    def place_in_list(self) -> dict[str, Cursor]:
        """The page asked for, as parameters."""
        read = self.form.cleaned_data
        return {name: read[name] for name in ("before", "after") if read.get(name)}

    def number_without(self, clause: Clause) -> int:
        """How many articles would be found if one clause were dropped."""
        asked = self.form.cleaned_data
        return self._number({**asked, clause.name: _less(asked[clause.name], clause)})

    def number_alone(self, clause: Clause) -> int:
        """How many articles one clause finds by itself."""
        return self._number({clause.name: _only(self.form.cleaned_data[clause.name], clause)})

    def number_searching(self, search: Search) -> int:
        """How many articles would be found with another search in the place of this one."""
        return self._number({**self.form.cleaned_data, "q": search})

    def meant(self) -> Meant | None:
        """The search as it was perhaps meant, if that finds anything."""
        with by_index():
            better = suggestion(self.form.cleaned_data["q"])
            articles = self.number_searching(better) if better else 0
        if not articles:
            return None
        others = [clause for clause in self.clauses if clause.name != "q"]
        return Meant(str(better), archive_address([*others, Clause("q", str(better))]), articles)

    def _number(self, asked: dict[str, Any]) -> int:
        return self._narrowed({**asked, "q": None}).each_matching(asked.get("q"), ["pk"]).count()

    def _narrowed(self, asked: dict[str, Any]) -> ArticleQuerySet:
        articles = self.queryset
        for name, value in asked.items():
            articles = self.filters[name].filter(articles, value)
        return articles


def _tallied(span: Span, name: str, value: Any) -> Asked | None:
    """Return the articles of a span that meet one condition as tallies know them, if they do."""
    several = isinstance(value, list)
    if name not in TALLIED or several and len(value) > 1:
        return None
    if several:
        return Asked(span, TALLIED[name], entity=value[0])
    return Asked(span, TALLIED[name], str(getattr(value, "pk", value)))


def _less(value: Any, clause: Clause) -> Any:
    """Return a filter's value without what the clause says."""
    if isinstance(value, Search):
        return value.without(clause.value)
    return [entity for entity in value if entity.slug != clause.value] if isinstance(value, list) else None


def _only(value: Any, clause: Clause) -> Any:
    """Return of a filter's value just what the clause says."""
    if isinstance(value, Search):
        return value.only(clause.value) or value
    return [entity for entity in value if entity.slug == clause.value] if isinstance(value, list) else value
