"""The dates of structured formats."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from articles.ingest.grammar.dates import whole_year
from articles.ingest.moments import day, mail_moment, moment
from articles.ingest.wires.times import moment as stamped


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20170102T222800+0000", datetime(2017, 1, 2, 22, 28, tzinfo=UTC)),
        ("20170102T222800Z", datetime(2017, 1, 2, 22, 28, tzinfo=UTC)),
        ("20131020T192751+1100", datetime(2013, 10, 20, 19, 27, 51, tzinfo=timezone(timedelta(hours=11)))),
        ("2018-10-19T11:17:00.150Z", datetime(2018, 10, 19, 11, 17, tzinfo=UTC)),
        (
            " 2017-10-11T10:41:00-03:30\n",
            datetime(2017, 10, 11, 10, 41, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
        ),
        ("2016-05-12T00:05+02", datetime(2016, 5, 12, 0, 5, tzinfo=timezone(timedelta(hours=2)))),
        ("2016-05-12T24:00:00Z", datetime(2016, 5, 13, tzinfo=UTC)),
    ],
)
def test_moment_keeps_its_time_zone(written, read):
    assert moment(written) == read
    assert moment(written).utcoffset() == read.utcoffset()


@pytest.mark.parametrize("written", ["2020-09-07T14:45:26", "2020-09-07 14:45:26", "20200907T144526"])
def test_moment_without_a_zone_is_taken_as_utc(written):
    assert moment(written) == datetime(2020, 9, 7, 14, 45, 26, tzinfo=UTC)


@pytest.mark.parametrize("written", ["20170102", "2017-01-02"])
def test_day_alone_is_no_moment(written):
    assert moment(written) is None
    assert day(written) == date(2017, 1, 2)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2017-13-02T10:00:00Z",
        "2017-02-30T10:00:00Z",
        "00000101T000000Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "99999-01-01T00:00:00Z",
        "1799-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "2017-01-02T25:00:00Z",
        "2017-01-02T24:00:01Z",
        "2017-01-02T10:61:00Z",
        "2" * 100_000,
        "20170102T222800+00001",
        "４０１７０１０２T222800",
    ],
)
def test_impossible_date_is_no_moment(written):
    assert moment(written) is None


def test_zone_beyond_a_day_is_no_moment():
    assert moment("2017-01-02T10:00:00+99:99") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Wed, 13 Sep 2023 19:31:02 +0900", datetime(2023, 9, 13, 10, 31, 2, tzinfo=UTC)),
        ("13 Sep 23 19:31 GMT", datetime(2023, 9, 13, 19, 31, tzinfo=UTC)),
        ("Wed, 13 Sep 2023 19:31:02 -0000", datetime(2023, 9, 13, 19, 31, 2, tzinfo=UTC)),
        ("Wed, 13 Sep 2023", None),
        ("31 Feb 2023 10:00", None),
        ("1 Jan 1066 00:00", None),
        ("1 Jan 2500 00:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_email_date_is_a_moment(written, read):
    assert mail_moment(written) == read


def test_the_wires_and_the_structured_formats_believe_the_same_years():
    for year, believed in (("1799", False), ("1800", True), ("2199", True), ("2200", False)):
        assert bool(stamped(year, "1", "2", "0304")) is believed
        assert bool(moment(f"{year}-01-02T03:04:00Z")) is believed


@pytest.mark.parametrize(("written", "year"), [("69", 2069), ("70", 1970), ("5", 2005), ("1995", 1995)])
def test_two_digits_of_a_year_stand_for_a_year_from_1970_on(written, year):
    assert whole_year(written) == year
