"""An article's lines with the names found in them so far: what each rule reads and changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from articles.ingest.language import WORDS
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tokens import Tokens

SPACES = (" ", "\u00a0", "\u202f")


class Place(NamedTuple):
    """Where a token stands: which line, which token of it."""

    line: int
    index: int


class TaggedCopy:
    """The lines of an article, their tokens, and the names in each line, in order and not overlapping.

    `filed_from` has the names of the dateline's places.
    """

    def __init__(
        self,
        lines: Sequence[str],
        language: str,
        tokens: list[Tokens],
        spans: list[list[Span]],
        filed_from: Collection[str] = (),
    ) -> None:
        self.lines = lines
        self.filed_from = filed_from
        self.language = language
        self.tokens = tokens
        self.spans = spans

    @cached_property
    def words(self) -> dict[str, None]:
        """The tokens, each once, in the order in which they first occur."""
        return dict.fromkeys(chain.from_iterable(tokens.texts for tokens in self.tokens))

    @cached_property
    def capitalised(self) -> dict[str, list[Place]]:
        """Where each capitalised token stands."""
        return self.places_of({word for word in self.words if word[0].isupper()})

    def places_of(self, words: Set[str]) -> dict[str, list[Place]]:
        """Return where each of these tokens stands, in the order in which they first occur."""
        found: dict[str, list[Place]] = defaultdict(list)
        for line, tokens in enumerate(self.tokens):
            if not words.isdisjoint(tokens.texts):
                for index, text in enumerate(tokens.texts):
                    if text in words:
                        found[text].append(Place(line, index))
        return found

    def names(self) -> Iterator[tuple[int, Span, str]]:
        """Yield line, span and text of each name."""
        for line, spans in enumerate(self.spans):
            text = self.lines[line]
            for span in spans:
                yield line, span, text[span.start : span.end]

    def within(self, line: int, start: int, end: int) -> list[Span]:
        """Return the names that touch these characters of a line."""
        return [span for span in self.spans[line] if span.start < end and span.end > start]

    def add(self, line: int, span: Span) -> None:
        """Put a name in, in place of all it touches."""
        kept = [other for other in self.spans[line] if other.start >= span.end or other.end <= span.start]
        self.spans[line] = sorted([*kept, span])

    def remove(self, line: int, spans: Sequence[Span]) -> None:
        """Take names out."""
        self.spans[line] = [span for span in self.spans[line] if span not in spans]

    def stands_alone(self, place: Place, length: int = 1) -> bool:
        """Whether no capitalised word stands directly before or after these tokens, as part of a longer name."""
        number, first = place
        tokens, line, last = self.tokens[number], self.lines[number], first + length - 1
        followed = last + 1 < len(tokens.texts) and tokens.texts[last + 1][0].isupper()
        if followed and line[tokens.bounds[last][1] : tokens.bounds[last + 1][0]] in (" ", "\u00a0"):
            return False
        before = tokens.texts[first - 1] if first else ""
        if not before[:1].isupper() or not before[-1].isalpha() or before.lower() in WORDS.get(self.language, ()):
            return True
        return first == 1 or line[tokens.bounds[first - 1][1] : tokens.bounds[first][0]] not in SPACES
