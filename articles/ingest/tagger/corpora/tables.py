"""Corpora that are tables already: one token a line, a label in some column, an empty line between sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from articles.ingest.tagger.corpora.sequence import Sequence


def sentences(path: Path, token: int, label: int, types: Mapping[str, str], separator: str) -> Iterator[Sequence]:
    """Yield the sentences of a table; `types` maps the corpus's types to ours, others are no names."""
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8-sig").split("\n"), ""]:
        if line.startswith(("# ", "-DOCSTART-")):
            continue
        if line.strip():
            rows.append(line.split(separator))
        elif rows:
            yield sequence([row[token] for row in rows], [row[label] for row in rows], types)
            rows = []


def sequence(tokens: list[str], given: list[str], types: Mapping[str, str]) -> Sequence:
    """Return a sentence with our labels; a name begins where B says so, or where the type changes."""
    labels, before = [], ""
    for each in given:
        mark, _, name = each.partition("-")
        kind = types.get(name, "")
        inside = mark == "I" and name == before
        labels.append(f"{'I' if inside else 'B'}-{kind}" if kind else "O")
        before = name
    return Sequence(tuple(tokens), tuple(labels))
