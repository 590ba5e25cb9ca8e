"""The words in which two sentences differ, and what each difference is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.comparing.matters import About, Marks, Matter, matters
from articles.comparing.sentences import Sentence
from articles.comparing.tokens import Token

MOST_CELLS = 250_000
"""Tokens of one sentence times those of the other; above it, what is between their common ends counts as rewritten."""
LONGEST_BETWEEN = 3
"""Letters of a word that stands the same between two changes and is marked with them, to be read as one."""

Stretch = tuple[bool, slice, slice]
"""Whether both sides are the same, and the tokens of each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two sentences: the same in both if `matters` is empty, else what it was and what it is.

    Blanks between the others are the same even where only one side has them.
    """

    before: str
    after: str
    matters: tuple[Matter, ...] = ()

    @property
    def same(self) -> bool:
        return not self.matters

    @property
    def trivial(self) -> bool:
        return self.matters == (Matter.TRIVIAL,)


def pieces(before: Sentence, after: Sentence, about: About) -> list[Piece]:
    """Cut two sentences into what they share and what they do not."""
    if before.text == after.text:
        return [Piece(before.text, after.text)]
    ours, theirs = before.tokens, after.tokens
    marks = about.marks(before, after)
    found: list[Piece] = []
    for same, one, other in _stretches(ours, theirs, *marks):
        if same:
            found += _alike(ours[one], theirs[other], before.text, after.text)
        else:
            was, became = _cut(before.text, ours[one]), _cut(after.text, theirs[other])
            found.append(Piece(was, became, matters(ours[one], theirs[other], one, other, marks)))
    return list(_spaced(found, before.text, after.text))


def _stretches(ours: Sequence[Token], theirs: Sequence[Token], was: Marks, became: Marks) -> Iterator[Stretch]:
    left, right = _units(ours, was), _units(theirs, became)
    blocks = _blocks(
        ["".join(ours[at].folded for at in unit) for unit in left],
        ["".join(theirs[at].folded for at in unit) for unit in right],
    )
    for same, one, other in _joined(blocks, [ours[unit[0]] for unit in left]):
        for first, second in [(one, other)] if same else _number_by_number(left, right, one, other, was, became):
            part, counterpart = _tokens(left, first), _tokens(right, second)
            yield same or _fold_alike(ours[part], theirs[counterpart]), part, counterpart


def _fold_alike(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    return [token.folded for token in ours] == [token.folded for token in theirs]


def _units(found: Sequence[Token], known: Marks) -> list[range]:
    """Return the tokens by what is compared as one: those of a number together."""
    units, place = [], 0
    while place < len(found):
        last = known.numbers[place].last if place in known.numbers else place
        units.append(range(place, last + 1))
        place = last + 1
    return units


def _tokens(units: Sequence[range], part: slice) -> slice:
    inside = units[part]
    if inside:
        return slice(inside[0].start, inside[-1].stop)
    at = units[part.start].start if part.start < len(units) else units[-1].stop if units else 0
    return slice(at, at)


def _number_by_number(
    left: Sequence[range], right: Sequence[range], one: slice, other: slice, was: Marks, became: Marks
) -> Iterator[tuple[slice, slice]]:
    """Cut a change at its numbers where both sides have as many: 3 becomes 7, the words around them others."""
    ours = [place for place in range(one.start, one.stop) if left[place].start in was.numbers]
    theirs = [place for place in range(other.start, other.stop) if right[place].start in became.numbers]
    if len(ours) != len(theirs):
        ours, theirs = [], []
    start, begin = one.start, other.start
    for here, there in zip(ours, theirs, strict=True):
        if here > start or there > begin:
            yield slice(start, here), slice(begin, there)
        yield slice(here, here + 1), slice(there, there + 1)
        start, begin = here + 1, there + 1
    if one.stop > start or other.stop > begin:
        yield slice(start, one.stop), slice(begin, other.stop)


def _blocks(one: Sequence[str], other: Sequence[str]) -> list[Stretch]:
    start, end = _common_ends(one, other)
    a, b, c, d = start, len(one) - end, start, len(other) - end
    if (b - a) * (d - c) > MOST_CELLS:
        middle = [(False, slice(a, b), slice(c, d))]
    else:
        matcher = SequenceMatcher(None, one[a:b], other[c:d], autojunk=False)
        middle = [
            (tag == "equal", slice(a + first, a + last), slice(c + begin, c + stop))
            for tag, first, last, begin, stop in matcher.get_opcodes()
        ]
    blocks = [(True, slice(0, start), slice(0, start)), *middle, (True, slice(b, len(one)), slice(d, len(other)))]
    return [block for block in blocks if block[1].stop > block[1].start or block[2].stop > block[2].start]


def _common_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return start, end


def _joined(blocks: Sequence[Stretch], ours: Sequence[Token]) -> Iterator[Stretch]:
    """Put changes together that a sign or a small word keeps apart."""
    waiting: Stretch | None = None
    for place, block in enumerate(blocks):
        same, one, other = block
        between = waiting and not waiting[0] and place + 1 < len(blocks) and not blocks[place + 1][0]
        if same and between and _is_small(ours[one]):
            block = (False, one, other)
        if waiting and not waiting[0] and not block[0]:
            block = (False, slice(waiting[1].start, block[1].stop), slice(waiting[2].start, block[2].stop))
        elif waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _is_small(between: Sequence[Token]) -> bool:
    return len(between) == 1 and between[0].kind in ("sign", "word") and len(between[0].text) <= LONGEST_BETWEEN


def _alike(ours: Sequence[Token], theirs: Sequence[Token], before: str, after: str) -> Iterator[Piece]:
    """Yield what is the same but for case, accents and the form of signs."""
    start = 0
    for place, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one.text != other.text:
            if place > start:
                yield Piece(_cut(before, ours[start:place]), _cut(after, theirs[start:place]))
            yield Piece(one.text, other.text, (Matter.TRIVIAL,))
            start = place + 1
    if len(ours) > start:
        yield Piece(_cut(before, ours[start:]), _cut(after, theirs[start:]))


def _cut(text: str, part: Sequence[Token]) -> str:
    return text[part[0].start : part[-1].end] if part else ""


def _spaced(found: Sequence[Piece], before: str, after: str) -> Iterator[Piece]:
    """Give back the blanks between the pieces, as pieces of their own that are the same."""
    here = there = 0
    for piece in found:
        start, begin = _past_blanks(before, here), _past_blanks(after, there)
        blanks = before[here:start] if piece.before else "", after[there:begin] if piece.after else ""
        if any(blanks):
            yield Piece(*blanks)
        yield piece
        here = start + len(piece.before) if piece.before else here
        there = begin + len(piece.after) if piece.after else there


def _past_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
