"""The founding form, part by part, and the forms that differ from it."""

import pytest

from articles.ingest.article import RelatedHeadline
from articles.ingest.reading import read

FOUNDING_FORM = """(4e LD) Sommet des ponts : Mapo soutient Banpo
SEOUL, 13 sept. (Yonhap) -- Le maire s'est engagé ce mercredi.
Il a levé son verre.

Le maire (à dr.) est accueilli le mardi 12 septembre 2023. (Utilisation en Corée du Sud uniquement)
La rencontre a duré deux heures.

Un écran montre le pont le mercredi 13 septembre 2023.
Le pont reste ouvert.
ada.lind@example.com
bo.maren@example.com
(FIN)
-
Un autre pont
-
(LEAD) Un tunnel"""


def parsed(text):
    (article,) = read(text.encode(), "copy.txt")
    return article


def test_founding_form_is_read_whole():
    article = parsed(FOUNDING_FORM)

    assert (article.agency, article.language) == ("Yonhap", "fr")
    assert (article.version_label, article.version) == ("4e LD", 4)
    assert article.headline == "Sommet des ponts : Mapo soutient Banpo"
    assert article.dateline.text == "SEOUL, 13 sept. (Yonhap) --"
    assert (str(article.dateline.date), article.dateline.date_from) == ("2023-09-13", "captions")
    assert article.paragraphs == (
        "Le maire s'est engagé ce mercredi.",
        "Il a levé son verre.",
        "La rencontre a duré deux heures.",
        "Le pont reste ouvert.",
    )
    assert [caption.paragraph for caption in article.captions] == [2, 3]
    assert article.captions[0].restriction == "Utilisation en Corée du Sud uniquement"
    assert article.contacts == ("ada.lind@example.com", "bo.maren@example.com")
    assert article.end_mark == "FIN"
    assert article.related == (RelatedHeadline("Un autre pont"), RelatedHeadline("Un tunnel", "LEAD", 1))


def test_label_of_a_related_headline_is_not_the_story_s():
    assert parsed(FOUNDING_FORM.replace("(4e LD) ", "")).version == 0


def test_double_spaced_copy_has_no_captions_but_those_that_show_it():
    lines = ["The bridge opens", "SEOUL, Sept. 13, 2023 (Yonhap) -- It opened.", *(f"Line {n} ends." for n in range(6))]
    lines.insert(4, "The bridge is seen in Seoul on Sept. 12, 2023. (PHOTO NOT FOR SALE) (Yonhap)")

    article = parsed("\n\n".join(lines))

    assert len(article.paragraphs) == 7
    assert [(caption.paragraph, caption.restriction) for caption in article.captions] == [(3, "PHOTO NOT FOR SALE")]


def test_wrapped_copy_is_joined_again():
    article = parsed(
        "Two bridges close in Seoul\n"
        "SEOUL, Sept. 13, 2023 (Yonhap) -- Two bridges over the Han River\n"
        "closed on Wednesday after a barge hit a pier, the city said in a\n"
        "statement that gave no further details about the accident.\n"
        "   Nobody was hurt, and traffic was sent over the other bridges of\n"
        "the city, where queues formed within the hour, according to the\n"
        "police. They asked drivers to stay at home until the evening.\n"
        "   The bridges will open again once divers have seen the pier, which\n"
        "may take a day.\n"
        "(END)\n"
    )

    assert len(article.paragraphs) == 3
    assert article.paragraphs[1].startswith("Nobody was hurt, and traffic was sent over the other bridges of the city")


def test_short_lines_without_stops_are_not_wrapped_copy():
    article = parsed(
        "Résultats\nSEOUL, 13 sept. 2023 (Yonhap) -- Voici les résultats\nCorée 3 Japon 1\nChine 2 Inde 2\n"
        "Pérou 1 Chili 0\nMali 4 Togo 1\n(FIN)\n-\nUn pont\n-\nUn tunnel\n-\nUn quai\n"
    )

    assert len(article.paragraphs) == 5
    assert len(article.related) == 3


def test_wrapped_copy_without_indents_breaks_after_short_lines():
    article = parsed(
        "Two bridges close in Seoul\n"
        "SEOUL, Sept. 13, 2023 (Yonhap) -- Two bridges over the Han River\n"
        "closed on Wednesday after a barge hit a pier, the city said in a\n"
        "statement.\n"
        "Nobody was hurt, and traffic was sent over the other bridges of\n"
        "the city, where queues formed within the hour, according to the\n"
        "police.\n"
        "(END)\n"
    )

    assert [paragraph.split()[0] for paragraph in article.paragraphs] == ["Two", "Nobody"]


def test_withdrawal_is_canceled_and_embargo_withheld():
    body = "OSLO, Nov 9, 2022 (Reuters) - The story is withdrawn.\n"

    assert parsed(f"STORY WITHDRAWN-Bridge opens\n{body}").status == "canceled"
    assert parsed(f"EMBARGOED until 1800 GMT - Bridge opens\n{body}").status == "withheld"
    assert parsed(f"CORRECTED-Bridge opens\n{body}").status == "usable"


def test_keyword_line_of_ap_gives_slug_and_label():
    article = parsed("BC-US--Bridge,1st Ld-Writethru\nBridge opens\nALBANY, N.Y. (AP) — It opened.\nAll crossed.\n")

    assert article.keywords == ("BC-US--Bridge",)
    assert (article.version_label, article.version, article.headline) == ("1st Ld-Writethru", 1, "Bridge opens")


def test_sentence_that_begins_with_copyright_is_body():
    article = parsed(
        "Law\nALBANY, N.Y. (AP) — It passed.\nCopyright law was at the centre of it.\n(c) the third is open.\n"
    )

    assert len(article.paragraphs) == 3


def test_note_over_two_lines_is_one_note():
    article = parsed(
        "(LEAD) The bridge opens\n(ATTN: UPDATES with mayor's words in paras 2-3;\nADDS photo)\nBy Ada Lind\n"
        "SEOUL, Sept. 13, 2023 (Yonhap) -- It opened.\nAll crossed.\n(END)\n"
    )

    assert article.note == "ATTN: UPDATES with mayor's words in paras 2-3; ADDS photo"
    assert article.bylines == ("Ada Lind",)
    assert article.paragraphs == ("It opened.", "All crossed.")


def test_what_is_not_for_publication_stays_apart():
    article = parsed(
        "Die Brücke öffnet\nBerlin (dpa) - Die Brücke ist offen.\nAlle gehen hinüber.\n"
        "# Notebook\n## Contacts\n- desk, +49 30 0000\n"
    )

    assert article.paragraphs == ("Die Brücke ist offen.", "Alle gehen hinüber.")
    assert "+49 30 0000" in article.nonpublic_note


def test_yonhap_id_dates_the_copy_and_names_the_agency():
    article = parsed("Le pont rouvre\nSEOUL, 11 juil. -- Il a rouvert.\n(FIN)\nAFR20220711000900884\n")

    assert article.guid == "AFR20220711000900884"
    assert article.agency == "Yonhap"
    assert (str(article.dateline.date), article.dateline.date_from) == ("2022-07-11", "guid")


def test_end_mark_in_the_last_sentence_is_taken_off():
    article = parsed("Bridge opens\nNAIROBI, Dec. 1, 2023 (Xinhua) -- It opened.\nAll crossed. Enditem\n")

    assert article.end_mark == "Enditem"
    assert article.paragraphs[-1] == "All crossed."


def test_what_framed_a_telegram_is_no_copy():
    copy = "Gulls wait in line\n\nSEOUL, Sept. 13 (Yonhap) -- A keeper has taught forty gulls to wait.\n"
    other = copy.replace("Gulls", "Geese").replace("gulls", "geese")
    first, second = read(f"ZCZC ABC012 345\n{copy}NNNN\n\nZCZC\n{other}\nNNNN\n".encode(), "log.txt")

    assert (first.headline, second.headline) == ("Gulls wait in line", "Geese wait in line")
    assert first.paragraphs == ("A keeper has taught forty gulls to wait.",)
    assert (first.signoff, first.end_mark, first.subheadline, first.related) == ("", "", "", ())
    assert first.original.startswith(b"ZCZC ABC012") and first.original.endswith(b"NNNN\n\n")
    assert second.original.startswith(b"ZCZC\nGeese") and second.original.endswith(b"NNNN\n")


def test_a_sentence_about_the_frame_of_telegrams_is_copy():
    article = parsed(
        "Code\n\nSEOUL, Sept. 13 (Yonhap) -- Operators typed it.\nZCZC is how a message opens.\nNNNN ends it.\n"
    )

    assert article.paragraphs[1:] == ("ZCZC is how a message opens.", "NNNN ends it.")


@pytest.mark.parametrize("mark", ["ends", "-ends-", "ENDS", "(ends)"])
def test_end_mark_of_the_press_association_is_no_text(mark):
    article = parsed(
        f"Gulls wait in line\n\nBy Ada Lind, PA\nLONDON, Sept. 13 (PA) -- A keeper has taught forty gulls.\n{mark}\n"
    )

    assert article.end_mark == mark.strip("()")
    assert article.paragraphs == ("A keeper has taught forty gulls.",)
