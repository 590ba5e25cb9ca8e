"""A file of plain-text copy: refused where it is no text, decoded, and each of its stories given its own bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.encoding import Decoded, Undecodable, decode, split_bytes
from articles.ingest.grammar.layout import LONGEST_LINE
from articles.ingest.readers import text
from articles.ingest.records.record import excerpt
from articles.ingest.source import Reading, Source, Unreadable

NAME = "text"
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
)
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = re.compile(
    r"\s*<(?:\?xml|!DOCTYPE|html|nitf|newsml|newsitem|newsmessage|packageitem|rss|feed|reuters|doc\b)", re.IGNORECASE
)
STRUCTURED = re.compile(r"\s*[\[{]\s*[\"{\[]")


def recognises(head: bytes) -> bool:
    """True for anything: what no other format recognises is read as text, or refused with the reason."""
    return True


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the stories of a text and what could not be read of it; raises Unreadable for what is no text.

    What a crawl captured is mostly no wire copy (robots.txt and the like), and then nothing is said of it.
    """
    if not reading.of_crawl:
        yield from _read(source, reading)
        return
    with suppress(Unreadable):
        yield from (each for each in _read(source, reading) if isinstance(each, ParsedArticle))


def _read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    if reason := _refusal(source.head):
        raise Unreadable(reason)
    data = source.read_all(reading.limits)
    _refuse_endless_line(data)
    try:
        decoded = decode(data, reading.encoding)
    except Undecodable as fault:
        raise Unreadable(str(fault), fault.line, _excerpt(data, fault.line)) from None
    _refuse_unreadable(decoded.text)
    yield from _stories(data, decoded, source.address, reading)


def _stories(data: bytes, decoded: Decoded, file: str, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    stories = list(text.read(decoded.text, file, reading.received))
    if not stories:
        raise Unreadable("empty file")
    parts = split_bytes(data, decoded, [story.start for story in stories])
    for story, original in zip(stories, parts, strict=True):
        if isinstance(story.result, Problem):
            yield story.result
        else:
            yield replace(story.result, original=original, encoding=decoded.encoding)


def _refuse_endless_line(data: bytes) -> None:
    """Before any decoding, since that of megabytes in one line takes long and serves nobody."""
    if len(data) <= LONGEST_LINE * 4:
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line) > LONGEST_LINE * 4 and b"\r" not in line:
            raise Unreadable(f"a line of {len(line):,} bytes is no wire copy", number, repr(line[:100])[2:-1])


def _refusal(head: bytes) -> str:
    if not head.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff\x1a"):
        return "empty file"
    return next((f"{kind}, not text" for magic, kind in MAGIC if head.startswith(magic)), "")


def _refuse_unreadable(content: str) -> None:
    if not content.strip(" \t\r\n\ufeff\u200b\u00a0\u3000"):
        raise Unreadable("empty file")
    controls = len(BINARY.findall(content))
    if controls > 8 and controls * 50 > len(content):
        raise Unreadable("binary data, not text", 1)
    for number, line in enumerate(content.split("\n") if len(content) > LONGEST_LINE else (), 1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"a line of {len(line):,} characters is no wire copy", number, line[:200])
    if MARKUP.match(content):
        raise Unreadable("markup (XML or HTML) in no form this version knows", 1, content.strip()[:200])
    if STRUCTURED.match(content):
        raise Unreadable("JSON in no form this version knows", 1, content.strip()[:200])


def _excerpt(data: bytes, line: int) -> str:
    lines = data.split(b"\n", line)
    return excerpt(lines[line - 1]) if len(lines) >= line else ""
