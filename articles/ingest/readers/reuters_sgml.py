"""Reuters-21578: a year of financial wire copy in SGML, many articles a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from articles.ingest.article import ParsedArticle, Problem, Subject
from articles.ingest.declared import Declared
from articles.ingest.records.streams import Layout, articles_in
from articles.ingest.source import Reading, Source
from articles.ingest.wires.fixed_width import lines_in, paragraphs_in
from articles.ingest.wires.head import bylines_of
from articles.ingest.wires.keyword_line import CATEGORIES, KeywordLine, read_header
from articles.ingest.wires.sgml import attributes, elements, one, plain
from articles.ingest.wires.times import moment

NAME = "reuters-sgml"
COLLECTION = "reuters-21578"
BEGINS = re.compile(rb"<REUTERS(?=\s[^<>]{0,400}>)")
ENDS = re.compile(rb"</REUTERS>")
BETWEEN = re.compile(rb"(?:[\s\x1a]|<[^<>]*>)*+")
PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!DOCTYPE[^<>]{0,200}>\s*)?<REUTERS\s")
DATE = re.compile(
    r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3})-(?P<year>\d{4})(?:\s+(?P<hour>\d{2}):(?P<minute>\d{2})(?::[\d.]{1,12})?)?"
)
SCHEMES = {
    "TOPICS": COLLECTION,
    "PLACES": f"{COLLECTION}-places",
    "PEOPLE": f"{COLLECTION}-people",
    "ORGS": f"{COLLECTION}-orgs",
    "EXCHANGES": f"{COLLECTION}-exchanges",
    "COMPANIES": f"{COLLECTION}-companies",
}


def recognises(head: bytes) -> bool:
    return bool(PROLOGUE.match(head))


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each REUTERS element, one at a time."""
    return articles_in(source, reading, Layout(NAME, BEGINS, _declared, ENDS, must_end=True, between=BETWEEN))


def _declared(record: str) -> Declared:
    about = attributes(record)
    found = elements(record, frozenset(["REUTERS"]))
    text = elements(*found.get("TEXT", [])[:1] or [""])
    header = _header(one(found, "UNKNOWN"))
    day, sent_at = _when(one(found, "DATE"))
    headline, body = _copy(found, text)
    return Declared(
        headline=headline,
        paragraphs=paragraphs_in(body),
        agency="Reuters",
        language="en",
        guid=f"{COLLECTION}:{number}" if (number := about.get("NEWID", "").strip()) else "",
        dateline=one(text, "DATELINE"),
        date=None if sent_at else day,
        sent_at=sent_at,
        bylines=bylines_of(" ".join(one(text, "AUTHOR").split())),
        version_label=header.label,
        version=header.version,
        slugline=header.keyword,
        subjects=(*_category(header), *_codes(found)),
        urgency=header.urgency,
    )


def _copy(found: dict[str, list[str]], text: dict[str, list[str]]) -> tuple[str, list[str]]:
    """The headline and the lines of the body; of copy never taken apart (TYPE="UNPROC") its first line is the former."""
    if "BODY" in text or "TITLE" in text:
        return one(text, "TITLE"), lines_in(one(text, "BODY"))
    lines = [line for line in lines_in(plain("\n".join(found.get("TEXT", [])))) if not read_header(line)]
    first = next((index for index, line in enumerate(lines) if line), len(lines))
    return " ".join(lines[first : first + 1]), lines[first + 1 :]


def _header(unknown: str) -> KeywordLine:
    """The codes of the wire that came with the copy, among them its keyword line."""
    lines = (line.strip() for line in unknown.splitlines()[:20])
    return next((header for line in lines if (header := read_header(line))), KeywordLine())


def _when(written: str) -> tuple[date | None, datetime | None]:
    """The day, and the moment where the hour can be read; no zone is given, GMT is taken."""
    found = DATE.search(written)
    if not found:
        return None, None
    day = moment(found["year"], found["month"], found["day"], "0000")
    if not day or not found["hour"]:
        return day.date() if day else None, None
    return day.date(), moment(found["year"], found["month"], found["day"], found["hour"] + found["minute"])


def _category(header: KeywordLine) -> tuple[Subject, ...]:
    return (Subject(header.category, "anpa", CATEGORIES.get(header.category, "")),) if header.category else ()


def _codes(found: dict[str, list[str]]) -> tuple[Subject, ...]:
    """The codes readers of the collection gave: they are keys, not names as anybody would write them."""
    return tuple(
        Subject(plain(code).strip(), scheme)
        for element, scheme in SCHEMES.items()
        for content in found.get(element, ())
        for code in elements(content).get("D", ())
        if plain(code).strip()
    )
