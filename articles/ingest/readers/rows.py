"""What a row of a table, or an object of named texts, declares of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from articles.ingest.article import Caption, Subject
from articles.ingest.declared import Declared
from articles.ingest.grammar.captions import split_rights
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.labels import label_line
from articles.ingest.grammar.lines import MAILS
from articles.ingest.grammar.written_dates import read_date
from articles.ingest.grammar.years import Evidence, complete
from articles.ingest.markup.html_text import html_line, html_story, is_markup, picture_address
from articles.ingest.markup.iptc import agency_known, names_in
from articles.ingest.readers.columns import Columns

LIST = re.compile(r"\s*[,;|\n]\s*")
NAMES = re.compile(r"\s*[;|\n]\s*")
COUNTER = re.compile(r"\d{1,9}")
WORDS_OF_STATUS = frozenset("usable withheld canceled cancelled withdrawn embargoed".split())
LONGEST_HEADLINE = 250
LONGEST_CODE = 80
HEAD_LINES = 3
LONGEST_GUID = 250


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one article by the names of their columns; `named` are the fields whose columns the user named."""

    cells: Mapping[str, str]
    columns: Columns
    named: frozenset[str] = frozenset()
    day_first: bool | None = None

    def text(self, *fields: str) -> str:
        """Return the first cell of these fields that is not empty, stripped."""
        cells = (self.cells.get(column, "").strip() for each in fields for column in self.columns.of.get(each, ()))
        return next(filter(None, cells), "")


def declared_of(row: Row) -> Declared:
    """Return what a row declares; the text may be whole wire copy or HTML."""
    summary = html_line(row.text("summary"))
    body, from_summary = row.text("body"), False
    if not body:
        body, from_summary = summary, True
    headline = html_line(row.text("headline"))
    if not headline and not is_markup(body):
        headline, body = _headline_above(body)
    paragraphs, figures = html_story(body) if is_markup(body) else (_without(headline, body), ())
    written = read_date(row.text("date"), row.day_first)
    place, _, region = row.text("place").partition(",")
    embargo = row.text("embargo")
    embargoed_until = read_date(embargo, row.day_first).moment
    label = row.text("label")
    labelled = label_line(label)
    return Declared(
        headline=headline,
        paragraphs=paragraphs,
        agency=row.text("agency")[:100],
        language=row.text("language"),
        guid=_guid(row),
        revision=row.text("revision"),
        version_label=label,
        version=labelled.version if labelled else 0,
        subheadline=html_line(row.text("subheadline")) or ("" if from_summary else _unless_in(body, summary)),
        slugline=row.text("slugline"),
        note=html_line(row.text("note")),
        dateline=row.text("dateline"),
        places=tuple(filter(None, map(str.strip, place.split("/")))),
        region=region.strip(),
        date=None if written.moment else _filed_on(paragraphs, written.day),
        sent_at=written.moment,
        embargoed_until=embargoed_until,
        bylines=_bylines(row.text("byline")),
        contacts=tuple(MAILS.findall(row.text("contact")[:1000])),
        captions=(*_caption(row), *figures),
        keywords=tuple(LIST.split(row.text("keywords"))),
        subjects=_subjects(row.text("subjects")),
        urgency=int(urgency) if COUNTER.fullmatch(urgency := row.text("urgency")) else None,
        status=_status(row.text("status")) or ("embargoed" if embargo and not embargoed_until else ""),
        usage_terms=html_line(row.text("usage_terms")),
        copyright=html_line(row.text("copyright")),
    )


def _headline_above(body: str) -> tuple[str, str]:
    """Whole copy in one cell begins with its headline, where its first line is short and no dateline."""
    first, _, rest = body.partition("\n")
    if not rest.strip() or len(first) > LONGEST_HEADLINE or read_dateline(first):
        return "", body
    return first.strip(), rest


def _without(headline: str, body: str) -> str:
    first, _, rest = body.partition("\n")
    return rest if rest.strip() and first.strip() == headline else body


def _unless_in(body: str, summary: str) -> str:
    return "" if summary[:60] in body else summary


def _guid(row: Row) -> str:
    """The agency's id. A column `id` of plain numbers counts rows and is no id, unless the user named it."""
    guid = row.text("guid")
    if not guid and (written := row.text("id")) and ("id" in row.named or not COUNTER.fullmatch(written)):
        guid = written
    return (guid or row.text("link"))[:LONGEST_GUID]


def _filed_on(paragraphs: tuple[str, ...] | str, day: date | None) -> date | None:
    """The day of the dateline in the year of the column; the column's own day where there is none."""
    lines = paragraphs.lstrip().split("\n", HEAD_LINES) if isinstance(paragraphs, str) else paragraphs
    opening = next((found for line in lines[:HEAD_LINES] if (found := read_dateline(line))), None)
    if day is None or opening is None or opening.day is None:
        return day
    return complete(opening.day, Evidence(metadata_date=day))[0] or day


def _bylines(written: str) -> tuple[str, ...]:
    return tuple(name for each in NAMES.split(written) for name in names_in(each) if not agency_known(name))


def _caption(row: Row) -> tuple[Caption, ...]:
    text, credit, restriction = split_rights(html_line(row.text("caption")))
    return (Caption(0, text, credit, restriction, picture_address(row.text("picture"))),) if text else ()


def _subjects(written: str) -> tuple[Subject, ...]:
    return tuple(Subject(name[:LONGEST_CODE], "", name) for name in LIST.split(written) if name)


def _status(written: str) -> str:
    return written if written.lower() in WORDS_OF_STATUS else ""
