"""Web pages: JSON-LD, else OpenGraph and Dublin Core, else the page's text; one article a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Origin, article_of
from articles.ingest.grammar.agencies import agency_of_mail
from articles.ingest.records.chunks import narrow
from articles.ingest.source import Reading, Source, Unreadable
from articles.ingest.web.news_page import news_page
from articles.ingest.web.page import NoArticle, page_of

NAME = "html"
# atomic groups: what was passed over is not tried again in another way
OPENS = re.compile(
    rb"(?>\s|<\?xml(?>.*?\?>)|<!--(?>.*?-->))*+<(?:!doctype\s+html\b|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
MOST_PARAGRAPHS = 5_000
WEB_ADDRESS = re.compile(r"(?:^|!)(https?://\S+)$", re.IGNORECASE)


def recognises(head: bytes) -> bool:
    """True for what begins as a page of HTML or XHTML, after comments and an XML declaration."""
    return bool(OPENS.match(narrow(head)))


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of a page; raises NoArticle for a page without one, Unreadable for what is no page.

    Of a page captured by a crawl nothing is said where it holds no article.
    """
    try:
        yield _article(source, reading)
    except NoArticle:
        if not reading.of_crawl:
            raise


def _article(source: Source, reading: Reading) -> ParsedArticle:
    page = page_of(source, reading.limits, reading.encoding)
    url = WEB_ADDRESS.search(source.address)
    found = news_page(page, url[1] if url else "")
    declared = found.declared()
    if not isinstance(declared.paragraphs, str) and len(declared.paragraphs) > MOST_PARAGRAPHS:
        raise Unreadable(f"a page of {len(declared.paragraphs):,} paragraphs is no article")
    if not declared.paragraphs and not declared.captions:
        raise NoArticle("a page without an article: no text in it")
    try:
        article = article_of(declared, Origin(source.address, NAME, page.data, 0, page.encoding, reading.received))
    except NoArticle:
        raise
    except Unreadable as fault:
        raise NoArticle(f"a page without an article: {fault}") from None
    if not found.is_declared and not _is_wire_copy(article):
        raise NoArticle("a page without an article: it declares none, and no dateline, label or end mark was found")
    return article


def _is_wire_copy(article: ParsedArticle) -> bool:
    return bool(
        article.dateline.text
        or article.end_mark
        or article.version_label
        or any(agency_of_mail(contact) for contact in article.contacts)
    )
