"""From the JSON objects of a file to articles, whatever the objects declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Declared, Origin, article_of
from articles.ingest.encoding import Decoded, Undecodable
from articles.ingest.records.chunks import encoding_of
from articles.ingest.records.json_records import json_records
from articles.ingest.records.json_values import Object, object_in
from articles.ingest.records.patience import Patience
from articles.ingest.records.record import Record, as_found, excerpt, shown, text_of
from articles.ingest.source import Reading, Source, Unreadable

NO_FURTHER = "cut off: the list of articles does not end"


def read_objects(
    source: Source,
    reading: Reading,
    name: str,
    declare: Callable[[Object], Declared | None],
    lower_keys: bool = False,
) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each object of which `declare` makes something, and what could not be read."""
    encoding = encoding_of(source, reading.encoding)
    patience = Patience()
    for record in json_records(source):
        try:
            decoded = _decoded(record, encoding)
            declared = declare(object_in(decoded.text, record.line, lower_keys))
            if declared is None:
                continue
            original = as_found(record.data, decoded)
            origin = Origin(source.address, name, original, patience.articles, decoded.encoding, reading.received)
            article = article_of(declared, origin)
        except Unreadable as fault:
            line, beginning = fault.line or record.line, shown(fault.excerpt) or excerpt(record.data)
            yield Problem(source.address, shown(fault.reason), line, beginning)
            patience.lost(record.line)
        else:
            yield article
            patience.found()


def _decoded(record: Record, encoding: str) -> Decoded:
    if not record.is_whole:
        raise Unreadable(f"an object of {record.size:,} bytes is no wire copy", record.line)
    if not record.begun:
        raise Unreadable("no well-formed JSON: text outside of any object" if record.data else NO_FURTHER, record.line)
    try:
        return text_of(record.data, encoding)
    except Undecodable as fault:
        raise Unreadable(str(fault), record.line + fault.line - 1) from None
