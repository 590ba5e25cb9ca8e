"""What a change is about: figures, dates, names, who said it, a quotation, wording, or next to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.comparing.numbers import Number, numbers
from articles.comparing.sentences import Sentence
from articles.comparing.tokens import QUOTES_CLOSE, QUOTES_EITHER, QUOTES_OPEN, Token, tokens
from articles.comparing.vocabulary import DAYS, DAYS_OF_LETTERS, MONTHS, SAYING, SAYING_PHRASES

CAPITALS_MEAN_NOTHING = {"de"}
MOSTLY = 0.6
"""Share of words with a capital from which capitals tell no names: headlines in title case."""
SHORTEST_TYPO = 6
SENTENCE_SIGNS = '.!?:"-('


class Matter(StrEnum):
    """What a change is about, the gravest first."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    ATTRIBUTION = "attribution"
    QUOTATION = "quotation"
    WORDING = "wording"
    TRIVIAL = "trivial"


class About:
    """What is known of the texts compared: their language, and the names in them."""

    def __init__(self, language: str = "", names: Iterable[str] = ()) -> None:
        self.language = language
        self.names: set[str] = set()
        self.names_of_letters: set[tuple[str, ...]] = set()
        for name in names:
            parts = [token for token in tokens(name) if token.says_something]
            if any(token.kind == "letter" for token in parts):
                self.names_of_letters.add(tuple(token.folded for token in parts))
            else:
                self.names |= {token.folded for token in parts if _could_be_a_name(token)}

    def marks(self, before: Sentence, after: Sentence) -> tuple[Marks, Marks]:
        """Return what the tokens of two sentences are."""
        return marks(before, self), marks(after, self)


@dataclass(frozen=True)
class Marks:
    """By token of a sentence: the number it belongs to; which are days, names, say who said it, are quoted."""

    numbers: dict[int, Number]
    days: frozenset[int]
    names: frozenset[int]
    sayings: frozenset[int]
    quoted: frozenset[int]


def marks(sentence: Sentence, about: About) -> Marks:
    """Return what each token of a sentence is."""
    found = sentence.tokens
    known = {
        place: number
        for number in numbers(sentence.text, found, about.language)
        for place in range(number.first, number.last + 1)
    }
    return Marks(
        known,
        frozenset(place for place in _days(found) if place not in known or known[place].is_date),
        frozenset(_names(found, about)),
        frozenset(_sayings(found)),
        frozenset(_quoted(found, sentence.quoted)),
    )


def matters(
    ours: Sequence[Token], theirs: Sequence[Token], one: slice, other: slice, known: tuple[Marks, Marks]
) -> tuple[Matter, ...]:
    """Return what the change of some tokens of one sentence into some of another is about, the gravest first."""
    said = [token for token in (*ours, *theirs) if token.says_something]
    if not said:
        quotes = [token for token in (*ours, *theirs) if token.text in QUOTES_OPEN + QUOTES_CLOSE + QUOTES_EITHER]
        return (Matter.QUOTATION,) if quotes else (Matter.TRIVIAL,)
    was, became = known
    found = set(_of_numbers(one, other, was, became))
    if not found and _is_trivial(ours, theirs, bool(was.names & _places(one) or became.names & _places(other))):
        return (Matter.TRIVIAL,)
    if _differ(ours, theirs, one, other, was.names, became.names):
        found.add(Matter.NAME)
    if _differ(ours, theirs, one, other, was.sayings, became.sayings):
        found.add(Matter.ATTRIBUTION)
    if (was.quoted & _places(one)) or (became.quoted & _places(other)):
        found.add(Matter.QUOTATION)
    if _differ(ours, theirs, one, other, was.days, became.days):
        found.add(Matter.DATE)
    return tuple(matter for matter in Matter if matter in found) or (Matter.WORDING,)


def _of_numbers(one: slice, other: slice, was: Marks, became: Marks) -> Iterator[Matter]:
    ours, theirs = _numbers_in(one, was), _numbers_in(other, became)
    figures = (Counter(each.value for each in found if not each.is_date) for found in (ours, theirs))
    if next(figures) != next(figures):
        yield Matter.FIGURE
    dates = (Counter(each.written for each in found if each.is_date) for found in (ours, theirs))
    if next(dates) != next(dates):
        yield Matter.DATE


def _numbers_in(part: slice, known: Marks) -> list[Number]:
    return list(dict.fromkeys(known.numbers[place] for place in _places(part) if place in known.numbers))


def _places(part: slice) -> set[int]:
    return set(range(part.start, part.stop))


def _differ(
    ours: Sequence[Token],
    theirs: Sequence[Token],
    one: slice,
    other: slice,
    was: frozenset[int],
    became: frozenset[int],
) -> bool:
    """Whether the words at some places are not the same ones on both sides."""
    left = {token.folded for place, token in enumerate(ours, one.start) if place in was}
    right = {token.folded for place, token in enumerate(theirs, other.start) if place in became}
    return left != right


def _is_trivial(ours: Sequence[Token], theirs: Sequence[Token], names: bool) -> bool:
    """Whether only blanks, hyphens or one letter within a long word differ; a letter of a name is no trifle."""
    was, became = ("".join(token.folded for token in part if token.says_something) for part in (ours, theirs))
    if was == became:
        return True
    words = [token for token in (*ours, *theirs) if token.says_something]
    return len(words) == 2 and not names and all(word.kind == "word" for word in words) and is_typo(was, became)


def is_typo(one: str, other: str) -> bool:
    """Whether two long words differ by one letter within them: not at an end, where letters are endings."""
    if min(len(one), len(other)) < SHORTEST_TYPO or one[0] != other[0] or one[-1] != other[-1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(longer) == len(shorter) + 1:
        return shorter[start:] == longer[start + 1 :]
    if len(longer) > len(shorter):
        return False
    swapped = (
        shorter[start : start + 2] == longer[start : start + 2][::-1] and shorter[start + 2 :] == longer[start + 2 :]
    )
    return swapped or shorter[start + 1 :] == longer[start + 1 :]


def _days(found: Sequence[Token]) -> Iterator[int]:
    for place, token in enumerate(found):
        if token.kind == "word" and (token.folded in DAYS or token.folded in MONTHS):
            yield place
    yield from _phrases(found, DAYS_OF_LETTERS)


def _names(found: Sequence[Token], about: About) -> Iterator[int]:
    words = [token for token in found if token.kind == "word" and len(token.text) > 1]
    capitals = sum(token.text[0].isupper() for token in words)
    telling = about.language not in CAPITALS_MEAN_NOTHING and capitals <= MOSTLY * len(words)
    begins, last = True, -2
    for place, token in enumerate(found):
        if token.kind == "word" and len(token.text) > 1:
            capital = telling and not begins and token.text[0].isupper() and token.folded not in MONTHS | DAYS
            known = token.folded in about.names and _could_be_a_name(token)
            goes_on = last == place - 2 and found[place - 1].folded == "-" and token.start == found[last].end + 1
            if known or capital or goes_on:
                last = place
                yield place
        begins = token.kind == "sign" and (begins or token.folded in SENTENCE_SIGNS)
    yield from _phrases(found, about.names_of_letters)


def _could_be_a_name(token: Token) -> bool:
    """A small word of a name, such as de, is none by itself; letters without capitals may be."""
    return not token.text[0].islower()


def _sayings(found: Sequence[Token]) -> Iterator[int]:
    yield from (place for place, token in enumerate(found) if token.kind == "word" and token.folded in SAYING)
    yield from _phrases(found, SAYING_PHRASES)


def _phrases(found: Sequence[Token], phrases: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """Yield the places of phrases that are written without spaces between words."""
    if not any(token.kind == "letter" for token in found):
        return
    beginning: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        beginning.setdefault(phrase[0], []).append(phrase)
    folded = tuple(token.folded for token in found)
    for place, letter in enumerate(folded):
        for phrase in beginning.get(letter, ()):
            if folded[place : place + len(phrase)] == phrase:
                yield from range(place, place + len(phrase))


def _quoted(found: Sequence[Token], inside: bool) -> Iterator[int]:
    for place, token in enumerate(found):
        if token.text in QUOTES_OPEN:
            inside = True
        elif token.text in QUOTES_CLOSE:
            inside = False
        elif token.text in QUOTES_EITHER:
            inside = not inside
        elif inside:
            yield place
