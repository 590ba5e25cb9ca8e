"""The rows of a table: lines, joined where a quoted cell runs over several."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from articles.ingest.records.record import Record
from articles.ingest.source import Unreadable

REST_OF_CELL = re.compile(rb'[^"]*(?:""[^"]*)*"(?!")')
MOST_UNCLOSED = 20


def quoted_rows(
    lines: Iterable[Record], delimiter: str, longest: int, is_row: Callable[[bytes], bool]
) -> Iterator[Record]:
    """Yield each row with the number of its first line; the first line of a cell that never closes is not `begun`.

    After such a cell reading goes on at the next line that `is_row` takes for a whole row; raises Unreadable where
    there are too many.
    """
    opening = re.compile(rb'(?:\A|%s)"' % re.escape(delimiter.encode()))
    waiting: deque[Record] = deque()
    stream = iter(lines)
    row: list[Record] = []
    is_open, unclosed, size = False, 0, 0
    while True:
        line = waiting.popleft() if waiting else next(stream, None)
        if line is None and not row:
            return
        if line is not None and (row or line.data.strip()):
            row.append(line)
            size += line.size
            is_open = line.is_whole and _stays_open(line.data, is_open, opening)
        if line is None or (is_open and size > longest):
            unclosed += 1
            if unclosed > MOST_UNCLOSED:
                raise Unreadable("too many quoted cells that never close", row[0].line)
            yield Record(row[0].data, row[0].line, row[0].size, begun=False)
            following = next((at for at, each in enumerate(row) if at and is_row(each.data)), len(row))
            waiting.extendleft(reversed(row[following:]))
            row, is_open, size = [], False, 0
        elif row and not is_open:
            yield Record(b"".join(each.data for each in row), row[0].line, size)
            row, size = [], 0


def _stays_open(line: bytes, is_open: bool, opening: re.Pattern[bytes]) -> bool:
    at = 0
    while True:
        found = (REST_OF_CELL.match if is_open else opening.search)(line, at)
        if not found:
            return is_open
        at, is_open = found.end(), not is_open
