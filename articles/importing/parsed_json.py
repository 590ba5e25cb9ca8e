"""What `import_articles --json` prints of an article."""

from __future__ import annotations

from dataclasses import asdict

from articles.ingest.article import Caption, ParsedArticle
from articles.ingest.records.record import shown


def as_json(article: ParsedArticle) -> dict[str, object]:
    """Return the article as one JSON object; docs/importing.md lists its keys."""
    dateline = article.dateline
    return {
        "file": shown(article.file),
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
        "captions": [_caption(caption) for caption in article.captions],
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
        **{name: value for name, value in _metadata(article).items() if value},
    }


def _caption(caption: Caption) -> dict[str, object]:
    described = asdict(caption)
    if not caption.picture:
        del described["picture"]
    return described


def _metadata(article: ParsedArticle) -> dict[str, object]:
    """What only structured formats say."""
    return {
        "revision": article.revision,
        "sent_at": article.sent_at.isoformat() if article.sent_at else None,
        "embargoed_until": article.embargoed_until.isoformat() if article.embargoed_until else None,
        "urgency": article.urgency,
        "slugline": article.slugline,
        "usage_terms": article.usage_terms,
        "subjects": [asdict(subject) for subject in article.subjects],
        "relations": [asdict(relation) for relation in article.relations],
        "entities": [{**asdict(entity), "aliases": list(entity.aliases)} for entity in article.entities],
    }
