"""Form fields that read an address's values into what they mean, or say in a sentence why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.asof import AsOf, read_asof
from articles.dates import Period, read_period
from articles.pages import Cursor, read_cursor
from articles.value_kinds import ValueKind

LONGEST_VALUE = 250
MOST_VALUES = 10


class PeriodField(forms.CharField):
    def clean(self, value: str) -> Period | None:
        written = super().clean(value)
        return _read(read_period, written) if written else None


class AsOfField(forms.CharField):
    def clean(self, value: str) -> AsOf | None:
        written = super().clean(value)
        return _read(read_asof, written) if written else None


class CursorField(forms.CharField):
    def clean(self, value: str) -> Cursor | None:
        written = super().clean(value)
        return _read(read_cursor, written) if written else None


class ValuesField(forms.Field):
    """Several values, each told by `kind` from how it is written."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, kind: ValueKind, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def clean(self, value: list[str] | None) -> list[Any]:
        found: dict[Any, None] = {}
        problems: list[str] = []
        for written in _usable(value):
            try:
                found[self.kind.read(written)] = None
            except ValueError as problem:
                problems.append(str(problem))
        if problems:
            raise ValidationError(problems)
        return list(found)


def _usable(value: list[str] | None) -> list[str]:
    """Return what is written, each value once."""
    values = list(dict.fromkeys(written.strip() for written in value or [] if written.strip()))
    if len(values) > MOST_VALUES:
        raise ValidationError(_("At most %(number)s values at once.") % {"number": MOST_VALUES})
    if any("\x00" in written or len(written) > LONGEST_VALUE for written in values):
        raise ValidationError(_("This value cannot be a name: it is too long or holds characters that are not text."))
    return values


def _read(reader: Callable[[str], Any], written: str) -> Any:
    try:
        return reader(written)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None
