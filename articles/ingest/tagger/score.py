"""Strict scores: a name counts only if start, end and type are all right."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

TYPES = ("PER", "LOC", "ORG")


@dataclass(slots=True)
class Score:
    """Names found, expected, and right."""

    found: int = 0
    expected: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 0.0


class Scores(dict[str, Score]):
    """A score for each type, and `ALL` for all of them."""

    def __init__(self) -> None:
        super().__init__({name: Score() for name in ("ALL", *TYPES)})

    def add(self, found: Collection[Hashable], expected: Collection[Hashable]) -> None:
        """Count the names of one text: tuples that end with their type."""
        right = set(found) & set(expected)
        for names, field in ((set(found), "found"), (set(expected), "expected"), (right, "right")):
            for name in names:
                for key in ("ALL", name[-1]):
                    setattr(self[key], field, getattr(self[key], field) + 1)

    def line(self) -> str:
        """Return the scores in one line."""
        types = " ".join(f"{name} {self[name].f1:.3f}" for name in TYPES)
        whole = self["ALL"]
        return f"P {whole.precision:.3f} R {whole.recall:.3f} F1 {whole.f1:.3f}   {types}"
