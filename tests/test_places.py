"""The place linker: datelines, and places named in running copy in eight languages."""

from __future__ import annotations

import time

import pytest

from articles.ingest.placing.places import find_places, link_dateline

SEOUL, WASHINGTON, NEW_YORK = "city:1835848", "city:4140963", "city:5128581"


def linked(place, region=None, context=()):
    (found,) = link_dateline([place], region, context)
    return found and found.key


def keys(text, language, context=()):
    return [found.place.key for found in find_places(text, language, context)]


def texts(text, language, context=()):
    return [found.text for found in find_places(text, language, context)]


@pytest.mark.parametrize("filed", ["SEOUL", "Séoul", "Seúl", "서울", "首尔", "首爾", "ソウル", "سيول", "سيئول", "Seul"])
def test_a_dateline_links_to_one_place_in_every_language(filed):
    assert linked(filed) == SEOUL


@pytest.mark.parametrize(
    ("filed", "region", "key"),
    [
        ("SUWON", "Corée du Sud", "city:1835553"),
        ("SUWON, Corée du Sud", None, "city:1835553"),
        ("Seul (Corea del Sud)", None, SEOUL),
        ("PARIS", None, "city:2988507"),
        ("PARIS", "Texas", "city:4717560"),
        ("TRIPOLI", None, "city:2210247"),
        ("TRIPOLI", "Libye", "city:2210247"),
        ("TRIPOLI", "Liban", "city:266826"),
        ("ALBANY", "N.Y.", "city:5106834"),
        ("VIENNA", "Va.", "city:4791160"),
        ("PORTLAND", "Maine", "city:4975802"),
        ("PORTLAND", "Ore.", "city:5746545"),
        ("PORTLAND", "OR", "city:5746545"),
        ("Fráncfort", "RFA", "city:2925533"),
        ("MONOPOLI", "BARI", "city:3173131"),
        ("MOSCOW", "Idaho", "city:5601538"),
        ("LA HAYE", None, "city:2747373"),
        ("MEXICO", None, "city:3530597"),
        ("SINGAPORE", None, "city:1880252"),
        ("WASHINGTON", None, WASHINGTON),
        ("NEW YORK", None, NEW_YORK),
        ("QUEBEC", None, "city:6325494"),
        ("GEORGIA", None, "country:GE"),
        ("GAZA", None, "city:281133"),
        ("PANMUNJOM", None, "city:panmunjom"),
        ("과천", None, "city:gwacheon"),
        ("UNITED NATIONS", None, NEW_YORK),
        ("NATIONS UNIES", None, NEW_YORK),
        ("****LONDON", None, "city:2643743"),
    ],
)
def test_a_dateline_is_read_with_its_region(filed, region, key):
    assert linked(filed, region) == key


@pytest.mark.parametrize(
    ("filed", "region"),
    [
        ("NO CITY", None),
        ("NO CITY", "El Salvador"),
        ("ABOARD AIR FORCE ONE", None),
        ("ZZYZXOGRAD", None),
        ("SEOUL", "Mass."),
        ("", None),
    ],
)
def test_a_dateline_place_that_is_not_known_stays_as_filed(filed, region):
    assert linked(filed, region) is None


def test_every_dateline_place_gets_an_answer():
    dallas, unknown, fort_worth = link_dateline(["DALLAS", "NO CITY", "FORT WORTH"], "Texas")
    assert (dallas.names["en"], unknown, fort_worth.names["en"]) == ("Dallas", None, "Fort Worth")


def test_an_unreadable_region_does_not_hide_the_place():
    assert linked("SEOUL", "Zzyzxland") == SEOUL


@pytest.mark.parametrize(
    ("filed", "context", "key"),
    [
        ("TRIPOLI", ["country:LB"], "city:266826"),
        ("TRIPOLI", ["country:LB", "country:LY"], "city:2210247"),
        ("CORDOBA", ["country:ES"], "city:2519240"),
        ("VALENCE", ["country:FR"], "city:2971053"),
        ("ATHENS", ["country:US"], "city:264371"),
        ("MOSCOW", ["country:US"], "city:524901"),
    ],
)
def test_countries_of_the_copy_settle_homonyms_but_never_dethrone_a_capital(filed, context, key):
    assert linked(filed, None, context) == key


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il vient d'Incheon, passe par l'Ukraine et va au Japon.", ["Incheon", "Ukraine", "Japon"]),
        ("fr", "Il rentre aux Etats-Unis puis aux États-Unis.", ["Etats-Unis", "États-Unis"]),
        ("fr", "Un tir vers la mer de l'Est et la mer Jaune.", ["mer de l'Est", "mer Jaune"]),
        ("fr", "Il ira à Komsomolsk-sur-l'Amour.", ["Komsomolsk-sur-l'Amour"]),
        ("fr", "La péninsule coréenne, la bande de Gaza.", ["péninsule coréenne", "bande de Gaza"]),
        ("fr", "L'axe Moscou-Pyongyang inquiète Séoul.", ["Moscou", "Pyongyang", "Séoul"]),
        ("en", "Seoul's envoy met U.S. officials in Moscow Tuesday.", ["Seoul", "U.S.", "Moscow"]),
        ("en", "U.S.-led talks on the Korean Peninsula.", ["U.S.", "Korean Peninsula"]),
        ("en", "Ukraine President Maria Holub visited Brussels.", ["Ukraine", "Brussels"]),
        ("de", "In der Hauptstadt Pjöngjang und in Seouls Zentrum.", ["Pjöngjang", "Seouls"]),
        ("de", "Russlands Regierung schaut auf das Gelbe Meer.", ["Russlands", "Gelbe Meer"]),
        ("es", "Viajó de Pekín a Nueva York, en EE.UU.", ["Pekín", "Nueva York", "EE.UU."]),
        ("es", "Cayó en el mar del Este, dijo Corea del Sur.", ["mar del Este", "Corea del Sur"]),
        ("ko", "북한이 동해로 발사했다. 서울에서 러시아의 반응.", ["북한", "동해", "서울", "러시아"]),
        ("zh", "韩国总统访问美国华盛顿，谈朝鲜半岛。", ["韩国", "美国", "华盛顿", "朝鲜半岛"]),
        ("ja", "北朝鮮は日本海に向けて発射した。東京で。", ["北朝鮮", "日本海", "東京"]),
        ("ja", "インドネシアとインド。", ["インドネシア", "インド"]),
        ("ar", "قالت كوريا الشمالية إن روسيا والصين تدعمان", ["كوريا الشمالية", "روسيا", "الصين"]),
    ],
)
def test_places_are_found_in_eight_languages(language, text, expected):
    assert texts(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le New York Times cite Paris Hilton."),
        ("fr", "Selon Renault Korea, rien ne change."),
        ("fr", "Un roman de Jack London, lu par M. London et Mme Valence."),
        ("fr", "L'Etat restera au Nord."),
        ("fr", "Nice, Tours et Nancy ne sont pas reconnues."),
        ("fr", "Kim, Lee et Ali ont parlé à Yonhap."),
        ("fr", "Les sud-coréens et les Russes."),
        ("fr", "Il coûte 15 $US."),
        ("fr", "Le Duc de Bretagne et l'Université de Paris."),
        ("en", "George Washington University welcomed Michael Jordan."),
        ("en", "He told us that reading is fun. Reading is fun."),
        ("en", "North Korean troops and Russian officials."),
        ("en", "The Bank of Korea held its rate."),
        ("en", "Mr. Houston thanked Sen. Lincoln."),
        ("de", "Essen und Singen machen Spaß."),
        ("de", "Der Ukraine-Krieg dauert an."),
        ("es", "Rosario Mercedes Colón habló."),
        ("ko", "한국은행과 서울대 교수, 미국인. 그는 모든 수단을 동원했다. 고양이."),
        ("ko", "서울시장은 말했다."),
        ("zh", "中国人在中国银行。今日本报讯。"),
        ("ja", "アメリカン航空の日本人。"),
        ("ar", "قال مالي إن الغرب"),
        ("xx", "Seoul"),
    ],
)
def test_what_only_looks_like_a_place_is_left_alone(language, text):
    assert texts(text, language) == []


def test_a_word_of_the_copy_is_no_place_at_the_head_of_a_sentence():
    assert texts("Perth, dit-on. La perth est rare.", "fr", ["country:AU"]) == []


def test_a_surname_is_a_person_throughout_the_copy():
    assert texts("Le boxeur Ray Houston a gagné. Houston sourit.", "fr") == []


def test_a_small_town_needs_its_country_and_a_preposition():
    assert texts("Le feu a pris à Concarneau.", "fr") == []
    assert texts("En France, le feu a pris à Concarneau.", "fr") == ["France", "Concarneau"]
    assert texts("Le feu a pris à Concarneau.", "fr", ["country:FR"]) == ["Concarneau"]


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "He lives in Paris, Texas.", "city:4717560"),
        ("en", "He lives in Vienna, Va.", "city:4791160"),
        ("en", "He lives in Paris.", "city:2988507"),
        ("en", "Washington answered.", WASHINGTON),
        ("en", "He flew to Mexico.", "country:MX"),
        ("fr", "Le vol pour Mexico est parti.", "city:3530597"),
        ("fr", "Le Luxembourg vote.", "country:LU"),
        ("en", "Singapore voted.", "country:SG"),
    ],
)
def test_homonyms_follow_the_copy_and_its_language(language, text, key):
    assert keys(text, language)[0] == key


def test_georgia_is_the_state_where_only_the_united_states_are_spoken_of():
    assert keys("U.S. voters in Georgia", "en")[-1] == "region:us-georgia"
    assert keys("voters in Georgia", "en") == ["country:GE"]


def test_a_city_shared_by_two_countries_alike_is_left_alone():
    assert texts("Le marché de Saint-Denis.", "fr") == []


def test_offsets_count_characters_and_places_never_overlap():
    text = "«Séoul», 서울, l'oblast de l'Amour et la Corée du Nord."
    found = find_places(text, "fr")
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert [one.text for one in found] == ["Séoul", "oblast de l'Amour", "Corée du Nord"]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "(((", "Corée du", "d'", "서", "中", "و", "A" * 10_000])
@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "ko", "zh", "ja", "ar"])
def test_strange_copy_does_no_harm(text, language):
    assert find_places(text, language) == []


def test_the_same_copy_gives_the_same_places():
    text = "De Séoul à Moscou, de Tripoli à San José, l'Ukraine et la mer Noire."
    assert find_places(text, "fr") == find_places(text, "fr")


def test_a_long_story_is_read_in_milliseconds():
    sentence = "Le dirigeant Ri Han-sol a quitté Séoul pour la Russie, selon l'agence, et verra la mer Jaune demain. "
    story = sentence * 75
    find_places(story, "fr")
    best = min(_timed(story) for _ in range(5))
    assert best < 0.03


def _timed(story):
    start = time.perf_counter()
    find_places(story, "fr")
    return time.perf_counter() - start
