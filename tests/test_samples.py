"""Every sample story is read as the JSON beside it says."""

import json
from collections import Counter
from pathlib import Path

import pytest

from articles.importing.parsed_json import as_json
from articles.ingest.article import ParsedArticle
from articles.ingest.encoding import decode
from articles.ingest.grammar.layout import lines_of
from articles.ingest.reading import read

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(SAMPLES.glob("*/*.txt"))


def parsed(path: Path) -> list[dict]:
    return [as_json(article) for article in read(path.read_bytes(), path.name)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_becomes_its_json(path):
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    articles = parsed(path)

    assert len(articles) == len(wanted)
    for article, expected in zip(articles, wanted, strict=True):
        assert {key: article[key] for key in expected} == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_ends_up_in_exactly_one_field(path):
    """What a line says, letter by letter, is found once in the fields; only marks and brackets stay behind."""
    text = decode(path.read_bytes()).text
    kept = "".join(_texts(article) for article in read(path.read_bytes(), path.name))
    furniture = "-–—_=*()（）[]［］【】:： \t\u3000\u00a0\n\r#<>.,、·^"
    wanted = sorted(letter for line in lines_of(text) for letter in line.text if letter not in furniture)

    missing = _difference(wanted, sorted(letter for letter in kept if letter not in furniture))

    # What a field rightly leaves out: By, Von, dpa after a name, ranks, "기자" and the like.
    assert len(missing) <= 0.02 * len(wanted) + 12, "".join(missing)


def _texts(article: ParsedArticle) -> str:
    related = [f"{each.version_label}{each.headline}" for each in article.related]
    captions = [f"{each.text}{each.credit}{each.restriction}" for each in article.captions]
    return "".join(
        [
            article.version_label,
            article.headline,
            article.subheadline,
            article.note,
            article.nonpublic_note,
            article.timestamp,
            article.dateline.text,
            *(name for name in article.bylines if name not in article.dateline.text),
            *article.contacts,
            *article.paragraphs,
            *captions,
            *related,
            article.end_mark,
            article.signoff,
            article.copyright,
            *article.keywords,
            article.guid,
        ]
    )


def _difference(wanted: list[str], kept: list[str]) -> list[str]:
    return list((Counter(wanted) - Counter(kept)).elements()) + list((Counter(kept) - Counter(wanted)).elements())


def test_samples_are_as_many_and_as_varied_as_promised():
    articles = [article for path in FILES for article in parsed(path)]

    assert len(articles) >= 60
    assert sum(article["language"] == "fr" for article in articles) >= 35
    assert {"fr", "en", "ko", "es", "de", "zh", "ja", "ar"} <= {article["language"] for article in articles}
    assert len({place for article in articles for place in article["dateline"]["places"]}) >= 25
    assert len({article["dateline"]["date"][:4] for article in articles if article["dateline"]["date"]}) >= 3
    assert {"cp1252", "euc_kr"} <= {article["encoding"] for article in articles}
    assert any(article["dateline"]["date"] is None for article in articles)
