"""What follows from articles that were written, or that moved from one story to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Count

from articles.dropped import settle_dropped
from articles.importing.notices import tie_articles, tie_stories
from articles.models import Article


def settle_articles(written: Collection[int]) -> None:
    """Tie notices among articles just committed and the archive's, and keep what versions of their stories dropped.

    Another import may have committed meanwhile what one of them acts on, or what acts on it.
    """
    tie_articles(written)
    stories = Article.objects.filter(pk__in=written).order_by().values("story_id")
    several = Article.objects.filter(story_id__in=stories).order_by().values_list("story_id")
    settle_dropped(story for story, _ in several.annotate(articles=Count("pk")).filter(articles__gt=1))


def settle_stories(stories: Iterable[int]) -> None:
    """Do so for stories whose articles came or went."""
    stories = list(stories)
    tie_stories(stories)
    settle_dropped(stories)
