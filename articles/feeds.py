"""The newest articles that concern an entity, as an Atom feed: the same for all readers, whatever their language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from articles.models import Article, Entity

ARTICLES_FED = 30
FEED_LANGUAGE = "en"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters XML 1.0 cannot hold."""


class EntityFeed(Atom1Feed):
    """Atom with the language of each article, and a date of its own when it is empty."""

    def item_attributes(self, item: dict) -> dict[str, str]:
        return {**super().item_attributes(item), **({"xml:lang": item["language"]} if item["language"] else {})}

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=datetime.fromtimestamp(0, UTC))


def feed_address(entity: Entity) -> str:
    """Return the path of the entity's feed."""
    return reverse(f"articles:{entity.kind}_feed", args=[entity.slug])


def atom(entity: Entity, site: str) -> str:
    """Return the feed of the articles filed from the entity or naming it; `site` is the address of the whole site."""
    feed = EntityFeed(
        title=_written(f"{entity.name} – Newsroom"),
        link=site + entity.get_absolute_url(),
        description="",
        feed_url=site + feed_address(entity),
        author_name="Newsroom",
    )
    for article in Article.objects.public().concerning(entity).for_feed().newest_first()[:ARTICLES_FED]:
        _add(feed, article, site)
    return feed.writeString("utf-8")


def _add(feed: EntityFeed, article: Article, site: str) -> None:
    feed.add_item(
        title=_written(str(article)),
        link=site + article.get_absolute_url(),
        description=_summary(article),
        unique_id=get_tag_uri(site + reverse("articles:article", args=[article.pk, ""]), article.imported_at),
        pubdate=datetime.combine(article.date, time(), UTC) if article.date else None,
        updateddate=article.edited_at or article.imported_at,
        author_name=article.agency.name if article.agency else None,
        language=article.language,
    )


def _summary(article: Article) -> str:
    """The first lines of the article; of one that is held only that it is."""
    if article.status == Article.Status.USABLE and "hold" not in article.noted:
        return _written(article.lead)
    with translation.override(FEED_LANGUAGE):
        return str(Article.Status.WITHHELD.label).capitalize() + "."


def _written(text: str) -> str:
    return NOT_XML.sub(" ", text)
