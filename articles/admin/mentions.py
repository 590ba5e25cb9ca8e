"""The mentions of one entity at the archive desk: read in context, given to another, split off, kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import decisions
from articles.admin.deciding import may_decide, numbers, page, shown, take
from articles.admin.desk import ReadOnlyAdmin
from articles.admin.mention_sentences import sentence, with_texts
from articles.decisions import CannotDecide
from articles.decisions.pinning import MOST_AT_ONCE, check_mentions, only_owner
from articles.models import Entity, Mention

SENTENCES_SHOWN = 10
MOST_OFFERED = 20


class EntityFilter(admin.SimpleListFilter):
    """The one entity whose mentions are listed, with those merged into it."""

    title = gettext_lazy("entity")
    parameter_name = "entity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        entity = asked_for(request)
        return [(str(entity.pk), entity.name)] if entity else []

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        _everything, *chosen = super().choices(changelist)
        yield from chosen

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        entity = asked_for(request)
        family = Entity.objects.filter(merged_into=entity).values_list("pk", flat=True)
        return queryset.filter(entity__in=[entity.pk, *family]) if entity else queryset.none()


class PinnedFilter(admin.SimpleListFilter):
    title = gettext_lazy("decided by a librarian")
    parameter_name = "pinned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = {"yes": {"pinned_by__isnull": False}, "no": {"pinned_by": None}}
        return queryset.filter(**wanted.get(self.value(), {}))


def asked_for(request: HttpRequest) -> Entity | None:
    """Return the entity whose mentions are asked for; a merged one counts as the one it was merged into."""
    if not hasattr(request, "entity_asked_for"):
        ids = numbers(request.GET.get(EntityFilter.parameter_name, ""))[:1]
        found = Entity.objects.filter(pk__in=ids).select_related("merged_into").first()
        request.entity_asked_for = found and found.canonical
    return request.entity_asked_for


class MentionList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        columns = ("headline", "version_label", "date", "language")
        return found.only(*(f"article__{column}" for column in columns), *MENTION_COLUMNS)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = with_texts(self.result_list)


MENTION_COLUMNS = ("entity", "zone", "part", "start", "end", "text", "pinned_by")


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    list_display = ["in_context", "article_named", "day", "zone", "decided"]
    list_display_links = None
    list_filter = [EntityFilter, "zone", PinnedFilter]
    list_select_related = ["article", "pinned_by"]
    list_per_page = 50
    ordering = ["-article_id", "zone", "part", "start"]
    sortable_by = []
    actions = ["give_to_another", "split_off", "keep"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_decide(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # reached from an entity: a list of all mentions has no use

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return MentionList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        entity = asked_for(request)
        if entity is None:
            self.message_user(request, _("Choose the entity whose mentions you want to see."), messages.INFO)
            return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
        title = _("Mentions of “%(name)s”") % {"name": entity.name}
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    def get_urls(self) -> list[Any]:
        pages = [
            page(self, f"{name}/", partial(deal_page, deal=deal), f"articles_mention_{name}")
            for name, deal in DEALS.items()
        ]
        return [*pages, *super().get_urls()]

    # --- Actions: each leads to a page that says what it will change

    @admin.action(description=gettext_lazy("Give to another entity…"), permissions=["view"])
    def give_to_another(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return _ask(self, request, DEALS["give"], _chosen(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]))

    @admin.action(description=gettext_lazy("Split off as a new entity…"), permissions=["view"])
    def split_off(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return _ask(self, request, DEALS["split"], _chosen(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]))

    @admin.action(description=gettext_lazy("Keep as they are…"), permissions=["view"])
    def keep(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return _ask(self, request, DEALS["keep"], _chosen(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]))

    # --- Columns

    @admin.display(description=gettext_lazy("mention"))
    def in_context(self, mention: Mention) -> str:
        return format_html('<span dir="auto">{}</span>', sentence(mention))

    @admin.display(description=gettext_lazy("article"))
    def article_named(self, mention: Mention) -> str:
        address = reverse("admin:articles_article_change", args=[mention.article_id])
        return format_html('<a href="{}" dir="auto">{}</a>', address, mention.article.headline)

    @admin.display(description=gettext_lazy("date"))
    def day(self, mention: Mention) -> str:
        return date_format(mention.article.date) if mention.article.date else "–"

    @admin.display(description=gettext_lazy("decided"))
    def decided(self, mention: Mention) -> str:
        if not mention.pinned_by:
            return "–"
        address = reverse("admin:articles_decision_change", args=[mention.pinned_by_id])
        return format_html('<a href="{}">{}</a>', address, decisions.in_words(mention.pinned_by))


@dataclass(frozen=True)
class Deal:
    """What can be done with mentions of one entity."""

    name: str
    title: str
    button: str


DEALS = {
    "give": Deal("give", gettext_lazy("Give mentions to another entity"), gettext_lazy("Give")),
    "split": Deal("split", gettext_lazy("Split mentions off as a new entity"), gettext_lazy("Split off")),
    "keep": Deal("keep", gettext_lazy("Keep mentions as they are"), gettext_lazy("Keep")),
}


def deal_page(desk: MentionAdmin, request: HttpRequest, deal: Deal) -> HttpResponse:
    """Ask on, or do it where all is said."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
    mentions = _chosen(numbers(request.POST.get("mentions", ""))[: MOST_AT_ONCE + 1])
    decide = _decision(request, deal, mentions) if "confirmed" in request.POST and mentions else None
    if decide is None:
        return _ask(desk, request, deal, mentions)
    owner = mentions[0].entity.canonical
    if not take(desk, request, decide):
        return _ask(desk, request, deal, mentions)
    return HttpResponseRedirect(mentions_address(owner))


def _chosen(ids: Iterable[int]) -> list[Mention]:
    return list(Mention.objects.filter(pk__in=list(ids)).select_related("entity__merged_into").order_by("pk"))


def _decision(request: HttpRequest, deal: Deal, mentions: list[Mention]) -> Any:
    """Return the decision to be taken, None while it is not said whom it is about."""
    if deal.name == "split":
        name, kind = request.POST.get("name", "").replace("\x00", ""), request.POST.get("kind", "")
        return lambda: decisions.split(mentions, name, request.user, kind)
    if deal.name == "keep":
        return lambda: decisions.pin(mentions, mentions[0].entity.canonical, request.user)
    target = Entity.objects.filter(pk__in=numbers(request.POST.get("target", ""))[:1]).first()
    if target is None:
        messages.error(request, _("Choose whom the mentions mean."))
        return None
    return lambda: decisions.pin(mentions, target, request.user)


def _ask(desk: MentionAdmin, request: HttpRequest, deal: Deal, mentions: list[Mention]) -> HttpResponse:
    try:
        check_mentions(mentions)
        owner = only_owner(mention.entity for mention in mentions)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
    first = Mention.objects.filter(pk__in=[mention.pk for mention in mentions[:SENTENCES_SHOWN]])
    read = with_texts(first.select_related("article").only(*MENTION_COLUMNS, "article__language"))
    words = request.POST.get("q", "").replace("\x00", "").strip()[:250]
    articles = len({mention.article_id for mention in mentions})
    rest = len(mentions) - SENTENCES_SHOWN
    return shown(
        desk,
        request,
        "mention/deal.html",
        deal.title,
        deal=deal,
        owner=owner,
        back=mentions_address(owner),
        mentions=",".join(str(mention.pk) for mention in mentions),
        counted=_("%(mentions)s in %(articles)s")
        % {
            "mentions": ngettext("%(count)s mention", "%(count)s mentions", len(mentions)) % {"count": len(mentions)},
            "articles": ngettext("%(count)s article", "%(count)s articles", articles) % {"count": articles},
        },
        sentences=[sentence(mention) for mention in read],
        rest=max(rest, 0),
        words=words,
        offered=_offered(owner, words) if words else None,
        name=request.POST.get("name", owner.name),
        kinds=Entity.Kind,
    )


def _offered(owner: Entity, words: str) -> list[Entity]:
    """Return whom the words may mean, those of the same kind first."""
    others = Entity.objects.shown().exclude(pk=owner.pk).select_related("parent")
    found, _duplicates = admin.site.get_model_admin(Entity).get_search_results(None, others, words)
    return sorted(found[:MOST_OFFERED], key=lambda entity: (entity.kind != owner.kind, entity.name))


def mentions_address(entity: Entity) -> str:
    return f"{reverse('admin:articles_mention_changelist')}?{EntityFilter.parameter_name}={entity.pk}"
