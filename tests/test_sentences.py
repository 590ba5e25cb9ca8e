"""The sentence around a name."""

import pytest

from articles.sentences import LONGEST_SENTENCE, cut_around, sentence_around


def around(text: str, name: str, language: str = "") -> str:
    start = text.index(name)
    opens, closes = sentence_around(text, start, start + len(name), language)
    return text[opens:closes]


@pytest.mark.parametrize(
    ("text", "name", "language", "sentence"),
    [
        ("One came. Kim left. Two stayed.", "Kim", "en", "Kim left."),
        ("Mr. Kim met Gen. Ri on Sept. 13 in the U.S. capital. He left.", "Ri", "en",
         "Mr. Kim met Gen. Ri on Sept. 13 in the U.S. capital."),
        ("It fell. J. K. Bang of Baekdu Inc. spoke.", "Bang", "en", "J. K. Bang of Baekdu Inc. spoke."),
        ("It rose 3.5 percent. Kim said so.", "Kim", "en", "Kim said so."),
        ("«Partez!» a dit M. Kim. Il est resté.", "Kim", "fr", "«Partez!» a dit M. Kim."),
        ("Il est venu. «Kim reste.» Il part.", "Kim", "fr", "«Kim reste.»"),
        ("Il viendra le 13 sept. avec Mme. Bang… Kim attend.", "Bang", "fr",
         "Il viendra le 13 sept. avec Mme. Bang…"),
        ("Am 13. September kam Kim. Er blieb.", "Kim", "de", "Am 13. September kam Kim."),
        ("They were 13. September came with Kim.", "Kim", "en", "September came with Kim."),
        ("El Sr. Kim llegó. ¿Se quedó? No.", "Kim", "es", "El Sr. Kim llegó."),
        ("¿Vino? ¡Kim se fue! Nada.", "Kim", "es", "¡Kim se fue!"),
        ("서울에서 열렸다. 김정은 위원장이 참석했다. 끝났다.", "김정은", "ko", "김정은 위원장이 참석했다."),
        ("서울에서 열렸다. “김 위원장은 떠났다.” 그는 말했다.", "김", "ko", "“김 위원장은 떠났다.”"),
        ("他来了。金正恩说：“好。”他走了。", "金正恩", "zh", "金正恩说：“好。”"),
        ("会談した。金氏は帰国した！次は未定。", "金氏", "ja", "金氏は帰国した！"),
        ("وصل أمس. هل غادر كيم؟ لا نعرف.", "كيم", "ar", "هل غادر كيم؟"),
        ("First line\nKim on the second\nthird", "Kim", "", "Kim on the second"),
        ("no end and no beginning Kim", "Kim", "", "no end and no beginning Kim"),
        ("Kim", "Kim", "", "Kim"),
    ],
)  # fmt: skip
def test_sentence_ends_where_a_reader_would_say(text, name, language, sentence):
    assert around(text, name, language) == sentence


def test_stop_within_the_name_is_no_end():
    assert around("He saw St. Pierre. He left.", "St. Pierre") == "He saw St. Pierre."
    assert (
        around("The firm Stop. Go. Inc of Busan grew. Yes.", "Stop. Go. Inc") == "The firm Stop. Go. Inc of Busan grew."
    )


@pytest.mark.parametrize("filler", ["word ", "字", "x"])
def test_long_sentence_is_cut_around_the_name(filler):
    text = filler * 400 + "Kim " + filler * 400
    start = text.index("Kim")

    begins, ends = cut_around(text, 0, len(text), start, start + 3)

    assert begins < start and start + 3 < ends
    assert ends - begins <= LONGEST_SENTENCE
    if filler == "word ":
        assert text[begins:ends].startswith("word ") and text[begins:ends].endswith(" word")


def test_cut_never_parts_a_letter_from_its_accent():
    text = "e\u0301" * 400 + "Kim" + "e\u0301" * 400
    start = text.index("Kim")
    begins, ends = cut_around(text, 0, len(text), start, start + 3)

    assert text[begins] == "e" and text[ends - 1] == "\u0301"


def test_short_sentence_is_left_whole():
    assert cut_around("Kim left.", 0, 9, 0, 3) == (0, 9)
