"""Mentions of articles already in the archive, brought up to what is now found; what a librarian pinned stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from articles.importing.copying import Made, insert_mentions, mention_rows
from articles.importing.entity_rows import EntityIds
from articles.ingest.article import ParsedArticle
from articles.models import Mention

FOUND_IN_TEXT = ("headline", "body", "caption")
EVERYWHERE = tuple(Mention.Zone.values)

Row = tuple[int, int, str, int, int, int, str]
"""Article, entity, zone, part, start, end, text."""


def replace_mentions(made: Made, entities: EntityIds, zones: Collection[str] = EVERYWHERE) -> set[int]:
    """Give the articles the mentions found in them, in those zones, and return the ids of the articles that changed.

    Rows that stay as they are are not touched, so that finding the same again costs no more than reading.
    """
    ids = [article_id for article_id, _ in made]
    kept = _settle_pinned(made)
    wanted = [row for row in mention_rows(made, entities) if row[2] in zones and not _covered(row, kept)]
    standing = Mention.objects.filter(article__in=ids, pinned_by=None, zone__in=zones)
    gone, missing = _difference(standing, wanted)
    insert_mentions(missing)
    Mention.objects.filter(pk__in=gone.values()).delete()
    return {row[0] for row in [*gone, *missing]}


def _difference(standing: QuerySet, wanted: Iterable[Row]) -> tuple[dict[Row, int], list[Row]]:
    """Return the rows to take away, with their ids, and those to add."""
    found = standing.order_by("pk").values_list("pk", "article", "entity", "zone", "part", "start", "end", "text")
    there: dict[Row, int] = {}
    doubled: dict[Row, int] = {}
    for pk, *row in found:
        (doubled if tuple(row) in there else there)[tuple(row)] = pk
    wanted = dict.fromkeys(wanted)
    return {row: pk for row, pk in there.items() if row not in wanted} | doubled, [r for r in wanted if r not in there]


def _settle_pinned(made: Made) -> dict[tuple[int, str, int], list[Mention]]:
    """Move pinned mentions to where their text now stands, drop those whose text is gone, and return the others."""
    pinned = Mention.objects.filter(article__in=[article_id for article_id, _ in made], pinned_by__isnull=False)
    kept: dict[tuple[int, str, int], list[Mention]] = {}
    articles = {article_id: each.article for article_id, each in made}
    for mention in pinned.select_for_update():
        place = _place_now(mention, articles[mention.article_id])
        if place is None:
            mention.delete()
            continue
        if place != (mention.part, mention.start):
            mention.part, mention.start = place
            mention.end = mention.start + len(mention.text)
            mention.save(update_fields=["part", "start", "end"])
        kept.setdefault((mention.article_id, mention.zone, mention.part), []).append(mention)
    return kept


def _place_now(mention: Mention, article: ParsedArticle) -> tuple[int, int] | None:
    """Return the part and offset where a pinned mention's text stands nearest to where it stood."""
    if mention.zone == Mention.Zone.METADATA:
        return mention.part, mention.start
    places = (
        (part, found.start())
        for part, text in enumerate(_parts(article, mention.zone))
        for found in re.finditer(re.escape(mention.text), text)
    )
    return min(places, key=lambda place: (abs(place[0] - mention.part), abs(place[1] - mention.start)), default=None)


def _parts(article: ParsedArticle, zone: str) -> list[str]:
    if zone == Mention.Zone.HEADLINE:
        return [article.headline]
    return list(article.paragraphs) if zone == Mention.Zone.BODY else [caption.text for caption in article.captions]


def _covered(row: Row, kept: dict[tuple[int, str, int], list[Mention]]) -> bool:
    article_id, _, zone, part, start, end, _ = row
    return any(start < pinned.end and pinned.start < end for pinned in kept.get((article_id, zone, part), ()))
