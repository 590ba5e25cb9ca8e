"""A story while it is read: each line of wire copy goes to exactly one field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from articles.ingest.article import Caption, RelatedHeadline
from articles.ingest.grammar import lines as kinds
from articles.ingest.grammar.agencies import YONHAP_ID
from articles.ingest.grammar.captions import split_rights
from articles.ingest.grammar.dateline import Opening
from articles.ingest.grammar.labels import label_line, split_label

LONGEST_FURNITURE = 200
KEYWORD_LINE = re.compile(
    r"\^?(?P<slug>(?:BC|AM|PM|AP)-{1,2}[A-Za-z][^,]{0,60})(?:,\s*(?P<label>[^,]{1,40}))?(?:,\s*\d+)?<?"
)
URL = re.compile(r"https?://\S+")


@dataclass(slots=True)
class WireCopy:
    """The fields of a story while its lines are dealt out.

    `last_line` is the number of the last line that became a paragraph; `listing` says what the lines after the end
    mark belong to (related, keywords); `day` comes from a time line; `announces_captions` says that a blank line
    announces a caption in this copy.
    """

    labels: list[str] = field(default_factory=list)
    version: int = 0
    headline: str = ""
    subheadlines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nonpublic: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    day: date | None = None
    opening: Opening | None = None
    bylines: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    related: list[RelatedHeadline] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    copyright: list[str] = field(default_factory=list)
    signoff: list[str] = field(default_factory=list)
    end_mark: str = ""
    guid: str = ""
    copyright_year: int | None = None
    last_line: int = 0
    listing: str = ""
    announces_captions: bool = False

    def take_label_line(self, text: str) -> bool:
        if not (labelled := label_line(text)):
            return False
        self.labels.append(labelled.label)
        self.version = max(self.version, labelled.version)
        return True

    def take_keyword_line(self, text: str) -> bool:
        """An AP keyword line, `BC-US--Bridge,1st Ld-Writethru`: the slug, and perhaps the label."""
        if not (found := KEYWORD_LINE.fullmatch(text)):
            return False
        self.keywords.append(found["slug"])
        if found["label"] and (labelled := label_line(found["label"])):
            self.labels.append(labelled.label)
            self.version = max(self.version, labelled.version)
        elif found["label"]:
            self.keywords.append(found["label"])
        return True

    def take_byline(self, text: str) -> bool:
        names = kinds.byline_names(text) if self.headline else ()
        self.bylines += names
        return bool(names)

    def take_furniture(self, text: str) -> bool:
        """Deal out a line that may stand anywhere around the body: time, id, contacts, copyright, keywords."""
        if len(text) > LONGEST_FURNITURE:
            return False
        if (found := YONHAP_ID.fullmatch(text)) or (URL.fullmatch(text) and (found := YONHAP_ID.search(text))):
            self.guid = found.group()
            self.signoff += [text] if text != self.guid else []
        elif day := kinds.time_of(text):
            self.times.append(text)
            self.day = self.day or day
        elif contacts := kinds.contacts_in(text):
            self.contacts += contacts
        elif kinds.TRAILER.fullmatch(text) or (URL.fullmatch(text) and self.headline):
            self.signoff.append(text)
        elif kinds.COPYRIGHT.match(text):
            self.copyright.append(text)
            if found := kinds.COPYRIGHT_YEAR.match(text):
                self.copyright_year = int(found["year"])
        elif found := kinds.KEYWORDS.fullmatch(text):
            self.keywords += [word.strip() for word in re.split(r"[,;、，]", found["list"]) if word.strip()]
            self.listing = "" if found["list"] else "keywords"
        else:
            return False
        return True

    def take_caption(self, text: str) -> None:
        body, credit, restriction = split_rights(text)
        if not self.captions or self.captions[-1].text != body:
            self.captions.append(Caption(len(self.paragraphs), body, credit, restriction))

    def take_paragraph(self, text: str, number: int) -> None:
        self.paragraphs.append(text)
        self.last_line = number

    def is_next_rank(self, text: str) -> bool:
        found = kinds.RANK.match(text)
        return bool(found) and int(found["rank"]) == len(self.related) + 1

    def take_related(self, text: str) -> None:
        if self.is_next_rank(text):
            text = kinds.RANK.sub("", text, count=1)
        labelled = split_label(text)
        if labelled.headline:
            self.related.append(RelatedHeadline(labelled.headline, labelled.label, labelled.version))

    def settle_end(self) -> None:
        """Take end mark, e-mail and reporters off the last paragraphs."""
        if not self.paragraphs:
            return
        text, mark = kinds.split_end_mark(self.paragraphs[-1])
        self.end_mark = self.end_mark or mark
        tail = max(0, len(text) - kinds.LONGEST_CONTACT)
        if "@" in text[tail:] and (found := kinds.CONTACT_TAIL.search(text, tail)):
            self.contacts.append(found["contacts"])
            text = text[: found.start()].rstrip()
        self.paragraphs[-1] = text
        if len(self.paragraphs) > 1 and (names := kinds.byline_names(text)):
            self.bylines += names
            self.paragraphs.pop()
            self.settle_end()
