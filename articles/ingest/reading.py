"""From the bytes of a file to its articles: recognise what it is, and let that reader read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.formats import format_of
from articles.ingest.source import Reading, Source, Unreadable, of_bytes


def read(data: bytes, file: str, received: date | None = None, encoding: str = "") -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of a file in hand and what could not be read of it; never raises for bad input."""
    return read_source(of_bytes(data, file), Reading(received, encoding))


def read_source(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of a source and what could not be read of it; never raises for bad input."""
    form = format_of(source.head)
    try:
        yield from form.read(source, reading)
    except Unreadable as fault:
        yield Problem(source.address, fault.reason, fault.line, fault.excerpt)
    except OSError as error:
        yield Problem(source.address, f"cannot be read further: {error.strerror or error}")
    except Exception as error:  # a fault of a reader costs one file, never the run
        yield Problem(source.address, f"the {form.NAME} reader failed: {type(error).__name__}: {error}"[:500])
