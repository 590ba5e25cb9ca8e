"""A search as it was perhaps meant: its words nobody wrote, put right by the archive's own.

No list of words is kept. All that one slip of the keyboard can make of a word, some hundreds of strings, are looked up
in the search index, which tells in a few microseconds that it has none of them; what it has was written by an agency.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from django.db import connection
from django.utils import timezone

from articles.openness import is_open_sql
from articles.query.lexemes import EVERY_CONFIGURATION, is_exact
from articles.query.names import KINDS
from articles.query.syntax import Named, Node, Text, Word, sought, walk
from articles.search import Search

SHORTEST, LONGEST = 4, 20
MOST_WORDS = 3
MOST_COUNTED = 200
BEST = 5
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىء")

WRITTEN = """
    WITH spelled AS (
        SELECT DISTINCT word, plainto_tsquery(configuration::regconfig, word) AS tsquery
        FROM unnest(%(words)s::text[]) AS asked (word)
        CROSS JOIN unnest(%(configurations)s::text[]) AS known (configuration)
    ),
    counted AS (
        SELECT word, max(found.articles) AS articles
        FROM spelled CROSS JOIN LATERAL (
            SELECT count(*) AS articles
            FROM (SELECT FROM articles_article WHERE search_vector @@ tsquery AND {open} LIMIT %(most)s) AS first
        ) AS found
        WHERE numnode(tsquery) > 0 GROUP BY word HAVING max(found.articles) > 0
    )
    SELECT word FROM counted ORDER BY articles DESC, word LIMIT %(best)s
"""

AS_WRITTEN = """
    SELECT EXISTS (
        SELECT FROM (
            SELECT headline, body, caption_text FROM articles_article
            WHERE search_vector @@ ANY (%(tsqueries)s::tsquery[]) AND {open} LIMIT 10
        ) AS article
        WHERE newsroom_fold(concat_ws(' ', headline, body, caption_text)) ~* %(pattern)s
    )
"""

NAMES = """
    SELECT DISTINCT alias.name, COALESCE(entity.merged_into_id, entity.id)
    FROM articles_alias AS alias JOIN articles_entity AS entity ON entity.id = alias.entity_id
    WHERE entity.kind = %s AND entity.hidden_by_id IS NULL AND lower(left(alias.name, 1)) = lower(left(%s, 1))
      AND abs(length(alias.name) - length(%s)) <= 2
"""


def suggestion(search: Search) -> Search | None:
    """Return the search with its misspelt words and names put right, or None if nothing better is known."""
    instead: dict[tuple[int, int], str] = {}
    for _field, leaf in list(sought(search.tree))[:MOST_WORDS]:
        if _may_be_misspelt(leaf) and (better := _better_word(leaf.text)):
            instead[leaf.span.start, leaf.span.end] = better
    for node in walk(search.tree):
        if better := _better_value(search, node):
            instead[node.span.start, node.span.end] = f'{node.field}:"{better}"'
    return Search(_with(search.reading.text, instead)) if instead else None


def _better_value(search: Search, node: Node) -> str:
    asked = search.named.get(node) if isinstance(node, Named) else None
    return _better_name(KINDS[node.field], node.value) if asked and asked.unknown and node.field in KINDS else ""


def _may_be_misspelt(leaf: Text) -> bool:
    usual = isinstance(leaf, Word) and not leaf.prefix and leaf.text.isalpha() and not is_exact(leaf)
    return usual and SHORTEST <= len(leaf.text) <= LONGEST


def _with(text: str, instead: dict[tuple[int, int], str]) -> str:
    for (start, end), better in sorted(instead.items(), reverse=True):
        text = text[:start] + better + text[end:]
    return text


def _better_word(text: str) -> str:
    word = _folded(text)
    candidates = sorted(set(_one_slip_away(word)))
    if _written([word]) or not candidates:
        return ""
    return next((better for better in _written(candidates) if _is_a_word(better)), "")


def _written(words: list[str]) -> list[str]:
    """Return the words some article has in some form, those of most articles first."""
    values = {
        "words": words,
        "configurations": list(EVERY_CONFIGURATION),
        "most": MOST_COUNTED,
        "best": BEST,
        "moment": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(open=is_open_sql()), values)
        return [row[0] for row in cursor.fetchall()]


def _is_a_word(word: str) -> bool:
    """Tell whether it stands in the copy just so; stems make words of strings that are none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(DISTINCT plainto_tsquery(configuration::regconfig, %s)::text)"
            " FROM unnest(%s::text[]) AS known (configuration)",
            [word, list(EVERY_CONFIGURATION)],
        )
        tsqueries = cursor.fetchone()[0]
        values = {"tsqueries": tsqueries, "pattern": rf"\m{word}\M", "moment": timezone.now()}
        cursor.execute(AS_WRITTEN.format(open=is_open_sql()), values)
        return cursor.fetchone()[0]


def _better_name(kind: str, name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [kind, name, name])
        known = cursor.fetchall()
    most = 2 if len(name) > 5 else 1
    near = sorted((_distance(_folded(name), _folded(other)), other, entity) for other, entity in known)
    near = [(other, entity) for distance, other, entity in near[:BEST] if distance <= most]
    openly_known = _openly_known(entity for _other, entity in near)
    return next((other for other, entity in near if entity in openly_known), "")


def _openly_known(ids: Iterable[int]) -> set[int]:
    from articles.models import Entity

    return set(Entity.objects.openly_known().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield what a letter left out, added, mistaken or swapped makes of the word; the first letter stays."""
    letters = next((alphabet for alphabet in ALPHABETS if set(word) & set(alphabet)), "")
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters if letter != after[0])
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in letters)
    yield word[1] + word[0] + word[2:]


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _distance(one: str, other: str) -> int:
    """Return how many letters must be left out, added, changed or swapped with the next to make one the other."""
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
