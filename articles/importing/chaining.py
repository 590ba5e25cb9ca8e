"""Articles chained against the archive, a batch at a time: found by the keys they share, weighed, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from articles.importing.filings import members
from articles.importing.joining import Joined, hold, keep, told_apart
from articles.importing.same_copy import same_copy
from articles.ingest.chaining.chains import Chained, Member, chain
from articles.ingest.chaining.duplicates import may_be_same
from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.keys import ENOUGH, WEAK, Key, keys_of
from articles.ingest.chaining.links import FARTHEST, Link, link

MOST_CANDIDATES = 10
"""Articles one is compared with, those that share the most keys."""
MOST_OF_A_KEY = 25
"""Articles found by one key: what more share is a standing phrase."""
TRIES = 5
UNDATED = date.min

SHARING = f"""
    SELECT wanted.article, other, sum(wanted.counts)
    FROM unnest(%(articles)s::bigint[], %(keys)s::int[], %(counts)s::int[], %(first)s::date[], %(last)s::date[])
        AS wanted (article, key, counts, first, last)
    CROSS JOIN LATERAL (
        SELECT array_agg(article_id) AS articles FROM (
            SELECT article_id FROM articles_sketchkey kept
            WHERE kept.key = wanted.key AND kept.day BETWEEN wanted.first AND wanted.last LIMIT {MOST_OF_A_KEY}
        ) few
    ) found
    CROSS JOIN LATERAL unnest(found.articles) AS other
    WHERE other <> wanted.article AND (wanted.counts > {WEAK} OR cardinality(found.articles) < {MOST_OF_A_KEY})
    GROUP BY 1, 2 HAVING sum(wanted.counts) >= {ENOUGH}
"""

Pairs = dict[int, list[int]]
"""By article, those it is to be compared with, the likeliest first."""
Wanted = tuple[Filing, Key, date, date]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Articles with those they are like, in their stories, and what is to be made of it."""

    pairs: Pairs
    found: list[Member]
    chained: Chained


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found before articles were written, and the story each goes into."""

    weighed: Weighed
    offered: frozenset[int]
    stories: dict[int, int]
    holds: bool
    """Whether all stories they are to go into are there."""


def plan(new: Sequence[Filing], stories: Mapping[int, int]) -> Plan:
    """Say into which story each new filing goes: one of the archive, which is held, or its own out of `stories`.

    Stories of the archive that turn out to be one are left as they are.
    """
    pairs = _candidates(new)
    weighed = _weighed(pairs, _together(pairs, new, stories))
    offered = frozenset(stories.values())
    wanted = {story: weighed.chained.joins.get(story, story) for story in stories.values()}
    there = hold({story for story in wanted.values() if story not in offered})
    # Should a story have gone meanwhile, the new filings that wanted it stay together.
    first: dict[int, int] = {}
    for story, target in sorted(wanted.items()):
        first.setdefault(target, story)
    chosen = {story: target if target in there else first[target] for story, target in wanted.items()}
    holds = {*wanted.values()} <= there | offered
    return Plan(weighed, offered, {article: chosen[story] for article, story in stories.items()}, holds)


def settle(filings: Sequence[Filing], plan: Plan | None = None) -> Joined:
    """Chain articles that were committed, against whatever was committed by now; stories found to be one are joined.

    Says what was joined. What a librarian decided stays. With the plan they were written by, only what another import
    has brought meanwhile is weighed anew.
    """
    pairs = _candidates(filings)
    if not pairs:
        return Joined()
    weighed = _as_planned(plan, filings, pairs) if plan else None
    for _ in range(TRIES):
        try:
            joined = _settled(weighed or _weighed(pairs, members(_all(pairs), with_their_stories=True)))
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            joined = None
        if joined:
            return joined
        weighed = None  # somebody joined or split one of these stories since they were read
    return Joined()


@transaction.atomic
def _settled(weighed: Weighed) -> Joined | None:
    """Write what is to be made of it, unless one of the stories is not as it was found."""
    if not _hold_as_found(weighed):
        return None
    same = same_copy(_alike(weighed), weighed.found)
    return keep(weighed.chained, same, {member.story for member in weighed.found})


def _as_planned(plan: Plan, filings: Sequence[Filing], pairs: Pairs) -> Weighed | None:
    """Return what was weighed before writing, as it was written; nothing, if there is more to be weighed by now."""
    before = plan.weighed
    if not plan.holds or len(filings) < len(plan.stories) or not _all(pairs) <= _all(before.pairs):
        return None
    found = [
        Member(member.filing, plan.stories.get(member.filing.id, member.story), member.pinned)
        for member in before.found
    ]
    left = {story: target for story, target in before.chained.joins.items() if story not in plan.offered}
    return Weighed(before.pairs, found, Chained(left, before.chained.sure, before.chained.unsure))


def _all(pairs: Pairs) -> set[int]:
    return {*pairs, *(other for others in pairs.values() for other in others)}


def _hold_as_found(weighed: Weighed) -> bool:
    """Hold the stories that are to be joined until the transaction ends; tell whether they are still as they were."""
    stories = {*weighed.chained.joins, *weighed.chained.joins.values()}
    if not stories:
        return True
    if hold(stories, to_join=True) != stories:
        return False
    before = {member.filing.id: member.story for member in weighed.found if member.story in stories}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, story_id FROM articles_article WHERE id = ANY (%s)", [list(before)])
        return dict(cursor.fetchall()) == before


def _candidates(filings: Sequence[Filing]) -> Pairs:
    """Return by filing those of the archive and of the filings themselves that share enough keys with it."""
    rows = _wanted(filings)
    among: dict[int, list[Filing]] = {}
    for filing, key, *_ in rows:
        among.setdefault(key.digest, []).append(filing)
    shared: dict[int, Counter[int]] = {}
    for filing, key, first, last in rows:
        together = among[key.digest]
        if len(together) == 1 or (len(together) >= MOST_OF_A_KEY and key.counts == WEAK):
            continue
        found = shared.setdefault(filing.id, Counter())
        for other in together[:MOST_OF_A_KEY]:
            if other is not filing and first <= (other.day or UNDATED) <= last:
                found[other.id] += key.counts
    for article, other, counts in _sharing(rows):
        found = shared.setdefault(article, Counter())
        found[other] = max(found[other], counts)
    likeliest = {article: found.most_common(MOST_CANDIDATES) for article, found in shared.items()}
    enough = {article: [other for other, n in found if n >= ENOUGH] for article, found in likeliest.items()}
    return {article: others for article, others in enough.items() if others}


def _wanted(filings: Sequence[Filing]) -> list[Wanted]:
    """Return the keys of the filings, each with the days on which it means anything."""
    wanted = []
    for filing in filings:
        first, last = _near(filing.day)
        for key in keys_of(filing):
            wanted.append((filing, key, date.min, date.max) if key.on_any_day else (filing, key, first, last))
    return wanted


def _near(day: date | None) -> tuple[date, date]:
    if not day:
        return UNDATED, UNDATED
    number = day.toordinal()
    first, last = max(number - FARTHEST, date.min.toordinal()), min(number + FARTHEST, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def _sharing(rows: Sequence[Wanted]) -> list[tuple[int, int, int]]:
    if not rows:
        return []
    # As text: to quote tens of thousands of numbers and days one by one takes longer than the question.
    columns = zip(*((filing.id, key.digest, key.counts, first, last) for filing, key, first, last in rows), strict=True)
    written = ["{" + ",".join(map(str, column)) + "}" for column in columns]
    parameters = dict(zip(("articles", "keys", "counts", "first", "last"), written, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(SHARING, parameters)
        return cursor.fetchall()


def _together(pairs: Pairs, new: Sequence[Filing], stories: Mapping[int, int]) -> list[Member]:
    """Return the new filings, and those of the archive that are in a story with a candidate."""
    archived = members(_all(pairs) - stories.keys(), with_their_stories=True)
    return [*(Member(filing, stories[filing.id]) for filing in new), *archived]


def _weighed(pairs: Pairs, found: list[Member]) -> Weighed:
    links = _links(pairs, found)
    apart = told_apart({member.filing.id for member in found}) if links else set()
    return Weighed(pairs, found, chain(found, links, apart))


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


def _alike(weighed: Weighed) -> list[tuple[Filing, Filing]]:
    """Return the pairs that may be the same copy, in the order of their numbers."""
    filings = {member.filing.id: member.filing for member in weighed.found}
    wanted = {(min(one, other), max(one, other)) for one, others in weighed.pairs.items() for other in others}
    known = [(filings[one], filings[other]) for one, other in sorted(wanted) if one in filings and other in filings]
    return [(one, other) for one, other in known if may_be_same(one, other)]
