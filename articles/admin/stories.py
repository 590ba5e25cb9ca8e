"""Running stories at the archive desk: what was chained, and the doors to joining and splitting."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.chaining import join_page, link_page, may_chain, pin_page, split_page, suggestions_page
from articles.admin.deciding import page
from articles.admin.desk import ReadOnlyAdmin
from articles.chain_decisions import in_words
from articles.evidence import reasons
from articles.models import Article, Story, StoryDecision, VersionLink

MOST_LINKS = 100
UNREAD = [f"{side}__{name}" for side in ("article", "earlier") for name in ("body", "search_vector", "caption_text")]


class ArticleRows(admin.TabularInline):
    """The story's articles, newest version first, each with a link to its page."""

    model = Article
    fields = ["version_label", "date", "agency", "language", "status"]
    readonly_fields = fields
    can_delete = False
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_chain(request) or super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_listing().newest_version_first()


class StoryList(ChangeList):
    """Stories with their newest headline and the number of their articles."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        told = Article.objects.filter(story=OuterRef("pk"))
        counted = told.order_by().values("story").annotate(number=Count("pk"))
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .annotate(
                number=Coalesce(Subquery(counted.values("number")), 0),
                newest=Subquery(told.newest_version_first().values("headline")[:1]),
            )
        )


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    list_display = ["newest_headline", "article_count", "created_at"]
    list_display_links = ["newest_headline"]
    list_per_page = 50
    ordering = ["-id"]
    sortable_by = []
    search_fields = ["articles__headline"]
    search_help_text = _("Words in headline, body and captions of the story's articles.")
    inlines = [ArticleRows]
    change_form_template = "admin/articles/story/change_form.html"
    change_list_template = "admin/articles/story/change_list.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_chain(request) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        pages = [
            ("suggestions/", suggestions_page, "suggestions"),
            ("link/<int:pk>/", link_page, "link"),
            ("<int:pk>/join/", join_page, "join"),
            ("<int:pk>/split/", split_page, "split"),
            ("<int:pk>/pin/", pin_page, "pin"),
        ]
        own = [page(self, route, view, f"articles_story_{name}", may_chain) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "may_chain": may_chain(request)})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        story = context["original"]
        linked = VersionLink.objects.within(story.pk).select_related("article", "earlier")[:MOST_LINKS]
        about = {
            "may_chain": may_chain(request),
            "links": [(link, reasons(link.evidence)) for link in linked.defer(*UNREAD)],
            "decided": [
                (decision, capfirst(in_words(decision)))
                for decision in StoryDecision.objects.standing().filter(story_id=story.pk)[:MOST_LINKS]
            ],
        }
        return super().render_change_form(request, {**context, **about}, **options)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=Article.objects.matching(search_term).values("story")), False

    @admin.display(description=_("newest headline"))
    def newest_headline(self, story: Story) -> str:
        return story.newest or f"#{story.pk}"

    @admin.display(description=_("articles"))
    def article_count(self, story: Story) -> int:
        return story.number
