"""Numbers that change from version to version: a toll, a price, a vote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.comparing.alignment import Alignment
from articles.comparing.matters import About, marks
from articles.comparing.numbers import Number
from articles.comparing.sentences import Sentence
from articles.comparing.tokens import Token
from articles.comparing.vocabulary import LARGE_NUMBERS, NUMBER_WORDS, WRITTEN_DIGITS

AROUND = 6
"""Words on each side of a number that tell what it counts."""
STEM = 5
"""Letters by which two forms of a word are one: passager, passagers."""
ALIKE = 0.25
SHORTEST = 4
SHOWN_AROUND, LONGEST_BEFORE = 3, 40
MOST_FIGURES = 12
MOST_NUMBERS = 80
"""Numbers of one version that are followed."""
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


@dataclass
class _Seen:
    """A number in a sentence, and the stems of the words around it."""

    point: Point
    counts: str
    around: frozenset[str]


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
    for number, (headline, sentences) in enumerate(zip(headlines, versions, strict=True)):
        before = {pair.after: pair.before for pair in steps[number - 1].pairs} if number else {}
        _continue(lines, list(_seen(number, headline, sentences, about)), before)
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


def _continue(lines: list[_Line], seen: list[_Seen], before: dict[int, int]) -> None:
    """Give each number of a version to the line it goes on with, or begin one; the likeliest first."""
    by_count: dict[str, list[int]] = {}
    version = seen[0].point.version if seen else 0
    for number, line in enumerate(lines):
        if version - line.seen[-1].point.version > LONGEST_ABSENCE:
            continue
        by_count.setdefault(line.seen[-1].counts, []).append(number)
    chances = []
    for place, each in enumerate(seen):
        for number in by_count.get(each.counts, ()):
            if likeness := _likeness(lines[number].seen[-1], each, before):
                chances.append((-likeness, place, number))
    taken_seen, taken_lines = set(), set()
    for _surest, place, number in sorted(chances):
        if place not in taken_seen and number not in taken_lines:
            taken_seen.add(place)
            taken_lines.add(number)
            lines[number].seen.append(seen[place])
    lines += [_Line([each]) for place, each in enumerate(seen) if place not in taken_seen]


def _likeness(old: _Seen, new: _Seen, before: dict[int, int]) -> float:
    """Return how surely two numbers that count the same are one figure."""
    shared = len(old.around & new.around)
    alike = 2 * shared / ((len(old.around) + len(new.around)) or 1)
    same_sentence = before.get(new.point.place, -2) == old.point.place or old.point.place == new.point.place == -1
    if same_sentence:
        return 1 + alike
    return alike if alike >= ALIKE else 0


def _seen(number: int, headline: Sentence | None, sentences: Sequence[Sentence], about: About) -> Iterator[_Seen]:
    found = 0
    for place, sentence in enumerate((headline, *sentences), start=-1):
        if found >= MOST_NUMBERS or not _may_hold_numbers(sentence, about.language):
            continue
        known = marks(sentence, about)
        for each in dict.fromkeys(known.numbers.values()):
            if each.is_date or found >= MOST_NUMBERS:
                continue
            found += 1
            yield _look_at(number, place, sentence, each)


def _may_hold_numbers(sentence: Sentence | None, language: str) -> bool:
    known = NUMBER_WORDS.get(language, {})
    return sentence is not None and any(
        word[0].isdigit() or word in known or word in LARGE_NUMBERS or word in WRITTEN_DIGITS for word in sentence.words
    )


def _look_at(version: int, place: int, sentence: Sentence, number: Number) -> _Seen:
    tokens, text = sentence.tokens, sentence.text
    after, before = _words(tokens[number.last + 1 :]), _words(tokens[: number.first][::-1])
    opens = tokens[max(0, number.first - SHOWN_AROUND)].start
    closes = tokens[min(len(tokens) - 1, number.last + 2 * SHOWN_AROUND)].end
    start, end = tokens[number.first].start, tokens[number.last].end
    while opens and not text[opens - 1].isspace() and start - opens < LONGEST_BEFORE:
        opens -= 1
    point = Point(version, place, number.value or 0, number.written, text[opens:start], text[end:closes])
    around = frozenset(word[:STEM] for word in (*after[:AROUND], *before[:AROUND]))
    counts = after[0][:STEM] if after else before[0][:STEM] if before else ""
    return _Seen(point, counts, around)


def _words(found: Sequence[Token]) -> list[str]:
    """Return the words that say something, letters written without spaces one by one."""
    return [
        token.folded
        for token in found
        if token.kind == "letter"
        or (token.kind == "word" and (len(token.folded) >= SHORTEST or not token.text.isascii()))
    ]
