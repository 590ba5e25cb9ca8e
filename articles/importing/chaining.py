"""Articles chained against the archive, a batch at a time: found by the keys they share, weighed, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from articles.importing.filings import members
from articles.importing.joining import Joined, hold, keep, told_apart
from articles.importing.same_copy import same_copy
from articles.ingest.chaining.chains import Chained, Member, chain
from articles.ingest.chaining.duplicates import may_be_same
from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.keys import declared_keys, text_keys
from articles.ingest.chaining.links import FARTHEST, Link, link

MOST_CANDIDATES = 12
"""Articles one is compared with, those that share the most keys."""
MOST_OF_A_KEY = 25
"""Articles found by one key: what more share is a standing phrase."""
MOST_TOGETHER = 40
TRIES = 5
UNDATED = date.min

SHARING = f"""
    SELECT wanted.article, found.article_id, count(*)
    FROM unnest(%(articles)s::bigint[], %(keys)s::int[], %(first)s::date[], %(last)s::date[])
        AS wanted (article, key, first, last)
    CROSS JOIN LATERAL (
        SELECT article_id FROM articles_sketchkey kept
        WHERE kept.key = wanted.key AND kept.day BETWEEN wanted.first AND wanted.last LIMIT {MOST_OF_A_KEY}
    ) found
    WHERE found.article_id <> wanted.article GROUP BY 1, 2
"""

Pairs = dict[int, list[int]]
"""By article, those it is to be compared with, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found before the articles were written: with whom each was compared, and the story each goes into."""

    pairs: Pairs
    stories: dict[int, int]


def keys_of(filing: Filing) -> list[int]:
    """Return the keys a filing is found by."""
    return list({*declared_keys(filing), *text_keys(filing)})


def plan(new: Sequence[Filing], stories: Mapping[int, int]) -> Plan:
    """Say into which story each new filing goes: one of the archive, which is held, or its own out of `stories`.

    Stories of the archive that turn out to be one are left as they are.
    """
    pairs = _candidates(new)
    found = _together(pairs, new, stories)
    chained = _chained(pairs, found)
    old = set(stories.values())
    wanted = {story: chained.joins.get(story, story) for story in stories.values()}
    there = hold({story for story in wanted.values() if story not in old})
    # With a story that went meanwhile, the new ones in it stay together.
    kept = {target: min(story for story, its in wanted.items() if its == target) for target in set(wanted.values())}
    chosen = {story: target if target in there else kept[target] for story, target in wanted.items()}
    return Plan(pairs, {article: chosen[story] for article, story in stories.items()})


def settle(ids: Sequence[int], known: Plan | None = None) -> Joined:
    """Chain articles that were committed, against whatever was committed by now; stories found to be one are joined.

    Says what was joined. What a librarian decided stays. `known` is the plan they were written by.
    """
    own = members(ids)
    pairs = _candidates([member.filing for member in own])
    if known and not pairs and not known.pairs:
        return Joined()
    for _ in range(TRIES):
        with transaction.atomic():
            found = members({*pairs, *(each for few in pairs.values() for each in few)}, with_their_stories=True)
            chained = _chained(pairs, found)
            if not _hold_as_found(chained, found):
                continue  # somebody joined or split one of these stories since they were read
            same = same_copy(_alike(pairs, found), found)
            return keep(chained, same, {member.filing.id: member.story for member in found})
    return Joined()


def _hold_as_found(chained: Chained, found: Collection[Member]) -> bool:
    """Hold the stories that are to be joined until the transaction ends; tell whether they are still as they were."""
    stories = {*chained.joins, *chained.joins.values()}
    if not stories:
        return True
    if hold(stories, to_join=True) != stories:
        return False
    before = {member.filing.id: member.story for member in found if member.story in stories}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, story_id FROM articles_article WHERE id = ANY (%s)", [list(before)])
        return dict(cursor.fetchall()) == before


def _candidates(filings: Sequence[Filing]) -> Pairs:
    """Return by filing those of the archive and of the filings themselves that share keys with it."""
    shared: dict[int, Counter[int]] = {}
    rows = [(filing, key, *_days(filing, declared)) for filing in filings for key, declared in _wanted(filing)]
    among: dict[int, list[Filing]] = {}
    for filing, key, *_ in rows:
        among.setdefault(key, []).append(filing)
    for filing, key, first, last in rows:
        for other in among[key][:MOST_TOGETHER] if len(among[key]) > 1 else ():
            if other.id != filing.id and first <= (other.day or UNDATED) <= last:
                shared.setdefault(filing.id, Counter())[other.id] += 1
    for article, other, times in _sharing(rows):
        shared.setdefault(article, Counter())[other] = max(shared.get(article, {}).get(other, 0), times)
    return {article: [other for other, _ in found.most_common(MOST_CANDIDATES)] for article, found in shared.items()}


def _wanted(filing: Filing) -> Iterable[tuple[int, bool]]:
    declared = set(declared_keys(filing))
    yield from ((key, True) for key in declared)
    yield from ((key, False) for key in {*text_keys(filing)} - declared)


def _days(filing: Filing, declared: bool) -> tuple[date, date]:
    if declared:
        return date.min, date.max
    if not filing.day:
        return UNDATED, UNDATED
    around = timedelta(FARTHEST)
    return (
        filing.day - around if filing.day - date.min > around else date.min,
        filing.day + around if date.max - filing.day > around else date.max,
    )


def _sharing(rows: Sequence[tuple[Filing, int, date, date]]) -> list[tuple[int, int, int]]:
    if not rows:
        return []
    parameters = {
        "articles": [filing.id for filing, *_ in rows],
        "keys": [key for _, key, *_ in rows],
        "first": [first for *_, first, _ in rows],
        "last": [last for *_, last in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(SHARING, parameters)
        return cursor.fetchall()


def _together(pairs: Pairs, new: Sequence[Filing], stories: Mapping[int, int]) -> list[Member]:
    """Return the new filings, and those of the archive that are in a story with a candidate."""
    ours = {filing.id for filing in new}
    archived = {other for found in pairs.values() for other in found} - ours
    return [
        *(Member(filing, stories[filing.id]) for filing in new),
        *(member for member in members(archived, with_their_stories=True) if member.filing.id not in ours),
    ]


def _chained(pairs: Pairs, found: Collection[Member]) -> Chained:
    filings = {member.filing.id: member.filing for member in found}
    links = _links(pairs, found)
    apart = told_apart(filings) if links else set()
    return chain(found, links, apart)


def _links(pairs: Pairs, found: Collection[Member]) -> list[Link]:
    """Weigh each filing against its candidates, and against all of the stories these are in."""
    filings = {member.filing.id: member.filing for member in found}
    story_of = {member.filing.id: member.story for member in found}
    told: dict[int, list[int]] = {}
    for member in found:
        told.setdefault(member.story, []).append(member.filing.id)
    wanted: set[tuple[int, int]] = set()
    for article in pairs.keys() & filings.keys():
        for other in filings.keys() & set(pairs[article]):
            if filings[other].agency == filings[article].agency:
                story = told[story_of[other]]
                wanted |= {(min(article, each), max(article, each)) for each in story if each != article}
    weighed = (link(filings[one], filings[other]) for one, other in wanted)
    return [each for each in weighed if each]


def _alike(pairs: Pairs, found: Collection[Member]) -> list[tuple[Filing, Filing]]:
    """Return the pairs that may be the same copy, in the order of their numbers."""
    filings = {member.filing.id: member.filing for member in found}
    wanted = {(min(article, other), max(article, other)) for article, others in pairs.items() for other in others}
    known = [(filings[one], filings[other]) for one, other in sorted(wanted) if one in filings and other in filings]
    return [(one, other) for one, other in known if may_be_same(one, other)]
