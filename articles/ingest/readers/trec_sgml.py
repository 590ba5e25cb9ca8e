"""The SGML of retrieval collections (TREC, CLEF, Gigaword): AP, EFE and other wires, many articles a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from articles.ingest.article import ParsedArticle, Problem, Subject
from articles.ingest.declared import Declared
from articles.ingest.grammar.agencies import known_agency
from articles.ingest.records.streams import Layout, articles_in
from articles.ingest.source import Reading, Source
from articles.ingest.wires.characters import printed
from articles.ingest.wires.fixed_width import lines_in, paragraphs_in
from articles.ingest.wires.head import WireHead, bylines_of
from articles.ingest.wires.keyword_line import CATEGORIES, URGENCIES, KeywordLine, read_header, read_keywords
from articles.ingest.wires.sgml import attributes, elements, one, plain
from articles.ingest.wires.times import moment

NAME = "trec-sgml"
BEGINS = re.compile(rb"<DOC(?=>\s{0,20}<DOCNO>|\s{1,20}id\s?=\s?\"[^\"<>]{1,100}\"[^<>]{0,200}>)", re.IGNORECASE)
ENDS = re.compile(rb"</DOC>", re.IGNORECASE)
BETWEEN = re.compile(rb"(?:[\s\x1a]|<[^<>]*>)*+")
PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!DOCTYPE[^<>]{0,200}>\s*)?" + BEGINS.pattern, re.IGNORECASE)
INSIDE = frozenset(["DOC", "BODY", "HEADER"])
AGENCIES = {"AP": "AP", "APW": "AP", "EFE": "EFE", "AFP": "AFP", "XIN": "Xinhua", "XIE": "Xinhua", "CNA": "CNA"}
DOCNO_AGENCY = re.compile(r"[A-Z]+")
DOCNO_DAY = re.compile(r"(?<!\d)(?P<year>\d{4}|\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
FILED = re.compile(
    r"(?P<agency>[A-Z]{2,4})-[A-Z]{2}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2})\s+(?P<clock>\d{4})(?P<zone>[A-Z]{3,4})?"
)
DAY = re.compile(r"(?P<year>\d{4}|\d{2})-?(?P<month>\d{2})-?(?P<day>\d{2})")
TIME = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})")
SCRIPT = re.compile(r"[A-Z]{2,4}_(?P<language>ENG|FRE|SPA|ARB|CMN)_")
LANGUAGES = {"ENG": "en", "FRE": "fr", "SPA": "es", "ARB": "ar", "CMN": "zh"}


def recognises(head: bytes) -> bool:
    return bool(PROLOGUE.match(head))


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each DOC element, one at a time."""
    return articles_in(source, reading, Layout(NAME, BEGINS, _declared, ENDS, must_end=True, between=BETWEEN))


def _declared(record: str) -> Declared:
    found = elements(record, INSIDE)
    number = one(found, "DOCNO") or attributes(record).get("ID", "").strip()
    day, sent_at = _when(found, number)
    head, slug = _head(found)
    keywords = _keywords(found)
    script = SCRIPT.match(number)
    return Declared(
        headline=printed(head.headline),
        paragraphs=tuple(printed(each) for each in _paragraphs(found)),
        agency=_agency(number),
        language=LANGUAGES[script["language"]] if script else "",
        guid=number,
        version_label=" ".join([*([keywords.label] if keywords.label else []), *head.labels]),
        version=max(keywords.version, head.version),
        subheadline=printed("\n".join(head.subheadlines)),
        slugline=slug or keywords.keyword,
        note=printed("\n".join([*([keywords.part] if keywords.part else []), *head.notes])),
        nonpublic_note="\n".join(f"DESTINO: {each}" for each in [one(found, "DESTINO")] if each),
        dateline=one(found, "DATELINE"),
        date=None if sent_at else day,
        sent_at=sent_at,
        bylines=tuple(head.bylines),
        subjects=_subjects(found, keywords),
        urgency=keywords.urgency or URGENCIES.get(one(found, "PRIORIDAD").lower()),
    )


def _when(found: dict[str, list[str]], number: str) -> tuple[date | None, datetime | None]:
    """The day and, where it is told, the moment; without a zone GMT is taken."""
    if filed := FILED.search(one(found, "FILEID")):
        sent_at = moment(filed["year"], filed["month"], filed["day"], filed["clock"], filed["zone"] or "")
        return (sent_at.date() if sent_at else None), sent_at
    written = DAY.search(one(found, "DATE", "DATE_TIME", "DATE1")) or DOCNO_DAY.search(number)
    midnight = moment(written["year"], written["month"], written["day"], "0000") if written else None
    if not written or not midnight:
        return None, None
    clock = TIME.search(one(found, "TIME") or one(found, "DATE_TIME")[10:])
    if not clock:
        return midnight.date(), None
    minute = clock["hour"].zfill(2) + clock["minute"]
    return midnight.date(), moment(written["year"], written["month"], written["day"], minute)


def _head(found: dict[str, list[str]]) -> tuple[WireHead, str]:
    """What the headline elements say, and the slug that EFE writes above its headline."""
    head, slug = WireHead(), ""
    if title := one(found, "TITLE"):
        first, _, rest = title.partition("\n")
        slug, title = (first.strip(), rest) if rest.strip() else ("", first)
        head.headline = " ".join(title.split())
    for content in [*found.get("HEAD", ()), *(found.get("HEADLINE") or found.get("HL") or found.get("TI") or ())]:
        if text := " ".join(plain(content).split()):
            head.take(text)
    head.bylines += _names(found.get("BYLINE", []))
    return head, slug


def _names(contents: list[str]) -> tuple[str, ...]:
    """The names of the bylines; a line that does not say `By` is the office of the one before, or all there is."""
    lines = [line for content in contents if (line := " ".join(plain(content).split()).strip("^=< "))]
    names = tuple(name for line in lines for name in bylines_of(line))
    return names or tuple(lines[:1])


def _keywords(found: dict[str, list[str]]) -> KeywordLine:
    """AP's header and keyword line; the label of the latter is the fuller one."""
    header = read_header(one(found, "FIRST", "1ST_LINE")) or KeywordLine()
    named = read_keywords(one(found, "SECOND", "2ND_LINE").strip("^< "))
    labelled = named if named.label else header
    return KeywordLine(
        keyword=named.keyword or header.keyword,
        label=labelled.label,
        version=labelled.version,
        part=named.part,
        urgency=header.urgency,
        category=header.category,
    )


def _paragraphs(found: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(
        paragraph for content in found.get("TEXT", ()) for paragraph in paragraphs_in(lines_in(plain(content)))
    )


def _agency(number: str) -> str:
    letters = DOCNO_AGENCY.match(number)
    return AGENCIES.get(letters.group(), known_agency(letters.group())) if letters else ""


def _subjects(found: dict[str, list[str]], keywords: KeywordLine) -> tuple[Subject, ...]:
    anpa = [Subject(keywords.category, "anpa", CATEGORIES.get(keywords.category, ""))] if keywords.category else []
    efe = [Subject(code, "efe", code.capitalize()) for code in [one(found, "CATEGORY")] if code]
    kind = [Subject(code, "efe-kind") for code in [one(found, "SCATE")] if code]
    return (*anpa, *efe, *kind)
