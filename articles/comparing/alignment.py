"""Which sentence of one text is which of another: the same ones first, then those alike; what moved is told apart."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.comparing.sentences import Sentence

ALIKE = 0.5
"""Share of words in common (twice those of both, by the words of each) from which two sentences are one."""
HELD, HELD_ALIKE, SHORTEST_HELD = 0.75, 0.3, 3.0
"""A sentence that was cut short or drawn out: how much of the shorter one stands in the longer, and how alike."""
OPENING_BONUS = 0.15
"""The first sentence of a story is rewritten again and again, and stays the first."""
COMMON = 30
"""A word in more sentences than this leads to none of them."""
MOST_LOOKED_AT = 400_000
MOST_CANDIDATES = 6


class Pair(NamedTuple):
    """Sentence `before` of one text is sentence `after` of the other."""

    before: int
    after: int
    same: bool
    """Whether they differ in nothing but signs, case, accents and blanks."""
    moved: bool = False


@dataclass(frozen=True)
class Alignment:
    """Pairs in the order of the later text, and the sentences that only one of the texts has."""

    pairs: list[Pair]
    dropped: list[int]
    inserted: list[int]
    looked_at: int = 0
    """How many words in common were looked at, which is what it cost."""


def align(before: Sequence[Sentence], after: Sequence[Sentence]) -> Alignment:
    """Find each sentence again, whatever the order; of several alike the most alike, then the nearest."""
    start, end = _common_ends(before, after)
    own, other = range(start, len(before) - end), range(start, len(after) - end)
    same = _same(before, after, own, other)
    met = set(same.values())
    left, right = [place for place in own if place not in same], [place for place in other if place not in met]
    near, looked_at = _near(before, after, left, right)
    found = same | near
    stay = _in_order(before, found)
    middle = sorted(found.items(), key=lambda pair: pair[1])
    pairs = [
        *(Pair(place, place, True) for place in range(start)),
        *(Pair(one, two, one in same, one not in stay) for one, two in middle),
        *(Pair(len(before) - place, len(after) - place, True) for place in range(end, 0, -1)),
    ]
    met |= set(near.values())
    dropped, inserted = [place for place in left if place not in near], [place for place in right if place not in met]
    return Alignment(pairs, dropped, inserted, looked_at)


def _common_ends(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[int, int]:
    """Return how many sentences are the same at the beginning and at the end."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start].words == after[start].words:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end].words == after[-1 - end].words:
        end += 1
    return start, end


def _same(
    before: Sequence[Sentence], after: Sequence[Sentence], own: Iterable[int], other: Iterable[int]
) -> dict[int, int]:
    """Pair sentences of the same words, the first with the first."""
    waiting: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place in other:
        waiting[after[place].words].append(place)
    found = {}
    for place in own:
        if places := waiting.get(before[place].words):
            found[place] = places.popleft()
    return found


def _near(
    before: Sequence[Sentence], after: Sequence[Sentence], left: Sequence[int], right: Sequence[int]
) -> tuple[dict[int, int], int]:
    where: defaultdict[str, list[int]] = defaultdict(list)
    for place in right:
        for word in after[place].features:
            where[word].append(place)
    scored: list[tuple[float, float, int, int]] = []
    looked_at = 0
    for one in left:
        shared: Counter[int] = Counter()
        for word, weight in before[one].features.items():
            places = where.get(word, ())
            if len(places) <= COMMON:
                looked_at += len(places)
                for place in places:
                    shared[place] += weight
        for other, _weight in shared.most_common(MOST_CANDIDATES):
            if score := _likeness(before[one], after[other], opening=one == other == 0):
                apart = abs(one / len(before) - other / len(after))
                scored.append((-score, apart, one, other))
        if looked_at > MOST_LOOKED_AT:
            break
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _score, _apart, one, other in sorted(scored):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs, looked_at


def _likeness(one: Sentence, other: Sentence, *, opening: bool) -> float:
    """Return how alike two sentences are, 0 where they are not one."""
    ours, theirs = one.features, other.features
    shared = sum(min(ours[word], theirs[word]) for word in ours.keys() & theirs.keys())
    shorter, longer = sorted((one.weight, other.weight))
    alike = 2 * shared / ((shorter + longer) or 1) + OPENING_BONUS * opening
    if alike >= ALIKE or (alike >= HELD_ALIKE and shorter >= SHORTEST_HELD and shared >= HELD * shorter):
        return alike
    return 0


def _in_order(before: Sequence[Sentence], found: dict[int, int]) -> set[int]:
    """Return the sentences that kept their order, chosen so that as few words as possible moved."""
    in_order = [found[one] for one in sorted(found)]
    if all(one < other for one, other in zip(in_order, in_order[1:], strict=False)):
        return set(found)
    ranks = {place: rank for rank, place in enumerate(sorted(found.values()), start=1)}
    best = [(0, -1)] * (len(ranks) + 1)
    """A Fenwick tree: the heaviest line that ends at or before each rank, and the sentence it ends with."""
    previous: dict[int, int] = {}
    for one in sorted(found):
        rank = ranks[found[one]]
        weight, last = _heaviest(best, rank - 1)
        previous[one] = last
        _note(best, rank, (weight + len(before[one].words), one))
    kept: set[int] = set()
    _weight, last = _heaviest(best, len(ranks))
    while last >= 0:
        kept.add(last)
        last = previous[last]
    return kept


def _heaviest(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    heaviest = (0, -1)
    while rank > 0:
        heaviest = max(heaviest, tree[rank])
        rank -= rank & -rank
    return heaviest


def _note(tree: list[tuple[int, int]], rank: int, line: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], line)
        rank += rank & -rank
