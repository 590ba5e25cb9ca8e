"""The kinds of values articles can be narrowed by: read from an address, written into one, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.entity_querysets import only_in_closed
from articles.labels import label_name
from articles.languages import is_language, language_name
from articles.models import Agency, Article, Entity, OldAddress, Subject
from articles.query.names import LARGEST_VERSION

MOST_OFFERED = 10
LEAST_URGENCY, MOST_URGENCY = 1, 9


@dataclass(frozen=True)
class ValueKind:
    """How a value is read, with a ValueError that says in a sentence why not; how it is written; what it is called."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    name: Callable[[Any], str] = str


def _entity(kind: str, name: str) -> Entity:
    """Return the one entity of the name; an address goes before names, and an old address after them."""
    candidates = _called(kind, name) or _once_at(kind, name)
    if not candidates:
        raise ValueError(UNKNOWN[kind] % {"name": shortened(name)})
    if len(candidates) > 1:
        choices = ", ".join(f"{entity} ({entity.slug})" for entity in candidates[:MOST_OFFERED])
        raise ValueError(
            _("“%(name)s” may be %(choices)s: give the address of one.") % {"name": shortened(name), "choices": choices}
        )
    return candidates[0]


def _called(kind: str, name: str) -> list[Entity]:
    known = Entity.objects.of_kind(kind).called([name, slugify(name, allow_unicode=True)])
    named = known.select_related("merged_into").annotate(secret=only_in_closed())
    candidates = [entity for entity in named if not entity.secret]
    at_address = [entity for entity in candidates if entity.slug == name]
    return _shown(at_address or candidates)


def _once_at(kind: str, slug: str) -> list[Entity]:
    old = OldAddress.objects.filter(kind=kind, slug=slug).select_related("entity__merged_into")
    named = old.annotate(secret=only_in_closed("entity_id"))
    return _shown(address.entity for address in named if not address.secret)


def _shown(entities: Iterable[Entity]) -> list[Entity]:
    """Return what the entities count as, each once, without those a librarian has hidden."""
    return [entity for entity in dict.fromkeys(each.canonical for each in entities) if not entity.hidden_by_id]


UNKNOWN = {
    "place": gettext_lazy("The archive knows no place “%(name)s”."),
    "person": gettext_lazy("The archive knows no person “%(name)s”."),
    "organisation": gettext_lazy("The archive knows no organisation “%(name)s”."),
}


def _agency(name: str) -> Agency:
    agency = Agency.objects.filter(slug=slugify(name, allow_unicode=True)).first()
    if not agency:
        raise ValueError(_("The archive holds nothing from an agency “%(name)s”.") % {"name": shortened(name)})
    return agency


def _language(written: str) -> str:
    code = written.lower()
    if not is_language(code):
        raise ValueError(
            _("“%(code)s” is not a language. Write its code of two letters, such as fr or ko.")
            % {"code": shortened(written)}
        )
    return code


def _label(written: str) -> str:
    """Return the number of a version without ornament, or a label as filed."""
    if not written.isdecimal():
        return written
    if len(written) > len(str(LARGEST_VERSION)) or int(written) > LARGEST_VERSION:
        raise ValueError(
            _("“%(number)s” is no version. Write its number, such as 2, or a label as filed, such as LEAD.")
            % {"number": shortened(written)}
        )
    return str(int(written))


def _status(written: str) -> str:
    status = written.lower()
    if status not in Article.Status.values:
        raise ValueError(
            _("“%(status)s” is no status: it is %(known)s.")
            % {"status": shortened(status), "known": ", ".join(Article.Status.values)}
        )
    return status


def _subject(code: str) -> Subject:
    subject = Subject.objects.filter(code=code).first()
    if not subject:
        raise ValueError(_("The archive holds nothing on a subject “%(code)s”.") % {"code": shortened(code)})
    return subject


def _urgency(written: str) -> int:
    if not (len(written) == 1 and written.isdecimal() and LEAST_URGENCY <= int(written) <= MOST_URGENCY):
        raise ValueError(
            _("“%(written)s” is no urgency: it is a number from %(least)s to %(most)s.")
            % {"written": shortened(written), "least": LEAST_URGENCY, "most": MOST_URGENCY}
        )
    return int(written)


def shortened(value: str, length: int = 60) -> str:
    """Return the value short enough to be quoted in a message."""
    return value if len(value) <= length else value[:length] + "…"


PLACE, PERSON, ORGANISATION = (
    ValueKind(partial(_entity, kind), lambda entity: entity.slug) for kind in ("place", "person", "organisation")
)
AGENCY = ValueKind(_agency, lambda agency: agency.slug)
LANGUAGE = ValueKind(_language, name=language_name)
LABEL = ValueKind(_label, name=label_name)
STATUS = ValueKind(_status, name=lambda status: str(Article.Status(status).label))
SUBJECT = ValueKind(_subject, lambda subject: subject.code)
URGENCY = ValueKind(_urgency)
