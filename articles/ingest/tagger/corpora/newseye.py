"""NewsEye, French: historical newspapers, read by machine (HIPE-2022 format)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from articles.ingest.tagger.corpora.sequence import Document, Sequence, with_hyphens_joined
from articles.ingest.tagger.corpora.tables import sequence
from articles.ingest.tagger.vocabulary import folded, triggers

TYPES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
LONGEST = 120


def documents(folder: Path) -> Iterator[Document]:
    """Yield the newspaper articles; titles before persons' names are taken off the names, as our other corpora do."""
    for path in sorted((folder / "newseye-fr").glob("*.tsv")):
        for text in path.read_text(encoding="utf-8").split("# hipe2022:document_id = ")[1:]:
            name, _, rest = text.partition("\n")
            rows = [line.split("\t") for line in rest.split("\n") if line and not line.startswith("# ")]
            yield Document(f"newseye/{name}", tuple(_sentences(rows)))


def _sentences(rows: list[list[str]]) -> Iterator[Sequence]:
    tokens: list[str] = []
    labels: list[str] = []
    for row in rows:
        token, label, remarks = row[0], row[1], row[9] if len(row) > 9 else ""
        if tokens and tokens[-1].endswith("¬"):
            tokens[-1] = tokens[-1][:-1] + token
        elif tokens and token in ("'", "’") and tokens[-1].isalpha() and len(tokens[-1]) < 7:
            tokens[-1] += token
        else:
            tokens.append(token)
            labels.append(label)
        if "EndOfSentence" in remarks or len(tokens) >= LONGEST:
            yield _sentence(tokens, labels)
            tokens, labels = [], []
    if tokens:
        yield _sentence(tokens, labels)


def _sentence(tokens: list[str], labels: list[str]) -> Sequence:
    found = sequence(tokens, labels, TYPES)
    ours = list(found.labels)
    titles = triggers("person", "fr")
    for index, label in enumerate(ours):
        if label == "B-PER" and (folded(tokens[index]) in titles or not tokens[index][0].isupper()):
            ours[index] = "O"
            for after in range(index + 1, len(ours)):
                if ours[after] != "I-PER":
                    break
                if tokens[after][0].isupper() and folded(tokens[after]) not in titles:
                    ours[after] = "B-PER"
                    break
                ours[after] = "O"
    return with_hyphens_joined(Sequence(found.tokens, tuple(ours)))
