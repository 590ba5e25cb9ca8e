"""The sentences of a story through all its versions: which version first carried each, and which no longer does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.comparing.alignment import Alignment
from articles.comparing.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Origin:
    """The version that first carried a sentence, and the one since which it reads as it does (both as places)."""

    first: int
    since: int

    @property
    def reworded(self) -> bool:
        return self.since != self.first


@dataclass(frozen=True, slots=True)
class Ghost:
    """A sentence that no later version has: the last version that had it, its place there, and the place of the
    sentence of the newest version it stood behind (-1: before them all)."""

    version: int
    place: int
    text: str
    behind: int


@dataclass(frozen=True)
class History:
    """`origins` of the newest version's sentences, and the `ghosts` in the order of the copy."""

    origins: list[Origin]
    ghosts: list[Ghost]


def trace(versions: Sequence[Sequence[Sentence]], steps: Sequence[Alignment]) -> History:
    """Follow the sentences of versions, oldest first; `steps` align each version with the next.

    A sentence that was left out for a while and comes back as it was is not new, and was not dropped.
    """
    if not versions:
        return History([], [])
    return History(_origins(versions, steps), _ghosts(versions, steps))


def dropped(versions: Sequence[Sequence[Sentence]], steps: Sequence[Alignment]) -> list[Ghost]:
    """Return the sentences that a later version no longer has, each in the last version that had it."""
    return _ghosts(versions, steps) if versions else []


def _origins(versions: Sequence[Sequence[Sentence]], steps: Sequence[Alignment]) -> list[Origin]:
    origins = [Origin(0, 0) for _sentence in versions[0]]
    first_seen: dict[tuple[str, ...], Origin] = {}
    for number, sentences in enumerate(versions):
        if number:
            before = {pair.after: pair for pair in steps[number - 1].pairs}
            earlier, origins = origins, []
            for place, sentence in enumerate(sentences):
                pair = before.get(place)
                if pair and pair.same:
                    origins.append(earlier[pair.before])
                else:
                    first = earlier[pair.before].first if pair else number
                    origins.append(first_seen.get(sentence.words) or Origin(first, number))
        for sentence, origin in zip(sentences, origins, strict=True):
            first_seen.setdefault(sentence.words, origin)
    return origins


def _ghosts(versions: Sequence[Sequence[Sentence]], steps: Sequence[Alignment]) -> list[Ghost]:
    newest = len(versions) - 1
    standing: set[tuple[str, ...]] = {sentence.words for sentence in versions[newest]}
    behind = list(range(len(versions[newest])))
    """For each sentence of the version looked at, the newest version's sentence that it is or stands behind."""
    found: list[Ghost] = []
    for number in range(newest - 1, -1, -1):
        becomes = {pair.before: pair for pair in steps[number].pairs}
        places, last = [], -1
        for place, sentence in enumerate(versions[number]):
            if place in becomes:
                if not becomes[place].moved:
                    last = behind[becomes[place].after]
            elif sentence.words not in standing:
                found.append(Ghost(number, place, sentence.text, last))
            places.append(last)
        standing |= {sentence.words for sentence in versions[number]}
        behind = places
    return sorted(found, key=lambda ghost: (ghost.behind, ghost.version, ghost.place))
