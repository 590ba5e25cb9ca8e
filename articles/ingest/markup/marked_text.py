"""The text of marked-up copy: the paragraphs of NITF and XHTML, nothing dropped and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from articles.ingest.markup.parsing import children, entity_text, local
from articles.ingest.markup.tt import is_kicker_line

BLOCKS = frozenset(
    "p hl1 hl2 h1 h2 h3 h4 h5 h6 li dt dd div section article main aside header footer blockquote bq block pre ul ol dl "
    "table caption thead tbody tfoot tr td th hr figure figcaption address center fn note body media credit hedline "
    "body.head body.content body.end nitf-table media-caption media-producer abstract byline byttl dateline "
    "text rubrik ingress brodtext mellis citat dat bild bildtext".split()
)
"""Elements that begin and end a line: of XHTML, of NITF, and of the Swedish TT, whose names are in upper case."""

LEFT_OUT = frozenset("script style template noscript head metadata colgroup media-metadata media-object".split())
BREAK = "\x0b"
"""Stands for `br` while a line is gathered; no XML can hold it."""

WHITE_SPACE = re.compile(r"[ \t\r\n\x0b\u00a0\u200b\ufeff]+")
WRAPPED_LINE = range(50, 81)
FULL_LINE_END = re.compile(r"[\w,;’'-]$")
INDENTED = re.compile(r"[ \t\u00a0]")


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a body; `aside` holds the elements set aside, each with the number of paragraphs before it."""

    paragraphs: tuple[str, ...] = ()
    aside: tuple[tuple[int, Element], ...] = ()


def text_of(element: Element | None) -> str:
    """Return all text of an element as one line; empty for None."""
    if element is None:
        return ""
    return WHITE_SPACE.sub(" ", "".join(_texts(element))).strip()


def paragraphs_of(element: Element | None) -> tuple[str, ...]:
    """Return the text of NITF or XHTML, one string a paragraph, list item, heading, line of `pre` or table row."""
    return body_of(element).paragraphs


def body_of(element: Element | None, aside: Collection[str] = ()) -> Body:
    """Return the paragraphs of NITF or XHTML; elements named in `aside` (media, figure) are not read but handed back."""
    flow = _Flow(frozenset(aside))
    if element is not None:
        flow.take(element)
        flow.end_line()
    return Body(tuple(flow.lines), tuple(flow.aside))


@dataclass(slots=True)
class _Flow:
    """Text on its way to lines: a line ends where a block begins or ends."""

    names_aside: frozenset[str]
    lines: list[str] = field(default_factory=list)
    aside: list[tuple[int, Element]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        if self.parts:
            self.lines += _lines("".join(self.parts))
            self.parts.clear()

    def take(self, element: Element) -> None:
        name = local(element).lower()
        if name == "br":
            self.parts.append(BREAK)
            self._take_inside(element)
        elif name in self.names_aside:
            self.end_line()
            self.aside.append((len(self.lines), element))
        elif name == "pre":
            self._take_lines(element)
        elif name == "tr" and len(children(element, "td", "th")) > 1:
            self._take_row(element)
        elif name == "div" and is_kicker_line(element):
            self.end_line()
        elif name in BLOCKS:
            self.end_line()
            self._take_inside(element)
            self.end_line()
        elif not name:
            self.parts.append(entity_text(element))
        elif name not in LEFT_OUT:
            self._take_inside(element)

    def _take_inside(self, element: Element) -> None:
        self.parts.append(element.text or "")
        for child in element:
            self.take(child)
            self.parts.append(child.tail or "")

    def _take_lines(self, element: Element) -> None:
        self.end_line()
        written = "".join(_texts(element)).splitlines()
        self.lines += [line for each in written if (line := WHITE_SPACE.sub(" ", each).strip())]

    def _take_row(self, element: Element) -> None:
        self.end_line()
        cells = [body_of(cell, self.names_aside) for cell in children(element)]
        texts = [" ".join(cell.paragraphs) for cell in cells]
        if any(texts):
            self.lines.append(" | ".join(texts))
        self.aside += [(len(self.lines), each) for cell in cells for _, each in cell.aside]


def _lines(text: str) -> Iterator[str]:
    for part in _joined(text.split(BREAK)) if BREAK in text else (text,):
        for paragraph in _wire_paragraphs(part) if "\n" in part else (part,):
            if line := WHITE_SPACE.sub(" ", paragraph).strip():
                yield line


def _joined(parts: list[str]) -> Iterator[str]:
    """Undo breaks at a fixed width: such a line is full and stops in mid-sentence."""
    held = ""
    for part in parts:
        written = part.strip()
        held = f"{held} {written}" if held else part
        if len(written) not in WRAPPED_LINE or not FULL_LINE_END.search(written):
            yield held
            held = ""
    yield held


def _wire_paragraphs(text: str) -> Iterator[str]:
    """Part plain wire copy put into one element as it is: there the first line of each paragraph is indented.

    In markup that was merely indented, all lines are.
    """
    lines = text.strip("\r\n").split("\n")
    written = [line for line in lines[1:] if line.strip()]
    flush = sum(not INDENTED.match(line) for line in written)
    breaks = len(written) - flush + sum(not line.strip() for line in lines[1:-1])
    if flush < 2 or not breaks:
        yield text
        return
    held: list[str] = []
    for line in lines:
        if not line.strip() or INDENTED.match(line):
            yield " ".join(held)
            held = []
        held.append(line)
    yield " ".join(held)


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child).lower()
        if not name:
            yield entity_text(child)
        elif name not in LEFT_OUT:
            edge = "\n" if name in BLOCKS or name == "br" else ""
            yield edge
            yield from _texts(child)
            yield edge
        yield child.tail or ""
