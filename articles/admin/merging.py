"""Choosing what to merge, and which one stays; telling two apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import decisions
from articles.admin.deciding import entity_address, numbers, shown, take
from articles.decisions import CannotDecide
from articles.decisions.merging import MOST_AT_ONCE, check_merge
from articles.models import Entity, Mention

MOST_OFFERED = 20


@dataclass(frozen=True)
class Candidate:
    """An entity that may be merged, with what hangs on it and the addresses that will lead elsewhere."""

    entity: Entity
    articles: int
    mentions: int
    aliases: int
    addresses: list[str]


def merge_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show the chosen side by side, offer others by name, and merge them into the one that stays."""
    if request.method == "POST":
        return _merge(desk, request)
    chosen = chosen_from(request.GET.get("ids", ""))
    if not chosen:
        messages.error(request, _("Choose what to merge first."))
        return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
    candidates = _candidates(chosen)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:250]
    return shown(
        desk,
        request,
        "entity/merge.html",
        _("Merge"),
        candidates=candidates,
        ids=",".join(str(each.entity.pk) for each in candidates),
        refusal=_refusal([each.entity for each in candidates]),
        words=words,
        offered=_offered(desk, request, candidates, words) if words else None,
        back=_back(request.GET.get("back")),
    )


def chosen_from(ids: str) -> list[Entity]:
    """Return the entities numbered so."""
    found = Entity.objects.filter(pk__in=numbers(ids)[: MOST_AT_ONCE + 1])
    return list(found.select_related("parent", "merged_into").prefetch_related("old_addresses"))


def _merge(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    chosen = chosen_from(request.POST.get("ids", ""))
    stays = next((entity for entity in chosen if str(entity.pk) == request.POST.get("stays")), None)
    if stays is None:
        messages.error(request, _("Say which one stays."))
        return HttpResponseRedirect(f"{request.path}?ids={','.join(str(entity.pk) for entity in chosen)}")
    others = [entity for entity in chosen if entity != stays]
    take(desk, request, lambda: decisions.merge(stays, others, request.user))
    return HttpResponseRedirect(_suggestions(stays) if _back(request.POST.get("back")) else entity_address(stays))


def _refusal(entities: Sequence[Entity]) -> str:
    try:
        check_merge(entities[0], entities[1:])
    except CannotDecide as refusal:
        return str(refusal) if len(entities) > 1 else ""
    return ""


def _candidates(entities: Iterable[Entity]) -> list[Candidate]:
    """Return the candidates, the one most articles name first."""
    entities = list(entities)
    ids = [entity.pk for entity in entities]
    articles = Entity.objects.count_articles(ids)
    mentions = dict(Mention.objects.filter(entity__in=ids).order_by().values_list("entity").annotate(Count("pk")))
    counted = Entity.objects.filter(pk__in=ids).annotate(aliases_known=Count("aliases")).order_by()
    aliases = dict(counted.values_list("pk", "aliases_known"))
    found = [
        Candidate(
            entity,
            articles.get(entity.pk, 0),
            mentions.get(entity.pk, 0),
            aliases.get(entity.pk, 0),
            _addresses(entity),
        )
        for entity in entities
    ]
    return sorted(found, key=lambda each: (-each.articles, -each.mentions, each.entity.pk))


def _addresses(entity: Entity) -> list[str]:
    old = [reverse(f"articles:{each.kind}", args=[each.slug]) for each in entity.old_addresses.all()]
    return [entity.get_absolute_url(), *old]


def _offered(desk: ModelAdmin, request: HttpRequest, candidates: list[Candidate], words: str) -> list[Entity]:
    kinds = {each.entity.kind for each in candidates}
    others = Entity.objects.shown().filter(kind__in=kinds).exclude(pk__in=[each.entity.pk for each in candidates])
    found, _duplicates = desk.get_search_results(request, others, words)
    return list(found.select_related("parent").order_by("name", "pk")[:MOST_OFFERED])


def _back(asked: str | None) -> str:
    return "suggestions" if asked == "suggestions" else ""


def _suggestions(entity: Entity) -> str:
    return f"{reverse('admin:articles_entity_suggestions')}?kind={entity.kind}"


def dismiss_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Ask whether the two are to be told apart, and remember it."""
    chosen = chosen_from((request.POST if request.method == "POST" else request.GET).get("ids", ""))
    if len(chosen) != 2:
        messages.error(request, _("Choose the two that are not the same."))
        return HttpResponseRedirect(reverse("admin:articles_entity_suggestions"))
    if request.method == "POST":
        take(desk, request, lambda: decisions.dismiss(*chosen, request.user))
        return HttpResponseRedirect(_suggestions(chosen[0]))
    ids = ",".join(str(entity.pk) for entity in chosen)
    return shown(desk, request, "entity/dismiss.html", _("Tell apart"), chosen=_candidates(chosen), ids=ids)
