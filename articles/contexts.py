"""Mentions in context: each with the sentence around it, for the articles of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection

from articles.excerpts import Part
from articles.models import Article, Entity, Mention
from articles.sentences import cut_around, sentence_around

MENTIONS_READ = 25
"""The most mentions of one article that are shown in context."""
AROUND = 500
"""Characters read on each side of a name: more than a sentence that is shown whole has."""


@dataclass
class Passage:
    """A sentence, where on the article's page it stands, and the names in it."""

    zone: str
    part: int
    begins: int
    ends: int
    text: str
    names: list[tuple[int, int]] = field(default_factory=list)
    cut_before: bool = False
    cut_after: bool = False

    @property
    def anchor(self) -> str:
        return anchor(self.zone, self.part)

    def holds(self, row: Row) -> bool:
        return (self.zone, self.part) == (row.zone, row.part) and self.begins <= row.start and row.end <= self.ends

    @property
    def parts(self) -> list[Part]:
        """The sentence in pieces, the names told apart."""
        pieces, position = [Part("…")] if self.cut_before else [], 0
        for start, end in self.names:
            pieces += [Part(self.text[position:start]), Part(self.text[start:end], hit=True)]
            position = end
        pieces.append(Part(self.text[position:] + ("…" if self.cut_after else "")))
        return [piece for piece in pieces if piece.text]


@dataclass(frozen=True)
class Row:
    """A mention, and the text around it that begins at character `offset` of its paragraph or caption."""

    article_id: int
    zone: str
    part: int
    start: int
    end: int
    name: str
    times: int
    offset: int
    text: str
    length: int

    @property
    def stands(self) -> bool:
        """Whether the text still has the name there; a librarian may have edited it since."""
        return bool(self.name) and self.text[self.start - self.offset : self.end - self.offset] == self.name


def anchor(zone: str, part: int) -> str:
    """Return the id that a paragraph or a caption has on its article's page."""
    return f"{'c' if zone == Mention.Zone.CAPTION else 'p'}{part + 1}"


def add_contexts(rows: Sequence[Article], entity: Entity, inside: list[int]) -> None:
    """Give each article `headline_parts`, its first `passage`, those `further` on, and how many mentions these hold.

    `inside` are the ids whose mention is one of the entity. `further_times` counts mentions, `unshown` those among them
    that are too many to be read.
    """
    found = {pk: list(mentions) for pk, mentions in groupby(_rows(rows, entity, inside), lambda row: row.article_id)}
    for article in rows:
        _add(article, found.get(article.pk, []))


def _add(article: Article, mentions: list[Row]) -> None:
    standing = [row for row in mentions if row.stands]
    headline = [(row.start, row.end) for row in standing if row.zone == Mention.Zone.HEADLINE]
    article.headline_parts = Passage("headline", 0, 0, 0, article.headline, _apart(headline)).parts
    passages = _passages([row for row in standing if row.zone != Mention.Zone.HEADLINE], article.language)
    article.passage, article.further = (passages[0], passages[1:]) if passages else (None, [])
    article.unshown = mentions[0].times - len(mentions) if mentions else 0
    article.further_times = article.unshown + sum(len(passage.names) for passage in article.further)


def _passages(mentions: list[Row], language: str) -> list[Passage]:
    """Return the sentences in the order of the copy; names in one sentence share it."""
    passages: list[Passage] = []
    for row in mentions:
        last = passages[-1] if passages else None
        if last and last.holds(row):
            last.names = _apart([*last.names, (row.start - last.begins, row.end - last.begins)])
        else:
            passages.append(_passage(row, language))
    return passages


def _passage(row: Row, language: str) -> Passage:
    start, end = row.start - row.offset, row.end - row.offset
    opens, closes = sentence_around(row.text, start, end, language)
    begins, ends = cut_around(row.text, opens, closes, start, end)
    return Passage(
        zone=row.zone,
        part=row.part,
        begins=begins + row.offset,
        ends=ends + row.offset,
        text=row.text[begins:ends],
        names=[(start - begins, end - begins)],
        cut_before=begins > opens or (opens == 0 and row.offset > 0),
        cut_after=ends < closes or (closes == len(row.text) and row.offset + len(row.text) < row.length),
    )


def _apart(names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the names in order without those that overlap a longer one before them."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(names, key=lambda name: (name[0], -name[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _rows(rows: Sequence[Article], entity: Entity, inside: list[int]) -> list[Row]:
    parameters = {"articles": [article.pk for article in rows], "own": entity.family_ids, "inside": inside}
    with connection.cursor() as cursor:
        cursor.execute(MENTIONS, parameters)
        return [Row(*row) for row in cursor.fetchall()]


MENTIONS = f"""
    WITH mentioned AS (
        SELECT article_id, zone, part, start, "end", text, entity_id = ANY(%(own)s) AS itself,
               bool_or(entity_id = ANY(%(own)s)) OVER (PARTITION BY article_id) AS named_itself
        FROM articles_mention
        WHERE article_id = ANY(%(articles)s) AND entity_id = ANY(%(inside)s) AND zone <> 'metadata'
    ), ranked AS (
        SELECT article_id, zone, part, start, "end", text, count(*) OVER (PARTITION BY article_id) AS times,
               row_number() OVER (
                   PARTITION BY article_id
                   ORDER BY array_position(ARRAY['headline', 'body', 'caption'], zone::text), part, start, "end" DESC
               ) AS place
        FROM mentioned WHERE itself OR NOT named_itself
    )
    SELECT article_id, zone, part, start, "end", ranked.text, times,
           greatest(0, start - {AROUND}),
           coalesce(substr(source.text, greatest(0, start - {AROUND}) + 1, "end" - start + 2 * {AROUND}), ''),
           coalesce(length(source.text), 0)
    FROM ranked
    JOIN articles_article AS article ON article.id = article_id
    CROSS JOIN LATERAL (
        SELECT CASE zone
            WHEN 'headline' THEN article.headline
            WHEN 'body' THEN split_part(article.body, E'\\n\\n', least(part, 1000000) + 1)
            ELSE (SELECT caption.text FROM articles_caption AS caption
                  WHERE caption.article_id = article.id AND caption.position = part)
        END AS text
    ) AS source
    WHERE place <= {MENTIONS_READ}
    ORDER BY article_id, place
"""
"""A country is looked for by its own names; only an article without them shows the places inside it."""
