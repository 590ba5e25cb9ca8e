"""The questions asked about links between versions and about near-duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from articles.models import Article, Story


class StoryQuerySet(QuerySet):
    def reached_by(self, number: int) -> Story | None:
        """The story of that number, or the one its articles have joined since."""
        return self.filter(pk=number).first() or self.filter(old_addresses=number).first()


class LinkQuerySet(QuerySet):
    def suggested(self) -> LinkQuerySet:
        """Those a librarian may confirm or dismiss, the likeliest first."""
        return self.filter(state="suggested").order_by("-confidence", "-pk")

    def within(self, story_id: int) -> LinkQuerySet:
        """Those that hold a story together, the latest article first."""
        return self.filter(state="sure", article__story=story_id, earlier__story=story_id).order_by("-article_id")

    def told_apart(self) -> LinkQuerySet:
        return self.filter(state="dismissed")


class DuplicateQuerySet(QuerySet):
    def of(self, article: Article) -> DuplicateQuerySet:
        """The rows of the group of articles with the same copy that the article is in."""
        own = self.filter(article=article).values("original")
        return self.filter(Q(article=article) | Q(original=article) | Q(original__in=own)).order_by("article_id")
