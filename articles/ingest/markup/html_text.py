"""Pieces of HTML inside of other formats: their paragraphs, and the figures among them."""

from __future__ import annotations

import re
from html import unescape

from articles.ingest.article import Caption
from articles.ingest.grammar.captions import split_rights
from articles.ingest.markup.html_tree import TooDeep, html_tree, only_characters
from articles.ingest.markup.marked_text import Body, body_of, text_of
from articles.ingest.markup.parsing import Element, attribute, descendants
from articles.ingest.markup.tt import KICKER, kicker_in

MARKUP = re.compile(
    r"<(?:p|br|div|section|article|h[1-6]|ul|ol|li|table|blockquote|span|a|b|i|em|strong|html|body)\b[^<>]*>", re.I
)
TAG = re.compile(r"<[^<>]{0,5000}>")
ADDRESS = re.compile(r"(?:https?:)?//|[\w./-]+$", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """True for text with elements of HTML in it."""
    return bool(MARKUP.search(text))


def html_paragraphs(markup: str) -> tuple[str, ...]:
    """Return the text of a piece of HTML, one string a paragraph; of nesting too deep for a tree the text alone."""
    return _body(markup).paragraphs


def html_line(markup: str) -> str:
    """Return the text of a piece of HTML as one line."""
    return " ".join(html_paragraphs(markup)) if is_markup(markup) else markup


def html_story(markup: str) -> tuple[tuple[str, ...], tuple[Caption, ...]]:
    """Return the paragraphs of a piece of HTML, and its figures as captions where they have any."""
    body = _body(markup, ("figure",))
    captions = (_caption(paragraph, figure) for paragraph, figure in body.aside)
    return body.paragraphs, tuple(caption for caption in captions if caption.text)


def html_kicker(markup: str) -> str:
    """Return the kicker that TT sets above the lead; empty without one."""
    if KICKER not in markup:
        return ""
    try:
        return kicker_in(html_tree(markup))
    except TooDeep:
        return ""


def picture_address(href: str) -> str:
    """Return the address of a picture that can be kept: no data, no script."""
    return href.strip() if ADDRESS.match(href.strip()) else ""


def _body(markup: str, aside: tuple[str, ...] = ()) -> Body:
    try:
        tree = html_tree(markup)
    except TooDeep:
        return _text_alone(markup)
    return body_of(tree, aside)


def _text_alone(markup: str) -> Body:
    lines = unescape(TAG.sub("\n", only_characters(markup))).split("\n")
    return Body(tuple(stripped for line in lines if (stripped := line.strip())))


def _caption(paragraph: int, figure: Element) -> Caption:
    text, credit, restriction = split_rights(" ".join(text_of(each) for each in descendants(figure, "figcaption")))
    sources = (picture_address(attribute(each, "src")) for each in descendants(figure, "img"))
    return Caption(paragraph, text, credit, restriction, next(filter(None, sources), ""))
