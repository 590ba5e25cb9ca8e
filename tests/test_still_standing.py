"""Sentences of a withdrawn article are found in others, word for word, and nothing is searched without end."""

import pytest

from articles.still_standing import BOILERPLATE, MOST_SENTENCES, where_it_stands
from tests.makers import make_article

pytestmark = pytest.mark.django_db

SENTENCE = {
    "en": "The ferry operator said that forty containers of lithium had been left on the pier.",
    "fr": "L’opérateur du ferry a déclaré que quarante conteneurs étaient restés à quai depuis l’été dernier.",
    "ko": "여객선 운영사는 리튬 컨테이너 마흔 개가 부두에 남아 있다고 밝혔다.",
    "ja": "運航会社はリチウムの容器四十個が埠頭に残されていると発表した。",
    "zh": "运营公司表示，四十个锂电池集装箱仍留在码头上没有运走。",
    "ar": "قالت الشركة المشغلة للعبارة إن أربعين حاوية من الليثيوم تركت على الرصيف منذ الصيف الماضي.",
    "de": "Der Betreiber der Fähre teilte mit, dass vierzig Container mit Lithium am Kai stehen geblieben seien.",
}


@pytest.mark.parametrize("language", SENTENCE)
def test_sentence_is_found_in_another_article_of_any_language(language):
    sentence = SENTENCE[language]
    killed = make_article(language=language, paragraphs=["Short.", f"{sentence} Another one."])
    holds = make_article(language=language, paragraphs=["A first paragraph.", f"Before. {sentence} After."])
    make_article(language=language, paragraphs=[sentence[::-1]])

    search = where_it_stands(killed)

    assert [standing.article for standing in search.found] == [holds]
    assert search.found[0].sentences == [sentence]


def test_case_accents_spaces_and_quotes_make_no_difference():
    killed = make_article(language="fr", paragraphs=[SENTENCE["fr"]])
    other = SENTENCE["fr"].replace("’", "'").replace("é", "e").replace(" à ", "  a ").upper()
    holds = make_article(language="fr", paragraphs=[other])

    assert [standing.article for standing in where_it_stands(killed).found] == [holds]


def test_captions_are_looked_through_and_notices_left_out():
    killed = make_article(paragraphs=[SENTENCE["en"]])
    notice = make_article(paragraphs=[SENTENCE["en"]])
    caption = make_article(captions=[{"text": SENTENCE["en"], "paragraph": 0}])

    assert [standing.article for standing in where_it_stands(killed, [notice.pk]).found] == [caption]


def test_boilerplate_and_short_sentences_are_left_out():
    killed = make_article(
        paragraphs=[f"{SENTENCE['en']} He said so. Write to desk@example.com for more of these stories."]
    )
    for _ in range(BOILERPLATE + 1):
        make_article(paragraphs=[f"{SENTENCE['en']} He said so."])

    search = where_it_stands(killed)

    assert (list(search.found), search.boilerplate, search.looked_for) == ([], 1, 0)


def test_a_very_long_article_is_cut_and_said_to_be():
    text = " ".join(f"Sentence number {n} is about a bridge that nobody has ever crossed on foot." for n in range(500))
    killed = make_article(paragraphs=[text])

    search = where_it_stands(killed)

    assert search.too_many_sentences and search.looked_for == MOST_SENTENCES


def test_article_without_text_finds_nothing():
    assert list(where_it_stands(make_article(paragraphs=[])).found) == []
