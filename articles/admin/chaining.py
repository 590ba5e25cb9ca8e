"""How the archive desk joins and splits running stories: each asked for, confirmed, logged, undone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import chain_decisions
from articles.admin.deciding import numbers, shown
from articles.chain_decisions import CannotDecide
from articles.chain_decisions.joining import check_join
from articles.evidence import reasons
from articles.models import Article, Story, StoryDecision, StoryPin, VersionLink

A_PAGE = 25
MOST_OFFERED = 20
MOST_COUNTED = 10_000


def may_chain(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.change_story")


def story_address(story_id: int) -> str:
    return reverse("admin:articles_story_change", args=[story_id])


def take(desk: ModelAdmin, request: HttpRequest, decide: Callable[[], StoryDecision]) -> StoryDecision | None:
    """Take the decision, log it with its story, and say so; None, with the reason said, if refused."""
    try:
        decision = decide()
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return None
    words = chain_decisions.in_words(decision)
    said = _("Undone: %(decision)s.") % {"decision": words} if decision.undone_at else f"{capfirst(words)}."
    if story := Story.objects.reached_by(decision.story_id):
        desk.log_change(request, story, said)
    undo = reverse("admin:articles_storydecision_undo", args=[decision.pk])
    link = "" if decision.undone_at else format_html(' <a href="{}">{}</a>', undo, _("Undo"))
    messages.success(request, format_html("{}{}", said, link))
    return decision


def suggestions_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show the likely links between versions, the likeliest first."""
    open_links = (
        VersionLink.objects.suggested()
        .select_related("article__agency", "earlier__agency")
        .only(
            "confidence",
            "evidence",
            *(
                f"{side}__{name}"
                for side in ("article", "earlier")
                for name in ("headline", "version_label", "date", "filed_on", "language", "story_id", "agency__name")
            ),
        )
    )
    pages = Paginator(open_links, A_PAGE)
    # Counting all of them would take longer than showing a page.
    pages.count = VersionLink.objects.suggested().order_by()[:MOST_COUNTED].count()
    page = pages.get_page(request.GET.get("p"))
    found = [(link, reasons(link.evidence)) for link in page]
    return shown(desk, request, "story/suggestions.html", _("Likely versions"), page=page, found=found)


def link_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the two articles of a suggestion side by side; join their stories, or tell them apart."""
    links = VersionLink.objects.select_related("article__agency", "earlier__agency", "article__story", "earlier__story")
    link = get_object_or_404(links.defer("article__search_vector", "earlier__search_vector"), pk=pk)
    back = HttpResponseRedirect(reverse("admin:articles_story_suggestions"))
    if request.method == "POST":
        if link.state != VersionLink.State.SUGGESTED:
            messages.error(request, _("This is decided already."))
            return back
        if "join" in request.POST:
            stories = [link.earlier.story, link.article.story]
            take(desk, request, lambda: chain_decisions.join(stories, request.user))
        else:
            take(desk, request, lambda: chain_decisions.dismiss(link, request.user))
        return back
    return shown(desk, request, "story/link.html", _("One story?"), link=link, reasons=reasons(link.evidence))


def join_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Offer other stories by words or number, and join those chosen to this one."""
    story = get_object_or_404(Story, pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    chosen = [
        other for other in Story.objects.filter(pk__in=numbers(",".join(given.getlist("with")))) if other != story
    ]
    if request.method == "POST":
        decision = take(desk, request, lambda: chain_decisions.join([story, *chosen], request.user))
        return HttpResponseRedirect(story_address(decision.story_id) if decision else request.path)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:250]
    return shown(
        desk,
        request,
        "story/join.html",
        _("Join stories"),
        story=story,
        chosen=[(other, _articles(other)) for other in chosen],
        articles=_articles(story),
        refusal=_refusal([story, *chosen]) if chosen else "",
        words=words,
        offered=_offered(story, words) if words else None,
    )


def _articles(story: Story) -> list[Article]:
    pinned = Exists(StoryPin.objects.filter(article=OuterRef("pk")))
    return list(story.articles.for_listing().annotate(pinned=pinned).newest_version_first()[:100])


def _refusal(stories: list[Story]) -> str:
    try:
        check_join(stories)
    except CannotDecide as refusal:
        return str(refusal)
    return ""


def _offered(story: Story, words: str) -> list[Article]:
    """Return the newest article of each other story that the words or the number find."""
    others = Article.objects.exclude(story=story).for_listing()
    number = words.lstrip("#")
    by_number = number.isdecimal() and len(number) < 19
    found = others.filter(story=int(number)) if by_number else others.matching(words)
    newest: dict[int, Article] = {}
    for article in found.newest_first()[: 5 * MOST_OFFERED]:
        newest.setdefault(article.story_id, article)
    return list(newest.values())[:MOST_OFFERED]


def split_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Let articles be chosen that are no versions of this story, and give them one of their own."""
    story = get_object_or_404(Story, pk=pk)
    if request.method == "POST":
        leaving = numbers(",".join(request.POST.getlist("article")))
        taken = take(desk, request, lambda: chain_decisions.split(story, leaving, request.user))
        return HttpResponseRedirect(story_address(story.pk) if taken else request.path)
    return shown(desk, request, "story/split.html", _("Split a story"), story=story, articles=_articles(story))


def pin_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a story is right as it is, and keep it so."""
    story = get_object_or_404(Story, pk=pk)
    if request.method == "POST":
        take(desk, request, lambda: chain_decisions.pin(story, request.user))
        return HttpResponseRedirect(story_address(story.pk))
    return shown(desk, request, "story/pin.html", _("Keep a story as it is"), story=story, articles=_articles(story))


def undo_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Say what undoing puts back, and do it."""
    decision = get_object_or_404(StoryDecision.objects.select_related("made_by"), pk=pk)
    if request.method == "POST":
        if take(desk, request, lambda: chain_decisions.undo(decision, request.user)):
            reached = Story.objects.reached_by(decision.story_id)
            there = story_address(reached.pk) if reached else reverse("admin:articles_story_changelist")
            return HttpResponseRedirect(there)
        return HttpResponseRedirect(request.path)
    return shown(
        desk,
        request,
        "story/undo.html",
        _("Undo a decision"),
        decision=decision,
        said=capfirst(chain_decisions.in_words(decision)),
    )
