"""The same copy under other names: filed by another agency, or filed again."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article, Duplicate

MOST_SHOWN = 20


@dataclass(frozen=True)
class SameCopy:
    """An article with the same copy; `likeness` in hundredths where the two were compared with each other."""

    article: Article
    likeness: int | None = None
    again: bool = False
    """Whether the same agency filed both."""


def same_copy(article: Article) -> list[SameCopy]:
    """Return the other articles of the archive that have the same copy, in wire order."""
    rows = list(Duplicate.objects.of(article)[:MOST_SHOWN])
    if not rows:
        return []
    likeness = {row.original_id: row.likeness for row in rows if row.article_id == article.pk}
    likeness |= {row.article_id: row.likeness for row in rows if row.original_id == article.pk}
    others = {pk for row in rows for pk in (row.article_id, row.original_id)} - {article.pk}
    found = Article.objects.public().filter(pk__in=others).for_listing().wire_order()
    return [SameCopy(other, likeness.get(other.pk), other.agency_id == article.agency_id) for other in found]
