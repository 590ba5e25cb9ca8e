"""Items of the AP Media API: ninjs with AP's own members; their bodies are kept elsewhere and are not fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Declared
from articles.ingest.markup.iptc import names_in
from articles.ingest.readers import ninjs
from articles.ingest.records.json_articles import read_objects
from articles.ingest.records.json_records import opens_json_with
from articles.ingest.records.json_values import Object, objects_at, text_at, texts_at
from articles.ingest.source import Reading, Source

NAME = "ap-media"
OWN = re.compile(
    rb'"(?:datelinelocation|editorialpriority|headline_extended|bylines|friendlykey|editorialtypes)"\s*:', re.IGNORECASE
)
ITEM_ID = re.compile(rb'"itemid"\s*:\s*"', re.IGNORECASE)


def recognises(head: bytes) -> bool:
    return opens_json_with(head, ITEM_ID, OWN)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the text items of a search, a feed or a single answer."""
    return read_objects(source, reading, NAME, declared_of, lower_keys=True)


def declared_of(item: Object) -> Declared | None:
    """Return what an item declares, or None where it is no text; an answer's envelope is opened."""
    for member in ("data", "item"):
        if isinstance(inner := item.get(member), dict):
            item = inner
    if not (declared := ninjs.declared_of(item)):
        return None
    place = next(iter(objects_at(item, "datelinelocation")), {})
    return replace(
        declared,
        agency=declared.agency or "AP",
        guid=_item_id(item) or declared.guid,
        places=tuple(filter(None, [text_at(place, "city")])) or declared.places,
        region=text_at(place, "countryareaname", "countryname") or declared.region,
        bylines=_bylines(item) or declared.bylines,
        status=_status(item) or declared.status,
    )


def _item_id(item: Object) -> str:
    """The address of an item holds the key of the query, so that it differs with each answer."""
    named = item.get("altids")
    return text_at(named, "itemid")[: ninjs.LONGEST_GUID] if isinstance(named, dict) else ""


def _bylines(item: Object) -> tuple[str, ...]:
    return tuple(name for each in objects_at(item, "bylines") for name in names_in(text_at(each, "by", "name")))


def _status(item: Object) -> str:
    """An editorial type withdraws what `pubstatus` may still call usable."""
    types = " ".join(texts_at(item, "editorialtypes")).lower()
    if "kill" in types:
        return "canceled"
    return "withheld" if "withhold" in types else ""
