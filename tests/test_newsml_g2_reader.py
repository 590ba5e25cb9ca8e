"""NewsML-G2: what each agency's dialect puts where, and which items are texts."""

import io
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.ingest.article import Caption, NamedEntity, ParsedArticle, Problem, Relation, Subject
from articles.ingest.readers import newsml_g2
from articles.ingest.reading import read, read_source
from articles.ingest.source import Limits, Reading, Source, of_bytes

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
LISTINGS = Path(__file__).parents[2] / "shared" / "data" / "newsml-g2"
CLASS = '<itemClass qcode="ninat:text"/>'


TT_BODY = """
<BODY xmlns="">
  <TEXT>
    <RUBRIK>Rubriken</RUBRIK>
    <DAT><VIGNETT>Vinjetten</VIGNETT><ORT>Lund</ORT><SOURCE>TT</SOURCE></DAT>
    <INGRESS><P>Ingressen.</P></INGRESS>
    <BRODTEXT><CITAT>Ett citat.</CITAT><MELLIS>En mellis</MELLIS></BRODTEXT>
    <BYLINE EPOST="a@example.org">Ann Tarn/TT</BYLINE>
    <BILD>
      <BILDFIL>a.jpg</BILDFIL>
      <BILDTEXT><P>En bild.</P></BILDTEXT>
      <BILDSKAPARE>Bo Ek/TT</BILDSKAPARE>
    </BILD>
  </TEXT>
  <TEXT><RUBRIK>Fakta</RUBRIK><BRODTEXT><P>Mer.</P></BRODTEXT></TEXT>
</BODY>"""


def item(
    meta="", content="", body="<html><body><p>A text.</p></body></html>", root='guid="urn:x:1" version="2"', rights=""
):
    return (
        f"<newsItem {NAR} {root}><rightsInfo>{rights}</rightsInfo>"
        f"<itemMeta>{'' if 'itemClass' in meta else CLASS}{meta}</itemMeta><contentMeta>{content}</contentMeta>"
        f"<contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>"
    )


def message(*items, header=""):
    inside = "\n".join(items)
    return f"<newsMessage {NAR}><header>{header}</header><itemSet>\n{inside}\n</itemSet></newsMessage>"


def articles(text):
    return list(read(text.encode(), "a.xml"))


def article(*args, **kwargs) -> ParsedArticle:
    [found] = articles(item(*args, **kwargs))
    assert isinstance(found, ParsedArticle), found
    return found


@pytest.mark.parametrize(
    "root", ["newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "n:planningItem"]
)
def test_items_of_the_format_are_recognised(root):
    assert newsml_g2.recognises(f"<?xml version='1.0'?><!-- x --><{root} {NAR}>".encode())


@pytest.mark.parametrize(
    "head", [b"", b"<newsitem itemid='1'>", b"<NewsML>", b"<nitf>", b"newsItem", b"<html><newsItem>"]
)
def test_anything_else_is_not_recognised(head):
    assert not newsml_g2.recognises(head)


@pytest.mark.parametrize("name", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem", "packageItem"])
def test_items_that_are_no_news_yield_nothing(name):
    assert articles(f"<{name} {NAR} guid='x'><itemMeta>{CLASS}</itemMeta></{name}>") == []


@pytest.mark.parametrize("kind", ["ninat:picture", "ninat:video", "ninat:audio", "ninat:graphic", "ninat:animated"])
def test_news_items_without_text_yield_nothing(kind):
    assert articles(item(f'<itemClass qcode="{kind}"/>', "<headline>A picture</headline>", body="")) == []


def test_composite_item_is_read_where_it_holds_text():
    composite = '<itemClass qcode="ninat:composite"/>'

    assert len(articles(item(composite))) == 1
    assert articles(item(composite, body="<events><event><name>A fair</name></event></events>")) == []


def test_id_and_version_are_the_agencys():
    found = article()

    assert (found.guid, found.revision) == ("urn:x:1", "2")


@pytest.mark.parametrize(
    ("provider", "agency"),
    [
        ('<provider qcode="nprov:REUTERS"/>', "Reuters"),
        ('<provider literal="reuters.com"/>', "Reuters"),
        ('<provider qcode="nprov:dpa"><name>Deutsche Presse-Agentur GmbH</name></provider>', "dpa"),
        ('<provider uri="http://www.afp.com/about/"/>', "AFP"),
        ('<provider literal="ansa.it"/>', "ANSA"),
        ('<provider literal="STT"/>', "STT"),
        ('<provider qcode="a:1"><name>The Daily Nonesuch</name></provider>', "The Daily Nonesuch"),
        ('<provider uri="https://www.nonesuch.example/"/>', "nonesuch.example"),
        ("", ""),
    ],
)
def test_provider_is_the_agency_whatever_it_goes_by(provider, agency):
    assert article(provider).agency == agency


@pytest.mark.parametrize(
    ("meta", "status", "until"),
    [
        ('<pubStatus qcode="stat:usable"/>', "usable", None),
        ('<pubStatus qcode="stat:canceled"/>', "canceled", None),
        ('<pubStatus qcode="stat:withheld"/>', "withheld", None),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "canceled", None),
        ("<embargoed>2018-10-23T12:00:00Z</embargoed>", "usable", datetime(2018, 10, 23, 12, tzinfo=UTC)),
        ("<embargoed/>", "withheld", None),
        ("<embargoed>until the speech</embargoed>", "withheld", None),
        ('<embargoed/><pubStatus qcode="stat:canceled"/>', "canceled", None),
        ('<embargoed>9999-12-31T23:59:59Z</embargoed><pubStatus qcode="stat:usable"/>', "withheld", None),
    ],
)
def test_embargo_holds_back_until_its_hour_or_for_good(meta, status, until):
    found = article(meta)

    assert (found.status, found.embargoed_until) == (status, until)


def test_kill_without_a_text_keeps_its_headline():
    found = article(
        '<pubStatus qcode="stat:canceled"/>', "<headline>STORY WITHDRAWN-Not so</headline>", body="<html><body/></html>"
    )

    assert (found.status, found.version_label, found.headline) == ("canceled", "STORY WITHDRAWN", "Not so")


def test_kill_without_a_word_goes_by_the_id_it_cancels():
    [found] = articles(
        f'<newsItem {NAR} guid="urn:x:1"><itemMeta>{CLASS}<pubStatus qcode="stat:canceled"/></itemMeta></newsItem>'
    )

    assert (found.status, found.headline) == ("canceled", "urn:x:1")


@pytest.mark.parametrize("signal", ["sig:correction", "edStat:C"])
def test_signal_of_a_correction_is_its_label(signal):
    assert article(f'<signal qcode="{signal}"/>').version_label == "CORRECTION"


@pytest.mark.parametrize(
    ("slugline", "slug", "label", "version"),
    [
        ("GLOBAL-GOLD/ (UPDATE 1)", "GLOBAL-GOLD/", "UPDATE 1", 1),
        ("BC-US--Earns, 1st Ld-Writethru", "BC-US--Earns", "1st Ld-Writethru", 1),
        ("US-Finance-Fed", "US-Finance-Fed", "", 0),
        ("A (PIX)", "A (PIX)", "", 0),
    ],
)
def test_label_behind_the_slug_is_taken_off_it(slugline, slug, label, version):
    found = article(content=f"<slugline>{slugline}</slugline><headline>x</headline>")

    assert (found.slugline, found.version_label, found.version) == (slug, label, version)


def test_public_and_other_notes_are_kept_apart():
    found = article(
        '<edNote>Adds quote</edNote><edNote role="sttnote:private">ring the desk</edNote>'
        '<edNote role="dpaednoterole:closingline">dpa ab xx</edNote>'
        '<edNote pubconstraint="dpapconstraint:nonpublic">Author: A &lt;a@example.org&gt;</edNote>'
    )

    assert found.note == "Adds quote"
    assert found.nonpublic_note == "ring the desk\ndpa ab xx\nAuthor: A <a@example.org>"


def test_dpa_header_of_the_text_is_not_read_twice():
    found = article(
        content="<headline>Headline</headline><located><name>Rom</name></located><dateline>Rom (dpa) - </dateline>",
        body="<html><body><header><ul><li>Slug</li></ul><time>1.1.2020</time><h1>Headline</h1></header><section><p>"
        "<span>Rom <span>(dpa)</span> - </span>Der Text.</p></section></body></html>",
    )

    assert found.paragraphs == ("Der Text.",)
    assert found.dateline.text == "Rom (dpa) -"
    assert found.dateline.places == ("Rom",)


def test_dateline_of_the_metadata_serves_where_the_text_has_none():
    found = article(
        "<versionCreated>2016-02-09T09:17:00+03:00</versionCreated>",
        '<located qcode="city:Moscow"><broader qcode="cntry:Russia"/></located>'
        "<dateline>MOSCOW, Feb 8 (Reuters)</dateline>",
    )

    assert found.dateline.text == "MOSCOW, Feb 8 (Reuters)"
    assert found.dateline.places == ("Moscow",)
    assert str(found.dateline.date) == "2016-02-08"


def test_place_of_the_metadata_has_its_region():
    located = (
        '<located type="cptype:city"><name>Pittsburgh</name>'
        '<broader type="cptype:statprov"><name>Pennsylvania</name></broader>'
        '<broader type="cptype:country"><name>United States</name></broader></located>'
    )
    found = article(content=located)

    assert (found.dateline.places, found.dateline.region) == (("Pittsburgh",), "Pennsylvania")


def test_reuters_copy_in_one_element_is_parted():
    found = article(
        content="<headline>PRECIOUS-Gold rises</headline>"
        '<description role="descRole:caption">GOLD/ (UPDATE 1):PRECIOUS-Gold rises</description>',
        body="<html xmlns='http://www.w3.org/1999/xhtml'><body><p>(Adds comment)\n"
        "    * A point\n    * Another\n    * A third\n\n"
        "    By Ann Tarn\n    Jan 30 (Reuters) - Gold rose on Tuesday\nand fell on Wednesday.\n    Silver did\nnot.\n\n"
        " (Reporting by Ann Tarn)</p></body></html>",
    )

    assert found.paragraphs == (
        "Gold rose on Tuesday and fell on Wednesday.",
        "Silver did not.",
        "(Reporting by Ann Tarn)",
    )
    assert found.note == "Adds comment"
    assert found.bylines == ("Ann Tarn",)
    assert found.subheadline == "* A point\n* Another\n* A third"
    assert found.dateline.text == "Jan 30 (Reuters) -"


def test_tt_names_its_elements_in_swedish():
    found = article(
        '<provider literal="TT"/><signal qcode="tt_sig:replace"/>',
        '<altId type="tt:uno">2017:TT:5:0</altId><altId type="tt:refuno">2017:TT:4:0</altId><language tag="sv"/>'
        '<subject literal="TT:02000000:LAG"/><headline>Rubriken</headline>',
        body=TT_BODY,
        root='guid="urn:newsml:tt.se:2017:TT:5:0"',
    )

    assert found.subheadline == "Vinjetten"
    assert found.paragraphs == ("Ingressen.", "Ett citat.", "En mellis", "Fakta", "Mer.")
    assert found.captions == (Caption(3, "En bild.", "Bo Ek/TT", "", "a.jpg"),)
    assert found.contacts == ("a@example.org",)
    assert found.dateline.places == ("Lund",)
    assert found.subjects == (Subject("02000000", "subj", "LAG"),)
    assert found.relations == (Relation("previous", "urn:newsml:tt.se:2017:TT:4:0"),)


def test_kicker_line_of_tt_is_no_paragraph():
    line = '<div class="dat"><span class="vignette">Geten</span><span class="source">TT</span></div>'
    body = f"<html><body><article><section>{line}<h4><p>A lead.</p></h4></section></article></body></html>"
    found = article(content="<headline>x</headline><description>In short</description>", body=body)

    assert found.subheadline == "In short\nGeten"
    assert found.paragraphs == ("A lead.",)


def test_ansa_text_is_markup_within_data():
    text = item(content="<headline>x</headline>").replace(
        "<inlineXML><html><body><p>A text.</p></body></html></inlineXML>",
        '<remoteContent href="a.jpg"/><inlineData contenttype="text/plain"><![CDATA[\n<p>\n'
        '     (ANSA) - Rome, October 11 - One\nis.\n   "Two"\nis.\n </p>]]></inlineData>',
    )
    [found] = articles(text)

    assert found.paragraphs == ("One is.", '"Two" is.')
    assert found.dateline.places == ("Rome",)


def test_plain_data_is_read_as_plain_text():
    text = item(content="<headline>x</headline>").replace(
        "<inlineXML><html><body><p>A text.</p></body></html></inlineXML>",
        '<inlineData contenttype="text/plain">OSLO, Jan 3 (AP) -- One &lt; two.\n\nThree.</inlineData>',
    )
    [found] = articles(text)

    assert found.paragraphs == ("One < two.", "Three.")


def of_data(data: str) -> ParsedArticle:
    text = item(content="<headline>x</headline>").replace(
        "<inlineXML><html><body><p>A text.</p></body></html></inlineXML>", data
    )
    [found] = articles(text)
    return found


@pytest.mark.parametrize(
    "said",
    [
        'contenttype="text/plain" encoding="encd:base64"',
        'encoding="base64"',
        'contenttype="text/plain; charset=UTF-8" encodinguri="http://cv.iptc.org/newscodes/encoding/base64"',
    ],
)
def test_text_in_base64_is_read_as_plain_text(said):
    encoded = b64encode("OSLO, Jan 3 (AP) -- Bjørn & co.\n\nThree.".encode()).decode()

    assert of_data(f"<inlineData {said}>\n  {encoded[:20]}\n  {encoded[20:]}\n</inlineData>").paragraphs == (
        "Bjørn & co.",
        "Three.",
    )


def test_text_in_base64_may_be_markup_in_another_encoding():
    encoded = b64encode("<p>Bjørn</p><p>Three</p>".encode("latin-1")).decode()
    said = 'contenttype="text/html; charset=iso-8859-1" encoding="base64"'

    assert of_data(f"<inlineData {said}>{encoded}</inlineData>").paragraphs == ("Bjørn", "Three")


@pytest.mark.parametrize(
    "data",
    [
        '<inlineData contenttype="image/jpeg" encoding="base64">AAAA</inlineData>',
        '<inlineData contenttype="application/pdf" encoding="base64">JVBERi0xLjQ=</inlineData>',
        f'<inlineData encoding="base64">{b64encode(bytes(range(256))).decode()}</inlineData>',
        '<inlineData contenttype="text/plain" encoding="base64">no Base64!</inlineData>',
        '<inlineData contenttype="text/plain" encoding="base64"></inlineData>',
        '<inlineData contenttype="text/plain" encoding="gzip">H4sIAAAA</inlineData>',
        '<inlineData contenttype="text/plain; charset=nonesuch" encoding="base64">QSB0ZXh0</inlineData>',
    ],
)
def test_encoded_data_that_is_no_text_is_not_kept(data):
    assert of_data(data).paragraphs == ()


def test_of_several_renditions_one_is_read():
    text = (
        item(content="<headline>x</headline>")
        .replace("<contentSet>", "<contentSet><inlineData contenttype='text/plain'>A text.</inlineData>")
        .replace(
            "</contentSet>",
            "<inlineXML><nitf><body><body.content><p>A text.</p></body.content></body></nitf></inlineXML></contentSet>",
        )
    )

    assert articles(text)[0].paragraphs == ("A text.",)


def test_subjects_keep_their_scheme_and_are_named_in_the_language_of_the_item():
    found = article(
        content='<language tag="de"/><subject qcode="medtop:20000523"><name xml:lang="en">labour</name>'
        '<name xml:lang="de">Arbeit</name>'
        '</subject><subject uri="http://cv.iptc.org/newscodes/mediatopic/20000350"/><subject qcode="stt:1"/>'
        '<subject type="cpnat:geoArea" qcode="geo:1"><name>Thau</name></subject>'
    )

    assert found.subjects == (
        Subject("20000523", "medtop", "Arbeit"),
        Subject("20000350", "medtop", ""),
        Subject("1", "stt", ""),
        Subject("1", "geo", "Thau"),
    )


def test_subject_is_named_by_what_the_item_asserts():
    text = item(content='<subject qcode="stt:1"/>').replace(
        "<contentSet>", '<assert qcode="stt:1"><name>Suomi</name></assert><contentSet>'
    )

    assert articles(text)[0].subjects == (Subject("1", "stt", "Suomi"),)


def test_persons_and_organisations_are_entities():
    found = article(
        content='<subject type="cpnat:person" literal="x"><name>Ann Tarn</name></subject>'
        '<subject type="cpnat:organisation" literal="y"><name>United Nations</name><name>UN</name></subject>'
    )

    assert found.entities == (NamedEntity("person", "Ann Tarn"), NamedEntity("organisation", "United Nations", ("UN",)))
    assert found.subjects == ()


def test_links_to_other_items_are_relations():
    found = article(
        '<link rel="irel:seeAlso" residref="urn:a"/><link rel="irel:previousVersion" residref="urn:x:1" version="1"/>'
        '<link rel="irel:translatedFrom" residref="urn:b"/><link rel="irel:derivedFrom" residref="urn:c"/>'
        '<link rel="irel:seeAlso" href="https://example.org"/><link residref="urn:d"/>'
    )

    assert found.relations == (
        Relation("see-also", "urn:a"),
        Relation("translated-from", "urn:b"),
        Relation("derived-from", "urn:c"),
    )


def test_creator_signs_where_it_is_a_person():
    assert article(content="<creator><name>Meredith Jameson</name></creator>").bylines == ("Meredith Jameson",)
    assert article(content='<creator literal="Reuters"/>').bylines == ()
    assert article(content="<creator><name>Thomson Reuters</name></creator>").bylines == ()
    assert article(content="<creator><name>engler.angelika</name></creator>").bylines == ()
    assert article(content="<creator><name>Ann Tarn</name></creator><by>By Bo Ek and Cy Ode</by>").bylines == (
        "Bo Ek",
        "Cy Ode",
    )


def test_message_gives_each_article_its_own_bytes():
    one, two = item(content="<headline>One</headline>"), item(content="<headline>Two</headline>", root='guid="urn:x:2"')
    found = articles(message(one, two))

    assert [each.original for each in found] == [one.encode(), two.encode()]
    assert [each.position for each in found] == [0, 1]
    assert [each.guid for each in found] == ["urn:x:1", "urn:x:2"]


def test_message_of_one_article_is_its_original():
    written = message(
        item(), header="<sent>2018-10-19T11:17:00.150Z</sent><priority>4</priority><sender>reuters.com</sender>"
    )
    [found] = articles(written)

    assert found.original == written.encode()
    assert (found.agency, found.urgency) == ("Reuters", 4)
    assert found.sent_at == datetime(2018, 10, 19, 11, 17, tzinfo=UTC)


def test_items_within_a_prefix_and_in_another_encoding_are_read():
    one = (
        '<g:newsItem guid="{}"><g:itemMeta><g:itemClass qcode="ninat:text"/></g:itemMeta>'
        "<g:contentMeta><g:headline>{}</g:headline></g:contentMeta></g:newsItem>"
    )
    prefixed = (
        '<?xml version="1.0" encoding="iso-8859-1"?><g:newsMessage xmlns:g="http://iptc.org/std/nar/2006-10-01/">'
        f"<g:itemSet>{one.format('é', 'Café')}{one.format('b', 'Thé')}</g:itemSet></g:newsMessage>"
    )
    for encoding in ("iso-8859-1", "utf-16"):
        found = list(read(prefixed.replace("iso-8859-1", encoding).encode(encoding), "a.xml"))
        assert [(each.headline, each.guid) for each in found] == [("Café", "é"), ("Thé", "b")]


def test_item_that_is_broken_costs_itself_only():
    broken = item(content="<headline>Broken</headline>").replace("</p>", "")
    found = articles(message(item(), broken, item(root='guid="urn:x:3"')))

    assert [type(each) for each in found] == [ParsedArticle, Problem, ParsedArticle]
    assert found[1].line == 3
    assert "mismatch" in found[1].reason


class Breaking(io.BytesIO):
    """A stream that breaks where its bytes end."""

    def read(self, size=-1):
        if part := super().read(size):
            return part
        raise OSError("Input/output error")


def test_items_before_a_break_in_the_stream_are_read():
    data = message(item(), item(root='guid="urn:x:2"')).encode()
    found = list(read_source(Source("a.xml", Breaking(data + b" " * 70_000)), Reading()))

    assert [type(each) for each in found] == [ParsedArticle, ParsedArticle, Problem]


def test_items_before_one_that_is_too_large_are_read():
    data = message(item(), item(body="<html>" + "x" * 3_000_000 + "</html>")).encode()
    found = list(read_source(of_bytes(data, "a.xml"), Reading(limits=Limits(file_bytes=1_000_000))))

    assert [type(each) for each in found] == [ParsedArticle, Problem]


def test_text_without_a_word_is_a_problem():
    [found] = articles(item(body=""))

    assert isinstance(found, Problem)
    assert found.reason == "neither a headline nor a text"


def test_pictures_of_a_message_give_their_captions_to_its_only_text():
    picture = item(
        '<itemClass qcode="ninat:picture"/>',
        '<description role="drol:caption">A boat. (No sales)</description><creditline>AP/A</creditline>',
        body="",
    )
    picture = picture.replace("<inlineXML></inlineXML>", '<remoteContent href="a.jpg"/>')
    [found] = articles(message(item(root='guid="urn:x:9"'), picture))

    assert found.captions == (Caption(0, "A boat.", "AP/A", "No sales", "a.jpg"),)


def test_pictures_among_several_texts_go_to_the_one_that_links_to_them():
    picture = item(
        '<itemClass qcode="ninat:picture"/>',
        '<description role="drol:caption">A boat</description>',
        body="",
        root='guid="urn:p"',
    )
    linking = item('<link rel="irel:hasPart" residref="urn:p"/>', root='guid="urn:x:8"')
    one, two = articles(message(item(), linking, picture))

    assert one.captions == ()
    assert [caption.text for caption in two.captions] == ["A boat"]


def test_figure_of_the_text_is_a_caption_where_it_stands():
    figure = "<figure><img src='a.jpg'/><figcaption>A boat.</figcaption></figure>"
    body = f"<html><body><p>One.</p>{figure}<p>Two.</p></body></html>"

    assert article(body=body).captions == (Caption(1, "A boat.", "", "", "a.jpg"),)


def test_message_larger_than_memory_streams():
    one = item(content="<headline>One</headline>").encode()
    count = 3000

    class Endless:
        """A message of many items, made as it is read."""

        def __init__(self):
            self.parts = iter(
                (message().split("\n")[0].encode(), *(one for _ in range(count)), b"</itemSet></newsMessage>")
            )
            self.rest = b""

        def read(self, size=-1):
            while len(self.rest) < size and (part := next(self.parts, b"")):
                self.rest += part
            taken, self.rest = self.rest[:size], self.rest[size:]
            return taken

    found = read_source(Source("a.xml", Endless()), Reading())
    assert sum(isinstance(each, ParsedArticle) and each.original == one for each in found) == count


def test_catalogue_of_what_says_nothing_yields_nothing():
    assert articles(message(f'<newsItem {NAR} guid="N1"> ..... </newsItem>', f'<newsItem {NAR} guid="N2"/>')) == []


@pytest.mark.skipif(not LISTINGS.is_dir(), reason="the IPTC's listings are not here")
def test_listings_of_the_guide_are_read_without_a_problem():
    texts = {}
    for path in sorted(LISTINGS.glob("*.xml")):
        found = list(read_source(of_bytes(path.read_bytes(), path.name), Reading()))
        assert not [each for each in found if isinstance(each, Problem)], path.name
        texts[path.name.split("_")[1]] = len(found)
    assert {number for number, count in texts.items() if count} == {"1", "2", "21", "22", "25", "27"}
