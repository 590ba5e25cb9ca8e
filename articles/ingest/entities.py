"""Who and where: the persons, organisations and places an article names, with their offsets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from articles.ingest.article import Extraction, Mention, NamedEntity, ParsedArticle
from articles.ingest.gazetteer import Place
from articles.ingest.naming.acronyms import Pair, acronym_pairs
from articles.ingest.naming.article_names import NOWHERE, ArticleNames, Filed, Name, find_names, is_taught
from articles.ingest.naming.links import Entity, entity_of, organisation_key, person_key
from articles.ingest.placing.places import find_places, link_dateline
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tagging import Tagger

Part = tuple[str, int, str]


def extract(article: ParsedArticle) -> Extraction:
    """Return the dateline's places, the mentions in headline, body and captions, and the countries concerned.

    French and English copy is read by a trained tagger; in other languages places are found by gazetteer, and the
    organisations that the copy introduces with their acronym.
    """
    parts = list(_parts(article))
    filed_from = link_dateline(article.dateline.places, article.dateline.region or None)
    filed = filed_of(article, filed_from)
    found = names_in([content for _, _, content in parts], article.language, filed)
    mentions = [_mention(parts[name.line], name) for name in found.names]
    return Extraction(
        dateline_keys=tuple(place.key if place else None for place in filed_from),
        mentions=(
            *(mention for mention, name in zip(mentions, found.names, strict=True) if name.entity.linked),
            *map(_declared, article.entities),
        ),
        unlinked=tuple(mention for mention, name in zip(mentions, found.names, strict=True) if not name.entity.linked),
        concerned=tuple(key for key, _ in sorted(found.demonyms.items(), key=lambda each: (-each[1], each[0]))),
    )


def names_in(
    lines: Sequence[str],
    language: str,
    filed: Filed = NOWHERE,
    without_rules: Collection[str] = (),
    tagger: Tagger | None = None,
) -> ArticleNames:
    """Return the names in the lines of one article, as well as its language allows."""
    if is_taught(language):
        return find_names(lines, language, filed, without_rules, tagger)
    return ArticleNames(tuple(_names_by_list(lines, language, filed.countries)), Counter())


def filed_of(article: ParsedArticle, places: Sequence[Place | None]) -> Filed:
    """Return where the article was filed, its dateline's places being those."""
    countries = frozenset(f"country:{place.country}" for place in places if place and place.country)
    return Filed(article.dateline.places, countries)


def _parts(article: ParsedArticle) -> Iterator[Part]:
    yield "headline", 0, article.headline
    for index, paragraph in enumerate(article.paragraphs):
        yield "body", index, paragraph
    for index, caption in enumerate(article.captions):
        yield "caption", index, caption.text


def _mention(part: Part, name: Name) -> Mention:
    zone, number, _ = part
    entity = name.entity
    start, end = name.span.start, name.span.end
    return Mention(zone, number, start, end, name.text, entity.kind, entity.key, entity.name, entity.aliases)


def _names_by_list(lines: Sequence[str], language: str, context: Collection[str]) -> list[Name]:
    """Places by gazetteer; organisations by their acronym pairs."""
    text = "\n".join(lines)
    names = list(_introduced(lines, acronym_pairs(text)))
    taken = {(name.line, at) for name in names for at in range(name.span.start, name.span.end)}
    line, offset = 0, 0
    for found in find_places(text, language, sorted(context)):
        while found.start > offset + len(lines[line]):
            offset += len(lines[line]) + 1
            line += 1
        span = Span(found.start - offset, found.end - offset, "LOC")
        if span.end <= len(lines[line]) and (line, span.start) not in taken:
            names.append(Name(line, span, found.text, entity_of(found.place)))
    return sorted(names, key=lambda name: (name.line, name.span))


def _introduced(lines: Sequence[str], pairs: list[Pair]) -> Iterator[Name]:
    for pair in pairs:
        pattern = re.compile(rf"(?<!\w)(?:{re.escape(pair.name)}|{re.escape(pair.acronym)})(?!\w)")
        entity = Entity("organisation", organisation_key(pair.name), pair.name, (pair.acronym,))
        for line, text in enumerate(lines):
            for found in pattern.finditer(text):
                yield Name(line, Span(found.start(), found.end(), "ORG"), found.group(), entity)


def _declared(entity: NamedEntity) -> Mention:
    key = person_key(entity.name) if entity.kind == "person" else organisation_key(entity.name)
    return Mention("metadata", 0, 0, 0, entity.name, entity.kind, key, entity.name, entity.aliases)
