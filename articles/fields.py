"""Form fields that read an address's values into what they mean, or say in a sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.dates import Period, read_period
from articles.entity_querysets import only_in_closed
from articles.languages import is_language
from articles.models import Agency, Article, Entity, OldAddress, Subject
from articles.pages import Cursor, read_cursor

LONGEST_VALUE = 250
MOST_VALUES = 10


class PeriodField(forms.CharField):
    def clean(self, value: str) -> Period | None:
        written = super().clean(value)
        return _read(read_period, written) if written else None


class CursorField(forms.CharField):
    def clean(self, value: str) -> Cursor | None:
        written = super().clean(value)
        return _read(read_cursor, written) if written else None


class EntitiesField(forms.Field):
    """Entities given by address or by any of their names; each value must name exactly one."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def clean(self, value: list[str] | None) -> list[Entity]:
        names = list(dict.fromkeys(name.strip() for name in value or [] if name.strip()))
        if not names:
            return []
        self._refuse_unusable(names)
        found = self._find(names)
        problems = [self._problem(name, found[name]) for name in names if len(found[name]) != 1]
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(found[name][0] for name in names))

    def _refuse_unusable(self, names: list[str]) -> None:
        if len(names) > MOST_VALUES:
            raise ValidationError(_("At most %(number)s values at once.") % {"number": MOST_VALUES})
        if any("\x00" in name or len(name) > LONGEST_VALUE for name in names):
            raise ValidationError(
                _("This value cannot be a name: it is too long or holds characters that are not text.")
            )

    def _find(self, names: list[str]) -> dict[str, list[Entity]]:
        """Return the entities each name may mean; an address goes before names, and an old address after them."""
        return {name: self._called(name) or self._once_at(name) for name in names}

    def _called(self, name: str) -> list[Entity]:
        known = Entity.objects.of_kind(self.kind).called([name, slugify(name, allow_unicode=True)])
        named = known.select_related("merged_into").annotate(secret=only_in_closed())
        candidates = [entity for entity in named if not entity.secret]
        at_address = [entity for entity in candidates if entity.slug == name]
        return _shown(at_address or candidates)

    def _once_at(self, slug: str) -> list[Entity]:
        old = OldAddress.objects.filter(kind=self.kind, slug=slug).select_related("entity__merged_into")
        named = old.annotate(secret=only_in_closed("entity_id"))
        return _shown(address.entity for address in named if not address.secret)

    def _problem(self, name: str, candidates: list[Entity]) -> str:
        if not candidates:
            return UNKNOWN[self.kind] % {"name": shortened(name)}
        return _("“%(name)s” may be %(choices)s: give the address of one.") % {
            "name": shortened(name),
            "choices": ", ".join(f"{entity} ({entity.slug})" for entity in candidates[:MOST_VALUES]),
        }


def _shown(entities: Iterable[Entity]) -> list[Entity]:
    """Return what the entities count as, each once, without those a librarian has hidden."""
    return [entity for entity in dict.fromkeys(each.canonical for each in entities) if not entity.hidden_by_id]


UNKNOWN = {
    "place": gettext_lazy("The archive knows no place “%(name)s”."),
    "person": gettext_lazy("The archive knows no person “%(name)s”."),
    "organisation": gettext_lazy("The archive knows no organisation “%(name)s”."),
}


class AgencyField(forms.CharField):
    def clean(self, value: str) -> Agency | None:
        written = super().clean(value)
        if not written:
            return None
        agency = Agency.objects.filter(slug=slugify(written, allow_unicode=True)).first()
        if not agency:
            raise ValidationError(
                _("The archive holds nothing from an agency “%(name)s”.") % {"name": shortened(written)}
            )
        return agency


class LanguageField(forms.CharField):
    def clean(self, value: str) -> str:
        code = super().clean(value).lower()
        if code and not is_language(code):
            raise ValidationError(
                _("“%(code)s” is not a language. Write its code of two letters, such as fr or ko.")
                % {"code": shortened(code)}
            )
        return code


class StatusField(forms.CharField):
    def clean(self, value: str) -> str:
        status = super().clean(value).lower()
        if status and status not in Article.Status.values:
            raise ValidationError(
                _("“%(status)s” is no status: it is %(known)s.")
                % {"status": shortened(status), "known": ", ".join(Article.Status.values)}
            )
        return status


class SubjectField(forms.CharField):
    def clean(self, value: str) -> Subject | None:
        code = super().clean(value)
        if not code:
            return None
        subject = Subject.objects.filter(code=code).first()
        if not subject:
            raise ValidationError(_("The archive holds nothing on a subject “%(code)s”.") % {"code": shortened(code)})
        return subject


def _read(reader: Callable[[str], Any], written: str) -> Any:
    try:
        return reader(written)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


def shortened(value: str, length: int = 60) -> str:
    """Return the value short enough to be quoted in a message."""
    return value if len(value) <= length else value[:length] + "…"
