"""What later imports brought for fields librarians had edited: to be taken, or left aside."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.desk import ReadOnlyAdmin
from articles.models import Agency, Article, Proposal

LONGEST_SHOWN = 400


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["article_link", "named", "ours", "theirs", "run", "made_at"]
    list_display_links = None
    list_select_related = ["article", "run"]
    sortable_by = ["made_at"]
    list_per_page = 50
    actions = ["take", "leave"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by("-id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "article" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("article"))
    def article_link(self, proposal: Proposal) -> str:
        address = reverse("admin:articles_article_change", args=[proposal.article_id])
        return format_html('<a href="{}">{}</a>', address, proposal.article)

    @admin.display(description=_("field"))
    def named(self, proposal: Proposal) -> str:
        return str(Article._meta.get_field(proposal.field).verbose_name)

    @admin.display(description=_("as a librarian wrote it"))
    def ours(self, proposal: Proposal) -> str:
        return _shown(getattr(proposal.article, proposal.field))

    @admin.display(description=_("as it was imported later"))
    def theirs(self, proposal: Proposal) -> str:
        return _shown(_object(proposal))

    @admin.action(description=_("Take what was imported"))
    def take(self, request: HttpRequest, proposals: QuerySet) -> None:
        self._decide(request, proposals, taken=True)

    @admin.action(description=_("Keep what the librarian wrote"))
    def leave(self, request: HttpRequest, proposals: QuerySet) -> None:
        self._decide(request, proposals, taken=False)

    @transaction.atomic
    def _decide(self, request: HttpRequest, proposals: QuerySet, taken: bool) -> None:
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        count = 0
        for proposal in proposals.select_related(None).order_by("article_id", "id"):
            article = Article.objects.select_for_update().get(pk=proposal.article_id)
            if taken:
                _take(article, proposal)
            self.log_change(request, article, _("Took" if taken else "Left aside") + f": {self.named(proposal)}")
            proposal.delete()
            count += 1
        said = ngettext("%(count)s proposal settled.", "%(count)s proposals settled.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)


def _take(article: Article, proposal: Proposal) -> None:
    """Give the field back to the imports, with what they brought."""
    column = Article._meta.get_field(proposal.field).attname
    article.edited_fields = [name for name in article.edited_fields if name != proposal.field]
    setattr(article, column, proposal.value)
    if proposal.value is None and proposal.field == "date":
        article.date_from = ""
    article.save(update_fields=[column, "date_from", "edited_fields"])


def _object(proposal: Proposal) -> Any:
    """Return the proposed value as a reader knows it: an agency's name, not its number."""
    if proposal.field == "agency":
        return Agency.objects.filter(pk=proposal.value).first()
    return proposal.value


def _shown(value: Model | list | str | None) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value if value is not None else "–")
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
