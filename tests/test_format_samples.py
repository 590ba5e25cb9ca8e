"""Every sample in a structured format is read as the JSON beside it says."""

import json
from pathlib import Path

import pytest

from articles.importing.parsed_json import as_json
from articles.ingest.article import Problem
from articles.ingest.files import opened
from articles.ingest.reading import read_source
from articles.ingest.source import Reading

FORMATS = Path(__file__).parent.parent / "samples" / "formats"


def expectation(path: Path) -> Path:
    return path.with_name(path.name + ".json")


FILES = sorted(path for path in FORMATS.rglob("*") if expectation(path).exists())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sample_becomes_the_json_beside_it(path):
    wanted = json.loads(expectation(path).read_text(encoding="utf-8"))
    with opened(str(path)) as source:
        articles = list(read_source(source, Reading()))

    assert not [each for each in articles if isinstance(each, Problem)]
    assert len(articles) == len(wanted)
    for article, expected in zip(map(as_json, articles), wanted, strict=True):
        del expected["file"]
        assert {key: article.get(key) for key in expected} == expected


def test_every_file_is_a_sample_or_what_one_becomes():
    strays = {path for path in FORMATS.rglob("*") if path.is_file()} - {*FILES, *map(expectation, FILES)}

    assert not strays
