"""How well date and place of filing are read in the MUC-3 stories: python -m benchmarks.muc3 FOLDER|ARCHIVE.tar.xz

The gold stands in each page's metadata. The first figure is that of an import, which reads them; for the second they
are taken off each page before it is read, so that only the text can tell.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from articles.ingest.article import Dateline, ParsedArticle
from articles.ingest.reading import read

GOLD = re.compile(rb'<meta name="DC\.(?P<name>date|coverage)" content="(?P<content>[^"]*)"\s*/>')
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Gold:
    """The day and place of filing as an annotator wrote them; empty where the story gives none."""

    day: str
    place: str


@dataclass(slots=True)
class Count:
    """How many stories were read, and of how many the date and the place were right."""

    stories: int = 0
    unreadable: int = 0
    dates: int = 0
    places: int = 0

    def line(self) -> str:
        share = max(self.stories, 1) / 100
        return (
            f"{self.stories:,} stories, {self.unreadable} unreadable, "
            f"date {self.dates / share:.2f} %, place {self.places / share:.2f} %"
        )


def main(path: Path) -> None:
    """Print both figures, and the first stories of which the text alone did not tell."""
    declared, told, faults = Count(), Count(), []
    for name, page in pages(path):
        gold = gold_of(page)
        compare(page, name, gold, declared)
        if fault := compare(GOLD.sub(b"", page), name, gold, told):
            faults.append(fault)
    print(f"{'metadata and text':<20} {declared.line()}")
    print(f"{'text alone':<20} {told.line()}")
    for fault in faults[:SHOWN]:
        print(f"  {fault}")


def pages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a folder or of an archive, by name."""
    if path.is_dir():
        for file in sorted(path.rglob("*.xhtml")):
            yield file.name, file.read_bytes()
        return
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".xhtml"):
                yield Path(member.name).name, archive.extractfile(member).read()


def gold_of(page: bytes) -> Gold:
    """Return the gold of a page."""
    said = {found["name"]: unescape(found["content"].decode()) for found in GOLD.finditer(page)}
    return Gold(said.get(b"date", ""), said.get(b"coverage", ""))


def compare(page: bytes, name: str, gold: Gold, count: Count) -> str:
    """Count a story; return what was read in place of the gold, or nothing."""
    count.stories += 1
    article = next(read(page, name), None)
    if not isinstance(article, ParsedArticle):
        count.unreadable += 1
        return f"{name}: {article.reason if article else 'nothing read'}"
    day = article.dateline.date.isoformat() if article.dateline.date else ""
    place = place_of(article.dateline)
    count.dates += day == gold.day
    count.places += place == gold.place
    return "" if (day, place) == (gold.day, gold.place) else f"{name}: {day} {place} for {gold.day} {gold.place}"


def place_of(dateline: Dateline) -> str:
    """Return the place of a dateline as the gold writes it: `LIMA`, `MOSCOW (USSR)`."""
    places = ", ".join(dateline.places)
    return f"{places} ({dateline.region})" if dateline.region else places


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
