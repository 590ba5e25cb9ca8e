"""What an address of the archive asks for."""

import re
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.clauses import archive_address, in_words
from articles.filters import ArticleFilter
from articles.models import Article, Entity, Subject
from articles.selection import chips, filter_blocks, reliefs
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_merged_entities import merge

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

    expected = {
        "in 2023": "/?person=yeom-do-gyeom&person=bang-sola",
        "naming Yeom Do-gyeom": "/?date=2023&person=bang-sola",
        "naming Bang Sola": "/?date=2023&person=yeom-do-gyeom",
    }
    assert {chip.clause.label: chip.address for chip in chips(search)} == expected
    assert {relief.said: (relief.address, relief.articles) for relief in reliefs(search)} == {
        said: (address, 1) for said, address in expected.items()
    }


def test_dropping_a_condition_counts_what_would_be_found(archive):
    search = asked("q=ferry&date=2022&agency=afp")
    assert search.is_valid() and not search.qs.exists()

    assert {relief.said: (relief.articles, relief.alone) for relief in reliefs(search)} == {
        "“ferry”": (1, 1),
        "in 2022": (0, 1),
        "AFP": (0, 1),
    }


def test_blocks_come_in_order_and_keep_a_bad_value_to_be_mended(archive):
    blocks = filter_blocks(asked("date=2023-99-99&about=nowhere"), {})

    assert [block.name for block in blocks][:6] == [
        "date", "q", "filed_from", "not_filed_from", "about", "not_about",
    ]  # fmt: skip
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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("not_filed_from=seoul", {"vélo", "marine"}),
        ("not_filed_from=south-korea", {"vélo", "marine"}),
        ("not_about=south-korea", {"ferry", "marine"}),
        ("not_about=%EC%84%9C%EC%9A%B8", {"ferry", "marine"}),
        ("not_person=bang-sola", {"vélo", "marine"}),
        ("not_person=bang-sola&not_organisation=baekdu-marine", {"vélo"}),
        ("not_person=bang-sola&not_person=yeom-do-gyeom", {"marine"}),
        ("person=yeom-do-gyeom&not_about=seoul", {"ferry"}),
        ("about=seoul&not_about=seoul", set()),
        ("about=seoul&not_about=south-korea", set()),
        ("not_about=&not_person=", {"ferry", "vélo", "marine"}),
    ],
)
def test_exclusion_leaves_out_what_has_the_value(archive, query, found):
    search = asked(query)

    assert search.is_valid(), search.errors
    assert set(search.qs) == {archive[name] for name in found}


@pytest.mark.parametrize(
    ("query", "name", "complaint"),
    [
        ("not_about=nowhere", "not_about", "no place “nowhere”"),
        ("not_filed_from=seoul&not_filed_from=nowhere", "not_filed_from", "no place “nowhere”"),
        ("not_person=%00", "not_person", "too long or holds characters"),
        ("not_organisation=none", "not_organisation", "no organisation “none”"),
        ("&".join(f"not_person=p{n}" for n in range(11)), "not_person", "At most 10 values"),
    ],
)
def test_bad_exclusion_is_refused_beside_its_filter(archive, client, query, name, complaint):
    search = asked(query)

    assert not search.is_valid()
    assert list(search.errors) == [name]
    assert complaint in search.errors[name][0]
    assert f'aria-describedby="wrong-{name}"' in client.get(f"/?{query}").content.decode()


def test_merged_entity_is_left_out_under_any_of_its_addresses(archive, client):
    make_article(headline="Doubled", mentions=[make_person("Bang S")])
    merge(Entity.objects.get(slug="bang-s"), Entity.objects.get(slug="bang-sola"))

    for name in ("bang-s", "bang-sola"):
        search = asked(f"not_person={name}")
        assert search.is_valid() and set(search.qs) == {archive["vélo"], archive["marine"]}
        assert archive_address(search.clauses) == "/?not_person=bang-sola"


def test_exclusions_are_said_and_written_beside_what_they_exclude(archive):
    query = "not_person=bang-sola&person=yeom-do-gyeom&not_about=S%C3%A9oul&not_organisation=baekdu-marine"
    search = asked(query + "&date=2022")
    assert search.is_valid()

    assert [clause.phrase for clause in search.clauses] == [
        "in 2022",
        "not about Seoul",
        "naming Yeom Do-gyeom",
        "not naming Bang Sola",
        "not naming Baekdu Marine",
    ]
    assert archive_address(search.clauses) == (
        "/?date=2022&not_about=seoul&person=yeom-do-gyeom&not_person=bang-sola&not_organisation=baekdu-marine"
    )


def test_each_value_can_be_left_out(archive, client):
    page = client.get("/?date=2023&q=ferry").content.decode()

    assert re.findall('class="leave-out" href="([^"]*)"', page) == [
        "/?date=2023&amp;q=ferry&amp;not_filed_from=seoul",
        "/?date=2023&amp;q=ferry&amp;not_filed_from=south-korea",
        "/?date=2023&amp;q=ferry&amp;not_person=bang-sola",
        "/?date=2023&amp;q=ferry&amp;not_person=yeom-do-gyeom",
        "/?date=2023&amp;q=ferry&amp;not_agency=yonhap",
        "/?date=2023&amp;q=ferry&amp;not_language=en",
        "/?date=2023&amp;q=ferry&amp;not_label=0",
    ]
    assert '<span class="unseen">Leave out Bang Sola</span>' in page


def test_exclusion_is_kept_by_the_form_and_dropped_by_its_chip(archive, client):
    page = client.get("/?not_about=seoul&person=yeom-do-gyeom").content.decode()

    assert '<input type="hidden" name="not_about" value="seoul">' in page
    assert 'class="chip" href="/?person=yeom-do-gyeom"' in page
    assert "not about Seoul" in re.search("<h1>(.*)</h1>", page)[1]
    assert 'rel="canonical" href="http://testserver/?not_about=seoul&amp;person=yeom-do-gyeom"' in page


def test_nothing_left_offers_to_take_an_exclusion_back(archive, client):
    page = client.get("/?about=seoul&not_about=south-korea").content.decode()

    assert (
        '<a href="/?about=seoul">with South Korea no longer left out</a> <span class="count">1 article</span>' in page
    )


def test_pages_of_a_list_keep_the_exclusion(archive, client):
    for _ in range(31):
        make_article(agency=None)
    page = client.get("/?not_about=seoul").content.decode()
    address = re.search('rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")

    assert address.startswith("/?not_about=seoul&before=")
    assert client.get(address).context["found"] == 33


def test_status_subject_and_urgency_narrow_and_are_offered_where_they_occur(client):
    Subject.objects.create(code="medtop:20000344", name="transport")
    held = make_article(status="withheld", subjects=["medtop:20000344"], urgency=2)
    make_article(subjects=["medtop:20000344", "subj:11000000"], urgency=4)
    make_article()

    page = client.get("/").context
    offered = {block.name: [choice.value.text for choice in block.choices] for block in page["blocks"]}
    assert offered["status"] == ["withheld"]
    assert offered["subject"] == ["medtop:20000344", "subj:11000000"]
    assert offered["urgency"] == ["2", "4"]
    for address, found in (
        ("/?status=withheld", 1),
        ("/?status=usable", 2),
        ("/?subject=medtop:20000344", 2),
        ("/?subject=medtop:20000344&urgency=2", 1),
    ):
        assert client.get(address).context["found"] == found
    assert "transport" in client.get(held.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?status=secret", "is no status"),
        ("/?subject=medtop:0", "holds nothing on a subject"),
        ("/?urgency=12", "“12” is no urgency: it is a number from 1 to 9"),
        ("/?urgency=high", "“high” is no urgency"),
    ],
)
def test_wrong_metadata_filters_are_said_and_show_nothing(client, address, said):
    make_article()
    page = client.get(address).content.decode()

    assert said in page
    assert "<article" not in page


@pytest.fixture
def versions():
    """A story in versions, of two agencies, with labels in two languages."""
    labels = [("", 0), ("URGENT", 0), ("LEAD", 1), ("2nd LD", 2), ("2e LD", 2), ("종합11보", 11)]
    for number, (label, version) in enumerate(labels):
        make_article(
            headline=label or "first", version_label=label, version=version, agency=("AFP", "dpa", None)[number % 3]
        )
    return {article.headline: article for article in Article.objects.all()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("filed_from=seoul&filed_from=busan", {"ferry", "fair"}),
        ("filed_from=busan&filed_from=south-korea&not_filed_from=seoul", {"fair"}),
        ("about=seoul&about=busan", {"both"}),
        ("person=yeom-do-gyeom&person=bang-sola", {"both"}),
        ("agency=afp&agency=dpa", {"fair", "both"}),
        ("not_agency=afp", {"ferry", "both", "bare"}),
        ("not_agency=afp&not_agency=dpa", {"ferry", "bare"}),
        ("language=fr&language=ko", {"fair", "both"}),
        ("not_language=fr&not_language=en", {"both", "bare"}),
        ("status=withheld&status=canceled", {"fair", "both"}),
        ("not_status=usable&not_status=canceled", {"fair"}),
        ("subject=medtop:1&subject=medtop:2", {"both"}),
        ("not_subject=medtop:2", {"ferry", "bare"}),
        ("not_subject=medtop:1&not_subject=medtop:2", {"bare"}),
        ("urgency=1&urgency=4", {"ferry", "fair"}),
        ("not_urgency=1", {"fair", "both", "bare"}),
        ("agency=afp&agency=dpa&not_agency=dpa", {"fair"}),
        ("not_agency=&not_urgency=", {"ferry", "fair", "both", "bare"}),
    ],
)
def test_several_values_mean_any_of_what_articles_have_one_of_and_all_of_the_rest(query, found):
    korea = make_place("South Korea", place_type="country")
    seoul, busan = make_place("Seoul", parent=korea), make_place("Busan", parent=korea)
    yeom, bang = make_person("Yeom Do-gyeom"), make_person("Bang Sola")
    for code in ("medtop:1", "medtop:2"):
        Subject.objects.create(code=code)
    made = {
        "ferry": make_article(filed_from=[seoul], mentions=[seoul, yeom], subjects=["medtop:1"], urgency=1),
        "fair": make_article(
            filed_from=[busan],
            mentions=[busan, bang],
            agency="AFP",
            language="fr",
            status="withheld",
            subjects=["medtop:2"],
            urgency=4,
        ),
        "both": make_article(
            mentions=[seoul, busan, yeom, bang],
            agency="dpa",
            language="ko",
            status="canceled",
            subjects=["medtop:1", "medtop:2"],
        ),
        "bare": make_article(agency=None, language=""),
    }
    search = asked(query)

    assert search.is_valid(), search.errors
    assert set(search.qs) == {made[name] for name in found}


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("0", {"first", "URGENT"}),
        ("1", {"LEAD"}),
        ("2", {"2nd LD", "2e LD"}),
        ("002", {"2nd LD", "2e LD"}),
        ("11", {"종합11보"}),
        ("2E ld", {"2e LD"}),
        ("urgent", {"URGENT"}),
        ("7", set()),
    ],
)
def test_label_filter_agrees_with_the_query_language(versions, label, found):
    search, typed = asked(f"label={label}"), Article.objects.matching(f'label:"{label}"')
    assert search.is_valid(), search.errors

    assert set(search.qs) == set(typed) == {versions[name] for name in found}
    assert {article.headline for article in asked(f"not_label={label}").qs} == {*versions} - found


def test_labels_are_offered_as_versions_in_their_order(versions, client):
    offered = {block.name: block.choices for block in client.get("/").context["blocks"]}["label"]

    assert [(choice.value.text, choice.value.label, choice.value.articles) for choice in offered] == [
        ("0", "first filing", 2),
        ("1", "LEAD", 1),
        ("2", "2nd LD", 2),
        ("11", "11th LD", 1),
    ]


@pytest.mark.parametrize("exclusion", ["", "not_"])
@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("agency", "nowire", "nothing from an agency “nowire”"),
        ("agency", "%00", "holds characters that are not text"),
        ("language", "zz", "“zz” is not a language"),
        ("label", "99999", "“99999” is no version"),
        ("label", "9" * 249, "is no version"),
        ("label", "%00", "holds characters that are not text"),
        ("label", "x" * 251, "too long"),
        ("status", "secret", "“secret” is no status: it is usable, withheld, canceled."),
        ("subject", "medtop:0", "holds nothing on a subject “medtop:0”"),
        ("urgency", "0", "“0” is no urgency: it is a number from 1 to 9"),
        ("urgency", "²", "“²” is no urgency"),
        ("urgency", "high", "“high” is no urgency"),
    ],
)
def test_bad_value_among_good_ones_is_refused_with_a_message(archive, client, exclusion, name, value, complaint):
    good = {"agency": "afp", "language": "fr", "label": "1", "status": "usable", "subject": "", "urgency": "1"}[name]
    search = asked(f"{exclusion}{name}={good}&{exclusion}{name}={value}")

    assert list(search.errors) == [f"{exclusion}{name}"]
    assert complaint in search.errors[f"{exclusion}{name}"][0]
    page = client.get(f"/?{exclusion}{name}={good}&{exclusion}{name}={value}").content.decode()
    assert f'aria-describedby="wrong-{exclusion}{name}"' in page


@pytest.mark.parametrize("name", ["agency", "not_language", "label", "not_status", "subject", "urgency"])
def test_values_have_a_limit(name):
    assert "At most 10 values" in asked("&".join(f"{name}=x{n}" for n in range(11))).errors[name][0]


def test_alternatives_are_said_with_or_and_keep_their_place_in_the_address(archive):
    make_place("Tokyo")
    search = asked("language=fr&agency=yonhap&filed_from=tokyo&filed_from=seoul&agency=afp&label=2&label=0&not_label=1")
    assert search.is_valid(), search.errors

    assert in_words(search.clauses) == (
        "filed from Tokyo or Seoul, by Yonhap or AFP, in French, as 2nd LD or first filing, not as LEAD"
    )
    assert archive_address(search.clauses) == (
        "/?filed_from=tokyo&filed_from=seoul&agency=yonhap&agency=afp&language=fr&label=2&label=0&not_label=1"
    )


def test_each_alternative_has_a_chip_of_its_own(archive, client):
    page = client.get("/?agency=afp&agency=yonhap&about=seoul").text

    assert 'href="/?about=seoul&amp;agency=yonhap" title="Drop this filter">AFP' in page
    assert '<span class="or">or</span> <a class="chip" href="/?about=seoul&amp;agency=afp"' in page


def test_alternatives_are_dropped_together_where_nothing_is_found(archive):
    search = asked("q=marine&agency=afp&agency=yonhap&not_language=fr")
    assert search.is_valid() and not search.qs.exists()

    assert [(each.said, each.left_out, each.address, each.articles, each.alone) for each in reliefs(search)] == [
        ("“marine”", "", "/?agency=afp&agency=yonhap&not_language=fr", 1, 1),
        ("AFP or Yonhap", "", "/?q=marine&not_language=fr", 1, 2),
        ("not in French", "French", "/?q=marine&agency=afp&agency=yonhap", 0, 2),
    ]


def test_other_alternatives_are_offered_with_the_numbers_they_would_have(archive, client):
    page = client.get("/?agency=afp&about=seoul").context
    assert page["found"] == 1
    make_article(mentions=[Entity.objects.get(slug="seoul")])

    offered = {block.name: block for block in client.get("/?agency=afp&about=seoul").context["blocks"]}["agency"]

    assert [(choice.value.text, choice.value.articles, choice.address) for choice in offered.choices] == [
        ("yonhap", 1, "/?about=seoul&agency=afp&agency=yonhap"),
    ]


def test_other_alternatives_take_one_question_more(archive, client):
    def questions(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/?{query}")
        return len([each for each in captured if "AS MATERIALIZED" in each["sql"]])

    assert questions("not_agency=afp&not_language=ko&not_status=canceled") == 1
    assert questions("agency=afp&language=fr&status=usable&label=0") == 2
