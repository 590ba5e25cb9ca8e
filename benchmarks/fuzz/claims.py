"""What holds for every reader, whatever the bytes: checked by the fuzzer and by the tests of structure."""

from __future__ import annotations

import time
from collections.abc import Iterator

from articles.importing.parsed_json import as_json
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.formats import FORMATS, format_of
from articles.ingest.reading import read_source
from articles.ingest.source import HEAD, MEGABYTE, Limits, Reading, Source, of_bytes

CONTAINERS = "containers"
NAMES = (*(form.NAME for form in FORMATS), CONTAINERS)
LIMITS = Limits(file_bytes=MEGABYTE)
RELATIONS = ("previous", "see-also", "derived-from", "translated-from")
LETTERS = frozenset(["mail", "mbox"])
MOST_PARTS = 32_767
LONGEST = 2.0
"""Seconds of computing for 64 kB."""


def is_for(name: str, data: bytes) -> bool:
    """True for bytes that this reader would be given."""
    return name == CONTAINERS or name == format_of(data[:HEAD]).NAME


def check(data: bytes) -> list[ParsedArticle | Problem]:
    """Read bytes as an import does and return what was found; raises AssertionError where a claim does not hold."""
    started = time.process_time()
    found: list[ParsedArticle | Problem] = []
    for source in unfolded(of_bytes(data, "wire"), LIMITS):
        results = [source] if isinstance(source, Problem) else list(read_source(source, Reading(limits=LIMITS)))
        found += results
        if isinstance(source, Source) and source.file:
            _check_originals(results, source.address, data)
    taken = time.process_time() - started
    for each in found:
        if isinstance(each, Problem):
            _check_problem(each)
        else:
            _check_article(each)
    assert taken < LONGEST, f"{taken:.1f} s for {len(data):,} bytes"
    return found


def _check_originals(found: list[ParsedArticle | Problem], address: str, data: bytes) -> None:
    """The bytes of articles stand in the file, in its order; those of the stories of a text are all of it."""
    articles = [each for each in found if isinstance(each, ParsedArticle) and each.file == address]
    at = 0
    # of several stories in one letter each has its part of the text, as it is without the letter's transfer encoding
    for article in articles if not LETTERS.intersection(each.format for each in articles) else ():
        at = data.find(article.original, at)
        assert at >= 0, "an article's bytes do not stand in the file, or not in their place"
    if articles == found and found and articles[0].format == "text":
        assert b"".join(each.original for each in articles) == data, "bytes of a text are in none of its articles"


def _check_problem(problem: Problem) -> None:
    assert "reader failed" not in problem.reason, problem.reason
    assert problem.reason, "a problem without a reason"
    _check_text(problem.reason)
    _check_text(problem.excerpt)


def _check_article(article: ParsedArticle) -> None:
    assert article.original, "an article without its bytes"
    _check_columns(article)
    for text in _texts(as_json(article)):
        _check_text(text)


def _check_columns(article: ParsedArticle) -> None:
    """What the archive's columns and constraints ask for, where the writer does not see to it."""
    assert article.headline, "no headline"
    assert article.status in ("usable", "withheld", "canceled"), article.status
    assert article.urgency in (None, *range(1, 10)), article.urgency
    assert bool(article.dateline.date) == bool(article.dateline.date_from), "a date without evidence, or the reverse"
    assert article.version >= 0 and all(each.version >= 0 for each in article.related), "a version below 0"
    assert all(0 <= each.paragraph <= len(article.paragraphs) for each in article.captions), "a caption out of place"
    assert all(each.kind in RELATIONS for each in article.relations), "a relation of no kind"
    for text, longest in (
        (article.language, 8),
        (article.format, 20),
        (article.encoding, 20),
        (article.agency, 100),
        (article.dateline.date_from, 10),
    ):
        assert len(text) <= longest, text
    for parts in (article.captions, article.related, article.dateline.places):
        assert len(parts) <= MOST_PARTS, f"{len(parts):,} parts"


def _check_text(text: str) -> None:
    assert "\x00" not in text, "NUL in a text"
    text.encode()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
