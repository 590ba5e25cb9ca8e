"""What else a filter offers of which articles have one value: as many as would be found had it not been used."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from articles.facets import VALUES_SHOWN, Counts, facet_of
from articles.filters import ArticleFilter
from articles.planning import NUMBERS, TookTooLong, as_it_likes, by_index
from articles.samples import COUNTED_EXACTLY, LEAST, SAMPLES
from articles.value_counts import SOURCES

SHARE = SAMPLES[-1]


def with_alternatives(asked: ArticleFilter, counts: Counts) -> Counts:
    """Return the counts with the other values of filters that take any of several, in one statement.

    How many articles there are is not known before: a sample is taken, and every one is counted where it is small.
    """
    names = asked.alternatives
    if not names:
        return counts
    search = asked.form.cleaned_data["q"]
    facets = dict(counts.facets)
    planned = by_index if search and search.looks_for_words else as_it_likes
    try:
        with planned(NUMBERS):
            rows = _rows(asked, names)
    except TookTooLong:
        return counts
    for name in names:
        found = [row[1:] for row in rows if row[0] == name]
        share = found[0][5] if found else 1
        counted = [
            (text, known_as, shown, articles * share, known)
            for text, known_as, shown, articles, known, _share in found
            if share == 1 or articles >= LEAST
        ]
        facet = facet_of(name, counted, most=len(counted))
        facets[name] = replace(facet, estimated=share > 1)
    return replace(counts, facets=facets)


def _rows(asked: ArticleFilter, names: list[str]) -> list[tuple]:
    """Return (filter, value, name, names, articles counted, values known, one article in how many)."""
    statements, parameters = [], []
    search, share = asked.form.cleaned_data["q"], 1 if asked.form.cleaned_data["exact"] else SHARE
    for name in names:
        source, articles = SOURCES[name], asked.apart_from(name)
        columns = ("pk", source.column)
        sample, of_sample = articles.one_in(share).each_matching(search, columns).query.sql_with_params()
        every, of_every = articles.each_matching(search, columns).query.sql_with_params()
        chosen = len(asked.form.cleaned_data[name])
        statements.append(
            COUNTED.format(
                name=name,
                sample=sample,
                every=every,
                counted=source.counted,
                share=share,
                exactly=COUNTED_EXACTLY,
                most=VALUES_SHOWN + chosen,
            )
        )
        parameters += [*of_sample, *of_every]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return cursor.fetchall()


COUNTED = """(
    WITH tried (article, value) AS MATERIALIZED ({sample}),
    small AS MATERIALIZED (SELECT {share} > 1 AND count(*) * {share} <= {exactly} AS is_small FROM tried),
    found (article, value) AS MATERIALIZED (
        SELECT * FROM tried WHERE NOT (SELECT is_small FROM small)
        UNION ALL
        SELECT * FROM ({every}) AS every WHERE (SELECT is_small FROM small)
    ),
    counted (text, name, names, articles) AS ({counted})
    SELECT '{name}', text, name, names, articles, count(*) OVER (),
           (SELECT CASE WHEN is_small THEN 1 ELSE {share} END FROM small)
    FROM counted ORDER BY articles DESC, name, text LIMIT {most}
)"""
