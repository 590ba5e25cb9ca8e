"""The SGML of text collections, which is no XML: stray bytes, bare ampersands, references to control characters."""

from __future__ import annotations

import html
import re

OPENING = re.compile(r"<(?P<name>[A-Za-z0-9][\w.-]{0,30})(?P<attributes>\s[^<>]{0,400})?>")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
PARAGRAPH = re.compile(r"</?P>|<P\s[^<>]{0,100}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"(?P<name>[\w.-]{1,40})\s?=\s?\"(?P<value>[^\"]{0,200})\"")
CONTROL_REFERENCE = re.compile(r"&#(?:[0-9]|[12][0-9]|3[01]|127);")
MOST_ELEMENTS = 200


def elements(text: str, transparent: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return what the outermost elements hold, by name in capitals; those named as transparent are looked into.

    An element without an end tag holds nothing.
    """
    found: dict[str, list[str]] = {}
    start = 0
    for _ in range(MOST_ELEMENTS):
        if not (opening := OPENING.search(text, start)):
            break
        name = opening["name"].upper()
        start = opening.end()
        if name in transparent:
            continue
        closing = re.compile(rf"</{re.escape(opening['name'])}\s?>", re.IGNORECASE).search(text, start)
        if closing:
            found.setdefault(name, []).append(text[start : closing.start()])
            start = closing.end()
    return found


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of the first tag in the text, by name in capitals."""
    opening = OPENING.search(text)
    written = (opening["attributes"] or "") if opening else ""
    return {found["name"].upper(): found["value"] for found in ATTRIBUTE.finditer(written)}


def plain(text: str) -> str:
    """Return the text without tags and with its references resolved; a paragraph tag becomes a blank line."""
    text = TAG.sub("", PARAGRAPH.sub("\n\n", text))
    return html.unescape(CONTROL_REFERENCE.sub("", text))


def one(found: dict[str, list[str]], *names: str) -> str:
    """Return the plain text of the first element with one of these names that holds any."""
    for name in names:
        for content in found.get(name, ()):
            if text := plain(content).strip():
                return text
    return ""
