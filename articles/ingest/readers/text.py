"""Plain-text copy, in the forms of the agencies: one story a file, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from articles.ingest import lines as kinds
from articles.ingest.agencies import YONHAP_ID, agency_of_mail, known_agency
from articles.ingest.article import Dateline, ParsedArticle, Problem
from articles.ingest.captions import caption_likeness, may_be_restricted
from articles.ingest.dateline import read_dateline
from articles.ingest.labels import split_label
from articles.ingest.language import identify_language
from articles.ingest.layout import (
    HEAD_LINES,
    SENTENCE_END,
    Block,
    Line,
    blocks_of,
    is_double_spaced,
    lines_of,
    unwrapped,
)
from articles.ingest.wire_copy import WireCopy
from articles.ingest.years import Evidence, complete

DASHED_ITEM = re.compile(r"[-–•·]\s+(?P<headline>\S.*)")
SECTION = re.compile(r"[#◇■▲▶*]")
SIGNED_ENDINGS = {
    "==Kyodo": "Kyodo",
    "EFE": "EFE",
    "ANSA": "ANSA",
    "Reuter": "Reuters",
    "REUTER": "Reuters",
    "Enditem": "Xinhua",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An article and the span of the text it was read from."""

    article: ParsedArticle
    start: int
    end: int


def read(text: str, file: str, received: date | None = None) -> Iterator[Found | Problem]:
    """Yield the stories of a text and what could not be read of it."""
    lines = lines_of(text)
    blocks = blocks_of(lines)
    inherited: WireCopy | None = None
    for position, block in enumerate(blocks):
        if not block.lines:
            continue
        if block.intro:
            inherited = _read_intro(block.intro)
        copy = _read_story(block, inherited)
        if reason := _fault(copy, block.lines, inherited):
            number = copy.last_line if "cut off" in reason else block.lines[0].number
            yield Problem(file, reason, number, block.lines[-1 if "cut off" in reason else 0].text[:200])
            continue
        first = 0 if position == 0 else block.lines[0].start
        last = len(text) if position == len(blocks) - 1 else _end_of(blocks, position)
        yield Found(_article(copy, file, position, received, inherited), first, last)
        if block.intro:
            inherited.notes.clear()


def _end_of(blocks: list[Block], position: int) -> int:
    following = blocks[position + 1].lines
    return following[0].start if following else blocks[position].lines[-1].end


def _fault(copy: WireCopy, lines: tuple[Line, ...], inherited: WireCopy | None) -> str:
    """Say why the lines are no whole piece of wire copy, or nothing."""
    signed = copy.opening or copy.end_mark or copy.labels or copy.guid or inherited
    if not signed and not any(agency_of_mail(contact) for contact in copy.contacts):
        return "not recognised as wire copy: no dateline, version label, end mark or agency id"
    if not copy.headline:
        return "no headline before the dateline"
    if not copy.paragraphs and not copy.captions and not copy.notes and not copy.labels:
        return "cut off: nothing after the headline"
    if copy.paragraphs and not copy.end_mark and copy.last_line == lines[-1].number:
        last = copy.paragraphs[-1]
        if last[-1] not in SENTENCE_END and (last[-1].isalnum() or last[-1] in ",-–("):
            return "cut off: the last line stops in mid-sentence and no end mark follows"
    return ""


def _read_intro(lines: tuple[Line, ...]) -> WireCopy:
    """A digest's opening lines: all become the note of its first story; agency and day serve all of them."""
    copy = WireCopy(notes=[line.text for line in lines])
    for line in lines:
        copy.day = copy.day or kinds.time_of(line.text)
        copy.opening = copy.opening or read_dateline(line.text)
    return copy


def _read_story(block: Block, inherited: WireCopy | None) -> WireCopy:
    lines = unwrapped(block.lines)
    copy = WireCopy(notes=list(inherited.notes) if inherited and block.intro else [])
    opening_at = _find_opening(lines)
    body_at = _read_head(copy, lines, opening_at)
    tail_at = _read_body(copy, lines, body_at)
    for line in lines[tail_at:]:
        _read_tail_line(copy, line)
    copy.settle_end()
    return copy


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
                copy.subheadlines.append(text)
            elif not copy.take_label_line(text):
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
    while (
        text[0] in "([（"
        and text.count("(") + text.count("（") > text.count(")") + text.count("）")
        and index + 1 < last
    ):
        index += 1
        text = f"{text} {lines[index].text}"
    return index, text


def _read_body(copy: WireCopy, lines: tuple[Line, ...], start: int) -> int:
    """Deal out the lines from the lead on; return the index of the first line after the end mark."""
    stop = _body_end(lines, start)
    region = lines[start:stop]
    double = is_double_spaced(region)
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
    return next(dashes, len(lines))


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
    agency = copy.opening.agency if copy.opening else ""
    if agency in ("Yonhap", "") or any(caption_likeness(line.text) for line in announced):
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
    elif caption_likeness(text):
        copy.take_caption(text)
    elif kinds.ATTENTION.match(text):
        copy.notes.append(kinds.without_brackets(text))
    elif not copy.take_byline(text):
        copy.signoff.append(text)


def _article(
    copy: WireCopy, file: str, position: int, received: date | None, inherited: WireCopy | None
) -> ParsedArticle:
    language = identify_language(" ".join([*copy.paragraphs[:6], copy.headline]))
    return ParsedArticle(
        file=file,
        position=position,
        agency=_agency(copy) or (_agency(inherited) if inherited else ""),
        language=language,
        version_label=" ".join(copy.labels),
        version=copy.version,
        headline=copy.headline,
        subheadline="\n".join(copy.subheadlines),
        note="\n".join(copy.notes),
        nonpublic_note="\n".join(copy.nonpublic),
        timestamp="\n".join(copy.times),
        dateline=_dateline(copy, received, inherited),
        bylines=tuple(copy.bylines),
        contacts=tuple(copy.contacts),
        paragraphs=tuple(copy.paragraphs),
        captions=tuple(copy.captions),
        related=tuple(copy.related),
        end_mark=copy.end_mark,
        signoff="\n".join(copy.signoff),
        copyright="\n".join(copy.copyright),
        keywords=tuple(copy.keywords),
        guid=copy.guid,
    )


def _dateline(copy: WireCopy, received: date | None, inherited: WireCopy | None) -> Dateline:
    opening = copy.opening
    if opening and opening.mistyped:
        return Dateline(opening.text, opening.places, opening.region)
    guid = YONHAP_ID.fullmatch(copy.guid)
    evidence = Evidence(
        guid_date=_guid_date(guid["date"]) if guid else None,
        timestamp_date=copy.day or (inherited.day if inherited else None),
        captions=[caption.text for caption in copy.captions],
        paragraphs=copy.paragraphs,
        received=received,
    )
    day, name = complete(opening.day if opening else None, evidence)
    if opening is None:
        return Dateline(date=day, date_from=name)
    return Dateline(opening.text, opening.places, opening.region, day, name)


def _guid_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _agency(copy: WireCopy) -> str:
    if copy.opening and copy.opening.agency:
        return copy.opening.agency
    if copy.guid:
        return "Yonhap"
    if copy.end_mark in SIGNED_ENDINGS:
        return SIGNED_ENDINGS[copy.end_mark]
    for contact in copy.contacts:
        if agency := agency_of_mail(contact):
            return agency
    for caption in copy.captions:
        if agency := known_agency(caption.credit):
            return agency
    return ""
