"""XML is read without network, document types or entities, and within limits."""

import time
from contextlib import suppress

import pytest

from articles.ingest.markup import parsing as markup
from articles.ingest.markup.html_text import html_paragraphs
from articles.ingest.markup.html_tree import html_tree
from articles.ingest.markup.marked_text import text_of
from articles.ingest.markup.parsing import attribute, encoding_of, find, local, parse_xml, root_of
from articles.ingest.source import Limits, Unreadable

LIMITS = Limits()
BOMB = (
    b"<!DOCTYPE l [<!ENTITY a 'lol'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
)


def unreadable(data):
    with pytest.raises(Unreadable) as fault:
        parse_xml(data, LIMITS)
    return fault.value


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<nitf>", "nitf"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- <x> --><n:nitf a='b'>", "nitf"),
        (b'<!DOCTYPE nitf SYSTEM "a>b" [<!ENTITY c "]>">]>\n<nitf>', "nitf"),
        ("\ufeff<?xml version='1.0' encoding='utf-16'?><nitf/>".encode("utf-16-le"), "nitf"),
        (b"SEOUL, 13 sept. (Yonhap) -- <nitf>", ""),
        (b"", ""),
        (b"<", ""),
        (b"<!-- never closed <nitf>", ""),
        (b"<!DOCTYPE nitf [<!ENTITY", ""),
    ],
)
def test_root_is_the_first_element(head, name):
    assert root_of(head).name == name


@pytest.mark.parametrize(
    "filler", [b"<", b"<!--", b"<?", b"<!DOCTYPE", b"<!DOCTYPE x '", b'<!DOCTYPE ["', b" ", b"\x00<"]
)
def test_root_of_64_kb_of_anything_is_looked_for_in_no_time(filler):
    started = time.perf_counter()
    root_of((filler * 65536)[:65536])

    assert time.perf_counter() - started < 0.5


def test_names_and_attributes_are_asked_for_without_namespace():
    root = parse_xml(b'<a:x xmlns:a="urn:a" xml:lang="fr" a:b=" c "><a:y/></a:x>', LIMITS)

    assert local(root) == "x"
    assert attribute(root, "lang") == "fr"
    assert attribute(root, "b") == "c"
    assert find(root, "y") is not None
    assert find(root, "y", "z") is None


def test_external_entity_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    data = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>before &e; after</x>'.encode()

    assert text_of(parse_xml(data, LIMITS)) == "before &e; after"


def test_external_document_type_is_not_fetched(tmp_path):
    declarations = tmp_path / "x.dtd"
    declarations.write_text('<!ENTITY e "a secret"><!ATTLIST x a CDATA "a default">')
    root = parse_xml(f'<!DOCTYPE x SYSTEM "{declarations.as_uri()}"><x>&e;</x>'.encode(), LIMITS)

    assert text_of(root) == "&e;"
    assert attribute(root, "a") == ""


def test_entity_bomb_does_not_go_off():
    started = time.perf_counter()
    with suppress(Unreadable):
        assert len(text_of(parse_xml(BOMB + b"<l>&j;</l>", LIMITS))) < 1000
    assert "amplification" in unreadable(BOMB + b"<l a='&j;'/>").reason
    assert time.perf_counter() - started < 1


def test_entities_of_html_are_their_letters():
    assert text_of(parse_xml(b"<x>caf&eacute;&nbsp;cr&egrave;me &amp; th&eacute;</x>", LIMITS)) == "café crème & thé"


def test_control_characters_are_left_out():
    assert text_of(parse_xml(b"<x>a\x03b&#3;c&#x1f;d</x>", LIMITS)) == "abcd"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-15"?><x>\xbdufs \xe0 3 \xa4</x>', "œufs à 3 €"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><x>\x93caf\xe9\x94 \x80</x>', "“café” €"),
        ("<?xml version='1.0' encoding='UTF-16'?><x>é한</x>".encode("utf-16"), "é한"),
        ('<?xml version="1.0" encoding="EUC-KR"?><x>서울</x>'.encode("euc_kr"), "서울"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><x>\xc3\xa9</x>', "é"),
    ],
)
def test_encoding_is_the_one_declared(data, text):
    assert text_of(parse_xml(data, LIMITS)) == text


def test_wrongly_declared_encoding_is_recognised():
    words = "Le café d'été à côté de la forêt a rouvert, dit-on à l'hôtel. " * 4
    root = parse_xml(f'<?xml version="1.0" encoding="utf-8"?><x>{words}</x>'.encode("cp1252"), LIMITS)

    assert text_of(root) == words.strip()
    assert encoding_of(root) in ("cp1252", "windows-1252")


def test_encoding_named_wins_over_the_one_declared():
    data = '<?xml version="1.0" encoding="utf-8"?><x>œ</x>'.encode("iso8859-15")

    assert text_of(parse_xml(data, LIMITS, "iso8859-15")) == "œ"
    with pytest.raises(Unreadable):
        parse_xml(data, LIMITS, "no-such-encoding")


def test_fault_names_its_line():
    fault = unreadable(b"\n\n<x>\n <y>\n</x>")

    assert fault.line == 5
    assert "mismatch" in fault.reason


def test_cut_off_document_says_so():
    assert "cut off" in unreadable(b"<x><y>text").reason


@pytest.mark.parametrize("data", [b"<x>" * 10_000, b"<x>" * 10_000 + b"</x>" * 10_000])
def test_ten_thousand_deep_is_refused(data):
    assert unreadable(data).reason


def test_what_is_deep_but_allowed_is_read():
    row = b"<table><tr><td>a</td><td>"
    root = parse_xml(row * 83 + b"b" + b"</td></tr></table>" * 83, LIMITS)

    assert text_of(root) == "a " * 83 + "b"


def test_document_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST", 100)

    assert "no wire copy" in unreadable(b"<x>" + b"a" * 200 + b"</x>").reason


def test_html_is_read_as_it_is_written():
    assert (
        text_of(html_tree("<p>caf&eacute; <b>noir<p>&lt;script&gt; stays <script>goes()</script>"))
        == "café noir <script> stays"
    )


def test_deep_html_is_refused():
    with pytest.raises(Unreadable):
        text_of(html_tree("<div>" * 10_000 + "text"))


def test_of_a_piece_of_html_nested_too_deep_the_text_is_left():
    assert html_paragraphs("<p>first</p>" + "<div>" * 10_000 + "&lt;last&gt;") == ("first", "<last>")


@pytest.mark.parametrize("written", ["\x00", "\x07", "\ud800", "&#0;", "&#x1F;", "&#xD800;", "&#99999999;"])
def test_what_is_no_character_is_left_out_of_html(written):
    assert html_paragraphs(f"<p>one{written} two</p>") == ("one two",)


@pytest.mark.parametrize("markup", ["", " ", "<!-- nothing -->"])
def test_html_that_holds_nothing_has_no_paragraphs(markup):
    assert html_paragraphs(markup) == ()
