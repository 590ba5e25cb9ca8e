"""Wikigold: sentences of English Wikipedia, whose documents follow one another without a mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.ingest.tagger.corpora.sequence import Document
from articles.ingest.tagger.corpora.tables import sentences

TYPES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
SENTENCES = 12


def documents(folder: Path) -> Iterator[Document]:
    """Yield runs of sentences, about as many as a document has."""
    found = list(sentences(folder / "wikigold" / "wikigold.conll.txt", 0, -1, TYPES, " "))
    for number, start in enumerate(range(0, len(found), SENTENCES)):
        yield Document(f"wikigold/{number:03}", tuple(found[start : start + SENTENCES]))
