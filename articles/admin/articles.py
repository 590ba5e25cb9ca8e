"""Articles at the archive desk: found like on the site, corrected by hand, never typed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Model, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from articles.admin.article_form import ArticleForm, CaptionForm, PositionedForm, PositionedFormSet, RelatedHeadlineForm
from articles.admin.desk import DeskAdmin
from articles.admin.filters import DatedFilter, LanguageFilter
from articles.admin.place_choice import PlaceChoice
from articles.dropped import settle_dropped
from articles.languages import language_name
from articles.models import Article, Caption, DatelinePlace, Entity, RelatedHeadline, Story
from articles.models.article import UNDATED
from articles.search import matching_condition

LISTED_BEFORE_DELETION = 100
METADATA = ["slugline", "urgency", "sent_at", "embargoed_until", "subjects", "usage_terms"]


class CaptionInline(admin.StackedInline):
    model = Caption
    form = CaptionForm
    formset = PositionedFormSet
    fields = [("position", "paragraph"), "text", "credit", "restriction"]
    extra = 0


class RelatedHeadlineInline(admin.TabularInline):
    model = RelatedHeadline
    form = RelatedHeadlineForm
    formset = PositionedFormSet
    fields = ["position", "version_label", "version", "headline"]
    extra = 0


class DatelinePlaceInline(PlaceChoice, admin.TabularInline):
    model = DatelinePlace
    form = PositionedForm
    formset = PositionedFormSet
    fields = ["position", "as_filed", "place"]
    extra = 0


class ArticleList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        as_filed = DatelinePlace.objects.order_by("position").only("article_id", "as_filed")
        articles = super().get_queryset(request, exclude_parameters)
        return articles.for_listing().prefetch_related(Prefetch("dateline_places", as_filed))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # From here on only the date hierarchy reads it, which is not to offer the year the undated are filed under.
        self.queryset = self.queryset.filter(filed_on__gt=UNDATED)


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    inlines = [DatelinePlaceInline, CaptionInline, RelatedHeadlineInline]
    list_display = ["headline", "version_label", "day", "filed_from", "agency", "language_named", "state"]
    sortable_by = ["day"]
    list_select_related = ["agency"]
    list_filter = [DatedFilter, "status", "urgency", "agency", LanguageFilter]
    list_per_page = 50
    date_hierarchy = "filed_on"  # the date, indexed
    ordering = ["-filed_on", "-id"]
    search_fields = ["headline"]
    search_help_text = _(
        "Words in headline, body and captions, as on the site; or an article's number; or the agency's id."
    )
    readonly_fields = [
        *("story_link", "run_link", "imported_at", "edited_at", "edited", "proposed"),
        *("entities_found", "originals"),
    ]
    fieldsets = [
        (None, {"fields": ["headline", "subheadline", ("version_label", "version"), "status", "note"]}),
        (_("Dateline"), {"fields": ["dateline", "region", ("date", "date_from"), "timestamp"]}),
        (_("Copy"), {"fields": ["bylines", "body", "end_mark", "signoff", "contacts", "copyright"]}),
        (_("Filing"), {"fields": ["agency", "language", "guid", "revision", "keywords", "nonpublic_note"]}),
        (_("Metadata"), {"fields": METADATA}),
        (_("Kept by the archive"), {"fields": readonly_fields}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from imports, with their original

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_superuser

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("search_vector", "caption_text", "entity_ids", "filed_from_ids")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        found = matching_condition(term)
        if term.isdecimal():
            found |= Q(pk=int(term))
        if any(character.isdigit() for character in term) and " " not in term:
            # Asked first and by itself: beside the words it would keep PostgreSQL from using the search index.
            found |= Q(pk__in=list(Article.objects.filter(guid=term).values_list("pk", flat=True)[:100]))
        return queryset.filter(found), False

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    # --- Saving

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        """Write the changed columns only: what an import wrote meanwhile into the others stays."""
        columns = {field.name for field in obj._meta.concrete_fields}
        changed = [name for name in form.changed_data if name in columns]
        if changed:
            obj.save(update_fields=changed)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        remember_edit(form.instance.pk, [*form.changed_data, *changed_rows(formsets)])
        if "body" in form.changed_data:
            settle_dropped([form.instance.story_id])

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete the articles, and the stories they leave empty."""
        stories = list(queryset.order_by().values_list("story_id", flat=True))
        queryset.delete()
        settle_dropped(stories)
        Story.objects.filter(pk__in=stories, articles__isnull=True).delete()

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        self.delete_queryset(request, Article.objects.filter(pk=obj.pk))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """List the articles alone: their captions and hundreds of mentions go with them."""
        articles = [str(article) for article in objs]
        listed, rest = articles[:LISTED_BEFORE_DELETION], len(articles) - LISTED_BEFORE_DELETION
        if rest > 0:
            listed.append(ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest})
        refused = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return listed, {str(self.opts.verbose_name_plural): len(articles)}, refused, []

    # --- Columns of the list

    @admin.display(description=_("date"), ordering="-filed_on")
    def day(self, article: Article) -> str:
        return date_format(article.date) if article.date else pgettext("article", "undated")

    @admin.display(description=_("filed from"))
    def filed_from(self, article: Article) -> str:
        return ", ".join(place.as_filed for place in article.dateline_places.all())

    @admin.display(description=_("status"))
    def state(self, article: Article) -> str:
        """The status, and whether the article is closed to the public."""
        if article.is_embargoed:
            return _("embargoed until %(hour)s") % {"hour": moment(article.embargoed_until)}
        status = article.get_status_display()
        closed = article.withdrawn and article.status != Article.Status.CANCELED
        return _("%(status)s, withdrawn by a notice") % {"status": status} if closed else status

    @admin.display(description=_("language"))
    def language_named(self, article: Article) -> str:
        return language_name(article.language)

    # --- What the archive keeps

    @admin.display(description=_("story"))
    def story_link(self, article: Article) -> str:
        address = reverse("admin:articles_story_change", args=[article.story_id])
        count = Article.objects.filter(story=article.story_id).count()
        versions = ngettext("%(count)s article", "%(count)s articles", count) % {"count": count}
        return format_html('<a href="{}">#{}</a> ({})', address, article.story_id, versions)

    @admin.display(description=_("import run"))
    def run_link(self, article: Article) -> str:
        if article.run_id is None:
            return "–"
        address = reverse("admin:articles_importrun_change", args=[article.run_id])
        return format_html('<a href="{}">{}</a>', address, article.run)

    @admin.display(description=_("edited by hand, kept by imports"))
    def edited(self, article: Article) -> str:
        return ", ".join(edited_names(article)) or "–"

    @admin.display(description=_("proposed by later imports"))
    def proposed(self, article: Article) -> str:
        count = article.proposals.count()
        if not count:
            return "–"
        address = f"{reverse('admin:articles_proposal_changelist')}?article={article.pk}"
        said = ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}
        return format_html('<a href="{}">{}</a>', address, said)

    @admin.display(description=_("entities found"))
    def entities_found(self, article: Article) -> str:
        found = sorted(Entity.objects.named_in(article), key=lambda entity: entity.kind)
        rows = ((reverse("admin:articles_entity_change", args=[entity.pk]), entity, entity.times) for entity in found)
        return format_html_join(", ", '<a href="{}">{}</a> ×\u202f{}', rows) or "–"

    @admin.display(description=_("originals"))
    def originals(self, article: Article) -> str:
        kept = list(article.originals.annotate(size=Length("content")).defer("content"))
        if not kept:
            return "–"
        link = format_html('<a href="{}">{}</a>', reverse("articles:source", args=[article.pk]), _("Read the original"))
        rows = [(one.file, one.format, one.encoding, one.size, moment(one.received_at)) for one in kept]
        return format_html("{}{}", link, format_html_join("", "<div>{} ({}, {}, {} B), {}</div>", rows))


def moment(when: datetime) -> str:
    """Return day and time as the reader's language writes them."""
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT")


def changed_rows(formsets: Iterable[BaseInlineFormSet]) -> list[str]:
    """Name the sets of rows (`captions`) in which a saved form added, changed or deleted one."""
    return [
        formset.fk.remote_field.related_name
        for formset in formsets
        if formset.new_objects or formset.changed_objects or formset.deleted_objects
    ]


def remember_edit(article_id: int, names: list[str]) -> None:
    """Add to the fields that belong to the librarians from now on: imports leave these alone."""
    if not names:
        return
    article = Article.objects.select_for_update().only("edited_fields").get(pk=article_id)
    article.edited_fields = sorted({*article.edited_fields, *names})
    article.edited_at = timezone.now()
    article.save(update_fields=["edited_fields", "edited_at"])


def edited_names(article: Article) -> list[str]:
    """Return the edited fields under the names a librarian reads."""
    relations = {relation.related_name: relation.related_model._meta for relation in Article._meta.related_objects}
    return [
        str(relations[name].verbose_name_plural if name in relations else Article._meta.get_field(name).verbose_name)
        for name in article.edited_fields
    ]
