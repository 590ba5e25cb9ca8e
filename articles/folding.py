"""The versions of a story behind the row of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.filters import ArticleFilter
from articles.models import Article
from articles.planning import NUMBERS, TookTooLong, as_it_likes

MOST_VERSIONS = 1000
"""Versions looked at for all the rows of a page."""


@dataclass(frozen=True)
class Versions:
    """The other versions of a row's story, newest first; how many there are with it, and how many of them were found.

    `matching` is None where nothing was asked for, or the answer took too long.
    """

    others: list[Article]
    number: int
    matching: int | None = None


def add_versions(asked: ArticleFilter, rows: Sequence[Article]) -> None:
    """Give each row whose story has several versions `folded`, the Versions behind it, where a list folds them."""
    if not rows or not asked.folds_versions:
        return
    stories = [row.story_id for row in rows]
    found = Article.objects.public().filter(story_id__in=stories).newest_version_first().for_links()
    together: dict[int, list[Article]] = {}
    for version in found[:MOST_VERSIONS]:
        together.setdefault(version.story_id, []).append(version)
    several = {story: versions for story, versions in together.items() if len(versions) > 1}
    matching = _matching(asked, several) if several and asked.conditions else {}
    for row in rows:
        if versions := several.get(row.story_id):
            others = [version for version in versions if version.pk != row.pk]
            row.folded = Versions(others, len(versions), matching.get(row.story_id))


def _matching(asked: ArticleFilter, several: dict[int, list[Article]]) -> dict[int, int]:
    try:
        with as_it_likes(NUMBERS):
            return asked.found().count_by_story(several)
    except TookTooLong:
        return {}
