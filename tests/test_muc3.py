"""Archived stories whose annotators noted date and place: an import finds both."""

from pathlib import Path

import pytest

from benchmarks.muc3 import Count, compare, gold_of, pages

STORIES = Path(__file__).parent.parent.parent / "shared" / "data" / "muc3" / "muc3-dev.tar.xz"


@pytest.mark.skipif(not STORIES.exists(), reason="the annotated stories are not here")
def test_date_and_place_of_filing_are_read_as_the_annotators_noted_them():
    count = Count()
    for name, page in pages(STORIES):
        compare(page, name, gold_of(page), count)

    assert (count.stories, count.unreadable) == (1300, 0)
    assert count.dates / count.stories >= 0.99
    assert count.places / count.stories >= 0.97
