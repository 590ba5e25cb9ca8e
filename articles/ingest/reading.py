"""From the bytes of a file to its articles: recognise what it is, and let that reader read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.encoding import Decoded, Undecodable, decode, split_bytes
from articles.ingest.layout import LONGEST_LINE
from articles.ingest.readers import text

LARGEST_FILE = 64 * 1024 * 1024
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
LISTING_KEYS = {"file", "version_label", "dateline", "paragraphs"}
MARKUP = re.compile(
    r"\s*<(?:\?xml|!DOCTYPE|html|nitf|newsml|newsitem|newsmessage|packageitem|rss|feed|reuters|doc\b)", re.IGNORECASE
)
STRUCTURED = re.compile(r"\s*[\[{]\s*[\"{\[]")


def read(data: bytes, file: str, received: date | None = None, encoding: str = "") -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of a file and what could not be read of it; never raises for bad input."""
    if reason := _refusal(data):
        yield Problem(file, reason)
        return
    if problem := _endless_line(data, file):
        yield problem
        return
    try:
        decoded = decode(data, encoding)
    except Undecodable as fault:
        yield Problem(file, str(fault), fault.line, _excerpt(data, fault.line))
        return
    if problem := _unreadable(decoded.text, file):
        yield problem
        return
    if STRUCTURED.match(decoded.text):
        return
    yield from _read_text(data, decoded, file, received)


def _read_text(data: bytes, decoded: Decoded, file: str, received: date | None) -> Iterator[ParsedArticle | Problem]:
    stories = list(text.read(decoded.text, file, received))
    if not stories:
        yield Problem(file, "empty file")
        return
    parts = split_bytes(data, decoded, [story.start for story in stories])
    for story, original in zip(stories, parts, strict=True):
        if isinstance(story.result, Problem):
            yield story.result
        else:
            yield replace(story.result, original=original, encoding=decoded.encoding)


def _endless_line(data: bytes, file: str) -> Problem | None:
    """Before any decoding, since that of megabytes in one line takes long and serves nobody."""
    if len(data) <= LONGEST_LINE * 4:
        return None
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line) > LONGEST_LINE * 4 and b"\r" not in line:
            return Problem(file, f"a line of {len(line):,} bytes is no wire copy", number, repr(line[:100])[2:-1])
    return None


def _refusal(data: bytes) -> str:
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff\x1a"):
        return "empty file"
    if len(data) > LARGEST_FILE:
        return f"larger than {LARGEST_FILE // 1024 // 1024} MB"
    return next((f"{kind}, not text" for magic, kind in MAGIC if data.startswith(magic)), "")


def _unreadable(content: str, file: str) -> Problem | None:
    if not content.strip(" \t\r\n\ufeff\u200b\u00a0\u3000"):
        return Problem(file, "empty file")
    controls = len(BINARY.findall(content))
    if controls > 8 and controls * 50 > len(content):
        return Problem(file, "binary data, not text", 1)
    for number, line in enumerate(content.split("\n") if len(content) > LONGEST_LINE else (), 1):
        if len(line) > LONGEST_LINE:
            return Problem(file, f"a line of {len(line):,} characters is no wire copy", number, line[:200])
    if MARKUP.match(content):
        return Problem(file, "markup (XML or HTML): this version reads plain-text copy", 1, content.strip()[:200])
    if STRUCTURED.match(content) and not is_listing(content):
        return Problem(file, "JSON: this version reads plain-text copy", 1, content.strip()[:200])
    return None


def is_listing(content: str) -> bool:
    """True for what `import_articles --dry-run --json` prints of another file: it describes copy, it is none."""
    try:
        listed = json.loads(content)
    except ValueError:
        return False
    return isinstance(listed, list) and all(isinstance(each, dict) and each.keys() >= LISTING_KEYS for each in listed)


def _excerpt(data: bytes, line: int) -> str:
    lines = data.split(b"\n", line)
    return (
        lines[line - 1][:200].decode("utf-8", "backslashreplace").replace("\x00", "\\x00") if len(lines) >= line else ""
    )
