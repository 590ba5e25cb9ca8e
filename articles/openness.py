"""Which articles the public may read: none that was withdrawn, none before its embargo ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.querysets import ArticleQuerySet

OPEN = "NOT {0}withdrawn AND ({0}embargoed_until IS NULL OR {0}embargoed_until <= %(moment)s)"


def is_open(moment: datetime | None = None, through: str = "") -> Q:
    """Return the condition that articles open to the public at a moment meet, now if none is given.

    `through` leads from another table to the article, as in notice__article__.
    """
    until = f"{through}embargoed_until"
    ended = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__lte": moment or timezone.now()})
    return Q(**{f"{through}withdrawn": False}) & ended


def is_open_sql(table: str = "") -> str:
    """Return the same in SQL, of a table by its alias; it needs the parameter `moment`."""
    return OPEN.format(f"{table}." if table else "")


def may_read_closed(request: HttpRequest) -> bool:
    """Tell whether the reader is of the staff that may change articles, and sees closed ones at their addresses."""
    user = getattr(request, "user", None)
    return bool(user and user.is_active and user.is_staff and user.has_perm("articles.change_article"))


def readable_by(request: HttpRequest) -> ArticleQuerySet:
    """Return the articles that have a page for the reader: all of them for staff, else those open to the public."""
    from articles.models import Article

    return Article.objects.all() if may_read_closed(request) else Article.objects.public()
