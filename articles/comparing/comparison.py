"""Two copies side by side: what each sentence of one became in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from articles.comparing.alignment import Alignment, align
from articles.comparing.matters import About, Matter, marks
from articles.comparing.pieces import Piece, pieces
from articles.comparing.sentences import Sentence, Splitter, is_cut

SHORTEST_QUOTATION = 3
LETTERS_OF_A_WORD = 6
MOST_WORDS = 30_000
"""Words of changed sentences that are compared word by word; those after them are shown whole, and said to be."""


@dataclass(frozen=True)
class Copy:
    """What is compared of an article."""

    headline: str = ""
    note: str = ""
    paragraphs: Sequence[str] = ()
    captions: Sequence[str] = ()
    related: Sequence[str] = ()
    language: str = ""
    names: Sequence[str] = ()


class Fate(StrEnum):
    """What became of a sentence; one that moved stands where it is now, and as LEFT where it was."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    LEFT = "left"
    INSERTED = "inserted"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Row:
    """A sentence of one copy or of both; `number` joins the two rows of one that moved.

    One that changed has no pieces where too much changed for a comparison word by word.
    """

    fate: Fate
    before: Sentence | None = None
    after: Sentence | None = None
    pieces: Sequence[Piece] = ()
    matters: tuple[Matter, ...] = ()
    number: int = 0

    @property
    def trivial(self) -> bool:
        """Whether it stands where it stood and differs in trifles only."""
        return self.fate == Fate.CHANGED and not set(self.matters) - {Matter.TRIVIAL}

    @property
    def unchanged(self) -> bool:
        return self.fate == Fate.SAME


@dataclass(frozen=True)
class Comparison:
    """What changed from one copy to another, part by part."""

    headline: Sequence[Row]
    note: Sequence[Row]
    body: Sequence[Row]
    captions: Sequence[Row]
    related: Sequence[Row]
    alignment: Alignment
    """Of the body's sentences."""
    cut: bool = False
    """Whether a copy was too long to be compared to its end, or changed too much to be compared word by word."""
    looked_at: int = 0
    """What it cost: words in common looked at, and tokens compared."""

    @cached_property
    def fates(self) -> Counter[Fate]:
        """How many sentences of the body were inserted, dropped, changed, moved; trifles count as the same."""
        return Counter(Fate.SAME if row.trivial else row.fate for row in self.body)

    @cached_property
    def matters(self) -> Counter[Matter]:
        """How many changes in headline, note, body and captions are about what."""
        found: Counter[Matter] = Counter()
        for row in (*self.headline, *self.note, *self.body, *self.captions):
            if row.pieces:
                found.update(matter for piece in row.pieces for matter in piece.matters)
            else:
                found.update(row.matters)
        return found

    @property
    def nothing(self) -> bool:
        """Whether nothing at all changed."""
        parts = (self.headline, self.note, self.body, self.captions, self.related)
        return all(row.unchanged for part in parts for row in part)


class Allowance:
    """How many more words may be looked at one by one."""

    def __init__(self, words: int = MOST_WORDS) -> None:
        self.left, self.spent, self.refused = words, 0, False

    def allows(self, *sentences: Sentence) -> bool:
        cost = sum(max(len(sentence.words), len(sentence.text) // LETTERS_OF_A_WORD) for sentence in sentences)
        if cost > self.left:
            self.refused = True
            return False
        self.left -= cost
        self.spent += cost
        return True


@dataclass(frozen=True)
class Prepared:
    """A copy cut into what is compared."""

    headline: Sentence | None
    note: Sentence | None
    body: list[Sentence]
    captions: list[Sentence]
    related: list[Sentence]
    cut: bool

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset().union(*(sentence.words for sentence in self.body))


def prepare(copy: Copy, splitter: Splitter) -> Prepared:
    """Cut a copy; versions of one story share a splitter, which cuts no paragraph twice."""
    body = splitter.split(copy.paragraphs)
    return Prepared(
        splitter.whole(copy.headline) if copy.headline else None,
        splitter.whole(copy.note) if copy.note else None,
        body,
        [splitter.whole(text) for text in copy.captions],
        [splitter.whole(text) for text in copy.related],
        is_cut(copy.paragraphs, body),
    )


def compare(before: Copy, after: Copy) -> Comparison:
    """Compare two copies."""
    language = after.language or before.language
    splitter = Splitter(language)
    about = About(language, {*before.names, *after.names})
    return compare_prepared(prepare(before, splitter), prepare(after, splitter), about, Allowance())


def compare_prepared(
    before: Prepared, after: Prepared, about: About, allowance: Allowance, *, changes_only: bool = False
) -> Comparison:
    """Compare two copies that are cut already, as far as the allowance goes.

    With `changes_only` the rows leave out sentences of the body that are letter for letter the same.
    """
    found = align(before.body, after.body)
    said, still_said = before.words, after.words
    headline = _one_part(before.headline, after.headline, about, allowance)
    note = _one_part(before.note, after.note, about, allowance)
    body = list(rows(before.body, after.body, found, (said, still_said), about, allowance, changes_only=changes_only))
    captions = _parts(before.captions, after.captions, about, allowance)
    related = _parts(before.related, after.related, about, allowance)
    cut = before.cut or after.cut or allowance.refused
    return Comparison(headline, note, body, captions, related, found, cut, found.looked_at + allowance.spent)


def rows(
    before: Sequence[Sentence],
    after: Sequence[Sentence],
    found: Alignment,
    said: tuple[frozenset[str], frozenset[str]],
    about: About,
    allowance: Allowance,
    *,
    changes_only: bool = False,
) -> Iterator[Row]:
    """Yield the sentences of both in the order of the later one, what was dropped where it stood.

    `said` are the words of either.
    """
    paired = {pair.after: pair for pair in found.pairs}
    moved = {pair.before: number for number, pair in enumerate((p for p in found.pairs if p.moved), start=1)}
    gone = set(found.dropped) | set(moved)
    here = 0
    for place, sentence in enumerate(after):
        pair = paired.get(place)
        if pair and not pair.moved:
            for old in range(here, pair.before):
                if old in gone:
                    yield _gone(before[old], moved.get(old), about, said[1], allowance)
            here = pair.before + 1
        if changes_only and pair and not pair.moved and before[pair.before].text == sentence.text:
            continue
        if pair:
            yield _row(before[pair.before], sentence, moved.get(pair.before), about, allowance)
        else:
            yield Row(Fate.INSERTED, after=sentence, matters=_carried(sentence, about, said[0], allowance))
    for old in range(here, len(before)):
        if old in gone:
            yield _gone(before[old], moved.get(old), about, said[1], allowance)


def _gone(sentence: Sentence, moved: int | None, about: About, still_said: frozenset[str], allowance: Allowance) -> Row:
    if moved:
        return Row(Fate.LEFT, before=sentence, number=moved)
    return Row(Fate.DROPPED, before=sentence, matters=_carried(sentence, about, still_said, allowance))


def _row(old: Sentence, sentence: Sentence, moved: int | None, about: About, allowance: Allowance) -> Row:
    cut: list[Piece] = []
    matters: tuple[Matter, ...] = ()
    if old.text != sentence.text:
        cut = pieces(old, sentence, about) if allowance.allows(old, sentence) else []
        met = {matter for piece in cut for matter in piece.matters}
        matters = tuple(matter for matter in Matter if matter in met) if cut else (Matter.WORDING,)
    if moved:
        return Row(Fate.MOVED, old, sentence, cut, matters, moved)
    return Row(Fate.CHANGED if matters else Fate.SAME, old, sentence, cut, matters)


def _carried(sentence: Sentence, about: About, elsewhere: frozenset[str], allowance: Allowance) -> tuple[Matter, ...]:
    """Return what a sentence carries that stands in one copy only; `elsewhere` are the words of the other copy."""
    if not allowance.allows(sentence):
        return ()
    found = marks(sentence, about)
    own = [place for place, token in enumerate(sentence.tokens) if token.folded not in elsewhere]
    carried = {
        Matter.FIGURE: any(place in found.numbers and not found.numbers[place].is_date for place in own),
        Matter.NAME: bool(found.names.intersection(own)),
        Matter.ATTRIBUTION: bool(found.sayings),
        Matter.QUOTATION: len(found.quoted) >= SHORTEST_QUOTATION,
    }
    return tuple(matter for matter, is_carried in carried.items() if is_carried)


def _one_part(ours: Sentence | None, theirs: Sentence | None, about: About, allowance: Allowance) -> list[Row]:
    """Compare two texts that are each other's whatever they say."""
    if ours and theirs:
        return [_row(ours, theirs, None, about, allowance)]
    if theirs:
        return [Row(Fate.INSERTED, after=theirs, matters=_carried(theirs, about, frozenset(), allowance))]
    if ours:
        return [Row(Fate.DROPPED, before=ours, matters=_carried(ours, about, frozenset(), allowance))]
    return []


def _parts(ours: Sequence[Sentence], theirs: Sequence[Sentence], about: About, allowance: Allowance) -> list[Row]:
    """Compare lists of texts that are each taken as one: captions, headlines."""
    said = tuple(frozenset().union(*(text.words for text in texts)) for texts in (ours, theirs))
    return list(rows(ours, theirs, align(ours, theirs), said, about, allowance))
