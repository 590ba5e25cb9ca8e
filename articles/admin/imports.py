"""Import runs and their problems at the archive desk: a record, to be read."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.desk import ReadOnlyAdmin
from articles.admin.filters import ReasonFilter, RunFilter
from articles.models import ImportProblem, ImportRun

PROBLEMS_SHOWN = 200
COUNTS = ["created", "updated", "unchanged", "unreadable"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "state", "started_at", "finished_at", "read", *COUNTS]
    list_filter = ["state", "started_at"]
    date_hierarchy = "started_at"
    fieldsets = [
        (None, {"fields": ["state", "started_at", "finished_at"]}),
        (_("What was read"), {"fields": ["paths_read", "options_given"]}),
        (_("What came of it"), {"fields": COUNTS}),
        (_("Problems"), {"fields": ["problems_met"]}),
    ]

    @admin.display(description=_("paths"))
    def read(self, run: ImportRun) -> str:
        first, rest = run.paths[:1], len(run.paths) - 1
        more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest} if rest > 0 else ""
        return " ".join([*first, more])

    @admin.display(description=_("paths"))
    def paths_read(self, run: ImportRun) -> str:
        return format_html_join("", "<div><code>{}</code></div>", ((path,) for path in run.paths)) or "–"

    @admin.display(description=_("options"))
    def options_given(self, run: ImportRun) -> str:
        rows = ((name, json.dumps(value, ensure_ascii=False)) for name, value in sorted(run.options.items()))
        return format_html_join("", "<div><code>{}: {}</code></div>", rows) or "–"

    @admin.display(description=_("files that could not be read"))
    def problems_met(self, run: ImportRun) -> str:
        rows = [
            (reverse("admin:articles_importproblem_change", args=[problem.pk]), place(problem), problem.reason)
            for problem in run.problems.order_by("pk").defer("excerpt")[:PROBLEMS_SHOWN]
        ]
        if not rows:
            return _("None.")
        address = f"{reverse('admin:articles_importproblem_changelist')}?{urlencode({'run': run.pk})}"
        count = run.problems.count()
        whole_list = ngettext("%(count)s problem as a list", "All %(count)s problems as a list", count) % {
            "count": count
        }
        lines = format_html_join("", '<div><a href="{}">{}</a>: {}</div>', rows)
        return format_html('<p><a href="{}">{}</a></p>{}', address, whole_list, lines)


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["where", "reason", "run"]
    list_filter = [RunFilter, ReasonFilter]
    list_select_related = ["run"]
    ordering = ["-run_id", "id"]
    sortable_by = ["run"]
    search_fields = ["file"]
    search_help_text = _("Part of a file's name or path.")
    fields = ["run", "file", "line", "reason", "excerpt_read"]

    @admin.display(description=_("file and line"))
    def where(self, problem: ImportProblem) -> str:
        return place(problem)

    @admin.display(description=_("excerpt"))
    def excerpt_read(self, problem: ImportProblem) -> str:
        return format_html("<code>{}</code>", problem.excerpt) if problem.excerpt else "–"


def place(problem: ImportProblem) -> str:
    """Return the file, and the line where one is to blame."""
    return f"{problem.file}:{problem.line}" if problem.line else problem.file
