"""Above some number of articles, numbers are told from a sample: near the truth, never small, and said to be."""

import pytest
from django.db import connection
from django.db.models import Count
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from articles import alternatives, facets, samples
from articles.alternatives import with_alternatives
from articles.facets import Counts, count_facets
from articles.filters import ArticleFilter
from articles.models import Article
from articles.samples import one_in, share_for
from tests.makers import made_word, make_archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(monkeypatch):
    """3,000 articles, where more than 300 count as many."""
    monkeypatch.setattr(samples, "COUNTED_EXACTLY", 300)
    monkeypatch.setattr(facets, "COUNTED_EXACTLY", 300)
    monkeypatch.setattr(facets, "LOOKED_AT", 600)
    make_archive(3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")


def test_sample_grows_with_what_is_expected():
    assert [share_for(number) for number in (0, 12_000, 12_001, 299_999, 300_000)] == [1, 1, 16, 16, 64]


def test_sample_holds_one_article_in_so_many(archive):
    assert Article.objects.filter(one_in(16)).count() == pytest.approx(3000 / 16, abs=1)


@pytest.mark.parametrize("words", ["", made_word(0), f"{made_word(1)} OR {made_word(2)}"])
def test_numbers_of_many_articles_are_near_the_truth(archive, words):
    exact = count_facets(Article.objects.all(), words)
    assert exact.exact
    assert exact.articles > 600

    estimated = count_facets(Article.objects.all(), words, expected=5000)

    assert not estimated.exact
    assert estimated.articles == pytest.approx(exact.articles, rel=0.25)
    truth = {value.text: value.articles for value in exact.facets["language"].values}
    for value in estimated.facets["language"].values:
        assert value.articles == pytest.approx(truth[value.text], rel=0.5)


def test_small_numbers_are_never_told_from_a_sample(archive):
    estimated = count_facets(Article.objects.all(), expected=5000)

    shown = [value.articles for facet in estimated.facets.values() for value in facet.values]
    assert shown
    assert min(shown) >= samples.LEAST * 16


def test_numbers_are_exact_where_fewer_are_found_than_expected(archive):
    word = made_word(2999)
    exact = count_facets(Article.objects.all(), word)

    assert count_facets(Article.objects.all(), word, expected=5000) == exact


def test_a_sample_is_taken_where_more_are_found_than_expected(archive):
    assert not count_facets(Article.objects.all(), expected=0).exact


def test_page_says_that_numbers_are_estimated_and_counts_exactly_on_request(archive, client, monkeypatch):
    monkeypatch.setattr("articles.filters.COUNTED_EXACTLY", 300)

    estimated = client.get(f"/?q={made_word(0)}")
    exact = client.get(f"/?q={made_word(0)}&exact=1")

    assert "<h1><abbr" in estimated.text
    assert f"/?q={made_word(0)}&amp;exact=1" in estimated.text
    assert "≈" not in exact.text


def test_page_of_one_condition_tells_a_sample_but_how_many_and_when_exactly(archive, client, monkeypatch):
    monkeypatch.setattr("articles.filters.COUNTED_EXACTLY", 300)

    page = client.get("/?language=en")

    english = Article.objects.in_language("en")
    assert page.context["estimated"]
    assert page.context["found"] == english.count()
    assert "<h1><abbr" not in page.text
    facet = next(block.facet for block in page.context["blocks"] if block.name == "date")
    by_year = english.count_by("year")
    assert [value.articles for value in facet.values[:-1]] == [by_year[year] for year in sorted(by_year)[:0:-1]]
    assert page.text.count("≈") < page.text.count('class="count"')


def test_expectation_looks_at_no_article(archive):
    with CaptureQueriesContext(connection) as queries:
        expected = Article.objects.expected(made_word(0))

    asked = [query["sql"] for query in queries if "articles_article" in query["sql"]]
    assert [sql.partition(" (")[0] for sql in asked] == ["EXPLAIN"]
    assert 300 < expected <= 3000


def test_other_alternatives_are_told_from_a_sample_only_where_they_are_many(archive, monkeypatch):
    monkeypatch.setattr(alternatives, "COUNTED_EXACTLY", 300)
    monkeypatch.setattr(alternatives, "SHARE", samples.SAMPLES[0])

    def languages(query: str) -> tuple[bool, dict[str, int]]:
        asked = ArticleFilter(QueryDict(query), queryset=Article.objects.all())
        assert asked.is_valid()
        facet = with_alternatives(asked, Counts()).facets["language"]
        return facet.estimated, {value.text: value.articles for value in facet.values}

    truth = dict(Article.objects.order_by().values_list("language").annotate(Count("pk")))
    is_estimated, told = languages("language=de")
    assert is_estimated
    assert told["en"] == pytest.approx(truth["en"], rel=0.25)
    assert min(told.values()) >= samples.LEAST * 16
    assert languages("language=de&exact=1") == (False, truth)
    in_a_month = Article.objects.filter(filed_on__year=2019, filed_on__month=1)
    assert languages("language=de&date=2019-01") == (
        False,
        dict(in_a_month.order_by().values_list("language").annotate(Count("pk"))),
    )
