"""What `import_articles --json` prints of an article."""

from __future__ import annotations

from dataclasses import asdict

from articles.ingest.article import ParsedArticle


def as_json(article: ParsedArticle) -> dict[str, object]:
    """Return the article as one JSON object; docs/importing.md lists its keys."""
    dateline = article.dateline
    return {
        "file": article.file,
        "position": article.position,
        "format": article.format,
        "encoding": article.encoding,
        "agency": article.agency,
        "language": article.language,
        "version_label": article.version_label,
        "version": article.version,
        "headline": article.headline,
        "subheadline": article.subheadline,
        "note": article.note,
        "nonpublic_note": article.nonpublic_note,
        "timestamp": article.timestamp,
        "dateline": {
            "text": dateline.text,
            "places": list(dateline.places),
            "region": dateline.region,
            "date": dateline.date.isoformat() if dateline.date else None,
            "date_from": dateline.date_from or None,
        },
        "bylines": list(article.bylines),
        "contacts": list(article.contacts),
        "paragraphs": list(article.paragraphs),
        "captions": [asdict(caption) for caption in article.captions],
        "related": [
            {"version_label": each.version_label, "version": each.version, "headline": each.headline}
            for each in article.related
        ],
        "end_mark": article.end_mark,
        "signoff": article.signoff,
        "copyright": article.copyright,
        "keywords": list(article.keywords),
        "status": article.status,
        "guid": article.guid,
    }
