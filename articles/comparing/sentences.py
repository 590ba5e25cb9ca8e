"""Paragraphs as sentences, each with what it takes to find it again in another text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from articles.comparing.tokens import QUOTES_CLOSE, QUOTES_EITHER, QUOTES_OPEN, SPACELESS, Token, tokens, words
from articles.sentences import sentences

MOST_LETTERS = 400_000
"""Letters of a copy that are compared; the tail of a longer one is left out, and said to be."""
BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r"\s*\n\s*")
SPACELESS_LETTER = re.compile(f"[{SPACELESS}]")
SHORT_WORD, SHORT_WORD_WEIGHS = 3, 0.4


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph; `quoted` tells whether a quotation that began before it goes on."""

    text: str
    paragraph: int = 0
    quoted: bool = False
    words: tuple[str, ...] = field(default=())

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def features(self) -> dict[str, float]:
        """Words by how much they say for its being the same sentence, pairs of letters where there are no spaces."""
        return features(self.words)

    @cached_property
    def weight(self) -> float:
        return sum(self.features.values())


class Splitter:
    """Cuts paragraphs into sentences, the same paragraph of several versions once."""

    def __init__(self, language: str = "") -> None:
        self.language = language
        self.letters = 0
        """Letters cut so far."""
        self._known: dict[str, list[tuple[str, bool, tuple[str, ...]]]] = {}

    def split(self, paragraphs: Iterable[str]) -> list[Sentence]:
        """Return the sentences of a copy in order."""
        return [
            Sentence(text, number, quoted, found)
            for number, paragraph in enumerate(_within_bounds(paragraphs))
            for text, quoted, found in self._cut(paragraph)
        ]

    def whole(self, text: str) -> Sentence:
        """Return a headline, a note or a caption as one sentence."""
        plain = " ".join(text[:MOST_LETTERS].split())
        return Sentence(plain, words=words(plain))

    def _cut(self, paragraph: str) -> list[tuple[str, bool, tuple[str, ...]]]:
        if paragraph not in self._known:
            self.letters += len(paragraph)
            plain = BLANKS.sub(" ", LINE_ENDS.sub("\n", paragraph)).strip()
            self._known[paragraph] = list(_sentences(plain, self.language))
        return self._known[paragraph]


def is_cut(paragraphs: Iterable[str]) -> bool:
    """Tell whether a copy is longer than what is compared of it."""
    return sum(map(len, paragraphs)) > MOST_LETTERS


def features(found: tuple[str, ...]) -> dict[str, float]:
    """Return what a sentence of these words is found again by, with its weight."""
    counted: Counter[str] = Counter()
    before = ""
    for word in found:
        if not SPACELESS_LETTER.match(word):
            counted[word] += 1
            before = ""
        else:
            counted[before + word] += 1
            before = word
    return {
        word: times * (SHORT_WORD_WEIGHS if len(word) <= SHORT_WORD and word.isalpha() and word.isascii() else 1)
        for word, times in counted.items()
    }


def quotes_after(text: str, inside: bool) -> bool:
    """Tell whether a quotation is open at the end of a text."""
    for letter in text:
        if letter in QUOTES_OPEN:
            inside = True
        elif letter in QUOTES_CLOSE:
            inside = False
        elif letter in QUOTES_EITHER:
            inside = not inside
    return inside


def _sentences(paragraph: str, language: str) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    quoted = False
    for start, end in sentences(paragraph, language):
        text = paragraph[start:end]
        yield text, quoted, words(text)
        quoted = quotes_after(text, quoted)


def _within_bounds(paragraphs: Iterable[str]) -> Iterator[str]:
    left = MOST_LETTERS
    for paragraph in paragraphs:
        if left <= 0:
            return
        yield paragraph[:left]
        left -= len(paragraph)
