"""NewsML 1.2: what each agency's dialect puts where, and which components make a text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from articles.ingest.article import Caption, ParsedArticle, Problem, Relation, Subject
from articles.ingest.readers import newsml_1
from articles.ingest.reading import read

NITF = "<nitf><body><body.content><p>A text.</p></body.content></body></nitf>"


def prop(name, value):
    return f"<Property FormalName='{name}' Value='{value}'/>"


def party(kind, name):
    return f"<{kind}><Party FormalName='{name}'/></{kind}>"


def news_line(kind, text):
    return f"<NewsLine><NewsLineType FormalName='{kind}'/><NewsLineText>{text}</NewsLineText></NewsLine>"


def location(present, *properties):
    return f"<Location HowPresent='{present}'>{''.join(properties)}</Location>"


def metadata(administrative="", descriptive=""):
    return (
        f"<AdministrativeMetadata>{administrative}</AdministrativeMetadata>"
        f"<DescriptiveMetadata>{descriptive}</DescriptiveMetadata>"
    )


def change(status, when):
    future = f"<FutureStatus FormalName='{status}'/><DateAndTime>{when}</DateAndTime>"
    return f"<StatusWillChange>{future}</StatusWillChange>"


def part(role, text, attributes=""):
    content = f"<ContentItem><DataContent>{text}</DataContent></ContentItem>"
    return f"<NewsComponent {attributes}><Role FormalName='{role}'/>{content}</NewsComponent>"


def media(kind):
    return f"<ContentItem Href='a.jpg'><MediaType FormalName='{kind}'/></ContentItem>"


def component(inside="", lines="<HeadLine>A headline</HeadLine>", about="", content=NITF, attributes="", role=""):
    return (
        f"<NewsComponent {attributes}><Role FormalName='{role}'/><NewsLines>{lines}</NewsLines>{about}{inside}"
        f"<ContentItem><MediaType FormalName='Text'/><DataContent>{content}</DataContent></ContentItem></NewsComponent>"
    )


def document(components=None, management="", identifier="<NewsItemId>7</NewsItemId>", envelope="", labels=""):
    inside = component() if components is None else components
    named = f"<Identification><NewsIdentifier>{identifier}</NewsIdentifier>{labels}</Identification>"
    item = f"<NewsItem>{named}<NewsManagement>{management}</NewsManagement>{inside}</NewsItem>"
    return f"<NewsML><NewsEnvelope>{envelope}</NewsEnvelope>{item}</NewsML>"


def articles(text):
    return list(read(text.encode(), "a.xml"))


def article(*args, **kwargs) -> ParsedArticle:
    [found] = articles(document(*args, **kwargs))
    assert isinstance(found, ParsedArticle), found
    return found


@pytest.mark.parametrize(
    "head", [b"<NewsML>", b'<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "x" [\n%nitf; ]>\n<NewsML Version="1.2">']
)
def test_newsml_is_recognised_with_and_without_its_version(head):
    assert newsml_1.recognises(head)


@pytest.mark.parametrize("head", [b"", b"<newsMessage>", b"<newsml>", b"NewsML <NewsML>", b"<html>"])
def test_anything_else_is_not_recognised(head):
    assert not newsml_1.recognises(head)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("20190121T104233+0000", datetime(2019, 1, 21, 10, 42, 33, tzinfo=UTC)),
        ("20180404T175859+0300", datetime(2018, 4, 4, 17, 58, 59, tzinfo=timezone(timedelta(hours=3)))),
        ("20171220T134757Z", datetime(2017, 12, 20, 13, 47, 57, tzinfo=UTC)),
        ("20190129T133400", datetime(2019, 1, 29, 13, 34, tzinfo=UTC)),
    ],
)
def test_time_offsets_of_any_kind_are_kept(written, sent):
    found = article(management=f"<ThisRevisionCreated>{written}</ThisRevisionCreated>")

    assert found.sent_at == sent
    assert found.sent_at.utcoffset() == sent.utcoffset()


@pytest.mark.parametrize(
    ("identifier", "guid", "revision"),
    [
        (
            "<RevisionId>1</RevisionId><PublicIdentifier>urn:newsml:afp.com:20190121T104233Z:TX-1:1</PublicIdentifier>",
            "urn:newsml:afp.com:20190121T104233Z:TX-1",
            "1",
        ),
        (
            "<RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:www.sda-ats.ch:20190603:bsf153:2N</PublicIdentifier>",
            "urn:newsml:www.sda-ats.ch:20190603:bsf153",
            "2",
        ),
        (
            "<ProviderId>belga.be</ProviderId><DateId>20190129T133400</DateId><NewsItemId>98</NewsItemId>"
            "<RevisionId>4</RevisionId><PublicIdentifier>urn:newsml:www.belga.be</PublicIdentifier>",
            "urn:newsml:belga.be:20190129T133400:98",
            "4",
        ),
        ("<ProviderId>\nwww.itar-tass.com\n</ProviderId>", "", ""),
    ],
)
def test_id_is_without_the_revision(identifier, guid, revision):
    found = article(identifier=identifier)

    assert (found.guid, found.revision) == (guid, revision)


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("Usable", "usable"),
        ("USABLE", "usable"),
        ("canceled", "canceled"),
        ("WITHHELD", "withheld"),
        ("Embargoed", "withheld"),
        ("", "usable"),
    ],
)
def test_status_is_read_in_any_case(status, meant):
    assert article(management=f'<Status FormalName="{status}"/>').status == meant


@pytest.mark.parametrize("status", ["Embargoed", "WITHHELD"])
def test_hold_ends_when_the_status_will_change(status):
    found = article(management=f'<Status FormalName="{status}"/>' + change("Usable", "20190524T000100+0200"))

    assert found.status == "usable"
    assert found.embargoed_until == datetime(2019, 5, 23, 22, 1, tzinfo=UTC)


def test_status_that_will_not_be_usable_ends_no_hold():
    found = article(management='<Status FormalName="Withheld"/>' + change("Canceled", "20190524T000100Z"))

    assert (found.status, found.embargoed_until) == ("withheld", None)


def test_afp_dateline_is_a_line_and_its_initials_close_the_text():
    found = article(
        component(
            lines="<DateLine>Paris, 21 jan 2019 (AFP) -</DateLine><HeadLine>Un titre</HeadLine>"
            + news_line("ProductLine", "(Photo+Video)"),
            about=metadata(
                party("Provider", "AFP"),
                "<Language FormalName='fr'/><SubjectCode><SubjectMatter FormalName='02008000'/></SubjectCode>"
                + location("Origin", prop("City", "Paris"), prop("Country", "FRA"))
                + prop("Keyword", "procès"),
            ),
            content=NITF.replace("</p>", "</p><p>asl/tib/cac</p>"),
        ),
        management="<AssociatedWith NewsItem='urn:newsml:afp.com:x'/><AssociatedWith FormalName='Photo'/>",
        labels="<NameLabel>France-procès</NameLabel>",
    )

    assert (found.agency, found.language) == ("AFP", "fr")
    assert found.dateline.text == "Paris, 21 jan 2019 (AFP) -"
    assert str(found.dateline.date) == "2019-01-21"
    assert found.slugline == "France-procès"
    assert found.note == "Photo+Video"
    assert found.keywords == ("procès",)
    assert found.subjects == (Subject("02008000", "subj", ""),)
    assert found.relations == (Relation("see-also", "urn:newsml:afp.com:x"),)
    assert found.bylines == ("asl/tib/cac",)


def test_bare_paragraphs_of_afp_are_the_text():
    assert article(component(content="<p> One.</p><p>Two.</p>")).paragraphs == ("One.", "Two.")


def test_html_written_as_text_is_read_as_html():
    found = article(component(content="<![CDATA[<P>One &amp; only.</P>\n<P> </P><P>Two.</P>]]>"))

    assert found.paragraphs == ("One & only.", "Two.")


def test_efe_subheadline_that_is_a_keyword_is_the_slug():
    keys = "<head><docdata><key-list><keyword key='INDIA SUCESOS'/></key-list></docdata></head>"
    found = article(
        component(
            lines="<HeadLine>Titular</HeadLine><SubHeadLine>INDIA SUCESOS</SubHeadLine>",
            about=metadata(
                party("Provider", "Agencia EFE") + party("Creator", "daa/mt"), location("Event", prop("Country", "IND"))
            ),
            content=NITF.replace("<nitf>", f"<nitf>{keys}"),
        )
    )

    assert (found.slugline, found.subheadline) == ("INDIA SUCESOS", "")
    assert found.bylines == ("daa/mt",)
    assert found.dateline.places == ()
    assert found.subjects == (Subject("IND", "place", "IND"),)


def test_tass_urgent_is_a_label_and_its_misspelt_metadata_are_read():
    found = article(
        "<NewsComponent><NewsLines><CopyrightLine>(c) TASS</CopyrightLine></NewsLines>"
        + component(
            lines="<DateLine>January 21</DateLine><HeadLine>x</HeadLine><SlugLine>URGENT</SlugLine>",
            about="<DescriptiveMetada><Language FormalName='en'/><guid>16AAC</guid></DescriptiveMetada>",
            role="Main",
        )
        + "</NewsComponent>",
        management="<Urgency>2</Urgency>",
        identifier="<ProviderId>\nwww.itar-tass.com\n</ProviderId>",
    )

    assert (found.version_label, found.slugline) == ("URGENT", "")
    assert (found.agency, found.language, found.guid, found.urgency) == ("TASS", "en", "16AAC", 2)
    assert found.copyright == "(c) TASS"


def test_ana_date_in_figures_is_no_dateline_and_its_topics_name_the_subjects():
    found = article(
        component(
            lines="<HeadLine>x</HeadLine><DateLine>4/4/2018</DateLine>",
            inside="<TopicSet><Topic><FormalName>09003000</FormalName>"
            "<Description xml:lang='el' Variant='Name'>Α</Description>"
            "<Description xml:lang='en' Variant='Name'>Employment</Description></Topic></TopicSet>",
            about=metadata("", "<SubjectCode><SubjectMatter FormalName='09003000'/></SubjectCode>"),
        )
    )

    assert found.dateline.text == ""
    assert found.subjects == (Subject("09003000", "subj", "Employment"),)


def test_anp_keywords_are_parted():
    found = article(
        component(
            lines="<HeadLine>FNV staat alleen (2)</HeadLine><KeywordLine>ECO-POST</KeywordLine>",
            about=metadata(
                "",
                "<Language FormalName='nl-nl'/><SubjectCode><Subject FormalName=''/></SubjectCode>"
                "<SubjectCode><Subject FormalName='ECO' Scheme='anp'/></SubjectCode>"
                + prop("Keyword", "Tennis;TENNIS-NIEUWS"),
            ),
        )
    )

    assert found.language == "nl"
    assert found.keywords == ("ECO-POST", "Tennis", "TENNIS-NIEUWS")
    assert found.subjects == (Subject("ECO", "anp", ""),)


def test_ats_authors_and_catchword():
    found = article(
        component(
            lines="<HeadLine>x</HeadLine>" + news_line("CatchWord", "Animaux") + news_line("storyType", "news"),
            about=metadata(party("Provider", "ats") + prop("author", "lm") + prop("author", "me")),
        )
    )

    assert (found.agency, found.slugline, found.note) == ("ATS", "Animaux", "")
    assert found.bylines == ("lm", "me")


def test_title_lead_and_body_make_one_text():
    parts = (
        part("Title", "The title", "Duid='2'")
        + part("Lead", "The lead.", "Duid='3'")
        + part("Body", "One &lt;b&gt;bold&lt;/b&gt; line.\n   Another.", "Duid='4'")
    )
    found = article(f"<NewsComponent Duid='1' xml:lang='nl'><Role FormalName='Short'/>{parts}</NewsComponent>")

    assert found.headline == "The title"
    assert found.paragraphs == ("The lead.", "One bold line.", "Another.")
    assert found.language == "nl"


def test_each_language_of_an_item_is_an_article():
    dutch = component(attributes="Duid='1' xml:lang='nl'")
    french = component(attributes="Duid='2' xml:lang='fr'", lines="<HeadLine>Titre</HeadLine>")
    found = articles(document(f"<NewsComponent>{dutch}{french}</NewsComponent>"))

    assert [(each.language, each.guid, each.position) for each in found] == [
        ("nl", "urn:newsml:7#1", 0),
        ("fr", "urn:newsml:7#2", 1),
    ]
    assert found[1].headline == "Titre"


def test_of_equivalent_components_one_is_read():
    both = component(attributes="Duid='1'") + component(attributes="Duid='2'")

    assert len(articles(document(f"<NewsComponent EquivalentsList='yes'>{both}</NewsComponent>"))) == 1


def test_pictures_beside_a_text_give_their_captions():
    lines = "<NewsLines><CreditLine>AFP/A. Tarn</CreditLine></NewsLines>"
    caption = part("Caption", "A boat. (No sales)")
    quick_look = f"<NewsComponent><Role FormalName='Quicklook'/>{media('Photo')}</NewsComponent>"
    picture = f"<NewsComponent><Role FormalName='Picture'/>{lines}{caption}{quick_look}</NewsComponent>"
    found = article(f"<NewsComponent>{component()}{picture}</NewsComponent>")

    assert found.captions == (Caption(0, "A boat.", "AFP/A. Tarn", "No sales", "a.jpg"),)


@pytest.mark.parametrize("kind", ["Photo", "Graphic", "Video", "Audio"])
def test_items_without_text_yield_nothing(kind):
    lines = "<NewsLines><HeadLine>x</HeadLine></NewsLines>"

    assert articles(document(f"<NewsComponent>{lines}{media(kind)}</NewsComponent>")) == []


def test_kill_without_a_text_keeps_its_headline_or_its_id():
    lines = "<NewsComponent><NewsLines><HeadLine>Annulé</HeadLine></NewsLines></NewsComponent>"
    [named] = articles(document(lines, management="<Status FormalName='CANCELED'/>"))
    [bare] = articles(document("", management="<Status FormalName='CANCELED'/>"))

    assert (named.status, named.headline) == ("canceled", "Annulé")
    assert (bare.status, bare.headline) == ("canceled", "urn:newsml:7")


def test_several_items_have_their_own_bytes():
    name = "<Identification><NewsIdentifier><NewsItemId>{}</NewsItemId></NewsIdentifier></Identification>"
    one = f"<NewsItem>{name}{component()}</NewsItem>"
    envelope = "<NewsEnvelope><Priority FormalName='4'/></NewsEnvelope>"
    found = articles(f"<NewsML>{envelope}{one.format(1)}\n{one.format(2)}</NewsML>")

    assert [each.original for each in found] == [one.format(1).encode(), one.format(2).encode()]
    assert [each.urgency for each in found] == [4, 4]


def test_items_within_an_item_are_its_own_matter():
    inner = "<NewsItem>" + component() + "</NewsItem>"
    [found] = articles(document(component(inside=f"<NewsComponent>{inner}</NewsComponent>")))

    assert isinstance(found, ParsedArticle)


def test_latin_9_is_read_as_declared():
    written = '<?xml version="1.0" encoding="ISO-8859-15"?>' + document(
        component(lines="<HeadLine>Des œufs à 3 €</HeadLine>")
    )
    [found] = list(read(written.encode("iso8859-15"), "a.xml"))

    assert (found.headline, found.encoding) == ("Des œufs à 3 €", "iso-8859-15")


def test_document_type_with_its_parameter_entity_is_passed_over():
    doctype = '<!DOCTYPE NewsML PUBLIC "urn:x" "x.dtd"\n[<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf; ]>\n'
    [found] = articles(
        doctype + document(component(content=NITF.replace("A text.", "L&rsquo;&eacute;t&eacute;&nbsp;!")))
    )

    assert found.paragraphs == ("L’été !",)


def test_file_without_an_item_is_a_problem():
    [found] = articles("<NewsML><NewsEnvelope/></NewsML>")

    assert isinstance(found, Problem)
    assert found.reason == "no item in the file"
