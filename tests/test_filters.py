"""What an address of the archive asks for."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from articles.filters import ArticleFilter, archive_address
from articles.models import Article
from articles.selection import chips, filter_blocks
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


def asked(query: str) -> ArticleFilter:
    return ArticleFilter(QueryDict(query), queryset=Article.objects.all())


@pytest.fixture
def archive():
    korea = make_place("South Korea", place_type="country")
    seoul = make_place("Seoul", ["서울"], parent=korea, names={"fr": "Séoul"})
    yeom, bang = make_person("Yeom Do-gyeom"), make_person("Bang Sola")
    return {
        "ferry": make_article(
            headline="Ferry", body="A ferry stops.", filed_from=[seoul], mentions=[yeom, bang], date=date(2023, 9, 13)
        ),
        "vélo": make_article(
            headline="Vélo", language="fr", agency="AFP", mentions=[seoul, yeom], date=date(2022, 1, 1)
        ),
        "marine": make_article(
            headline="Marine", mentions=[make_organisation("Baekdu Marine")], date=None, agency=None
        ),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"ferry", "vélo", "marine"}),
        ("q=velo", {"vélo"}),
        ("date=2023-09", {"ferry"}),
        ("date=..2022", {"vélo"}),
        ("date=undated", {"marine"}),
        ("filed_from=seoul", {"ferry"}),
        ("filed_from=south-korea", {"ferry"}),
        ("about=south-korea", {"vélo"}),
        ("about=S%C3%A9oul", {"vélo"}),
        ("about=%EC%84%9C%EC%9A%B8", {"vélo"}),
        ("person=yeom-do-gyeom", {"ferry", "vélo"}),
        ("person=yeom-do-gyeom&person=bang-sola", {"ferry"}),
        ("organisation=baekdu-marine", {"marine"}),
        ("agency=afp", {"vélo"}),
        ("agency=AFP", {"vélo"}),
        ("language=FR", {"vélo"}),
        ("q=velo&date=2023", set()),
        ("q=&date=&about=&before=", {"ferry", "vélo", "marine"}),
        ("unknown=x&utm_source=y", {"ferry", "vélo", "marine"}),
        ("date=2022&date=2023", {"ferry"}),
    ],
)
def test_each_filter_narrows_the_archive(archive, query, found):
    search = asked(query)

    assert search.is_valid(), search.errors
    assert set(search.qs) == {archive[name] for name in found}


@pytest.mark.parametrize(
    ("query", "name", "complaint"),
    [
        ("date=2023-99-99", "date", "“2023-99-99” is not a date. Write a year (2023)"),
        ("date=0000", "date", "is not a date"),
        ("date=99999", "date", "is not a date"),
        ("date=2023-02..2023-01", "date", "ends before it begins"),
        ("date=%00", "date", "Null characters"),
        ("about=nowhere", "about", "no place “nowhere”"),
        ("about=yeom-do-gyeom", "about", "no place “yeom-do-gyeom”"),
        ("filed_from=seoul&filed_from=nowhere", "filed_from", "no place “nowhere”"),
        ("person=nobody", "person", "no person “nobody”"),
        ("person=%00", "person", "too long or holds characters"),
        ("organisation=none", "organisation", "no organisation “none”"),
        ("organisation=" + "x" * 10_000, "organisation", "too long"),
        ("agency=nowire", "agency", "nothing from an agency “nowire”"),
        ("language=zz", "language", "“zz” is not a language"),
        ("q=" + "x" * 10_000, "q", "at most 500 characters"),
        ("q=a%00b", "q", "Null characters"),
        ("before=yesterday", "before", "points to no page"),
        ("after=2023-99-99_1", "after", "points to no page"),
        ("&".join(f"person=p{n}" for n in range(11)), "person", "At most 10 values"),
    ],
)
def test_bad_value_is_refused_beside_its_filter(archive, query, name, complaint):
    search = asked(query)

    assert not search.is_valid()
    assert list(search.errors) == [name]
    assert complaint in search.errors[name][0]


def test_name_of_two_entities_asks_which(archive):
    make_place("Tripoli", slug="tripoli-libya", key="a")
    make_place("Tripoli", slug="tripoli-lebanon", key="b")

    complaint = asked("about=Tripoli").errors["about"][0]

    assert "“Tripoli” may be" in complaint
    assert "tripoli-libya" in complaint and "tripoli-lebanon" in complaint
    assert asked("about=tripoli-libya").is_valid()


def test_clauses_say_what_is_asked_the_date_first(archive):
    search = asked("q=ferry&person=yeom-do-gyeom&about=Seoul&date=2023-9&agency=afp&language=fr")
    assert search.is_valid()

    assert [clause.phrase for clause in search.clauses] == [
        "in September 2023",
        "with “ferry”",
        "about Seoul",
        "naming Yeom Do-gyeom",
        "by AFP",
        "in French",
    ]


def test_clauses_are_said_in_french(archive):
    with translation.override("fr"):
        search = asked("about=seoul&date=2023-09-01&q=ferry")
        assert search.is_valid()
        assert [clause.phrase for clause in search.clauses] == [
            "le 1er septembre 2023",
            "avec «\xa0ferry\xa0»",
            "à propos de\xa0: Séoul",
        ]


def test_same_search_has_one_address_however_it_is_written(archive):
    first, second = asked("about=S%C3%A9oul&date=2023-9&x=1"), asked("date=2023-09&about=seoul&about=SEOUL")
    assert first.is_valid() and second.is_valid()

    assert archive_address(first.clauses) == archive_address(second.clauses) == "/?date=2023-09&about=seoul"


def test_chip_drops_only_its_own_condition(archive):
    search = asked("person=yeom-do-gyeom&person=bang-sola&date=2023")
    assert search.is_valid()

    found = {chip.clause.label: (chip.address, chip.articles) for chip in chips(search, counting=True)}

    assert found == {
        "in 2023": ("/?person=yeom-do-gyeom&person=bang-sola", 1),
        "naming Yeom Do-gyeom": ("/?date=2023&person=bang-sola", 1),
        "naming Bang Sola": ("/?date=2023&person=yeom-do-gyeom", 1),
    }


def test_dropping_a_condition_counts_what_would_be_found(archive):
    search = asked("q=ferry&date=2022&agency=afp")
    assert search.is_valid() and not search.qs.exists()

    assert {chip.clause.name: chip.articles for chip in chips(search, counting=True)} == {
        "q": 1,
        "date": 0,
        "agency": 0,
    }


def test_blocks_come_in_order_and_keep_a_bad_value_to_be_mended(archive):
    blocks = filter_blocks(asked("date=2023-99-99&about=nowhere"), {})

    assert [block.name for block in blocks][:4] == ["date", "q", "filed_from", "about"]
    assert {block.name: block.written for block in blocks if block.written} == {
        "date": "2023-99-99",
        "about": "nowhere",
    }
    assert not any(block.choices for block in blocks)


def test_good_values_are_kept_while_a_bad_one_is_mended(archive):
    search = asked("date=2023-99-99&q=ferry&about=seoul&about=busan&person=bang-sola&person=nobody&agency=afp")
    blocks = {block.name: (block.written, block.kept) for block in filter_blocks(search, {})}

    assert blocks["q"] == ("ferry", [])
    assert blocks["agency"] == ("", ["afp"])
    assert blocks["person"] == ("nobody", ["bang-sola"])
    assert blocks["about"] == ("busan", ["seoul"])
