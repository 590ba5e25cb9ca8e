"""How the archive desk takes decisions: who may, what is logged, what the librarian is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.decisions import CannotDecide, in_words
from articles.models import Decision, Entity

View = Callable[..., HttpResponse]


def may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.change_entity")


def page(
    desk: ModelAdmin, route: str, view: View, name: str, may: Callable[[HttpRequest], bool] = may_decide
) -> URLPattern:
    """Return the pattern of a page for librarians; the view gets the desk before the request."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not may(request):
            raise PermissionDenied
        return desk.answer(request, view, desk, request, **arguments)

    return path(route, desk.admin_site.admin_view(guarded), name=name)


def shown(desk: ModelAdmin, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """Return a page of the desk."""
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, "title": title, **context}
    return TemplateResponse(request, f"admin/articles/{template}", context)


def take(desk: ModelAdmin, request: HttpRequest, decide: Callable[[], Decision]) -> Decision | None:
    """Take the decision, log it with every entity it concerns, and say so; None, with the reason said, if refused."""
    try:
        decision = decide()
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return None
    words = in_words(decision)
    said = _("Undone: %(decision)s.") % {"decision": words} if decision.undone_at else f"{capfirst(words)}."
    for entity in Entity.objects.filter(pk__in=[decision.entity_id, *decision.details["with"]]):
        desk.log_change(request, entity, said)
    undo = "" if decision.undone_at else format_html(' <a href="{}">{}</a>', undo_address(decision), _("Undo"))
    messages.success(request, format_html("{}{}", said, undo))
    if decision.details.get("unsettled"):
        messages.warning(
            request, _("So many articles name it that they count anew only once manage.py settle_places is run.")
        )
    return decision


def undo_address(decision: Decision) -> str:
    return reverse("admin:articles_decision_undo", args=[decision.pk])


def entity_address(entity: Entity) -> str:
    return reverse("admin:articles_entity_change", args=[entity.pk])


def numbers(text: str) -> list[int]:
    """Return the ids in `1,2,3`, each once; what is no id is left out."""
    return list(dict.fromkeys(int(each) for each in text.split(",") if each.isdecimal() and len(each) < 19))
