"""When two files are the same article: by the agency's id, else by the text itself."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from articles.ingest.article import Extraction, ParsedArticle
from articles.ingest.encoding import Undecodable, decode


@dataclass(frozen=True, slots=True)
class Entry:
    """A parsed article on its way into the archive; `extraction` is None where entities are left out."""

    article: ParsedArticle
    fingerprint: str
    identity: str
    extraction: Extraction | None = None


def entry(article: ParsedArticle, extraction: Extraction | None = None) -> Entry:
    """Return the article with what identifies it."""
    print_of_text = fingerprint(article)
    return Entry(article, print_of_text, identity(article, print_of_text), extraction)


def fingerprint(article: ParsedArticle) -> str:
    """Return a digest of the copy that white space, encoding and line ends do not change."""
    try:
        text = decode(article.original, article.encoding).text.removeprefix("\ufeff")
    except (Undecodable, LookupError):
        return hashlib.sha256(article.original).hexdigest()
    return hashlib.sha256(unicodedata.normalize("NFC", " ".join(text.split())).encode()).hexdigest()


def identity(article: ParsedArticle, print_of_text: str) -> str:
    """Return what makes the article one and the same: agency, id and version, or without an id its text."""
    if article.guid:
        return f"id:{article.agency}/{article.guid}/{article.revision or article.version}"[:300]
    return f"text:{print_of_text}"
