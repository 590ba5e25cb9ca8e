"""Markup made to keep a reader busy is refused, or read in no time."""

from time import process_time

import pytest

from articles.ingest.markup.html_text import html_paragraphs
from articles.ingest.markup.html_tree import html_tree
from articles.ingest.markup.parsing import root_of
from articles.ingest.source import Unreadable

WIDE = "<p " + " ".join(f"a{number}=1" for number in range(30_000)) + ">text</p>"


@pytest.mark.parametrize("parse", [html_paragraphs, html_tree])
def test_tag_of_too_many_attributes_is_refused(parse):
    with pytest.raises(Unreadable, match="too many attributes"):
        parse(WIDE)


@pytest.mark.parametrize("row", [b"<!-- -->", b"<!DOCTYPE a [ ] >", b"<?a ?>", b"<!-- ", b"<!DOCTYPE a [ "])
def test_rows_before_the_root_are_read_in_no_time(row):
    before = process_time()
    assert root_of(row * 5_000).name == ""
    assert process_time() - before < 2


def test_root_is_found_behind_what_may_stand_before_it():
    text = b"<?xml version='1.0'?>\n<!-- c --><!DOCTYPE nitf SYSTEM 'a>b' [ <!ENTITY x 'y'> ] >\n<n:nitf a='1'>"
    assert root_of(text).name == "nitf"
