"""Articles as the copies that are compared."""

from __future__ import annotations

from collections.abc import Iterable

from articles.comparing.comparison import Copy
from articles.models import Article, Caption, Mention

MOST_NAMES = 3000


def copy_of(article: Article, names: Iterable[str] = (), related: Iterable[str] = ()) -> Copy:
    """Return what is compared of an article; captions are prefetched."""
    return Copy(
        headline=article.headline,
        note=article.note,
        paragraphs=article.paragraphs,
        captions=[_written(caption) for caption in article.captions.all()],
        related=list(related),
        language=article.language,
        names=list(names),
    )


def _written(caption: Caption) -> str:
    credit = f"({caption.credit})" if caption.credit else ""
    return " ".join(part for part in (caption.text, credit, caption.restriction) if part)


def names_in(articles: Iterable[Article]) -> list[str]:
    """Return the names that the articles mention, as written."""
    mentions = Mention.objects.filter(article__in=[article.pk for article in articles]).order_by()
    return list(mentions.exclude(text="").values_list("text", flat=True).distinct()[:MOST_NAMES])
