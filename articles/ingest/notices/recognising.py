"""Reads a notice out of an article."""

from __future__ import annotations

from articles.ingest.notices.changes import changes_in
from articles.ingest.notices.filing import Filing, Notice
from articles.ingest.notices.kinds import KILLS, kind_of
from articles.ingest.notices.named import (
    day_named,
    guids_named,
    headlines_named,
    hour_named,
    names_one_version,
    slugs_named,
)

LONGEST_SAID = 600


def read_notice(filing: Filing) -> Notice | None:
    """Return what the article says of another, or None for ordinary copy."""
    kind, certain = kind_of(filing)
    if not kind:
        return None
    said = _said(filing, kind)
    return Notice(
        kind=kind,
        certain=certain,
        guids=guids_named(filing),
        headlines=headlines_named(filing, kind),
        slugs=slugs_named(filing),
        day=day_named(filing),
        hour=hour_named(filing),
        names_one=names_one_version(filing),
        changes=changes_in(said) if kind == "correction" else (),
        said=said[:LONGEST_SAID],
    )


def _said(filing: Filing, kind: str) -> str:
    """The note, or where the notice has none and is nothing but a notice, its first paragraph."""
    if filing.note:
        return filing.note
    opening = filing.paragraphs[0] if filing.paragraphs else ""
    return opening if len(filing.paragraphs) <= 4 and (kind != "kill" or KILLS.search(opening)) else ""
