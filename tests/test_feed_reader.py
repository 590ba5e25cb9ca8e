"""Feeds: RSS and Atom in their dialects, each entry for itself, and feeds made to exhaust their reader."""

import io
import socket
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers import feed
from articles.ingest.reading import read, read_source
from articles.ingest.source import Reading, Source, of_bytes
from articles.ingest.web.feed_parts import LONGEST, feed_parts

SAMPLES = Path(__file__).parent.parent / "samples"
LEAD = "SEOUL, Sept. 13 (Yonhap) -- "
TEXT = "A lighthouse keeper has taught forty gulls to wait in line, the harbor office said."
SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(*items: str, head: str = "<title>Harbor wire</title>", prologue: str = '<?xml version="1.0"?>') -> bytes:
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    return f'{prologue}\n<rss version="2.0" {SPACES}><channel>{head}\n{inside}</channel></rss>'.encode()


def atom(*entries: str, head: str = "<title>Harbor wire</title>") -> bytes:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{head}{inside}</feed>'.encode()


def item(title: str = "Gulls wait in line", text: str = f"{LEAD}{TEXT}", more: str = "") -> str:
    return f"<title>{title}</title><description>{text}</description>{more}"


def read_feed(data: bytes, **reading) -> list[ParsedArticle | Problem]:
    return list(feed.read(of_bytes(data, "feed.xml"), Reading(**reading)))


def one(data: bytes, **reading) -> ParsedArticle:
    (article,) = read_feed(data, **reading)
    return article


@pytest.mark.parametrize(
    "head",
    [
        b'<rss version="2.0">',
        b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="0.91">',
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/x.dtd">\n<rss version="0.91">',
        b'<feed xmlns="http://www.w3.org/2005/Atom">',
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
        '\ufeff<rss version="2.0">'.encode("utf-16-be"),
    ],
)
def test_feeds_are_recognised_by_their_first_element(head):
    assert feed.recognises(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<html><rss>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        b"<feed>no Atom</feed>",
        b"SEOUL, Sept. 13 (Yonhap) -- <rss>",
        b"<!-- -->" * 8_000,
        b"<!DOCTYPE a [ ] >" * 3_000,
        b"<?x ?>" * 10_000,
    ],
)
def test_nothing_else_is_taken_for_a_feed(head):
    before = process_time()

    assert not feed.recognises(head)
    assert process_time() - before < 0.5


def test_no_plain_copy_is_taken_for_a_feed():
    assert not [path for path in SAMPLES.glob("*/*.txt") if feed.recognises(path.read_bytes()[:65536])]


def test_each_entry_is_an_article_with_its_own_bytes():
    data = rss(item("First"), item("Second"))
    articles = read_feed(data)

    assert [(each.position, each.headline) for each in articles] == [(0, "First"), (1, "Second")]
    assert articles[1].original == f"<item>{item('Second')}</item>".encode()
    assert all(each.original in data for each in articles)


def test_the_marker_of_a_title_is_the_version():
    article = one(rss(item("(2nd LD) Gulls wait in line")))

    assert (article.version_label, article.version, article.headline) == ("2nd LD", 2, "Gulls wait in line")


def test_the_text_is_read_as_wire_copy():
    article = one(rss(item(text=f"{LEAD}{TEXT}\n(END)")), received=date(2023, 9, 20))

    assert (article.agency, article.dateline.places, article.end_mark) == ("Yonhap", ("SEOUL",), "END")
    assert article.paragraphs == (TEXT,)
    assert article.dateline.date == date(2023, 9, 13)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Wed, 13 Sep 2023 19:19:00 +0900", "2023-09-13T19:19:00+09:00"),
        ("Wed, 13 Sep 2023 19:19:00 GMT", "2023-09-13T19:19:00+00:00"),
        ("2023-09-13T19:19:00+09:00", "2023-09-13T19:19:00+09:00"),
        ("2023-09-13 19:19:00", "2023-09-13T19:19:00+00:00"),
        ("Wed, 13 Sep 99999 19:19:00 GMT", None),
        ("Wed, 45 Foo 2023 19:19:00 GMT", None),
        ("0000-00-00T00:00:00Z", None),
        ("9" * 3000, None),
        ("yesterday", None),
    ],
)
def test_dates_are_moments_or_nothing(written, sent):
    article = one(rss(item(text=TEXT, more=f"<pubDate>{written}</pubDate>")))

    assert (article.sent_at.isoformat() if article.sent_at else None) == sent


def test_a_day_alone_completes_the_dateline_without_an_hour():
    article = one(rss(item(more="<pubDate>2023-09-14</pubDate>")))

    assert (article.sent_at, article.dateline.date) == (None, date(2023, 9, 13))


def test_a_later_filing_of_an_entry_is_a_revision():
    entry = f"<id>urn:1</id><title>T</title><published>2023-09-13T10:00:00Z</published><summary>{TEXT}</summary>"
    first, later = (one(atom(f"{entry}<updated>2023-09-13T{hour}:00:00Z</updated>")) for hour in (10, 12))

    assert (first.guid, first.revision) == ("urn:1", "")
    assert (later.guid, later.revision) == ("urn:1", "2023-09-13T12:00:00Z")


def test_the_id_in_a_link_is_that_of_the_agency():
    article = one(rss(item(text=TEXT, more="<link>https://example.org/view/AEN20230913001453884</link>")))

    assert (article.guid, article.agency) == ("AEN20230913001453884", "Yonhap")


def test_pictures_of_media_rss_are_captions_where_they_have_a_text():
    pictures = (
        '<media:content url="https://example.org/1.jpg" medium="image">'
        "<media:description>Gulls in line</media:description>"
        "<media:credit>Ada Wren</media:credit><media:copyright>No resale</media:copyright></media:content>"
        '<media:content url="https://example.org/2.jpg" medium="image"/>'
        '<media:content url="https://example.org/3.mp4" medium="video"><media:title>Film</media:title></media:content>'
        '<media:group><media:content url="https://example.org/4.jpg" type="image/jpeg"/>'
        '<media:content url="https://example.org/4-small.jpg" type="image/jpeg"/>'
        "<media:title>One gull</media:title></media:group>"
    )
    article = one(rss(item(more=pictures)))

    assert [(each.text, each.credit, each.restriction, each.picture) for each in article.captions] == [
        ("Gulls in line", "Ada Wren", "No resale", "https://example.org/1.jpg"),
        ("One gull", "", "", "https://example.org/4.jpg"),
    ]
    assert article.headline == "Gulls wait in line"
    assert article.paragraphs == (TEXT,)


def test_markup_in_titles_is_taken_off_and_letters_stay():
    article = one(rss(item("&lt;b&gt;Gulls&lt;/b&gt; &amp;amp; keeper &lt;3 R&amp;amp;D", TEXT)))

    assert article.headline == "Gulls & keeper <3 R&D"


def test_a_draft_is_withheld():
    draft = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'

    assert one(atom(f"<title>T</title><summary>{TEXT}</summary>{draft}")).status == "withheld"


def test_a_kill_in_the_title_cancels():
    assert one(rss(item("KILL: Gulls wait in line"))).status == "canceled"


def test_rss_1_0_keeps_its_items_beside_the_channel():
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"><title>AFP</title><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel>'
        f'<item rdf:about="https://example.org/a"><title>Gulls</title><description>{TEXT}</description></item></rdf:RDF>'
    )
    article = one(data.encode())

    assert (article.headline, article.agency) == ("Gulls", "AFP")


def test_end_tags_within_cdata_and_comments_are_none():
    article = one(rss(item(text=f"<![CDATA[<p>{LEAD}{TEXT} </item></p>]]><!-- </item> -->")))

    assert article.paragraphs == (TEXT,)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8"])
def test_feeds_are_decoded_as_they_declare(encoding):
    text = "Les mouettes attendent leur tour à l'écluse, a indiqué le gardien"
    prologue = f'<?xml version="1.0" encoding="{encoding}"?>'
    data = rss(item("Mouettes élevées", text), prologue=prologue).decode().encode(encoding)
    article = one(data)

    assert (article.headline, article.paragraphs) == ("Mouettes élevées", (text,))
    assert article.original.decode(article.encoding).startswith("<item>")


@pytest.mark.parametrize(
    "text", ["Gulls & keeper", "Gulls &nbsp;wait", "Gulls <br> wait", "Gulls <b>wait", "Gulls &eacute; wait"]
)
def test_markup_that_is_not_well_formed_is_still_read(text):
    article = one(rss(item(text=text)))

    assert article.paragraphs[0].startswith("Gulls")
    assert article.paragraphs[-1][-4:] in ("eper", "wait")


def test_an_entry_that_cannot_be_read_costs_no_other():
    found = read_feed(rss("<guid>1</guid>", item("Second"), item("Third", "x" * (LONGEST + 1)), item("Fourth")))

    assert [type(each).__name__ for each in found] == ["Problem", "ParsedArticle", "Problem", "ParsedArticle"]
    assert (found[0].reason, found[0].line) == ("neither a headline nor a text", 3)
    assert "longer than 2 MB" in found[2].reason
    assert [each.headline for each in found if isinstance(each, ParsedArticle)] == ["Second", "Fourth"]


def test_a_feed_that_is_cut_off_is_read_as_far_as_it_goes():
    data = rss(item("First"), item("Second"))
    found = read_feed(data[: data.rindex(b"</item>")])

    assert found[0].headline == "First"
    assert "cut off" in found[1].reason


@pytest.mark.parametrize("head", [b"<title>\x9d\xe2\xb8\x81\xfe</title>", b"<title>\x00</title>"])
def test_a_beginning_in_no_encoding_is_a_problem(head):
    (problem,) = read(rss(item(), head="@").replace(b"@", head), "feed.xml")

    assert "reader failed" not in problem.reason


def test_a_feed_without_entries_says_so():
    (problem,) = read(rss(), "feed.xml")

    assert problem.reason == "a feed without entries"


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    prologue = '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://192.0.2.1/x"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read_feed(rss(item(text=f"{TEXT} &x; &f;"), item(text="https://192.0.2.1/feed.xml"), prologue=prologue))

    assert not [each for each in found if "root:" in repr(each)]
    assert len(found) == 2


def test_entity_bombs_do_not_unfold():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    prologue = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">{bomb}]>'
    before = process_time()
    (found,) = read_feed(rss(item(text=f"{TEXT} &e11;"), prologue=prologue))

    assert "boom" not in repr(found)
    assert process_time() - before < 2


def test_nesting_without_end_costs_a_problem():
    (found,) = read_feed(rss(item(text="<div>" * 10_000 + TEXT)))

    assert isinstance(found, Problem | ParsedArticle)


class Endless(io.RawIOBase):
    """A feed whose one line goes on for a gigabyte."""

    def __init__(self, beginning: bytes, size: int = 1 << 30) -> None:
        self._rest, self._left = beginning, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        part = part or b"x" * min(len(buffer), self._left)
        self._left -= len(part)
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("beginning", [b"<item><title>", b"<item><![CDATA[", b"<!--", b""])
def test_a_gigabyte_in_one_line_is_never_held(beginning):
    source = Source("feed.xml", io.BufferedReader(Endless(b'<rss version="2.0"><channel>' + beginning)))
    before = process_time()
    (problem,) = read_source(source, Reading())

    assert "longer than 2 MB" in problem.reason
    assert process_time() - before < 15


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_entries_are_the_same_however_the_bytes_arrive(sizes):
    data = rss(item("<![CDATA[</item>]]>"), "<!-- <item> -->x", item("Third"))
    whole = list(feed_parts([data]))
    cut, at = [], 0
    while at < len(data):
        size = sizes[len(cut) % len(sizes)]
        cut.append(data[at : at + size])
        at += size

    assert list(feed_parts(cut)) == whole
    assert len(whole) == 4


@pytest.mark.parametrize("name", ["saint-malo-cerfs-volants.rss", "ushuaia-faro.atom"])
def test_no_truncated_feed_raises(name):
    data = (SAMPLES / "formats" / name).read_bytes()
    for length in range(0, len(data), 10):
        found = list(read(data[:length], name))
        assert not [each for each in found if isinstance(each, Problem) and "reader failed" in each.reason]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["title", "link", "guid", "pubDate", "description", "author", "category", "dc:date", "media:content"]
            ),
            st.text(max_size=40),
        ),
        max_size=8,
    )
)
def test_any_entry_is_read_or_a_problem(fields):
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in fields)
    for found in read(rss(inside), "feed.xml"):
        assert isinstance(found, ParsedArticle) or "reader failed" not in found.reason


def test_what_no_text_holds_is_left_out_of_an_entry_that_is_not_well_formed():
    article = one(rss("<title>Gulls &#xD800;wait</title><description>Forty &#0;gulls &#65534;wait.</description>"))

    assert article.headline == "Gulls wait"
    assert article.paragraphs == ("Forty gulls wait.",)


@pytest.mark.parametrize("more", ["<textinput><link>x</link></textinput>", "<link><rss:item/>x</link>"])
def test_an_element_out_of_place_costs_its_entry_alone(more):
    prologue = '<?xml version="1.0"?>'
    data = rss(item(), item("Out of place", more=more), item("Third"), prologue=prologue)
    before, problem, after = read_feed(data.replace(b"<rss ", b'<rss xmlns:rss="http://backend.userland.com/rss2" '))

    assert (before.headline, after.headline) == ("Gulls wait in line", "Third")
    assert problem.reason.startswith("elements where no feed has them")


def test_what_no_text_holds_is_left_out_of_the_beginning_of_a_feed():
    assert one(rss(item(), head="<title>Harbor &#xD800;&#0;wire</title><b>")).headline == "Gulls wait in line"


def test_a_feed_of_nothing_but_empty_entries_is_given_up():
    *problems, last = read(rss(*["fr"] * 3000), "feed.xml")

    assert len(problems) == 100
    assert last.reason == "100 in a row could not be read; the rest is not looked at"
