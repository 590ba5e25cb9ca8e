"""The stories of a file: digests cut at their rules, stories that were run together told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.labels import label_line
from articles.ingest.grammar.layout import SENTENCE_END, Line
from articles.ingest.grammar.lines import (
    RULE,
    SEPARATOR,
    byline_names,
    contacts_in,
    end_mark,
    is_note,
    split_end_mark,
    time_of,
)

LONGEST_HEADLINE = 200
LONGEST_NOTE = 6
SENTENCE_STOPS = ".。!…»”"
SUMMARY = re.compile(
    r"news summary|\bsummary\b|\bdigest\b|sommaire|\brésumé|headlines of|뉴스 요약|주요 기사|新闻摘要|resumen de",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one story; `intro` holds the lines of a digest that stand before its first story."""

    lines: tuple[Line, ...]
    intro: tuple[Line, ...] = ()


def blocks_of(lines: list[Line]) -> list[Block]:
    """Cut the lines of a file into its stories: a digest at its rules, else after each end mark."""
    return _digest(lines) or _run_together(lines)


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
    """Stories one after the other: each later one opens with a headline and a signed dateline.

    An end mark before it settles the matter; without one, its headline must stand after a finished sentence.
    """
    starts, ended = [0], False
    for index in range(2, len(lines)):
        before = lines[index - 1].text
        ended = ended or bool(end_mark(before) or split_end_mark(before)[1])
        opening = read_dateline(lines[index].text) if ended or before[-1] not in SENTENCE_STOPS else None
        if opening and (opening.certain or ended):
            headline = _headline_before(lines, index)
            if headline > starts[-1] + 1 and (ended or _follows_a_whole_story(lines, headline)):
                starts.append(headline)
                ended = False
    return [Block(tuple(lines[first:last])) for first, last in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _headline_before(lines: list[Line], opening: int) -> int:
    """The first line of the story that opens there: its headline, or a label on a line of its own above; or -1."""
    index = opening - 1
    while index > 0 and _stands_before_the_dateline(lines, index):
        index -= 1
    text = lines[index].text
    if end_mark(text) or contacts_in(text) or SEPARATOR.fullmatch(text) or len(text) > LONGEST_HEADLINE:
        return -1
    while index > 0 and label_line(lines[index - 1].text):
        index -= 1
    return index


def _stands_before_the_dateline(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if is_note(text) or byline_names(text) or time_of(text):
        return True
    return text[-1] in ")）" and any(
        is_note(line.text) and line.text.count("(") > line.text.count(")")
        for line in lines[max(0, index - LONGEST_NOTE) : index]
    )


def _follows_a_whole_story(lines: list[Line], headline: int) -> bool:
    """Without an end mark: a headline is no sentence, and the line before it is the end of one."""
    text, before = lines[headline].text, lines[headline - 1].text
    return text[-1] not in SENTENCE_STOPS and before[-1] in SENTENCE_END and lines[headline].blank_before
