"""What an import would do, without doing it: create articles, update them, or leave them as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from articles.importing.store import storable
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.identity import Entry, entry
from articles.models import Article

ASKED_AT_ONCE = 500
FIRST_ARTICLES = 20
FIRST_PROBLEMS = 200
LONGEST_SHOWN = 300

Parsed = ParsedArticle | Problem


@dataclass(slots=True)
class Preview:
    """How many articles would be created, updated and left unchanged, how much could not be read; the first of each."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unreadable: int = 0
    articles: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str | int]] = field(default_factory=list)
    most_problems: int = FIRST_PROBLEMS

    @property
    def brings_something(self) -> bool:
        return bool(self.created or self.updated)

    def as_json(self) -> dict[str, object]:
        counts = {name: getattr(self, name) for name in ("created", "updated", "unchanged", "unreadable")}
        return {**counts, "articles": self.articles, "problems": self.problems}


def preview(
    parsed: Iterable[Parsed], heard: Callable[[Parsed], object] = lambda each: None, most_problems: int = FIRST_PROBLEMS
) -> Preview:
    """Return what importing would do with what was read; `heard` hears of each article and problem."""
    found, brought = Preview(most_problems=most_problems), {}
    for entries in _together(_articles(parsed, found, heard)):
        for each, outcome in zip(entries, outcomes(entries, brought), strict=True):
            setattr(found, outcome, getattr(found, outcome) + 1)
            if len(found.articles) < FIRST_ARTICLES:
                found.articles.append(_shown(each.article, outcome))
    return found


def outcomes(entries: list[Entry], brought: dict[int, int]) -> Iterator[str]:
    """Yield of each entry, in order, whether it would be created, updated or unchanged.

    `brought` remembers what came before in the same import, in numbers: texts of a million articles would not fit.
    """
    asked = [each.identity for each in entries if hash(each.identity) not in brought]
    known = dict(Article.objects.filter(identity__in=asked).values_list("identity", "fingerprint"))
    brought |= {hash(identity): hash(fingerprint) for identity, fingerprint in known.items()}
    for each in entries:
        before = brought.get(hash(each.identity))
        brought[hash(each.identity)] = hash(each.fingerprint)
        yield "created" if before is None else "unchanged" if before == hash(each.fingerprint) else "updated"


def _articles(parsed: Iterable[Parsed], found: Preview, heard: Callable[[Parsed], object]) -> Iterator[Entry]:
    for each in parsed:
        heard(each)
        if isinstance(each, ParsedArticle):
            yield entry(each)
            continue
        found.unreadable += 1
        if len(found.problems) < found.most_problems:
            found.problems.append({"file": storable(each.file), "line": each.line, "reason": storable(each.reason)})


def _together(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, ASKED_AT_ONCE)):
        yield some


def _shown(article: ParsedArticle, outcome: str) -> dict[str, str]:
    return {
        "headline": storable(article.headline[:LONGEST_SHOWN]),
        "label": storable(article.version_label[:LONGEST_SHOWN]),
        "agency": storable(article.agency[:LONGEST_SHOWN]),
        "language": article.language,
        "date": article.dateline.date.isoformat() if article.dateline.date else "",
        "outcome": outcome,
    }
