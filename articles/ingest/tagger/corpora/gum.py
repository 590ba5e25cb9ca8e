"""GUM: English news, interviews, biographies, travel, court and academic texts.

GUM marks all that is spoken of, named or not; what is made of proper nouns is taken as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from articles.ingest.tagger.corpora.archives import texts_in
from articles.ingest.tagger.corpora.sequence import Document, Sequence, with_hyphens_joined
from articles.ingest.tagger.spans import Span, labelled
from articles.ingest.tagger.vocabulary import folded, triggers

ARCHIVE = Path("gum") / "gum-cc-by-genres.tar.xz"
TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
SPAN = re.compile(r"(?P<type>\w+)(?:\[(?P<number>\d+)\])?")
PROPER = ("NP", "NPS", "NNP", "NNPS")
JOINING = frozenset("of the and for & - on in de la al , .".split())

Word = tuple[str, str]


def documents(folder: Path) -> Iterator[Document]:
    """Yield the texts in order of name."""
    files = texts_in(folder / ARCHIVE)
    for name in sorted(files):
        if name.startswith("tsv/"):
            stem = name[4:-4]
            tags = _parts_of_speech(files[f"xml/{stem}.xml"])
            yield Document(f"gum/{stem}", tuple(_sentences(files[name], tags)))


def _parts_of_speech(markup: str) -> list[str]:
    return [line.split("\t")[1] for line in markup.split("\n") if line.count("\t") >= 2 and not line.startswith("<")]


def _sentences(table: str, tags: list[str]) -> Iterator[Sequence]:
    rows: list[list[str]] = []
    at = 0
    for line in [*table.split("\n"), ""]:
        if re.match(r"\d+-\d+\t", line):
            rows.append(line.split("\t"))
        elif rows:
            words = [(row[2], tag) for row, tag in zip(rows, tags[at : at + len(rows)], strict=True)]
            bounds = [(index, index + 1) for index in range(len(rows))]
            names = labelled(_names(rows, words), bounds)
            yield with_hyphens_joined(Sequence(tuple(row[2] for row in rows), tuple(names)))
            at += len(rows)
            rows = []


def _names(rows: list[list[str]], words: list[Word]) -> list[Span]:
    """The named among the marked: whole spans of proper nouns first, then runs of them inside longer spans."""
    spans = _marked(rows)
    found: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if span.type not in TYPES or not (name := _whole_name(span, words)) or _is_people(name, words):
            continue
        if taken.isdisjoint(range(name.start, name.end)):
            found.append(name)
            taken.update(range(name.start, name.end))
    innermost = {}
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        innermost.update(dict.fromkeys(range(span.start, span.end), span))
    run: list[int] = []
    for index in [*range(len(words)), -1]:
        own = innermost.get(index)
        proper = index >= 0 and own and own.type in TYPES and words[index][1] in PROPER and index not in taken
        if run and (not proper or innermost[run[-1]] != own):
            found += _run(run, innermost[run[-1]], words)
            run = []
        if proper:
            run.append(index)
    return sorted(found)


def _run(run: list[int], span: Span, words: list[Word]) -> list[Span]:
    """A run of proper nouns, unless it is a people (`Germans`)."""
    name = _trimmed(Span(run[0], run[-1] + 1, span.type), words)
    return [name] if name and not _is_people(name, words) else []


def _is_people(name: Span, words: list[Word]) -> bool:
    return name.type == "PER" and words[name.end - 1][1] in ("NPS", "NNPS")


def _marked(rows: list[list[str]]) -> list[Span]:
    spans: dict[str, Span] = {}
    for index, row in enumerate(rows):
        for each in row[3].split("|") if row[3] != "_" else ():
            parts = SPAN.fullmatch(each)
            if not parts:
                continue
            key = each if parts["number"] else f"{each}{index}"
            before = spans.get(key)
            spans[key] = Span(before.start if before else index, index + 1, parts["type"])
    return list(spans.values())


def _whole_name(span: Span, words: list[Word]) -> Span | None:
    trimmed = _trimmed(span, words)
    if trimmed is None:
        return None
    inside = words[trimmed.start : trimmed.end]
    if not all(tag in PROPER or (word.lower() in JOINING and 0 < at < len(inside) - 1) or tag in ("CD", "POS")
               for at, (word, tag) in enumerate(inside)):  # fmt: skip
        return None
    if trimmed.type == "LOC" and any(word == "," for word, _ in inside):
        return None
    return None if trimmed.type == "PER" and any(word in ("and", "of", ",") for word, _ in inside) else trimmed


def _trimmed(span: Span, words: list[Word]) -> Span | None:
    """The span without the article before and the title."""
    start, end, kind = span.start, span.end, TYPES[span.type]
    titles = triggers("person", "en")
    while start < end and (
        words[start][1] not in PROPER or (kind == "PER" and folded(words[start][0]) in titles and end - start > 1)
    ):
        start += 1
    while end > start and words[end - 1][1] not in (*PROPER, "CD"):
        end -= 1
    return Span(start, end, kind) if end > start else None
