"""Web archives (WARC): the pages captured in them, each read in the format of its content."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import WITHIN
from articles.ingest.moments import day
from articles.ingest.source import MEGABYTE, Reading, Source, Unreadable, of_bytes
from articles.ingest.web.page import NoArticle
from articles.ingest.web.warc_records import Records, address_of

NAME = "warc"
OPENS = (b"WARC/0.", b"WARC/1.")
LARGEST = 16 * MEGABYTE
"""Of one page, as it was sent and when it is decompressed."""

TEXTUAL = ("html", "xml", "json", "text/plain", "rss", "atom", "")
TAKEN = frozenset(["response", "resource"])
INFLATED = {"gzip": 31, "x-gzip": 31, "deflate": 47}
NOT_INFLATED = {"br": "Brotli (br)"}


def recognises(head: bytes) -> bool:
    """True for what begins with a WARC record."""
    return head.startswith(OPENS)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of the pages captured, and a Problem for each that cannot be read and where the file breaks.

    What holds no article is passed over. The day of its capture is the last that a page can be of.
    """
    records = Records(source.stream)
    for record in records:
        if isinstance(record, Unreadable):
            yield Problem(source.address, record.reason)
        elif capture := _capture(record, source.address):
            yield from _read_capture(capture, reading)


@dataclass(frozen=True, slots=True)
class Capture:
    """A record of a page: its address within the file, the day it was captured, and how to get at its bytes."""

    address: str
    day: date | None
    payload: Callable[[], bytes]


def _capture(record: Any, file: str) -> Capture | None:
    """The page of a record; None for what is none: requests, failures, pictures, what repeats an earlier record."""
    uri = address_of(record)
    if record.rec_type not in TAKEN or not uri or uri.startswith(("dns:", "urn:")):
        return None
    http = record.http_headers
    if http and not (http.get_statuscode() or "").startswith("2"):
        return None
    kind = (http.get_header("Content-Type") if http else record.content_type) or ""
    kind = kind.partition(";")[0].strip().lower()
    if not any(part == kind or (part and part in kind) for part in TEXTUAL):
        return None
    captured = day((record.rec_headers.get_header("WARC-Date") or "").strip())
    return Capture(f"{file}{WITHIN}{uri}", captured, lambda: _payload(record))


def _read_capture(capture: Capture, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    from articles.ingest.reading import read_source  # it knows every format, and so this one

    try:
        data = capture.payload()
    except NoArticle:
        return
    except Unreadable as fault:
        yield Problem(capture.address, fault.reason)
        return
    if data.strip() and not data.startswith(OPENS):
        days = [each for each in (capture.day, reading.received) if each]
        how = replace(reading, received=min(days, default=None), of_crawl=True)
        yield from read_source(of_bytes(data, capture.address), how)


def _payload(record: Any) -> bytes:
    """The bytes of a page without what HTTP put around them."""
    stream, http = record.raw_stream, record.http_headers
    if stream.limit > LARGEST:
        raise Unreadable(f"a page of more than {LARGEST // MEGABYTE} MB")
    if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        # imported when the first archive comes
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(stream, decomp_type=None)
    data = stream.read(LARGEST)
    if record.raw_stream.limit and not record.raw_stream.read(1):
        raise NoArticle("cut off, as the records say themselves")
    encoding = ((http.get_header("Content-Encoding") if http else "") or "identity").strip().lower()
    if encoding in INFLATED:
        return _inflated(data, INFLATED[encoding])
    if encoding not in ("identity", "none", "utf-8", ""):
        raise Unreadable(f"compressed with {NOT_INFLATED.get(encoding, encoding)}, which is not read")
    return data


def _inflated(data: bytes, window: int) -> bytes:
    """Servers say gzip of what is not, and deflate of what has no header (RFC 9110, 8.4.1.2)."""
    for bits in (window, -15):
        unpacker = zlib.decompressobj(bits)
        try:
            page = unpacker.decompress(data, LARGEST + 1)
        except zlib.error:
            continue
        if len(page) > LARGEST:
            raise Unreadable(f"a page that unfolds to more than {LARGEST // MEGABYTE} MB")
        return page
    return data
