"""Import runs at the archive desk: a record, to be read; and the files they could not read, to be taken home."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from articles import processes
from articles.admin.desk import ReadOnlyAdmin
from articles.admin.problems import place
from articles.admin.uploads import may_upload, upload_address
from articles.models import ImportRun

PROBLEMS_SHOWN = 200
REASONS_SHOWN = 30
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
        (_("Problems"), {"fields": ["reasons_met", "problems_met"]}),
    ]

    def get_urls(self) -> list[Any]:
        files = self.admin_site.admin_view(require_GET(self.problem_files_view))
        return [
            path("<int:number>/problem-files/", files, name="articles_importrun_problem_files"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "may_upload": may_upload(request)})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        run = options.get("obj")
        context["may_take_files"] = bool(run and run.unreadable and may_upload(request))
        return super().render_change_form(request, context, **options)

    def problem_files_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Send the problem files of a run as they are packed, by a process of its own."""
        if not (may_upload(request) and self.has_view_permission(request)):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=number)
        reason = request.GET.get("reason", "").replace("\x00", "")
        packed = processes.Output("problem_files", [str(run.pk), f"--reason={reason}", "--language", get_language()])
        if packed.is_empty:
            packed.close()
            messages.error(request, gettext("The problem files could not be packed: the server’s log says why."))
            return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[run.pk]))
        headers = {"Content-Disposition": f'attachment; filename="problem-files-{run.pk}.zip"'}
        return StreamingHttpResponse(packed, content_type="application/zip", headers=headers)

    # --- Columns

    @admin.display(description=_("paths"))
    def read(self, run: ImportRun) -> str:
        first, rest = _addresses(run)[:1], len(run.paths) - 1
        more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest} if rest > 0 else ""
        return " ".join([*first, more])

    @admin.display(description=_("paths"))
    def paths_read(self, run: ImportRun) -> str:
        paths = format_html_join("", "<div><code>{}</code></div>", ((path,) for path in _addresses(run)))
        upload = getattr(run, "upload", None)
        if upload:
            said = gettext("sent from a browser: %(upload)s") % {"upload": upload}
            return format_html('{}<div><a href="{}">{}</a></div>', paths, upload_address(upload), said)
        return paths or "–"

    @admin.display(description=_("options"))
    def options_given(self, run: ImportRun) -> str:
        options = {name: value for name, value in run.options.items() if name != "names"}
        rows = ((name, json.dumps(value, ensure_ascii=False)) for name, value in sorted(options.items()))
        return format_html_join("", "<div><code>{}: {}</code></div>", rows) or "–"

    @admin.display(description=_("reasons"))
    def reasons_met(self, run: ImportRun) -> str:
        counted = run.problems.order_by().values_list("reason").annotate(times=Count("pk")).order_by("-times", "reason")
        rows = [(_problems_address(run, reason=reason), reason, times) for reason, times in counted[:REASONS_SHOWN]]
        return format_html_join("", '<div><a href="{}">{}</a> ({})</div>', rows) or "–"

    @admin.display(description=_("files that could not be read"))
    def problems_met(self, run: ImportRun) -> str | SafeString:
        rows = [
            (reverse("admin:articles_importproblem_change", args=[problem.pk]), place(problem), problem.reason)
            for problem in run.problems.order_by("pk").defer("excerpt")[:PROBLEMS_SHOWN]
        ]
        if not rows:
            return _("None.")
        count = run.problems.count()
        whole_list = ngettext("%(count)s problem as a list", "All %(count)s problems as a list", count) % {
            "count": count
        }
        lines = format_html_join("", '<div><a href="{}">{}</a>: {}</div>', rows)
        return format_html('<p><a href="{}">{}</a></p>{}', _problems_address(run), whole_list, lines)


def _addresses(run: ImportRun) -> list[str]:
    """What was read, as it was called where it came from."""
    names = run.options.get("names", {})
    return [names.get(path, path) for path in run.paths]


def _problems_address(run: ImportRun, **asked: str) -> str:
    return f"{reverse('admin:articles_importproblem_changelist')}?{urlencode({'run': run.pk, **asked})}"
