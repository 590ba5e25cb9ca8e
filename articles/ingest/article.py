"""What a reader makes of wire copy: frozen values that know no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of the lead: where and when it was filed.

    `date_from` names the evidence for the year: dateline, guid, timestamp, captions, weekday, text or received;
    it is empty when `date` is None.
    """

    text: str = ""
    places: tuple[str, ...] = ()
    region: str = ""
    date: date | None = None
    date_from: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """The text of a picture; `paragraph` says how many body paragraphs stand before it."""

    paragraph: int
    text: str
    credit: str = ""
    restriction: str = ""


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
class ParsedArticle:
    """One transmission of a wire story, as read from a file.

    `original` holds the bytes it was read from; `position` numbers the articles of one file from 0.
    `status` is usable, withheld or canceled (IPTC NewsML-G2, pubStatus).
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
    entities: tuple[NamedEntity, ...] = ()


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
