"""Universal NER, English Web Treebank: blogs, mails, reviews, questions and newsgroups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.ingest.tagger.corpora.sequence import Document, Sequence
from articles.ingest.tagger.corpora.tables import sequence

TYPES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}


def documents(folder: Path) -> Iterator[Document]:
    """Yield the documents of the development and test parts."""
    for path in sorted((folder / "uner-en-ewt").glob("*.iob2")):
        for text in path.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
            name, _, rest = text.partition("\n")
            found = tuple(_sentence(block) for block in rest.split("\n\n") if block.strip())
            yield Document(f"uner/{name}", found)


def _sentence(block: str) -> Sequence:
    rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("# ")]
    return sequence([row[1] for row in rows], [row[2] for row in rows], TYPES)
