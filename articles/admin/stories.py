"""Running stories at the archive desk: what was chained, to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.desk import ReadOnlyAdmin
from articles.models import Article, Story


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
