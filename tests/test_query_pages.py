"""A search on the page: said in words, taken apart clause by clause, and helped when it finds nothing."""

import html
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from articles.excerpts import add_excerpts
from articles.models import Article
from articles.query.spelling import suggestion
from articles.search import Search
from tests.makers import make_archive, make_article, make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    seoul = make_place("Seoul", ["서울"], names={"fr": "Séoul"})
    kim = make_person("Yeom Do-gyeom")
    make_article(
        headline="Ferry stops off Incheon",
        paragraphs=["The coast guard said a ferry had stopped.", "All the passengers were well."],
        captions=[{"text": "A lantern on the quay."}],
        filed_from=[seoul],
        mentions=[kim],
    )
    make_article(headline="Lanterns for sale", paragraphs=["Nobody buys lanterns."], date=date(2022, 1, 1))


def page_of(client, **asked) -> str:
    return re.sub(r"\s+", " ", html.unescape(client.get("/", asked).content.decode()))


def clauses_of(client, written: str) -> dict[str, str]:
    """The chips above the list: what each says, and the search its cross leaves."""
    chips = client.get("/", {"q": written}).context["chips"]
    return {chip.clause.label: parse_qs(urlsplit(chip.address).query).get("q", [""])[0] for chip in chips}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("ferry", "with “ferry”"),
        ("ferry coast", "with “ferry”, “coast”"),
        ('"coast guard"', "with “coast guard”"),
        ("-lantern ferry", "without “lantern”, with “ferry”"),
        ("fer*", "with words beginning with “fer”"),
        ("ferry OR zebra", "with “ferry” or “zebra”"),
        ("(ferry OR zebra) -(a b)", "with “ferry” or “zebra”, without (“a” and “b”)"),
        ("coast NEAR/5 ferry", "with “coast” within 5 words of “ferry”"),
        ("guard NEAR/1 coast", "with “guard” beside “coast”"),
        ("coast SAME ferry", "with “coast” and “ferry” in one sentence"),
        ("headline:ferry", "with “ferry” in the headline"),
        ("headline:(ferry OR zebra)", "with (“ferry” or “zebra”) in the headline"),
        ("ferry from:서울", "with “ferry”, filed from Seoul"),
        ("-from:nowhere ferry", "not from:nowhere, with “ferry”"),
        ("person:yeom-do-gyeom date:2023-09", "naming Yeom Do-gyeom, in September 2023"),
        ("ferry OR date:2022", "with “ferry” or in 2022"),
        ("agency:yonhap words:>2", "by Yonhap, of 3 words or more"),
        ("words:<400", "of 399 words at most"),
        ("words:5..500", "of 5 to 500 words"),
        ("lang:en -label:LEAD", "in English, not labelled LEAD"),
        ("ferry status:usable", "with “ferry”, usable"),
        ("&", "with “&”"),
    ],
)
def test_page_says_in_a_sentence_what_was_searched(archive, client, written, sentence):
    assert f'<span class="asked">{sentence}</span>' in page_of(client, q=written)


def test_each_clause_can_be_taken_away(archive, client):
    assert clauses_of(client, 'ferry  -"zebra x" AND headline:(ferry OR a) coast NEAR/5 ferry') == {
        "“ferry”": '-"zebra x" headline:(ferry OR a) coast NEAR/5 ferry',
        "not “zebra x”": "ferry headline:(ferry OR a) coast NEAR/5 ferry",
        "(“ferry” or “a”) in the headline": 'ferry -"zebra x" coast NEAR/5 ferry',
        "“coast” within 5 words of “ferry”": 'ferry -"zebra x" headline:(ferry OR a)',
    }


def test_taking_away_a_clause_keeps_the_filters_and_the_other_way_round(archive, client):
    chips = client.get("/", {"q": "ferry coast", "date": "2023", "agency": "yonhap"}).context["chips"]

    assert [chip.address for chip in chips] == [
        "/?q=ferry+coast&agency=yonhap",
        "/?date=2023&q=coast&agency=yonhap",
        "/?date=2023&q=ferry&agency=yonhap",
        "/?date=2023&q=ferry+coast",
    ]


def test_what_was_typed_stands_in_the_search_box_again(archive, client):
    page = client.get("/", {"q": 'ferry AND "coast'}).content.decode()

    assert page.count('value="ferry AND &quot;coast"') == 2


def test_what_could_not_be_read_is_said_above_the_list(archive, client):
    page = page_of(client, q='ferry "coast date:2023-99')

    assert "<li>Unclosed quote: read as words.</li>" in page
    assert "“2023-99” is not a date." in page
    assert 'class="remarks"' not in page_of(client, q="ferry")


def test_nothing_found_says_what_each_clause_costs(archive, client):
    page = page_of(client, q="ferry lantern zebra date:2022", agency="yonhap")

    found = re.findall(
        r'<li><a href="[^"]*">([^<]*)</a> <span class="count">(.*?)</span> <span class="alone">(.*?)<', page
    )
    assert found == [
        ("without “ferry”", "0 articles", "it alone finds 1"),
        ("without “lantern”", "0 articles", "it alone finds 2"),
        ("without “zebra”", "0 articles", "it alone finds nothing"),
        ("without in 2022", "0 articles", "it alone finds 1"),
        ("without Yonhap", "0 articles", "it alone finds 2"),
    ]


def test_numbers_beside_clauses_are_those_of_the_addresses(archive, client):
    reliefs = client.get("/", {"q": "ferry lantern -quay", "date": "2023"}).context["reliefs"]
    assert len(reliefs) == 4
    for relief in reliefs:
        assert client.get(relief.address).context["found"] == relief.articles


def test_no_more_than_ten_clauses_are_counted(archive, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        page = client.get("/", {"q": " ".join(f"zebra{number}" for number in range(40))})

    assert sum(relief.articles is not None for relief in page.context["reliefs"]) == 10


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lanternn", "lantern"),
        ("lantren", "lantern"),
        ("lntern", "lantern"),
        ("Inchoen ferry", "incheon ferry"),
        ('headline:ferryy "coast guard"', 'headline:ferry "coast guard"'),
        ("from:Seoull", 'from:"Seoul"'),
        ('person:"Yeom Do-gyem"', 'person:"Yeom Do-gyeom"'),
        ("ferry", None),
        ("zebra", None),
        ("lan", None),
        ("-lanternn", None),
        ("lanternn*", None),
        ("서울특별시", None),
        ("from:Nowhere", None),
        ("xylophonist", None),
    ],
)
def test_misspelt_words_are_put_right_by_the_archives_own(archive, written, meant):
    better = suggestion(Search(written))

    assert (str(better) if better else None) == meant


def test_strings_that_only_stem_to_a_word_are_no_suggestion():
    make_article(language="fr", body="Les intérêts nationaux.")

    assert suggestion(Search("nationalo")) is None


def test_suggestion_is_a_link_that_finds_something_with_the_filters_kept(archive, client):
    page = page_of(client, q="lanternn", date="2022")

    assert 'Did you mean <a href="/?date=2022&q=lantern">lantern</a>? <span class="count">1 article</span>' in page
    assert "Did you mean" not in page_of(client, q="lanternn", date="2019")
    assert "Did you mean" not in page_of(client, q="lantern")


def test_questions_of_a_page_without_hits_do_not_grow(client, django_assert_max_num_queries):
    make_archive(60)

    with django_assert_max_num_queries(32):
        client.get("/", {"q": "zebra headline:headlinee"})


@pytest.mark.parametrize(
    ("written", "headline", "passage"),
    [
        ("headline:ferry", "[Ferry] stops off Incheon", ""),
        ("body:ferry", "Ferry stops off Incheon", "said a [ferry] had"),
        ("caption:lantern", "Ferry stops off Incheon", "A [lantern] on the quay."),
        ("coas*", "Ferry stops off Incheon", "The [coast] guard"),
        ("ferry -zebra", "[Ferry] stops off Incheon", "said a [ferry] had"),
        ("-zebra NOT lanternfish well", "Ferry stops off Incheon", "were [well]."),
        ("(zebra OR guard) coast", "Ferry stops off Incheon", "The [coast] [guard] said"),
        ("coast NEAR/5 ferry", "[Ferry] stops off Incheon", "The [coast] guard said a [ferry]"),
        ("coast SAME ferry", "[Ferry] stops off Incheon", "The [coast] guard said a [ferry]"),
        ("from:seoul date:2023", "Ferry stops off Incheon", ""),
        ("-(zebra -guard) coast", "Ferry stops off Incheon", "The [coast] [guard] said"),
    ],
)
def test_marks_follow_the_search(archive, written, headline, passage):
    rows = list(Article.objects.matching(written).filter(date__year=2023).for_listing())
    add_excerpts(rows, written)
    marked = [
        "".join(f"[{part.text}]" if part.hit else part.text for part in parts)
        for parts in (rows[0].headline_parts, rows[0].excerpt_parts)
    ]

    assert marked[0] == headline
    assert passage in marked[1] and bool(passage) == bool(marked[1])


def examples(client, language: str) -> list[str]:
    page = client.get(reverse("articles:search"), headers={"accept-language": language}).content.decode()
    return [html.unescape(address) for address in re.findall(r'<a href="(/\?q=[^"]*)">', page)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_example_of_the_help_page_runs(archive, client, language):
    known = {"passed over", "no field", "Unclosed"}

    addresses = examples(client, language)
    assert len(addresses) > 30
    for address in addresses:
        response = client.get(address, headers={"accept-language": "en"})
        assert response.status_code == 200
        said = " ".join(response.context["remarks"])
        assert not any(word in said for word in known), (address, said)


def test_help_pages_of_both_languages_teach_the_same_forms(client):
    def forms(language):
        written = [parse_qs(urlsplit(address).query)["q"][0] for address in examples(client, language)]
        return [re.sub(r"\bOU\b", "OR", re.sub("é", "e", each)) for each in written]

    english, french = forms("en"), forms("fr")
    assert len(english) == len(french)
    assert sum(one == other for one, other in zip(english, french, strict=True)) >= len(english) - 1


def test_search_box_leads_to_the_help(client):
    assert 'href="/search/"' in client.get("/").content.decode()
