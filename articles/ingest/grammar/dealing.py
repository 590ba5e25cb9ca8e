"""Deals the lines of a story out to the fields of wire copy: head, body, and what follows the end mark."""

from __future__ import annotations

import re

from articles.ingest.grammar import lines as kinds
from articles.ingest.grammar.captions import caption_likeness, may_be_restricted
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.labels import split_label
from articles.ingest.grammar.layout import HEAD_LINES, SENTENCE_END, Line, is_double_spaced, unwrapped
from articles.ingest.grammar.wire_copy import WireCopy

LONGEST_NOTE = 8
OPENING_LINES = 3
DASHED_ITEM = re.compile(r"[-–•·]\s+(?P<headline>\S.*)")
SECTION = re.compile(r"[#◇■▲▶*]")


def deal_out(lines: tuple[Line, ...], copy: WireCopy) -> None:
    """Give each line of a story to one field of `copy`."""
    joined = unwrapped(lines)
    body_at = _read_head(copy, joined, _find_opening(joined))
    tail_at = _read_body(copy, joined, body_at, was_wrapped=joined is not lines)
    for line in joined[tail_at:]:
        _read_tail_line(copy, line)
    copy.settle_end()


def deal_out_body(lines: tuple[Line, ...], copy: WireCopy, may_be_wrapped: bool) -> None:
    """Give each line of a story without its headline to one field of `copy`."""
    joined = unwrapped(lines) if may_be_wrapped else lines
    opening_at = next((index for index, line in enumerate(joined[:OPENING_LINES]) if read_dateline(line.text)), 0)
    for line in joined[:opening_at]:
        if kinds.is_note(line.text):
            copy.notes.append(kinds.without_brackets(line.text))
        elif not copy.take_furniture(line.text) and not copy.take_byline(line.text):
            copy.subheadlines.append(line.text)
    if joined and (opening := read_dateline(joined[opening_at].text)):
        copy.opening = opening
        copy.bylines += opening.bylines
    tail_at = _read_body(copy, joined, opening_at, was_wrapped=joined is not lines)
    for line in joined[tail_at:]:
        _read_tail_line(copy, line)
    copy.settle_end()


def _find_opening(lines: tuple[Line, ...]) -> int | None:
    unsigned = None
    for index, line in enumerate(lines[:HEAD_LINES]):
        if opening := read_dateline(line.text):
            if opening.certain:
                return index
            if unsigned is None and index:
                unsigned = index
    return unsigned


def _read_head(copy: WireCopy, lines: tuple[Line, ...], opening_at: int | None) -> int:
    """Deal out the lines before the lead; return where the body starts, its first line without the dateline."""
    index = 0
    last = len(lines) if opening_at is None else opening_at
    while index < last:
        text = lines[index].text
        if kinds.is_note(text):
            index, text = _whole_note(lines, index, last)
            copy.notes.append(kinds.without_brackets(text))
        elif not copy.take_furniture(text) and not copy.take_byline(text):
            if copy.headline:
                if opening_at is None:
                    break
                if caption_likeness(text) > 1:
                    copy.take_caption(text)
                else:
                    copy.subheadlines.append(text)
            elif not copy.take_label_line(text) and not copy.take_keyword_line(text):
                labelled = split_label(text)
                copy.headline = labelled.headline
                copy.labels += [labelled.label] if labelled.label else []
                copy.version = max(copy.version, labelled.version)
        index += 1
    if opening_at is not None:
        copy.opening = read_dateline(lines[opening_at].text)
        copy.bylines += copy.opening.bylines
    return index


def _whole_note(lines: tuple[Line, ...], index: int, last: int) -> tuple[int, str]:
    """A note in brackets may run over several lines; return the index of its last line and all of it."""
    text = lines[index].text
    last = min(last, index + LONGEST_NOTE)
    while text[0] in "([（" and _is_open(text) and index + 1 < last:
        index += 1
        text = f"{text} {lines[index].text}"
    return index, text


def _is_open(text: str) -> bool:
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _read_body(copy: WireCopy, lines: tuple[Line, ...], start: int, was_wrapped: bool) -> int:
    """Deal out the lines from the lead on; return the index of the first line after the end mark."""
    stop = _body_end(lines, start)
    region = lines[start:stop]
    double = was_wrapped or is_double_spaced(region) or _is_set_off(lines, start, region)
    if copy.opening and region:
        rest = region[0].text[copy.opening.length :].strip(kinds.EDGES)
        region = region[1:]
        if rest:
            copy.take_paragraph(rest, lines[start].number)
    caption_lines = _caption_lines(region, double, copy)
    skip_to = 0
    for index, line in enumerate(region):
        if index < skip_to:
            continue
        if kinds.NONPUBLIC.match(line.text):
            copy.nonpublic += [each.text for each in region[index:]]
            break
        if not copy.paragraphs and kinds.is_note(line.text):
            skip_to, text = _whole_note(region, index, len(region))
            skip_to += 1
            copy.notes.append(kinds.without_brackets(text))
        elif kinds.ATTENTION.match(line.text):
            copy.notes.append(kinds.without_brackets(line.text))
        elif kinds.SEPARATOR.fullmatch(line.text) or kinds.RULE.fullmatch(line.text) or copy.take_furniture(line.text):
            continue
        elif line.number in caption_lines:
            copy.take_caption(line.text)
        elif copy.paragraphs or not copy.take_byline(line.text):
            copy.take_paragraph(line.text, line.number)
    if stop < len(lines) and (mark := kinds.end_mark(lines[stop].text)):
        copy.end_mark = mark
        return stop + 1
    return stop


def _body_end(lines: tuple[Line, ...], start: int) -> int:
    """The index of the end mark; without one, of the lone dash before the related headlines."""
    marks = [index for index in range(start, len(lines)) if kinds.end_mark(lines[index].text)]
    if marks:
        return marks[0]
    for index in range(start, len(lines)):
        _, mark = kinds.split_end_mark(lines[index].text)
        if mark and _only_furniture(lines[index + 1 : index + 2]):
            return index + 1
    dashes = (index for index in range(start + 1, len(lines)) if kinds.SEPARATOR.fullmatch(lines[index].text))
    return next(dashes, _start_of_dashed_list(lines, start))


def _start_of_dashed_list(lines: tuple[Line, ...], start: int) -> int:
    """Where headlines written `- Headline` close the copy."""
    if any(kinds.NONPUBLIC.match(line.text) for line in lines[start:]):
        return len(lines)
    index = len(lines)
    while index > start + 1 and DASHED_ITEM.fullmatch(lines[index - 1].text) and lines[index - 1].text[-1] not in ".。":
        index -= 1
    return index


def _is_set_off(lines: tuple[Line, ...], start: int, region: tuple[Line, ...]) -> bool:
    """Copy too short to tell its spacing, but with a blank line under its headline."""
    return start > 0 and len(region) == 2 and all(line.blank_before for line in (*lines[1 : start + 1], *region))


def _only_furniture(following: tuple[Line, ...]) -> bool:
    return all(
        kinds.SEPARATOR.fullmatch(line.text)
        or kinds.contacts_in(line.text)
        or line.blank_before
        or kinds.time_of(line.text)
        for line in following
    )


def _caption_lines(region: tuple[Line, ...], double: bool, copy: WireCopy) -> frozenset[int]:
    """The numbers of the lines that are captions.

    In copy without blank lines between paragraphs, a blank line announces one (the web form of Yonhap); elsewhere the
    line itself must show it.
    """
    lines = [line for line in region if not kinds.contacts_in(line.text)]
    first = 0 if copy.paragraphs else 1
    plain, announced = [], []
    for line in lines[first:]:
        (announced if line.blank_before and not double else plain).append(line)
    enough = 2 if double else 3
    captions = {line.number for line in plain if may_be_restricted(line.text) and caption_likeness(line.text) >= enough}
    copy.announces_captions = not double and (not copy.opening or copy.opening.agency in ("Yonhap", ""))
    if copy.announces_captions or any(caption_likeness(line.text) for line in announced):
        captions |= {line.number for line in announced if not SECTION.match(line.text)}
    return frozenset(captions)


def _read_tail_line(copy: WireCopy, line: Line) -> None:
    text = line.text
    if kinds.SEPARATOR.fullmatch(text):
        copy.listing = "related"
    elif kinds.RULE.fullmatch(text) or copy.take_furniture(text):
        return
    elif kinds.end_mark(text) and copy.listing != "related":
        copy.end_mark = copy.end_mark or kinds.end_mark(text)
    elif found := DASHED_ITEM.fullmatch(text):
        copy.listing = "related"
        copy.take_related(found["headline"])
    elif copy.listing == "related" or copy.is_next_rank(text):
        copy.take_related(text)
    elif copy.listing == "keywords":
        copy.keywords.append(text)
    elif caption_likeness(text) or (line.blank_before and copy.announces_captions and text[-1] in SENTENCE_END):
        copy.take_caption(text)
    elif kinds.ATTENTION.match(text):
        copy.notes.append(kinds.without_brackets(text))
    elif not copy.take_byline(text):
        copy.signoff.append(text)
