import pytest

from articles.ingest.grammar.dateline import read_dateline


def day_of(opening):
    return opening.day and (opening.day.day, opening.day.month, opening.day.year)


@pytest.mark.parametrize(
    ("line", "agency", "places", "region", "day"),
    [
        ("SEOUL, 13 sept. (Yonhap) -- Le", "Yonhap", ("SEOUL",), "", (13, 9, None)),
        ("SEOUL, July 4 (Yonhap) -- The", "Yonhap", ("SEOUL",), "", (4, 7, None)),
        ("INCHEON/SEOUL -- The", "", ("INCHEON", "SEOUL"), "", None),
        ("YANGYANG, South Korea -- The", "", ("YANGYANG",), "South Korea", None),
        ("(싱가포르=연합뉴스) 본문", "Yonhap", ("싱가포르",), "", None),
        ("韩联社首尔1月1日电 据", "Yonhap", ("首尔",), "", (1, 1, None)),
        ("【ソウル聯合ニュース】韓国", "Yonhap", ("ソウル",), "", None),
        ("Seúl, 13 de septiembre (Yonhap) -- La", "Yonhap", ("Seúl",), "", (13, 9, None)),
        ("SEOUL, 13. Sept. (Yonhap) -- Der", "Yonhap", ("SEOUL",), "", (13, 9, None)),
        ("سيئول، 13 سبتمبر (يونهاب) -- قال", "Yonhap", ("سيئول",), "", (13, 9, None)),
        ("NEW YORK (AP) — The", "AP", ("NEW YORK",), "", None),
        ("CHATHAM, Mass. (AP) _ A", "AP", ("CHATHAM",), "Mass.", None),
        ("ALBANY, N.Y. (AP) A", "AP", ("ALBANY",), "N.Y.", None),
        ("WASHINGTON, May 8 (Reuters) - The", "Reuters", ("WASHINGTON",), "", (8, 5, None)),
        ("Jan 3 (Reuters) - The", "Reuters", (), "", (3, 1, None)),
        ("(Reuters) -The", "Reuters", (), "", None),
        ("WASHINGTON/NEW YORK (Reuters) - The", "Reuters", ("WASHINGTON", "NEW YORK"), "", None),
        ("서울, 12월18일 (로이터) - 한국", "Reuters", ("서울",), "", (18, 12, None)),
        ("DALLAS/FORT WORTH, Texas, March 3 - A", "", ("DALLAS", "FORT WORTH"), "Texas", (3, 3, None)),
        ("Paris, 21 jan 2019 (AFP) - Le", "AFP", ("Paris",), "", (21, 1, 2019)),
        ("STOCKHOLM, Aug 29, 2014 (AFP) - The", "AFP", ("STOCKHOLM",), "", (29, 8, 2014)),
        ("Seoul (AFP) Nord", "AFP", ("Seoul",), "", None),
        ("Paris (ats afp) Les", "ATS", ("Paris",), "", None),
        ("PARIS, 14. (Havas.) — Le", "Havas", ("PARIS",), "", (14, None, None)),
        ("BRISBANE, Australia, Jan. 1(Xinhua) -- A", "Xinhua", ("BRISBANE",), "Australia", (1, 1, None)),
        ("新华社北京1月5日电 题：中国", "Xinhua", ("北京",), "", (5, 1, None)),
        ("MOSCOW, January 21. /TASS/. The", "TASS", ("MOSCOW",), "", (21, 1, None)),
        ("SAITAMA, Japan, Dec. 9 Kyodo - A", "Kyodo", ("SAITAMA",), "Japan", (9, 12, None)),
        ("TOKYO (Kyodo) -- A", "Kyodo", ("TOKYO",), "", None),
        ("SEOUL, South Korea, Jan. 3 (UPI) -- A", "UPI", ("SEOUL",), "South Korea", (3, 1, None)),
        ("Moscú, 1 ene (EFE).-La", "EFE", ("Moscú",), "", (1, 1, None)),
        ("Fráncfort (RFA), 25 may (EFECOM).", "EFE", ("Fráncfort",), "RFA", (25, 5, None)),
        ("Berlin (dpa) - Der", "dpa", ("Berlin",), "", None),
        ("(ANSA) - MONOPOLI (BARI), 6 LUG - Il", "ANSA", ("MONOPOLI",), "BARI", (6, 7, None)),
        ("Seul (Corea del Sud), 1 apr. (LaPresse/AP) - Il", "LaPresse", ("Seul",), "Corea del Sud", (1, 4, None)),
        ("(中央社首爾16日綜合外電報導)南韓", "CNA", ("首爾",), "", (16, None, None)),
        ("BOGOTA, 15 JAN 90 (DPA) -- [TEXT] The", "dpa", ("BOGOTA",), "", (15, 1, 1990)),
        ("ROME (ITALY), 11 JAN 90 -- [TEXT] The", "", ("ROME",), "ITALY", (11, 1, 1990)),
        ("PANAMA CITY (PANAMA), 26 JAN 89 -- Explosives", "", ("PANAMA CITY",), "PANAMA", (26, 1, 1989)),
        ("MOSCOW (USSR), 28 AUG - A", "", ("MOSCOW",), "USSR", (28, 8, None)),
        ("NO CITY (EL SALVADOR), 15 JAN 90 (DPA) -- A", "dpa", ("NO CITY",), "EL SALVADOR", (15, 1, 1990)),
    ],
)
def test_dateline_of_each_agency(line, agency, places, region, day):
    opening = read_dateline(line)

    assert opening is not None
    assert (opening.agency, opening.places, opening.region, day_of(opening)) == (agency, places, region, day)
    assert not opening.mistyped


@pytest.mark.parametrize(
    ("line", "names", "text"),
    [
        ("(서울=연합뉴스) 홍가람 이도현 기자 = 본문", ("홍가람", "이도현"), "(서울=연합뉴스) 홍가람 이도현 기자 ="),
        ("新华社北京8月12日电（记者罗沙）全文", ("罗沙",), "新华社北京8月12日电（记者罗沙）"),
        ("par Ada Lind SEOUL (Reuters) - Le", ("Ada Lind",), "SEOUL (Reuters) -"),
    ],
)
def test_reporters_named_in_the_opening_are_bylines(line, names, text):
    opening = read_dateline(line)

    assert opening.bylines == names
    assert opening.text == text


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("****LONDON, Narch 2 (Reuters) - A", ("LONDON",)),
        ("BONN, 126 may (EFE).- El", ("BONN",)),
        ("17 Seo (Reuters) - A", ()),
    ],
)
def test_mistyped_date_leaves_the_place(line, places):
    opening = read_dateline(line)

    assert opening.places == places
    assert opening.mistyped
    assert opening.day is None


@pytest.mark.parametrize(
    "line",
    [
        "The (AP) said it would appeal.",
        "Kim (AP) said",
        "The minister (left) - who came late - left.",
        "Le maire (à dr.) - arrive",
        "RIO DE JANEIRO - Edward stood up",
        "In Japan, prices rose - again.",
        "Am Montag (dpa-Info) wurde",
        "ROME (ITALY), YESTERDAY -- The ministers met",
        "Rome (Italy), 11 Jan 90 -- the day the bridge opened",
        "JUAN PEREZ (CENTER), 11 JANUARY SQUARE -- a portrait",
        "THE MINISTER (LEFT) AND 12 OTHERS -- all of them late",
        "GOLD (USA), 11 -- and silver",
        "",
    ],
)
def test_prose_is_no_dateline(line):
    assert read_dateline(line) is None
