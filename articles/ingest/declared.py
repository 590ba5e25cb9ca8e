"""Articles from structured formats: what the format declares wins, the grammar of wire copy reads the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from articles.ingest.article import Caption, Dateline, NamedEntity, ParsedArticle, Relation, Subject, excess_of
from articles.ingest.grammar.agencies import known_agency
from articles.ingest.grammar.dateline import Opening, read_dateline
from articles.ingest.grammar.dealing import deal_out_body
from articles.ingest.grammar.labels import split_label, status_of
from articles.ingest.grammar.layout import Line, lines_of
from articles.ingest.grammar.lines import COPYRIGHT_YEAR
from articles.ingest.grammar.wire_copy import WireCopy
from articles.ingest.grammar.years import Evidence, complete
from articles.ingest.language import identify_language
from articles.ingest.source import Unreadable

LONGEST_STAND_IN = 120
LONGEST_AGENCY = 100
WHITE_SPACE = re.compile(r"\s+")
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read: the file, its place among the articles of the file, its format and bytes."""

    file: str
    format: str
    original: bytes
    position: int = 0
    encoding: str = "utf-8"
    received: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a format says of an article. Empty fields are read from the text, where it tells.

    `paragraphs` is the body, one string each, or one string of plain text in lines, wrapped or not. `version` is the
    number of `version_label` where the format's own grammar reads it. `dateline` is the line as written, `places` and
    `region` its parts where the format parts them, `date` the day it was filed; `published` a day
    that completes the dateline's, and stands for it where it has none.
    """

    headline: str = ""
    paragraphs: tuple[str, ...] | str = ()
    agency: str = ""
    language: str = ""
    guid: str = ""
    revision: str = ""
    version_label: str = ""
    version: int = 0
    subheadline: str = ""
    slugline: str = ""
    note: str = ""
    nonpublic_note: str = ""
    dateline: str = ""
    places: tuple[str, ...] = ()
    region: str = ""
    date: date | None = None
    published: date | None = None
    sent_at: datetime | None = None
    embargoed_until: datetime | None = None
    bylines: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    entities: tuple[NamedEntity, ...] = ()
    urgency: int | None = None
    status: str = ""
    usage_terms: str = ""
    copyright: str = ""


def article_of(declared: Declared, origin: Origin) -> ParsedArticle:
    """Return the article; raises Unreadable where there is neither headline nor text, or more than any copy has."""
    article = _article(declared, origin)
    if reason := excess_of(article):
        raise Unreadable(reason)
    return article


def _article(declared: Declared, origin: Origin) -> ParsedArticle:
    declared = _as_text(declared)
    copy = WireCopy()
    labelled = split_label(one_line(declared.headline))
    copy.headline = labelled.headline or labelled.label or _stand_in(declared)
    copy.labels += [label for label in (declared.version_label, labelled.label) if label]
    copy.version = max(declared.version, labelled.version, split_label(f"({declared.version_label}) x").version)
    deal_out_body(_lines(declared.paragraphs), copy, may_be_wrapped=isinstance(declared.paragraphs, str))
    labels = " ".join(dict.fromkeys(copy.labels))
    opening = copy.opening
    return ParsedArticle(
        file=origin.file,
        original=origin.original,
        encoding=origin.encoding,
        position=origin.position,
        format=origin.format,
        agency=known_agency(declared.agency)
        or (opening.agency if opening else "")
        or declared.agency.strip()[:LONGEST_AGENCY],
        language=_language(declared.language) or identify_language(" ".join([*copy.paragraphs[:6], copy.headline])),
        version_label=labels,
        version=copy.version,
        headline=copy.headline,
        subheadline="\n".join([one for one in (declared.subheadline.strip(), *copy.subheadlines) if one]),
        note="\n".join([one for one in (declared.note.strip(), *copy.notes) if one]),
        nonpublic_note="\n".join([one for one in (declared.nonpublic_note.strip(), *copy.nonpublic) if one]),
        timestamp="\n".join(copy.times),
        dateline=_dateline(declared, copy, origin.received),
        bylines=_both(declared.bylines, copy.bylines),
        contacts=_both(declared.contacts, copy.contacts),
        paragraphs=tuple(copy.paragraphs),
        captions=_captions(declared, copy),
        related=tuple(copy.related),
        end_mark=copy.end_mark,
        signoff="\n".join(copy.signoff),
        copyright="\n".join([one for one in (declared.copyright.strip(), *copy.copyright) if one]),
        keywords=_both(declared.keywords, copy.keywords),
        status=_status(declared, labels),
        guid=declared.guid.strip() or copy.guid,
        revision=declared.revision.strip(),
        sent_at=declared.sent_at,
        embargoed_until=declared.embargoed_until,
        urgency=declared.urgency if declared.urgency and 1 <= declared.urgency <= 9 else None,
        slugline=one_line(declared.slugline),
        usage_terms=declared.usage_terms.strip(),
        subjects=tuple(dict.fromkeys(declared.subjects)),
        relations=tuple(dict.fromkeys(declared.relations)),
        entities=tuple(dict.fromkeys(declared.entities)),
    )


def one_line(text: str) -> str:
    """Return the text with each run of white space as one space."""
    return WHITE_SPACE.sub(" ", text).strip()


def _as_text(value: Any) -> Any:
    """Return the value without what no text holds, however deep: control characters, halves of surrogate pairs."""
    if isinstance(value, str):
        return NO_TEXT.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", value)
    if isinstance(value, tuple):
        return tuple(map(_as_text, value))
    if is_dataclass(value):
        return replace(value, **{each.name: _as_text(getattr(value, each.name)) for each in fields(value)})
    return value


def _stand_in(declared: Declared) -> str:
    """A headline for copy without one: its slugline, subheadline, or the beginning of its text."""
    paragraphs = declared.paragraphs
    text = paragraphs if isinstance(paragraphs, str) else " ".join(paragraphs[:1])
    for candidate in (declared.slugline, declared.subheadline, text, *(each.text for each in declared.captions[:1])):
        line = one_line(candidate)
        if opening := read_dateline(line):
            line = line[opening.length :].strip() or line
        if line:
            return line if len(line) <= LONGEST_STAND_IN else line[:LONGEST_STAND_IN].rsplit(" ", 1)[0] + "…"
    raise Unreadable("neither a headline nor a text")


def _lines(paragraphs: tuple[str, ...] | str) -> tuple[Line, ...]:
    if isinstance(paragraphs, str):
        return tuple(lines_of(paragraphs))
    texts = [line for each in paragraphs if (line := one_line(each))]
    # no blank lines: in short copy they would announce captions
    return tuple(Line(number, text, 0, 0) for number, text in enumerate(texts, 1))


def _dateline(declared: Declared, copy: WireCopy, received: date | None) -> Dateline:
    opening = _declared_opening(declared) or copy.opening
    evidence = Evidence(
        metadata_date=declared.date or declared.published or (declared.sent_at.date() if declared.sent_at else None),
        timestamp_date=copy.day,
        copyright_year=copy.copyright_year or _copyright_year(declared.copyright),
        captions=[caption.text for caption in (*declared.captions, *copy.captions)],
        paragraphs=copy.paragraphs,
        received=received,
    )
    if declared.date:
        day, name = declared.date, "metadata"
    else:
        day, name = complete(opening.day if opening else None, evidence)
    text = declared.dateline.strip() or (opening.text if opening else "")
    places = tuple(map(one_line, declared.places)) or (opening.places if opening else ())
    region = one_line(declared.region) or (opening.region if opening else "")
    return Dateline(text, places, region, day, name)


def _copyright_year(copyright: str) -> int | None:
    found = COPYRIGHT_YEAR.match(copyright.strip()[:LONGEST_STAND_IN])
    return int(found["year"]) if found else None


def _declared_opening(declared: Declared) -> Opening | None:
    """Read the dateline that the format gives without the agency's signature."""
    written = declared.dateline.strip().rstrip("-–— ")
    if not written:
        return None
    return read_dateline(f"{written} --") or read_dateline(f"{written} (AP) --")


def _captions(declared: Declared, copy: WireCopy) -> tuple[Caption, ...]:
    last, before = len(copy.paragraphs), _paragraphs_before(declared.paragraphs, copy.paragraphs)
    placed = (replace(each, paragraph=before[min(each.paragraph, len(before) - 1)]) for each in declared.captions)
    captions = {each.text or each.picture: each for each in (*copy.captions, *placed)}
    return tuple(replace(each, paragraph=min(each.paragraph, last)) for each in captions.values())


def _paragraphs_before(declared: tuple[str, ...] | str, body: list[str]) -> list[int]:
    """How many paragraphs of the body stand before each of those declared: notes and bylines among them are none."""
    if isinstance(declared, str):
        return list(range(len(body) + 1))
    before = [0]
    for each in declared:
        at = before[-1]
        before.append(at + (at < len(body) and body[at] in one_line(each)))
    return before


def _both(declared: Iterable[str], read: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for each in (*declared, *read) if (line := one_line(each))))


def _status(declared: Declared, labels: str) -> str:
    """IPTC NewsML-G2, pubStatus; an embargo without an hour holds the copy back for good."""
    status = declared.status.strip().lower().rpartition(":")[2]
    if status in ("cancelled", "withdrawn"):
        return "canceled"
    if status == "embargoed" and not declared.embargoed_until:
        return "withheld"
    return status if status in ("withheld", "canceled") else status_of(labels)


def _language(code: str) -> str:
    """ISO 639-1 of a language tag (RFC 5646), whatever its case and region."""
    primary = re.split("[-_]", code.strip().lower(), maxsplit=1)[0]
    return primary if len(primary) in (2, 3) and primary.isalpha() else ""
