"""Which files were brought in whole, so that they need not be read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from articles.models import Article, ImportedFile


def articles_of(digests: Collection[bytes]) -> dict[bytes, int]:
    """Return how many articles each of the files held; only files of which every article is still in the archive."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT digest, cardinality(article_ids)
            FROM {_table(ImportedFile)} file
            WHERE digest = ANY(%s) AND cardinality(article_ids) = (
                SELECT count(*) FROM {_table(Article)} article WHERE article.id = ANY(file.article_ids)
            )
            """,
            [list(digests)],
        )
        return {bytes(digest): count for digest, count in cursor.fetchall()}


def remember(files: Mapping[bytes, Sequence[str]]) -> None:
    """Keep that files with these digests held the articles with these identities, which are in the archive."""
    rows = sorted((digest, identity) for digest, identities in files.items() for identity in identities)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {_table(ImportedFile)} (digest, article_ids)
            SELECT file.digest, array_agg(article.id)
            FROM unnest(%s::bytea[], %s::text[]) file (digest, identity)
            JOIN {_table(Article)} article USING (identity)
            GROUP BY file.digest
            ORDER BY file.digest
            ON CONFLICT (digest) DO UPDATE SET article_ids = excluded.article_ids
            """,
            [[digest for digest, _ in rows], [identity for _, identity in rows]],
        )


def _table(model: type[Article] | type[ImportedFile]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
