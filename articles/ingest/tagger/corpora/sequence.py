"""What every corpus becomes: documents of labelled sequences."""

from __future__ import annotations

from dataclasses import dataclass


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


def is_held_out(name: str, one_in: int) -> bool:
    """Return whether a document is kept from training, for a test: the same documents always, one in so many."""
    from hashlib import sha256

    return int(sha256(name.encode()).hexdigest()[:12], 16) % one_in == 0
