"""Paragraphs of copy that was set at a fixed width, as on the old wires: a blank line or an indent opens one."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from articles.ingest.grammar.layout import FULL_LINE, SENTENCE_END, WRAPPED_AT
from articles.ingest.grammar.lines import (
    CONTROLS,
    EDGES,
    RULE,
    SEPARATOR,
    byline_names,
    contacts_in,
    end_mark,
    frames_telegram,
    is_note,
    time_of,
)

SECTION_RULE = re.compile(r"[*_=~-](?:[ \t]?[*_=~-]){2,}")
LINE_END = re.compile(r"\r\n|\n|\r")
CLOSING_QUOTES = "\"”’»')]"
FEW = 3


def lines_in(text: str) -> list[str]:
    """Return the lines of a text without control characters but tabs, white space at their ends taken off.

    What framed a telegram (ZCZC, NNNN) is left blank.
    """
    lines = (CONTROLS.sub("", line).rstrip(EDGES) for line in LINE_END.split(text))
    return ["" if frames_telegram(line.strip()) else line for line in lines]


def paragraphs_in(lines: list[str]) -> tuple[str, ...]:
    """Return the paragraphs of some lines, those of one paragraph joined with spaces; rules between them are left out."""
    width = _width(lines)
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        text = line.strip(EDGES)
        if SECTION_RULE.fullmatch(text):
            text = ""
        if text and before and line[0] not in " \t" and _continues(before, text, width):
            paragraphs[-1] += f" {text}"
        elif text:
            paragraphs.append(text)
        before = text
    return tuple(paragraphs)


def _width(lines: list[str]) -> int:
    """The width of wrapped copy, 0 where each line is a paragraph."""
    longest = max((len(line.strip(EDGES)) for line in lines), default=0)
    if longest > WRAPPED_AT:
        return 0
    broken = [len(line.strip(EDGES)) for line, after in pairwise(lines) if _may_be_broken(line, after)]
    return 0 if len(broken) >= FEW and median(broken) < FULL_LINE * longest else longest


def _may_be_broken(line: str, after: str) -> bool:
    """True for a line that stops in mid-sentence, with another right below it."""
    text, below = line.strip(EDGES), after.strip(EDGES)
    if not text or not below or after[0] in " \t" or text[-1] in SENTENCE_END:
        return False
    return not (_stands_alone(text) or _stands_alone(below))


def _continues(before: str, text: str, width: int) -> bool:
    if not width or _stands_alone(before) or _stands_alone(text):
        return False
    ended = before.rstrip(CLOSING_QUOTES)[-1:] in (".", "!", "?", "…")
    return not ended or len(before) >= FULL_LINE * width


def _stands_alone(text: str) -> bool:
    return bool(
        SEPARATOR.fullmatch(text)
        or RULE.fullmatch(text)
        or contacts_in(text)
        or end_mark(text)
        or is_note(text)
        or time_of(text)
        or byline_names(text)
    )
