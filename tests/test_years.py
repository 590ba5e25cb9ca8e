from datetime import date

import pytest

from articles.ingest.grammar.dates import PartialDate, full_dates, read_dateline_date
from articles.ingest.grammar.years import Evidence, complete

SEPTEMBER_13 = PartialDate(13, 9)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("13 sept.", PartialDate(13, 9)),
        ("Nov. 24", PartialDate(24, 11)),
        ("1er janv.", PartialDate(1, 1)),
        ("13 de septiembre de 2023", PartialDate(13, 9, 2023)),
        ("15 JAN 90", PartialDate(15, 1, 1990)),
        ("6 LUG", PartialDate(6, 7)),
        ("13. Sept.", PartialDate(13, 9)),
        ("9月2日", PartialDate(2, 9)),
        ("12월18일", PartialDate(18, 12)),
        ("13 سبتمبر", PartialDate(13, 9)),
        ("14.", PartialDate(14)),
        ("29 Feb", PartialDate(29, 2)),
        ("Narch 2", None),
        ("126 may", None),
        ("31 Feb", None),
        ("", None),
    ],
)
def test_date_of_a_dateline(written, wanted):
    assert read_dateline_date(written) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "le mercredi 13 septembre 2023, à Séoul",
        "on Sept. 13, 2023.",
        "2023년 9월 13일",
        "2023年9月13日",
        "13 de septiembre de 2023",
        "am 13. September 2023",
        "13 سبتمبر 2023",
    ],
)
def test_full_dates_are_found_in_every_language(text):
    assert list(full_dates(text)) == [date(2023, 9, 13)]


@pytest.mark.parametrize(
    ("evidence", "wanted"),
    [
        (Evidence(guid_date=date(2021, 9, 13), captions=["le 13 septembre 2023"]), (date(2021, 9, 13), "guid")),
        (Evidence(timestamp_date=date(2022, 9, 14)), (date(2022, 9, 13), "timestamp")),
        (Evidence(captions=["Un pont le mardi 12 septembre 2023."]), (date(2023, 9, 13), "captions")),
        (Evidence(captions=["Le 9 sept. 2020 et le 12 septembre 2023"]), (date(2023, 9, 13), "captions")),
        (Evidence(captions=["Un pont en mai 2019, le 2 mai 2019"]), (None, "")),
        (Evidence(paragraphs=["Le maire a dit ce mercredi non.", "En 2019, oui."]), (date(2023, 9, 13), "weekday")),
        (Evidence(paragraphs=["Le maire a dit non.", "En 2019, oui."]), (date(2019, 9, 13), "text")),
        (Evidence(paragraphs=["Il rouvrira d'ici 2030.", "Ouvert en 2021."]), (date(2021, 9, 13), "text")),
        (Evidence(paragraphs=["Ce mercredi, non."]), (None, "")),
        (Evidence(received=date(2023, 9, 11)), (date(2022, 9, 13), "received")),
        (Evidence(received=date(2023, 9, 12)), (date(2023, 9, 13), "received")),
        (Evidence(paragraphs=["Fondé en 2019."], received=date(2023, 9, 14)), (date(2023, 9, 13), "received")),
        (Evidence(paragraphs=["Fondé en 1953."]), (None, "")),
        (Evidence(paragraphs=["About 2000 people came."]), (None, "")),
        (Evidence(paragraphs=['Orwell\'s "1984" is read.']), (None, "")),
        (Evidence(paragraphs=["It is to open in 2027."]), (None, "")),
        (Evidence(paragraphs=["Hier mardi, en 2023, il a plu."]), (date(2023, 9, 13), "text")),
        (Evidence(copyright_year=2018), (date(2018, 9, 13), "timestamp")),
        (Evidence(received=date(2023, 9, 13)), (date(2023, 9, 13), "received")),
        (Evidence(), (None, "")),
    ],
)
def test_year_comes_from_the_strongest_evidence(evidence, wanted):
    assert complete(SEPTEMBER_13, evidence) == wanted


def test_year_in_the_dateline_beats_all():
    evidence = Evidence(guid_date=date(2020, 1, 1), received=date(2021, 1, 1))

    assert complete(PartialDate(13, 9, 2019), evidence) == (date(2019, 9, 13), "dateline")


def test_last_day_of_the_year_is_told_from_the_first_of_the_next():
    evidence = Evidence(captions=["le dimanche 1er janvier 2023"])

    assert complete(PartialDate(31, 12), evidence) == (date(2022, 12, 31), "captions")


def test_29_february_needs_a_leap_year():
    assert complete(PartialDate(29, 2), Evidence(received=date(2023, 5, 1))) == (date(2020, 2, 29), "received")


def test_day_without_month_is_dated_by_the_day_of_reception():
    assert complete(PartialDate(30), Evidence(received=date(1936, 3, 2))) == (date(1936, 1, 30), "received")


def test_dateline_without_a_day_takes_the_time_line():
    assert complete(None, Evidence(timestamp_date=date(2023, 7, 12))) == (date(2023, 7, 12), "timestamp")
    assert complete(None, Evidence(received=date(2023, 7, 12))) == (None, "")
