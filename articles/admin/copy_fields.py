"""Form fields for wire copy: what was filed comes back unchanged unless somebody changed it."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?")


class CopyField(forms.CharField):
    """Text of several lines: a browser's line ends become the archive's, and do not count as a change."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str:
        text = re.sub(r"\r\n?", "\n", super().to_python(value)).strip("\n\t ")
        return text if text.strip() else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


class BodyField(CopyField):
    """Paragraphs with one empty line between them, however many were typed."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\n(?:[ \t]*\n)+", "\n\n", super().to_python(value))


class LineField(CopyField):
    """A single line, which may be long: breaks become spaces."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"[ \t]*\n\s*", " ", super().to_python(value))


class LinesField(CopyField):
    """A list with one entry a line."""

    widget = forms.Textarea

    def __init__(self, *, base_field: Any = None, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "show_hidden_initial": False})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return self._entries(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self._entries("\n".join(initial or [])) != self._entries(self.to_python(data))

    def _entries(self, text: str) -> list[str]:
        return [line.strip() for line in text.split("\n") if line.strip()]


class NamesField(forms.CharField):
    """A name for each language, as JSON: `{"fr": "Séoul", "ko": "서울"}`."""

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "show_hidden_initial": False})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or {}, ensure_ascii=False, indent=1)

    def clean(self, value: Any) -> dict[str, str]:
        text = super().clean(value)
        try:
            names = json.loads(text or "{}")
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                _("This is not JSON. A name for each language looks like this: %(example)s."),
                params={"example": '{"en": "Seoul", "fr": "Séoul"}'},
            ) from error
        if not isinstance(names, dict):
            raise ValidationError(_("Give names by language code, within braces."))
        return {_checked_code(code): _checked_name(code, name) for code, name in names.items()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or {})
        except ValidationError:
            return True


def not_a_language(code: str) -> ValidationError:
    return ValidationError(_("“%(code)s” is not a language code such as en, fr or ko."), params={"code": code})


def _checked_code(code: str) -> str:
    if not LANGUAGE_CODE.fullmatch(code):
        raise not_a_language(code)
    return code


def _checked_name(code: str, name: Any) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > 250 or CONTROL_CHARACTERS.search(name):
        raise ValidationError(
            _("The name for “%(code)s” must be text of 1 to 250 characters, on one line."), params={"code": code}
        )
    return name.strip()
