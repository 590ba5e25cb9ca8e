"""The records of a stream that holds many: each with its bytes and line, never more than one in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Declared, Origin, article_of
from articles.ingest.encoding import Decoded, Undecodable
from articles.ingest.grammar.layout import LONGEST_LINE
from articles.ingest.records.patience import Patience
from articles.ingest.records.record import LONGEST_RECORD, Record, excerpt, text_of
from articles.ingest.source import Reading, Source, Unreadable

CHUNK = 256 * 1024
LONGEST_BEGINNING = 1024
"""The most bytes that a record's beginning may need to be recognised."""

LIKELY = ("utf-8", "", "latin-1")
"""UTF-8 first: the control bytes of the wires are no sign of binary data."""

MOST_UNREAD = 1_000
BLANK = re.compile(rb"[\s\x00\x01\x04\x16\x1a\x7f]*+")


def records(stream: BinaryIO, begins: re.Pattern[bytes], longest: int) -> Iterator[Record]:
    """Yield what stands before the first match of `begins`, then each record up to the next match.

    Of a record of more than `longest` bytes only the first are kept. The pattern must match within 1 kB, and at the
    beginning of a line or of the stream.
    """
    gathered = _Gathered(longest)
    rest, at_end = b"\n", False
    while not at_end:
        chunk = stream.read(CHUNK)
        at_end = not chunk
        buffer = rest + chunk
        settled = len(buffer) if at_end else max(len(buffer) - LONGEST_BEGINNING, 1)
        start = 1
        for found in begins.finditer(buffer, 1, len(buffer)):
            if found.start() >= settled:
                break
            settled = max(settled, found.end())
            gathered.take(buffer[start : found.start()])
            yield from gathered.close()
            gathered.begun = True
            start = found.start()
        gathered.take(buffer[start:settled])
        # one byte is kept before what is searched next, so that a pattern may look behind at the line end
        rest = buffer[settled - 1 :]
    yield from gathered.close()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format of many records is laid out: what begins one and what ends it, what may stand between two of them
    without being copy, and what the text of a record declares."""

    name: str
    begins: re.Pattern[bytes]
    declare: Callable[[str], Declared]
    ends: re.Pattern[bytes]
    must_end: bool = False
    between: re.Pattern[bytes] = BLANK


def articles_in(source: Source, reading: Reading, layout: Layout) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each record, or why it could not be read."""
    patience = Patience(MOST_UNREAD, MOST_UNREAD)
    for record in records(source.stream, layout.begins, min(LONGEST_RECORD, reading.limits.file_bytes)):
        end = _end_of(record, layout)
        if end:
            article = _article(record, record.data[:end], patience.articles, layout, source.address, reading)
            yield article
            if isinstance(article, ParsedArticle):
                patience.found()
            else:
                patience.lost(record.line)
        if not layout.between.fullmatch(record.data, end):
            rest = record.data[end:].lstrip()
            line = record.line + record.data.count(b"\n", 0, len(record.data) - len(rest))
            yield Problem(source.address, "not part of any record: its beginning is missing", line, excerpt(rest))


def _end_of(record: Record, layout: Layout) -> int:
    """Where the record ends, 0 for what stands before the first and for one of nothing but control characters."""
    if not record.begun or BLANK.fullmatch(record.data):
        return 0
    found = layout.ends.search(record.data)
    return found.end() if found else len(record.data)


def _article(
    record: Record, data: bytes, position: int, layout: Layout, file: str, reading: Reading
) -> ParsedArticle | Problem:
    try:
        if not record.is_whole:
            raise Unreadable(f"a record of {record.size:,} bytes is no wire copy", 1)
        if layout.must_end and not layout.ends.search(data):
            raise Unreadable("cut off: the record has no end", 1)
        refuse_endless_line(data)
        decoded = wire_text(data, reading.encoding)
        origin = Origin(file, layout.name, data, position, decoded.encoding, reading.received)
        return article_of(layout.declare(decoded.text), origin)
    except Undecodable as fault:
        return Problem(file, str(fault), record.line + fault.line - 1, excerpt(data))
    except Unreadable as fault:
        return Problem(file, fault.reason, record.line + max(fault.line - 1, 0), fault.excerpt or excerpt(data))


class _Gathered:
    """The record that is being read."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._parts: list[bytes] = []
        self._kept = self._size = self._lines = 0
        self._line = 1
        self.begun = False

    def take(self, part: bytes) -> None:
        self._size += len(part)
        self._lines += part.count(b"\n")
        if kept := part[: max(self._longest - self._kept, 0)]:
            self._parts.append(kept)
            self._kept += len(kept)

    def close(self) -> Iterator[Record]:
        if self._size:
            yield Record(b"".join(self._parts), self._line, self._size, self.begun)
        self._line += self._lines
        self._parts.clear()
        self._kept = self._size = self._lines = 0


def wire_text(data: bytes, encoding: str = "") -> Decoded:
    """Return the text of wire copy, in Latin-1 where its bytes are text in no other encoding.

    Raises Undecodable for a NUL byte, and for bytes that are not in the encoding given.
    """
    if b"\x00" in data:
        raise Undecodable("NUL byte in the text", data.count(b"\n", 0, data.index(0)) + 1)
    return text_of(data, encoding) if encoding else text_of(data, *LIKELY)


def refuse_endless_line(data: bytes) -> None:
    """Raise Undecodable for a line too long for wire copy: of megabytes in one line the reading takes long."""
    if len(data) <= LONGEST_LINE:
        return
    for number, line in enumerate(data.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise Undecodable(f"a line of {len(line):,} bytes is no wire copy", number)
