"""What each form of a search finds, and how PostgreSQL finds it."""

from datetime import date

import pytest
from django.db import connection

from articles.models import Article, OldAddress, Subject
from articles.search import Search
from tests.makers import make_archive, make_article, make_organisation, make_person, make_place
from tests.test_merged_entities import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    korea = make_place("South Korea", place_type="country", names={"fr": "Corée du Sud"})
    seoul = make_place("Seoul", ["서울"], parent=korea, names={"fr": "Séoul"})
    Subject.objects.create(code="medtop:20000394", name="accident")
    kim = make_person("Yeom Do-gyeom", ["염도겸"])
    return {
        "ferry": make_article(
            headline="Ferry stops off Incheon",
            paragraphs=[
                "The coast guard said a ferry had stopped. Dr. Han waited.",
                "All the passengers of the old ferry were well. The sea was calm.",
            ],
            captions=[{"text": "A lantern on the quay."}],
            note="ATTN: ADDS photos",
            nonpublic_note="secret",
            filed_from=[seoul],
            mentions=[kim],
            version_label="2nd LD",
            version=2,
        ),
        "navire": make_article(
            headline="Un navire à Séoul",
            language="fr",
            agency="AFP",
            paragraphs=["Le vélo du préfet est nationalisé.", "Les intérêts nationaux."],
            mentions=[seoul, make_organisation("Baekdu Marine")],
            date=date(2022, 5, 1),
            subjects=["medtop:20000394"],
            version_label="LEAD",
            version=1,
        ),
        "ko": make_article(
            headline="서울 정상회담",
            language="ko",
            agency=None,
            paragraphs=["서울에서 열린 정상회담은 성공했다. 한국은행은 금리를 동결했다. KBS가 보도했다.", "대한 민국."],
            date=None,
            status="canceled",
        ),
        "ja": make_article(
            headline="首「都」の朝",
            language="ja",
            paragraphs=["東京都の豆腐職人がパンを作った。"],
            date=date(2023, 9, 1),
        ),
    }


EVERYTHING = {"ferry", "navire", "ko", "ja"}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("velo", {"navire"}),
        ("ferries passenger", {"ferry"}),
        ('"coast guard"', {"ferry"}),
        ('"guard coast"', set()),
        ("«\u00a0coast guard\u00a0»", {"ferry"}),
        ("ferry OR navires", {"ferry", "navire"}),
        ("ferry OU navires", {"ferry", "navire"}),
        ("ferry or navires", {"ferry", "navire"}),
        ("-ferry", EVERYTHING - {"ferry"}),
        ("-ferry -navire", {"ko", "ja"}),
        ('-"coast guard"', EVERYTHING - {"ferry"}),
        ("-(ferry OR navire)", {"ko", "ja"}),
        ("-(ferry -ferry)", EVERYTHING),
        ("(ferry OR navire) -velo", {"ferry"}),
        ("(ferry OR navire) coast", {"ferry"}),
        ("ferry NOT coast", set()),
        ("navi*", {"navire"}),
        ("nation*", {"navire"}),
        ("nationale*", {"navire"}),
        ("lan*", {"ferry"}),
        ("l'intér*", {"navire"}),
        ("zz*", set()),
        ("coast NEAR/3 ferry", set()),
        ("ferry NEAR/4 coast", {"ferry"}),
        ("coast NEAR/2 stopped", set()),
        ("stopped NEAR/6 coast", {"ferry"}),
        ('"coast guard" NEAR/1 said', {"ferry"}),
        ("(lantern OR coast) NEAR/1 guard", {"ferry"}),
        ("coast SAME stopped", {"ferry"}),
        ("coast SAME Han", set()),
        ("Dr SAME Han", {"ferry"}),
        ("Han SAME waited SAME Dr", {"ferry"}),
        ("(zebra OR calm) SAME sea", {"ferry"}),
        ("-(coast SAME Han)", EVERYTHING),
        ("headline:ferry", {"ferry"}),
        ("headline:coast", set()),
        ("headline:(coast OR navire)", {"navire"}),
        ("lead:coast", {"ferry"}),
        ("lead:passengers", set()),
        ("body:passengers", {"ferry"}),
        ("body:coast", {"ferry"}),
        ("body:incheon", set()),
        ("caption:lantern", {"ferry"}),
        ("body:lantern", set()),
        ("note:photos", {"ferry"}),
        ("note:adds", {"ferry"}),
        ("note:photograph", set()),
        ("-note:photos", EVERYTHING - {"ferry"}),
        ("note:secret", set()),
        ("secret", set()),
        ('headline:"ferry stops"', {"ferry"}),
        ("headline:fer*", {"ferry"}),
        ("body:(coast SAME stopped)", {"ferry"}),
        ("headline:(coast SAME stopped)", set()),
        ("headline:(ferry NEAR/3 incheon)", {"ferry"}),
        ("-headline:ferry", EVERYTHING - {"ferry"}),
        ("from:seoul", {"ferry"}),
        ("from:서울", {"ferry"}),
        ('from:"Corée du Sud"', {"ferry"}),
        ("from:(seoul OR south-korea)", {"ferry"}),
        ("-from:seoul", EVERYTHING - {"ferry"}),
        ("about:SÉOUL", {"navire"}),
        ("about:south-korea", {"navire"}),
        ("person:염도겸", {"ferry"}),
        ("person:yeom-do-gyeom", {"ferry"}),
        ('org:"baekdu marine"', {"navire"}),
        ("org:seoul", set()),
        ("agency:afp", {"navire"}),
        ("agency:AFP", {"navire"}),
        ("-agency:afp", EVERYTHING - {"navire"}),
        ("-agency:yonhap", {"navire", "ko"}),
        ("lang:ko", {"ko"}),
        ("lang:français", {"navire"}),
        ("lang:Japanese", {"ja"}),
        ("lang:한국어", {"ko"}),
        ('label:"2nd LD"', {"ferry"}),
        ("label:lead", {"navire"}),
        ("label:2", {"ferry"}),
        ("label:99999999999", set()),
        ("status:canceled", {"ko"}),
        ("status:withdrawn", {"ko"}),
        ("subject:medtop:20000394", {"navire"}),
        ("subject:20000394", {"navire"}),
        ("subject:Accident", {"navire"}),
        ("date:2023", {"ferry", "ja"}),
        ("date:2023-09-01..2023-09-12", {"ja"}),
        ("date:..2022", {"navire"}),
        ("date:undated", {"ko"}),
        ("-date:2023", {"navire", "ko"}),
        ("words:>20", {"ferry"}),
        ("words:<6", set()),
        ("words:9", {"navire"}),
        ("words:5..18", {"navire", "ko", "ja"}),
        ("words:9.. date:2022", {"navire"}),
        ("words:>99999999999999999999", set()),
        ("ferry date:2023", {"ferry"}),
        ("ferry OR date:2022", {"ferry", "navire"}),
        ("(velo OR from:seoul) -words:>20", {"navire"}),
        ("-velo date:2022", set()),
        ("-ferry date:2023", {"ja"}),
        ("서울", {"ko"}),
        ("상회", {"ko"}),
        ("정상회담은", {"ko"}),
        ("담정", set()),
        ("은 성공", {"ko"}),
        ("서", {"ko"}),
        ("담", {"ko"}),
        ("豆", {"ja"}),
        ("대한민국", set()),
        ('"대한 민국"', {"ko"}),
        ('"에서 열린 정상"', {"ko"}),
        ("KBS가", {"ko"}),
        ("BS가", {"ko"}),
        ("kbs가", {"ko"}),
        ("都の", {"ja"}),
        ("東京都の", {"ja"}),
        ("首都の", set()),
        ("ﾊﾟﾝ", {"ja"}),
        ("パン", {"ja"}),
        ("ハン", set()),
        ("-정상회담", EVERYTHING - {"ko"}),
        ("headline:정상회담", {"ko"}),
        ("headline:한국은행", set()),
        ("서울 NEAR/9 열린", {"ko"}),
        ("정상회담 SAME 성공", {"ko"}),
        ("정상회담 SAME 금리", set()),
        ("（서울 OR ferry） －금리", {"ferry"}),
    ],
)  # fmt: skip
def test_each_form_finds_what_it_says(archive, written, found):
    search = Search(written)

    assert {name for name, article in archive.items() if article in Article.objects.matching(search)} == found
    counted = [pk for (pk,) in Article.objects.each_matching(search, ["pk"])]
    assert sorted(counted) == sorted(archive[name].pk for name in found)
    assert search.remarks == [] or "or" in written


@pytest.mark.parametrize(
    ("written", "found", "remark"),
    [
        ("the", set(), "Words as common as these are not looked for in every language."),
        ("...", set(), "This search has no word in it."),
        ("the ferry", {"ferry"}, None),
        ("ferry -the", {"ferry"}, None),
        ("from:nowhere", set(), "The archive knows no place “nowhere”."),
        ("-from:nowhere", EVERYTHING, "The archive knows no place “nowhere”."),
        ("person:seoul", set(), "The archive knows no person “seoul”."),
        ("agency:nowire", set(), "The archive holds nothing from an agency “nowire”."),
        ("subject:none", set(), "The archive holds nothing on a subject “none”."),
        ("ferry lang:zz", {"ferry"}, "“zz” is not a language."),
        ("ferry status:odd", {"ferry"}, "“odd” is no status: it is usable, withheld, canceled. Passed over."),
        ("ferry date:2023-99", {"ferry"}, "“2023-99” is not a date."),
        ("ferry words:many", {"ferry"}, "“many” is not a number of words. Write >400, <100, 250 or 100..200."),
        ("ferry words:..", {"ferry"}, "“..” is not a number of words."),
        ("date:nonsense", set(), "“nonsense” is not a date."),
        ("", set(), None),
        ("()", set(), "Empty brackets: passed over."),
    ],
)
def test_what_asks_nothing_is_passed_over_and_said(archive, written, found, remark):
    search = Search(written)

    assert {name for name, article in archive.items() if article in Article.objects.matching(search)} == found
    assert any(said.startswith(remark) for said in search.remarks) if remark else search.remarks == []


def test_name_of_several_finds_them_all_and_an_address_one():
    first = make_article(mentions=[make_place("Tripoli", slug="tripoli-libya", key="a")])
    second = make_article(mentions=[make_place("Tripoli", slug="tripoli-lebanon", key="b")])

    assert set(Article.objects.matching("about:Tripoli")) == {first, second}
    assert set(Article.objects.matching("about:tripoli-libya")) == {first}


def test_merged_hidden_and_renamed_are_found_as_readers_see_them():
    doubled, kept = make_person("Bang S"), make_person("Bang Sola")
    article = make_article(mentions=[doubled])
    merge(doubled, kept)
    OldAddress.objects.create(kind="person", slug="sola", entity=kept)

    for name in ("bang-s", "bang-sola", "sola", '"Bang S"'):
        assert list(Article.objects.matching(f"person:{name}")) == [article], name


def test_no_more_than_ten_names_are_looked_up(django_assert_max_num_queries):
    search = Search(" OR ".join(f"person:p{number}" for number in range(40)))

    with django_assert_max_num_queries(30):
        assert not Article.objects.matching(search).exists()
    assert "At most 10 values at once. Passed over." in search.remarks


@pytest.mark.parametrize(
    "written",
    [
        "(" * 10_000 + "a" + ")" * 10_000, "a NEAR/20 " * 10_000, "(a OR b) NEAR/20 " * 500, "x" * 100_000, "-" * 9_999,
        "\x00a\x00", "\ud800", "'", "\\", "a\\ b'c", "'a':*", "a & | ! <->", ":*", "headline:'", "note:\\", "\\*",
        "'x*", "서\\울", "%s %(a)s", "{0}", "from:\x00", "from:" + "x" * 5000, "label:" + "9" * 3000, "date:99999-99",
        "words:٣", "서울" * 3000, "서*" * 200, "a SAME " * 900, "note:서울특별시", "caption:(서울특별시 SAME 은)",
        "-" + "headline:-" * 300 + "a", "ﷺ*", "ẞ*", "a_b*", "4.5e9*", "1e5 NEAR 2-3", "http://x.y/z*",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_error(archive, written):
    search = Search(written)

    assert Article.objects.matching(search).count() == Article.objects.each_matching(search, ["pk"]).count()
    assert len(search.remarks) < 20


def test_languages_that_stem_alike_share_a_look_into_the_index():
    assert len(Search("incheon").by_language) == 1
    assert len(Search("서울 정상회담").by_language) == 1
    assert len(Search("from:seoul date:2023").by_language) == 1
    assert 1 < len(Search("passengers").by_language) <= 9


@pytest.mark.parametrize(
    "written",
    [
        "{0}", "{0} {1}", "{0} OR {1}", '"{0} {1}"', "{0} -{1}", "headline:{0}", "{0}*", "{0} NEAR/5 {1}",
        "{0} SAME {1}", "정상회담", "({0} OR from:city-1) {1}", "({0} date:2020) OR {1}",
    ],
)  # fmt: skip
def test_the_search_index_answers(written):
    make_archive(60)
    words = Article.objects.order_by("pk").first().body.split()
    rows = Article.objects.each_matching(Search(written.format(words[0], words[1].strip("."))), ["pk"])
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "article_search" in plan
    assert "Seq Scan" not in plan


def test_what_is_excluded_is_looked_up_and_not_looked_through():
    make_archive(60)
    statement, parameters = Article.objects.each_matching(Search("-ferry date:2020"), ["pk"]).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Bitmap Index Scan on article_search" in plan
    assert "Filter: (search_vector" not in plan


def test_words_are_counted_without_blanks_and_in_chinese_by_character():
    def words(body, language="en"):
        return make_article(body=body, language=language).words

    assert words("") == 0
    assert words("One two three.") == 3
    assert words("One two.\n\nThree four.") == 4
    assert words("豆腐職人。", "ja") == 5
    assert words("서울에서 열린 회담", "ko") == 3
