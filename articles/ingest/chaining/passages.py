"""Passages: runs of words that two texts share, and a sketch of a text that tells how much it shares with another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from articles.ingest.fold import fold

RUN = 3
"""Words to a passage."""
RUN_OF_LETTERS = 6
"""Letters to a passage where words are not set apart."""
PASSAGES_KEPT, WORDS_KEPT = 64, 96
SKETCHED, AT_LEAST, AT_MOST = 0.65, 800, 3000
"""How much of a text is sketched, and how many letters: below stands the background, which other stories have as well."""
LONGEST_TEXT = 60_000
REMEMBERED, LONGEST_REMEMBERED = 100_000, 40
AROUND_WORDS = ".,;:!?()«»\"'“”’…"
MIDDLE = 1 << 31

WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
WRITTEN_SHORT = re.compile(r"[\uac00-\ud7a3\u0590-\u08ff\u0e00-\u0e7f]")
SHORTEST_WORD, SHORTEST_WRITTEN_SHORT = 4, 2


@dataclass(frozen=True, slots=True)
class Lowest:
    """Of `number` different things the lowest digests, sorted: a sample of them that is the same in every text."""

    number: int = 0
    digests: tuple[int, ...] = ()
    among: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "among", frozenset(self.digests))

    @property
    def highest(self) -> int:
        """Up to where everything there is, is among the digests."""
        return self.digests[-1] if self.number > len(self.digests) else MIDDLE


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a text is kept to tell how much it shares with another."""

    passages: Lowest = Lowest()
    words: Lowest = Lowest()


class _Folded(dict[str, bytes]):
    """Words as they stand in the copy, folded; empty for those too short to tell anything."""

    def __missing__(self, written: str) -> bytes:
        if len(self) >= REMEMBERED:
            self.clear()
        bare = written.strip(AROUND_WORDS)
        if bare.isascii() and bare.isalnum():
            folded = bare.lower().encode() if len(bare) >= SHORTEST_WORD or bare.isdecimal() else b""
        else:
            shortest = SHORTEST_WRITTEN_SHORT if WRITTEN_SHORT.search(written) else SHORTEST_WORD
            parts = (part for part in WORD.findall(written) if len(part) >= shortest or part.isdecimal())
            folded = fold("".join(parts)).encode()
        if len(written) <= LONGEST_REMEMBERED:
            self[written] = folded
        return folded


_folded = _Folded()


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; the same words give the same one, however wrapped, accented or capitalised."""
    words, run = _words(text[: min(AT_MOST, max(AT_LEAST, int(SKETCHED * len(text))))])
    # Letters alone tell nothing where words are not set apart: there, pairs of them stand for words.
    single = words if run == RUN else list(_runs(words, 2))
    return Sketch(
        _lowest(set(map(crc32, _runs(words, run))), PASSAGES_KEPT), _lowest(set(map(crc32, set(single))), WORDS_KEPT)
    )


def passages(text: str) -> frozenset[int]:
    """Return a digest of each passage of a text, to compare two texts exactly."""
    return frozenset(map(crc32, _runs(*_words(text[:LONGEST_TEXT]))))


def words_of(line: str) -> list[bytes]:
    """Return the folded words of a line that tell something, in order."""
    words, run = _words(line)
    return words if run == RUN else list(_runs(words, 2))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of both texts together stands in both, from 0 to 1."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def shared(one: Lowest, other: Lowest) -> float:
    """Return about how much of the shorter text stands in the longer one, from 0 to 1."""
    likeness = resemblance(one, other)
    shorter = min(one.number, other.number)
    return min(1.0, likeness * (one.number + other.number) / (1 + likeness) / shorter) if shorter else 0.0


def resemblance(one: Lowest, other: Lowest) -> float:
    """Return about how much of both texts together stands in both, from 0 to 1."""
    if not one.digests or not other.digests:
        return 0.0
    # Up to the lower of the two highest kept, both are known in full.
    known = min(one.highest, other.highest)
    in_both = len(one.among & other.among)
    together = bisect_right(one.digests, known) + bisect_right(other.digests, known) - in_both
    return in_both / together


def _words(text: str) -> tuple[list[bytes], int]:
    if len(UNSPACED.findall(text, 0, 400)) > 20 or (len(text) < 100 and UNSPACED.search(text)):
        return [letter.encode() for letter in fold("".join(WORD.findall(text)))], RUN_OF_LETTERS
    return [word for word in map(_folded.__getitem__, text.split()) if word], RUN


def _runs(words: list[bytes], run: int) -> Iterable[bytes]:
    if len(words) < run:
        return [b" ".join(words)] if words else []
    return map(b" ".join, zip(*(words[start:] for start in range(run)), strict=False))


def _lowest(digests: set[int], kept: int) -> Lowest:
    number = len(digests)
    if number > 4 * kept:
        # Most are too high to be kept: sorting them all would cost more than everything else.
        low = (2 * kept << 32) // number
        few = [digest for digest in digests if digest < low]
        digests = few if len(few) >= kept else digests
    return Lowest(number, tuple(digest - MIDDLE for digest in sorted(digests)[:kept]))
