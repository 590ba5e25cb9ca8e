"""What a page says of its article in JSON-LD (schema.org NewsArticle and its kinds)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from articles.ingest.declared import one_line
from articles.ingest.source import MEGABYTE
from articles.ingest.web.page import Page

Node = Mapping[str, Any]

LARGEST = MEGABYTE
MOST_NODES = 2_000
DEEPEST = 6
KINDS = frozenset(
    [
        "NewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "Article",
        "AdvertiserContentArticle",
        "LiveBlogPosting",
        "Report",
        "SatiricalArticle",
    ]
)
COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?)\s*;?\s*$"
)
LINE_IN_STRING = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


def news_article(page: Page) -> Node:
    """Return the node of the page's article, what it refers to in its place; empty where there is none."""
    nodes = list(_nodes(page))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    candidates = [node for node in nodes if KINDS.intersection(_types(node))]
    found = next((node for node in candidates if node.get("articleBody")), candidates[0] if candidates else {})
    return {key: _resolved(value, by_id) for key, value in found.items()}


def texts(value: object) -> tuple[str, ...]:
    """Return what a property says as text: strings, numbers, the names of nodes, or of a list all of them."""
    if isinstance(value, str):
        return (one_line(value),) if value.strip() else ()
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for each in value[:MOST_NODES] for text in texts(each)))
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("@value") or value.get("headline") or value.get("text")
        return texts(named) if isinstance(named, str | list) else ()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (str(value),)
    return ()


def text(value: object) -> str:
    """Return the first text of a property, or an empty string."""
    return next(iter(texts(value)), "")


def nodes(value: object) -> list[Node]:
    """Return the nodes of a property."""
    many = value if isinstance(value, list) else [value]
    return [each for each in many[:MOST_NODES] if isinstance(each, Mapping)]


def address(value: object) -> str:
    """Return what a property points to: a URL, or the id or URL of a node."""
    if isinstance(value, list):
        return next((found for each in value[:MOST_NODES] if (found := address(each))), "")
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url") or value.get("contentUrl")
    return value.strip() if isinstance(value, str) else ""


def is_a(node: Node, *kinds: str) -> bool:
    """True where the node is of one of these types."""
    return not _types(node).isdisjoint(kinds)


def _nodes(page: Page) -> Iterator[Node]:
    count = 0
    for script in page.all("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _flat(_json(script.text or ""), 0):
            yield node
            count += 1
            if count >= MOST_NODES:
                return


def _json(written: str) -> object:
    """JSON as pages write it: in a comment, with line ends in strings; None for what is none."""
    if len(written) > LARGEST:
        return None
    written = COMMENT.sub("", COMMENT.sub("", written).strip())
    for text in (written, written.translate(LINE_IN_STRING)):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: object, depth: int) -> Iterator[Node]:
    if isinstance(value, list) and depth < DEEPEST:
        for each in value:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        if depth < DEEPEST:
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "author"):
                yield from _flat(value.get(key), depth + 1)


def _types(node: Node) -> frozenset[str]:
    written = node.get("@type")
    names = written if isinstance(written, list) else [written]
    return frozenset(name.rpartition("/")[2] for name in names if isinstance(name, str))


def _resolved(value: object, by_id: Mapping[str, Node]) -> object:
    """A node that is no more than a reference becomes what it refers to."""
    if isinstance(value, list):
        return [_resolved(each, by_id) for each in value[:MOST_NODES]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return by_id.get(value["@id"], value) if isinstance(value.get("@id"), str) else value
    return value
