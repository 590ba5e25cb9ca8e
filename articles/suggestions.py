"""Entities that are likely the same: of one name, of one acronym, or the name of one inside the other's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from articles.models import Decision, Entity

MOST_SUGGESTED = 200
MOST_BEARERS = 10
"""A name more entities than this bear tells nothing of any two of them."""
MOST_AROUND = 5
MOST_COUNTED = 1000

ACRONYM = re.compile(r"[^\W\d_]{2,8}")
Pair = tuple[int, int]


class Reason(models.TextChoices):
    """Why two are likely the same, the strongest reason first."""

    SAME_NAME = "same_name", _("same name")
    ACRONYM = "acronym", _("same acronym")
    INSIDE = "inside", _("one name inside the other")


@dataclass(frozen=True)
class Suggestion:
    """Two entities that are likely the same, the one more articles name first, and the names that say so."""

    entity: Entity
    other: Entity
    reason: Reason
    names: tuple[str, str]
    articles: tuple[int, int]
    """How many articles name each, up to a thousand."""


def likely_duplicates(kind: str) -> list[Suggestion]:
    """Return the 200 pairs of the kind whose merging would concern most articles, without those told apart."""
    known = _names(kind)
    found: dict[Pair, tuple[Reason, tuple[str, str]]] = {}
    for pair, reason, names in _pairs(kind, known):
        found.setdefault(pair, (reason, names))
    for told_apart in Decision.objects.pairs_told_apart():
        found.pop(tuple(sorted(told_apart)), None)
    articles = _articles({pk for pair in found for pk in pair})

    def rank(pair: Pair) -> tuple[int, ...]:
        fewer, more = sorted((articles[pair[0]], articles[pair[1]]))
        return -fewer, -more, *pair

    best = sorted(found, key=rank)[:MOST_SUGGESTED]
    entities = Entity.objects.select_related("parent").in_bulk({pk for pair in best for pk in pair})
    return [_suggestion(pair, found[pair], entities, articles) for pair in best]


def _suggestion(
    pair: Pair, found: tuple[Reason, tuple[str, str]], entities: Mapping[int, Entity], articles: Mapping[int, int]
) -> Suggestion:
    reason, names = found
    if articles[pair[0]] < articles[pair[1]]:
        pair, names = pair[::-1], names[::-1]
    first, second = pair
    return Suggestion(entities[first], entities[second], reason, names, (articles[first], articles[second]))


class Name(NamedTuple):
    """One name of a shown entity, its own or that of one merged into it."""

    entity: int
    text: str
    key: str
    words: tuple[str, ...]
    country: str


NAMES = """
    SELECT shown.id, alias.name, alias.folded, lower(newsroom_fold(alias.name)), shown.country_code
    FROM articles_alias AS alias
    JOIN articles_entity AS bearer ON bearer.id = alias.entity_id
    JOIN articles_entity AS shown ON shown.id = COALESCE(bearer.merged_into_id, bearer.id)
    WHERE shown.kind = %s AND shown.hidden_by_id IS NULL AND shown.merged_into_id IS NULL
    ORDER BY shown.id, alias.id
"""
WORD = re.compile(r"\w+")


def _names(kind: str) -> list[Name]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [kind])
        return [
            Name(pk, text, key, tuple(WORD.findall(folded)), country)
            for pk, text, key, folded, country in cursor.fetchall()
        ]


def _pairs(kind: str, names: list[Name]) -> Iterator[tuple[Pair, Reason, tuple[str, str]]]:
    yield from _same_name(kind, names)
    if kind != Entity.Kind.PLACE:
        yield from _inside(names)


def _same_name(kind: str, names: list[Name]) -> Iterator[tuple[Pair, Reason, tuple[str, str]]]:
    bearers: defaultdict[str, dict[int, Name]] = defaultdict(dict)
    for name in names:
        bearers[name.key].setdefault(name.entity, name)
    acronyms = []
    for same in bearers.values():
        if not 1 < len(same) <= MOST_BEARERS:
            continue
        for pair in combinations(same.values(), 2):
            if kind == Entity.Kind.PLACE and _lie_apart(*pair):
                continue
            if kind == Entity.Kind.ORGANISATION and any(_is_acronym(name.text) for name in pair):
                acronyms.append(pair)
            else:
                yield _pair(*pair, Reason.SAME_NAME)
    for pair in acronyms:
        yield _pair(*pair, Reason.ACRONYM)


def _pair(first: Name, second: Name, reason: Reason) -> tuple[Pair, Reason, tuple[str, str]]:
    if first.entity > second.entity:
        first, second = second, first
    return (first.entity, second.entity), reason, (first.text, second.text)


def _lie_apart(first: Name, second: Name) -> bool:
    """Tell whether two places are in different countries, where namesakes are the rule."""
    return bool(first.country and second.country and first.country != second.country)


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "")
    return letters.isupper() and bool(ACRONYM.fullmatch(letters))


def _inside(names: list[Name]) -> Iterator[tuple[Pair, Reason, tuple[str, str]]]:
    """Yield names all of whose words another has as well; a single word must begin or end one fuller name alone."""
    having: defaultdict[str, set[int]] = defaultdict(set)
    ending: defaultdict[str, set[int]] = defaultdict(set)
    for number, name in enumerate(names):
        if len(name.words) > 1:
            for word in name.words:
                having[word].add(number)
            ending[name.words[0]].add(number)
            ending[name.words[-1]].add(number)
    for name in {(name.entity, name.words): name for name in names if name.words}.values():
        several = len(name.words) > 1
        around = set.intersection(*(having[word] for word in name.words)) if several else ending[name.words[0]]
        fuller = _fuller(name, (names[number] for number in around))
        if 0 < len(fuller) <= (MOST_AROUND if several else 1):
            for other in fuller.values():
                yield _pair(name, other, Reason.INSIDE)


def _fuller(name: Name, around: Iterable[Name]) -> dict[int, Name]:
    """Return by entity those of others that are longer; more of them than would be suggested are not looked for."""
    found: dict[int, Name] = {}
    for other in around:
        if other.entity != name.entity and len(other.words) > len(name.words):
            found.setdefault(other.entity, other)
            if len(found) > MOST_AROUND:
                break
    return found


COUNTED = """
    SELECT wanted.id, (
        SELECT count(DISTINCT article_id) FROM (
            SELECT article_id FROM articles_mention
            WHERE entity_id = wanted.id LIMIT %s
        ) AS first
    )
    FROM unnest(%s::bigint[]) AS wanted (id)
"""


def _articles(ids: Iterable[int]) -> dict[int, int]:
    """Return how many articles name each, looking at a thousand mentions of each at most."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [MOST_COUNTED, list(ids)])
        return dict(cursor.fetchall())
