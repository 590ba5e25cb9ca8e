"""Keeps the passages that later versions dropped, for stories whose articles have come, changed or moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from articles.comparing.alignment import align
from articles.comparing.history import dropped
from articles.comparing.sentences import Sentence, Splitter
from articles.models import Article, DroppedPassage, Story
from articles.stories import MOST_VERSIONS, in_order

STORIES_AT_ONCE = 100
LONGEST_PASSAGE = 4_000
MOST_LETTERS = 2_000_000
"""Letters of different paragraphs of one story that are compared; of a longer one, only its newest versions are."""
COLUMNS = ("article_id", "position", "language", "text")
FIELDS = ("id", "story_id", "language", "body", "sent_at", "filed_on", "version")

ADDED = """
    INSERT INTO articles_droppedpassage (article_id, position, language, text)
    SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[])
"""
Row = tuple[int, int, str, str]
"""Article, position, language and text of a passage."""


def settle_dropped(story_ids: Iterable[int]) -> int:
    """Make the dropped passages of stories what their articles say, and return how many were added or removed.

    To be called when the articles of a story have changed; what is settled already is not written again.
    """
    changed = 0
    for ids in _batches(sorted(set(story_ids)), STORIES_AT_ONCE):
        with transaction.atomic():
            changed += _settle(ids)
    return changed


def settle_all(seen: Callable[[int], object] = lambda stories: None) -> tuple[int, int]:
    """Do so for the whole archive, and return how many stories were looked at and how many passages changed."""
    stories = changed = 0
    several = _stories_to_settle()
    for ids in _batches(several, STORIES_AT_ONCE):
        changed += settle_dropped(ids)
        stories += len(ids)
        seen(len(ids))
    return stories, changed


def count_all() -> int:
    """Return how many stories `settle_all` looks at."""
    return len(_stories_to_settle())


def _stories_to_settle() -> list[int]:
    """Return the stories of several articles, and those of one that has passages from when it had others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT story_id FROM articles_article GROUP BY story_id HAVING count(*) > 1 UNION "
            "SELECT story_id FROM articles_article JOIN articles_droppedpassage AS passage "
            "ON passage.article_id = articles_article.id ORDER BY story_id"
        )
        return [row[0] for row in cursor.fetchall()]


def _settle(ids: Sequence[int]) -> int:
    # Two imports that settle one story wait for one another, in the order of the ids.
    list(Story.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    by_story: dict[int, list[Article]] = {}
    for article in Article.objects.filter(story__in=ids).only(*FIELDS):
        by_story.setdefault(article.story_id, []).append(article)
    wanted = {row for articles in by_story.values() if len(articles) > 1 for row in _dropped(in_order(articles))}
    kept = {
        row: pk
        for pk, *row in DroppedPassage.objects.filter(article__story__in=ids).values_list("pk", *COLUMNS)
        for row in [tuple(row)]
    }
    # What is right already is not touched: each write, even of nothing, has readers' pages made anew.
    if wrong := [pk for row, pk in kept.items() if row not in wanted]:
        DroppedPassage.objects.filter(pk__in=wrong).delete()
    if missing := sorted(wanted - kept.keys()):
        with connection.cursor() as cursor:
            cursor.execute(ADDED, [list(column) for column in zip(*missing, strict=True)])
    return len(wrong) + len(missing)


def _dropped(articles: Sequence[Article]) -> Iterator[Row]:
    """Yield the passages dropped along versions, oldest first."""
    newest = articles[-1]
    splitter = Splitter(newest.language)
    texts: list[list[Sentence]] = []
    for article in reversed(articles[-MOST_VERSIONS:]):
        if splitter.letters > MOST_LETTERS:
            break
        texts.append(splitter.split(article.paragraphs))
    texts.reverse()
    compared = articles[len(articles) - len(texts) :]
    steps = [align(before, after) for before, after in zip(texts, texts[1:], strict=False)]
    for ghost in dropped(texts, steps):
        article = compared[ghost.version]
        yield article.pk, ghost.place, article.language, ghost.text[:LONGEST_PASSAGE]


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, size)):
        yield batch
