"""Rows of articles and of what belongs to them, sent to PostgreSQL by COPY."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, models

from articles.importing.entity_rows import EntityIds
from articles.ingest.article import Subject as ParsedSubject
from articles.models import (
    Article,
    Caption,
    DatelinePlace,
    Mention,
    Original,
    RelatedHeadline,
    Relation,
    Sketch,
    Subject,
)

if TYPE_CHECKING:
    from articles.ingest.identity import Entry

Value = int | str | bytes | date | datetime | list | tuple[int, ...] | None
Row = Sequence[Value]
Made = list[tuple[int, "Entry"]]
"""Article ids with the entries that became those articles."""


def insert_articles(rows: list[dict[str, Value]]) -> set[int]:
    """Insert the articles whose identity nobody else has inserted, and return the ids of those that were."""
    columns = tuple(rows[0])
    quoted = _quoted(columns)
    table = connection.ops.quote_name(Article._meta.db_table)
    with connection.cursor() as cursor:
        _stage(cursor, columns, rows)
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {quoted} FROM staged_article ORDER BY identity "
            "ON CONFLICT (identity) DO NOTHING RETURNING id"
        )
        inserted = {row[0] for row in cursor.fetchall()}
        cursor.execute("DROP TABLE staged_article")
    return inserted


def update_articles(rows: list[dict[str, Value]]) -> None:
    """Give articles, by their ids, the values of the other columns."""
    columns = tuple(rows[0])
    table = connection.ops.quote_name(Article._meta.db_table)
    values = ", ".join(f"{_quoted([column])} = staged.{_quoted([column])}" for column in columns if column != "id")
    with connection.cursor() as cursor:
        _stage(cursor, columns, rows)
        cursor.execute(f"UPDATE {table} article SET {values} FROM staged_article staged WHERE article.id = staged.id")
        cursor.execute("DROP TABLE staged_article")


def insert_originals(rows: Iterable[dict[str, Value]]) -> None:
    """Insert the bytes articles were read from."""
    rows = list(rows)
    if rows:
        _insert(Original, tuple(rows[0]), (tuple(row.values()) for row in rows))


def replace_parts(made: Made, entities: EntityIds, edited: Collection[str] = ()) -> None:
    """Give articles the parts filed with them, mentions apart, except those a librarian has edited."""
    ids = [article_id for article_id, _ in made]
    for name, part in (
        ("captions", Caption),
        ("related_headlines", RelatedHeadline),
        ("dateline_places", DatelinePlace),
        ("relations", Relation),
    ):
        if name not in edited:
            part.objects.filter(article__in=ids).delete()
    insert_parts(made, entities, edited)


def insert_parts(made: Made, entities: EntityIds, edited: Collection[str] = ()) -> None:
    """Insert the parts of the articles, mentions apart, except those a librarian has edited."""
    if "captions" not in edited:
        columns = ("article_id", "position", "paragraph", "text", "credit", "restriction", "picture")
        _insert(Caption, columns, _captions(made))
    if "related_headlines" not in edited:
        columns = ("article_id", "position", "version_label", "version", "headline")
        _insert(RelatedHeadline, columns, _related_headlines(made))
    if "dateline_places" not in edited:
        columns = ("article_id", "position", "as_filed", "place_id")
        _insert(DatelinePlace, columns, _dateline_places(made, entities))
    if "relations" not in edited:
        relations = (
            (article_id, each.kind, each.guid[:250]) for article_id, entry in made for each in entry.article.relations
        )
        _insert(Relation, ("article_id", "kind", "guid"), dict.fromkeys(relations))
    _name_subjects(made)


def subject_code(subject: ParsedSubject) -> str:
    """Return a subject's code as the archive writes it, with its scheme."""
    return (f"{subject.scheme}:{subject.code}" if subject.scheme else subject.code)[:120]


def insert_sketches(rows: Iterable[Row]) -> None:
    """Insert rows of article, day, keys, and of passages and words how many there are and the lowest digests."""
    columns = ("article_id", "day", "keys", "passages", "lowest_passages", "words", "lowest_words")
    _insert(Sketch, columns, rows)


def insert_mentions(rows: Iterable[Row]) -> None:
    """Insert rows as `mention_rows` gives them."""
    _insert(Mention, ("article_id", "entity_id", "zone", "part", "start", "end", "text"), rows)


def mention_rows(made: Made, entities: EntityIds) -> Iterator[tuple[int, int, str, int, int, int, str]]:
    """Yield article, entity, zone, part, start, end and text of each mention found."""
    for article_id, each in made:
        for mention in each.extraction.mentions if each.extraction else ():
            entity = entities.ids[mention.key]
            yield article_id, entity, mention.zone, mention.part, mention.start, mention.end, mention.text


def _stage(cursor: object, columns: tuple[str, ...], rows: list[dict[str, Value]]) -> None:
    """Send rows to a temporary table with columns like the articles'."""
    table = connection.ops.quote_name(Article._meta.db_table)
    cursor.execute(
        f"CREATE TEMPORARY TABLE staged_article ON COMMIT DROP AS SELECT {_quoted(columns)} FROM {table} LIMIT 0"
    )
    _copy(cursor, "staged_article", columns, (tuple(row.values()) for row in rows))


def _insert(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        _copy(cursor, model._meta.db_table, columns, rows)


def _copy(cursor: object, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Send rows as one COPY, which costs a third of what INSERT does for rows this small."""
    lines = "".join("\t".join(map(_written, row)) + "\n" for row in rows)
    if lines:
        with connection.wrap_database_errors:  # Django does so for what it sends itself
            cursor.copy_expert(
                f"COPY {connection.ops.quote_name(table)} ({_quoted(columns)}) FROM STDIN", io.StringIO(lines)
            )


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)


def _written(value: Value) -> str:
    """PostgreSQL manual, COPY, text format."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, tuple):  # of numbers, hundreds of them
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, list):
        value = "{" + ",".join(map(_element, value)) + "}"
    if not isinstance(value, str):
        return str(value)
    # Four searches in C are ten times quicker than str.translate on copy that is not ASCII.
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _element(value: int | str) -> str:
    """PostgreSQL manual, 8.15.6, array input."""
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name_subjects(made: Made) -> None:
    """Keep the names of subjects that are new; a subject known without a name gets one."""
    named = {subject_code(subject): subject.name[:250] for _, each in made for subject in each.article.subjects}
    if named:
        Subject.objects.bulk_create(
            [Subject(code=code, name=name) for code, name in sorted(named.items())], ignore_conflicts=True
        )
        for code in Subject.objects.filter(code__in=named, name="").values_list("code", flat=True):
            if named[code]:
                Subject.objects.filter(code=code).update(name=named[code])


def _captions(made: Made) -> Iterator[Row]:
    for article_id, each in made:
        for position, caption in enumerate(each.article.captions):
            rights = caption.credit, caption.restriction, caption.picture
            yield article_id, position, caption.paragraph, caption.text, *rights


def _related_headlines(made: Made) -> Iterator[Row]:
    for article_id, each in made:
        for position, related in enumerate(each.article.related):
            yield article_id, position, related.version_label[:100], min(related.version, 32767), related.headline


def _dateline_places(made: Made, entities: EntityIds) -> Iterator[Row]:
    for article_id, each in made:
        keys = each.extraction.dateline_keys if each.extraction else ()
        for position, as_filed in enumerate(each.article.dateline.places):
            key = keys[position] if position < len(keys) else None
            yield article_id, position, as_filed[:200], entities.ids.get(key)
