"""The records of a web archive, one after the other, with a bound on every line and header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from articles.ingest.grammar.lines import CONTROLS
from articles.ingest.source import Unreadable

LONGEST_LINE = 64 * 1024
LONGEST_HEADER = 1024 * 1024
PART = 256 * 1024
BEGINS = re.compile(rb"WARC/[01]\.\d+\s*$")
LONGEST_ADDRESS = 2_000


class Records:
    """The records of a stream, each to be read before the next is asked for; what is damaged comes as Unreadable."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = _Lines(stream)
        self._held = b""

    def __iter__(self) -> Iterator[Any]:
        # imported when the first archive comes
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.recordloader import ArcWarcRecordLoader
        from warcio.statusandheaders import StatusAndHeadersParserException

        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        while begins := self._next_beginning():
            if isinstance(begins, Unreadable):
                yield begins
                continue
            self._lines.header_bytes = 0
            try:
                record = loader.parse_record_stream(self._lines, statusline=begins, known_format="warc")
                if not hasattr(record.raw_stream, "limit"):
                    raise Unreadable("a record without Content-Length: the rest cannot be read")
                self._lines.header_bytes = 0
                yield record
                yield from self._cut_off(record)
            except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as fault:
                yield (
                    fault
                    if isinstance(fault, Unreadable)
                    else Unreadable(f"a record that is no WARC: {str(fault)[:LONGEST_ADDRESS]!a}")
                )

    def _next_beginning(self) -> bytes | Unreadable | None:
        """The first line of the next record; Unreadable where something else stands before it."""
        skipped = 0
        while line := self._held or self._lines.line():
            self._held = b""
            if BEGINS.match(line):
                if not skipped:
                    return line
                self._held = line
                return Unreadable(f"{skipped:,} bytes between two records that belong to none")
            skipped += len(line.strip())
        return Unreadable(f"{skipped:,} bytes after the last record that belong to none") if skipped else None

    def _cut_off(self, record: Any) -> Iterator[Unreadable]:
        """Read what is left of a record."""
        while record.raw_stream.read(PART):
            pass
        if missing := record.raw_stream.limit:
            yield Unreadable(f"cut off: {missing:,} bytes of {address_of(record) or 'the last record'} are missing")


def address_of(record: Any) -> str:
    """Return the address a record was captured at, without what no address holds; empty where there is none."""
    written = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    return CONTROLS.sub("", written)[:LONGEST_ADDRESS]


class _Lines:
    """A stream whose lines and headers must not be endless."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.header_bytes = 0

    def read(self, size: int | None = None) -> bytes:
        return self._stream.read(PART if size is None else size)

    def readline(self, size: int | None = None) -> bytes:
        """Return a line of a header; raises Unreadable for one without end."""
        line = self._stream.readline(min(size or LONGEST_LINE, LONGEST_LINE))
        self.header_bytes += len(line)
        if self.header_bytes > LONGEST_HEADER or (len(line) == LONGEST_LINE and not line.endswith(b"\n")):
            raise Unreadable("a record with an endless header")
        return line

    def line(self) -> bytes:
        """Return a line, or a part of a long one."""
        return self._stream.readline(LONGEST_LINE)
