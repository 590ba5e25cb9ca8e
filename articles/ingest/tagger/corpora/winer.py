"""WiNER-fr: French Wikinews stories with brat standoff annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.ingest.tagger.corpora.archives import texts_in
from articles.ingest.tagger.corpora.sequence import Document, Sequence
from articles.ingest.tagger.spans import Span, labelled
from articles.ingest.tagger.tokens import Tokens

ARCHIVE = "winer-fr-2016-2017.tar.xz"
TYPES = {"Person": "PER", "Location": "LOC", "Organization": "ORG"}
ANNOTATION = re.compile(r"T\d+\t(?P<type>\w+) (?P<start>\d+) (?:\d+;\d+ )*(?P<end>\d+)\t(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Story:
    """A story of the corpus: its text and the outermost names in it."""

    name: str
    text: str
    spans: tuple[Span, ...]


def stories(folder: Path) -> Iterator[Story]:
    """Yield the annotated stories in order of name; those whose offsets are out of step are left out."""
    files = texts_in(folder / ARCHIVE)
    for name in sorted(files):
        if name.endswith(".ann"):
            text = files[f"{name[:-4]}.txt"]
            if spans := _spans(files[name], text):
                yield Story(name[:-4], text, spans)


def documents(folder: Path) -> Iterator[Document]:
    """Yield the stories as labelled sequences, one a line."""
    for story in stories(folder):
        yield Document(story.name, tuple(_sequences(story)))


def _sequences(story: Story) -> Iterator[Sequence]:
    start = 0
    for line in story.text.split("\n"):
        tokens = Tokens(line, "fr")
        bounds = [(start + first, start + last) for first, last in tokens.bounds]
        inside = [span for span in story.spans if start <= span.start < start + len(line)]
        if bounds:
            yield Sequence(tuple(tokens.texts), tuple(labelled(inside, bounds)))
        start += len(line) + 1


def _spans(annotations: str, text: str) -> tuple[Span, ...]:
    """The outermost persons, places and organisations; nothing where an annotation does not fit the text."""
    found = []
    for line in annotations.splitlines():
        if not (parts := ANNOTATION.fullmatch(line)):
            continue
        start, end = int(parts["start"]), int(parts["end"])
        if ";" not in line.split("\t")[1] and _squeezed(text[start:end]) != _squeezed(parts["text"]):
            return ()
        if parts["type"] in TYPES:
            found.append(Span(start, end, TYPES[parts["type"]]))
    outermost: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end, span.type)):
        if not outermost or span.start >= outermost[-1].end:
            outermost.append(span)
    return tuple(outermost)


def _squeezed(text: str) -> str:
    return "".join(text.split())
