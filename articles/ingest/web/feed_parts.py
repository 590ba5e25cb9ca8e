"""A feed in parts: what stands before its entries, and each entry with its bytes, never more than one in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.ingest.source import MEGABYTE

LONGEST = 2 * MEGABYTE
"""Of one entry, or of what stands before the first."""

LONGEST_TAG = 64
MARKS = re.compile(
    rb"<(?:(?P<cdata>!\[CDATA\[)|(?P<comment>!--)|(?P<begins>(?:[\w.-]{1,32}:)?(?:item|entry)(?=[\s>]))|"
    rb"(?P<ends>/(?:[\w.-]{1,32}:)?(?:item|entry)\s{0,8}>))"
)
CLOSES = {"cdata": b"]]>", "comment": b"-->"}


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of an entry, or of the beginning of the feed, and the number of its first line.

    `fault` says why an entry is not whole.
    """

    data: bytes
    line: int
    is_entry: bool = True
    fault: str = ""


def feed_parts(chunks: Iterable[bytes]) -> Iterator[Part]:
    """Yield the beginning of a feed, then its entries; an end tag within CDATA or a comment is none."""
    cutter = _Cutter()
    for chunk in chunks:
        yield from cutter.take(chunk)
    yield from cutter.finish()


class _Cutter:
    """The feed as far as it has come: `_at` is where the search goes on, `_until` ends what is passed over."""

    def __init__(self) -> None:
        self._buffer = b""
        self._line = 1
        self._at = 0
        self._until = b""
        self._is_head = True
        self._begun = False
        self._too_long = False

    def take(self, chunk: bytes) -> Iterator[Part]:
        self._buffer += chunk
        yield from self._parts(LONGEST_TAG)
        if len(self._buffer) > LONGEST:
            if self._is_head:
                self._is_head, self._too_long = False, True
                yield self._head(0)
            self._too_long = self._begun
            self._forget(self._at)

    def finish(self) -> Iterator[Part]:
        yield from self._parts(0)
        if self._begun:
            yield self._entry(len(self._buffer), "cut off: the entry has no end")
        elif self._is_head:
            yield self._head(len(self._buffer))

    def _parts(self, margin: int) -> Iterator[Part]:
        """Cut what has come, but leave at its end what may be the beginning of a tag."""
        while True:
            if self._until:
                end = self._buffer.find(self._until, self._at)
                if end < 0:
                    self._at = max(self._at, len(self._buffer) - len(self._until) + 1)
                    return
                self._at, self._until = end + len(self._until), b""
            found = MARKS.search(self._buffer, self._at)
            if not found or found.end() > len(self._buffer) - margin:
                self._at = found.start() if found else max(self._at, len(self._buffer) - LONGEST_TAG)
                return
            yield from self._cut(found)

    def _cut(self, found: re.Match[bytes]) -> Iterator[Part]:
        kind, self._at = found.lastgroup or "", found.end()
        if kind in CLOSES:
            self._until = CLOSES[kind]
        elif kind == "begins":
            if self._begun:
                yield self._entry(found.start(), "the entry has no end")
            elif self._is_head:
                yield self._head(found.start())
            self._forget(found.start())
            self._begun, self._is_head, self._at = True, False, found.end() - found.start()
        elif self._begun:
            yield self._entry(found.end())
            self._forget(found.end())
            self._begun = False

    def _head(self, end: int) -> Part:
        return Part(self._buffer[:end], self._line, is_entry=False, fault=self._fault(end))

    def _entry(self, end: int, fault: str = "") -> Part:
        return Part(self._buffer[:end], self._line, fault=self._fault(end) or fault)

    def _fault(self, end: int) -> str:
        too_long, self._too_long = self._too_long or end > LONGEST, False
        return f"longer than {LONGEST // MEGABYTE} MB" if too_long else ""

    def _forget(self, end: int) -> None:
        self._line += self._buffer.count(b"\n", 0, end)
        self._buffer, self._at = self._buffer[end:], max(self._at - end, 0)
