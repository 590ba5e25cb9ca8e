"""Filings, as chaining compares them: out of what was just read, and out of the archive."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from articles.ingest.article import ParsedArticle
from articles.ingest.chaining.chains import Member
from articles.ingest.chaining.filing import LISTED_MOST, Filing, stem
from articles.ingest.chaining.passages import Lowest, Sketch, sketch

MOST_OF_A_STORY = 100
"""Filings of one story that a new one is compared with."""

MEMBERS = """
    SELECT article.id, article.agency_id, article.language, article.headline, article.date,
        article.sent_at, article.version, article.version_label, article.guid, article.revision,
        ARRAY(SELECT place.as_filed FROM articles_datelineplace place WHERE place.article_id = article.id),
        (SELECT json_agg(json_build_array(line.headline, line.version) ORDER BY line.position)
         FROM articles_relatedheadline line WHERE line.article_id = article.id AND line.position < %(listed)s),
        ARRAY(SELECT relation.guid FROM articles_relation relation
              WHERE relation.article_id = article.id AND relation.kind = 'previous'),
        {text}
    FROM ({wanted}) wanted JOIN articles_article article USING (id) LEFT JOIN articles_sketch sketch ON article_id = id
"""
ITS_SKETCH = """
    sketch.passages, sketch.lowest_passages, sketch.words, sketch.lowest_words, article.story_id,
    EXISTS (SELECT FROM articles_storypin pin WHERE pin.article_id = article.id)
"""
THESE = "SELECT unnest(%(ids)s::bigint[]) AS id"
UNSKETCHED = """
    SELECT id FROM articles_article article WHERE id BETWEEN %(first)s AND %(last)s
    AND (%(again)s OR NOT EXISTS (SELECT FROM articles_sketch sketch WHERE sketch.article_id = article.id))
"""
THEIR_STORIES = """
    SELECT told.id FROM (SELECT DISTINCT story_id FROM articles_article WHERE id = ANY (%(ids)s)) story
    CROSS JOIN LATERAL (
        SELECT id FROM articles_article WHERE story_id = story.story_id ORDER BY id DESC LIMIT %(most)s) told
    UNION SELECT unnest(%(ids)s::bigint[])
"""


def text_of(headline: str, body: str) -> str:
    """Return the text that passages are looked for in."""
    return f"{headline}\n\n{body}"


def filing_of(article_id: int, parsed: ParsedArticle, agency_id: int | None) -> Filing:
    """Return an article as it was just read, under the number it will have."""
    return Filing(
        article_id,
        str(agency_id or ""),
        parsed.language,
        parsed.headline,
        sketch(text_of(parsed.headline, "\n\n".join(parsed.paragraphs))),
        parsed.dateline.date,
        parsed.sent_at,
        min(parsed.version, 32767),
        parsed.version_label[:100],
        parsed.guid[:250],
        parsed.revision[:100],
        frozenset(map(stem, parsed.dateline.places)),
        tuple((stem(line.headline), line.version) for line in parsed.related[:LISTED_MOST]),
        frozenset(relation.guid[:250] for relation in parsed.relations if relation.kind == "previous"),
    )


def members(ids: Collection[int], with_their_stories: bool = False, known: Collection[Member] = ()) -> list[Member]:
    """Return the articles that have a sketch, each in its story; with the others of their stories, if so wanted.

    Those `known` are not read again, but returned as they are.
    """
    if not ids:
        return []
    query = MEMBERS.format(wanted=THEIR_STORIES if with_their_stories else THESE, text=ITS_SKETCH)
    query += " WHERE sketch.article_id IS NOT NULL AND article.id <> ALL (%(known)s::bigint[])"
    found = [member for member in known if member.filing.id in ids]
    read = {"ids": list(ids), "most": MOST_OF_A_STORY, "known": [member.filing.id for member in found]}
    for row in _rows(query, read):
        passages, lowest_passages, words, lowest_words, story, pinned = row[13:]
        kept = Sketch(Lowest(passages, tuple(lowest_passages)), Lowest(words, tuple(lowest_words)))
        found.append(Member(_filing(row, kept), story, pinned))
    return found


def unsketched(first: int, last: int, again: bool) -> list[Filing]:
    """Return the articles numbered so that have no sketch yet, each with a new one; with `again` all of them."""
    query = MEMBERS.format(wanted=UNSKETCHED, text="article.body")
    rows = _rows(query, {"first": first, "last": last, "again": again})
    return [_filing(row, sketch(text_of(row[3], row[13]))) for row in rows]


def _rows(query: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {**parameters, "listed": LISTED_MOST})
        return cursor.fetchall()


def _filing(row: tuple[Any, ...], kept: Sketch) -> Filing:
    article, agency, language, headline, day, sent_at, version, label, guid, revision, places, listed, previous = row[
        :13
    ]
    return Filing(
        article,
        str(agency or ""),
        language,
        headline,
        kept,
        day,
        sent_at,
        version,
        label,
        guid,
        revision,
        frozenset(map(stem, places)),
        tuple((stem(line), number) for line, number in listed or ()),
        frozenset(previous),
    )
