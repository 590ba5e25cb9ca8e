"""Librarians' decisions: who decided what and when, each to be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import decisions
from articles.admin.articles import moment
from articles.admin.deciding import entity_address, may_decide, page, shown, take
from articles.admin.desk import ReadOnlyAdmin
from articles.models import Decision, Entity


class StandingFilter(admin.SimpleListFilter):
    title = _("undone")
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("No")), ("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = {"yes": {"undone_at__isnull": False}, "no": {"undone_at": None}}
        return queryset.filter(**wanted.get(self.value(), {}))


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["said", "kind", "made_by", "made_at", "undone"]
    list_filter = ["kind", StandingFilter, "made_at"]
    list_select_related = ["made_by", "undone_by"]
    list_per_page = 50
    sortable_by = ["made_at"]
    search_fields = ["details__name", "details__names"]
    search_help_text = _("Part of a name as it was when it was decided.")
    fields = ["said", "kind", "about", "made_by", "made_at", "undone"]
    readonly_fields = fields
    change_form_template = "admin/articles/decision/change_form.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_decide(request) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        return [page(self, "<int:pk>/undo/", undo_page, "articles_decision_undo"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        return super().render_change_form(request, {**context, "may_decide": may_decide(request)}, **options)

    @admin.display(description=_("decision"))
    def said(self, decision: Decision) -> str:
        return capfirst(decisions.in_words(decision))

    @admin.display(description=_("undone"))
    def undone(self, decision: Decision) -> str:
        if not decision.undone_at:
            return "–"
        return _("%(when)s by %(who)s") % {"when": moment(decision.undone_at), "who": decision.undone_by or "–"}

    @admin.display(description=_("about"))
    def about(self, decision: Decision) -> str:
        entities = Entity.objects.filter(pk__in=[decision.entity_id, *decision.details["with"]])
        rows = ((entity_address(entity), entity.name) for entity in entities)
        return format_html_join(", ", '<a href="{}">{}</a>', rows)


def undo_page(desk: DecisionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Say what undoing puts back, and do it."""
    decision = get_object_or_404(Decision.objects.select_related("entity", "made_by"), pk=pk)
    if request.method == "POST":
        if take(desk, request, lambda: decisions.undo(decision, request.user)):
            return HttpResponseRedirect(entity_address(decision.entity))
        return HttpResponseRedirect(request.path)
    return shown(
        desk,
        request,
        "decision/undo.html",
        _("Undo a decision"),
        decision=decision,
        said=capfirst(decisions.in_words(decision)),
        made=format_html("{}, {}", decision.made_by or "–", moment(decision.made_at)),
        address=reverse("admin:articles_decision_change", args=[pk]),
    )
