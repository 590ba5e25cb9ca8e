import pytest

from articles.ingest.encoding import Undecodable, decode

FRENCH = "Le maire s’est engagé à rouvrir «dès l’été» le cœur de la ville, où 3 000 € manquent. Déjà fermé, le pont…\n"
KOREAN = "(서울=연합뉴스) 홍가람 기자 = 다리가 다시 열렸다. 시는 13일 이를 밝히고 시민들에게 고마움을 전했다.\n"
SIMPLIFIED = "新华社北京6月13日电 北京市一座图书馆今天在夜间开放。管理人员说，来的人比去年多了一倍。\n"
TRADITIONAL = "韓聯社釜山9月2日電 一艘退役貨輪改建的書店2日在釜山開門迎客。經營方表示，這是首日的人數。\n"
JAPANESE = "【東京共同】東京都内の銭湯が２１日、夜間の営業を始めた。利用者は「うれしい」と話していた。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'").replace("…", "..."), "iso8859-15"),
        (KOREAN, "euc_kr"),
        (TRADITIONAL, "big5"),
        (SIMPLIFIED, "gb18030"),
        (JAPANESE, "shift_jis"),
    ],
)
def test_encoding_is_recognised(text, encoding):
    decoded = decode(text.encode(encoding))

    assert decoded.text == text
    assert decoded.encoding == encoding


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"SEOUL\nA \x00 here\n" + b"word " * 50, "NUL byte", 2),
        (b"\x00\x01\x02\x03" * 200, "binary", 1),
        (bytes(range(1, 32)) * 40, "binary", 1),
        ("Un pont à Séoul, déjà.\n".encode() + b"\xed\xa0\x80 fin", "lone surrogate", 2),
        ("Un pont à Séoul, déjà fermé.\nEt à Busan".encode() + b" \xe9 fin", "0xe9 is not UTF-8", 2),
        ("Un pont à Séoul, déjà fermé".encode()[:-1], "middle of a character", 1),
        (b"\xff\xfe" + "pont".encode("utf-16-le") + b"\x00\xd8" + b"a\x00", "utf-16", 1),
        (b"\xff\xfe" + "A\x00B".encode("utf-16-le"), "NUL character", 1),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_reason_and_line(data, reason, line):
    with pytest.raises(Undecodable, match=reason) as refused:
        decode(data)

    assert refused.value.line == line


def test_encoding_given_is_kept_to():
    with pytest.raises(Undecodable, match="is not utf-8") as refused:
        decode(FRENCH.encode() + FRENCH.encode("cp1252"), "utf-8")

    assert refused.value.line == 2
    assert decode(FRENCH.encode("cp1252"), "cp1252").text == FRENCH
