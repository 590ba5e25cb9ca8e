"""The best matches among the newest articles found."""

from __future__ import annotations

from articles.filters import ArticleFilter
from articles.models import Article

RANKED = 2000
"""So many of the newest are compared: each one's search vector has to be unpacked."""


def best_matches(asked: ArticleFilter) -> list[int]:
    """Return the articles by their ids, the best match first; of each story only the best if versions are folded."""
    if asked.finds_few_by_words:
        found = asked.apart_from_words().each_matching(asked.search, ["id", "filed_on"]).order_by("-filed_on", "-id")
        newest = [pk for pk, _day in found[:RANKED]]
    else:
        newest = asked.found().newest_first().values("pk")[:RANKED]
    ranked = Article.objects.filter(pk__in=newest).best_first(asked.search).values_list("pk", "story_id")
    if not asked.folds_versions:
        return [pk for pk, _story in ranked]
    best: dict[int, int] = {}
    for pk, story in ranked:
        best.setdefault(story, pk)
    return [*best.values()]
