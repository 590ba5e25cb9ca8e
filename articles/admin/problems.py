"""What imports could not read, at the archive desk: filtered by reason, and read once more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import retries
from articles.admin.desk import ReadOnlyAdmin
from articles.admin.filters import ReasonFilter, RunFilter, SolvedFilter
from articles.admin.uploads import may_upload
from articles.models import ImportProblem, Retry

LOOKS_AGAIN = 2


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["where", "reason", "run", "read_again"]
    list_filter = [RunFilter, ReasonFilter, SolvedFilter]
    list_select_related = ["run", "retry"]
    ordering = ["-run_id", "id"]
    sortable_by = ["run"]
    search_fields = ["file"]
    search_help_text = _("Part of a file's name or path.")
    fields = ["run", "file", "line", "reason", "excerpt_read"]

    def get_urls(self) -> list[Any]:
        retry = self.admin_site.admin_view(require_POST(self.retry_view))
        return [path("<int:number>/retry/", retry, name="articles_importproblem_retry"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        problem = options.get("obj")
        retry = retries.of(problem) if problem else None
        works = retry and retry.state == Retry.State.WAITING
        context |= {
            "retry": retry,
            "looks_again": LOOKS_AGAIN if works else 0,
            "may_retry": bool(problem) and not works and may_upload(request),
        }
        return super().render_change_form(request, context, **options)

    def retry_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Have a problem's file read again, and show the problem while that is done."""
        if not (may_upload(request) and self.has_view_permission(request)):
            raise PermissionDenied
        problem = get_object_or_404(ImportProblem, pk=number)
        retries.ask(problem, request.user)
        messages.info(request, gettext("The file is being read again."))
        return HttpResponseRedirect(reverse("admin:articles_importproblem_change", args=[problem.pk]))

    @admin.display(description=_("file and line"))
    def where(self, problem: ImportProblem) -> str:
        return place(problem)

    @admin.display(description=_("read again"))
    def read_again(self, problem: ImportProblem) -> str:
        retry = getattr(problem, "retry", None)
        if retry is None:
            return "–"
        return f"{retry.get_state_display()}, {date_format(localtime(retry.at), 'SHORT_DATETIME_FORMAT')}"

    @admin.display(description=_("excerpt"))
    def excerpt_read(self, problem: ImportProblem) -> str:
        return format_html("<code>{}</code>", problem.excerpt) if problem.excerpt else "–"


def place(problem: ImportProblem) -> str:
    """Return the file, and the line where one is to blame."""
    return f"{problem.file}:{problem.line}" if problem.line else problem.file
