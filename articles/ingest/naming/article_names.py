"""All names in the lines of an article, each with its entity: the tagger, the rules, the links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from articles.ingest.naming.acronyms import Pair, acronym_pairs
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.countries_inside import countries_in
from articles.ingest.naming.demonyms import countries_concerned
from articles.ingest.naming.layer import apply_rules
from articles.ingest.naming.links import Entity, Persons, Places, organisation
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tagging import LANGUAGES, Tagger, tagger_for

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one of the lines, and the entity it means."""

    line: int
    span: Span
    text: str
    entity: Entity


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an article was filed: the places' names as in the dateline, and the keys of their countries."""

    names: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()


NOWHERE = Filed()


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """The names in an article's lines, in order, and how often its copy concerns a country without naming it as such."""

    names: tuple[Name, ...]
    demonyms: Counter[str]


def is_taught(language: str) -> bool:
    """Whether there is a tagger for the language."""
    return language in LANGUAGES


def find_names(
    lines: Sequence[str],
    language: str,
    filed_from: Filed = NOWHERE,
    without_rules: Collection[str] = (),
    tagger: Tagger | None = None,
) -> ArticleNames:
    """Return the names in the lines of an article filed from there; `tagger` replaces the one of the language."""
    copy = TaggedCopy(lines, language, *(tagger or tagger_for(language)).read(lines), filed_from.names)
    pairs = acronym_pairs("\n".join(lines))
    apply_rules(copy, pairs, without_rules)
    demonyms = countries_concerned([tokens.texts for tokens in copy.tokens], language)
    demonyms.update(
        country for _, span, text in copy.names() if span.type == "ORG" for country in countries_in(text, language)
    )
    return ArticleNames(tuple(_linked(copy, pairs, {*filed_from.countries, *demonyms})), demonyms)


def _linked(copy: TaggedCopy, pairs: list[Pair], context: Collection[str]) -> list[Name]:
    found = list(copy.names())
    persons = Persons(text for _, span, text in found if span.type == "PER")
    places = Places(copy, context)
    organisations = cache(lambda text: organisation(text, pairs))
    names = []
    for line, span, text in found:
        if span.type == "LOC":
            entity = places.named(line, span, text)
        else:
            entity = persons.named(text) if span.type == "PER" else organisations(text)
        names.append(Name(line, span, text, entity))
    return names
