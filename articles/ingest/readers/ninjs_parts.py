"""What a ninjs item names besides its words: subjects, persons, organisations, pictures and other items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.article import Caption, NamedEntity, Relation, Subject
from articles.ingest.grammar.captions import split_rights
from articles.ingest.markup.html_text import html_line, picture_address
from articles.ingest.markup.iptc import LONGEST_CODE, LONGEST_SCHEME, newscode_scheme
from articles.ingest.readers.ninjs_words import values_of
from articles.ingest.records.json_values import Object, objects_at, text_at

RELATIONS = {
    "previousversion": "previous",
    "evolvedfrom": "previous",
    "derivedfrom": "derived-from",
    "translatedfrom": "translated-from",
}
PICTURES = ("picture", "graphic", "photo", "image")
CAPTION_ROLES = ("caption", "text", "", "html", "xhtml")
ITEMS = ("", "text", "composite")
WHOLE = ("main", "original", "hires", "highres", "baseimage", "viewimage", "preview")
HOST = re.compile(r"https?://(?:www\.)?([^/]+)/")


def subjects_of(item: Object) -> tuple[Subject, ...]:
    """Return subjects, services, genres, places and events, the last three under schemes of these names."""
    subjects = [_subject(each) for each in objects_at(item, "subjects", "subject")]
    for scheme, names in (
        ("service", ("service", "services")),
        ("genre", ("genres", "genre")),
        ("place", ("places", "place")),
        ("event", ("events", "event")),
    ):
        subjects += [_of_scheme(each, scheme) for each in objects_at(item, *names)]
    return tuple(each for each in subjects if each.code)


def entities_of(item: Object) -> tuple[NamedEntity, ...]:
    """Return the persons and organisations an item names."""
    return (
        *_entities(item, "person", "people", "person", "persons"),
        *_entities(item, "organisation", "organisations", "organisation", "organization", "organizations"),
    )


def relations_of(item: Object) -> tuple[Relation, ...]:
    """Return the text items that an item is associated with."""
    relations = [
        Relation(RELATIONS.get(_last(text_at(each, "rel")).lower(), "see-also"), guid)
        for each in objects_at(item, "associations")
        if text_at(each, "type").lower() in ITEMS and not each.get("renditions")
        if (guid := text_at(each, "uri", "guid", "itemid"))
    ]
    if previous := text_at(item, "evolvedfrom"):
        relations.append(Relation("previous", previous))
    return tuple(relations)


def captions_of(item: Object, in_body: tuple[Caption, ...]) -> tuple[Caption, ...]:
    """Return the captions of the associated pictures, at the place of the same caption in the body if there is one."""
    places = {caption.text: caption.paragraph for caption in in_body}
    captions = {caption.text: caption for caption in in_body}
    for picture in objects_at(item, "associations"):
        if not (
            text_at(picture, "type").lower() in PICTURES or (not text_at(picture, "type") and picture.get("renditions"))
        ):
            continue
        caption = _caption(picture, places)
        if caption.text:
            captions[caption.text] = caption
    return tuple(captions.values())


def _caption(picture: Object, places: dict[str, int]) -> Caption:
    descriptions = {each.role: html_line(each.text) for each in reversed(list(values_of(picture, "description")))}
    written = next(filter(None, map(descriptions.get, CAPTION_ROLES)), "")
    text, credit, restriction = split_rights(written)
    return Caption(
        places.get(text, 0),
        text,
        descriptions.get("creditline", "")
        or credit
        or text_at(picture, "creditline", "by", "byline", "copyrightholder"),
        html_line(text_at(picture, "usageterms")) or restriction,
        _address(picture),
    )


def _address(picture: Object) -> str:
    """Where the picture is kept, of its renditions the one that shows all of it."""
    renditions = picture.get("renditions")
    named = list(renditions.items()) if isinstance(renditions, dict) else []
    named += [(text_at(each, "name", "title"), each) for each in objects_at({"all": renditions}, "all") if not named]
    addresses: dict[str, str] = {}
    for name, each in named:
        kind = text_at(each, "contenttype", "mimetype") if isinstance(each, dict) else "none"
        if kind.startswith("image") or not kind:
            addresses.setdefault(name.lower(), picture_address(text_at(each, "href")))
    return next(filter(None, (*map(addresses.get, WHOLE), *addresses.values())), "")


def _entities(item: Object, kind: str, *names: str) -> Iterator[NamedEntity]:
    for each in objects_at(item, *names):
        if name := html_line(text_at(each, "name")):
            yield NamedEntity(kind, name)


def _of_scheme(each: Object, scheme: str) -> Subject:
    name = html_line(text_at(each, "name"))
    code = name if scheme in ("place", "event") else _last(text_at(each, "code", "literal", "uri")) or name
    return Subject((code or _last(text_at(each, "literal", "code", "uri")))[:LONGEST_CODE], scheme, name)


def _subject(each: Object) -> Subject:
    """A subject by its IPTC code where it has one, else by the code and scheme it is given, else by its name."""
    name = html_line(text_at(each, "name"))
    written = text_at(each, "code", "literal", "qcode", "uri")
    code = _last(written)
    said = f"{text_at(each, 'scheme')} {text_at(each, 'uri')} {written}"
    scheme = newscode_scheme(code, said) or _scheme(each, written)
    return Subject((code or name)[:LONGEST_CODE], scheme if code else "", name)


def _scheme(each: Object, written: str) -> str:
    host = HOST.match(text_at(each, "uri"))
    prefix = written.rpartition(":")[0] if "//" not in written else ""
    return (_last(text_at(each, "scheme").rstrip("/")) or prefix or (host[1] if host else ""))[:LONGEST_SCHEME]


def _last(written: str) -> str:
    """What stands after the last slash or colon: the code in an address or a qcode."""
    return re.split("[/:]", written.rstrip("/"))[-1]
