"""The archive desk: what librarians see and change under /admin/."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import (
    agencies,
    articles,
    chain_decisions,
    decisions,
    entities,
    imports,
    mentions,
    notices,
    problems,
    proposals,
    stories,
    uploads,
)

__all__ = [
    "agencies",
    "articles",
    "chain_decisions",
    "decisions",
    "entities",
    "imports",
    "mentions",
    "notices",
    "problems",
    "proposals",
    "stories",
    "uploads",
]

admin.site.site_header = _("Newsroom")
admin.site.site_title = _("Newsroom")
admin.site.index_title = _("Archive desk")
