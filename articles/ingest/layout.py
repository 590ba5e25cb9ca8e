"""The lines of a file: cleaned, numbered, unwrapped, and cut into stories."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from articles.ingest.dateline import read_dateline
from articles.ingest.lines import (
    CONTROLS,
    EDGES,
    RULE,
    SEPARATOR,
    byline_names,
    contacts_in,
    end_mark,
    is_note,
    time_of,
)

LONGEST_LINE = 100_000
WRAPPED_AT = 100
HEAD_LINES = 16
SENTENCE_END = ".!?…»\"”’')]}。！？」』）】؟:;：”"
SUMMARY = re.compile(
    r"news summary|\bsummary\b|\bdigest\b|sommaire|\brésumé|headlines of|뉴스 요약|주요 기사|新闻摘要|resumen de",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number in the file from 1, and its span in the text."""

    number: int
    text: str
    start: int
    end: int
    blank_before: bool = False
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one story; `intro` holds the lines of a digest that stand before its first story."""

    lines: tuple[Line, ...]
    intro: tuple[Line, ...] = ()


def lines_of(text: str) -> list[Line]:
    """Return the lines that are not blank, without control characters and white space at their edges."""
    lines, start, blank = [], 0, False
    for number, raw in enumerate(text.splitlines(keepends=True) if "\r" in text else text.split("\n"), 1):
        end = start + len(raw) + (0 if "\r" in text else 1)
        cleaned = CONTROLS.sub("", raw).strip(EDGES + "\n")
        if cleaned:
            lines.append(Line(number, cleaned, start, min(end, len(text)), blank, raw[:1] in " \t"))
        blank = not cleaned
        start = end
    return lines


def blocks_of(lines: list[Line]) -> list[Block]:
    """Cut the lines of a file into its stories: a digest at its rules, else after each end mark."""
    return _digest(lines) or _run_together(lines)


def unwrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join the lines of copy that was wrapped at a fixed width; other copy comes back as it is."""
    opening = next((i for i, line in enumerate(lines[:HEAD_LINES]) if i and read_dateline(line.text)), None)
    body = lines[opening:] if opening else ()
    if len(body) < 6 or max(len(line.text) for line in body) > WRAPPED_AT:
        return lines
    open_ended = sum(line.text[-1] not in SENTENCE_END for line in body)
    if open_ended * 2 < len(body):
        return lines
    joined: list[Line] = []
    for line in body:
        if joined and _continues(joined[-1], line):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}", end=line.end)
        else:
            joined.append(replace(line, blank_before=True) if joined else line)
    return (*lines[:opening], *joined)


def is_double_spaced(lines: tuple[Line, ...]) -> bool:
    """True where a blank line stands between most lines, so that it tells nothing."""
    return len(lines) > 2 and sum(line.blank_before for line in lines[1:]) > 0.6 * (len(lines) - 1)


def _continues(before: Line, line: Line) -> bool:
    if line.blank_before or line.indented:
        return False
    return not any(_stands_alone(text) for text in (before.text, line.text))


def _stands_alone(text: str) -> bool:
    return bool(SEPARATOR.fullmatch(text) or contacts_in(text) or end_mark(text) or is_note(text) or time_of(text))


def _digest(lines: list[Line]) -> list[Block]:
    rules = [index for index, line in enumerate(lines) if RULE.fullmatch(line.text)]
    if not rules:
        return []
    edges = [-1, *rules, len(lines)]
    parts = [tuple(lines[first + 1 : last]) for first, last in zip(edges, edges[1:], strict=False)]
    intro: tuple[Line, ...] = ()
    if parts[0] and (SUMMARY.search(parts[0][0].text) or not _is_story(parts[0])):
        intro, parts = parts[0], parts[1:]
    stories = [part for part in parts if _is_story(part)]
    if len(stories) < 2 or len(stories) < len([part for part in parts if part]):
        return []
    return [Block(story, intro) if index == 0 else Block(story) for index, story in enumerate(stories)]


def _is_story(lines: tuple[Line, ...]) -> bool:
    return len(lines) > 1 and any(read_dateline(line.text) for line in lines[1:6])


def _run_together(lines: list[Line]) -> list[Block]:
    """Stories one after the other in a file: each later one opens after an end mark, with a signed dateline."""
    ends = [index for index, line in enumerate(lines) if end_mark(line.text)]
    if not ends:
        return [Block(tuple(lines))]
    starts = [0]
    for index in range(ends[0] + 1, len(lines)):
        opening = read_dateline(lines[index].text)
        if opening and opening.certain and any(starts[-1] < end < index for end in ends):
            headline = _headline_before(lines, index)
            if headline > starts[-1]:
                starts.append(headline)
    return [Block(tuple(lines[first:last])) for first, last in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _headline_before(lines: list[Line], opening: int) -> int:
    index = opening - 1
    while index > 0 and (is_note(lines[index].text) or byline_names(lines[index].text) or time_of(lines[index].text)):
        index -= 1
    return -1 if end_mark(lines[index].text) or contacts_in(lines[index].text) else index
