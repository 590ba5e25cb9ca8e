"""The best labels for the tokens of a sequence (Viterbi), from right to left.

Most labels are certain whatever stands before them, and then what comes after them no longer matters to what comes
before. Read from the right this shows at once, for a name cannot go on without having begun; read from the left, a name
could always begin. So most tokens are passed over, and the labels are those that trying all would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add
from struct import Struct

from articles.ingest.tagger.weights import HALF, ByWeight, pack

Rival = tuple[int, int, list[tuple[int, int]]]


class Decoder:
    """Finds the best labels by a model's transitions."""

    def __init__(self, weights: ByWeight) -> None:
        self.labels = weights.labels
        self._worth = worth = weights.transitions
        self._rivals = [_rivals(label, worth) for label in range(len(worth))]
        # A token whose labels all weigh less than this is no name if the next one is none.
        needed = [0, *[needed for _, needed, _ in self._rivals[0]]]
        limits = [worth[0][0] - row[0] + lead for row, lead in zip(worth, needed, strict=True)]
        above = [[each + limit for each in row] for row, limit in zip(worth, limits, strict=True)]
        self._before = [list(column) for column in zip(*above, strict=True)]
        self._at_the_end = limits
        # Whether a label weighs more than its limit is told by the first bit of its place; no name never does.
        self._signs = pack([0, *[HALF] * (len(worth) - 1)])
        self._base = self._signs - pack(limits)
        self._places = Struct(f"<{len(worth)}i")

    def best(self, told: Sequence[int]) -> list[str]:
        """Return the best label for each token, from the weights told of it."""
        labels, doubtful = self._from_the_right(told)
        for index, values in reversed(doubtful):
            sums = [*map(add, self._worth[labels[index - 1]], values)] if index else values
            labels[index] = sums.index(max(sums))
        return [self.labels[label] for label in labels]

    def _from_the_right(self, told: Sequence[int]) -> tuple[list[int], list[tuple[int, list[int]]]]:
        """The labels that are certain, and for each doubtful token what each label is worth with all that follows it."""
        signs, base, unpack, size = self._signs, self._base, self._places.unpack, self._places.size
        labels, doubtful = [0] * len(told), []
        no_name, follow = self._before[0], self._at_the_end
        for index in range(len(told) - 1, -1, -1):
            total = told[index] + base
            if follow is no_name and not total & signs:
                continue
            values = [*map(add, follow, unpack((total ^ signs).to_bytes(size, "little")))]
            most = max(values)
            label = labels[index] = values.index(most)
            follow = self._before[label]
            rivals = [rival for rival in self._rivals[label] if values[rival[0]] - most > rival[1]]
            if rivals:
                doubtful.append((index, values))
                follow = self._weigh(follow, rivals, values, most)
        return labels, doubtful

    def _weigh(self, follow: list[int], rivals: list[Rival], values: list[int], most: int) -> list[int]:
        """What labels before a doubtful token are worth: by the best label or by a rival of it, whichever is more."""
        follow = follow.copy()
        for rival, _, places in rivals:
            behind, before = values[rival] - most, self._before[rival]
            for place, needed in places:
                if behind <= needed:
                    break
                if before[place] + behind > follow[place]:
                    follow[place] = before[place] + behind
        return follow


def _rivals(label: int, worth: list[list[int]]) -> list[Rival]:
    """How much each other label may be worth less and yet be better: at all, and after which labels, the least first."""
    found = []
    for other in range(len(worth)):
        places = sorted((row[label] - row[other], place) for place, row in enumerate(worth))
        if other != label:
            found.append((other, min(0, places[0][0]), [(place, needed) for needed, place in places]))
    return found
