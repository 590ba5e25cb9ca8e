"""The lines of a file: cleaned, numbered, and joined again where they were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.lines import (
    CONTROLS,
    EDGES,
    SEPARATOR,
    contacts_in,
    end_mark,
    frames_telegram,
    is_note,
    opens_telegram,
    time_of,
)

LONGEST_LINE = 100_000
WRAPPED_AT = 100
FULL_LINE = 0.7
"""The share of the width that a line holds at least where it was broken for want of room."""

LINE_END = re.compile(r"\r\n|\r|\n")
HEAD_LINES = 16
SENTENCE_END = ".!?…»\"”’')]}。！？」』）】؟:;：”"


class Line(NamedTuple):
    """A line that is not blank: its number in the file from 1, and its span in the text."""

    number: int
    text: str
    start: int
    end: int
    blank_before: bool = False
    indented: bool = False


def lines_of(text: str) -> list[Line]:
    """Return the lines that are not blank, without control characters and white space at their edges.

    What framed a telegram (ZCZC, NNNN) is left out; the line below an opening goes back to it.
    """
    lines, blank, start = [], False, 0
    opened: int | None = None
    has_controls = bool(CONTROLS.search(text))
    for number, (end, after) in enumerate(_line_ends(text), 1):
        raw = text[start:end]
        cleaned = (CONTROLS.sub("", raw) if has_controls else raw).strip(EDGES)
        if cleaned and not raw.isspace() and not frames_telegram(cleaned):
            lines.append(Line(number, cleaned, start if opened is None else opened, after, blank, raw[0] in " \t"))
            blank, opened = False, None
        else:
            blank = True
            opened = start if opened is None and opens_telegram(cleaned) else opened
        start = after
    return lines


def _line_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line ends, and where the next one starts."""
    yield from (found.span() for found in LINE_END.finditer(text))
    yield len(text), len(text)


def unwrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join the lines of copy that was wrapped at a fixed width; other copy comes back as it is."""
    opening = next((i for i, line in enumerate(lines[:HEAD_LINES]) if i and read_dateline(line.text)), None)
    if opening is None:
        return lines
    end = next((i for i in range(opening, len(lines)) if end_mark(lines[i].text)), len(lines))
    width = _wrapped_width(lines[opening:end])
    if not width:
        return lines
    paragraphs: list[list[Line]] = []
    for line in lines[opening:end]:
        if paragraphs and _continues(paragraphs[-1][-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    joined = [
        each[0]._replace(text=" ".join(line.text for line in each), end=each[-1].end, blank_before=index > 0)
        for index, each in enumerate(paragraphs)
    ]
    return (*lines[:opening], *joined, *lines[end:])


def _wrapped_width(body: tuple[Line, ...]) -> int:
    """The width at which the lines were wrapped, 0 where they were not: most stop in mid-sentence near one width."""
    width = max((len(line.text) for line in body), default=0)
    broken = [len(line.text) for line in body if line.text[-1] not in SENTENCE_END]
    if len(body) < 5 or not 40 <= width <= WRAPPED_AT or len(broken) * 2 < len(body):
        return 0
    return width if median(broken) >= FULL_LINE * width else 0


def is_double_spaced(lines: tuple[Line, ...]) -> bool:
    """True where a blank line stands between most lines, so that it tells nothing."""
    return len(lines) > 2 and sum(line.blank_before for line in lines[1:]) > 0.6 * (len(lines) - 1)


def _continues(before: Line, line: Line, width: int) -> bool:
    if line.blank_before or line.indented:
        return False
    if before.text[-1] in SENTENCE_END and len(before.text) < FULL_LINE * width:
        return False
    return not (_stands_alone(before.text) or _stands_alone(line.text))


def _stands_alone(text: str) -> bool:
    return bool(SEPARATOR.fullmatch(text) or contacts_in(text) or end_mark(text) or is_note(text) or time_of(text))
