"""Paragraphs as sentences, each with what it takes to find it again in another text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from articles.comparing.tokens import QUOTES, QUOTES_CLOSE, QUOTES_OPEN, SPACELESS, Token, tokens, words
from articles.sentences import sentences

MOST_LETTERS, MOST_SENTENCES = 300_000, 5_000
"""Letters and sentences of a copy that are compared; the tail of a longer one is left out, and said to be."""
SPACELESS_LETTER = re.compile(f"[{SPACELESS}]")
QUOTE = re.compile(f"[{QUOTES}]")
SHORT_WORD, SHORT_WORD_WEIGHS = 3, 0.4


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph; `quoted` tells whether a quotation that began before it goes on."""

    text: str
    paragraph: int = 0
    quoted: bool = False
    words: tuple[str, ...] = field(default=())

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @property
    def features(self) -> dict[str, float]:
        """Words by how much they say for its being the same sentence, pairs of letters where there are no spaces."""
        return features(self.words)[0]

    @property
    def weight(self) -> float:
        return features(self.words)[1]


class Splitter:
    """Cuts paragraphs into sentences, the same paragraph of several versions once."""

    def __init__(self, language: str = "") -> None:
        self.language = language
        self.letters = 0
        """Letters cut so far."""
        self._known: dict[str, list[tuple[str, bool, tuple[str, ...]]]] = {}

    def split(self, paragraphs: Iterable[str]) -> list[Sentence]:
        """Return the sentences of a copy in order."""
        found = (
            Sentence(text, number, quoted, found)
            for number, paragraph in enumerate(_within_bounds(paragraphs))
            for text, quoted, found in self._cut(paragraph)
        )
        return list(islice(found, MOST_SENTENCES))

    def whole(self, text: str) -> Sentence:
        """Return a headline, a note or a caption as one sentence."""
        plain = " ".join(text[:MOST_LETTERS].split())
        return Sentence(plain, words=words(plain))

    def _cut(self, paragraph: str) -> list[tuple[str, bool, tuple[str, ...]]]:
        if paragraph not in self._known:
            self.letters += len(paragraph)
            lines = (" ".join(line.split()) for line in paragraph.splitlines())
            plain = "\n".join(line for line in lines if line)
            self._known[paragraph] = list(islice(_sentences(plain, self.language), MOST_SENTENCES))
        return self._known[paragraph]


def is_cut(paragraphs: Iterable[str], sentences: Sequence[Sentence]) -> bool:
    """Tell whether a copy is longer than the sentences that are compared of it."""
    return len(sentences) == MOST_SENTENCES or sum(map(len, paragraphs)) > MOST_LETTERS


@lru_cache(maxsize=4096)
def features(found: tuple[str, ...]) -> tuple[dict[str, float], float]:
    """Return what a sentence of these words is found again by, with its weight, and the weight of all."""
    counted: Counter[str] = Counter()
    before = ""
    for word in found:
        if not SPACELESS_LETTER.match(word):
            counted[word] += 1
            before = ""
        else:
            counted[before + word] += 1
            before = word
    weighed = {
        word: times * (SHORT_WORD_WEIGHS if len(word) <= SHORT_WORD and word.isascii() and word.isalpha() else 1)
        for word, times in counted.items()
    }
    return weighed, sum(weighed.values())


def quotes_after(text: str, inside: bool) -> bool:
    """Tell whether a quotation is open at the end of a text."""
    for letter in QUOTE.findall(text):
        if letter in QUOTES_OPEN:
            inside = True
        elif letter in QUOTES_CLOSE:
            inside = False
        else:
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
