"""What every corpus becomes: documents of labelled sequences."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Sequence:
    """A paragraph or sentence: its tokens and a label for each."""

    tokens: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text of a corpus under the name the corpus gives it, or a number where it gives none."""

    name: str
    sequences: tuple[Sequence, ...]

    @property
    def size(self) -> int:
        return sum(len(sequence.tokens) for sequence in self.sequences)


def with_hyphens_joined(sequence: Sequence) -> Sequence:
    """Return the sequence with `Sud - Ouest` as one token, as our tokens have it."""
    tokens: list[str] = []
    labels: list[str] = []
    pairs = list(zip(sequence.tokens, sequence.labels, strict=True))
    index = 0
    while index < len(pairs):
        token, label = pairs[index]
        joins = token == "-" and tokens and 0 < index < len(pairs) - 1
        if joins and tokens[-1][-1].isalnum() and pairs[index + 1][0][0].isalnum():
            tokens[-1] += token + pairs[index + 1][0]
            index += 1
        else:
            tokens.append(token)
            labels.append(label)
        index += 1
    return Sequence(tuple(tokens), tuple(labels))


def is_held_out(name: str, one_in: int) -> bool:
    """Return whether a document is kept from training, for a test: the same documents always, one in so many."""
    return int(sha256(name.encode()).hexdigest()[:12], 16) % one_in == 0
