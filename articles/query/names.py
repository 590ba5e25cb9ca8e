"""What a search says of an article beside its text: where it was filed, whom it names, when, by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.db.models import Q
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.dates import read_period
from articles.entity_querysets import only_in_closed
from articles.languages import is_language, language_name
from articles.query.syntax import Named, Node, walk
from articles.query.tokens import Remark, shortened

KINDS = {"from": "place", "about": "place", "person": "person", "org": "organisation"}
MOST_LOOKED_UP = 10
READERS_LANGUAGES = ("en", "fr")
LARGEST_NUMBER, LARGEST_VERSION = 2**31 - 1, 2**15 - 1
NUMBER = re.compile(r"(?P<sign>[<>]=?|=?)(?P<number>[0-9]+)")
NUMBERS = re.compile(r"(?P<least>[0-9]*)\.\.(?P<most>[0-9]*)")


class Unreadable(ValueError):
    """Says in a sentence why a value cannot be read."""


class Unknown(ValueError):
    """Says in a sentence that the archive has nothing of the name."""


@dataclass(frozen=True)
class Asked:
    """What a named value asks of an article, and how it is said within a sentence."""

    q: Q
    phrase: str
    unknown: bool = False
    """Whether the archive has nothing of the name."""


def asked(tree: Node | None) -> tuple[dict[Named, Asked | None], list[Remark]]:
    """Return what each named value asks for, None where it cannot be read, and what is to be said of it."""
    found: dict[Named, Asked | None] = {}
    remarks: list[Remark] = []
    looked_up = 0
    for node in dict.fromkeys(each for each in walk(tree) if isinstance(each, Named)):
        looked_up += node.field in KINDS
        try:
            if node.field in KINDS and looked_up > MOST_LOOKED_UP:
                raise Unreadable(_("At most %(number)s values at once.") % {"number": MOST_LOOKED_UP})
            found[node] = READERS[node.field](node.value, node.field)
        except Unknown as problem:
            found[node] = Asked(Q(pk__lt=0), f"{node.field}:{node.value}", unknown=True)
            remarks.append(Remark(str(problem), node.span))
        except ValueError as problem:
            found[node] = None
            remarks.append(Remark(_("%(problem)s Passed over.") % {"problem": problem}, node.span))
    return found, remarks


def _entities(value: str, field: str) -> Asked:
    entities = called(KINDS[field], value)
    if not entities:
        raise Unknown(UNKNOWN[KINDS[field]]() % {"name": shortened(value)})
    ids = sorted({pk for entity in entities for pk in entity.family_ids})
    name = _(" or ").join(dict.fromkeys(str(entity) for entity in entities))
    phrase = {
        "from": _("filed from %(name)s"),
        "about": _("about %(name)s"),
        "person": _("naming %(name)s"),
        "org": pgettext("organisation", "naming %(name)s"),
    }[field] % {"name": name}
    return Asked(Q(filed_from_ids__overlap=ids) if field == "from" else Q(entity_ids__overlap=ids), phrase)


def called(kind: str, name: str) -> list:
    """Return the entities a name may mean, those it is the address of before those it is one of the names of."""
    from articles.models import Entity, OldAddress

    entities = Entity.objects.of_kind(kind).called([name, slugify(name, allow_unicode=True)])
    named = entities.select_related("merged_into").annotate(secret=only_in_closed())
    known = [entity for entity in named if not entity.secret]
    known = [entity for entity in known if entity.slug == name] or known
    if not known:
        old = OldAddress.objects.filter(kind=kind, slug=name).select_related("entity__merged_into")
        known = [each.entity for each in old.annotate(secret=only_in_closed("entity_id")) if not each.secret]
    canonical = dict.fromkeys(entity.canonical for entity in known)
    return [entity for entity in canonical if not entity.hidden_by_id]


UNKNOWN: dict[str, Callable[[], str]] = {
    "place": lambda: _("The archive knows no place “%(name)s”."),
    "person": lambda: _("The archive knows no person “%(name)s”."),
    "organisation": lambda: _("The archive knows no organisation “%(name)s”."),
}


def _agency(value: str, field: str) -> Asked:
    from articles.models import Agency

    known = Agency.objects.filter(Q(slug=slugify(value, allow_unicode=True)) | Q(name__iexact=value))
    agencies = {agency.pk: str(agency) for agency in known.order_by("pk")}
    if not agencies:
        raise Unknown(_("The archive holds nothing from an agency “%(name)s”.") % {"name": shortened(value)})
    return Asked(Q(agency_id__in=list(agencies)), _("by %(name)s") % {"name": _(" or ").join(agencies.values())})


def _language(value: str, field: str) -> Asked:
    code = value.lower() if is_language(value.lower()) else _languages().get(value.casefold())
    if not code:
        raise Unreadable(
            _("“%(code)s” is not a language. Write its code of two letters, such as fr or ko.")
            % {"code": shortened(value)}
        )
    return Asked(Q(language=code), _("in %(language)s") % {"language": language_name(code)})


@cache
def _languages() -> dict[str, str]:
    """Return language codes by name, in English, in French and in the language itself."""
    codes: dict[str, str] = {}
    for reader in READERS_LANGUAGES:
        codes |= {name.casefold(): code for code, name in Locale.parse(reader).languages.items() if len(code) < 4}
    for code in ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "sv", "zh"):
        codes[Locale.parse(code).languages[code].casefold()] = code
    return codes


def _label(value: str, field: str) -> Asked:
    phrase = _("labelled %(label)s") % {"label": shortened(value)}
    return Asked(with_label([value]), phrase)


def with_label(labels: Iterable[str]) -> Q:
    """Return the condition that an article has one of the labels: of a version, by its number, or as filed."""
    conditions = [
        Q(version=min(_number(label), LARGEST_VERSION)) if label.isdecimal() else Q(version_label__iexact=label)
        for label in labels
    ]
    return Q(*conditions, _connector=Q.OR)


def _status(value: str, field: str) -> Asked:
    from articles.models import Article

    wanted = value.casefold()
    for status, name in _statuses():
        if wanted in (status, name):
            return Asked(Q(status=status), str(Article.Status(status).label))
    raise Unreadable(
        _("“%(status)s” is no status: it is %(known)s.")
        % {"status": shortened(value), "known": ", ".join(Article.Status.values)}
    )


def _statuses() -> Iterator[tuple[str, str]]:
    from articles.models import Article

    for reader in READERS_LANGUAGES:
        with translation.override(reader):
            yield from [(status.value, str(status.label).casefold()) for status in Article.Status]


def _subject(value: str, field: str) -> Asked:
    from articles.models import Subject

    known = Subject.objects.filter(Q(code=value) | Q(name__iexact=value) | Q(code__endswith=f":{value}"))
    subjects = {subject.code: str(subject) for subject in known.order_by("code")}
    if not subjects:
        raise Unknown(_("The archive holds nothing on a subject “%(code)s”.") % {"code": shortened(value)})
    name = _(" or ").join(dict.fromkeys(subjects.values()))
    return Asked(Q(subjects__overlap=list(subjects)), _("on %(name)s") % {"name": name})


def _date(value: str, field: str) -> Asked:
    period = read_period(value)
    if period.undated:
        return Asked(Q(date__isnull=True), str(period))
    within = Q(date__isnull=False)
    if period.first:
        within &= Q(filed_on__gte=period.first)
    if period.last:
        within &= Q(filed_on__lte=period.last)
    return Asked(within, str(period))


def _words(value: str, field: str) -> Asked:
    least, most = _bounds(value)
    if least is None and most is None:
        said = _("“%(written)s” is not a number of words. Write >400, <100, 250 or 100..200.")
        raise Unreadable(said % {"written": shortened(value)})
    within = Q(words__gte=least or 0, words__lte=LARGEST_NUMBER if most is None else most)
    return Asked(within, _length(least, most))


def _length(least: int | None, most: int | None) -> str:
    if most is None:
        said = ngettext("of %(least)s word or more", "of %(least)s words or more", least)
    elif least is None:
        said = ngettext("of %(most)s word at most", "of %(most)s words at most", most)
    elif least == most:
        said = ngettext("of %(most)s word", "of %(most)s words", most)
    else:
        said = _("of %(least)s to %(most)s words")
    return said % {"least": least, "most": most}


def _bounds(value: str) -> tuple[int | None, int | None]:
    """Return the least and the most words that >400, <=100, 250 or 100..200 ask for, both None for anything else."""
    if found := NUMBER.fullmatch(value):
        number = _number(found["number"])
        return {
            ">": (min(number + 1, LARGEST_NUMBER), None),
            ">=": (number, None),
            "<": (None, number - 1),
            "<=": (None, number),
        }.get(found["sign"], (number, number))
    found = NUMBERS.fullmatch(value)
    return tuple(_number(digits) if digits else None for digits in found.groups()) if found else (None, None)


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 10 else LARGEST_NUMBER


READERS: dict[str, Callable[[str, str], Asked]] = {
    **dict.fromkeys(KINDS, _entities),
    "agency": _agency,
    "lang": _language,
    "label": _label,
    "status": _status,
    "subject": _subject,
    "date": _date,
    "words": _words,
}
