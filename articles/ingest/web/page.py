"""A web page as a tree, decoded as it declares, and refused where it is made to exhaust its reader."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element as Element

from articles.ingest.encoding import BOMS, Decoded, Undecodable, decode
from articles.ingest.markup.html_tree import html_tree
from articles.ingest.markup.marked_text import text_of
from articles.ingest.markup.parsing import descendants
from articles.ingest.source import MEGABYTE, Limits, Source, Unreadable

LARGEST = 8 * MEGABYTE
"""Of one page: its tree takes up to twenty times as much memory."""

MOST_TEXT = 1_000_000
"""Characters, without those of scripts; a search index takes no more."""

DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]+)",
    re.IGNORECASE,
)
DECLARED_WITHIN = 8 * 1024
# WHATWG Encoding Standard, 4.2: what pages call by one name and mean by another
MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "euc_kr",
    "euc-kr": "euc_kr",
    "ksc5601": "euc_kr",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5-hkscs": "big5",
    "shift-jis": "shift_jis",
    "x-sjis": "shift_jis",
    "windows-31j": "shift_jis",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}

# what else pages are in; Python knows codecs that are no encodings, and some that take hours
KNOWN = re.compile(
    r"utf-8|cp125\d|windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|mac-?roman|macintosh|gb18030|big5|euc[-_]jp|iso-2022-jp|"
    r"shift_jis|euc_kr|cp949|cp932|cp866|ibm866|tis-620|cp874"
)


class NoArticle(Unreadable):
    """A page that can be read but holds no article: a front page, a list, a search form."""


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page, the name of their encoding, and the tree of its elements."""

    data: bytes
    encoding: str
    tree: Element

    def all(self, *names: str) -> list[Element]:
        """Return the elements with one of these names, in the order of the page."""
        return list(descendants(self.tree, *names))

    @property
    def title(self) -> str:
        return next((text for each in self.all("title") if (text := text_of(each))), "")

    @property
    def language(self) -> str:
        return self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def page_of(source: Source, limits: Limits, encoding: str = "") -> Page:
    """Return the page of a source; raises Unreadable for what is no page, or one too large, too deep or too wide."""
    data = source.read_all(replace(limits, file_bytes=min(LARGEST, limits.file_bytes)))
    try:
        decoded = _decoded(data, encoding)
    except Undecodable as fault:
        raise Unreadable(str(fault), fault.line) from None
    if (tree := html_tree(decoded.text)) is None:
        raise Unreadable("no page: it is empty")
    if (length := sum(_text_lengths(tree))) > MOST_TEXT:
        raise Unreadable(f"a page of {length:,} characters of text is no article")
    return Page(data, decoded.encoding, tree)


def _text_lengths(tree: Element) -> Iterator[int]:
    for each in tree.iter(etree.Element):
        if each.text and each.tag not in ("script", "style"):
            yield len(each.text)
        if each.tail:
            yield len(each.tail)


def _decoded(data: bytes, encoding: str) -> Decoded:
    """In the encoding given, of the byte order mark or declared; where its bytes are not in it, in the one recognised."""
    marked = any(data.startswith(mark) for mark, _ in BOMS)
    name = encoding or ("" if marked else _declared(data))
    try:
        return decode(data, name)
    except Undecodable:
        if encoding or not name:
            raise
    try:
        return decode(data)
    except Undecodable:
        # a page of mostly one encoding with some stray bytes is still readable, as browsers show
        return Decoded(data.replace(b"\x00", b"").decode(name, "replace"), name)


def encoding_called(name: str) -> str:
    """Return the encoding that a page means by a name; empty for what is none."""
    meant = MEANT.get(name.strip().lower(), name.strip().lower())
    try:
        return meant if KNOWN.fullmatch(meant) and codecs.lookup(meant) else ""
    except LookupError:
        return ""


def _declared(data: bytes) -> str:
    found = DECLARED.search(data, 0, DECLARED_WITHIN)
    return encoding_called((found["xml"] or found["meta"]).decode("ascii")) if found else ""
