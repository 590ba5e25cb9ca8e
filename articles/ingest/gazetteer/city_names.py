"""The names of the cities: a sorted table, searched by halves, so that nothing has to be built before the first question."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


class CityNames:
    """Folded names and the rows of the cities that bear them, as `name TAB rows`, in order."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def rows(self, name: str) -> str:
        """Return the rows of the cities called `name`; `~` marks those that bear it only as an alternate name."""
        return self._first(f"{name}\t").partition("\t")[2]

    def go_on(self, words: str) -> bool:
        """Whether a longer name begins with these words."""
        return bool(self._first(f"{words} "))

    def _first(self, start: str) -> str:
        """The first line that begins so, or nothing."""
        at = bisect_left(self._lines, start)
        return self._lines[at] if at < len(self._lines) and self._lines[at].startswith(start) else ""
