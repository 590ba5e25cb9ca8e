"""Dates as readers write them and read them."""

from datetime import date

import pytest
from django.utils import translation

from articles.dates import day_in_words, period_in_words, read_period


@pytest.mark.parametrize(
    ("written", "text", "first", "last"),
    [
        ("2023", "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-9", "2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        ("2023-09-13", "2023-09-13", date(2023, 9, 13), date(2023, 9, 13)),
        (" 2023-9-3 ", "2023-09-03", date(2023, 9, 3), date(2023, 9, 3)),
        ("2023-09-01..2023-09-13", "2023-09-01..2023-09-13", date(2023, 9, 1), date(2023, 9, 13)),
        ("2022..2023-06", "2022..2023-06", date(2022, 1, 1), date(2023, 6, 30)),
        ("2023-09..", "2023-09..", date(2023, 9, 1), None),
        ("..2023-09", "..2023-09", None, date(2023, 9, 30)),
        ("9999", "9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_written_periods_are_read(written, text, first, last):
    period = read_period(written)

    assert (period.text, period.first, period.last) == (text, first, last)
    assert not period.undated


def test_undated_is_a_period_without_days():
    period = read_period("Undated")

    assert (period.undated, period.first, period.last) == (True, None, None)


@pytest.mark.parametrize(
    "written",
    ["..", "0000", "99999", "2023-00", "2023-13", "2023-99-99", "2023-02-30", "2023-09-00", "13/09/2023", "yesterday"]
    + ["x..2023", "2023...2024", "2023-09-13..2023-09-13..", "٢٠٢٣", "2023\x00", "9" * 10_000],
)
def test_what_is_no_date_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match=r"is not a date\. Write a year \(2023\)") as refusal:
        read_period(written)
    assert len(str(refusal.value)) < 300


def test_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match=r"The span 2023-09\.\.2023-08 ends before it begins"):
        read_period("2023-09..2023-08")


@pytest.mark.parametrize(
    ("written", "unit", "wider"),
    [
        ("2023", "year", None),
        ("2023-09", "month", "2023"),
        ("2023-09-13", "day", "2023-09"),
        ("2023-09..", "span", None),
        ("undated", "undated", None),
    ],
)
def test_period_knows_its_unit_and_the_wider_one(written, unit, wider):
    period = read_period(written)

    assert period.unit == unit
    assert (period.wider.text if period.wider else None) == wider


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2023", "in 2023", "en 2023"),
        ("2023-08", "in August 2023", "en août 2023"),
        ("2023-09-01", "on 1 September 2023", "le 1er septembre 2023"),
        ("2023-09-13..", "from 13 September 2023 on", "à partir du 13 septembre 2023"),
        ("..2023-09", "up to 30 September 2023", "jusqu’au 30 septembre 2023"),
        ("2022..2023-06-02", "from 1 January 2022 to 2 June 2023", "du 1er janvier 2022 au 2 juin 2023"),
        ("undated", "without a date", "sans date"),
    ],
)
def test_periods_are_said_in_the_readers_language(written, english, french):
    with translation.override("en"):
        assert period_in_words(read_period(written)) == english
    with translation.override("fr"):
        assert period_in_words(read_period(written)) == french


def test_days_in_words():
    with translation.override("en"):
        assert day_in_words(date(2023, 9, 13)) == "13 September 2023"
    with translation.override("fr"):
        assert day_in_words(date(2024, 5, 1)) == "1er mai 2024"
