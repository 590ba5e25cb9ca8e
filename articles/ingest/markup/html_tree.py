"""HTML as a tree, a page or a piece of one: without what no text holds, and refused where it would exhaust its parser."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HTMLParser

from articles.ingest.markup.wide_tags import refuse_wide_tags
from articles.ingest.source import Unreadable

NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REFERENCE = re.compile(r"&#(?:[xX]0*(?P<hex>[\da-fA-F]{1,8})|0*(?P<number>\d{1,9}));?")


class TooDeep(Unreadable):
    """HTML whose elements are nested too deep for a tree."""


def html_tree(markup: str) -> Element | None:
    """Return the tree of a page or of a piece of HTML, None where it holds nothing; raises TooDeep and Unreadable."""
    refuse_wide_tags(markup)
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(only_characters(markup).encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    # libxml2 leaves out what is deeper than 256 elements, and says so only here
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
        raise TooDeep("HTML with elements nested too deep, or too large")
    return tree


def only_characters(markup: str) -> str:
    """Return markup without what no text holds, whether it stands there or is referred to."""
    return REFERENCE.sub(_referred, NO_TEXT.sub("", markup))


def _referred(found: re.Match[str]) -> str:
    """A reference to what is no character goes; any other stays."""
    number = int(found["hex"], 16) if found["hex"] else int(found["number"])
    return "" if number > 0x10FFFF or NO_TEXT.match(chr(number)) else found.group()
