"""What can be asked of the archive, a class for each kind of filter: its condition on articles, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from articles.fields import AsOfField, CursorField, PeriodField, ValuesField
from articles.query.conditions import has_text
from articles.query.syntax import Node, Not
from articles.query.wording import phrase, quoted, said
from articles.querysets import ArticleQuerySet
from articles.search import Search
from articles.value_kinds import ValueKind


@dataclass(frozen=True)
class Clause:
    """One condition: the parameter and value that write it, and how it is said.

    `meaning` is the bare value in words, `label` stands on a chip, `phrase` within a sentence. What `excludes`
    leaves out articles that have the value; an `alternative` may hold instead of the clause before it; a `manner` says
    how the list is shown and narrows nothing.
    """

    name: str
    value: str
    meaning: str = ""
    phrase: str = ""
    label: str = ""
    excludes: bool = False
    alternative: bool = False
    manner: bool = False


def archive_address(clauses: Iterable[Clause], **more: Any) -> str:
    """Return the address of the archive narrowed by the clauses; the same clauses give the same address."""
    return _archive(get_script_prefix()) + query_of(clauses, **more)


def query_of(clauses: Iterable[Clause], **more: Any) -> str:
    """Return the query string that narrows a page by the clauses; nothing for none."""
    pairs: list[tuple[str, Any]] = []
    for name, together in groupby(clauses, key=lambda clause: clause.name):
        values = [clause.value for clause in together]
        pairs += [(name, value) for value in ([" ".join(values)] if name == "q" else values)]
    pairs += more.items()
    return f"?{urlencode(pairs)}" if pairs else ""


@cache
def _archive(prefix: str) -> str:
    """Return the archive's own address below a prefix; a page links to it a hundred times."""
    return reverse("articles:archive")


def in_words(clauses: Sequence[Clause]) -> str:
    """Return what the clauses ask for as the end of a sentence: “filed from Seoul or Tokyo, in 2023”."""
    joints = ["", *(" " if clause.alternative else ", " for clause in clauses[1:])]
    return "".join(joint + clause.phrase for joint, clause in zip(joints, clauses, strict=False))


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


class ValuesFilter(django_filters.Filter):
    """Asks `question`, a method of the queryset, about the values given.

    `any_of` tells that an article needs one of them, else it needs them all, or none where it `excludes`; `phrase` says
    within a sentence what is asked of one, `chip` the same on a chip.
    """

    field_class = ValuesField

    def __init__(
        self,
        *,
        question: str,
        phrase: str,
        chip: str = "",
        any_of: bool = False,
        excludes: bool = False,
        **options: Any,
    ) -> None:
        self.question, self.phrase, self.chip = question, phrase, chip or phrase
        self.any_of, self.excludes = any_of, excludes
        self.kind: ValueKind = options["kind"]
        super().__init__(**options)

    def filter(self, articles: ArticleQuerySet, values: list[Any] | None) -> ArticleQuerySet:
        return getattr(articles, self.question)(values) if values else articles

    def clauses(self, values: list[Any]) -> list[Clause]:
        return [self._clause(value, alternative=self.any_of and place > 0) for place, value in enumerate(values)]

    def _clause(self, value: Any, *, alternative: bool) -> Clause:
        name = self.kind.name(value)
        phrase = (_("or %(name)s") if alternative else self.phrase) % {"name": name}
        label = self.chip % {"name": name}
        return Clause(self.field_name, self.kind.write(value), name, phrase, label, self.excludes, alternative)


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
