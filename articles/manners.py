"""How a list can be shown: its order, and whether versions of a story are folded into one row."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.clauses import Clause, archive_address
from articles.filters import BEST, EVERY, OLDEST, ArticleFilter


@dataclass(frozen=True)
class Way:
    """One way to show a list, its address, and whether it is the one in use."""

    said: str
    address: str
    in_use: bool


def manners(asked: ArticleFilter) -> list[list[Way]]:
    """Return the ways to order the list of a valid address, then the ways to show versions."""
    orders = {"": _("newest first"), OLDEST: _("oldest first")}
    if asked.search and asked.search.looks_for_words:
        orders[BEST] = _("best match first")
    versions = {"": _("one row a story"), EVERY: _("every version")}
    return [
        _ways(asked, "order", orders, asked.sorting),
        _ways(asked, "versions", versions, asked.form.cleaned_data["versions"]),
    ]


def _ways(asked: ArticleFilter, name: str, said: dict[str, str], present: str) -> list[Way]:
    others = [clause for clause in asked.clauses if clause.name != name]
    return [
        Way(words, archive_address([*others, Clause(name, value)] if value else others), value == present)
        for value, words in said.items()
    ]
