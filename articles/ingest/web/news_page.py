"""What a news page says of its article, from JSON-LD, meta elements and the page itself, the most telling first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from articles.ingest.article import NamedEntity, Relation, Subject
from articles.ingest.declared import Declared, one_line
from articles.ingest.grammar.agencies import YONHAP_ID, known_agency
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.lines import byline_names, contacts_in
from articles.ingest.markup.html_text import html_paragraphs, is_markup
from articles.ingest.markup.iptc import LONGEST_CODE, agency_named
from articles.ingest.markup.marked_text import text_of
from articles.ingest.markup.wide_tags import refuse_wide_tags
from articles.ingest.moments import day, mail_moment, moment
from articles.ingest.web import head_tags as tags_named
from articles.ingest.web.head_tags import HeadTags, head_tags
from articles.ingest.web.json_ld import Node, address, is_a, news_article, nodes, text, texts
from articles.ingest.web.main_text import MainText, main_text
from articles.ingest.web.page import Page
from articles.ingest.web.pictures import with_described

ABSOLUTE = re.compile(r"(?:https?|urn|tag|doi|info):\S+$", re.IGNORECASE)
TITLE_EDGE = re.compile(r"\s+(?:[|｜·»«]|[-–—])\s+")
BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n\s*")
LONGEST_NAME = 250
LONGEST_AGENCY = 100
OPENING_PARAGRAPHS = 3
WHERE = 200
"""How many characters of the copy may hold its place of filing."""

SHARE_OF_BODY = 0.6
"""The page's own paragraphs serve where they hold at least this much of the body that JSON-LD gives."""


@dataclass(frozen=True, slots=True)
class NewsPage:
    """A page with what was found in it; `is_declared` says that the page itself calls it an article."""

    page: Page
    node: Node
    tags: HeadTags
    body: MainText
    url: str = ""

    @property
    def is_declared(self) -> bool:
        return bool(self.node) or self.tags.declare_an_article

    def declared(self) -> Declared:
        """Return what the page declares of its article."""
        guid, publisher = self._guid(), self._publisher()
        paragraphs = _without_id(self._paragraphs(), guid)
        published = self._said("datePublished", *tags_named.PUBLISHED) or self._time_element()
        modified = self._said("dateModified", *tags_named.MODIFIED)
        places, region, subjects = self._places(paragraphs)
        return Declared(
            headline=self._headline(guid),
            paragraphs=paragraphs,
            agency=publisher,
            language=text(self.node.get("inLanguage")) or self.page.language or self.tags.first(*tags_named.LANGUAGE),
            guid=guid,
            revision=text(self.node.get("version")) or (modified if modified != published else ""),
            subheadline=text(self.node.get("alternativeHeadline")),
            note="\n".join(texts(self.node.get("correction"))),
            dateline=text(self.node.get("dateline")),
            places=places,
            region=region,
            published=day_of(published),
            sent_at=moment_of(published),
            bylines=self._bylines(publisher),
            contacts=tuple(
                mail
                for author in nodes(self.node.get("author"))
                for mail in contacts_in(text(author.get("email")).removeprefix("mailto:"))
            ),
            captions=with_described(self.body.captions, self.node.get("image")),
            keywords=self._keywords(),
            subjects=(*self._sections(), *self._about(), *subjects),
            relations=self._relations(),
            entities=tuple(self._entities()),
            status=text(self.node.get("creativeWorkStatus")),
            usage_terms=text(self.node.get("usageInfo"))
            or text(self.node.get("license"))
            or self.tags.first(*tags_named.LICENSE),
            copyright=self._copyright(),
        )

    def _said(self, key: str, *names: str) -> str:
        return text(self.node.get(key)) or self.tags.first(*names)

    def _headline(self, guid: str) -> str:
        first_heading = next((line for each in self.page.all("h1") if (line := text_of(each))), "")
        candidates = (
            text(self.node.get("headline")) or text(self.node.get("name")) if self.node else "",
            self._without_site(self.tags.first(*tags_named.TITLE)),
            first_heading,
            self._without_site(self.page.title),
        )
        return next((each for each in candidates if each and each != guid), "")

    def _without_site(self, title: str) -> str:
        """A title without the name of the site before or behind it."""
        site = self.tags.first("og:site_name", "application-name") or self._publisher()
        parts = TITLE_EDGE.split(title)
        for edge in (-1, 0):
            if len(parts) > 1 and (parts[edge] == site or (edge and known_agency(parts[edge]))):
                cut = title.rfind(parts[-1]) if edge else len(parts[0])
                title = TITLE_EDGE.sub("", title[:cut] + " ") if edge else title[cut:]
                title = title.strip(" |｜·»«-–—")
                parts = TITLE_EDGE.split(title)
        return title

    def _guid(self) -> str:
        identifiers = [text(value) for value in (self.node.get("identifier"),)]
        identifiers += [text(each.get("value")) for each in nodes(self.node.get("identifier"))]
        identifiers += [self.tags.first(*tags_named.IDENTIFIER)]
        addresses = [address(self.node.get(key)) for key in ("@id", "url", "mainEntityOfPage")]
        addresses += [self.tags.canonical, self.tags.first(*tags_named.ADDRESS), self.url]
        addresses = [each.partition("#")[0] for each in addresses if ABSOLUTE.match(each)]
        for each in (*identifiers, *addresses):
            if found := YONHAP_ID.search(each):
                return found.group()
        return next((each for each in (*identifiers, *addresses) if each), "")

    def _publisher(self) -> str:
        keys = ("sourceOrganization", "publisher", "provider", "copyrightHolder")
        names = [text(self.node.get(key)) for key in keys] + [self.tags.first(*tags_named.PUBLISHER)]
        return agency_named(names)[:LONGEST_AGENCY]

    def _bylines(self, publisher: str) -> tuple[str, ...]:
        written = texts(self.node.get("author")) or self.tags.all(*tags_named.AUTHOR)
        names = [name for each in written for name in (byline_names(each) or (each,))]
        return tuple(
            name for name in names if not ABSOLUTE.match(name) and not known_agency(name) and name != publisher
        )

    def _paragraphs(self) -> tuple[str, ...] | str:
        written = self.node.get("articleBody")
        body = written.strip() if isinstance(written, str) else ""
        found = self.body.paragraphs
        if body and sum(map(len, found)) < SHARE_OF_BODY * len(body):
            return paragraphs_of_text(body)
        if not found and (
            description := text(self.node.get("description")) or self.tags.first(*tags_named.DESCRIPTION)
        ):
            return (description,)
        return (*found, "-", *(f"- {each}" for each in self.body.related)) if self.body.related else found

    def _places(self, paragraphs: tuple[str, ...] | str) -> tuple[tuple[str, ...], str, tuple[Subject, ...]]:
        """The place of filing where it is declared as such, or where the copy opens with it; else as a subject."""
        if created := [name for each in nodes(self.node.get("locationCreated")) if (name := _place_name(each))]:
            return tuple(created), "", self._located()
        coverage = self.tags.first(*tags_named.COVERAGE)
        lines = paragraphs.split("\n") if isinstance(paragraphs, str) else paragraphs
        opening = lines[:OPENING_PARAGRAPHS]
        if not coverage or any((read := read_dateline(line)) and read.places for line in opening):
            return (), "", self._located()
        if any(line[:WHERE].lstrip().casefold().startswith(coverage.casefold()) for line in opening):
            city, _, region = coverage.partition("(")
            return (city.strip(),), region.strip(" )"), self._located()
        return (), "", (_subject("coverage", coverage), *self._located())

    def _located(self) -> tuple[Subject, ...]:
        places = [name for key in ("contentLocation", "spatialCoverage") for name in texts(self.node.get(key))]
        return tuple(_subject("place", name) for name in places)

    def _sections(self) -> tuple[Subject, ...]:
        sections = texts(self.node.get("articleSection")) or self.tags.all(*tags_named.SECTION)
        return tuple(_subject("section", name) for name in sections)

    def _about(self) -> tuple[Subject, ...]:
        return tuple(
            _subject("about", name)
            for each in nodes(self.node.get("about"))
            if (name := text(each)) and not is_a(each, "Person", "Organization", "NewsMediaOrganization", "Corporation")
        )

    def _entities(self) -> list[NamedEntity]:
        kinds = {"Person": "person", "Organization": "organisation", "Corporation": "organisation"}
        return [
            NamedEntity(kinds[kind], name, texts(each.get("alternateName")))
            for key in ("about", "mentions")
            for each in nodes(self.node.get(key))
            for kind in kinds
            if is_a(each, kind) and (name := text(each))
        ]

    def _keywords(self) -> tuple[str, ...]:
        written = texts(self.node.get("keywords")) or self.tags.all(*tags_named.KEYWORDS)
        return tuple(word for each in written for part in re.split(r"[,;、，]", each) if (word := one_line(part)))

    def _relations(self) -> tuple[Relation, ...]:
        kinds = {"isBasedOn": "derived-from", "translationOfWork": "translated-from"}
        return tuple(
            Relation(kind, found.group() if (found := YONHAP_ID.search(target)) else target)
            for key, kind in kinds.items()
            if (target := address(self.node.get(key)))
        )

    def _copyright(self) -> str:
        if notice := text(self.node.get("copyrightNotice")) or self.tags.first(*tags_named.RIGHTS):
            return notice
        holder, year = text(self.node.get("copyrightHolder")), text(self.node.get("copyrightYear"))
        return f"© {year} {holder}".strip() if year else ""

    def _time_element(self) -> str:
        times = (each.get("datetime") or "" for each in self.page.all("time"))
        return next((each for each in times if moment_of(each) or day_of(each)), "")


def news_page(page: Page, url: str = "") -> NewsPage:
    """Return a page with what it says of its article; `url` is its address where that is known."""
    return NewsPage(page, news_article(page), head_tags(page), main_text(page), url)


def moment_of(written: str) -> datetime | None:
    """Return a moment in ISO 8601 or RFC 5322, in UTC where no time zone is given; None for a day alone or no date."""
    return moment(written) or mail_moment(written)


def day_of(written: str) -> date | None:
    """Return the day of a date, with or without its hour; None for what is no date."""
    if found := day(written):
        return found
    sent = moment_of(written)
    return sent.date() if sent else None


def paragraphs_of_text(written: str) -> tuple[str, ...] | str:
    """Return the paragraphs of a body in HTML, or in text with blank lines between; else the text as it is."""
    if is_markup(written):
        refuse_wide_tags(written)
        return html_paragraphs(written)
    return tuple(BLANK_LINE.split(written)) if BLANK_LINE.search(written.strip()) else written


def _without_id(paragraphs: tuple[str, ...] | str, guid: str) -> tuple[str, ...] | str:
    """A first paragraph that gives the id again, `DOC-0310 (INTEL)`, is no copy."""
    if guid and paragraphs and not isinstance(paragraphs, str) and len(paragraphs[0]) < WHERE:
        return paragraphs[1:] if paragraphs[0].split(" ")[0] == guid else paragraphs
    return paragraphs


def _subject(scheme: str, name: str) -> Subject:
    return Subject(name[:LONGEST_CODE], scheme, name[:LONGEST_NAME])


def _place_name(place: Node) -> str:
    locality = next((text(each.get("addressLocality")) for each in nodes(place.get("address"))), "")
    return locality or text(place)
