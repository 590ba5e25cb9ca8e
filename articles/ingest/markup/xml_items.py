"""The items of an XML file that may hold many: each with its own bytes, never more than one in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from itertools import chain
from xml.sax.saxutils import quoteattr

from lxml import etree
from lxml.etree import _Element as Element

from articles.ingest.markup.parsing import LARGEST, children, encoding_of, local, parse_xml, wide_encoding
from articles.ingest.source import MEGABYTE, Limits, Source, Unreadable

CHUNK = MEGABYTE // 4
LONGEST_ENVELOPE = MEGABYTE
"""The most that is kept of what stands before the first item, and after the only one."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})["']""")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands before the first item: its outermost element, the namespaces and the language it declares."""

    root: Element | None = None
    namespaces: dict[str | None, str] = field(default_factory=dict)
    language: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Item:
    """An item and its bytes as they stand in the file: all of the file where it holds no other.

    `fault` says why it could not be read; then there is no element.
    """

    element: Element | None
    data: bytes
    envelope: Envelope
    encoding: str = "utf-8"
    fault: Unreadable | None = None


def items_of(source: Source, names: frozenset[str], limits: Limits, encoding: str = "") -> Iterator[Item]:
    """Yield the items: the elements with one of these names, wherever they stand but in each other.

    An item that is not well-formed costs itself only. Raises Unreadable where there is none, or what follows the last
    one cannot be read.
    """
    if wide_encoding(source.head):
        yield from _items_of_document(source.read_all(limits), names, limits)
        return
    pieces = _pieces(source.stream, names, min(LARGEST, limits.file_bytes))
    before, first = _until_item(pieces)
    if first is None:
        raise _without_items(before, limits)
    envelope = _envelope(before, encoding)
    try:
        after, second = _until_item(pieces)
    except (Unreadable, OSError):
        yield _item(first, envelope, limits)
        raise
    if second is None:
        yield _item(first, envelope, limits, whole=before + first.data + after)
        return
    for piece in chain((first, second), pieces):
        if piece.is_item:
            yield _item(piece, envelope, limits)


@dataclass(frozen=True, slots=True)
class _Piece:
    """An item as it stands in the file, or what stands between two; `line` is where it begins."""

    data: bytes
    line: int
    is_item: bool


@dataclass(slots=True)
class _Cutter:
    """The end of what was read of a stream: up to `scanned` its tags are known, `depth` items are open."""

    token: re.Pattern[bytes]
    rest: bytes = b""
    scanned: int = 0
    depth: int = 0
    line: int = 1

    def feed(self, chunk: bytes) -> Iterator[_Piece]:
        data, start = self.rest + chunk, 0
        at = len(data)
        for found in self.token.finditer(data, self.scanned):
            if found["unfinished"] is not None:
                at = found.start()
                break
            if found["name"] is None:
                continue
            if self.depth == 0 and found["closing"] is None:
                yield self._piece(data[start : found.start()], is_item=False)
                start = found.start()
            before, self.depth = self.depth, max(0, self.depth + _step(found))
            if self.depth == 0 and (before or found["empty"] is not None):
                yield self._piece(data[start : found.end()], is_item=True)
                start = found.end()
        if self.depth == 0:
            yield self._piece(data[start:at], is_item=False)
            start = at
        self.rest, self.scanned = data[start:], at - start

    def finish(self) -> _Piece:
        return self._piece(self.rest, is_item=self.depth > 0)

    def _piece(self, data: bytes, *, is_item: bool) -> _Piece:
        piece = _Piece(data, self.line, is_item)
        self.line += data.count(b"\n")
        return piece


def _step(tag: re.Match[bytes]) -> int:
    if tag["empty"] is not None:
        return 0
    return 1 if tag["closing"] is None else -1


def _pieces(stream: BufferedIOBase, names: frozenset[str], longest: int) -> Iterator[_Piece]:
    cutter = _Cutter(_token(names))
    size = CHUNK
    while chunk := _chunk(stream, size):
        yield from cutter.feed(chunk)
        if len(cutter.rest) > longest:
            raise Unreadable(f"an item of more than {longest:,} bytes is no wire copy", cutter.line)
        size = max(CHUNK, len(cutter.rest))
    yield cutter.finish()


def _chunk(stream: BufferedIOBase, size: int) -> bytes:
    """The next bytes; where the stream breaks, those before, which `read` would lose."""
    parts: list[bytes] = []
    while size and (part := _before_break(stream, size, bool(parts))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _before_break(stream: BufferedIOBase, size: int, has_some: bool) -> bytes:
    try:
        return stream.read1(size)
    except OSError:
        if has_some:
            return b""
        raise


def _token(names: frozenset[str]) -> re.Pattern[bytes]:
    """The tags of the items, what may hide one, and either of them where the data ends before it does."""
    named = rf"(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, sorted(names)))})(?=[\s/>])"
    values = r"""(?>"[^"]*"|'[^']*'|[^>"'/]|/(?!>))*+"""
    pattern = (
        rf"<(?:(?P<closing>/)?(?P<name>{named}){values}(?P<empty>/)?>|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|"
        rf"(?P<unfinished>/?{named}|!--|!\[CDATA\[|\?|[^<>]*\Z))"
    )
    return re.compile(pattern.encode("ascii"), re.DOTALL)


def _until_item(pieces: Iterator[_Piece]) -> tuple[bytes, _Piece | None]:
    """What stands before the next item, no more than is kept, and that item."""
    before = b""
    for piece in pieces:
        if piece.is_item:
            return before, piece
        before += piece.data[: LONGEST_ENVELOPE - len(before)]
    return before, None


def _envelope(before: bytes, encoding: str) -> Envelope:
    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    open_elements: list[Element] = []
    try:
        parser.feed(before.lstrip())
        for event, element in parser.read_events():
            open_elements.append(element) if event == "start" else open_elements.pop()
    except etree.XMLSyntaxError:
        pass
    declared = ENCODING.match(before.lstrip(b"\xef\xbb\xbf \t\r\n"))
    name = encoding or (declared[1].decode("ascii") if declared else "utf-8")
    if not open_elements:
        return Envelope(encoding=name)
    inner = open_elements[-1]
    languages = [element.get(XML_LANG, "") for element in open_elements]
    return Envelope(open_elements[0], dict(inner.nsmap), next(filter(None, reversed(languages)), ""), name)


def _item(piece: _Piece, envelope: Envelope, limits: Limits, whole: bytes = b"") -> Item:
    """Parse an item on its own, within what its surroundings declare."""
    spaces = "".join(
        f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(uri)}" for prefix, uri in envelope.namespaces.items()
    )
    opening = (
        f"<?xml version='1.0' encoding='{envelope.encoding}'?><item{spaces} xml:lang={quoteattr(envelope.language)}>"
    )
    document = opening.encode("ascii", "xmlcharrefreplace") + piece.data.rstrip() + b"</item>"
    data = whole or piece.data
    try:
        outer = parse_xml(document, limits)
    except Unreadable as fault:
        line = fault.line and fault.line + piece.line - 1
        excerpt = fault.excerpt.removeprefix(opening).removesuffix("</item>")
        return Item(None, data, envelope, envelope.encoding, Unreadable(fault.reason, line, excerpt))
    return Item(children(outer)[0], data, envelope, encoding_of(outer))


def _items_of_document(data: bytes, names: frozenset[str], limits: Limits) -> Iterator[Item]:
    """A file in two bytes a character is parsed as a whole; each of its items has all of it as its bytes."""
    root = parse_xml(data, limits)
    envelope = Envelope(root, dict(root.nsmap), root.get(XML_LANG, ""), encoding_of(root))
    found = [root] if local(root) in names else list(_outermost(root, names))
    if not found:
        raise Unreadable("no item in the file")
    for element in found:
        yield Item(element, data, envelope, envelope.encoding)


def _outermost(element: Element, names: frozenset[str]) -> Iterator[Element]:
    for child in children(element):
        if local(child) in names:
            yield child
        else:
            yield from _outermost(child, names)


def _without_items(data: bytes, limits: Limits) -> Unreadable:
    try:
        parse_xml(data, limits)
    except Unreadable as fault:
        return fault
    return Unreadable("no item in the file")
