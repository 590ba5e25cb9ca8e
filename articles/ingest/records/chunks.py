"""The bytes of a source in chunks; UTF-16 and UTF-32 come as UTF-8, so that quotes, brackets and line ends are found."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from articles.ingest.encoding import Undecodable, decode
from articles.ingest.records.record import WIDE
from articles.ingest.source import Source, Unreadable

CHUNK = 256 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of_mark(head: bytes) -> tuple[str, int]:
    """Return the encoding that a byte order mark or the zero bytes of Latin letters show, and the mark's length."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name, len(mark)
    if len(head) > 3 and head[:4].count(0) == 2 and (head[0] == 0) != (head[1] == 0):
        return ("utf-16-be" if head[0] == 0 else "utf-16-le"), 0
    return "", 0


def narrow(head: bytes) -> bytes:
    """Return the beginning of a file without a byte order mark, in UTF-8 where it is in UTF-16 or UTF-32."""
    name, mark = encoding_of_mark(head)
    if name in ("", "utf-8"):
        return head[mark:]
    return head[mark:].decode(name, "ignore").encode("utf-8")


def chunks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a source without a byte order mark; raises Unreadable for broken UTF-16 or UTF-32."""
    name, mark = encoding_of_mark(source.head)
    source.stream.read(mark)
    if name in ("", "utf-8"):
        while chunk := source.stream.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while chunk := source.stream.read(CHUNK):
            yield decoder.decode(chunk).encode("utf-8")
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        raise Unreadable(f"not {name}, or cut off in the middle of a character") from None


def encoding_of(source: Source, named: str) -> str:
    """Return the encoding of a file of records: the one named, shown by its mark, or recognised in its beginning.

    Empty for UTF-8 and where the beginning does not tell; raises Unreadable for a file that is not in the one named.
    """
    if found := stated_encoding(source.head, named):
        return found
    head = source.head[: source.head.rfind(b"\n") + 1] or source.head
    try:
        found = decode(head).encoding
    except Undecodable:
        return ""
    # stray zero bytes look like UTF-16, but what is has shown itself
    return "" if found.startswith(("utf-8", *WIDE)) else found


def stated_encoding(head: bytes, named: str) -> str:
    """Return the encoding named, else the one its mark shows; raises Unreadable for UTF-16 and UTF-32 named in vain."""
    marked = encoding_of_mark(head)[0]
    if not named:
        return marked
    try:
        name = codecs.lookup(named).name
    except (LookupError, ValueError):
        return named
    if not (name.startswith(WIDE) or marked.startswith(WIDE)):
        return named
    if name not in (marked, marked[: len(WIDE[0])]):
        raise Unreadable(f"not {named}")
    return marked
