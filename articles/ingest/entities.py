"""Who and where: the places and organisations an article names, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.acronyms import Pair, acronym_pairs
from articles.ingest.article import Extraction, Mention, NamedEntity, ParsedArticle
from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place
from articles.ingest.places import find_places, link_dateline

Part = tuple[str, int, str]


def extract(article: ParsedArticle) -> Extraction:
    """Return the dateline's places and every mention of a place or organisation in headline, body and captions."""
    parts = list(_parts(article))
    filed_from = link_dateline(article.dateline.places, article.dateline.region or None)
    countries = {place.country for place in filed_from if place and place.country}
    mentions = list(_organisations(parts))
    taken = {(mention.zone, mention.part, at) for mention in mentions for at in range(mention.start, mention.end)}
    for mention in _places(parts, article.language, [f"country:{code}" for code in sorted(countries)]):
        if (mention.zone, mention.part, mention.start) not in taken:
            mentions.append(mention)
    mentions += [_declared(entity) for entity in article.entities]
    keys = tuple(place.key if place else None for place in filed_from)
    return Extraction(keys, tuple(mentions))


def organisation_key(name: str) -> str:
    return f"organisation:{fold(name)[:200]}"


def person_key(name: str) -> str:
    return f"person:{fold(name)[:200]}"


def _parts(article: ParsedArticle) -> Iterator[Part]:
    yield "headline", 0, article.headline
    for index, paragraph in enumerate(article.paragraphs):
        yield "body", index, paragraph
    for index, caption in enumerate(article.captions):
        yield "caption", index, caption.text


def _places(parts: list[Part], language: str, countries: list[str]) -> Iterator[Mention]:
    """Search all parts as one text, so that a country named once helps everywhere, and map the offsets back."""
    text = "\n".join(part[2] for part in parts)
    bounds, start = [], 0
    for zone, number, content in parts:
        bounds.append((start, start + len(content), zone, number))
        start += len(content) + 1
    index = 0
    for found in find_places(text, language, countries):
        while found.start > bounds[index][1]:
            index += 1
        offset, end, zone, number = bounds[index]
        if found.end <= end:
            yield _place_mention(found.place, zone, number, found.start - offset, found.text)


def _place_mention(place: Place, zone: str, number: int, start: int, text: str) -> Mention:
    return Mention(zone, number, start, start + len(text), text, "place", place.key, place.names["en"])


def _organisations(parts: list[Part]) -> Iterator[Mention]:
    pairs = acronym_pairs("\n".join(content for _, _, content in parts))
    for pair in pairs:
        pattern = re.compile(rf"(?<!\w)(?:{re.escape(pair.name)}|{re.escape(pair.acronym)})(?!\w)")
        for zone, number, content in parts:
            for found in pattern.finditer(content):
                yield _organisation_mention(pair, zone, number, found)


def _organisation_mention(pair: Pair, zone: str, number: int, found: re.Match[str]) -> Mention:
    return Mention(
        zone,
        number,
        found.start(),
        found.end(),
        found.group(),
        "organisation",
        organisation_key(pair.name),
        pair.name,
        (pair.acronym,),
    )


def _declared(entity: NamedEntity) -> Mention:
    key = person_key(entity.name) if entity.kind == "person" else organisation_key(entity.name)
    return Mention("metadata", 0, 0, 0, entity.name, entity.kind, key, entity.name, entity.aliases)
