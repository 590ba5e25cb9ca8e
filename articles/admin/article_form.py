"""Forms for an article and its rows: every promise of the database is asked for here first."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from articles.admin.copy_fields import BodyField, CopyField, LineField, LinesField, not_a_language
from articles.languages import is_language
from articles.models import Article

FIRST_AGENCY = date(1835, 1, 1)
"""Havas opened in 1835; an earlier date is a slip of the pen."""


def copy_box(rows: int) -> AdminTextareaWidget:
    """Return a box that turns with the script written in it."""
    return AdminTextareaWidget(attrs={"rows": rows, "dir": "auto"})


class ArticleForm(forms.ModelForm):
    class Meta:
        field_classes = {
            "headline": LineField,
            "subheadline": CopyField,
            "note": CopyField,
            "nonpublic_note": CopyField,
            "timestamp": CopyField,
            "dateline": LineField,
            "bylines": LinesField,
            "contacts": LinesField,
            "body": BodyField,
            "signoff": CopyField,
            "copyright": CopyField,
            "keywords": LinesField,
            "subjects": LinesField,
            "slugline": LineField,
            "usage_terms": CopyField,
        }
        widgets = {
            "headline": copy_box(2),
            "subheadline": copy_box(2),
            "note": copy_box(3),
            "nonpublic_note": copy_box(3),
            "timestamp": copy_box(1),
            "dateline": copy_box(1),
            "bylines": copy_box(3),
            "contacts": copy_box(3),
            "body": copy_box(30),
            "signoff": copy_box(2),
            "copyright": copy_box(2),
            "keywords": copy_box(3),
            "subjects": copy_box(3),
            "slugline": copy_box(1),
            "usage_terms": copy_box(2),
        }
        help_texts = {
            "bylines": _("One a line."),
            "contacts": _("One a line."),
            "keywords": _("One a line."),
            "subjects": _("Codes with their scheme, such as medtop:20000394, one a line."),
            "date_from": _("Left as it is while the date changes, it becomes “date set by a librarian”."),
        }

    def clean_language(self) -> str:
        code = self.cleaned_data["language"].lower()
        if code and not is_language(code):
            raise not_a_language(code)
        return code

    def clean_date(self) -> date | None:
        day = self.cleaned_data["date"]
        if day and day < FIRST_AGENCY:
            raise forms.ValidationError(_("No agency filed before 1835."))
        return day

    def clean(self) -> None:
        super().clean()
        if "date" in self.cleaned_data and "date_from" in self.cleaned_data:
            self._settle_evidence()

    def _settle_evidence(self) -> None:
        day, evidence = self.cleaned_data["date"], self.cleaned_data["date_from"]
        if day is None and evidence and "date" not in self.changed_data:
            self.add_error("date", _("Give the date this evidence is for, or leave both empty."))
            return
        if day is None:
            evidence = ""
        elif not evidence or ("date" in self.changed_data and "date_from" not in self.changed_data):
            evidence = Article.DateEvidence.EDITED.value
        self.cleaned_data["date_from"] = evidence
        others = [name for name in self.changed_data if name != "date_from"]
        # What follows from another change is a change too: the history names it and an import respects it.
        self.changed_data = others if evidence == self.initial.get("date_from", "") else [*others, "date_from"]


class PositionedForm(forms.ModelForm):
    """A row with a place in an order: without a number it goes to the end."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            if self.instance.pk is None:
                self.fields["position"].initial = None

    def validate_constraints(self) -> None:
        """Leave the order to the formset: two rows may change places, and the database checks when all are saved."""
        exclude = self._get_validation_exclusions() | {"position"}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError as error:
            self._update_errors(error)


class PositionedFormSet(forms.BaseInlineFormSet):
    """Rows with one number each."""

    def clean(self) -> None:
        self._number_the_rest()
        super().clean()

    def _number_the_rest(self) -> None:
        filled = (form for form in self.forms if form.instance.pk or form.has_changed())
        rows = [form for form in filled if form not in self.deleted_forms]
        taken = [row.cleaned_data["position"] for row in rows if row.cleaned_data.get("position") is not None]
        free = max(taken, default=-1) + 1
        for row in rows:
            if row.cleaned_data.get("position", 0) is None:
                row.cleaned_data["position"] = row.instance.position = free
                free += 1


class CaptionForm(PositionedForm):
    class Meta:
        field_classes = {"text": CopyField, "credit": LineField, "restriction": LineField}
        widgets = {"text": copy_box(3), "credit": copy_box(1), "restriction": copy_box(1)}


class RelatedHeadlineForm(PositionedForm):
    class Meta:
        field_classes = {"headline": LineField}
        widgets = {
            "version_label": forms.TextInput(attrs={"size": 10}),
            "headline": forms.Textarea(attrs={"rows": 2, "cols": 60, "dir": "auto"}),
        }
