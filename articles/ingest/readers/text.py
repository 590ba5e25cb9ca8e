"""Plain-text copy, in the forms of the agencies: one story a file, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from articles.ingest import lines as kinds
from articles.ingest.agencies import YONHAP_ID, agency_of_mail, known_agency
from articles.ingest.article import Dateline, ParsedArticle, Problem
from articles.ingest.captions import caption_likeness, may_be_restricted
from articles.ingest.dateline import read_dateline
from articles.ingest.labels import split_label, status_of
from articles.ingest.language import identify_language
from articles.ingest.layout import HEAD_LINES, SENTENCE_END, Line, is_double_spaced, lines_of, unwrapped
from articles.ingest.stories import Block, blocks_of
from articles.ingest.wire_copy import WireCopy
from articles.ingest.years import Evidence, complete

LONGEST_NOTE = 8
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
class Read:
    """An article or why it could not be read, and where in the text it starts."""

    result: ParsedArticle | Problem
    start: int


def read(text: str, file: str, received: date | None = None) -> Iterator[Read]:
    """Yield the stories of a text in order; each goes on to where the next starts, the first starts at 0."""
    lines = lines_of(text)
    inherited: WireCopy | None = None
    blocks = [block for block in blocks_of(lines) if block.lines]
    for position, block in enumerate(blocks):
        if block.intro:
            inherited = _read_intro(block.intro)
        copy = _read_story(block, inherited)
        start = block.lines[0].start if position else 0
        if reason := _fault(copy, block.lines, inherited):
            number, line = (
                (copy.last_line, -1) if copy.last_line and "mid-sentence" in reason else (block.lines[0].number, 0)
            )
            yield Read(Problem(file, reason, number, block.lines[line].text[:200]), start)
        else:
            yield Read(_article(copy, file, position, received, inherited), start)
        if block.intro:
            inherited.notes.clear()


def _is_signed(copy: WireCopy) -> bool:
    """True for what only an agency would write; a lone label or end mark may stand in any text."""
    if copy.opening or copy.guid or any(agency_of_mail(contact) for contact in copy.contacts):
        return True
    if copy.labels and status_of(copy.labels[0]) != "usable":
        return True
    marks = (copy.labels, copy.end_mark, copy.related or copy.contacts, copy.times)
    return sum(bool(mark) for mark in marks) > 1


def _stops_in_mid_sentence(text: str) -> bool:
    """True for a line cut short; a signature, a place and date or a result may rightly end without a stop."""
    last = text[-1]
    if last in ",-–(" or (last.isalpha() and last.islower()):
        return len(text.split()) > 2
    return last.isalpha() and last.lower() == last.upper() and len(text) >= 20


def _fault(copy: WireCopy, lines: tuple[Line, ...], inherited: WireCopy | None) -> str:
    """Say why the lines are no whole piece of wire copy, or nothing."""
    if not inherited and not _is_signed(copy):
        return "not recognised as wire copy: no dateline, version label, end mark or agency id"
    if not copy.headline:
        return "no headline before the dateline"
    if not copy.paragraphs and not copy.captions and not copy.notes and not copy.labels:
        return "cut off: nothing after the headline"
    last_is_body = copy.paragraphs and not copy.end_mark and copy.last_line == lines[-1].number
    if last_is_body and _stops_in_mid_sentence(copy.paragraphs[-1]):
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
    tail_at = _read_body(copy, lines, body_at, was_wrapped=lines is not block.lines)
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
        captions=tuple(replace(each, paragraph=min(each.paragraph, len(copy.paragraphs))) for each in copy.captions),
        related=tuple(copy.related),
        end_mark=copy.end_mark,
        signoff="\n".join(copy.signoff),
        copyright="\n".join(copy.copyright),
        keywords=tuple(copy.keywords),
        status=status_of(" ".join(copy.labels)),
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
        copyright_year=copy.copyright_year,
        captions=[caption.text for caption in copy.captions],
        paragraphs=copy.paragraphs,
        received=received,
    )
    written = opening.day if opening else None
    if written is None and inherited and inherited.opening:
        written = inherited.opening.day
    day, name = complete(written, evidence)
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
