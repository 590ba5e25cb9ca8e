"""CrossNER: sentences of English Wikipedia in five domains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.ingest.tagger.corpora.sequence import Document
from articles.ingest.tagger.corpora.tables import sentences

TYPES = {
    **dict.fromkeys(("person", "politician", "writer", "musicalartist", "scientist", "researcher"), "PER"),
    **dict.fromkeys(("organisation", "politicalparty", "band", "university"), "ORG"),
    **dict.fromkeys(("location", "country"), "LOC"),
}


def documents(folder: Path) -> Iterator[Document]:
    """Yield each sentence as a document of its own: which belong together is not told."""
    for path in sorted((folder / "crossner").glob("*.txt")):
        for number, sentence in enumerate(sentences(path, 0, 1, TYPES, "\t")):
            yield Document(f"crossner/{path.stem}/{number:04}", (sentence,))
