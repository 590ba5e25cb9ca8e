"""Filters beside the lists of the archive desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.languages import language_name
from articles.models import ImportProblem, ImportRun, Retry
from articles.models.article import UNDATED

NEWEST = 100_000

# One look into article_language_newest for each language; DISTINCT would read a million rows to find eight.
LANGUAGES_SQL = """
    WITH RECURSIVE found (language) AS (
        SELECT min(language) FROM articles_article
        UNION ALL
        SELECT (SELECT min(language) FROM articles_article WHERE language > found.language)
        FROM found WHERE found.language IS NOT NULL
    )
    SELECT language FROM found WHERE language IS NOT NULL
"""


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(LANGUAGES_SQL)
            codes = [code for (code,) in cursor.fetchall()]
        return [(code or "unknown", language_name(code) if code else _("unknown")) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.in_language("" if self.value() == "unknown" else self.value())


class DatedFilter(admin.SimpleListFilter):
    title = _("date known")
    parameter_name = "dated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", pgettext_lazy("articles", "dated")), ("no", pgettext_lazy("articles", "undated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # By the indexed column; `date` alone would be looked for in the whole table.
        wanted = {"yes": {"filed_on__gt": UNDATED}, "no": {"filed_on": UNDATED}}
        return queryset.filter(**wanted.get(self.value(), {}))


class RunFilter(admin.SimpleListFilter):
    """The newest runs that met problems, and the one asked for."""

    title = _("import run")
    parameter_name = "run"
    offered = 20

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        with_problems = ImportRun.objects.filter(unreadable__gt=0).order_by("-pk").values_list("pk", flat=True)
        numbers = list(with_problems[: self.offered])
        asked = run_asked_for(request)
        if asked is not None and asked not in numbers:
            numbers.append(asked)
        return [(str(number), str(ImportRun(pk=number))) for number in numbers]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return of_run(queryset, run_asked_for(request))


class ReasonFilter(admin.SimpleListFilter):
    """The most frequent reasons: where a run is chosen, those of that run, else of the newest problems."""

    title = _("reason")
    parameter_name = "reason"
    offered = 30

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        run = run_asked_for(request)
        problems = _newest_problems() if run is None else of_run(ImportProblem.objects.order_by(), run)
        counted = problems.values("reason").annotate(times=Count("pk")).order_by("-times", "reason")
        reasons = [row["reason"] for row in counted[: self.offered]]
        asked = request.GET.get(self.parameter_name)
        if asked and asked not in reasons:
            reasons.append(asked)
        return [(reason, Truncator(reason).chars(80)) for reason in reasons]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(reason=self.value()) if self.value() else queryset


def _newest_problems() -> QuerySet:
    """Some, by number: counting the reasons of a million takes a second and a half."""
    last = ImportProblem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return ImportProblem.objects.order_by().filter(pk__gt=last - NEWEST)


class SolvedFilter(admin.SimpleListFilter):
    """Whether the file could be read later."""

    title = _("solved")
    parameter_name = "solved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", pgettext_lazy("problem", "open")), ("yes", pgettext_lazy("problem", "solved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        solved = Q(retry__state=Retry.State.SOLVED)
        return {"yes": queryset.filter(solved), "no": queryset.exclude(solved)}.get(self.value(), queryset)


def run_asked_for(request: HttpRequest) -> int | None:
    asked = request.GET.get(RunFilter.parameter_name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def of_run(problems: QuerySet, run: int | None) -> QuerySet:
    return problems if run is None else problems.filter(run=run)
