"""Renaming, hiding, changing what an entity is or is called: asked for, confirmed with what it will change, done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import decisions
from articles.admin.copy_fields import NamesField
from articles.admin.deciding import entity_address, page, shown, take
from articles.decisions import CannotDecide
from articles.decisions.addresses import address_for
from articles.decisions.enclosing import is_named_by_many
from articles.decisions.kinds import check_hide, check_retype
from articles.decisions.naming import LONGEST_NAME, check_alias, check_removal, check_rename
from articles.languages import language_name
from articles.models import Alias, Decision, Entity


class RenameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, widget=AdminTextInputWidget())
    names = NamesField(
        label=gettext_lazy("Names by language"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy('What readers of a language see instead: {"en": "Seoul", "fr": "Séoul"}.'),
    )


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Entity.Kind.choices)


class AliasForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Alias"), max_length=LONGEST_NAME, widget=AdminTextInputWidget())


Given = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One decision about one entity: `foresee` says what it will change, or refuses."""

    title: str
    button: str
    foresee: Callable[[Entity, Given], list[str]]
    decide: Callable[[Entity, Given, AbstractBaseUser], Decision]
    form: type[forms.Form] = forms.Form


def _leads(entity: Entity, kind: str, slug: str) -> str:
    new = reverse(f"articles:{kind}", args=[slug])
    return _("Its address becomes %(new)s; %(old)s leads there for good.") % {
        "new": new,
        "old": entity.get_absolute_url(),
    }


def _foresee_rename(entity: Entity, given: Given) -> list[str]:
    check_rename(entity, given["name"], given["names"])
    changes = [_("Readers see “%(name)s” from now on.") % {"name": given["name"]}]
    changes += [
        _("In %(language)s: “%(name)s”.") % {"language": language_name(code), "name": name}
        for code, name in given["names"].items()
    ]
    slug = address_for(entity, entity.kind, given["name"])
    if slug != entity.slug:
        changes.append(_leads(entity, entity.kind, slug))
    if entity.name != given["name"]:
        changes.append(_("“%(name)s” stays one of its aliases.") % {"name": entity.name})
    return changes


def _foresee_retype(entity: Entity, given: Given) -> list[str]:
    check_retype(entity, given["kind"])
    changes = [
        _("Readers find “%(name)s” as %(kind)s, no longer as %(before)s.")
        % {"name": entity.name, "kind": Entity.Kind(given["kind"]).label, "before": entity.get_kind_display()},
        _leads(entity, given["kind"], address_for(entity, given["kind"], entity.name)),
    ]
    if entity.kind == Entity.Kind.PLACE:
        changes.append(_("Its type and its position are taken away."))
    return changes + _left_country(entity)


def _foresee_hide(entity: Entity, given: Given) -> list[str]:
    check_hide(entity)
    count = Entity.objects.count_articles([entity.pk]).get(entity.pk, 0)
    articles = ngettext(
        "%(count)s article is no longer shown as naming it.",
        "%(count)s articles are no longer shown as naming it.",
        count,
    )
    return [
        _("Readers find no page of “%(name)s” any more, and it appears in no list.") % {"name": entity.name},
        articles % {"count": count},
        *_left_country(entity),
        _("What later imports find under this name stays hidden, too."),
    ]


def _left_country(entity: Entity) -> list[str]:
    if not entity.parent:
        return []
    place = {"place": entity.parent.display_name}
    changes = [_("Articles naming it no longer count for %(place)s.") % place]
    if is_named_by_many(entity.pk):
        changes.append(
            _("There are so many that they go on counting for %(place)s until manage.py settle_places is run.") % place
        )
    return changes


def _foresee_alias(entity: Entity, given: Given) -> list[str]:
    check_alias(entity, given["name"])
    names = {"alias": given["name"], "name": entity.name}
    others = Entity.objects.of_kind(entity.kind).shown().called([given["name"]]).exclude(pk=entity.pk)
    also = _("“%(name)s” is called so as well: it stays by itself unless you merge it.")
    return [
        _("Whoever looks for “%(alias)s” finds “%(name)s”.") % names,
        _("What later imports find under “%(alias)s” for the first time counts as “%(name)s”.") % names,
        *(also % {"name": other.name} for other in others[:5]),
    ]


QUESTIONS = {
    "rename": Question(
        title=gettext_lazy("Rename “%(name)s”"),
        button=gettext_lazy("Rename"),
        foresee=_foresee_rename,
        decide=lambda entity, given, by: decisions.rename(entity, given["name"], given["names"], by),
        form=RenameForm,
    ),
    "kind": Question(
        title=gettext_lazy("Change the kind of “%(name)s”"),
        button=gettext_lazy("Change kind"),
        foresee=_foresee_retype,
        decide=lambda entity, given, by: decisions.retype(entity, given["kind"], by),
        form=KindForm,
    ),
    "hide": Question(
        title=gettext_lazy("Hide “%(name)s”"),
        button=gettext_lazy("Hide"),
        foresee=_foresee_hide,
        decide=lambda entity, given, by: decisions.hide(entity, by),
    ),
    "alias": Question(
        title=gettext_lazy("Add an alias of “%(name)s”"),
        button=gettext_lazy("Add alias"),
        foresee=_foresee_alias,
        decide=lambda entity, given, by: decisions.add_alias(entity, given["name"], by),
        form=AliasForm,
    ),
}


def question_pages(desk: ModelAdmin) -> list[URLPattern]:
    """Return the pages of all questions about one entity."""
    pages = [
        page(desk, f"<int:pk>/{name}/", partial(ask_about, question=question), f"articles_entity_{name}")
        for name, question in QUESTIONS.items()
    ]
    return [*pages, page(desk, "<int:pk>/alias/<int:alias>/remove/", ask_removal, "articles_entity_alias_remove")]


def ask_about(desk: ModelAdmin, request: HttpRequest, pk: int, question: Question) -> HttpResponse:
    """Show the question's form, then what it will change, then do it."""
    return _ask(desk, request, get_object_or_404(Entity, pk=pk), question)


def ask_removal(desk: ModelAdmin, request: HttpRequest, pk: int, alias: int) -> HttpResponse:
    """Show what removing the alias will change, then do it."""
    found = get_object_or_404(Alias.objects.select_related("entity"), pk=alias, entity=pk)

    def foresee(entity: Entity, given: Given) -> list[str]:
        check_removal(entity, found)
        names = {"alias": found.name, "name": entity.name}
        return [_("Whoever looks for “%(alias)s” no longer finds “%(name)s”.") % names]

    question = Question(
        title=(_("Remove the alias “%(alias)s”") % {"alias": found.name}).replace("%", "%%"),
        button=_("Remove alias"),
        foresee=foresee,
        decide=lambda entity, given, by: decisions.remove_alias(found, by),
    )
    return _ask(desk, request, found.entity, question)


def _ask(desk: ModelAdmin, request: HttpRequest, entity: Entity, question: Question) -> HttpResponse:
    initial = {"name": entity.name, "names": entity.names, "kind": entity.kind}
    initial = {} if question.form is AliasForm else initial
    # A question without fields is asked by opening it.
    given = request.POST if request.method == "POST" else None if question.form.base_fields else {}
    form = question.form(given, initial=initial)
    changes: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            changes = question.foresee(entity, form.cleaned_data)
        except CannotDecide as refusal:
            form.add_error(None, str(refusal))
    if changes and request.method == "POST" and "confirmed" in request.POST:
        take(desk, request, lambda: question.decide(entity, form.cleaned_data, request.user))
        return HttpResponseRedirect(entity_address(entity))
    title = question.title % {"name": entity.name}
    return shown(
        desk, request, "question.html", title, entity=entity, form=form, changes=changes, button=question.button
    )
