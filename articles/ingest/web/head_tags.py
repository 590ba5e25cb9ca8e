"""What a page says of its article in meta and link elements: OpenGraph, Dublin Core, and the names news sites use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.ingest.declared import one_line
from articles.ingest.markup.parsing import attribute
from articles.ingest.web.page import Page

MOST = 2_000
LONGEST = 20_000
TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "hdl", "title")
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "article.published",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
)
IDENTIFIER = ("dc.identifier", "dcterms.identifier")
ADDRESS = ("og:url", "twitter:url", "identifier-url")
LANGUAGE = ("dc.language", "dcterms.language", "og:locale", "content-language", "language")
AUTHOR = ("article:author", "og:article:author", "author", "dc.creator", "dcterms.creator", "byl", "parsely-author")
PUBLISHER = ("dc.publisher", "dcterms.publisher", "og:site_name", "article:publisher", "application-name")
KEYWORDS = (
    "article:tag",
    "og:article:tag",
    "news_keywords",
    "keywords",
    "dc.subject",
    "dcterms.subject",
    "parsely-tags",
)
SECTION = ("article:section", "og:article:section", "articlesection", "dc.type.section")
RIGHTS = ("dc.rights", "dcterms.rights", "copyright", "dcterms.rightsholder")
LICENSE = ("dcterms.license", "dc.rights.license", "dcterms.accessrights")
COVERAGE = ("dc.coverage", "dcterms.coverage", "dc.coverage.spatial", "dcterms.spatial")
DESCRIPTION = ("og:description", "description", "dc.description", "dcterms.abstract", "twitter:description")
ARTICLE_TYPES = ("article", "og:article", "news", "newsarticle", "news_article")
DECLARES_AN_ARTICLE = frozenset([*PUBLISHED[:10], *IDENTIFIER, *SECTION[:3], "article:modified_time", "dc.date"])


@dataclass(frozen=True, slots=True)
class HeadTags:
    """The contents of a page's meta elements by name in lower case, and where its canonical link points."""

    named: Mapping[str, list[str]] = field(default_factory=dict)
    canonical: str = ""

    def first(self, *names: str) -> str:
        """Return the first content under the first of these names that has one."""
        return next((content for name in names for content in self.named.get(name, ())), "")

    def all(self, *names: str) -> tuple[str, ...]:
        """Return the contents under the first of these names that has any."""
        return next((tuple(dict.fromkeys(self.named[name])) for name in names if name in self.named), ())

    @property
    def declare_an_article(self) -> bool:
        """True where the tags are those of an article, not of a front page."""
        kind = self.first("og:type").lower()
        if kind:
            return kind in ARTICLE_TYPES
        return any(name in self.named for name in DECLARES_AN_ARTICLE)


def head_tags(page: Page) -> HeadTags:
    """Return the meta elements of a page that have a name and a content."""
    named: dict[str, list[str]] = {}
    for meta in page.all("meta")[:MOST]:
        content = one_line(attribute(meta, "content"))[:LONGEST]
        names = (attribute(meta, "property") or attribute(meta, "name") or attribute(meta, "itemprop")).lower()
        names = names or attribute(meta, "http-equiv").lower()
        for name in names.split()[:4] if content else ():
            named.setdefault(name, []).append(content)
    links = (attribute(link, "href") for link in page.all("link") if attribute(link, "rel").lower() == "canonical")
    return HeadTags(named, next(filter(None, links), ""))
