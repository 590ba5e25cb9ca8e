"""Web pages: what is taken from where, dialects, and pages made to exhaust their reader."""

import json
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers import html
from articles.ingest.reading import read
from articles.ingest.source import Limits, Reading, Unreadable, of_bytes
from articles.ingest.web.page import NoArticle

SAMPLES = Path(__file__).parent.parent / "samples"
LEAD = "SEOUL, Sept. 13 (Yonhap) -- "
TEXT = "A lighthouse keeper has taught forty gulls to wait in line, the harbor office said."
MORE = "Visitors may feed them on Sundays, one fish a head, until the end of October."


def page(body: str = f"<p>{LEAD}{TEXT}</p><p>{MORE}</p>", head: str = "<title>Gulls wait in line</title>") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def json_ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def read_page(data: bytes, address: str = "page.html", **reading) -> ParsedArticle:
    (article,) = html.read(of_bytes(data, address), Reading(**reading))
    return article


def outcome(data: bytes) -> ParsedArticle | Problem:
    (found,) = read(data, "page.html")
    return found


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
        b"<!-- saved from a site --><html lang='en'>",
        b"<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>",
        b"\r\n\r\n<HTML><HEAD>",
        "\ufeff<html>".encode("utf-16-le"),
    ],
)
def test_pages_are_recognised_by_their_beginning(head):
    assert html.recognises(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<",
        b"SEOUL, Sept. 13 (Yonhap) -- <html> is a word",
        b"<nitf><head/></nitf>",
        b"<rss version='2.0'>",
        b"<DOC><DOCNO>1</DOCNO>",
        b"<?xml version='1.0'?><newsItem/>",
        b"<!-- <html> --><nitf>",
        b"<htmlish>",
        b"<!--" * 16_000,
        b"<!-- -->" * 8_000,
    ],
)
def test_nothing_else_is_taken_for_a_page(head):
    before = process_time()

    assert not html.recognises(head)
    assert process_time() - before < 0.5


def test_no_plain_copy_is_taken_for_a_page():
    assert not [path for path in SAMPLES.glob("*/*.txt") if html.recognises(path.read_bytes()[:65536])]


def test_a_bare_page_is_read_as_wire_copy():
    article = read_page(page(f"<p>{LEAD}{TEXT}</p><p>{MORE}</p><p>(END)</p>"), received=date(2023, 9, 14))

    assert article.headline == "Gulls wait in line"
    assert article.paragraphs == (TEXT, MORE)
    assert (article.agency, article.dateline.places, article.end_mark) == ("Yonhap", ("SEOUL",), "END")
    assert (article.dateline.date, article.dateline.date_from) == (date(2023, 9, 13), "received")


@pytest.mark.parametrize(
    "kind", ["NewsArticle", ["Article", "ReportageNewsArticle"], "https://schema.org/AnalysisNewsArticle"]
)
def test_every_kind_of_news_article_counts(kind):
    node = {"@type": kind, "headline": "Declared headline", "datePublished": "2023-09-13T19:19:00+09:00"}
    article = read_page(page(f"<p>{TEXT}</p>", json_ld(node)))

    assert article.headline == "Declared headline"
    assert article.sent_at.isoformat() == "2023-09-13T19:19:00+09:00"
    assert article.dateline.date == date(2023, 9, 13)


def test_references_within_a_graph_are_followed():
    graph = {
        "@graph": [
            {"@id": "#p", "@type": "Person", "name": "Ada Wren"},
            {"@id": "#o", "@type": "Organization", "name": "Agence France-Presse"},
            {"@type": "NewsArticle", "headline": "H", "author": [{"@id": "#p"}], "publisher": {"@id": "#o"}},
        ]
    }
    article = read_page(page(head=json_ld(graph)))

    assert (article.agency, article.bylines) == ("AFP", ("Ada Wren",))


def test_declared_body_wins_where_the_page_shows_less():
    node = {"@type": "NewsArticle", "headline": "H", "articleBody": f"{LEAD}{TEXT}\n\n{MORE}\n\n(END)"}
    article = read_page(page("<p>Subscribe to read on.</p>", json_ld(node)))

    assert article.paragraphs == (TEXT, MORE)
    assert article.end_mark == "END"


def test_the_days_of_page_and_dateline_may_differ():
    node = {"@type": "NewsArticle", "headline": "H", "datePublished": "2024-01-01T00:20:00+09:00"}
    article = read_page(page(f"<p>SEOUL, Dec. 31 (Yonhap) -- {TEXT}</p>", json_ld(node)))

    assert article.dateline.date == date(2023, 12, 31)


def test_year_of_the_copyright_completes_the_dateline():
    node = {"@type": "NewsArticle", "headline": "H", "copyrightYear": 2018, "copyrightHolder": {"name": "Yonhap"}}

    assert read_page(page(head=json_ld(node))).dateline.date == date(2018, 9, 13)


@pytest.mark.parametrize(
    "written", ["99999-01-01T00:00:00Z", "0000-00-00", "2023-13-45T99:99", "tomorrow", "9" * 5000, "", "Wed, 99 Foo"]
)
def test_impossible_dates_leave_the_field_empty(written):
    head = f'<meta property="article:published_time" content="{written}"><title>H</title>'
    article = read_page(page(f"<p>YEOSU (Yonhap) -- {TEXT}</p>", head))

    assert (article.sent_at, article.dateline.date) == (None, None)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Gulls wait in line | Yonhap News Agency", "Gulls wait in line"),
        ("Gulls wait in line - The Harbor Courier", "Gulls wait in line"),
        ("The Harbor Courier » Gulls wait in line", "Gulls wait in line"),
        ("Gulls wait - in line", "Gulls wait - in line"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(title, headline):
    head = f'<title>{title}</title><meta property="og:site_name" content="The Harbor Courier">'

    assert read_page(page(head=head)).headline == headline


def test_dublin_core_gives_place_where_the_copy_opens_with_it():
    head = '<meta name="DC.coverage" content="ROME (ITALY)"><meta name="DC.date" content="1990-01-11"><title>T</title>'
    article = read_page(page(f"<p>ROME (ITALY), 11 JAN 90 : {TEXT}</p>", head))

    assert (article.dateline.places, article.dateline.region) == (("ROME",), "ITALY")
    assert article.dateline.date == date(1990, 1, 11)


def test_coverage_elsewhere_is_a_subject_and_no_dateline():
    head = '<meta name="DC.coverage" content="Antarctica"><meta name="DC.date" content="1990-01-11"><title>T</title>'
    article = read_page(page(f"<p>{TEXT}</p>", head))

    assert article.dateline.places == ()
    assert [(each.scheme, each.name) for each in article.subjects] == [("coverage", "Antarctica")]


def test_the_id_in_an_address_is_that_of_the_agency():
    head = '<title>H</title><link rel="canonical" href="https://example.org/view/AEN20230913001453884?section=x">'
    article = read_page(page(f"<p>{TEXT}</p>", f'{head}<meta property="og:type" content="article">'))

    assert article.guid == "AEN20230913001453884"


def test_a_page_without_an_id_is_known_by_its_address():
    article = read_page(page(), "pages.warc!https://example.org/a!b")

    assert article.guid == "https://example.org/a!b"


def test_figures_stand_where_they_stood_and_pictures_are_only_named():
    body = (
        f"<article itemprop='articleBody'><p>{LEAD}{TEXT}</p><figure><img src='data:image/png;base64,AAAA'>"
        "<figcaption>Gulls in line (PHOTO NOT FOR SALE) (Yonhap)</figcaption></figure>"
        f"<p>{MORE}</p><figure><img src='javascript:steal()'><figcaption>Later</figcaption></figure>"
        "<figure><img src='/p/1.jpg'></figure></article>"
    )
    captions = read_page(page(body)).captions

    assert [(each.paragraph, each.text, each.picture) for each in captions] == [
        (1, "Gulls in line", ""),
        (2, "Later", ""),
    ]
    assert captions[0].restriction == "PHOTO NOT FOR SALE"


def test_script_is_no_text_but_written_script_is():
    article = read_page(page(f"<p>{LEAD}{TEXT} &lt;script&gt;alert(1)&lt;/script&gt;</p><script>alert(2)</script>"))

    assert article.paragraphs == (f"{TEXT} <script>alert(1)</script>",)


def test_the_page_around_an_article_is_left_out():
    around = "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
    body = f"{around}<div><p>{LEAD}{TEXT}</p>" + f"<p>{MORE}</p>" * 3 + "</div><footer><p>All rights</p></footer>"

    assert read_page(page(body)).paragraphs == (TEXT, MORE, MORE, MORE)


def test_a_lead_apart_from_the_text_is_kept_and_the_imprint_is_not():
    story = "".join(f"<p>{n}. {MORE}</p>" for n in range(12))
    body = f"<ul><li>Home</li></ul><div><p>{LEAD}{TEXT}</p></div><div>{story}</div><div><p>Imprint and terms</p></div>"
    paragraphs = read_page(page(body)).paragraphs

    assert paragraphs[0] == TEXT
    assert len(paragraphs) == 13


@pytest.mark.parametrize(
    "body", ["", "<p></p>", "<div><h1>Welcome</h1><p>This domain is for use in examples.</p></div>", "<p>Hello</p>"]
)
def test_a_page_without_an_article_says_so(body):
    with pytest.raises(NoArticle, match="without an article"):
        read_page(page(body))


@pytest.mark.parametrize(
    ("declared", "encoded", "named"),
    [
        ("euc-kr", "cp949", "euc_kr"),
        ("shift_jis", "cp932", "shift_jis"),
        ("gb2312", "gb18030", "gb18030"),
        ("iso-8859-1", "cp1252", "cp1252"),
        ("utf-8", "utf-8", "utf-8"),
        ("no-such-thing", "utf-8", "utf-8"),
        ("utf-16", "utf-8", "utf-8"),
    ],
)
def test_pages_are_decoded_as_they_declare(declared, encoded, named):
    words = {"euc_kr": "갈매기가 줄을 선다", "shift_jis": "鴎が並ぶのは朝です", "gb18030": "海鸥在排队的时候"}.get(
        named, "mouettes, “élevées” à côté"
    )
    data = page(f"<p>{LEAD}{words}</p>", f'<meta charset="{declared}"><title>H</title>').decode().encode(encoded)
    article = read_page(data)

    assert article.paragraphs == (words,)
    assert article.encoding == named


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "base64", "rot13", "unicode_escape", "utf-7", "iso-8859-12", "x" * 500]
)
def test_codecs_that_are_no_encodings_are_not_used(name):
    article = read_page(page(head=f'<meta charset="{name}"><title>Gulls + \\u0041 a-b</title>'))

    assert (article.encoding, article.headline) == ("utf-8", "Gulls + \\u0041 a-b")


def test_a_wrong_declaration_does_not_garble_the_text():
    data = page(
        f"<p>{LEAD}갈매기가 줄을 서서 기다린다고 항만 사무소가 밝혔다</p>", "<meta charset='utf-8'><title>H</title>"
    )

    assert "갈매기" in read_page(data.decode().encode("cp949")).paragraphs[0]


@pytest.mark.parametrize("position", range(0, 3000, 10))
def test_no_truncated_page_raises(position):
    data = (SAMPLES / "formats" / "dunedin-moth.html").read_bytes()[:position]

    assert all(isinstance(each, ParsedArticle | Problem) for each in read(data, "page.html"))


HOSTILE = {
    "nested divs": "<div>" * 10_000 + TEXT,
    "attributes of one tag": "<p " + " ".join(f"a{n}" for n in range(1_000_000)) + ">",
    "attributes in quotes": "<p " + " ".join(f'a{n}="<a>"' for n in range(300_000)) + ">",
    "tags without end": "<p a " * 1_000_000,
    "one endless word": "x" * 7_000_000,
    "a million paragraphs": "<p>a" * 1_000_000,
    "a million breaks": "a<br>" * 90_000,
    "comments": "<!--" * 1_000_000,
    "classes": f'<div class="{"ad-" * 1_000_000}"><p>{TEXT}</p></div>',
    "brackets of JSON": f'<script type="application/ld+json">{"[" * 500_000}</script>',
    "a number of JSON": f'<script type="application/ld+json">{{"@type":"Article","headline":{"9" * 500_000}}}</script>',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_cost_seconds_and_a_problem(body):
    before = process_time()
    found = outcome(page(body))

    assert isinstance(found, Problem)
    assert process_time() - before < 15


def test_a_page_larger_than_the_limit_is_refused():
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        list(html.read(of_bytes(page("x" * 2_000_000), "page.html"), Reading(limits=Limits(file_bytes=1024 * 1024))))


def test_json_cannot_smuggle_what_no_text_holds():
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a\\u0000b\\ud800c"}</script>'

    assert read_page(page(head=head)).headline == "ab\ufffdc"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["@id", "@type", "name", "url", "value", "@graph"]), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = (
    [
        "headline",
        "name",
        "alternativeHeadline",
        "datePublished",
        "dateModified",
        "dateline",
        "locationCreated",
        "author",
    ]
    + ["publisher", "articleBody", "articleSection", "keywords", "about", "mentions", "image", "copyrightHolder", "url"]
    + ["copyrightYear", "usageInfo", "isBasedOn", "correction", "version", "inLanguage", "identifier", "@id", "license"]
    + ["mainEntityOfPage", "creativeWorkStatus", "contentLocation"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=10))
def test_any_json_in_any_property_is_read_or_left(node):
    (found,) = read(page(head=json_ld({**node, "@type": "NewsArticle"})), "page.html")

    assert isinstance(found, ParsedArticle)
    assert found.paragraphs or found.captions


tags = st.sampled_from(
    ["p", "div", "article", "section", "h1", "h2", "ul", "li", "table", "tr", "td", "figure", "figcaption", "br", "pre"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(tags, st.text(max_size=30), st.booleans()), max_size=30))
def test_any_structure_is_read(parts):
    body = "".join(
        f"<{name}>{text.replace('<', '&lt;')}{f'</{name}>' if closes else ''}" for name, text, closes in parts
    )
    (found,) = read(page(f"<p>{LEAD}{TEXT}</p>{body}"), "page.html")

    assert isinstance(found, ParsedArticle | Problem)
    assert "reader failed" not in getattr(found, "reason", "")


@pytest.mark.parametrize(
    "body",
    [
        "<div><p>{}</p><nav>x</nav>\x0b\x01</div>",
        "<div><aside>x</aside>&#x1;&#xfffe;&#xd800;<p>{}</p></div>",
        "<article itemprop='articleBody'><nav></nav>&#8;<p>{}</p></article>",
    ],
)
def test_characters_that_no_tree_holds_do_not_stop_the_reader(body):
    (article,) = read(page(body.format(LEAD + TEXT)), "page.html")

    assert TEXT in article.paragraphs
