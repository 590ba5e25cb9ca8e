"""Numbers that change from version to version: a toll, a price, a vote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from articles.comparing.alignment import Alignment
from articles.comparing.matters import About
from articles.comparing.numbers import Number, numbers
from articles.comparing.sentences import Sentence
from articles.comparing.tokens import Token, tokens, words
from articles.comparing.vocabulary import LARGE_NUMBERS, NUMBER_WORDS, WRITTEN_DIGITS

AROUND = 6
"""Words on each side of a number that tell what it counts."""
STEM = 5
"""Letters by which two forms of a word are one: passager, passagers."""
ALIKE = 0.25
SHORTEST = 4
SHOWN_AROUND, LONGEST_BEFORE = 3, 40
MOST_FIGURES = 12
MOST_NUMBERS = 60
"""Numbers of one version that are followed."""
MOST_CHANCES = 8
"""Numbers that count the same, of which one that changed may be the next value."""
LONGEST_ABSENCE = 5
"""Versions after which a number that was not seen again is given up."""


@dataclass(frozen=True)
class Point:
    """A number in one version: `version` and `place` of its sentence, -1 for the headline; `value` and as written."""

    version: int
    place: int
    value: float
    written: str
    before: str
    after: str


@dataclass(frozen=True)
class Figure:
    """A number with its values, one a version at most."""

    points: list[Point]

    @property
    def changes(self) -> list[Point]:
        """The first point, and those whose value is not that of the one before."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return [*self.points[:1], *(point for before, point in pairs if point.value != before.value)]

    @property
    def values(self) -> list[float]:
        return [point.value for point in self.points]


@dataclass(frozen=True)
class _Look:
    """A number in a sentence: what it counts, and the stems of the words around it."""

    value: float
    written: str
    before: str
    after: str
    counts: str
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number in a sentence of a version."""

    version: int
    place: int
    look: _Look

    @property
    def counts(self) -> str:
        return self.look.counts

    @property
    def point(self) -> Point:
        look = self.look
        return Point(self.version, self.place, look.value, look.written, look.before, look.after)


@dataclass
class _Line:
    seen: list[_Seen] = field(default_factory=list)


def figures(
    headlines: Sequence[Sentence | None],
    versions: Sequence[Sequence[Sentence]],
    steps: Sequence[Alignment],
    about: About,
) -> list[Figure]:
    """Return the numbers that change, those of the headline first; oldest version first."""
    lines: list[_Line] = []
    going: list[_Line] = []
    for number, (headline, sentences) in enumerate(zip(headlines, versions, strict=True)):
        before = {pair.after: pair.before for pair in steps[number - 1].pairs} if number else {}
        going = [line for line in going if number - line.seen[-1].version <= LONGEST_ABSENCE]
        begun = _continue(going, list(_seen(number, headline, sentences, about)), before)
        going += begun
        lines += begun
    found = [Figure([seen.point for seen in line.seen]) for line in lines]
    changing = [figure for figure in found if len(set(figure.values)) > 1]
    return list(_told_once(sorted(changing, key=_rank)))[:MOST_FIGURES]


def _rank(figure: Figure) -> tuple[int, int, int]:
    headlined = sum(point.place < 0 for point in figure.points)
    return -headlined, -len(figure.points), min(point.place for point in figure.points)


def _told_once(found: Iterable[Figure]) -> Iterator[Figure]:
    """Leave out figures whose values another has told for the same versions."""
    told: list[set[tuple[int, float]]] = []
    for figure in found:
        values = {(point.version, point.value) for point in figure.points}
        if not any(values <= other for other in told):
            told.append(values)
            yield figure


def _continue(lines: Sequence[_Line], seen: Sequence[_Seen], before: dict[int, int]) -> list[_Line]:
    """Give each number of a version to the line it goes on with, the likeliest first; return those it begins."""
    waiting = _go_on_unchanged(lines, seen, before)
    version = seen[0].version if seen else 0
    by_count: dict[str, list[_Line]] = {}
    for line in lines:
        if line.seen[-1].version != version:
            by_count.setdefault(line.seen[-1].counts, []).append(line)
    chances = []
    for place, each in enumerate(waiting):
        for number, line in enumerate(by_count.get(each.counts, ())[:MOST_CHANCES]):
            if likeness := _likeness(line.seen[-1], each, before):
                chances.append((-likeness, place, number))
    given: set[int] = set()
    for _surest, place, number in sorted(chances):
        line = by_count[waiting[place].counts][number]
        if place not in given and line.seen[-1].version != version:
            given.add(place)
            line.seen.append(waiting[place])
    return [_Line([each]) for place, each in enumerate(waiting) if place not in given]


def _go_on_unchanged(lines: Iterable[_Line], seen: Iterable[_Seen], before: dict[int, int]) -> list[_Seen]:
    """Give numbers that stand in the same sentence and are the same to their lines; return the others."""
    lasts = [(line.seen[-1], line) for line in lines]
    known = {(last.version, last.place, last.counts, last.look.value): line for last, line in lasts}
    waiting = []
    for each in seen:
        place = before.get(each.place, -2) if each.place >= 0 else -1
        line = known.pop((each.version - 1, place, *each.counts, each.look.value), None)
        if line:
            line.seen.append(each)
        else:
            waiting.append(each)
    return waiting


def _likeness(old: _Seen, new: _Seen, before: dict[int, int]) -> float:
    """Return how surely two numbers that count the same are one figure."""
    shared = len(old.look.around & new.look.around)
    alike = 2 * shared / ((len(old.look.around) + len(new.look.around)) or 1)
    same_sentence = before.get(new.place, -2) == old.place or old.place == new.place == -1
    if same_sentence:
        return 1 + alike
    return alike if alike >= ALIKE else 0


def _seen(number: int, headline: Sentence | None, sentences: Sequence[Sentence], about: About) -> Iterator[_Seen]:
    found = 0
    for place, sentence in enumerate((headline, *sentences), start=-1):
        for look in _looks(sentence.text, about.language) if sentence else ():
            if found >= MOST_NUMBERS:
                return
            found += 1
            yield _Seen(number, place, look)


@lru_cache(maxsize=8192)
def _looks(text: str, language: str) -> tuple[_Look, ...]:
    """Return the figures in a sentence; most have none, and versions have most sentences in common."""
    known = NUMBER_WORDS.get(language, {})
    if not any(
        word[0].isdigit() or word in known or word in LARGE_NUMBERS or word in WRITTEN_DIGITS for word in words(text)
    ):
        return ()
    found = tokens(text)
    return tuple(_look_at(text, found, each) for each in numbers(text, found, language) if not each.is_date)


def _look_at(text: str, found: Sequence[Token], number: Number) -> _Look:
    after, before = _words(found[number.last + 1 :]), _words(found[: number.first][::-1])
    opens = found[max(0, number.first - SHOWN_AROUND)].start
    closes = found[min(len(found) - 1, number.last + 2 * SHOWN_AROUND)].end
    start, end = found[number.first].start, found[number.last].end
    while opens and not text[opens - 1].isspace() and start - opens < LONGEST_BEFORE:
        opens -= 1
    around = frozenset(word[:STEM] for word in (*after[:AROUND], *before[:AROUND]))
    counts = after[0][:STEM] if after else before[0][:STEM] if before else ""
    return _Look(number.value or 0, number.written, text[opens:start], text[end:closes], counts, around)


def _words(found: Sequence[Token]) -> list[str]:
    """Return the words that say something, letters written without spaces one by one."""
    return [
        token.folded
        for token in found
        if token.kind == "letter"
        or (token.kind == "word" and (len(token.folded) >= SHORTEST or not token.text.isascii()))
    ]
