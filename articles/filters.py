"""The archive's filters: what an address asks for, as conditions a reader can take away one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles import value_kinds
from articles.clauses import (
    AsOfFilter,
    Clause,
    CursorFilter,
    ExactFilter,
    MannerFilter,
    PageFilter,
    PeriodFilter,
    ValuesFilter,
    WordsFilter,
    archive_address,
)
from articles.models import Entity
from articles.pages import Cursor
from articles.planning import ADVICE, LIST, TookTooLong, by_index
from articles.query.spelling import suggestion
from articles.querysets import ArticleQuerySet
from articles.samples import COUNTED_EXACTLY
from articles.search import Search
from articles.tallies import Asked, Span, span_of

LONGEST_QUERY = 500
OLDEST, BEST, EVERY = "oldest", "best", "all"
MOST_PAGES = 100
NO_CONDITION = ("date", "before", "after", "page", "order", "versions", "exact")
TALLIED = {
    "filed_from": "filed_from_ids",
    "about": "entity_ids",
    "person": "entity_ids",
    "organisation": "entity_ids",
    "label": "version",
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
    filed_from = ValuesFilter(
        label=gettext_lazy("Filed from"),
        kind=value_kinds.PLACE,
        question="filed_from_any",
        phrase=gettext_lazy("filed from %(name)s"),
        any_of=True,
    )
    not_filed_from = ValuesFilter(
        label=gettext_lazy("Not filed from"),
        kind=value_kinds.PLACE,
        question="not_filed_from",
        phrase=gettext_lazy("not filed from %(name)s"),
        excludes=True,
    )
    about = ValuesFilter(
        label=gettext_lazy("About"),
        kind=value_kinds.PLACE,
        question="mentioning_all",
        phrase=gettext_lazy("about %(name)s"),
    )
    not_about = ValuesFilter(
        label=gettext_lazy("Not about"),
        kind=value_kinds.PLACE,
        question="not_mentioning",
        phrase=gettext_lazy("not about %(name)s"),
        excludes=True,
    )
    person = ValuesFilter(
        label=gettext_lazy("Person"),
        kind=value_kinds.PERSON,
        question="mentioning_all",
        phrase=gettext_lazy("naming %(name)s"),
    )
    not_person = ValuesFilter(
        label=gettext_lazy("Not the person"),
        kind=value_kinds.PERSON,
        question="not_mentioning",
        phrase=gettext_lazy("not naming %(name)s"),
        excludes=True,
    )
    organisation = ValuesFilter(
        label=gettext_lazy("Organisation"),
        kind=value_kinds.ORGANISATION,
        question="mentioning_all",
        phrase=pgettext_lazy("organisation", "naming %(name)s"),
    )
    not_organisation = ValuesFilter(
        label=gettext_lazy("Not the organisation"),
        kind=value_kinds.ORGANISATION,
        question="not_mentioning",
        phrase=pgettext_lazy("organisation", "not naming %(name)s"),
        excludes=True,
    )
    agency = ValuesFilter(
        label=gettext_lazy("Agency"),
        kind=value_kinds.AGENCY,
        question="of_agencies",
        phrase=gettext_lazy("by %(name)s"),
        chip="%(name)s",
        any_of=True,
    )
    not_agency = ValuesFilter(
        label=gettext_lazy("Not the agency"),
        kind=value_kinds.AGENCY,
        question="not_of_agencies",
        phrase=gettext_lazy("not by %(name)s"),
        excludes=True,
    )
    language = ValuesFilter(
        label=gettext_lazy("Language"),
        kind=value_kinds.LANGUAGE,
        question="in_languages",
        phrase=pgettext_lazy("language", "in %(name)s"),
        chip="%(name)s",
        any_of=True,
    )
    not_language = ValuesFilter(
        label=gettext_lazy("Not the language"),
        kind=value_kinds.LANGUAGE,
        question="not_in_languages",
        phrase=pgettext_lazy("language", "not in %(name)s"),
        excludes=True,
    )
    label = ValuesFilter(
        label=gettext_lazy("Version"),
        kind=value_kinds.LABEL,
        question="labelled",
        phrase=pgettext_lazy("version", "as %(name)s"),
        chip="%(name)s",
        any_of=True,
    )
    not_label = ValuesFilter(
        label=gettext_lazy("Not the version"),
        kind=value_kinds.LABEL,
        question="not_labelled",
        phrase=pgettext_lazy("version", "not as %(name)s"),
        excludes=True,
    )
    status = ValuesFilter(
        label=gettext_lazy("Status"),
        kind=value_kinds.STATUS,
        question="of_statuses",
        phrase="%(name)s",
        any_of=True,
    )
    not_status = ValuesFilter(
        label=gettext_lazy("Not the status"),
        kind=value_kinds.STATUS,
        question="not_of_statuses",
        phrase=pgettext_lazy("status", "not %(name)s"),
        excludes=True,
    )
    subject = ValuesFilter(
        label=gettext_lazy("Subject"),
        kind=value_kinds.SUBJECT,
        question="on_all_subjects",
        phrase=gettext_lazy("on %(name)s"),
    )
    not_subject = ValuesFilter(
        label=gettext_lazy("Not the subject"),
        kind=value_kinds.SUBJECT,
        question="not_on_subjects",
        phrase=gettext_lazy("not on %(name)s"),
        excludes=True,
    )
    urgency = ValuesFilter(
        label=gettext_lazy("Urgency"),
        kind=value_kinds.URGENCY,
        question="of_urgencies",
        phrase=gettext_lazy("urgency %(name)s"),
        any_of=True,
    )
    not_urgency = ValuesFilter(
        label=gettext_lazy("Not the urgency"),
        kind=value_kinds.URGENCY,
        question="not_of_urgencies",
        phrase=gettext_lazy("not urgency %(name)s"),
        excludes=True,
    )
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
        """About how many articles a valid address finds, by PostgreSQL's statistics; exactly, if tallies tell."""
        if self.tallied:
            return self.tallied.by_month.articles
        return self.apart_from_words().expected(self.search)

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

    def apart_from(self, name: str) -> ArticleQuerySet:
        """The articles that would be found without one of the filters, whatever words they hold."""
        return self._narrowed({**self.form.cleaned_data, "q": None, name: None})

    @property
    def alternatives(self) -> list[str]:
        """The filters that articles have one value of each for, and of which some values are asked for."""
        asked = self.form.cleaned_data
        return [name for name, each in self.filters.items() if getattr(each, "any_of", False) and asked[name]]

    def written(self, name: str) -> list[str]:
        """The values the address gives a filter, as they are written."""
        return [value for value in self.form.data.getlist(name) if value.strip()]

    @property
    def place_in_list(self) -> dict[str, Cursor]:
        """The page asked for, as parameters."""
        read = self.form.cleaned_data
        return {name: read[name] for name in ("before", "after", "page") if read.get(name)}

    def number_without(self, name: str, clauses: Sequence[Clause]) -> int:
        """How many articles would be found if some clauses of a filter were dropped."""
        return self._number({**self.form.cleaned_data, name: self._kept(name, clauses, keep=False)})

    def number_alone(self, name: str, clauses: Sequence[Clause]) -> int:
        """How many articles some clauses of a filter find by themselves."""
        return self._number({name: self._kept(name, clauses, keep=True)})

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

    def _kept(self, name: str, clauses: Sequence[Clause], *, keep: bool) -> Any:
        """Return a filter's value with just what the clauses say, or without it."""
        value, written = self.form.cleaned_data[name], {clause.value for clause in clauses}
        if isinstance(value, Search):
            said = clauses[0].value
            return (value.only(said) or value) if keep else value.without(said)
        if isinstance(value, list):
            return [each for each in value if (self.filters[name].kind.write(each) in written) is keep]
        return value if keep else None

    def _narrowed(self, asked: dict[str, Any]) -> ArticleQuerySet:
        articles = self.queryset
        for name, value in asked.items():
            articles = self.filters[name].filter(articles, value)
        return articles


def _tallied(span: Span, name: str, values: Any) -> Asked | None:
    """Return the articles of a span that meet one condition as tallies know them, if they do."""
    if name not in TALLIED or len(values) > 1:
        return None
    value = values[0]
    if isinstance(value, Entity):
        return Asked(span, TALLIED[name], entity=value)
    return Asked(span, TALLIED[name], str(getattr(value, "pk", value)))
