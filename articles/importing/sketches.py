"""What the archive keeps of each text so that chaining finds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from articles.importing.copying import Row, insert_sketches
from articles.importing.filings import filing_of
from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.keys import keys_of
from articles.ingest.identity import Entry
from articles.models import Sketch


def filings(entries: Iterable[tuple[int, Entry]], agencies: Mapping[str, int]) -> list[Filing]:
    """Return the entries as chaining compares them, under their articles' numbers."""
    return [filing_of(pk, each.article, agencies.get(each.article.agency)) for pk, each in entries]


def insert(new: Iterable[Filing]) -> None:
    """Keep the sketches of filings that have none yet."""
    insert_sketches(map(_row, new))


def replace(changed: Sequence[Filing]) -> None:
    """Keep the sketches of filings whose text has changed."""
    if changed:
        Sketch.objects.filter(article__in=[filing.id for filing in changed]).delete()
        insert(changed)


def _row(filing: Filing) -> Row:
    passages, words = filing.sketch.passages, filing.sketch.words
    return (
        filing.id,
        filing.day or date.min,
        tuple(key.digest for key in keys_of(filing)),
        passages.number,
        passages.digests,
        words.number,
        words.digests,
    )
