"""What a NewsML-G2 item says about itself: item and content metadata, rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml.etree import _Element as Element

from articles.ingest.article import NamedEntity, Relation, Subject
from articles.ingest.declared import Declared, one_line
from articles.ingest.markup.iptc import agency_named, is_a_persons_name, label_of, names_in, subject_of
from articles.ingest.markup.marked_text import paragraphs_of, text_of
from articles.ingest.markup.parsing import attribute, children, find
from articles.ingest.markup.xml_items import Envelope
from articles.ingest.moments import moment

RELATIONS = {
    "previousversion": "previous",
    "seealso": "see-also",
    "derivedfrom": "derived-from",
    "translatedfrom": "translated-from",
}
NONPUBLIC = re.compile(r"nonpublic|private|internal|notepad|notebook|contact|closingline|routing", re.IGNORECASE)
CORRECTIONS = frozenset(["sig:correction", "edStat:C"])
REGIONS = frozenset(["", "statprov", "country", "state", "province"])
KINDS = {"person": "person", "organisation": "organisation", "organization": "organisation"}


def code_of(element: Element | None) -> str:
    """Return the code of a property without its scheme, in lower case: `text` of `ninat:text`."""
    written = (
        attribute(element, "qcode") or attribute(element, "uri").rpartition("/")[2] or attribute(element, "literal")
    )
    return written.rpartition(":")[2].lower()


def declared_in(item: Element, envelope: Envelope) -> Declared:
    """Return what the metadata of an item says; the text is not its matter."""
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    rights, header = find(item, "rightsInfo"), find(envelope.root, "header")
    language = _language(item, content) or envelope.language
    guid = attribute(item, "guid")
    note, nonpublic, label = _notes(meta)
    embargo = find(meta, "embargoed")
    until = moment(text_of(embargo))
    main, others = _headlines(content, language)
    status = attribute(find(meta, "pubStatus"), "qcode") or attribute(find(meta, "pubStatus"), "uri").rpartition("/")[2]
    held = embargo is not None and until is None and code_of(find(meta, "pubStatus")) != "canceled"
    return Declared(
        headline=main or _in_language(children(meta, "title"), language),
        agency=_agency(meta, content, rights, header),
        language=language,
        guid=guid,
        revision=attribute(item, "version"),
        version_label=label or _correction(meta),
        subheadline="\n".join((*others, *_descriptions(content, language))),
        slugline=next(filter(None, map(text_of, children(content, "slugline"))), ""),
        note=note,
        nonpublic_note=nonpublic,
        dateline=_in_language(children(content, "dateline"), language),
        places=tuple(_places(content)),
        region=_region(content),
        sent_at=_sent_at(meta, content, header),
        embargoed_until=until,
        bylines=_bylines(content),
        keywords=tuple(filter(None, map(text_of, children(content, "keyword")))),
        subjects=_subjects(item, content, language),
        relations=_relations(meta, content, guid),
        entities=_entities(content, language),
        urgency=_urgency(content, header),
        status="embargoed" if held else status,
        usage_terms=_in_language(children(rights, "usageTerms"), language),
        copyright=_copyright(rights, language),
    )


def _language(item: Element, content: Element | None) -> str:
    tags = [attribute(each, "tag") for each in children(content, "language")]
    return next(filter(None, tags), "") or attribute(item, "lang")


def _in_language(elements: list[Element], language: str) -> str:
    """The text in the item's language, else the first."""
    primary = language.lower()[:2]
    own = [each for each in elements if primary and attribute(each, "lang").lower().startswith(primary)]
    return next(filter(None, map(text_of, (*own, *elements))), "")


def _headlines(content: Element | None, language: str) -> tuple[str, list[str]]:
    found = children(content, "headline")
    below = [each for each in found if "sub" in attribute(each, "role").lower()]
    plain = [each for each in found if not attribute(each, "role") or attribute(each, "role").lower().endswith("main")]
    rest = [each for each in found if each not in below]
    return _in_language(plain or rest, language), list(filter(None, map(text_of, below)))


def _descriptions(content: Element | None, language: str) -> tuple[str, ...]:
    found = children(content, "description")
    roles = dict.fromkeys(attribute(each, "role") for each in found)
    texts = (_in_language([each for each in found if attribute(each, "role") == role], language) for role in roles)
    return tuple(filter(None, texts))


def _agency(meta: Element | None, content: Element | None, rights: Element | None, header: Element | None) -> str:
    parties = (find(meta, "provider"), *children(content, "infoSource"), find(rights, "copyrightHolder"))
    signs = [sign for party in parties for sign in _signs(party)]
    return agency_named([*signs, text_of(find(content, "creditline")), text_of(find(header, "sender"))])


def _signs(party: Element | None) -> Iterator[str]:
    """The names a party goes by: what it is called, its code, its address."""
    yield from map(text_of, children(party, "name"))
    yield attribute(party, "qcode").rpartition(":")[2]
    yield attribute(party, "literal")
    yield attribute(party, "uri")


def _notes(meta: Element | None) -> tuple[str, str, str]:
    """The notes for the public, those that are not, and a version label that stands for a note."""
    public: list[str] = []
    hidden: list[str] = []
    label = ""
    for note in children(meta, "edNote"):
        text = "\n".join(paragraphs_of(note))
        private = NONPUBLIC.search(attribute(note, "role")) or NONPUBLIC.search(attribute(note, "pubconstraint"))
        notes = hidden if private else public
        if label_of(text) and not private:
            label = label or label_of(text)
        elif text and not any(one_line(text) in one_line(said) for said in notes):
            notes.append(text)
    return "\n".join(public), "\n".join(hidden), label


def _correction(meta: Element | None) -> str:
    signals = {attribute(each, "qcode") for each in children(meta, "signal")}
    return "CORRECTION" if signals & CORRECTIONS else ""


def _places(content: Element | None) -> Iterator[str]:
    for located in children(content, "located")[:1]:
        code = attribute(located, "qcode").rpartition(":")[2]
        name = next(filter(None, map(text_of, children(located, "name"))), "") or attribute(located, "literal")
        if name or code.isalpha():
            yield name.partition(",")[0] if name else code


def _region(content: Element | None) -> str:
    located = find(content, "located")
    names = [text_of(each) for each in children(located, "name")]
    inside = names[0].partition(",")[2].strip() if names else ""
    wider = [each for each in children(located, "broader") if attribute(each, "type").rpartition(":")[2] in REGIONS]
    found = [inside, *(text_of(find(each, "name")) for each in wider)]
    return next((name for name in found if name and name not in names), "")[:200]


def _sent_at(meta: Element | None, content: Element | None, header: Element | None) -> datetime | None:
    written = (
        find(meta, "versionCreated"),
        find(content, "contentModified"),
        find(content, "contentCreated"),
        find(meta, "firstCreated"),
        find(header, "sent"),
    )
    return next(filter(None, (moment(text_of(each)) for each in written)), None)


def _bylines(content: Element | None) -> tuple[str, ...]:
    """The byline as written; without one the creators, where they are persons."""
    written = [name for each in children(content, "by") for name in names_in(text_of(each))]
    if written:
        return tuple(written)
    creators = [text_of(find(each, "name")) or attribute(each, "literal") for each in children(content, "creator")]
    return tuple(name for name in creators if is_a_persons_name(name))


def _subjects(item: Element, content: Element | None, language: str) -> tuple[Subject, ...]:
    asserted = {attribute(each, "qcode"): children(each, "name") for each in children(item, "assert")}
    found = []
    for each in children(content, "subject"):
        if _kind(each) in KINDS:
            continue
        qcode = attribute(each, "qcode")
        name = _in_language([*children(each, "name"), *asserted.get(qcode, ())], language)
        found.append(subject_of(qcode, attribute(each, "uri"), attribute(each, "literal"), name))
    return tuple(filter(None, found))


def _kind(subject: Element) -> str:
    return attribute(subject, "type").rpartition(":")[2].lower()


def _entities(content: Element | None, language: str) -> tuple[NamedEntity, ...]:
    found = []
    for each in children(content, "subject"):
        if kind := KINDS.get(_kind(each)):
            name = _in_language(children(each, "name"), language) or attribute(each, "literal")
            aliases = [text_of(one) for one in children(each, "name")]
            if name:
                found.append(
                    NamedEntity(kind, name, tuple(dict.fromkeys(alias for alias in aliases if alias not in ("", name))))
                )
    return tuple(found)


def _relations(meta: Element | None, content: Element | None, guid: str) -> tuple[Relation, ...]:
    found = []
    for link in children(meta, "link"):
        kind = RELATIONS.get(attribute(link, "rel").rpartition(":")[2].lower())
        target = attribute(link, "residref")
        if kind and target and target != guid:
            found.append(Relation(kind, target))
    return (*found, *_replaced(content, guid))


def _replaced(content: Element | None, guid: str) -> Iterator[Relation]:
    """TT gives the number of the item an item replaces, in the form in which its own number ends the id."""
    numbers = {attribute(each, "type"): text_of(each) for each in children(content, "altId")}
    own, other = numbers.get("tt:uno", ""), numbers.get("tt:refuno", "")
    if own and other and guid.endswith(own):
        yield Relation("previous", guid.removesuffix(own) + other)


def _urgency(content: Element | None, header: Element | None) -> int | None:
    for element in (find(content, "urgency"), find(header, "priority")):
        if len(text := text_of(element)) == 1 and text.isascii() and text.isdigit():
            return int(text)
    return None


def _copyright(rights: Element | None, language: str) -> str:
    holder = find(rights, "copyrightHolder")
    notice = _in_language(children(rights, "copyrightNotice"), language)
    return notice or text_of(find(holder, "name")) or attribute(holder, "literal")
