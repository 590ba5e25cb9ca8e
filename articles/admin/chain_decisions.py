"""Librarians' decisions about running stories: who decided what and when, each to be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import chain_decisions
from articles.admin.articles import moment
from articles.admin.chaining import may_chain, story_address, undo_page
from articles.admin.deciding import page
from articles.admin.decisions import StandingFilter
from articles.admin.desk import ReadOnlyAdmin
from articles.models import Story, StoryDecision


@admin.register(StoryDecision)
class StoryDecisionAdmin(ReadOnlyAdmin):
    list_display = ["said", "kind", "made_by", "made_at", "undone"]
    list_filter = ["kind", StandingFilter, "made_at"]
    list_select_related = ["made_by", "undone_by"]
    list_per_page = 50
    sortable_by = ["made_at"]
    search_fields = ["details__headline", "details__headlines"]
    search_help_text = _("Part of a headline as it was when it was decided.")
    fields = ["said", "kind", "about", "made_by", "made_at", "undone"]
    readonly_fields = fields
    change_form_template = "admin/articles/storydecision/change_form.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_chain(request) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        undo = page(self, "<int:pk>/undo/", undo_page, "articles_storydecision_undo", may_chain)
        return [undo, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        return super().render_change_form(request, {**context, "may_chain": may_chain(request)}, **options)

    @admin.display(description=_("decision"))
    def said(self, decision: StoryDecision) -> str:
        return capfirst(chain_decisions.in_words(decision))

    @admin.display(description=_("undone"))
    def undone(self, decision: StoryDecision) -> str:
        if not decision.undone_at:
            return "–"
        return _("%(when)s by %(who)s") % {"when": moment(decision.undone_at), "who": decision.undone_by or "–"}

    @admin.display(description=_("story"))
    def about(self, decision: StoryDecision) -> str:
        story = Story.objects.reached_by(decision.story_id)
        return format_html('<a href="{}">{}</a>', story_address(story.pk), story) if story else "–"
