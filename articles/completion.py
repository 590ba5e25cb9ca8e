"""What a reader may mean by what stands in the search box so far: the persons, organisations and places it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from articles.clauses import Clause, archive_address
from articles.filters import LONGEST_QUERY, ArticleFilter
from articles.models import Entity
from articles.openness import is_open_sql
from articles.query.syntax import SYNONYMS
from articles.query.tokens import CLOSING, NEAR, OPENING, OPERATORS, QUOTES, plain

MOST_SUGGESTED = 8
MOST_WORDS = 4
FEWEST_LETTERS = 2
LONGEST_NAME = 100
WRITTEN_IN_SYLLABLES = "\u1100"
"""From this letter on one letter may be a name's beginning; before, it begins too many."""

FILTERS = {"person": "person", "org": "organisation", "about": "about", "from": "filed_from"}
OF_KIND = {"person": ("person",), "organisation": ("organisation",), "place": ("about", "filed_from")}
FIELD = re.compile(r"(\w+)[:：](.*)", re.DOTALL)
NO_NAME = re.compile(rf"[{QUOTES}{OPENING}{CLOSING}*＊:：]|^[-−－]")


@dataclass(frozen=True)
class Ending:
    """The last words typed, which a name may begin with; what stands before them; the filter they name, if any."""

    before: str
    words: str
    filter: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A filter by an entity. `known_as` is the name that was typed, where it is not the one shown."""

    entity: Entity
    filter: str
    before: str
    known_as: str = ""

    @property
    def label(self) -> str:
        return ArticleFilter.base_filters[self.filter].label

    @property
    def address(self) -> str:
        """The archive narrowed by it and by what was typed before."""
        words = [Clause("q", self.before)] if self.before else []
        return archive_address([*words, Clause(self.filter, self.entity.slug)])


def suggestions(typed: str) -> list[Suggestion]:
    """Return at most eight filters for the longest ending of the text that begins a name, the most mentioned first."""
    asked = list(endings(typed))
    rows = _found(asked) if asked else []
    entities = Entity.objects.select_related("parent__merged_into").in_bulk(row[1] for row in rows)
    found = [
        Suggestion(entities[pk], name, asked[number].before, known_as)
        for number, pk, known_as, is_dateline in rows
        for name in _filters(entities[pk], asked[number].filter, is_dateline)
    ]
    return found[:MOST_SUGGESTED]


def _filters(entity: Entity, wanted: str, is_dateline: bool) -> Iterator[str]:
    """Return what may be asked about an entity; where it was filed from only if something was."""
    for name in OF_KIND[entity.kind]:
        if name == wanted or not wanted and (name != "filed_from" or is_dateline):
            yield name


def endings(typed: str) -> Iterator[Ending]:
    """Return the endings of the text that may begin a name, the shortest first; none in what is negated or grouped."""
    words = plain(typed[:LONGEST_QUERY]).split()
    if _is_open(words):
        return
    for start in range(len(words) - 1, max(len(words) - 1 - MOST_WORDS, -1), -1):
        before, first, rest = words[:start], words[start], words[start + 1 :]
        field = FIELD.fullmatch(first)
        name = FILTERS.get(SYNONYMS.get(field[1], field[1])) if field else ""
        if name is None or NO_NAME.search(field[2] if field else first) or _is_operator(first):
            return
        ending = Ending(" ".join(before), " ".join([field[2] if field else first, *rest])[:LONGEST_NAME], name)
        if not (before and _is_operator(before[-1])) and _says_enough(ending.words):
            yield ending
        if field:
            return


def _is_open(words: Sequence[str]) -> bool:
    """Whether a quote or a bracket is, so that what comes is part of it."""
    text = " ".join(words)
    quotes, opened, closed = (sum(map(text.count, marks)) for marks in (QUOTES, OPENING, CLOSING))
    return quotes % 2 == 1 or opened > closed


def _is_operator(word: str) -> bool:
    return word in OPERATORS or bool(NEAR.fullmatch(word))


def _says_enough(words: str) -> bool:
    letters = [letter for letter in words if letter.isalnum()]
    return len(letters) >= FEWEST_LETTERS or any(letter >= WRITTEN_IN_SYLLABLES for letter in letters)


def _found(asked: Sequence[Ending]) -> list[tuple[int, int, str, bool]]:
    """Return (number of the ending, entity, name typed, whether something was filed from it), likeliest first."""
    kinds = [
        kind for ending in asked for kind, filters in OF_KIND.items() if not ending.filter or ending.filter in filters
    ]
    values = {
        "numbers": list(range(len(asked))),
        "typed": [ending.words for ending in asked],
        "kinds": list(dict.fromkeys(kinds)),
        "language": (get_language() or "en")[:2],
        "most": MOST_SUGGESTED,
        "moment": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(FOUND.replace("{open}", is_open_sql("article")), values)
        return cursor.fetchall()


# How often an entity is named is read from the planner's statistics, which know the thousand commonest; the mentions of
# others are counted up to fifty. Counting them all at each letter typed would take seconds. Where thousands of names
# begin alike, those known the longest are looked at.
FOUND = """
    WITH asked AS MATERIALIZED (
        SELECT number, newsroom_name_beginning(typed) AS beginning, newsroom_key(typed) AS key
        FROM unnest(%(numbers)s::integer[], %(typed)s::text[]) AS asked (number, typed) ORDER BY number DESC
    ),
    begun AS MATERIALIZED (
        SELECT number, entity_id, folded = key AS whole
        FROM asked CROSS JOIN LATERAL (
            SELECT entity_id, folded FROM articles_alias WHERE newsroom_name_words(name) @@ beginning LIMIT 3000
        ) AS alias LIMIT 3000
    ),
    commonest AS MATERIALIZED (
        SELECT id, share FROM pg_stats
        CROSS JOIN LATERAL unnest(most_common_elems::text::bigint[], most_common_elem_freqs) AS common (id, share)
        WHERE schemaname = current_schema() AND tablename = 'articles_article' AND attname = 'entity_ids'
    ),
    likely AS MATERIALIZED (
        SELECT entity_id, bool_or(whole) AS whole, max(share) AS share
        FROM begun LEFT JOIN commonest ON commonest.id = entity_id
        WHERE number = (SELECT max(number) FROM begun)
        GROUP BY 1 ORDER BY 2 DESC, 3 DESC NULLS LAST, 1 LIMIT 100
    ),
    shown AS MATERIALIZED (
        SELECT entity.id, entity.kind, COALESCE(NULLIF(entity.names ->> %(language)s, ''), entity.name) AS name,
               bool_or(whole) AS whole, max(share) AS share,
               ARRAY(SELECT id FROM articles_entity AS merged WHERE merged_into_id = entity.id) || entity.id AS ids
        FROM likely
        JOIN articles_entity AS named ON named.id = entity_id
        JOIN articles_entity AS entity ON entity.id = COALESCE(named.merged_into_id, named.id)
        WHERE entity.hidden_by_id IS NULL AND entity.kind = ANY (%(kinds)s)
        GROUP BY entity.id ORDER BY 4 DESC, 5 DESC NULLS LAST, 1 LIMIT 30
    ),
    known AS MATERIALIZED (SELECT * FROM shown WHERE NOT newsroom_only_in_closed(id, %(moment)s)),
    counted AS MATERIALIZED (
        SELECT *, CASE WHEN share IS NULL THEN (
                   SELECT count(*)
                   FROM (SELECT FROM articles_mention WHERE entity_id = ANY (ids) LIMIT 50) AS first_ones
               ) END AS mentions
        FROM known ORDER BY whole DESC, share DESC NULLS LAST, mentions DESC, name, id LIMIT %(most)s
    )
    SELECT number, id,
           CASE WHEN newsroom_name_words(counted.name) @@ beginning THEN '' ELSE (
               SELECT name FROM articles_alias
               WHERE entity_id = ANY (ids) AND newsroom_name_words(name) @@ beginning
               ORDER BY folded = key DESC, length(name), name LIMIT 1
           ) END,
           kind = 'place' AND EXISTS (
               SELECT FROM articles_datelineplace JOIN articles_article AS article ON article.id = article_id
               WHERE place_id = ANY (ids) AND {open}
           )
    FROM counted JOIN asked ON number = (SELECT max(number) FROM begun)
    ORDER BY whole DESC, share DESC NULLS LAST, mentions DESC, counted.name, id
"""
