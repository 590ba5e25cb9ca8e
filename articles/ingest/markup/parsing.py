"""Safe reading of XML and its elements: without network, document types or entities; names without namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5

from lxml import etree
from lxml.etree import _Element as Element

from articles.ingest.encoding import MULTIBYTE_CODECS, Undecodable, decode
from articles.ingest.records.record import excerpt
from articles.ingest.source import MEGABYTE, Limits, Unreadable

LARGEST = 16 * MEGABYTE
"""Of one document: its tree takes up to ten times as much memory."""

HTML_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
XML_ENTITIES = frozenset([b"amp", b"lt", b"gt", b"quot", b"apos"])
CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcBC]|1[0-9a-fA-F]|[eE]));"
)
SAID_LATIN_1 = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["'](?:iso-8859-1|latin-?1)["']""", re.IGNORECASE)
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
CUT_OFF = re.compile(
    r"Premature end|not finished|Couldn't find end|EndTag|Document is empty|unterminated|not terminated"
)
PROLOGUE = re.compile(
    # Atomic: what was read once is not read again in another way, or a row of comments would take for ever.
    r"(?>\ufeff|\s|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE(?>(?:[^\[>\"']|\"[^\"]*\"|'[^']*'"
    r"|\[(?>(?:<!--(?>.*?-->)|\"[^\"]*\"|'[^']*'|[^\]\"'])*+)\])*)>)*+"
    r"<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?P<rest>[^>]{0,2000})",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Root:
    """The outermost element of a file: its name without prefix, and its attributes as written."""

    name: str = ""
    attributes: str = ""


def root_of(head: bytes) -> Root:
    """Return the outermost element of a file that begins like this; an empty one where it is no XML."""
    text = head.decode(wide_encoding(head) or "latin-1", "replace").removeprefix("ï»¿")
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return Root()
    found = PROLOGUE.match(text)
    return Root(found["name"], found["rest"]) if found else Root()


def parse_xml(data: bytes, limits: Limits, encoding: str = "") -> Element:
    """Return the root of a document, its entities unresolved; raises Unreadable with the line for what is no XML.

    A second try is made for faults feeds are known for: control characters, HTML entities, a wrong encoding declared.
    """
    if len(data) > min(LARGEST, limits.file_bytes):
        raise Unreadable(f"an XML document of {len(data):,} bytes is no wire copy")
    blank = len(data) - len(data.lstrip(b" \t\r\n"))
    lines_before, data = data.count(b"\n", 0, blank), data[blank:]
    if not encoding:
        encoding = _encoding_beyond_declared(data)
    try:
        return _parsed(data, encoding)
    except etree.XMLSyntaxError as error:
        first = error
    except LookupError:
        raise Unreadable(f"unknown encoding {encoding}") from None
    try:
        return _parsed(_mended(data), encoding or _encoding_recognised(data, first))
    except (etree.XMLSyntaxError, LookupError):
        raise _unreadable(first, data, lines_before) from None


def encoding_of(element: Element) -> str:
    """Return the name of the encoding the document of an element was read in."""
    return (element.getroottree().docinfo.encoding or "utf-8").lower()


def wide_encoding(data: bytes) -> str:
    """Return the encoding of XML in two bytes a character, else nothing."""
    if data.startswith((b"\xff\xfe", b"<\x00")):
        return "utf-16-le"
    return "utf-16-be" if data.startswith((b"\xfe\xff", b"\x00<")) else ""


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its name without namespace, stripped; empty where there is none."""
    if element is None:
        return ""
    plain = element.get(name)
    if plain is None:
        plain = next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
    return plain.strip()


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the child elements with one of these names; all of them without names."""
    if element is None:
        return []
    return list(element.iterchildren(*_patterns(names)))


def descendants(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the elements with one of these names at any depth, in the order of the document."""
    if element is not None:
        yield from element.iter(*_patterns(names))


def find(element: Element | None, *path: str) -> Element | None:
    """Return the first element on a path of child names, or None."""
    found = [element] if element is not None else []
    for name in path:
        found = [child for each in found for child in children(each, name)]
    return found[0] if found else None


@lru_cache
def _patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    """What lxml calls elements of these names in any namespace."""
    return tuple(f"{{*}}{name}" for name in names) or ("*",)


def entity_text(element: Element) -> str:
    """Return the letter an HTML entity stands for; any other entity stays as it is written."""
    if element.tag is not etree.Entity:
        return ""
    return html5.get(f"{element.name};", f"&{element.name};")


def _parsed(data: bytes, encoding: str) -> Element:
    parser = etree.XMLParser(
        encoding=encoding or None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def _encoding_beyond_declared(data: bytes) -> str:
    """UTF-16 without its mark, and what is declared as Latin-1 but is that of Windows; else what is declared is right."""
    if data.startswith((b"<\x00", b"\x00<")):
        return wide_encoding(data).replace("16-", "16")
    return "cp1252" if SAID_LATIN_1.match(data) and WINDOWS_ONLY.search(data) else ""


def _mended(data: bytes) -> bytes:
    if wide_encoding(data):
        return data
    return HTML_ENTITY.sub(_as_number, CONTROL.sub(b"", data))


def _as_number(found: re.Match[bytes]) -> bytes:
    if found[1] in XML_ENTITIES or not (letters := html5.get(f"{found[1].decode('ascii')};")):
        return found[0]
    return "".join(f"&#{ord(letter)};" for letter in letters).encode("ascii")


def _encoding_recognised(data: bytes, error: etree.XMLSyntaxError) -> str:
    if "encoding" not in (error.msg or ""):
        return ""
    try:
        name = decode(data).encoding
    except Undecodable:
        return ""
    return {"utf-8-sig": "utf-8", "euc_jp": "euc-jp"}.get(name, MULTIBYTE_CODECS.get(name, name))


def _unreadable(error: etree.XMLSyntaxError, data: bytes, lines_before: int) -> Unreadable:
    message = re.sub(r", line \d+, column \d+.*", "", error.msg or "", flags=re.DOTALL)
    line = error.lineno or 0
    reason = f"no well-formed XML: {'cut off: ' if CUT_OFF.search(message) else ''}{message}"
    lines = data.split(b"\n", line) if line else []
    return Unreadable(reason, line and line + lines_before, excerpt(lines[line - 1]) if len(lines) >= line > 0 else "")
