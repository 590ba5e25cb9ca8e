"""ninjs 1.x, 2.x and 3.x (IPTC), also as Superdesk writes it: one item, a list of them, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Declared
from articles.ingest.grammar.labels import split_label
from articles.ingest.markup.html_text import html_line
from articles.ingest.markup.iptc import agency_known, agency_named, names_in, settled
from articles.ingest.moments import moment
from articles.ingest.readers.ninjs_parts import captions_of, entities_of, relations_of, subjects_of
from articles.ingest.readers.ninjs_words import words_of
from articles.ingest.records.json_articles import read_objects
from articles.ingest.records.json_records import opens_json_with
from articles.ingest.records.json_values import Object, objects_at, text_at, texts_at
from articles.ingest.source import Reading, Source, Unreadable

NAME = "ninjs"
ID = re.compile(rb'"(?:uri|guid)"\s*:\s*"', re.IGNORECASE)
MEMBER = re.compile(
    rb'"(?:\$?standard|versioncreated|firstcreated|pubstatus|representationtype|bodies|headlines|descriptions|rightsinfo|'
    rb"body_x?html|body_text|description_(?:text|html)|trustindicators?|altids|urgency|ednote|slugline|eventdetails|"
    rb'plannedcoverage|associations|renditions|genres|copyright(?:holder|notice))"\s*:|ninjs-schema',
    re.IGNORECASE,
)
NO_COPY = frozenset(
    "picture graphic photo image video audio animation event planning component package media asset collection".split()
)
LONGEST_GUID = 250


def recognises(head: bytes) -> bool:
    return opens_json_with(head, ID, MEMBER)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the text items of a file; pictures, events, planning and items without a word yield nothing."""
    return read_objects(source, reading, NAME, declared_of, lower_keys=True)


def declared_of(item: Object) -> Declared | None:
    """Return what an item with lower-case member names declares, or None where it is no text."""
    if text_at(item, "type").lower() in NO_COPY or "eventdetails" in item or "plannedcoverage" in item:
        return None
    words = words_of(item)
    slugline = html_line(text_at(item, "slugline"))
    status = text_at(item, "pubstatus")
    headline = words.headline or html_line(text_at(item, "title"))
    if not (headline or words.paragraphs):
        if not guid_of(item):
            raise Unreadable("neither an id nor a word: no ninjs item")
        if status.lower() not in ("canceled", "cancelled", "withheld"):
            return None
        # a kill need not repeat the words it withdraws
        headline = slugline or guid_of(item)
    embargo, embargoed_until = _embargo(item)
    place, _, region = text_at(item, "located").partition(",")
    declared = Declared(
        headline=headline,
        paragraphs=words.paragraphs,
        subheadline=words.subheadline,
        agency=agency_of(item),
        language=text_at(item, "language"),
        guid=guid_of(item),
        revision=text_at(item, "version"),
        version_label="" if split_label(headline).label else _signal(item),
        slugline=slugline,
        note=html_line(text_at(item, "ednote")),
        places=tuple(each.strip() for each in place.split("/") if each.strip()),
        region=region.strip(),
        sent_at=_first_moment(item, "versioncreated", "firstcreated", "contentcreated"),
        embargoed_until=embargoed_until,
        bylines=bylines_of(item),
        captions=captions_of(item, words.captions),
        keywords=texts_at(item, "keywords", "keyword"),
        subjects=subjects_of(item),
        relations=relations_of(item),
        entities=entities_of(item),
        urgency=number_at(item, "urgency"),
        status=status if status.lower() not in ("", "usable") else embargo,
        usage_terms=html_line("\n".join(texts_at(item, "usageterms"))),
        copyright=html_line(text_at(item, "copyrightnotice")),
    )
    return settled(declared)


def guid_of(item: Object) -> str:
    """Return the id that all versions of an item share."""
    return text_at(item, "uri", "guid")[:LONGEST_GUID]


def agency_of(item: Object) -> str:
    """Return the agency an item comes from: the first known one it names as holder or source, else the first name."""
    sources = objects_at(item, "infosources", "infosource")
    names = [text_at(item, "copyrightholder"), text_at(item, "source", "provider")]
    names += [text_at(each, "name", "literal") for each in sources]
    return agency_named(names)[:100]


def bylines_of(item: Object) -> tuple[str, ...]:
    """Return the names in the byline, without `By` and without an agency's own."""
    written = html_line(text_at(item, "by", "byline"))
    if not written:
        return tuple(text_at(each, "name") for each in objects_at(item, "authors") if text_at(each, "name"))
    return tuple(name for name in names_in(written) if not agency_known(name))


def number_at(item: Object, name: str) -> int | None:
    """Return a whole number of one or two digits, or None."""
    written = text_at(item, name)
    return int(written) if re.fullmatch(r"[0-9]{1,2}", written) else None


def _embargo(item: Object) -> tuple[str, datetime | None]:
    """An embargo that names no moment holds the copy back for good."""
    written = text_at(item, "embargoeduntil", "embargoed")
    until = moment(written) if written else None
    return ("embargoed" if written and until is None else ""), until


def _first_moment(item: Object, *names: str) -> datetime | None:
    return next((found for name in names if (found := moment(text_at(item, name)))), None)


def _signal(item: Object) -> str:
    """`sig:correction` (IPTC NewsCodes, signal) says what a marker in the headline would."""
    codes = [*texts_at(item, "signal", "signals")]
    codes += [text_at(each, "code", "literal", "qcode", "uri") for each in objects_at(item, "signal", "signals")]
    corrected = any(re.split("[:/]", code.lower())[-1] == "correction" for code in codes)
    return "CORRECTION" if corrected else ""
