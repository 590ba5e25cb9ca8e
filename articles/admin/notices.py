"""Notices at the archive desk: what was found to act on what, to be confirmed, dismissed, tied by hand or undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import tying
from articles.admin.articles import moment
from articles.admin.deciding import shown
from articles.admin.desk import ReadOnlyAdmin
from articles.models import Article, Notice, NoticeKind, Tie
from articles.still_standing import BOILERPLATE, MOST_ARTICLES, MOST_SENTENCES, where_it_stands

LARGEST_ID = 2**63 - 1


def may_tie(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.change_article")


def page(desk: ModelAdmin, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return the pattern of a page for who may change articles; the view gets the desk before the request."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not may_tie(request):
            raise PermissionDenied
        return desk.answer(request, view, desk, request, **arguments)

    return path(route, desk.admin_site.admin_view(guarded), name=name)


@admin.register(Tie)
class TieAdmin(ReadOnlyAdmin):
    list_display = ["notice_shown", "kind", "target_shown", "state", "sure", "why", "decided"]
    list_display_links = ["notice_shown"]
    list_filter = ["state", "kind", "by_hand"]
    list_select_related = ["notice__article__agency", "target__agency", "decided_by"]
    list_per_page = 50
    sortable_by = []
    ordering = ["-id"]
    actions = ["confirm", "dismiss"]
    change_form_template = "admin/articles/tie/change_form.html"
    change_list_template = "admin/articles/tie/change_list.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_tie(request) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in ("target", "notice") or super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> list[Any]:
        return [
            page(self, "tie/", hand_page, "articles_tie_by_hand"),
            page(self, "<int:pk>/decide/", decide_page, "articles_tie_decide"),
            page(self, "standing/<int:pk>/", standing_page, "articles_tie_standing"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        unread = ("search_vector", "entity_ids", "filed_from_ids", "caption_text")
        heavy = [f"{article}__{name}" for article in ("notice__article", "target") for name in unread]
        return super().get_queryset(request).defer(*heavy)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        return super().render_change_form(request, {**context, "may_tie": may_tie(request)}, **options)

    @admin.display(description=_("notice"))
    def notice_shown(self, tie: Tie) -> str:
        return str(tie.notice.article)

    @admin.display(description=_("acts on"))
    def target_shown(self, tie: Tie) -> str:
        return format_html('<a href="{}">{}</a>', article_address(tie.target), tie.target)

    @admin.display(description=_("sure"))
    def sure(self, tie: Tie) -> str:
        return "–" if tie.confidence is None else f"{tie.confidence} %"

    @admin.display(description=_("why"))
    def why(self, tie: Tie) -> str:
        return "; ".join(tie.reasons)

    @admin.display(description=_("decided"))
    def decided(self, tie: Tie) -> str:
        if not tie.by_hand:
            return str(_("by the machine"))
        return str(_("%(when)s by %(who)s")) % {"when": moment(tie.decided_at), "who": tie.decided_by or "–"}

    @admin.action(description=_("Confirm: the notice acts on the article"))
    def confirm(self, request: HttpRequest, ties: QuerySet) -> None:
        self._decide(request, ties, Tie.State.STANDING)

    @admin.action(description=_("Dismiss: the notice does not act on the article"))
    def dismiss(self, request: HttpRequest, ties: QuerySet) -> None:
        self._decide(request, ties, Tie.State.DISMISSED)

    def _decide(self, request: HttpRequest, ties: QuerySet, state: str) -> None:
        if not may_tie(request):
            raise PermissionDenied
        pks = list(ties.order_by("pk").values_list("pk", flat=True))
        for pk in pks:
            log(self, request, tying.decide(pk, state, request.user))
        said = ngettext("%(count)s tie decided.", "%(count)s ties decided.", len(pks)) % {"count": len(pks)}
        self.message_user(request, said, messages.SUCCESS)


def decide_page(desk: TieAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, dismiss or undo one tie."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    wanted = request.POST.get("state", "")
    try:
        if wanted == "undo":
            return _undone(desk, request, pk)
        if wanted not in (Tie.State.STANDING, Tie.State.DISMISSED):
            raise PermissionDenied
        tie = tying.decide(pk, wanted, request.user)
    except tying.CannotTie as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:articles_tie_changelist"))
    messages.success(request, log(desk, request, tie))
    return HttpResponseRedirect(reverse("admin:articles_tie_change", args=[pk]))


def _undone(desk: TieAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    before = Tie.objects.select_related("notice__article", "target").filter(pk=pk).first()
    tie = tying.undo(pk)
    said = log(desk, request, tie or before, undone=True)
    messages.success(request, said)
    to = reverse("admin:articles_tie_change", args=[pk]) if tie else reverse("admin:articles_tie_changelist")
    return HttpResponseRedirect(to)


def log(desk: ModelAdmin, request: HttpRequest, tie: Tie, undone: bool = False) -> str:
    """Write what was decided into the history of both articles, and return it in words."""
    said = _("Undone: %(decision)s.") if undone else _("%(decision)s.")
    kind = capfirst(tie.get_kind_display())
    words = f"{kind} #{tie.notice_id} → #{tie.target_id}: {tie.get_state_display()}"
    for article in (tie.notice.article, tie.target):
        desk.log_change(request, article, str(said) % {"decision": words})
    return str(said) % {"decision": words}


class HandForm(forms.Form):
    """Which article acts on which, and how."""

    notice = forms.IntegerField(label=_("Number of the notice"), min_value=1, max_value=LARGEST_ID)
    target = forms.IntegerField(label=_("Number of the article it acts on"), min_value=1, max_value=LARGEST_ID)
    kind = forms.ChoiceField(label=_("Kind"), choices=NoticeKind.choices)


def hand_page(desk: TieAdmin, request: HttpRequest) -> HttpResponse:
    """Tie a notice by hand; the articles are shown before it is done."""
    given = {name: request.GET[name] for name in ("notice", "target", "kind") if name in request.GET}
    form = HandForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            tie = tying.tie_by_hand(asked["notice"], asked["target"], asked["kind"], request.user)
        except tying.CannotTie as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, log(desk, request, tie))
            return HttpResponseRedirect(reverse("admin:articles_tie_change", args=[tie.pk]))
    return shown(desk, request, "tie/by_hand.html", _("Tie a notice by hand"), form=form)


def standing_page(desk: TieAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show where sentences of an article that was withdrawn or corrected still stand."""
    article = get_object_or_404(Article.objects.select_related("agency").defer("search_vector"), pk=pk)
    notices = list(Tie.objects.standing().filter(target=article).values_list("notice_id", flat=True))
    return shown(
        desk,
        request,
        "tie/standing.html",
        _("Where it still stands"),
        article=article,
        search=where_it_stands(article, notices),
        boilerplate=BOILERPLATE,
        most_articles=MOST_ARTICLES,
        most_sentences=MOST_SENTENCES,
    )


def article_address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["article", "kind", "day", "certain", "acts_on"]
    list_filter = ["kind", "certain", "day"]
    list_select_related = ["article"]
    list_per_page = 50
    ordering = ["-article_id"]
    sortable_by = []
    fields = [
        "article",
        "kind",
        "certain",
        "said",
        "guids",
        "headlines",
        "slugs",
        "day",
        "hour",
        "names_one",
        "changes",
    ]
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_tie(request) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("ties")

    @admin.display(description=_("acts on"))
    def acts_on(self, notice: Notice) -> str:
        ties = notice.ties.all()
        address = f"{reverse('admin:articles_tie_changelist')}?notice={notice.pk}"
        return format_html('<a href="{}">{}</a>', address, len(ties)) if ties else "–"
