"""What can be asked of the archive, a class for each kind of filter: its condition on articles, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from articles.asof import AsOf
from articles.dates import Period
from articles.fields import (
    AgencyField,
    AsOfField,
    CursorField,
    EntitiesField,
    LanguageField,
    PeriodField,
    StatusField,
    SubjectField,
)
from articles.languages import language_name
from articles.models import Agency, Article, Entity, Subject
from articles.query.conditions import has_text
from articles.query.syntax import Node, Not
from articles.query.wording import phrase, quoted, said
from articles.querysets import ArticleQuerySet
from articles.search import Search


@dataclass(frozen=True)
class Clause:
    """One condition: the parameter and value that write it, and how it is said.

    `meaning` is the bare value in words, `label` stands on a chip, `phrase` within a sentence. `manner` is set where it
    says how the list is shown and narrows nothing.
    """

    name: str
    value: str
    meaning: str = ""
    phrase: str = ""
    label: str = ""
    excludes: bool = False
    manner: bool = False


def archive_address(clauses: Iterable[Clause], **more: Any) -> str:
    """Return the address of the archive narrowed by the clauses; the same clauses give the same address."""
    pairs: list[tuple[str, Any]] = []
    for name, together in groupby(clauses, key=lambda clause: clause.name):
        values = [clause.value for clause in together]
        pairs += [(name, value) for value in ([" ".join(values)] if name == "q" else values)]
    pairs += more.items()
    return _archive(get_script_prefix()) + (f"?{urlencode(pairs)}" if pairs else "")


@cache
def _archive(prefix: str) -> str:
    """Return the archive's own address below a prefix; a page links to it a hundred times."""
    return reverse("articles:archive")


class SearchField(forms.CharField):
    def clean(self, value: str) -> Search | None:
        written = super().clean(value)
        return Search(written) if written else None


class WordsFilter(django_filters.Filter):
    """What is typed into the search box: one clause for each part that can be dropped."""

    field_class = SearchField

    def filter(self, articles: ArticleQuerySet, search: Search | None) -> ArticleQuerySet:
        return articles.matching(search) if search else articles

    def clauses(self, search: Search | None) -> list[Clause]:
        if not search:
            return []
        if not search.clauses:
            words = quoted(str(search))
            return [Clause(self.field_name, str(search), words, _("with “%(words)s”") % {"words": search}, words)]
        first = next((part for part in search.clauses if has_text(part) and not isinstance(part, Not)), None)
        return [self._clause(search, part, first=part is first) for part in search.clauses]

    def _clause(self, search: Search, part: Node, *, first: bool) -> Clause:
        excludes = isinstance(part, Not)
        return Clause(
            self.field_name,
            search.written(part),
            said(part.child if excludes else part, search.named),
            phrase(part, search.named, first=first),
            said(part, search.named),
            excludes,
        )


class PeriodFilter(django_filters.Filter):
    field_class = PeriodField

    def filter(self, articles: ArticleQuerySet, period: Period | None) -> ArticleQuerySet:
        return articles.within(period) if period else articles

    def clauses(self, period: Period | None) -> list[Clause]:
        said = str(period)
        return [Clause(self.field_name, period.text, said, said, said)] if period else []


class EntitiesFilter(django_filters.Filter):
    """Asks `question`, a method of the queryset, about every entity given; `phrase` says what is asked."""

    field_class = EntitiesField

    def __init__(self, *, question: str, phrase: str, **options: Any) -> None:
        self.question, self.phrase = question, phrase
        super().__init__(**options)

    def filter(self, articles: ArticleQuerySet, entities: list[Entity]) -> ArticleQuerySet:
        for entity in entities:
            articles = getattr(articles, self.question)(entity)
        return articles

    def clauses(self, entities: list[Entity]) -> list[Clause]:
        return [self._clause(entity) for entity in entities]

    def _clause(self, entity: Entity) -> Clause:
        phrase = self.phrase % {"name": entity}
        return Clause(self.field_name, entity.slug, str(entity), phrase, phrase)


class AgencyFilter(django_filters.Filter):
    field_class = AgencyField

    def filter(self, articles: ArticleQuerySet, agency: Agency | None) -> ArticleQuerySet:
        return articles.of_agency(agency.slug) if agency else articles

    def clauses(self, agency: Agency | None) -> list[Clause]:
        if not agency:
            return []
        name = str(agency)
        return [Clause(self.field_name, agency.slug, name, _("by %(name)s") % {"name": name}, name)]


class LanguageFilter(django_filters.Filter):
    field_class = LanguageField

    def filter(self, articles: ArticleQuerySet, code: str) -> ArticleQuerySet:
        return articles.in_language(code) if code else articles

    def clauses(self, code: str) -> list[Clause]:
        if not code:
            return []
        name = language_name(code)
        return [Clause(self.field_name, code, name, _("in %(language)s") % {"language": name}, name)]


class StatusFilter(django_filters.Filter):
    field_class = StatusField

    def filter(self, articles: ArticleQuerySet, status: str) -> ArticleQuerySet:
        return articles.of_status(status) if status else articles

    def clauses(self, status: str) -> list[Clause]:
        if not status:
            return []
        name = Article.Status(status).label
        return [Clause(self.field_name, status, name, name, name)]


class SubjectFilter(django_filters.Filter):
    field_class = SubjectField

    def filter(self, articles: ArticleQuerySet, subject: Subject | None) -> ArticleQuerySet:
        return articles.on_subject(subject.code) if subject else articles

    def clauses(self, subject: Subject | None) -> list[Clause]:
        if not subject:
            return []
        name = str(subject)
        return [Clause(self.field_name, subject.code, name, _("on %(name)s") % {"name": name}, name)]


class UrgencyFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def filter(self, articles: ArticleQuerySet, urgency: int | None) -> ArticleQuerySet:
        return articles.of_urgency(urgency) if urgency else articles

    def clauses(self, urgency: int | None) -> list[Clause]:
        if not urgency:
            return []
        said = _("urgency %(number)s") % {"number": urgency}
        return [Clause(self.field_name, str(urgency), str(urgency), said, said)]


class AsOfFilter(django_filters.Filter):
    """Shows the archive as it stood at a moment."""

    field_class = AsOfField

    def filter(self, articles: ArticleQuerySet, asof: AsOf | None) -> ArticleQuerySet:
        return articles.filed_by(asof) if asof else articles

    def clauses(self, asof: AsOf | None) -> list[Clause]:
        if not asof:
            return []
        said = _("as filed %(by)s") % {"by": asof}
        return [Clause(self.field_name, asof.text, str(asof), said, said)]


class CursorFilter(django_filters.Filter):
    """A place in the list, which narrows nothing."""

    field_class = CursorField

    def filter(self, articles: ArticleQuerySet, cursor: object) -> ArticleQuerySet:
        return articles

    def clauses(self, cursor: object) -> list[Clause]:
        return []


class MannerFilter(django_filters.ChoiceFilter):
    """How the list is shown, if not as usual; narrows nothing."""

    def filter(self, articles: ArticleQuerySet, manner: str) -> ArticleQuerySet:
        return articles

    def clauses(self, manner: str) -> list[Clause]:
        return [Clause(self.field_name, manner, manner=True)] if manner else []


class PageFilter(django_filters.NumberFilter):
    """Which page of a list without an order of days."""

    field_class = forms.IntegerField

    def filter(self, articles: ArticleQuerySet, page: int | None) -> ArticleQuerySet:
        return articles

    def clauses(self, page: int | None) -> list[Clause]:
        return []


class ExactFilter(django_filters.Filter):
    """Whether every article found is to be counted, however many, which narrows nothing."""

    field_class = forms.BooleanField

    def filter(self, articles: ArticleQuerySet, exact: bool) -> ArticleQuerySet:
        return articles

    def clauses(self, exact: bool) -> list[Clause]:
        return []
