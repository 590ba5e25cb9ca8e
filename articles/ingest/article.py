"""What a reader makes of wire copy: frozen values that know no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

MOST_PARTS = 10_000
"""Of one kind in one article; the archive numbers three times as many."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of the lead: where and when it was filed.

    `date_from` names the evidence for the year: dateline, metadata, guid, timestamp, captions, weekday, text or
    received; it is empty when `date` is None.
    """

    text: str = ""
    places: tuple[str, ...] = ()
    region: str = ""
    date: date | None = None
    date_from: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """The text of a picture; `paragraph` says how many body paragraphs stand before it, `picture` where it is kept."""

    paragraph: int
    text: str
    credit: str = ""
    restriction: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class RelatedHeadline:
    """A headline listed after the end mark."""

    headline: str
    version_label: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A person or organisation the copy itself names: `kind` is person or organisation."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What an article is about, by an agency's code: `scheme` is medtop, subj or an agency's own."""

    code: str
    scheme: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another article this one points to by its agency's id.

    `kind` is previous, see-also, derived-from or translated-from (IPTC NewsML-G2, item relations).
    """

    kind: str
    guid: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One transmission of a wire story, as read from a file.

    `original` holds the bytes it was read from; `position` numbers the articles of one file from 0.
    `status` is usable, withheld or canceled (IPTC NewsML-G2, pubStatus); `revision` is the agency's own number for
    this filing of `guid`, `urgency` from 1 to 9 (IPTC). `sent_at` and `embargoed_until` know their time zone.
    """

    file: str
    original: bytes = b""
    encoding: str = "utf-8"
    position: int = 0
    format: str = "text"
    agency: str = ""
    language: str = ""
    version_label: str = ""
    version: int = 0
    headline: str = ""
    subheadline: str = ""
    note: str = ""
    nonpublic_note: str = ""
    timestamp: str = ""
    dateline: Dateline = field(default_factory=Dateline)
    bylines: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[RelatedHeadline, ...] = ()
    end_mark: str = ""
    signoff: str = ""
    copyright: str = ""
    keywords: tuple[str, ...] = ()
    status: str = "usable"
    guid: str = ""
    revision: str = ""
    sent_at: datetime | None = None
    embargoed_until: datetime | None = None
    urgency: int | None = None
    slugline: str = ""
    usage_terms: str = ""
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    entities: tuple[NamedEntity, ...] = ()


def excess_of(article: ParsedArticle) -> str:
    """Say of what an article has more than any copy, or nothing."""
    parts = {
        "captions": article.captions,
        "related headlines": article.related,
        "places in its dateline": article.dateline.places,
    }
    return next((f"{len(each):,} {name}: no wire copy" for name, each in parts.items() if len(each) > MOST_PARTS), "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read; `line` counts from 1, 0 where no line is to blame."""

    file: str
    reason: str
    line: int = 0
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity: characters `start` to `end` of the headline, or of paragraph or caption `part`.

    `zone` is headline, body, caption or metadata; `kind` is person, organisation or place; `key` is stable.
    """

    zone: str
    part: int
    start: int
    end: int
    text: str
    kind: str
    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Who and where: a place key for each dateline place (None while unknown), and the mentions.

    `unlinked` holds names whose entity is not certain: a place no gazetteer has, a family name without a full one.
    `concerned` has the keys of countries the copy calls by their people (`russe`), the most often first.
    """

    dateline_keys: tuple[str | None, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unlinked: tuple[Mention, ...] = ()
    concerned: tuple[str, ...] = ()
