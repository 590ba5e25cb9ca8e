"""Which columns feed which fields, as recognised and as named on the command line."""

import pytest

from articles.ingest.readers.columns import FIELDS, field_of, read_columns, recognise
from articles.ingest.source import Unreadable


def test_columns_are_named_by_field():
    assert read_columns("headline=titre, body = texte") == {"headline": "titre", "body": "texte"}


def test_a_name_with_a_comma_stands_in_quotes():
    assert read_columns('headline=titre,"guid=n°, réf"') == {"headline": "titre", "guid": "n°, réf"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel=x", f"there is no field “titel”; the fields are {', '.join(FIELDS)}"),
        ("headline", "“headline” does not name a column; write field=column, as in headline=titre,body=texte"),
        ("headline=", "“headline=” does not name a column; write field=column, as in headline=titre,body=texte"),
        ("headline=a,headline=b", "the field headline is named twice"),
        ("", "no column named; write field=column, as in headline=titre,body=texte"),
    ],
)
def test_what_is_mistyped_is_said(text, message):
    with pytest.raises(ValueError, match="^") as caught:
        read_columns(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Title", "headline"),
        ("TITRE", "headline"),
        ("Sous-titre", "subheadline"),
        ("date de publication", "date"),
        ("publishedAt", "date"),
        ("articleBody", "body"),
        ("Überschrift", "headline"),
        ("mots-clés", "keywords"),
        ("price", ""),
    ],
)
def test_names_are_recognised_without_accents_case_and_joiners(name, field):
    assert field_of(name) == field


def test_a_column_that_is_named_feeds_no_other_field():
    columns = recognise(["title", "text", "summary"], {"body": "title"})

    assert columns.of == {"body": ("title",), "summary": ("summary",)}


def test_a_named_column_that_is_missing_is_said():
    with pytest.raises(Unreadable, match="no column “titel” for the headline; the columns are “title”"):
        recognise(["title"], {"headline": "titel"})
