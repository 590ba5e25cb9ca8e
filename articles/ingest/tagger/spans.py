"""Labels per token, and the spans they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


class Span(NamedTuple):
    """A name in a text: characters `start` to `end`; `type` is PER, LOC or ORG."""

    start: int
    end: int
    type: str


def labelled(spans: Iterable[Span], bounds: Sequence[tuple[int, int]]) -> list[str]:
    """Return a label for each token (`bounds`: its start and end) that says which spans it begins or goes on."""
    labels = ["O"] * len(bounds)
    for span in spans:
        begun = False
        for index, (start, end) in enumerate(bounds):
            if start < span.end and end > span.start:
                labels[index] = f"{'I' if begun else 'B'}-{span.type}"
                begun = True
    return labels


def spans_of(labels: Sequence[str], bounds: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the spans that the labels of a sequence of tokens stand for."""
    spans: list[Span] = []
    begun, kind = 0, ""
    for index, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            spans.append(Span(bounds[begun][0], bounds[index - 1][1], kind))
            kind = ""
        if not kind and label != "O":
            begun, kind = index, label[2:]
    return spans
