"""IPTC 7901, the text format of the European wires: header, keywords, text and day-time group between control bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from articles.ingest.article import ParsedArticle, Problem, Subject
from articles.ingest.declared import Declared
from articles.ingest.grammar.agencies import known_agency
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.layout import HEAD_LINES
from articles.ingest.grammar.lines import NONPUBLIC
from articles.ingest.records.streams import articles_in
from articles.ingest.source import Reading, Source, Unreadable
from articles.ingest.wires.fixed_width import lines_in, paragraphs_in
from articles.ingest.wires.head import WireHead
from articles.ingest.wires.keyword_line import PART, label_of
from articles.ingest.wires.times import moment
from articles.ingest.wires.transmission import (
    BEFORE_HEADER,
    END_OF_TEXT,
    FRAME,
    START_OF_TEXT,
    has_control_bytes,
    layout_of,
    opens_message,
)

NAME = "iptc7901"
HEADER = re.compile(
    r"[\x16\x01\s]*(?P<service>[A-Za-z]{0,5})(?P<number>\d{1,6}) (?P<priority>[1-9]) (?P<category>[A-Za-z]{1,3})"
    r" \d{1,6}(?: (?P<options>[^\r\n]{0,80}))?[ \t]*"
)
MARKED = rb"(?:" + FRAME + rb")?[A-Za-z]{0,5}[0-9]{1,6} [1-9] [A-Za-z]{1,3} [0-9]{1,6}[ \r\n]"
BARE = (
    rb"(?<=\n)(?=[a-z]{2,5}[0-9]{3,4} [1-9] [a-z]{1,3} [0-9]{1,5}(?: [^\r\n]{0,80})?\r?\n(?:[ \t]*\r?\n){0,2}"
    rb"[^\r\n/]{1,80}/(?:[^\r\n/]{1,80}/){0,8}[ \t]*\r?\n)|(?<=\n)" + FRAME + rb"(?=" + MARKED + rb")\w"
)
"""A header that has lost its control bytes is known by the keyword line below it, which ends in a stroke, or by ZCZC."""

DAY_TIME = re.compile(
    r"(?P<day>\d{2})(?P<clock>\d{4})\s?(?P<zone>[A-Z]{1,4})?\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d{2}(?:\d{2})?)"
)
FRAMED = re.compile(r"\AZCZC\s+")
CLOSES = re.compile(r"^[ \t]*NNNN[ \t\r]*$", re.MULTILINE)
DAY_TIME_ALONE = re.compile(r"\d{6}(?:\s?[A-Z]{1,4})?")
LONGEST_KEYWORDS = 200


def recognises(head: bytes) -> bool:
    """True where a message begins; the first one of a day's log may lack its beginning."""
    return opens_message(head, MARKED, BARE)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each message; a log of a day is read message by message."""
    return articles_in(source, reading, layout_of(NAME, BARE, _declared))


@dataclass(frozen=True, slots=True)
class _Message:
    """The parts of a message as transmitted."""

    header: re.Match[str]
    keywords: list[str]
    text: str
    sent_at: datetime | None


def _declared(record: str) -> Declared:
    message = _message(record)
    public, nonpublic = _split_nonpublic(lines_in(message.text))
    head, body = _split_head(public)
    header = message.header
    labels, parts, keywords = _sort_keywords(message.keywords)
    return Declared(
        headline=head.headline,
        paragraphs=(*head.furniture, *paragraphs_in(body)),
        agency=_agency(header["options"] or "") or known_agency(header["service"].upper()),
        guid=_guid(header, message.sent_at),
        version_label=" ".join([*labels, *head.labels]),
        version=max([head.version, *(label_of(label).version for label in labels)]),
        subheadline="\n".join(head.subheadlines),
        slugline="/".join(keywords),
        note="\n".join([*parts, *head.notes]),
        nonpublic_note="\n".join(line.strip() for line in nonpublic if line.strip()),
        sent_at=message.sent_at,
        bylines=tuple(head.bylines),
        keywords=tuple(keywords),
        subjects=(Subject(header["category"].lower(), NAME),),
        urgency=int(header["priority"]),
    )


def _message(record: str) -> _Message:
    unmarked, framed = FRAMED.subn("", record.lstrip(BEFORE_HEADER), count=1)
    first, _, rest = unmarked.partition("\n")
    header = HEADER.fullmatch(first.rstrip("\r"))
    if not header:
        raise Unreadable("no IPTC 7901 header: service and number, priority, category, words", 1)
    if START_OF_TEXT not in rest:
        if has_control_bytes(record):
            raise Unreadable("cut off: the message has no text", 1)
        if framed and not CLOSES.search(rest):
            raise Unreadable("cut off: no end of the telegram (NNNN)", 1)
        return _without_controls(header, rest)
    between, _, rest = rest.partition(START_OF_TEXT)
    text, end, trailer = rest.partition(END_OF_TEXT)
    if not end:
        raise Unreadable("cut off: no end of text (ETX)", 1)
    return _Message(header, [line.strip() for line in lines_in(between)], text, _sent_at(trailer))


def _without_controls(header: re.Match[str], rest: str) -> _Message:
    """The keyword lines end in a stroke, the day-time group is the last line."""
    lines = CLOSES.sub("", rest).strip().splitlines()
    last = next((index for index, line in enumerate(lines) if line.rstrip().endswith("/")), -1)
    sent_at = _sent_at(lines[-1]) if lines else None
    if sent_at or (lines and DAY_TIME_ALONE.fullmatch(lines[-1].strip())):
        lines.pop()
    return _Message(header, lines[: last + 1], "\n".join(lines[last + 1 :]), sent_at)


def _sent_at(trailer: str) -> datetime | None:
    found = DAY_TIME.search(trailer)
    return moment(found["year"], found["month"], found["day"], found["clock"], found["zone"] or "") if found else None


def _sort_keywords(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the version labels, the takes and the keywords of the lines above the text."""
    labels: list[str] = []
    parts: list[str] = []
    keywords: list[str] = []
    for word in "/".join(lines)[:LONGEST_KEYWORDS].split("/"):
        word = word.strip()
        if PART.fullmatch(word):
            parts.append(word)
        elif word:
            (labels if label_of(word) else keywords).append(word)
    return labels, parts, keywords


def _split_nonpublic(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut the lines where the agency's notes to its customers begin."""
    for index, line in enumerate(lines):
        if NONPUBLIC.match(line.strip()):
            return lines[:index], lines[index:]
    return lines, []


def _split_head(lines: list[str]) -> tuple[WireHead, list[str]]:
    """Read the head, and return it with the lines of the body."""
    head = WireHead()
    lines = _without_blank_start(lines)
    end = _end_of_head(lines)
    for line in lines[:end]:
        if text := line.strip(" \t=+"):
            head.take(text)
    return head, lines[end:]


def _without_blank_start(lines: list[str]) -> list[str]:
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    return lines[start:]


def _end_of_head(lines: list[str]) -> int:
    """The head ends with a line that closes in `=`, else before the dateline, else with the headline."""
    for index, line in enumerate(lines[:HEAD_LINES]):
        if index and read_dateline(line.strip()):
            return index
        if line.rstrip().endswith("="):
            return index + 1
    blank = next((index for index, line in enumerate(lines[:HEAD_LINES]) if not line), None)
    if blank is not None:
        return blank
    return next((index for index, line in enumerate(lines, 1) if not label_of(line.strip())), len(lines))


def _agency(options: str) -> str:
    return next((agency for word in options.split() if (agency := known_agency(word))), "")


def _guid(header: re.Match[str], sent_at: datetime | None) -> str:
    """Services number their messages from 1 each day or so: with the minute the number is the message's own."""
    if not sent_at or not header["service"]:
        return ""
    return f"{header['service'].lower()}{header['number']}-{sent_at:%Y%m%dT%H%M}"
