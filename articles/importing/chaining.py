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
RARE = 4
"""Articles found by one key that need share no other."""
MOST_OF_A_KEY = 25
"""Articles found by one key: what more share is a standing phrase."""
TRIES = 5
ALL_DAYS = date.min.isoformat(), date.max.isoformat()
"""The first is the day of what is undated."""

SHARING = f"""
    SELECT wanted.number - 1, found.article_id
    FROM unnest(%(keys)s::int[], %(first)s::date[], %(last)s::date[]) WITH ORDINALITY
        AS wanted (key, first, last, number)
    CROSS JOIN LATERAL (
        SELECT article_id FROM articles_sketchkey kept
        WHERE kept.key = wanted.key AND kept.day BETWEEN wanted.first AND wanted.last LIMIT {MOST_OF_A_KEY}
    ) found
"""

Pairs = dict[int, list[int]]
"""By article, those it is to be compared with, the likeliest first."""
Hits = set[tuple[int, int]]
"""By the number of a key, an article of the archive that has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys of some filings, each with its filing, and the question for the archive, written once."""

    filings: Sequence[Filing]
    keys: list[tuple[Filing, Key]]
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Articles with those they are like, in their stories, and what is to be made of it."""

    pairs: Pairs
    found: list[Member]
    chained: Chained


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found before articles were written, and the story each goes into."""

    asked: Asked
    hits: Hits
    weighed: Weighed
    offered: frozenset[int]
    stories: dict[int, int]
    holds: bool
    """Whether all stories they are to go into are there."""


def plan(new: Sequence[Filing], stories: Mapping[int, int]) -> Plan:
    """Say into which story each new filing goes: one of the archive, which is held, or its own out of `stories`.

    Stories of the archive that turn out to be one are left as they are.
    """
    asked = _asked(new)
    hits = _hits(asked)
    pairs = _candidates(asked, hits)
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
    return Plan(asked, hits, weighed, offered, {article: chosen[story] for article, story in stories.items()}, holds)


def settle(filings: Sequence[Filing], plan: Plan | None = None, known: Collection[Member] = ()) -> Joined:
    """Chain articles that were committed, against whatever was committed by now; stories found to be one are joined.

    Says what was joined. What a librarian decided stays. With the plan they were written by, only what another import
    has brought meanwhile is weighed anew. Members `known` are read again only if they are in other stories by now.
    """
    if plan and plan.holds and len(filings) == len(plan.stories):
        asked = plan.asked
        hits = _hits(asked)
        weighed = None if _more(plan, hits) else _as_planned(plan)
    else:
        asked, weighed = _asked(filings), None
        hits = _hits(asked)
    pairs = weighed.pairs if weighed else _candidates(asked, hits)
    if not pairs:
        return Joined()
    for _ in range(TRIES):
        try:
            joined = _settled(weighed or _weighed(pairs, members(_all(pairs), with_their_stories=True, known=known)))
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            joined = None
        if joined:
            return joined
        weighed, known = None, ()  # somebody joined or split one of these stories since they were read
    return Joined()


@transaction.atomic
def _settled(weighed: Weighed) -> Joined | None:
    """Write what is to be made of it, unless one of the stories is not as it was found."""
    if not _hold_as_found(weighed):
        return None
    same = same_copy(_alike(weighed), weighed.found)
    return keep(weighed.chained, same, {member.story for member in weighed.found})


def _more(plan: Plan, hits: Hits) -> bool:
    """Tell whether keys of the filings were found in articles that were not there when they were planned."""
    return any(article not in plan.stories for _, article in hits - plan.hits)


def _as_planned(plan: Plan) -> Weighed:
    """Return what was weighed before writing, as it was written."""
    before = plan.weighed
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


def _asked(filings: Sequence[Filing]) -> Asked:
    """Return the keys of the filings, each with the days on which it means anything."""
    keys, first, last = [], [], []
    for filing in filings:
        near = _near(filing.day)
        for key in keys_of(filing):
            keys.append((filing, key))
            begin, end = ALL_DAYS if key.on_any_day else near
            first.append(begin)
            last.append(end)
    # As text: to quote tens of thousands of numbers and days one by one takes longer than the question.
    columns = {"keys": (str(key.digest) for _, key in keys), "first": first, "last": last}
    return Asked(filings, keys, {name: "{" + ",".join(column) + "}" for name, column in columns.items()})


def _near(day: date | None) -> tuple[str, str]:
    if not day:
        return ALL_DAYS[0], ALL_DAYS[0]
    number = day.toordinal()
    first, last = max(number - FARTHEST, date.min.toordinal()), min(number + FARTHEST, date.max.toordinal())
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def _hits(asked: Asked) -> Hits:
    if not asked.keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(SHARING, asked.parameters)
        return set(cursor.fetchall())


def _candidates(asked: Asked, hits: Hits) -> Pairs:
    """Return by filing those of the archive and of the filings themselves that share enough keys with it."""
    having: dict[int, list[int]] = {}
    for number, article in hits:
        having.setdefault(number, []).append(article)
    ours: dict[int, list[Filing]] = {}
    for filing, key in asked.keys:
        ours.setdefault(key.digest, []).append(filing)
    shared: dict[int, Counter[int]] = {}
    for number, (filing, key) in enumerate(asked.keys):
        among = ours[key.digest]
        if len(among) == 1 and number not in having:
            continue
        others = {each.id for each in among[:MOST_OF_A_KEY] if key.on_any_day or _are_near(each, filing)}
        others = others.union(having.get(number, ())) - {filing.id}
        if key.counts == WEAK and len(others) >= MOST_OF_A_KEY - 1:
            continue
        found = shared.setdefault(filing.id, Counter())
        for other in others:
            found[other] += ENOUGH if len(others) < RARE else key.counts
    likeliest = {article: found.most_common(MOST_CANDIDATES) for article, found in shared.items()}
    enough = {article: [other for other, counts in found if counts >= ENOUGH] for article, found in likeliest.items()}
    return {article: others for article, others in enough.items() if others}


def _are_near(one: Filing, other: Filing) -> bool:
    if not one.day or not other.day:
        return one.day == other.day
    return abs(one.day.toordinal() - other.day.toordinal()) <= FARTHEST


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
