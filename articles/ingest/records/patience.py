"""When to stop looking at a file of many records: after too many in a row that cannot be read."""

from __future__ import annotations

from articles.ingest.source import Unreadable

IN_A_ROW = 10_000
FROM_THE_START = 100


class Patience:
    """Counts records that could not be read; before the first that can, it is shorter."""

    def __init__(self, in_a_row: int = IN_A_ROW, from_the_start: int = FROM_THE_START) -> None:
        self.articles = 0
        self._lost = 0
        self._in_a_row, self._from_the_start = in_a_row, from_the_start

    def found(self) -> None:
        self.articles += 1
        self._lost = 0

    def lost(self, line: int) -> None:
        """Raise Unreadable where it makes no sense to go on."""
        self._lost += 1
        if self._lost >= (self._in_a_row if self.articles else self._from_the_start):
            raise Unreadable(f"{self._lost:,} in a row could not be read; the rest is not looked at", line)
