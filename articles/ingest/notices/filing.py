"""What of an article tells whether it is a notice, and on what it acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from articles.ingest.article import ParsedArticle


@dataclass(frozen=True, slots=True)
class Filing:
    """An article as it was filed, read or taken from the archive; `relations` are ids of its earlier versions."""

    label: str = ""
    headline: str = ""
    note: str = ""
    paragraphs: tuple[str, ...] = ()
    status: str = "usable"
    guid: str = ""
    revision: str = ""
    slugline: str = ""
    keywords: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    date: date | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: its kind, which article it means by id, headline, slugline, day and hour, and what was wrong.

    `kind` is correction, kill, hold, advisory or refile; `certain` tells whether it is labelled so. `own_id` tells that
    the article meant has the notice's own id. `changes` are pairs of what was wrong and what is right.
    """

    kind: str
    certain: bool = True
    guids: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    day: date | None = None
    hour: time | None = None
    names_one: bool = False
    changes: tuple[tuple[str, str], ...] = ()
    said: str = ""


def filing_of(article: ParsedArticle) -> Filing:
    """Return what of a parsed article matters here."""
    return Filing(
        label=article.version_label,
        headline=article.headline,
        note=article.note,
        paragraphs=article.paragraphs,
        status=article.status,
        guid=article.guid,
        revision=article.revision,
        slugline=article.slugline,
        keywords=article.keywords,
        relations=tuple(each.guid for each in article.relations if each.kind == "previous"),
        date=article.dateline.date,
        sent_at=article.sent_at,
    )
