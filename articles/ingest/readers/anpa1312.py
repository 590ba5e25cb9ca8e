"""ANPA 1312, the text format of the American wires, and the form Kyodo sends it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from articles.ingest.article import ParsedArticle, Problem, Subject
from articles.ingest.declared import Declared
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.layout import HEAD_LINES
from articles.ingest.records.streams import articles_in
from articles.ingest.source import Reading, Source, Unreadable
from articles.ingest.wires.characters import printed
from articles.ingest.wires.fixed_width import lines_in, paragraphs_in
from articles.ingest.wires.head import WireHead
from articles.ingest.wires.keyword_line import CATEGORIES, KeywordLine, read_header, read_keywords
from articles.ingest.wires.times import moment
from articles.ingest.wires.transmission import (
    BEFORE_HEADER,
    END_OF_TEXT,
    START_OF_TEXT,
    has_control_bytes,
    layout_of,
    opens_message,
)

NAME = "anpa1312"
SERVICE = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?P<agency>[A-Z]{0,10})\x1f?[\w-]{0,16}[ \t]*")
FIRST = rb"[A-Za-z][0-9]{4}[A-Z]{0,10}\x1f?[A-Za-z0-9_-]{0,16}[ \t]*\r?\n"
SECOND = rb"[A-Za-z] [A-Za-z][ \x13\x14]{1,3}[\x11\x12]? ?[^\s\x11-\x14][^\r\n]{0,90}?[ \t]+[0-9]{1,2}-[0-9]{1,2}(?:[ \t]+[0-9]{0,5})?[ \t]*\r?\n"
MARKED = FIRST + SECOND
BARE = rb"(?<=\n)(?=" + FIRST + SECOND + rb"(?:[ \t]*\r?\n)?\^)"
"""A header that has lost its control bytes is known by its two lines and the caret that opens the copy below them."""

AP_TIME = re.compile(
    r"\s*(?P<agency>[A-Z]{2,4})-[A-Z]{2}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2}) (?P<clock>\d{4})(?P<zone>[A-Z]{3,4})?<?\s*"
)
KYODO_TIME = re.compile(
    r"\s*(?P<agency>KWS)-(?P<clock>\d{2}:\d{2})-(?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{2})\s*", re.IGNORECASE
)
AGENCIES = {"KWS": "Kyodo"}
LINE_CODES = "^<= \t"


def recognises(head: bytes) -> bool:
    """True where a message begins; the first one of a day's log may lack its beginning."""
    return opens_message(head, MARKED, BARE)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each message; a log of a day is read message by message."""
    return articles_in(source, reading, layout_of(NAME, BARE, _declared))


def _declared(record: str) -> Declared:
    service, header, text, trailer = _parts(record)
    stamp = AP_TIME.fullmatch(trailer) or KYODO_TIME.fullmatch(trailer)
    sent_at = _sent_at(stamp) if stamp else None
    named, head, body = _split_head(lines_in(text))
    labelled = named if named.label else header
    return Declared(
        headline=printed(head.headline),
        paragraphs=(*head.furniture, *(printed(each) for each in _paragraphs(body, header.is_table))),
        agency=AGENCIES.get(stamp["agency"].upper(), stamp["agency"]) if stamp else service["agency"].title(),
        guid=_guid(service, sent_at),
        version_label=" ".join([*([labelled.label] if labelled.label else []), *head.labels]),
        version=max(labelled.version, head.version),
        subheadline=printed("\n".join(head.subheadlines)),
        slugline=named.keyword or header.keyword,
        note=printed("\n".join([*([named.part] if named.part else []), *head.notes])),
        sent_at=sent_at,
        bylines=tuple(head.bylines),
        subjects=(Subject(header.category, "anpa", CATEGORIES.get(header.category, "")),),
        urgency=header.urgency,
    )


def _parts(record: str) -> tuple[re.Match[str], KeywordLine, str, str]:
    """Return the two header lines, the text, and the line with the time behind it."""
    first, _, rest = record.lstrip(BEFORE_HEADER).partition("\n")
    second, _, rest = rest.partition("\n")
    service, header = SERVICE.fullmatch(first.rstrip("\r")), read_header(second)
    if not service or not header:
        raise Unreadable("no ANPA 1312 header: service and number; priority, category, keyword, date, words", 1)
    if START_OF_TEXT in rest:
        text, end, trailer = rest.partition(START_OF_TEXT)[2].partition(END_OF_TEXT)
        if not end:
            raise Unreadable("cut off: no end of text (ETX)", 1)
        return service, header, text, trailer.partition("\x0c")[0].rstrip("\x04")
    if has_control_bytes(record):
        raise Unreadable("cut off: the message has no text", 1)
    text, _, trailer = rest.rstrip().rpartition("\n")
    if AP_TIME.fullmatch(trailer) or KYODO_TIME.fullmatch(trailer):
        return service, header, text, trailer
    return service, header, rest, ""


def _sent_at(stamp: re.Match[str]) -> datetime | None:
    zone = "JST" if stamp["agency"].upper() == "KWS" else stamp["zone"] or ""
    return moment(stamp["year"], stamp["month"], stamp["day"], stamp["clock"], zone)


def _split_head(lines: list[str]) -> tuple[KeywordLine, WireHead, list[str]]:
    """Return what the keyword line and the other lines of the head say, and the lines of the body."""
    written, body = _caret_lines(lines) if _first(lines).startswith("^") else _kyodo_lines(lines)
    head = WireHead()
    for line in written[1:]:
        if line.endswith("=") and head.bylines:
            continue  # the office of the one who signs
        if text := line.strip(LINE_CODES):
            head.take(text)
    return read_keywords(written[0].strip(LINE_CODES)) if written else KeywordLine(), head, body


def _first(lines: list[str]) -> str:
    return next((line.lstrip() for line in lines if line), "")


def _caret_lines(lines: list[str]) -> tuple[list[str], list[str]]:
    """The head's lines open with a caret and close with `<` or `=`; one may run over several."""
    head: list[str] = []
    for index, line in enumerate(lines):
        text = line.strip()
        if text.startswith("^"):
            head.append(text)
        elif text and head and head[-1][-1] not in "<=" and line[0] not in " \t" and len(head) < HEAD_LINES:
            head[-1] += f" {text}"
        elif text:
            return head, lines[index:]
    return head, []


def _kyodo_lines(lines: list[str]) -> tuple[list[str], list[str]]:
    """The keyword stands in the first line, the headline goes on to a plus sign."""
    lines = [line for line in lines if line.strip()]
    closing = next((index for index, line in enumerate(lines[:HEAD_LINES]) if line.endswith("+")), None)
    opening = next((index for index, line in enumerate(lines[:HEAD_LINES]) if read_dateline(line.strip())), 2)
    end = opening if closing is None else closing + 1
    if end < 2:
        return lines[:end], lines[end:]
    headline = " ".join(line.strip(" \t+") for line in lines[1:end])
    return [lines[0], headline], lines[end:]


def _paragraphs(body: list[str], is_table: bool) -> tuple[str, ...]:
    lines = [line.lstrip("^").rstrip("< ") for line in body]
    if is_table:
        return tuple(line.strip() for line in lines if line.strip())
    return paragraphs_in(lines)


def _guid(service: re.Match[str], sent_at: datetime | None) -> str:
    """Services number their messages over and over: with the minute the number is the message's own."""
    return f"{service['service'].lower()}{service['number']}-{sent_at:%Y%m%dT%H%M}" if sent_at else ""
