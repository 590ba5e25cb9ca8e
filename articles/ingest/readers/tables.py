"""Tables of articles, one a row under a row of names: CSV in any of its delimiters, and TSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Origin, article_of
from articles.ingest.encoding import Undecodable
from articles.ingest.grammar.written_dates import day_comes_first
from articles.ingest.readers.columns import COPY, Columns, field_of, no_copy, recognise
from articles.ingest.readers.rows import Row, declared_of
from articles.ingest.records.chunks import chunks, encoding_of, narrow
from articles.ingest.records.line_records import lines
from articles.ingest.records.patience import Patience
from articles.ingest.records.quoted_rows import quoted_rows
from articles.ingest.records.record import LONGEST_RECORD, Record, as_found, excerpt, text_of
from articles.ingest.source import HEAD, Reading, Source, Unreadable

NAME = "table"
LONGEST_HEADER = 8000
DELIMITERS = ",;\t|"
FIRST_LINE = re.compile(r"(?:[^\S\r\n]*+[\r\n]++)*+(?P<line>[^\r\n]*)")
DECLARED_DELIMITER = re.compile(r"(?:\"?sep=(?P<delimiter>[,;\t|])\"?)\r?\n", re.IGNORECASE)
COLUMN_NAME = re.compile(r"[^\W\d][^\r\n\t,;|\"“”«»!?()]{0,39}|")
SIMPLE_NAME = re.compile(r"[^\W\d][\w.:/@-]{0,39}")
ROWS_LOOKED_AT = 20
csv.field_size_limit(LONGEST_RECORD)  # its own limit is less than a speech takes


def recognises(head: bytes) -> bool:
    """True for a row of names above rows of as many cells; names known to hold copy need no such proof."""
    beginning = narrow(head)
    # most files are no tables, and their first line says so
    if not _header(beginning[: LONGEST_HEADER * 2].decode("utf-8", "replace")):
        return False
    text = beginning.decode("utf-8", "replace")
    if not (header := _header(text)):
        return False
    delimiter, names = header
    if any(field_of(name) in COPY for name in names):
        return True
    return _looks_like_a_table(text, delimiter, names)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each row; raises Unreadable where no column holds copy."""
    text = _head_text(source, reading)
    if not (header := _header(text)):
        raise Unreadable("no row of column names", 1, text[:200])
    delimiter, names = header
    columns = recognise(names, reading.columns)
    if not columns.has_copy():
        raise no_copy(names)
    table = _Table(source.address, delimiter, names, columns, encoding_of(source, reading.encoding), reading)
    table.day_first = day_comes_first(text)
    yield from table.articles(_rows(source, text, delimiter, len(names)))


class _Table:
    """What is the same for all rows of a file."""

    def __init__(
        self, file: str, delimiter: str, names: list[str], columns: Columns, encoding: str, reading: Reading
    ) -> None:
        self.file, self.delimiter, self.names, self.columns = file, delimiter, names, columns
        self.encoding, self.reading = encoding, reading
        self.day_first: bool | None = None

    def articles(self, rows: Iterator[Record]) -> Iterator[ParsedArticle | Problem]:
        patience = Patience()
        for row in rows:
            try:
                article = self._article(row, patience.articles)
            except Unreadable as fault:
                yield Problem(self.file, fault.reason, fault.line or row.line, excerpt(row.data))
                patience.lost(row.line)
            else:
                yield article
                patience.found()

    def _article(self, record: Record, position: int) -> ParsedArticle:
        if not record.is_whole:
            raise Unreadable(f"a row of {record.size:,} bytes is no wire copy")
        if not record.begun:
            raise Unreadable("cut off: a quoted cell never closes")
        try:
            decoded = text_of(record.data, self.encoding)
        except Undecodable as fault:
            raise Unreadable(str(fault), record.line + fault.line - 1) from None
        cells = _cells(decoded.text, self.delimiter)
        if len(cells) != len(self.names) and any(cells[len(self.names) :] or [" "]):
            raise Unreadable(f"the row has {len(cells)} cells, the row of names {len(self.names)}")
        row = Row(
            dict(zip(self.names, cells, strict=False)), self.columns, frozenset(self.reading.columns), self.day_first
        )
        original = as_found(record.data, decoded)
        origin = Origin(self.file, NAME, original, position, decoded.encoding, self.reading.received)
        return article_of(declared_of(row), origin)


def _rows(source: Source, text: str, delimiter: str, width: int) -> Iterator[Record]:
    """The rows below the row of names."""

    def is_row(line: bytes) -> bool:
        return _has_cells(line, delimiter, width)

    end = b"\n" if "\n" in text or "\r" not in text else b"\r"
    above = bool(DECLARED_DELIMITER.match(text)) + 1
    rows = quoted_rows(lines(chunks(source), LONGEST_RECORD, end), delimiter, LONGEST_RECORD, is_row)
    for number, row in enumerate(rows):
        if number >= above:
            yield row


def _head_text(source: Source, reading: Reading) -> str:
    head = narrow(source.head)
    encoding = encoding_of(source, reading.encoding)
    try:
        return head.decode("utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding or "utf-8", "replace")
    except LookupError:
        raise Unreadable(f"unknown encoding {encoding}") from None
    except UnicodeError:  # codecs of host names know no replacing
        raise Unreadable(f"not {encoding}") from None


def _header(text: str) -> tuple[str, list[str]] | None:
    """The delimiter and the names of the columns; None where the first line is no row of names."""
    declared = DECLARED_DELIMITER.match(text)
    text = text[declared.end() :] if declared else text
    found = FIRST_LINE.match(text[:LONGEST_HEADER])
    first = found["line"] if found else ""
    candidates = []
    for delimiter in declared["delimiter"] if declared else DELIMITERS:
        if delimiter not in first:
            continue
        cells = _cells(first, delimiter)
        names = [name.strip() for name in cells]
        # in running text a space follows a comma
        spaced = delimiter == "," and any(cell[:1] == " " for cell in cells) and not all(map(field_of, names))
        if len(names) > 1 and all(map(COLUMN_NAME.fullmatch, names)) and any(names) and not spaced:
            candidates.append((sum(bool(field_of(name)) for name in names), len(names), delimiter, names))
    if not candidates:
        return None
    _, _, delimiter, names = max(candidates)
    return delimiter, [name if names.index(name) == at else f"{name} {at + 1}" for at, name in enumerate(names)]


def _looks_like_a_table(text: str, delimiter: str, names: list[str]) -> bool:
    """Names of one word each, above rows of as many cells; a comma stands in running text, too."""
    if len(names) < (3 if delimiter == "," else 2) or not all(map(SIMPLE_NAME.fullmatch, names)):
        return False

    def is_row(line: bytes) -> bool:
        return _has_cells(line, delimiter, len(names))

    whole, cut = text.encode().rpartition(b"\n")[::2]
    parts = [whole + b"\n", *([cut] if len(text) < HEAD // 2 else [])]
    try:
        rows = list(
            islice(quoted_rows(lines(parts, LONGEST_RECORD), delimiter, LONGEST_RECORD, is_row), ROWS_LOOKED_AT)
        )
    except Unreadable:
        return False
    return len(rows) > 1 and sum(row.begun and is_row(row.data) for row in rows) * 10 >= len(rows) * 9


def _has_cells(line: bytes, delimiter: str, width: int) -> bool:
    try:
        return len(_cells(line.decode("utf-8", "replace"), delimiter)) == width
    except Unreadable:
        return False


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        raise Unreadable("no row of a table: a line end within a cell that is not quoted") from None
