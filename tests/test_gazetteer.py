"""The gazetteer: its tables are whole, and a place answers to every name the wire gives it."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from articles.ingest.fold import fold
from articles.ingest.gazetteer import KINDS, by_key, named
from articles.ingest.gazetteer.city_names import CityNames
from articles.ingest.gazetteer.lookup import city_at, is_capital, load
from articles.ingest.gazetteer.tables import DATA, read_lines, read_rows

_UNINHABITED = {"country:AQ", "country:BQ", "country:BV", "country:HM", "country:IO", "country:TK", "country:UM"}


@pytest.fixture(scope="module")
def everything():
    atlas = load()
    return [*atlas.places.values(), *(city_at(number) for number in range(len(atlas.cities)))]


@pytest.mark.parametrize("name", ["cities.tsv.gz", "names.tsv.gz", "countries.tsv.gz"])
def test_compressed_tables_open(name):
    assert gzip.decompress((DATA / name).read_bytes()).decode()


def test_compressed_tables_stay_under_three_megabytes():
    assert sum(path.stat().st_size for path in DATA.glob("*.gz")) < 3_000_000


def test_geonames_is_credited_beside_the_data():
    notice = (DATA / "LICENSE-GEONAMES.txt").read_text(encoding="utf-8")
    assert "GeoNames" in notice
    assert "creativecommons.org/licenses/by/4.0" in notice


def test_keys_are_unique(everything):
    assert len({place.key for place in everything}) == len(everything)


def test_kinds_agree_with_keys(everything):
    assert all(place.kind in KINDS and place.key.startswith(place.kind + ":") for place in everything)


def test_every_parent_exists(everything):
    assert [place.key for place in everything if place.parent and by_key(place.parent) is None] == []


def test_nothing_encloses_itself(everything):
    for place in everything:
        seen = {place.key}
        while place.parent:
            place = by_key(place.parent)
            assert place.key not in seen
            seen.add(place.key)


def test_the_names_of_cities_are_in_order():
    lines = read_lines("names.tsv.gz")

    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("name", "rows", "goes_on"),
    [
        ("aa", "1", True),
        ("aa b", "2 3~", False),
        ("aa b c", "", False),
        ("a", "", False),
        ("b", "", True),
        ("c", "4", False),
        ("d", "", False),
    ],
)
def test_a_name_is_found_in_the_sorted_table(name, rows, goes_on):
    table = CityNames(["aa\t1", "aa b\t2 3~", "aab\t7", "b c\t5", "c\t4"])

    assert (table.rows(name), table.go_on(name)) == (rows, goes_on)


def test_nothing_is_found_in_an_empty_table():
    assert (CityNames([]).rows("a"), CityNames([]).go_on("a")) == ("", False)


def test_coordinates_are_on_the_globe(everything):
    for place in everything:
        if place.latitude is not None:
            assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180, place.key


def test_only_idle_territories_and_the_west_have_no_point(everything):
    assert {place.key for place in everything if place.latitude is None} <= _UNINHABITED | {"region:west", "country:PW"}


def test_every_place_has_an_english_and_a_french_name(everything):
    assert [place.key for place in everything if not place.names["en"].strip() or not place.names["fr"].strip()] == []


def test_no_display_name_or_alias_is_empty(everything):
    assert [place.key for place in everything if "" in place.names.values() or "" in place.aliases] == []


def test_hand_written_cities_are_in_the_compressed_table():
    assert [row["geonameid"] for row in read_rows("cities.tsv") if by_key("city:" + row["geonameid"]) is None] == []


def test_every_state_a_region_stands_for_holds_a_city():
    held = {tuple(row.split("\t", 4)[2:4]) for row in load().cities}
    assert set(load().regions) - held == set()


def test_an_abbreviation_means_one_state():
    short = [text for row in read_rows("places.tsv") for text in row["abbreviations"].split(";") if text]
    assert len(short) == len(set(map(fold, short))) >= 50


@pytest.mark.parametrize(
    ("names", "key"),
    [
        ("SEOUL Séoul Seúl 서울 首尔 首爾 ソウル سيول سيئول Seoul", "city:1835848"),
        ("PYONGYANG Pjöngjang 평양 平壤 平壌 بيونغيانغ", "city:1871859"),
        ("MOSCOU Moscow Moscú Moskau 모스크바 莫斯科 モスクワ موسكو", "city:524901"),
        ("Pékin Beijing Pekín Peking 베이징 北京 بكين", "city:1816670"),
        ("Kiev Kyiv Kiew 키이우 基辅 キーウ كييف", "city:703448"),
        ("Vladivostok Wladiwostok 블라디보스토크 ウラジオストク 海参崴", "city:2013348"),
        ("RPDC DPRK 북한 조선 朝鲜 北韓 北朝鮮 Nordkorea", "country:KP"),
        ("ROK 한국 남한 대한민국 韩国 韓國 韓国 Südkorea", "country:KR"),
        ("US USA U.S. Etats-Unis États-Unis EEUU EE.UU. 미국 美国 米国", "country:US"),
        ("UK Britain Grande-Bretagne Großbritannien 영국 英国", "country:GB"),
        ("Russie Russia Rusia Russland 러시아 俄罗斯 ロシア روسيا", "country:RU"),
        ("동해", "sea:east-sea"),
        ("Donbass Donbas 돈바스", "region:donbas"),
        ("Panmunjom Panmunjeom 판문점 板门店 板門店", "city:panmunjom"),
        ("Khassan Khasan 하산", "city:khasan"),
        ("Vostochny Vostotchny 보스토치니", "region:vostochny-cosmodrome"),
    ],
)
def test_a_place_is_one_place_in_all_scripts(names, key):
    assert {name: named(name)[0].key for name in names.split()} == dict.fromkeys(names.split(), key)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("mer de l'Est", "sea:east-sea"),
        ("MER DE L’EST", "sea:east-sea"),
        ("East Sea", "sea:east-sea"),
        ("mer Jaune", "sea:yellow-sea"),
        ("péninsule coréenne", "region:korean-peninsula"),
        ("Extrême-Orient russe", "region:russian-far-east"),
        ("oblast de l'Amour", "region:amur-oblast"),
        ("bande de Gaza", "region:gaza-strip"),
        ("Komsomolsk-sur-l'Amour", "city:2021851"),
        ("République populaire démocratique de Corée", "country:KP"),
        ("Corea del Norte", "country:KP"),
        ("Mass.", "region:us-massachusetts"),
        ("Kaesong", "city:1876373"),
        ("Moyen-Orient", "region:middle-east"),
    ],
)
def test_names_of_several_words_are_found_however_they_are_joined(name, key):
    assert named(name)[0].key == key


def test_homonyms_come_most_populous_first():
    towns = [place for place in named("Tripoli") if place.kind == "city"]
    assert [town.country for town in towns[:2]] == ["LY", "LB"]
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_an_unknown_name_bears_no_place():
    assert named("Zzyzxograd") == ()
    assert by_key("city:0") is None
    assert by_key("sea:nowhere") is None


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("city:1835848", "Seoul", "Séoul"),
        ("city:2988507", "Paris", "Paris"),
        ("city:2643743", "London", "Londres"),
        ("city:2747373", "The Hague", "La Haye"),
        ("city:360630", "Cairo", "Le Caire"),
        ("city:1876373", "Kaesong", "Kaesong"),
        ("country:KP", "North Korea", "Corée du Nord"),
    ],
)
def test_display_names_follow_the_language(key, english, french):
    place = by_key(key)
    assert (place.names["en"], place.names["fr"]) == (english, french)


def test_a_city_lies_in_its_region_and_the_region_in_its_country():
    vladivostok = by_key("city:2013348")
    assert vladivostok.parent == "region:primorye"
    assert by_key(vladivostok.parent).parent == "region:russian-far-east"
    assert by_key("city:1835848").parent == "country:KR"


def test_seats_of_government_are_known():
    assert is_capital(by_key("city:1835848"))
    assert not is_capital(by_key("city:1838524"))
    assert not is_capital(by_key("country:KR"))


def test_importing_reads_no_table():
    code = (
        "from articles.ingest import gazetteer\n"
        "from articles.ingest.placing import places\n"
        "from articles.ingest.gazetteer.lookup import load\n"
        "raise SystemExit(load.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Séoul", "seoul"),
        ("SEOUL", "seoul"),
        ("Komsomolsk-sur-l’Amour", "komsomolsk sur l amour"),
        ("Œuvre", "oeuvre"),
        ("Gießen", "giessen"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("서울", "서울"),
        ("서울", "서울"),
        ("ガザ", "ガザ"),
        ("كوريا الشماليّة", "كوريا الشمالية"),
        ("  Tel   Aviv ", "tel aviv"),
    ],
)
def test_folding_leaves_one_form(name, folded):
    assert fold(name) == folded
    assert fold(folded) == folded
