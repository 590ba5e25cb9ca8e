"""What a NewsML 1.2 item says about itself: identification, management, and the lines and metadata of its components."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml.etree import _Element as Element

from articles.ingest.article import Relation, Subject
from articles.ingest.declared import Declared
from articles.ingest.grammar.lines import INITIALS, without_brackets
from articles.ingest.markup.iptc import agency_named, is_a_persons_name, label_of, names_in, subject_of
from articles.ingest.markup.marked_text import text_of
from articles.ingest.markup.parsing import attribute, children, descendants, find
from articles.ingest.markup.xml_items import Envelope
from articles.ingest.moments import moment

NOTES = re.compile(r"productline|note|advis|correct|ednote|attention", re.IGNORECASE)
REVISION = re.compile(r":(?P<revision>\d+)[NUA]?$")
WHOLE_URN = 5
LETTER = re.compile(r"[^\W\d_]")
COUNTRY_CODE = re.compile(r"[A-Z]{2,3}")
PLACE_LEVELS = ("City", "SubLocation", "CountryArea", "Area", "Country", "CountryName", "WorldRegion")


def declared_in(item: Element, components: tuple[Element, ...], envelope: Envelope) -> Declared:
    """Return what an item says of one of its texts, which stands in these components, the innermost first."""
    management, header = find(item, "NewsManagement"), find(envelope.root, "NewsEnvelope")
    slugline, label = _slugline(item, components)
    notes, note_label = _notes(components)
    status, until = _status(management)
    return Declared(
        headline=_line(components, "HeadLine"),
        agency=_agency(item, components, header),
        language=_language(item, components, envelope),
        guid=_guid(item),
        revision=text_of(find(_identifier(item), "RevisionId")),
        version_label=label or note_label,
        subheadline=_line(components, "SubHeadLine"),
        slugline=slugline,
        note=notes,
        dateline=_dateline(components),
        places=tuple(_places(components)),
        region=_region(components),
        sent_at=_sent_at(item, management, header),
        embargoed_until=until,
        bylines=_bylines(components),
        keywords=tuple(_keywords(components)),
        subjects=tuple(_subjects(components)),
        relations=tuple(_relations(management)),
        urgency=_urgency(management, header),
        status=status,
        usage_terms="\n".join(dict.fromkeys(_usage_terms(components))),
        copyright=_line(components, "CopyrightLine"),
    )


def _identifier(item: Element) -> Element | None:
    return find(item, "Identification", "NewsIdentifier")


def _guid(item: Element) -> str:
    """The public identifier without its revision, or one made of its parts where it is not whole."""
    identifier = _identifier(item)
    public = text_of(find(identifier, "PublicIdentifier"))
    revision = text_of(find(identifier, "RevisionId"))
    if public.count(":") >= WHOLE_URN - 1:
        found = REVISION.search(public)
        return public[: found.start()] if found and found["revision"] == revision else public
    parts = [text_of(find(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if parts[-1]:
        return ":".join(("urn:newsml", *filter(None, parts)))
    return public or next(filter(None, map(text_of, descendants(item, "guid"))), "")


def _lines(components: tuple[Element, ...]) -> Iterator[Element]:
    yield from (lines for each in components if (lines := find(each, "NewsLines")) is not None)


def _line(components: tuple[Element, ...], name: str) -> str:
    """The nearest line of that name that says something."""
    written = (text_of(line) for lines in _lines(components) for line in children(lines, name))
    return next(filter(None, written), "")


def _described(components: tuple[Element, ...], name: str) -> Iterator[Element]:
    """The elements of that name in the descriptive and administrative metadata, the nearest first."""
    for component in components:
        # TASS writes DescriptiveMetada
        for metadata in children(component, "DescriptiveMetadata", "DescriptiveMetada", "AdministrativeMetadata"):
            yield from children(metadata, name)


def _agency(item: Element, components: tuple[Element, ...], header: Element | None) -> str:
    parties = [find(each, "Party") for name in ("Provider", "Source") for each in _described(components, name)]
    parties.append(find(header, "SentFrom", "Party"))
    signs = [attribute(party, "FormalName") for party in parties]
    return agency_named([*signs, text_of(find(_identifier(item), "ProviderId")), _line(components, "CreditLine")])


def _language(item: Element, components: tuple[Element, ...], envelope: Envelope) -> str:
    named = [attribute(each, "FormalName") for each in _described(components, "Language")]
    tags = [attribute(each, "lang") for each in (*components, item)]
    return next(filter(None, (*named, *tags)), "") or envelope.language


def _slugline(item: Element, components: tuple[Element, ...]) -> tuple[str, str]:
    """The slugline, and the version label that stands in its place at TASS."""
    catchwords = [text for kind, text in _news_lines(components) if kind.lower() == "catchword"]
    written = (_line(components, "SlugLine"), text_of(find(item, "Identification", "NameLabel")), *catchwords)
    labels = [label for each in written if (label := label_of(each))]
    slug = next((each for each in written if each and not label_of(each)), "")
    return slug, next(iter(labels), "")


def _news_lines(components: tuple[Element, ...]) -> Iterator[tuple[str, str]]:
    for lines in _lines(components):
        for line in children(lines, "NewsLine"):
            yield attribute(find(line, "NewsLineType"), "FormalName"), text_of(find(line, "NewsLineText"))


def _notes(components: tuple[Element, ...]) -> tuple[str, str]:
    found = [without_brackets(text) for kind, text in _news_lines(components) if text and NOTES.search(kind)]
    labels = [label for note in found if (label := label_of(note))]
    return "\n".join(note for note in found if not label_of(note)), next(iter(labels), "")


def _status(management: Element | None) -> tuple[str, datetime | None]:
    """The status, and until when it holds: an embargo or hold ends when the item says it will be usable."""
    element = find(management, "Status")
    status = (attribute(element, "FormalName") or text_of(element)).lower()
    change = find(management, "StatusWillChange")
    future = attribute(find(change, "FutureStatus"), "FormalName").lower()
    if status not in ("embargoed", "withheld") or future not in ("", "usable"):
        return status, None
    until = moment(text_of(find(change, "DateAndTime")))
    return ("embargoed" if until else status), until


def _dateline(components: tuple[Element, ...]) -> str:
    """As written; ANA-MPE gives but a date in figures there."""
    written = _line(components, "DateLine")
    return written if LETTER.search(written) else ""


def _origins(components: tuple[Element, ...]) -> Iterator[dict[str, str]]:
    for location in _described(components, "Location"):
        if attribute(location, "HowPresent").lower() in ("", "origin"):
            yield _properties(location)


def _properties(element: Element) -> dict[str, str]:
    return {attribute(each, "FormalName"): attribute(each, "Value") for each in children(element, "Property")}


def _places(components: tuple[Element, ...]) -> Iterator[str]:
    cities = (place.get("City", "") for place in _origins(components))
    yield from filter(None, [next(filter(None, cities), "")])


def _region(components: tuple[Element, ...]) -> str:
    for place in _origins(components):
        for name in (place.get("CountryArea", ""), place.get("Country", "")):
            if name and not COUNTRY_CODE.fullmatch(name):
                return name[:200]
    return ""


def _sent_at(item: Element, management: Element | None, header: Element | None) -> datetime | None:
    written = (
        find(management, "ThisRevisionCreated"),
        find(management, "FirstCreated"),
        find(_identifier(item), "DateId"),
        find(header, "DateAndTime"),
    )
    return next(filter(None, (moment(text_of(each)) for each in written)), None)


def _bylines(components: tuple[Element, ...]) -> tuple[str, ...]:
    """The byline as written, else the authors the metadata name."""
    written = [text_of(line) for lines in _lines(components) for line in children(lines, "ByLine")]
    if any(written):
        return tuple(dict.fromkeys(name for line in written for name in names_in(line)))
    properties = [each for each in _described(components, "Property") if attribute(each, "FormalName") == "author"]
    authors = [attribute(each, "Value") for each in properties]
    for creator in _described(components, "Creator"):
        names = [attribute(party, "FormalName") for party in children(creator, "Party")]
        authors += [name for name in names if INITIALS.fullmatch(name) or is_a_persons_name(name)]
    return tuple(dict.fromkeys(filter(None, authors)))


def _keywords(components: tuple[Element, ...]) -> Iterator[str]:
    for lines in _lines(components):
        yield from filter(None, map(text_of, children(lines, "KeywordLine")))
    for each in _described(components, "Property"):
        if attribute(each, "FormalName").lower() == "keyword":
            yield from filter(None, (word.strip() for word in attribute(each, "Value").split(";")))


def _subjects(components: tuple[Element, ...]) -> Iterator[Subject]:
    names = _topic_names(components)
    for subject_code in _described(components, "SubjectCode"):
        for each in children(subject_code):
            code, scheme = attribute(each, "FormalName"), attribute(each, "Scheme")
            owned = f"{scheme}:{code}" if code and scheme and not code.isdigit() else code
            if subject := subject_of(owned, name=names.get(code, "")):
                yield subject
    for location in _described(components, "Location"):
        if attribute(location, "HowPresent").lower() not in ("", "origin"):
            properties = _properties(location)
            place = ", ".join(filter(None, (properties.get(level, "") for level in PLACE_LEVELS)))
            if place and (subject := subject_of(f"place:{place}", name=place)):
                yield subject


def _topic_names(components: tuple[Element, ...]) -> dict[str, str]:
    """The names of the subjects in a topic set of the item's own."""
    names = {}
    for component in components:
        for topic in descendants(component, "Topic"):
            described = [each for each in children(topic, "Description") if attribute(each, "Variant") in ("", "Name")]
            english = [each for each in described if attribute(each, "lang").startswith("en")]
            for each in (*english, *described)[:1]:
                names.setdefault(text_of(find(topic, "FormalName")), text_of(each))
    return names


def _relations(management: Element | None) -> Iterator[Relation]:
    for name, kind in (("AssociatedWith", "see-also"), ("DerivedFrom", "derived-from")):
        for each in children(management, name):
            if target := attribute(each, "NewsItem"):
                yield Relation(kind, target)


def _urgency(management: Element | None, header: Element | None) -> int | None:
    for element in (find(management, "Urgency"), find(header, "Priority")):
        written = attribute(element, "FormalName") or text_of(element)
        if len(written) == 1 and written.isascii() and written.isdigit():
            return int(written)
    return None


def _usage_terms(components: tuple[Element, ...]) -> Iterator[str]:
    for component in components:
        for rights in children(component, "RightsMetadata"):
            yield from filter(None, map(text_of, descendants(rights, "UsageType", "Geography", "Limitations")))
