"""Copy that is in the archive twice: compared word by word where sketches are alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from articles.importing.filings import text_of
from articles.ingest.chaining.chains import Member
from articles.ingest.chaining.duplicates import Same, is_same, rule_for
from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.passages import alike, passages
from articles.models import Article, Duplicate


def same_copy(pairs: Sequence[tuple[Filing, Filing]], found: Collection[Member]) -> list[Same]:
    """Return which of the pairs are the same copy, each article as a copy of the first one of its group."""
    if not pairs:
        return []
    ids = {filing.id for pair in pairs for filing in pair}
    originals = dict(Duplicate.objects.filter(article__in=ids).values_list("article", "original"))
    heads = set(Duplicate.objects.filter(original__in=ids).values_list("original", flat=True))
    rows = Article.objects.filter(pk__in={*ids, *originals.values()}).values_list("pk", "headline", "body")
    texts = {pk: passages(text_of(headline, body)) for pk, headline, body in rows}
    filings = {member.filing.id: member.filing for member in found}
    return list(_groups(pairs, originals, heads, texts, filings))


def _groups(
    pairs: Sequence[tuple[Filing, Filing]],
    originals: dict[int, int],
    heads: set[int],
    texts: dict[int, frozenset[int]],
    filings: dict[int, Filing],
) -> Iterator[Same]:
    for earlier, later in pairs:
        # One with copies of its own stays what they are copies of.
        one, other = (earlier, later) if later.id not in heads else (later, earlier)
        if other.id in originals or other.id in heads:
            continue
        first = filings.get(originals.get(one.id, one.id), one)
        if first.id == other.id:
            continue
        for original in dict.fromkeys((first, one)):
            rule = rule_for(original, other)
            likeness = alike(texts[original.id], texts[other.id]) if rule else 0.0
            if rule and is_same(rule, likeness):
                originals[other.id] = original.id
                heads.add(original.id)
                yield Same(other.id, original.id, rule, likeness)
                break
