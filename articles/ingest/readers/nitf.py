"""NITF 3.x (IPTC), in the dialects of AP, EFE, ANSA, PA, NTB and AAP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lxml.etree import _Element as Element

from articles.ingest.article import Caption, NamedEntity, ParsedArticle, Problem, Relation, Subject
from articles.ingest.declared import Declared, Origin, article_of
from articles.ingest.grammar import lines as kinds
from articles.ingest.markup.iptc import (
    UUID,
    agency_named,
    caption_of,
    label_number,
    label_of,
    names_in,
    settled,
    subject_of,
)
from articles.ingest.markup.marked_text import Body, body_of, paragraphs_of, text_of
from articles.ingest.markup.parsing import attribute, children, descendants, find, root_of
from articles.ingest.markup.xml_items import items_of
from articles.ingest.moments import day, moment
from articles.ingest.source import Reading, Source, Unreadable

NAME = "nitf"
ITEMS = frozenset(["nitf"])
PICTURES = frozenset(["image", "photo", "picture", "graphic", ""])
POSSESSIVES = ("'s", "’s")


def recognises(head: bytes) -> bool:
    return root_of(head).name == "nitf"


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of a NITF document; of several, where documents were joined."""
    for position, item in enumerate(items_of(source, ITEMS, reading.limits, reading.encoding)):
        origin = Origin(source.address, NAME, item.data, position, item.encoding, reading.received)
        try:
            if item.fault:
                raise item.fault
            yield article_of(settled(declared_in(item.element)), origin)
        except Unreadable as fault:
            yield Problem(source.address, fault.reason, fault.line, fault.excerpt)


def declared_in(nitf: Element) -> Declared:
    """Return what a NITF document says, its repetitions still in it."""
    head, body = find(nitf, "head"), find(nitf, "body")
    docdata, body_head = find(head, "docdata"), find(body, "body.head")
    metas = {attribute(meta, "name").lower(): attribute(meta, "content") for meta in children(head, "meta")}
    text = _body(body)
    agency = _agency(docdata, body_head, metas)
    headline = text_of(_headline(body_head)) or text_of(find(head, "title"))
    bylines, subtitles = _bylines(body_head, agency)
    released = attribute(find(docdata, "date.release"), "norm")
    sent_at = _sent_at(head, docdata, body_head)
    note = _note(docdata)
    correction = find(docdata, "correction")
    labels = (label_of(note), label_of(metas.get("anpa-takekey", "")), "CORRECTION" if correction is not None else "")
    return Declared(
        headline=headline,
        paragraphs=text.paragraphs,
        agency=agency,
        language=attribute(nitf, "baselang") or attribute(nitf, "lang") or attribute(body, "lang"),
        guid=attribute(find(docdata, "doc-id"), "id-string") or attribute(nitf, "uno"),
        revision=attribute(find(docdata, "du-key"), "version"),
        version_label=" ".join(filter(None, labels)),
        version=max(map(label_number, labels)),
        subheadline="\n".join((*subtitles, *_subheadlines(body_head))),
        slugline=_slugline(docdata, metas),
        note="\n".join(filter(None, ("" if label_of(note) else note, attribute(correction, "info")))),
        dateline=_dateline(body_head),
        places=_places(body_head),
        date=_story_date(body_head),
        sent_at=sent_at,
        embargoed_until=_embargo(released, sent_at),
        bylines=bylines,
        captions=_captions(text),
        keywords=_keywords(docdata),
        subjects=_subjects(head, docdata),
        relations=_relations(correction),
        entities=_entities(docdata, body),
        urgency=_number(attribute(find(docdata, "urgency"), "ed-urg")),
        status=_status(docdata, released),
        usage_terms=_usage_terms(docdata, body_head),
        copyright=_copyright(docdata),
    )


def _body(body: Element | None) -> Body:
    """The text of content and end; of all but the head in documents without a content element."""
    content = find(body, "body.content")
    if content is None and body is not None:
        return body_of(body, ("media", "body.head"))
    content_body, end = body_of(content, ("media",)), paragraphs_of(find(body, "body.end"))
    return Body((*content_body.paragraphs, *end), content_body.aside)


def _headline(body_head: Element | None) -> Element | None:
    return (
        find(body_head, "hedline", "hl1")
        if find(body_head, "hedline") is not None
        else find(body_head, "headline", "hl1")
    )


def _agency(docdata: Element | None, body_head: Element | None, metas: dict[str, str]) -> str:
    rights = find(body_head, "rights")
    return agency_named(
        [
            text_of(find(body_head, "distributor")),
            attribute(find(docdata, "doc-id"), "regsrc"),
            attribute(find(docdata, "del-list", "from-src"), "src-name"),
            metas.get("ntbkilde", ""),
            attribute(find(docdata, "doc.copyright"), "holder"),
            text_of(find(rights, "rights.owner")),
            text_of(find(rights, "rights.agent")),
        ]
    )


def _bylines(body_head: Element | None, agency: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names, and what stands in place of one: ANSA gives its second headline as a byline."""
    names: list[str] = []
    others: list[str] = []
    for byline in children(body_head, "byline"):
        titles = list(descendants(byline, "byttl"))
        persons = [text_of(person) for person in descendants(byline, "person")]
        written = text_of(byline)
        for title in titles:
            written = written.replace(text_of(title), " ", 1)
        written = written.strip(" ,;")
        if agency == "ANSA" and not kinds.byline_names(f"By {written}"):
            others.append(written)
        elif persons or written:
            names += persons or names_in(written)
        else:
            names += filter(None, map(text_of, titles))
    return tuple(names), tuple(others)


def _subheadlines(body_head: Element | None) -> tuple[str, ...]:
    second = [text_of(each) for each in descendants(body_head, "hl2")]
    abstract = [line for each in children(body_head, "abstract") for line in paragraphs_of(each)]
    return tuple(filter(None, (*second, *abstract)))


def _note(docdata: Element | None) -> str:
    notes = [attribute(each, "info") or text_of(each) for each in children(docdata, "ed-msg")]
    return "\n".join(dict.fromkeys(kinds.without_brackets(note) for note in notes if note))


def _slugline(docdata: Element | None, metas: dict[str, str]) -> str:
    key = attribute(find(docdata, "du-key"), "key")
    candidates = (metas.get("anpa-keyword", ""), metas.get("ntbstikkord", ""), metas.get("slug", ""), key)
    return next((each for each in candidates if each and not UUID.fullmatch(each)), "")


def _dateline(body_head: Element | None) -> str:
    """The line as written; EFE writes its own stamp there, which is no dateline."""
    dateline = find(body_head, "dateline")
    if dateline is None:
        return ""
    dates = [text for each in children(dateline, "story.date") if (text := text_of(each)) and not day(text)]
    places = [text_of(each) for each in children(dateline, "location")]
    loose = "" if children(dateline) else text_of(dateline)
    return ", ".join(filter(None, (*places, *dates, loose)))


def _places(body_head: Element | None) -> tuple[str, ...]:
    cities = [text_of(city) for city in descendants(find(body_head, "dateline"), "city")]
    return tuple(filter(None, cities))


def _story_date(body_head: Element | None) -> date | None:
    return day(attribute(find(body_head, "dateline", "story.date"), "norm"))


def _sent_at(head: Element | None, docdata: Element | None, body_head: Element | None) -> datetime | None:
    candidates = (
        attribute(find(docdata, "date.issue"), "norm"),
        attribute(find(head, "pubdata"), "date.publication"),
        attribute(find(docdata, "date.release"), "norm"),
        attribute(find(body_head, "dateline", "story.date"), "norm"),
    )
    return next(filter(None, map(moment, candidates)), None)


def _embargo(released: str, sent_at: datetime | None) -> datetime | None:
    until = moment(released)
    return until if until and (sent_at is None or until > sent_at) else None


def _status(docdata: Element | None, released: str) -> str:
    """A release that cannot be read as a date holds the copy back, rather than letting it out."""
    status = attribute(docdata, "management-status").lower()
    if released and not day(released) and status in ("", "usable"):
        return "embargoed"
    return status


def _captions(text: Body) -> tuple[Caption, ...]:
    captions = []
    for paragraph, media in text.aside:
        if attribute(media, "media-type").lower() in PICTURES:
            reference = find(media, "media-reference")
            written = " ".join(filter(None, map(text_of, children(media, "media-caption"))))
            credit = text_of(find(media, "media-producer"))
            captions.append(caption_of(paragraph, written, credit, attribute(reference, "source")))
    return tuple(filter(None, captions))


def _keywords(docdata: Element | None) -> tuple[str, ...]:
    keys = [attribute(each, "key") or text_of(each) for each in children(find(docdata, "key-list"), "keyword")]
    series = [attribute(each, "series.name") for each in children(docdata, "series")]
    return tuple(filter(None, (*keys, *series)))


def _subjects(head: Element | None, docdata: Element | None) -> tuple[Subject, ...]:
    found = [_subject(each) for each in descendants(find(head, "tobject"), "tobject.subject")]
    for place in children(docdata, "evloc"):
        parts = (attribute(place, name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
        found.append(_place(", ".join(dict.fromkeys(filter(None, parts)))))
    found += [_place(text_of(each)) for each in descendants(find(docdata, "identified-content"), "location")]
    return tuple(filter(None, found))


def _subject(element: Element) -> Subject | None:
    levels = [attribute(element, f"tobject.subject.{level}") for level in ("detail", "matter", "type")]
    name = next(filter(None, levels), "")
    number = attribute(element, "tobject.subject.refnum")
    owner = attribute(element, "tobject.subject.ipr")
    if number and owner and owner.upper() != "IPTC":
        return subject_of(f"{owner}:{number}".replace(" ", ""), name=name)
    return subject_of(number, name=name)


def _place(name: str) -> Subject | None:
    return subject_of(f"place:{name}", name=name) if name else None


def _relations(correction: Element | None) -> tuple[Relation, ...]:
    corrected = attribute(correction, "id-string")
    return (Relation("previous", corrected),) if corrected else ()


def _entities(docdata: Element | None, body: Element | None) -> tuple[NamedEntity, ...]:
    """Persons and organisations as the copy marks them, in its head or where they are named."""
    found = []
    for zone in (find(docdata, "identified-content"), find(body, "body.content")):
        for element in descendants(zone, "person", "org"):
            name = text_of(element).removesuffix(POSSESSIVES[0]).removesuffix(POSSESSIVES[1])
            kind = "person" if element.tag.endswith("person") else "organisation"
            if name:
                found.append(NamedEntity(kind, name))
    return tuple(dict.fromkeys(found))


def _usage_terms(docdata: Element | None, body_head: Element | None) -> str:
    rights = find(docdata, "doc.rights")
    declared = [attribute(rights, name) for name in ("type", "geography", "limitations")]
    parts = ("rights.type", "rights.geography", "rights.limitations")
    written = [text_of(each) for each in children(find(body_head, "rights"), *parts)]
    return "\n".join(dict.fromkeys(filter(None, (*declared, *written))))


def _copyright(docdata: Element | None) -> str:
    said = find(docdata, "doc.copyright")
    holder, year = attribute(said, "holder"), attribute(said, "year")
    return " ".join(filter(None, ("©" if holder or year else "", year, holder)))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else None
