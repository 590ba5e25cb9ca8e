"""NITF: what each agency's dialect puts where."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.article import Caption, NamedEntity, ParsedArticle, Problem, Relation, Subject
from articles.ingest.readers import nitf
from articles.ingest.reading import read


def document(docdata="", head="", body_head="<hedline><hl1>A headline</hl1></hedline>", body="<p>A text.</p>", root=""):
    return (
        f"<nitf {root}><head>{head}<docdata>{docdata}</docdata></head><body><body.head>{body_head}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def articles(text):
    return list(read(text.encode(), "a.xml"))


def article(*args, **kwargs) -> ParsedArticle:
    [found] = articles(document(*args, **kwargs))
    assert isinstance(found, ParsedArticle), found
    return found


@pytest.mark.parametrize(
    "head",
    [b"<nitf>", b"<?xml version='1.0'?>\n<!DOCTYPE nitf SYSTEM 'x'>\n<nitf version='3.2'>", b"\xef\xbb\xbf<n:nitf>"],
)
def test_nitf_is_recognised_by_its_root(head):
    assert nitf.recognises(head)


@pytest.mark.parametrize(
    "head", [b"", b"<nitfs>", b"<html><nitf>", b"LONDON (AP) -- The <nitf> element", b"<NewsML><nitf>", b"\x00\x01\x02"]
)
def test_anything_else_is_not_recognised(head):
    assert not nitf.recognises(head)


def test_ap_keeps_its_own_dateline_and_loses_the_title_of_the_reporter():
    found = article(
        '<doc-id regsrc="AP"/><date.issue norm="20151210T191044Z"/>',
        body_head="<hedline><hl1>Hogs help</hl1><hl2>Hogs help</hl2></hedline>"
        "<byline>By MARTA QUILL and JO ODE<byttl>AP Business Writer</byttl></byline>"
        "<distributor>The Associated Press</distributor><dateline><location>OMAHA, Neb.</location></dateline>",
        body="<block><p>OMAHA, Neb. (AP) — Hogs do.</p><p>They help.</p></block>",
    )

    assert found.agency == "AP"
    assert found.subheadline == ""
    assert found.bylines == ("MARTA QUILL", "JO ODE")
    assert found.dateline.text == "OMAHA, Neb. (AP) —"
    assert found.dateline.places == ("OMAHA",)
    assert found.dateline.date == date(2015, 12, 10)
    assert found.paragraphs == ("Hogs do.", "They help.")


def test_efe_slug_is_a_second_headline_and_its_stamp_is_no_dateline():
    found = article(
        '<key-list><keyword key="PERU MINAS"/></key-list>',
        body_head="<hedline><hl1>Titular</hl1><hl2>PERU MINAS</hl2></hedline><distributor>Agencia EFE</distributor>"
        '<dateline><story.date norm="20170103T022800+0000">20170103T022800+0000</story.date></dateline>'
        "<byline>gr/bp</byline>",
        body="<p>Lima, 2 ene (EFE).- Un texto.</p>",
    )

    assert (found.slugline, found.subheadline, found.keywords) == ("PERU MINAS", "", ("PERU MINAS",))
    assert found.dateline.text == "Lima, 2 ene (EFE).-"
    assert found.bylines == ("gr/bp",)


def test_dateline_stamp_gives_the_day_where_the_copy_has_none():
    stamp = '<dateline><story.date norm="20170102T222800+0000"/></dateline>'

    assert article(body_head=f"<hedline><hl1>x</hl1></hedline>{stamp}").dateline.date == date(2017, 1, 2)


def test_kyodo_dateline_is_put_together_from_its_parts():
    found = article(
        '<date.issue norm="20190723T202119+0900"/>',
        body_head="<hedline><hl1>x</hl1></hedline>"
        "<dateline><location>NAHA</location><story.date>July 23</story.date></dateline>",
    )

    assert found.dateline.text == "NAHA, July 23"
    assert found.dateline.places == ("NAHA",)
    assert found.dateline.date == date(2019, 7, 23)


def test_aap_city_in_a_location_is_the_place():
    body_head = "<hedline><hl1>x</hl1></hedline><dateline><location><city>Sydney</city></location></dateline>"

    assert article(body_head=body_head).dateline.places == ("Sydney",)


def test_ansa_byline_that_is_no_name_is_a_second_headline():
    found = article(
        '<date.issue norm="2022-07-11 18:33"/><date.release norm="2022-07-11 18:33"/>',
        body_head="<hedline><hl1>Gas cut</hl1></hedline><byline>Situation serious, ready for all scenarios</byline>"
        "<distributor><org>ANSA</org></distributor><dateline><location>ROME</location></dateline>",
        body="<block><img source='x.jpg'/><p>(ANSA) - ROME, JUL 11 - Gas was\n   cut.</p></block>",
    )

    assert found.subheadline == "Situation serious, ready for all scenarios"
    assert found.bylines == ()
    assert found.sent_at == datetime(2022, 7, 11, 18, 33, tzinfo=UTC)
    assert found.embargoed_until is None
    assert found.captions == ()


def test_pa_marks_persons_and_organisations_in_its_text():
    found = article(
        '<du-key key="PA-SSS-Trivia"/><series series.name="Trivia" series.part="1"/>'
        '<del-list><from-src src-name="PA"/></del-list>',
        body="<p><person>Ann Tarn's</person> side beat <org value='x'>the Rovers</org>.</p><p>ends</p>",
    )

    assert found.agency == "PA"
    assert found.slugline == "PA-SSS-Trivia"
    assert found.entities == (NamedEntity("person", "Ann Tarn"), NamedEntity("organisation", "the Rovers"))
    assert found.paragraphs[0] == "Ann Tarn's side beat the Rovers."


def test_ntb_version_is_that_of_its_key_and_its_own_codes_are_no_slug():
    found = article(
        '<doc-id id-string="faktisk-1_47" regsrc="NTB"/>'
        '<du-key version="48" key="faktisk-d9cde75b-256e-4989-b6a3-b8ad27f43a5c"/>'
        '<ed-msg info="Til redaksjonen: ring oss"/>',
        head='<meta name="NTBStikkord" content="NU-FLASH-K"/>',
        body_head="<hedline><hl1>x</hl1></hedline><dateline>Oslo</dateline><distributor><org>NTB</org></distributor>",
    )

    assert (found.guid, found.revision, found.slugline) == ("faktisk-1_47", "48", "NU-FLASH-K")
    assert found.note == "Til redaksjonen: ring oss"
    assert found.dateline.places == ("Oslo",)


def test_take_key_is_the_version_label():
    found = article(head='<meta name="anpa-keyword" content="US--Bridge"/><meta name="anpa-takekey" content="2nd Ld"/>')

    assert (found.version_label, found.version, found.slugline) == ("2nd Ld", 2, "US--Bridge")


def test_message_that_is_a_label_is_one_and_no_note():
    found = article('<ed-msg info="(CORRECTION)"/>')

    assert (found.version_label, found.note) == ("CORRECTION", "")


def test_correction_names_what_it_corrects():
    found = article('<correction info="Name put right." id-string="old-1"/><doc-id id-string="new-1"/>')

    assert found.version_label == "CORRECTION"
    assert found.note == "Name put right."
    assert found.relations == (Relation("previous", "old-1"),)


@pytest.mark.parametrize(
    ("docdata", "status", "until"),
    [
        ('<date.issue norm="20200101T100000Z"/><date.release norm="20200102T100000Z"/>', "usable", 2),
        ('<date.issue norm="20200101T100000Z"/><date.release norm="20200101T100000Z"/>', "usable", None),
        ('<date.issue norm="20200101T100000Z"/><date.release norm="99991231T235959Z"/>', "withheld", None),
        ('<date.issue norm="20200101T100000Z"/><date.release norm="when told"/>', "withheld", None),
    ],
)
def test_release_after_the_issue_is_an_embargo(docdata, status, until):
    found = article(docdata)

    assert found.status == status
    assert found.embargoed_until == (until and datetime(2020, 1, until, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("management", "status"),
    [
        ("usable", "usable"),
        ("embargoed", "withheld"),
        ("withheld", "withheld"),
        ("Canceled", "canceled"),
        ("", "usable"),
    ],
)
def test_management_status_is_the_status(management, status):
    [found] = articles(document().replace("<docdata>", f'<docdata management-status="{management}">'))

    assert found.status == status


def test_media_gives_a_caption_where_it_stands():
    body = (
        "<p>One.</p><media media-type='image'><media-reference mime-type='image/jpeg' source='a.jpg'/>"
        "<media-caption>A boat. (No sales)</media-caption><media-producer>AP Photo/Ann Tarn</media-producer></media>"
        "<p>Two.</p>"
        "<media media-type='video'><media-reference source='b.mpg'/><media-caption>A film</media-caption></media>"
        "<media media-type='image'><media-reference source='c.jpg'/></media>"
    )

    assert article(body=body).captions == (Caption(1, "A boat.", "AP Photo/Ann Tarn", "No sales", "a.jpg"),)


def test_subjects_have_their_owners_scheme_and_their_narrowest_name():
    head = (
        "<tobject><tobject.subject tobject.subject.refnum='11006005' tobject.subject.type='Politics' "
        "tobject.subject.matter='Government'/>"
        "<tobject.subject tobject.subject.ipr='EFE' tobject.subject.refnum='F01'/></tobject>"
    )
    found = article('<evloc city="Tegucigalpa" iso-cc="HND"/>', head=head)

    assert found.subjects == (
        Subject("11006005", "subj", "Government"),
        Subject("F01", "EFE", ""),
        Subject("Tegucigalpa, HND", "place", "Tegucigalpa, HND"),
    )


def test_abstract_is_kept_unless_the_text_says_it():
    repeated = article(
        body_head="<hedline><hl1>x</hl1></hedline><abstract><p>It was a long</p></abstract>",
        body="<p>It was a long day.</p>",
    )
    another = article(
        body_head="<hedline><hl1>x</hl1></hedline><abstract>In short</abstract>", body="<p>It was a long day.</p>"
    )

    assert repeated.subheadline == ""
    assert another.subheadline == "In short"


def test_rights_become_usage_terms_and_copyright():
    found = article(
        '<doc.copyright year="2013" holder="AAP"/>'
        '<doc.rights owner="AAP" geography="Australia" limitations="No archive"/>'
    )

    assert found.copyright == "© 2013 AAP"
    assert found.usage_terms == "Australia\nNo archive"


def test_title_stands_in_for_a_headline_and_the_text_for_both():
    assert article(head="<title>A title</title>", body_head="").headline == "A title"
    assert article(body_head="").headline == "A text."


def test_document_without_a_word_is_a_problem():
    [found] = articles(document(body_head="", body=""))

    assert isinstance(found, Problem)
    assert found.reason == "neither a headline nor a text"


def test_joined_documents_are_articles_of_their_own():
    one, two = document(body="<p>One.</p>"), document(body="<p>Two.</p>")
    found = articles(f"<?xml version='1.0'?>\n{one}\n{two}\n")

    assert [each.paragraphs for each in found] == [("One.",), ("Two.",)]
    assert [each.original for each in found] == [one.encode(), two.encode()]
    assert [each.position for each in found] == [0, 1]


def test_original_of_a_single_document_is_the_whole_file():
    written = "<?xml version='1.0'?>\n<!-- a feed -->\n" + document() + "\n<!-- end -->\n"
    [found] = articles(written)

    assert found.original == written.encode()


@pytest.mark.parametrize("number", ["0", "10", "99999999999999999999", "-1", "x", "٣", "1e1"])
def test_urgency_beyond_one_to_nine_is_none(number):
    assert article(f'<urgency ed-urg="{number}"/>').urgency is None


def test_element_named_as_agencies_misname_it_is_read():
    assert article(body_head="<headline><hl1>Misnamed</hl1></headline>").headline == "Misnamed"


def test_kill_without_a_word_goes_by_the_id_it_cancels():
    written = document('<doc-id id-string="5512"/>', body_head="", body="")
    [found] = articles(written.replace("<docdata>", '<docdata management-status="canceled">'))

    assert (found.status, found.headline) == ("canceled", "5512")
