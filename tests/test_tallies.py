"""Numbers kept by month, year and of all time: always what one would count."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import facets
from articles.changes import archive_now
from articles.dates import read_period
from articles.facets import count_facets
from articles.importing.importer import Options, import_paths
from articles.models import Article, Entity, Mention
from articles.tallied_entities import count_by_place, count_naming
from articles.tallies import Asked, ByMonth, Span, by_month, by_month_of, size, span_of
from articles.tallying import WrongTally, fold, periods, rebuild, wrong_tallies
from tests.makers import make_agency, make_article, make_organisation, make_person, make_place
from tests.test_merged_entities import hide, merge
from tests.wire_copy import founding_form, write_stories

Tallies = dict[tuple[int, str, str], int]

DAYS = [None, date(1999, 12, 31), date(2022, 1, 1), date(2022, 1, 31), date(2023, 9, 13)]
SPANS = [None, "1999", "2022", "2022-01", "2023-09", "2022..2023", "1999-12..2022-01", "2022..", "..2022-06", "undated"]


def kept() -> Tallies:
    """Return the tallies that are not zero, differences added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT period, what::text, value, sum(articles) FROM newsroom_tallies GROUP BY 1, 2, 3")
        return {(period, what, value): number for period, what, value, number in cursor.fetchall() if number}


def counted() -> Tallies:
    """Return what the tallies ought to be, counted one by one."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for article in Article.objects.all():
        keys = [("all", ""), ("status", article.status), ("version", str(article.version))]
        keys += [("agency", str(article.agency_id))] if article.agency_id else []
        keys += [("language", article.language)] if article.language else []
        keys += [("urgency", str(article.urgency))] if article.urgency else []
        keys += [("subject", code) for code in set(article.subjects)]
        keys += [(column, str(pk)) for column in ("entity_ids", "filed_from_ids") for pk in getattr(article, column)]
        day = article.date
        whole = [day.year * 100 + day.month, day.year * 100, 0] if day else [-1, 0]
        counts.update((period, what, value) for period in whole for what, value in keys)
    return dict(counts)


def waiting() -> int:
    """Return the number of differences that are not folded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_tallychange")
        return cursor.fetchone()[0]


def falsify() -> None:
    """Make three tallies wrong, of a month, of a year and of all time."""
    fold()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_tally SET articles = articles + 5 WHERE what = 'all' AND period = 202309")
        cursor.execute("DELETE FROM articles_tally WHERE what = 'language' AND period = 0")
        cursor.execute("UPDATE articles_tally SET articles = 77 WHERE what = 'status' AND period = 202300")


# --- Whatever is done to the archive


class Desk:
    """A small archive, and what can be done to it; numbers choose among what there is."""

    def __init__(self) -> None:
        korea = make_place("South Korea", place_type="country", country_code="KR")
        dprk = make_place("DPRK", place_type="country")
        seoul, han = make_place("Seoul", parent=korea), make_place("Han-gang", parent=dprk)
        self.places = [korea, dprk, seoul, han, make_place("Korea, South")]
        self.others = [make_person("Kim Ji-ho"), make_person("Kim Jiho"), make_organisation("Baekdu Marine")]
        self.entities = [*self.places, *self.others]
        self.agencies = [make_agency("Yonhap"), make_agency("AFP")]

    def article(self, number: int) -> Article | None:
        articles = list(Article.objects.order_by("pk"))
        return articles[number % len(articles)] if articles else None

    def create(self, number: int, other: int) -> None:
        make_article(
            date=DAYS[number % len(DAYS)],
            agency=[None, *self.agencies][other % 3],
            language=["", "en", "fr"][number % 3],
            urgency=[None, 4][other % 2],
            version=number % 3,
            subjects=[["a"], ["a", "b"], []][other % 3],
            mentions=[self.entities[number % len(self.entities)], self.entities[other % len(self.entities)]],
            filed_from=[self.places[other % len(self.places)]],
        )

    def edit(self, number: int, other: int) -> None:
        changes = [
            {"date": DAYS[other % len(DAYS)], "date_from": "edited" if DAYS[other % len(DAYS)] else ""},
            {"language": ["", "en", "fr"][other % 3], "headline": "Another"},
            {"status": ["usable", "canceled"][other % 2], "agency": self.agencies[other % 2]},
            {"subjects": [["b"], []][other % 2], "urgency": [None, 1][other % 2], "version": other % 4},
        ]
        article = self.article(number)
        if article:
            Article.objects.filter(pk=article.pk).update(**changes[number % 4])

    def edit_all(self, number: int, other: int) -> None:
        Article.objects.update(language=["en", "fr"][number % 2], version=other % 2)

    def delete(self, number: int, other: int) -> None:
        article = self.article(number)
        if article:
            article.delete()

    def mention(self, number: int, other: int) -> None:
        article, entity = self.article(number), self.entities[other % len(self.entities)]
        if article:
            Mention.objects.create(article=article, entity=entity, zone="body", start=other, end=other + 1, text="x")

    def forget(self, number: int, other: int) -> None:
        Mention.objects.filter(entity=self.entities[other % len(self.entities)]).delete()

    def merge(self, number: int, other: int) -> None:
        pairs = [(self.places[4], self.places[0]), (self.places[3], self.places[2]), (self.others[1], self.others[0])]
        merge(*pairs[number % 3])

    def undo_merges(self, number: int, other: int) -> None:
        Entity.objects.update(merged_into=None, merged_by=None)

    def retype(self, number: int, other: int) -> None:
        Entity.objects.filter(pk=self.others[number % 3].pk).update(kind=["person", "organisation"][other % 2])

    def hide(self, number: int, other: int) -> None:
        hide(self.entities[number % len(self.entities)])

    def enclose(self, number: int, other: int) -> None:
        Entity.objects.filter(pk=self.places[2].pk).update(parent=[None, *self.places[:2]][other % 3])

    def fold(self, number: int, other: int) -> None:
        fold()


ACTIONS = sorted(name for name in vars(Desk) if not name.startswith("_") and name != "article")
STEP = st.tuples(st.sampled_from(["create"] * 4 + ACTIONS), st.integers(0, 40), st.integers(0, 40))


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=3, max_size=14))
def test_tallies_are_what_one_would_count_whatever_is_done(steps: list[tuple[str, int, int]]):
    with transaction.atomic():
        desk = Desk()
        for action, number, other in steps:
            getattr(desk, action)(number, other)

        assert kept() == counted()
        assert_answers_are_those_of_counting()
        assert not list(wrong_tallies(periods()))
        fold()
        assert kept() == counted()
        assert waiting() == 0
        assert_answers_are_those_of_counting()
        transaction.set_rollback(True)


def assert_answers_are_those_of_counting() -> None:
    assert size() == Article.objects.public().count()
    assert by_month() == one_by_one(Article.objects.public())
    shown = list(Entity.objects.shown())
    for entity in shown:
        naming = Article.objects.public().mentioning(entity)
        told = by_month_of(entity, ["entity_ids", "filed_from_ids"])
        assert told == {
            "entity_ids": one_by_one(naming),
            "filed_from_ids": one_by_one(Article.objects.public().filed_from(entity)),
        }
        if entity.kind != "place":
            assert count_naming([entity.pk]).get(entity.pk, 0) == naming.count()
    places = {entity.pk for entity in shown if entity.kind == "place"}
    for written in SPANS:
        period = read_period(written) if written else None
        articles = Article.objects.public().within(period) if period else Article.objects.public()
        for column in ("entity_ids", "filed_from_ids"):
            live = {pk: number for pk, number in articles.count_by_entity(column).items() if pk in places}
            assert count_by_place(column, span_of(period)) == live
        asked = Asked(span_of(period))
        assert count_facets(articles, period=period, tallied=asked) == count_facets(articles, period=period)


def one_by_one(articles: Iterable[Article]) -> ByMonth:
    days = Counter(article.date and (article.date.year, article.date.month) for article in articles)
    undated = days.pop(None, 0)
    return ByMonth(dict(days), undated)


# --- Writers


@pytest.mark.django_db
def test_subject_that_an_article_repeats_counts_once():
    make_article(subjects=["a", "b", "a"])

    assert by_month("subject", "a").articles == 1


@pytest.mark.django_db
def test_what_changes_nothing_leaves_nothing_to_fold():
    article = make_article(mentions=[make_person()], filed_from=[make_place()])
    fold()

    Article.objects.update(headline="Another", body="Other text", version=article.version)
    article.captions.create(position=0, text="A caption")

    assert waiting() == 0


@pytest.mark.django_db
def test_imports_leave_nothing_to_fold(tmp_path):
    write_stories(tmp_path, 3)

    import_paths([str(tmp_path)], Options())

    assert waiting() == 0
    assert size() == 3
    assert kept() == counted()


@pytest.mark.django_db
def test_emptied_archive_has_no_tallies():
    make_article()
    fold()
    make_article()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE articles_article CASCADE")

    assert kept() == {}
    assert size() == 0


@pytest.fixture
def elsewhere(transactional_db) -> Iterator[Callable[[Callable[[], object]], threading.Thread]]:
    """Return what does something on a connection of its own, started already."""
    threads = []

    def start(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '5s'")
                work()
            finally:
                connection.close()

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join()


def test_writers_folders_and_the_one_who_rebuilds_wait_for_nobody(elsewhere):
    make_article()  # agency and all, so that writers share nothing but the tables
    written, go_on, said = threading.Event(), threading.Event(), []

    def write_slowly() -> None:
        with transaction.atomic():
            make_article(language="fr")
            written.set()
            said.append(go_on.wait(20))

    def write_fold_and_rebuild() -> None:
        make_article(language="ko", date=None)
        said.append((fold(wait=False) > 0, rebuild(periods()), list(wrong_tallies(periods()))))

    slow = elsewhere(write_slowly)
    assert written.wait(20)
    quick = elsewhere(write_fold_and_rebuild)
    quick.join(20)
    assert said == [(True, 0, [])]
    assert kept() == counted()
    go_on.set()
    slow.join(20)

    assert said[1:] == [True]
    assert size() == 3
    assert kept() == counted()
    assert waiting() > 0
    assert fold() > 0
    assert kept() == counted()


def test_only_one_folds_at_a_time(elsewhere):
    make_article()
    said = []

    with transaction.atomic():
        assert fold() > 0
        elsewhere(lambda: said.append((fold(wait=False), size()))).join(20)

    assert said == [(0, 1)]


@pytest.mark.parametrize("folders", ["ab", "aa"], ids=["of different copy", "of the same copy"])
def test_two_imports_at_once_are_both_tallied(elsewhere, tmp_path, batches_of, folders):
    batches_of(5)
    for number in range(60):
        folder = tmp_path / folders[number % 2]
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.txt").write_text(founding_form(f"Pont {number}", day=f"{number % 28 + 1} sept. 2023"))
    runs = []
    threads = [
        elsewhere(lambda name=name: runs.append(import_paths([str(tmp_path / name)], Options()))) for name in folders
    ]
    for thread in threads:
        thread.join(120)

    assert [run.state for run in runs] == ["finished", "finished"]
    assert size() == 60
    assert kept() == counted()


# --- Checked and made anew


def run_command(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("tallies", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_command_folds():
    make_article()
    before = kept()

    code, out, _ = run_command()

    assert code == 0
    assert out.startswith(f"Folded {len(before) // 3} differences into the tallies in ")
    assert (waiting(), kept()) == (0, before)


@pytest.mark.django_db
def test_check_names_what_is_wrong_and_ends_with_1():
    make_article()
    assert run_command("--check")[0] == 0
    falsify()

    code, out, err = run_command("--check")

    assert code == 1
    assert out.startswith("Checked the tallies: 5 wrong (--rebuild mends them) in ")
    assert "2023-09, all: kept 6, counted 1" in err
    assert "2023, all: kept 1, counted 6" in err  # a year is held against its months
    assert "2023, status usable: kept 77, counted 1" in err
    assert "all time, status usable: kept 1, counted 77" in err
    assert "all time, language en: kept 0, counted 1" in err


@pytest.mark.django_db
def test_rebuild_mends_what_is_wrong():
    make_article()
    make_article(date=None)
    falsify()
    seen = archive_now()

    code, out, _ = run_command("--rebuild")

    assert code == 0
    assert out.startswith("Rebuilt the tallies of 4 periods: 3 were wrong in ")
    assert kept() == counted()
    assert list(wrong_tallies(periods())) == []
    assert archive_now().changes == seen.changes + 1
    assert rebuild(periods()) == 0
    assert archive_now().changes == seen.changes + 1


@pytest.mark.django_db
def test_rebuild_takes_away_tallies_without_articles():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_tally (what, period, value, articles) VALUES ('all', 198405, '', 3)")
    assert list(wrong_tallies(periods())) == [
        WrongTally(198405, "all", "", 3, 0),
        WrongTally(198400, "all", "", 0, 3),
    ]

    rebuild(periods())

    assert kept() == {}


@pytest.mark.django_db
def test_folding_is_not_seen_by_readers():
    make_article()
    seen = archive_now()

    fold()

    assert archive_now() == seen


# --- Questions


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2023", ((202300,), None)),
        ("2023-09", ((202309,), None)),
        ("2023-09..2023-11", ((202309, 202310, 202311), None)),
        ("2023-01..2023-12", ((202300,), None)),
        ("2022-12..2023-01", ((202212, 202301), None)),
        ("2022-12..2024-01", ((202212, 202300, 202401), None)),
        ("2021..2023", ((), (2021, 2023))),
        ("2021-12..", ((202112,), (2022, 9999))),
        ("..2021-02", ((202101, 202102), (1, 2020))),
        ("undated", ((-1,), None)),
        ("2023-09-13", None),
        ("2023-09-02..2023-10", None),
        ("..2023-09-13", None),
    ],
)
def test_whole_months_and_years_are_spans(written, span):
    found = span_of(read_period(written))

    assert (found and (found.periods, found.years)) == span


@pytest.mark.django_db
def test_articles_of_one_field_are_told_by_month():
    for day in (date(2023, 9, 13), date(2023, 9, 14), date(2022, 5, 1), None):
        make_article(date=day, language="ko")
    make_article(language="fr")

    told = by_month("language", "ko")

    assert (told.counts, told.undated, told.articles) == ({(2022, 5): 1, (2023, 9): 2}, 1, 4)
    assert told.within(span_of(read_period("2023..2024"))).articles == 2
    assert told.within(Span(periods=(0,))) == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "found"),
    [("/", 4), ("/?date=2023", 2), ("/?date=2023-09", 1), ("/?date=2022-05..2023-09", 2), ("/?date=undated", 1)],
)
def test_whole_archive_is_not_counted_article_by_article(client, monkeypatch, address, found):
    for day in (date(2023, 9, 13), date(2023, 11, 1), date(2022, 5, 1), None):
        make_article(date=day, mentions=[make_person()])
    monkeypatch.setattr(facets, "_all_or_sample", None)

    assert client.get(address).context["found"] == found


@pytest.mark.django_db
def test_number_of_articles_of_two_conditions_is_counted(client):
    seoul = make_place()
    make_article(filed_from=[seoul], language="en")
    make_article(filed_from=[seoul], language="fr")

    assert client.get("/?filed_from=seoul&language=fr").context["found"] == 1
    assert client.get("/?filed_from=seoul").context["found"] == 2
    assert client.get("/?not_filed_from=seoul").context["found"] == 0
