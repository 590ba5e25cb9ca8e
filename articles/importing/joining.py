"""Stories joined in the archive, with the links that say why; what librarians decided is never overruled."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from articles.ingest.chaining.chains import Chained
from articles.ingest.chaining.duplicates import Same
from articles.ingest.chaining.links import Evidence, Link

MOVE = """
    UPDATE articles_article article SET story_id = joined.target
    FROM unnest(%(gone)s::bigint[], %(targets)s::bigint[]) AS joined (gone, target) WHERE article.story_id = joined.gone
"""
LEAD_ON = """
    UPDATE articles_oldstory old SET story_id = joined.target
    FROM unnest(%(gone)s::bigint[], %(targets)s::bigint[]) AS joined (gone, target) WHERE old.story_id = joined.gone;
    INSERT INTO articles_oldstory (id, story_id) SELECT * FROM unnest(%(gone)s::bigint[], %(targets)s::bigint[]);
    DELETE FROM articles_story WHERE id = ANY (%(gone)s)
"""
KEEP_LINKS = """
    INSERT INTO articles_versionlink AS kept (article_id, earlier_id, confidence, evidence, state)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::jsonb[], %s::text[])
    ON CONFLICT (article_id, earlier_id) DO UPDATE
    SET confidence = excluded.confidence, evidence = excluded.evidence, state = excluded.state
    WHERE kept.decision_id IS NULL AND (kept.state, kept.confidence, kept.evidence)
        IS DISTINCT FROM (excluded.state, excluded.confidence, excluded.evidence)
"""
DROP_FARTHER = """
    DELETE FROM articles_versionlink WHERE article_id = ANY (%(articles)s) AND state = 'sure' AND decision_id IS NULL
        AND (article_id, earlier_id) NOT IN (SELECT * FROM unnest(%(articles)s::bigint[], %(earlier)s::bigint[]))
"""
"""An article continues one: that may be nearer to it than the one known before."""
DROP_ANSWERED = """
    DELETE FROM articles_versionlink link USING articles_article one, articles_article other
    WHERE link.state = 'suggested' AND link.decision_id IS NULL
        AND one.id = link.article_id AND other.id = link.earlier_id AND one.story_id = other.story_id
        AND one.story_id = ANY (%s)
"""
KEEP_SAME = """
    INSERT INTO articles_duplicate AS kept (article_id, original_id, rule, likeness)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[]) ON CONFLICT (article_id) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """How many stories joined others, and which stories have other articles than before."""

    joined: int = 0
    suggested: int = 0
    stories: frozenset[int] = frozenset()


def hold(stories: Collection[int], to_join: bool = False) -> set[int]:
    """Keep stories from going until the transaction ends, or from getting articles as well; return those there are."""
    if not stories:
        return set()
    lock = "UPDATE" if to_join else "KEY SHARE"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM articles_story WHERE id = ANY (%s) ORDER BY id FOR {lock}", [list(stories)])
        return {row[0] for row in cursor.fetchall()}


def told_apart(ids: Collection[int]) -> set[frozenset[int]]:
    """Return the pairs of articles that librarians said do not continue each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id, earlier_id FROM articles_versionlink "
            "WHERE state = 'dismissed' AND article_id = ANY (%(ids)s) AND earlier_id = ANY (%(ids)s)",
            {"ids": list(ids)},
        )
        return {frozenset(pair) for pair in cursor.fetchall()}


def keep(chained: Chained, same: Iterable[Same], stories: Iterable[int]) -> Joined:
    """Write what was found about articles of these stories."""
    gone = sorted(chained.joins)
    targets = [chained.joins[story] for story in gone]
    with connection.cursor() as cursor:
        if gone:
            cursor.execute(MOVE, {"gone": gone, "targets": targets})
            cursor.execute(LEAD_ON, {"gone": gone, "targets": targets})
        sure, unsure = [(each, "sure") for each in chained.sure], [(each, "suggested") for each in chained.unsure]
        _keep_links(cursor, [*sure, *unsure])
        touched = {chained.joins.get(story, story) for story in stories}
        if chained.sure:
            ends = {
                "articles": [each.later for each in chained.sure],
                "earlier": [each.earlier for each in chained.sure],
            }
            cursor.execute(DROP_FARTHER, ends)
        if gone or chained.sure:
            cursor.execute(DROP_ANSWERED, [list(touched)])
        _keep_same(cursor, list(same))
    return Joined(len(gone), len(chained.unsure), frozenset(targets))


def _keep_links(cursor: object, links: Collection[tuple[Link, str]]) -> None:
    if not links:
        return
    columns = zip(
        *(
            (each.later, each.earlier, each.confidence, json.dumps(list(map(_written, each.evidence))), state)
            for each, state in sorted(links, key=lambda pair: (pair[0].later, pair[0].earlier))
        ),
        strict=True,
    )
    cursor.execute(KEEP_LINKS, [list(column) for column in columns])


def _written(evidence: Evidence) -> dict[str, object]:
    """Return the evidence as `articles/evidence.py` words it."""
    written: dict[str, object] = {"what": evidence.what, "weight": round(evidence.weight, 1)}
    if evidence.share is not None:
        written["share"] = evidence.share
    return written | ({"text": evidence.text} if evidence.text else {})


def _keep_same(cursor: object, same: Collection[Same]) -> None:
    if same:
        rows = [(each.article, each.original, each.rule, round(100 * each.likeness)) for each in same]
        cursor.execute(KEEP_SAME, [list(column) for column in zip(*rows, strict=True)])
