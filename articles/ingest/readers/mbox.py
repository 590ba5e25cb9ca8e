"""A mailbox (mbox): message after message, read one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers.mail import Letter, is_header_block, read_letter
from articles.ingest.records.record import Record
from articles.ingest.records.streams import records
from articles.ingest.source import Reading, Source, Unreadable

NAME = "mbox"
BEGINS = re.compile(rb"(?<=\n)From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{1,76}:)")
FIRST_LINES = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def recognises(head: bytes) -> bool:
    start = FIRST_LINES.match(head).end()
    opening = BEGINS.match(b"\n" + head[start:], 1)
    return bool(opening) and is_header_block(head[start + opening.end() - 1 :])


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of each message in the order of the mailbox."""
    position = number = 0
    for record in records(source.stream, BEGINS, reading.limits.file_bytes):
        if not record.begun:
            continue
        number += 1
        for each in _read_message(record, number, position, source.address, reading):
            position += isinstance(each, ParsedArticle) and each.file == source.address
            yield each


def _read_message(
    record: Record, number: int, position: int, file: str, reading: Reading
) -> Iterator[ParsedArticle | Problem]:
    if not record.is_whole:
        yield Problem(file, f"a mail of {record.size:,} bytes", record.line)
        return
    message = QUOTED_FROM.sub(rb"\1", record.data.partition(b"\n")[2])
    letter = Letter(record.data, message, file, f"{file}!{number}", NAME, position, record.line)
    try:
        yield from read_letter(letter, reading)
    except Unreadable as fault:
        yield Problem(file, fault.reason, record.line + max(fault.line - 1, 0))
