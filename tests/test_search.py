"""Finding words, each language in its own stems."""

import pytest

from articles.models import Article
from tests.makers import make_article

pytestmark = pytest.mark.django_db

COPY = {
    "fr": "Le vélo du préfet a disparu près de l'Élysée. Les navires de la garde côtière cherchent. Une œuvre.",
    "en": "Bicycles were missing, the coast guard said. Ships searched at night for the naïve thief.",
    "de": "Die Straßen waren leer, sagte der Bürgermeister.",
    "es": "Los niños encontraron las bicicletas en Bogotá.",
    "ko": "서울에서 열린 정상회담은 성공했다. 한국은행은 금리를 동결했다. KBS가 보도했다.",
    "zh": "首尔的图书馆深夜开放。",
    "ja": "釜山の豆腐職人が新しいパンを作った。",
    "ar": "قالت الشركة إن المياه العذبة وصلت إلى المدينة.",
}


@pytest.fixture
def archive():
    for language, body in COPY.items():
        make_article(language=language, headline=f"Headline in {language}", body=body)


@pytest.mark.parametrize(
    ("words", "languages"),
    [
        ("velo", {"fr"}),
        ("VÉLO", {"fr"}),
        ("navire", {"fr"}),
        ("elysee", {"fr"}),
        ("oeuvre", {"fr"}),
        ("œuvre", {"fr"}),
        ("strassen", {"de"}),
        ("Straße", {"de"}),
        ("burgermeister", {"de"}),
        ("ninos bogota", {"es"}),
        ("bicycle", {"en"}),
        ("naive", {"en"}),
        ('"coast guard"', {"en"}),
        ('"guard coast"', set()),
        ("“coast guard”", {"en"}),
        ("« garde côtière »", {"fr"}),
        ("velo OR bicycle", {"fr", "en"}),
        ("ships -bicycle", set()),
        ("ships -velo", {"en"}),
        ("서울", {"ko"}),
        ("상회", {"ko"}),
        ("정상회담", {"ko"}),
        ("담정", set()),
        ("서울 금리", {"ko"}),
        ("서울 -금리", set()),
        ("KBS 금리", {"ko"}),
        ("KBS", {"ko"}),
        ("图书馆", {"zh"}),
        ("豆腐", {"ja"}),
        ("ハン", set()),
        ("パン", {"ja"}),
        ("المياه", {"ar"}),
        ("شركة", {"ar"}),
        ("headline", set(COPY)),
        ("the", set()),
        ("", set()),
    ],
)
def test_words_find_the_languages_that_hold_them(archive, words, languages):
    found = Article.objects.matching(words) if words else Article.objects.none()

    assert {article.language for article in found} == languages


@pytest.mark.parametrize("words", ["velo OR bicycle", "headline", "서울", "ships -velo", "the", '"'])
def test_counting_language_by_language_finds_the_same(archive, words):
    rows = Article.objects.each_matching(words, ["pk"])

    assert sorted(pk for (pk,) in rows) == sorted(Article.objects.matching(words).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "words", ['"', '"a', "-", "OR", "OR OR", "a -", "\x00", "((", ":*", "'", "a & | !", "-서", '"서울', "\ud800"]
)
def test_no_words_are_an_error(archive, words):
    assert Article.objects.matching(words).count() <= len(COPY)


def test_headlines_captions_and_edits_are_searched_at_once():
    article = make_article(headline="Lanterns over Yeosu", captions=[{"text": "A violinist waits."}])
    assert Article.objects.matching("lantern").exists()
    assert Article.objects.matching("violinist").exists()

    Article.objects.filter(pk=article.pk).update(headline="Kites over Yeosu")

    assert not Article.objects.matching("lantern").exists()
    assert Article.objects.matching("kite").exists()
