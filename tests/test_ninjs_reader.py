"""ninjs 1, 2 and 3: what of an item becomes what of an article, and what is no article."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.article import Caption, ParsedArticle, Problem, Relation, Subject
from articles.ingest.readers import ap_media, ninjs
from articles.ingest.reading import read, read_source
from articles.ingest.source import Reading, Source, of_bytes

EXAMPLES = Path(__file__).parent.parent.parent / "shared" / "data" / "ninjs"
SAMPLES = Path(__file__).parent.parent / "samples" / "formats"
PARAGRAPHS = "<p>One.</p><p>Two &amp; three.</p>"
WORDLESS = {"type": "text", "uri": "urn:x:1", "pubstatus": "canceled"}


def item(**members):
    return {
        "uri": "urn:x:1",
        "type": "text",
        "headline": "Bridge opens",
        "versioncreated": "2020-05-01T10:00:00Z",
    } | members


def articles_of(*items, dump=json.dumps):
    return list(read(dump(items[0] if len(items) == 1 else list(items)).encode(), "a.json"))


def article_of(**members):
    (article,) = articles_of(item(**members))
    assert isinstance(article, ParsedArticle), article
    return article


def test_keys_may_be_in_any_case():
    (article,) = articles_of(
        {"URI": "urn:x:1", "Headline": "Bridge opens", "VersionCreated": "2020-05-01T10:00:00Z", "edNote": "Note"}
    )

    assert (article.guid, article.headline, article.note) == ("urn:x:1", "Bridge opens", "Note")
    assert article.sent_at == datetime(2020, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "dump", [json.dumps, lambda items: "\n".join(map(json.dumps, items)), lambda items: json.dumps({"_items": items})]
)
def test_a_list_lines_and_an_envelope_hold_the_same_items(dump):
    articles = articles_of(item(uri="urn:x:1"), item(uri="urn:x:2"), dump=dump)

    assert [(each.guid, each.position, each.format) for each in articles] == [
        ("urn:x:1", 0, "ninjs"),
        ("urn:x:2", 1, "ninjs"),
    ]


def test_each_article_keeps_its_own_bytes():
    first, second = (json.dumps(item(uri=uri)) for uri in ("urn:x:1", "urn:x:2"))

    articles = list(read(f"[\n {first} ,\n{second}]\n".encode(), "a.json"))

    assert [each.original.decode() for each in articles] == [first, second]


@pytest.mark.parametrize("kind", ["picture", "graphic", "audio", "video", "event", "planning", "package"])
def test_what_is_no_text_yields_nothing(kind):
    assert articles_of(item(type=kind)) == []


def test_an_item_without_a_word_yields_nothing_unless_it_withdraws():
    assert articles_of({**WORDLESS, "pubstatus": "usable"}) == []
    (kill,) = articles_of(WORDLESS)

    assert (kill.headline, kill.status) == ("urn:x:1", "canceled")


@pytest.mark.parametrize(
    "members",
    [
        {"body_html": "<p>One.</p><p>Two &amp; three.</p>"},
        {"body_xhtml": "<div><p>One.</p>Two &amp; three.</div>", "body_text": "One. Two & three."},
        {"bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>One.<br/>Two &amp; three.</p>"}]},
        {
            "bodies": [
                {
                    "contentType": "application/nitf+xml",
                    "value": f"<nitf><body><body.content>{PARAGRAPHS}</body.content></body></nitf>",
                }
            ]
        },
        {"description_text": "One.\nTwo & three."},
    ],
)
def test_the_body_is_read_in_whatever_form_it_comes(members):
    assert article_of(**members).paragraphs == ("One.", "Two & three.")


def test_plain_text_with_paragraphs_is_preferred_to_html():
    article = article_of(body_text=f"First, {'a long line ' * 10}.\nSecond.", body_html="<h1>Bridge opens</h1><p>x</p>")

    assert article.paragraphs[1] == "Second."


def test_the_headline_is_not_repeated_above_the_body():
    assert article_of(body_html="<h1>Bridge opens</h1><p>One.</p>").paragraphs == ("One.",)


def test_markers_and_dateline_are_read_out_of_the_copy():
    article = article_of(headline="(2nd LD) Bridge opens", body_html="<p>SEOUL, May 1 (Yonhap) -- One.</p><p>(END)</p>")

    assert (article.version_label, article.version, article.headline) == ("2nd LD", 2, "Bridge opens")
    assert (article.dateline.places, article.agency, article.end_mark) == (("SEOUL",), "Yonhap", "END")


def test_located_is_where_it_was_filed_when_the_copy_does_not_say():
    dateline = article_of(located="Oslo, Norway", body_html="<p>One.</p>").dateline

    assert (dateline.text, dateline.places, dateline.region) == ("", ("Oslo",), "Norway")


@pytest.mark.parametrize(
    ("members", "status", "until"),
    [
        ({"pubstatus": "usable"}, "usable", None),
        ({"pubstatus": "withheld"}, "withheld", None),
        ({"pubstatus": "CANCELED"}, "canceled", None),
        ({"embargoed": "2020-05-02T00:01:00Z"}, "usable", datetime(2020, 5, 2, 0, 1, tzinfo=UTC)),
        ({"embargoedUntil": "2020-05-02T00:01:00Z"}, "usable", datetime(2020, 5, 2, 0, 1, tzinfo=UTC)),
        ({"embargoed": "after the ceremony"}, "withheld", None),
        ({"embargoed": "after the ceremony", "pubstatus": "canceled"}, "canceled", None),
    ],
)
def test_status_and_embargo_are_kept(members, status, until):
    article = article_of(**members)

    assert (article.status, article.embargoed_until) == (status, until)


def test_an_embargo_without_a_moment_holds_usable_copy_back():
    assert article_of(embargoed="after the ceremony", pubstatus="usable").status == "withheld"


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        (
            {"code": "20000394", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
            Subject("20000394", "medtop", "War"),
        ),
        ({"uri": "http://cv.iptc.org/newscodes/mediatopic/20000394"}, Subject("20000394", "medtop", "War")),
        ({"literal": "medtop:20000394"}, Subject("20000394", "medtop", "War")),
        ({"literal": "16000000"}, Subject("16000000", "subj", "War")),
        ({"uri": "http://cv.ap.org/id/86aad520"}, Subject("86aad520", "cv.ap.org", "War")),
        ({"literal": "desk:a:war"}, Subject("war", "desk:a", "War")),
        ({}, Subject("War", "", "War")),
    ],
)
def test_subjects_keep_code_and_scheme(written, subject):
    assert article_of(subjects=[written | {"name": "War"}]).subjects == (subject,)


def test_a_picture_is_a_caption_with_its_rights():
    picture = {
        "type": "picture",
        "by": "Ida Holm",
        "usageterms": "NO SALES",
        "descriptions": [{"role": "caption", "value": "The bridge. (TT)"}],
        "renditions": [
            {"name": "thumbnail", "href": "https://p.example.com/s.jpg", "contenttype": "image/jpeg"},
            {"name": "main", "href": "https://p.example.com/l.jpg", "contenttype": "image/jpeg"},
        ],
    }
    silent = {"type": "picture", "renditions": {"main": {"href": "https://p.example.com/x.jpg"}}}

    assert article_of(associations=[picture, silent]).captions == (
        Caption(0, "The bridge.", "TT", "NO SALES", "https://p.example.com/l.jpg"),
    )


@pytest.mark.parametrize("href", ["data:image/png;base64,AAAA", "javascript:alert(1)"])
def test_a_picture_that_is_no_address_is_not_kept(href):
    picture = {"type": "picture", "description_text": "The bridge", "renditions": {"main": {"href": href}}}

    assert article_of(associations={"p": picture}).captions[0].picture == ""


def test_associated_items_are_relations():
    associations = [
        {"type": "text", "uri": "urn:x:2"},
        {"uri": "urn:x:3", "rel": "http://cv.iptc.org/newscodes/conceptrelation/derivedFrom"},
        {"type": "video", "uri": "urn:x:4"},
    ]

    assert article_of(associations=associations, evolvedfrom="urn:x:0").relations == (
        Relation("see-also", "urn:x:2"),
        Relation("derived-from", "urn:x:3"),
        Relation("previous", "urn:x:0"),
    )


def test_a_correction_signalled_in_metadata_is_a_version_label():
    assert article_of(signal=["sig:correction"]).version_label == "CORRECTION"
    assert (
        article_of(signal=["sig:correction"], headline="CORRECTED: Bridge opens").version_label
        != "CORRECTION CORRECTED"
    )


@pytest.mark.parametrize(
    "written",
    ["9" * 10_000, "0000-00-00T00:00:00Z", "99999-01-01T00:00:00Z", "2020-13-01T00:00:00Z", {"a": 1}, [], None, 7],
)
def test_impossible_dates_and_numbers_stay_empty(written):
    article = article_of(versioncreated=written, embargoed=None, urgency=written, version=written)

    assert (article.sent_at, article.urgency if written != 7 else None) == (None, None)


@pytest.mark.parametrize(
    "data",
    [
        b'{"uri":"urn:x:1","headline":"a","headline":"b","urgency":1}',
        b'{"uri":"urn:x:1","headline":"a","Headline":"b","urgency":1}',
        b'{"uri":"urn:x:1","headline":"a","urgency":NaN}',
        b'{"uri":"urn:x:1","headline":"a","urgency":' + b"[" * 10_000,
        b'{"uri":"urn:x:1","headline":"a","urgency":' + b'{"a":' * 10_000,
        b'{"uri":"urn:x:1","headline":"\xff\xfe\x00","urgency":1}',
    ],
    ids=["key twice", "key twice in two cases", "NaN", "deep lists", "deep objects", "no text"],
)
def test_what_is_no_json_is_a_problem(data):
    (problem,) = read(data, "a.json")

    assert isinstance(problem, Problem)
    assert problem.line == 1


def test_renditions_of_one_name_are_told_apart():
    data = b'{"uri":"urn:x:1","headline":"a","urgency":1,"renditions":{"v":{"href":"1"},"v":{"href":"2"}}}'

    assert [each.headline for each in read(data, "a.json")] == ["a"]


def test_a_number_of_ten_thousand_digits_costs_nothing():
    (article,) = read(b'{"uri":"urn:x:1","headline":"a","urgency":1,"version":' + b"9" * 10_000 + b"}", "a.json")

    assert article.revision == ""


def test_a_lone_surrogate_and_a_nul_do_not_reach_the_archive():
    (article,) = read(b'{"uri":"urn:x:1","urgency":1,"headline":"a\\ud800b\\u0000c","body_text":"x\\udc00"}', "a.json")

    assert article.headline == "a\ufffdbc"
    assert article.paragraphs == ("x\ufffd",)


@pytest.mark.parametrize(
    "name", ["rostock-kraniche-und-korrektur.ninjs", "galway-hives-and-a-kill.ninjs", "savannah-clock.ap-media"]
)
def test_a_file_cut_off_anywhere_is_read_as_far_as_it_goes(name):
    data = (SAMPLES / name).read_bytes()
    whole = list(read(data, "a"))

    for end in range(0, len(data), 10):
        results = list(read(data[:end], "a"))
        articles = [each for each in results if isinstance(each, ParsedArticle)]
        assert [each.original for each in articles] == [each.original for each in whole[: len(articles)]]
        # cut off between two records of one a line nothing is missing
        assert (
            len(articles) == len(whole)
            or any(isinstance(each, Problem) for each in results)
            or data[:end].endswith(b"}")
        )


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples of the IPTC are not here")
@pytest.mark.parametrize("suite", ["examples", "validation"])
def test_the_examples_of_the_iptc_are_read(suite):
    paths = sorted(path for path in (EXAMPLES / suite).rglob("*.json") if "schema" not in path.stem)
    paths = [path for path in paths if path.parent.name != "should_fail"]
    results = {path.name: list(read(path.read_bytes(), path.name)) for path in paths}

    assert len(paths) > 30
    assert not {name: each for name, each in results.items() if any(isinstance(one, Problem) for one in each)}


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples of the IPTC are not here")
def test_what_the_iptc_calls_invalid_does_no_harm():
    for path in EXAMPLES.rglob("should_fail/*.json"):
        for each in read(path.read_bytes(), path.name):
            assert isinstance(each, ParsedArticle) or "reader failed" not in each.reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
MEMBERS = (
    *("type", "version", "versioncreated", "embargoed", "pubstatus", "urgency", "language", "bodies", "headlines"),
    *("descriptions", "body_html", "body_text", "headline", "slugline", "subject", "subjects", "place", "places"),
    *("person", "people", "organisations", "associations", "renditions", "infosources", "by", "byline", "located"),
    *("usageterms", "ednote", "keywords", "signal", "altids", "bylines", "datelinelocation", "editorialtypes"),
    *("item", "data", "genres", "evolvedfrom", "authors"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(MEMBERS), json_values, max_size=8))
def test_members_of_any_type_are_an_article_a_problem_or_nothing(members):
    data = json.dumps({"uri": "urn:x:1", "urgency": 1} | members).encode()
    for reader in (ninjs, ap_media):
        results = list(reader.read(of_bytes(data, "a"), Reading()))
        assert len(results) <= 1


def test_ap_items_are_known_by_their_id_not_by_their_address():
    members = {
        "altids": {"itemid": "abc"},
        "editorialpriority": "d",
        "uri": "https://x/abc?key=1",
        "datelinelocation": {"city": "Reno", "countryareaname": "Nevada"},
    }
    (article,) = articles_of(
        item(**members, slugline="BC-US--Bridge, 2nd Ld-Writethru", bylines=[{"by": "By ANN LEE and BO ODEN"}])
    )

    assert (article.format, article.guid, article.agency) == ("ap-media", "abc", "AP")
    assert (article.slugline, article.version_label, article.version) == ("BC-US--Bridge", "2nd Ld-Writethru", 2)
    assert (article.dateline.places, article.dateline.region, article.bylines) == (
        ("Reno",),
        "Nevada",
        ("ANN LEE", "BO ODEN"),
    )


@pytest.mark.parametrize(("kind", "status"), [("Kill", "canceled"), ("Withhold", "withheld"), ("Add", "usable")])
def test_ap_editorial_types_withdraw(kind, status):
    (article,) = articles_of(item(altids={"itemid": "abc"}, editorialtypes=[kind], pubstatus="usable"))

    assert article.status == status


def test_a_stream_is_read_item_by_item():
    class Endless:
        taken = 0

        def read(self, size=-1):
            self.taken += size
            return ((json.dumps(item()) + "\n") * (size // 50 + 1)).encode()[:size]

    stream = Endless()
    results = read_source(Source("a", stream), Reading())

    assert next(results).headline == "Bridge opens"
    assert stream.taken < 1024 * 1024


def test_kicker_line_of_tt_is_no_paragraph():
    line = '<div class="dat"><span class="vignette">Goat\n found</span><span class="source">TT</span></div>'
    article = article_of(body_html5=f"<article><h1>Bridge opens</h1>{line}<h4><p>A lead.</p></h4></article>")

    assert (article.subheadline, article.paragraphs) == ("Goat found", ("A lead.",))


@pytest.mark.parametrize("line", ['<div class="dat">Monday</div>', '<div class="vignette">Monday</div>'])
def test_other_lines_above_the_lead_are_paragraphs(line):
    article = article_of(body_html=f"<div><p>First.</p>{line}<p>Last.</p></div>")

    assert (article.subheadline, article.paragraphs) == ("", ("First.", "Monday", "Last."))
