"""What every page of the archive desk has in common: bounded counts, and messages where a stock page would fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.paginator import Paginator
from django.db import DataError, IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Pages through the first 10,000 rows: counting a million takes longer than reading a page."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST_COUNTED].count()

    @property
    def counted_all(self) -> bool:
        return self.count < MOST_COUNTED


class DeskAdmin(admin.ModelAdmin):
    """A page of the archive desk: whatever is typed into its forms or its address, it answers with a sentence."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each value's count would read the whole table

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        try:
            if "%00" in request.META["QUERY_STRING"]:  # PostgreSQL has no NUL to compare with
                raise IncorrectLookupParameters
            response = self.answer(request, super().changelist_view, request, extra_context)
        except (IncorrectLookupParameters, DataError):
            response = HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        if response.status_code == 302 and response["Location"].endswith(f"?{ERROR_FLAG}=1"):
            complaint = _("The address held a filter that makes no sense: it was dropped.")
            self.message_user(request, complaint, messages.ERROR)
        return response

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(request, super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(request, super().delete_view, request, *args, **kwargs)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Refuse to act on more rows than the list counts: nobody has seen how many those are."""
        chosen_all = request.POST.get("select_across", "0") != "0"
        if chosen_all and not self.get_paginator(request, queryset, self.list_per_page).counted_all:
            complaint = _("That is %(count)s rows or more at once: narrow the list first.") % {"count": MOST_COUNTED}
            self.message_user(request, complaint, messages.ERROR)
            return None
        return super().response_action(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Refuse what other rows stand on with one line of counts; the stock page would list a million mentions."""
        refusals = [refusal for refusal in (standing_on(obj) for obj in objs) if refusal]
        if refusals:
            return [str(obj) for obj in objs], {}, set(), refusals
        return super().get_deleted_objects(objs, request)

    def answer(self, request: HttpRequest, view: Callable, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the view's answer; where another change came first, say so and show the page again."""
        try:
            return view(*args, **kwargs)
        except IntegrityError:
            # The forms check every constraint; only a change made at the same moment comes this far.
            self.message_user(
                request,
                _("Somebody else changed this at the same time: nothing was saved. Please try again."),
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())


class ReadOnlyAdmin(DeskAdmin):
    """Rows the archive writes for itself: to be read, never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def standing_on(obj: models.Model) -> str:
    """Say how many rows keep `obj` from being deleted (`Kim Jong-un: 22 mentions`); empty when nothing does."""
    counts = []
    for relation in obj._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: obj})
            count = rows.order_by()[:MOST_COUNTED].count()
            if count:
                counts.append(_counted(count, relation.related_model._meta))
    return f"{obj}: {', '.join(counts)}" if counts else ""


def _counted(count: int, options: Any) -> str:
    name = options.verbose_name if count == 1 else options.verbose_name_plural
    return f"{count}+ {name}" if count == MOST_COUNTED else f"{count} {name}"
