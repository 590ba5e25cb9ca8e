"""The archive's filters: what an address asks for, as conditions a reader can take away one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.clauses import (
    AgencyFilter,
    AsOfFilter,
    Clause,
    CursorFilter,
    EntitiesFilter,
    ExactFilter,
    LanguageFilter,
    MannerFilter,
    PageFilter,
    PeriodFilter,
    StatusFilter,
    SubjectFilter,
    UrgencyFilter,
    WordsFilter,
    archive_address,
)
from articles.pages import Cursor
from articles.planning import ADVICE, LIST, TookTooLong, by_index
from articles.query.spelling import suggestion
from articles.querysets import ArticleQuerySet
from articles.samples import COUNTED_EXACTLY
from articles.search import Search

LONGEST_QUERY = 500
OLDEST, BEST, EVERY = "oldest", "best", "all"
MOST_PAGES = 100


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
    asof = AsOfFilter(label=gettext_lazy("As of"), max_length=40)
    before = CursorFilter(label=gettext_lazy("Page"), max_length=60)
    after = CursorFilter(label=gettext_lazy("Page"), max_length=60)
    page = PageFilter(label=gettext_lazy("Page"), min_value=1, max_value=MOST_PAGES)
    order = MannerFilter(
        label=gettext_lazy("Order"),
        choices=[(OLDEST, gettext_lazy("oldest first")), (BEST, gettext_lazy("best match first"))],
    )
    versions = MannerFilter(label=gettext_lazy("Versions"), choices=[(EVERY, gettext_lazy("every version"))])
    exact = ExactFilter(label=gettext_lazy("Count every article"))

    @cached_property
    def clauses(self) -> list[Clause]:
        """What a valid address asks for, the date first, then how it is to be shown."""
        asked = self.form.cleaned_data
        order = ["date", *(name for name in self.filters if name != "date")]
        return [clause for name in order for clause in self.filters[name].clauses(asked[name])]

    @property
    def conditions(self) -> list[Clause]:
        """What narrows the archive."""
        return [clause for clause in self.clauses if not clause.manner]

    @property
    def search(self) -> Search | None:
        return self.form.cleaned_data["q"]

    @property
    def sorting(self) -> str:
        """OLDEST, BEST, or nothing for newest first; without words to look for no article matches best."""
        order = self.form.cleaned_data["order"]
        return "" if order == BEST and not (self.search and self.search.looks_for_words) else order

    @property
    def folds_versions(self) -> bool:
        return self.form.cleaned_data["versions"] != EVERY

    @cached_property
    def expected(self) -> int:
        """About how many articles a valid address finds, by PostgreSQL's statistics."""
        return self.apart_from_words().expected(self.search)

    @property
    def finds_few_by_words(self) -> bool:
        """Whether words are looked for that few articles have, which are then best found first and sorted after."""
        return bool(self.search and self.search.looks_for_words and self.expected <= COUNTED_EXACTLY)

    @cached_property
    def since(self) -> Cursor | None:
        """The place from which on articles are looked through, where more hold the words than can be; None: all are.

        A phrase of two common words is looked for in the newest 5,000 articles that hold both.
        """
        wanted = self.form.cleaned_data
        loose = self.search and self.search.loose
        if not loose or wanted["exact"]:
            return None
        most = self.search.most_looked_through
        apart = self._narrowed({**wanted, "q": None})
        if apart.expected(loose) <= most:
            return None
        candidates = apart.each_matching(loose, ["filed_on", "id"]).order_by("-filed_on", "-id")
        try:
            with by_index(LIST):
                place = next(iter(candidates[most : most + 1]), None)
        except TookTooLong:
            return None
        return Cursor(*place) if place else None

    def apart_from_words(self) -> ArticleQuerySet:
        """The articles asked for, whatever words they hold."""
        articles = self._narrowed({**self.form.cleaned_data, "q": None})
        return articles.newer_than(self.since.filed_on, self.since.pk) if self.since else articles

    def found(self) -> ArticleQuerySet:
        """The articles asked for."""
        return self.apart_from_words().matching(self.search) if self.search else self.apart_from_words()

    def rows(self) -> ArticleQuerySet:
        """The articles of the list: those asked for, or of each story the newest of them."""
        return self.found().folded() if self.folds_versions else self.found()

    def written(self, name: str) -> list[str]:
        """The values the address gives a filter, as they are written."""
        return [value for value in self.form.data.getlist(name) if value.strip()]

    @property
    def place_in_list(self) -> dict[str, Cursor]:
        """The page asked for, as parameters."""
        read = self.form.cleaned_data
        return {name: read[name] for name in ("before", "after", "page") if read.get(name)}

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
        """The search as it was perhaps meant, if that finds anything, and is found in time."""
        try:
            with by_index(ADVICE):
                better = suggestion(self.search)
                articles = self.number_searching(better) if better else 0
        except TookTooLong:
            return None
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
