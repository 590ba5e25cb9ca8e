"""The names in a file, by their offsets in its decoded text: what `extract_entities` prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from articles.ingest.article import ParsedArticle
from articles.ingest.encoding import decode
from articles.ingest.entities import filed_of, names_in
from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place, named
from articles.ingest.grammar.agencies import SIGNATURES, known_agency
from articles.ingest.language import identify_language
from articles.ingest.naming.article_names import Name
from articles.ingest.naming.layer import RULES
from articles.ingest.naming.links import Entity, entity_of, organisation
from articles.ingest.naming.positions import Positions
from articles.ingest.placing.places import link_dateline
from articles.ingest.reading import read
from articles.ingest.tagger.spans import Span


@dataclass(frozen=True, slots=True)
class FileName:
    """A name in a file: characters `start` to `end` of the decoded text; `zone` as for a mention, or dateline."""

    start: int
    end: int
    text: str
    type: str
    key: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names in a file, in order, and its language."""

    file: str
    language: str
    names: tuple[FileName, ...]


def names_of_file(data: bytes, file: str, raw: bool = False, language: str = "") -> FileNames:
    """Return the names in a file: of wire copy, its articles; of anything else, all of its text.

    `raw` leaves out the rules; `language` goes before the one found.
    """
    text = decode(data).text
    articles = [found for found in read(data, file) if isinstance(found, ParsedArticle)]
    without = RULES.keys() if raw else ()
    positions = Positions(text)
    if not articles:
        spoken = language or identify_language(text)
        parts = [("body", line, positions.find(line)) for line in text.split("\n")]
        found = names_in([line for _, line, _ in parts], spoken, without_rules=without)
        return FileNames(file, spoken, tuple(_placed(positions, parts, found.names)))
    names: list[FileName] = []
    for article in articles:
        names += _names_of_article(positions, replace(article, language=language or article.language), without)
    return FileNames(file, language or articles[0].language, tuple(sorted(set(names), key=_order)))


def _names_of_article(positions: Positions, article: ParsedArticle, without: Collection[str]) -> list[FileName]:
    filed_from = link_dateline(article.dateline.places, article.dateline.region or None)
    headline = positions.find(article.headline)
    names = list(_names_of_dateline(positions, article, filed_from))
    parts = [("headline", article.headline, headline)]
    for zone, content in _in_order(article):
        if zone == "credit":
            names += _names_of_credit(positions, content)
        else:
            aside = zone == "restriction"
            parts.append(("caption" if aside else zone, content, positions.find(content, advance=not aside)))
    found = names_in([content for _, content, _ in parts], article.language, filed_of(article, filed_from), without)
    return names + _placed(positions, parts, found.names)


def _in_order(article: ParsedArticle) -> Iterator[tuple[str, str]]:
    """Paragraphs and captions as they stand in the file; of a caption also what follows it in brackets."""
    for index in range(len(article.paragraphs) + 1):
        for caption in article.captions:
            if caption.paragraph == index:
                yield "caption", caption.text
                yield from (("credit", text) for text in [caption.credit] if text)
                yield from (("restriction", text) for text in [caption.restriction] if text)
        if index < len(article.paragraphs):
            yield "body", article.paragraphs[index]


def _names_of_dateline(
    positions: Positions, article: ParsedArticle, places: Sequence[Place | None]
) -> Iterator[FileName]:
    """The places and the agency of the dateline, as the copy has them."""
    text = article.dateline.text
    offsets = positions.find(text) if text else None
    if offsets is None:
        return
    entities = [
        (filed, entity_of(place) if place else _unlinked(filed))
        for filed, place in zip(article.dateline.places, places, strict=True)
    ]
    if region := article.dateline.region:
        options = [place for place in named(region) if place.kind != "city"]
        entities.append((region, entity_of(options[0]) if options else _unlinked(region)))
    at = 0
    for filed, entity in entities:
        start = text.find(filed, at)
        if start >= 0:
            at = start + len(filed)
            yield _placed_name(positions, offsets, Span(start, at, "LOC"), entity, "dateline")
    for signature in sorted(SIGNATURES.get(article.agency, ()), key=len, reverse=True):
        if found := re.compile(rf"(?<!\w){re.escape(signature)}(?!\w)").search(text):
            span = Span(found.start(), found.end(), "ORG")
            yield _placed_name(positions, offsets, span, organisation(article.agency), "dateline")
            return


def _names_of_credit(positions: Positions, credit: str) -> Iterator[FileName]:
    """The agency a picture is credited to."""
    offsets = positions.find(credit, advance=False)
    if offsets and (agency := known_agency(credit)) and (at := credit.find(agency)) >= 0:
        yield _placed_name(positions, offsets, Span(at, at + len(agency), "ORG"), organisation(agency), "caption")


def _unlinked(name: str) -> Entity:
    return Entity("place", f"place:{fold(name)}", name, linked=False)


def _placed(
    positions: Positions, parts: Sequence[tuple[str, str, list[int] | None]], names: Iterable[Name]
) -> list[FileName]:
    return [
        _placed_name(positions, offsets, name.span, name.entity, zone)
        for name in names
        for zone, _, offsets in [parts[name.line]]
        if offsets is not None
    ]


def _placed_name(positions: Positions, offsets: list[int], span: Span, entity: Entity, zone: str) -> FileName:
    start, end = offsets[span.start], offsets[span.end - 1] + 1
    return FileName(start, end, positions.text[start:end], span.type, entity.key, entity.name, zone)


def _order(name: FileName) -> tuple[int, int, str]:
    return name.start, name.end, name.type
