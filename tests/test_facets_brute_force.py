"""Numbers of every filter and of the histogram, beside counting one article after the other in Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.alternatives import with_alternatives
from articles.dates import Period, read_period
from articles.facets import count_facets
from articles.filters import ArticleFilter
from articles.histogram import histogram
from articles.models import Article, Entity, Subject
from articles.value_counts import SOURCES
from articles.value_lists import BY_NAME, Wanted, list_values
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_merged_entities import merge

pytestmark = pytest.mark.django_db

ANY_OF = {"filed_from", "agency", "language", "label", "status", "urgency"}
CITIES = {"seoul": "korea", "busan": "korea", "osaka": "japan", "quay": ""}
PEOPLE, MERGED = ["ada", "bo", "cy"], {"beau": "bo"}
ORGANISATIONS = ["port", "union"]
POOLS = {
    "agency": ["afp", "dpa", "yonhap", ""],
    "language": ["en", "fr", "ko", ""],
    "label": ["0", "1", "2", "3", "11"],
    "status": ["usable", "usable", "withheld"],
    "urgency": ["1", "4", "9", ""],
}
SUBJECTS = ["medtop:1", "medtop:2", "medtop:3"]
DATES = [date(2021, 12, 31), date(2022, 1, 1), date(2023, 9, 1), date(2023, 9, 13), date(2023, 10, 2), None]
LONG_AGO = date(1985, 5, 5)
PERIODS = ["", "", "2023", "2023-09", "2022..2023-09-01", "..2022", "2022-02..", "undated", "1980..2023-09-20"]


@dataclass
class Made:
    """An article as it was made: of each filter the values it has, its day, and whether it tells of a ferry."""

    day: date | None
    ferry: bool
    values: dict[str, set[str]] = field(default_factory=dict)
    pk: int = 0


def some(chance: random.Random, values: Iterable[str], most: int) -> list[str]:
    values = list(values)
    return chance.sample(values, chance.randrange(min(most, len(values)) + 1))


def make_random_archive(chance: random.Random) -> list[Made]:
    countries = {name: make_place(name, place_type="country") for name in ("korea", "japan")}
    entities = {name: make_place(name, parent=countries.get(above)) for name, above in CITIES.items()} | countries
    entities |= {name: make_person(name) for name in [*PEOPLE, *MERGED]}
    entities |= {name: make_organisation(name) for name in ORGANISATIONS}
    for code in SUBJECTS:
        Subject.objects.create(code=code, name=f"On {code}")
    days = [*DATES, LONG_AGO] if chance.random() < 0.3 else DATES
    made = [make_random_article(chance, entities, days) for _ in range(chance.randrange(1, 14))]
    for source, target in MERGED.items():
        merge(entities[source], entities[target])
    return made


def make_random_article(chance: random.Random, entities: dict[str, Entity], days: list[date | None]) -> Made:
    one = {name: chance.choice(pool) for name, pool in POOLS.items()}
    filed_from, about = some(chance, CITIES, 2), some(chance, CITIES, 2)
    people, organisations = some(chance, [*PEOPLE, *MERGED], 3), some(chance, ORGANISATIONS, 2)
    made = Made(chance.choice(days), chance.random() < 0.5)
    made.values = {name: {value} - {""} for name, value in one.items()} | {
        "filed_from": with_countries(filed_from),
        "about": with_countries(about),
        "person": {MERGED.get(name, name) for name in people},
        "organisation": set(organisations),
        "subject": set(some(chance, SUBJECTS, 3)),
    }
    made.pk = make_article(
        headline="A ferry" if made.ferry else "A fair",
        date=made.day,
        filed_from=[entities[name] for name in filed_from],
        mentions=[entities[name] for name in [*about, *people, *organisations]],
        agency=one["agency"] or None,
        language=one["language"],
        version=int(one["label"]),
        status=one["status"],
        urgency=int(one["urgency"]) if one["urgency"] else None,
        subjects=sorted(made.values["subject"]),
    ).pk
    return made


def with_countries(cities: Iterable[str]) -> set[str]:
    return {*cities, *(CITIES[city] for city in cities)} - {""}


def random_question(chance: random.Random, made: list[Made]) -> dict[str, list[str]]:
    """Return parameters of an address: values that occur, and now and then ones to be left out."""
    asked: dict[str, list[str]] = {"q": ["ferry"] if chance.random() < 0.3 else [], "date": [chance.choice(PERIODS)]}
    agencies = {value for each in made for value in each.values["agency"]}
    pools = {
        **{name: sorted(set(pool) - {""}) for name, pool in POOLS.items()},
        "agency": sorted(agencies),
        **dict.fromkeys(("filed_from", "about"), [*CITIES, "korea", "japan"]),
        "person": [*PEOPLE, *MERGED],
        "organisation": ORGANISATIONS,
        "subject": SUBJECTS,
    }
    for name in chance.sample(sorted(pools), chance.randrange(4)):
        asked[name] = some(chance, pools[name], 2)
        asked[f"not_{name}"] = some(chance, pools[name], 2) if chance.random() < 0.4 else []
    return asked


def fits(each: Made, asked: dict[str, list[str]], but: str = "") -> bool:
    """Tell whether an article is what is asked for, one filter apart."""
    if asked["q"] and not each.ferry or not is_within(each.day, asked["date"][0]):
        return False
    for name, values in each.values.items():
        wanted = {MERGED.get(value, value) for value in asked.get(name, [])}
        unwanted = {MERGED.get(value, value) for value in asked.get(f"not_{name}", [])}
        if unwanted & values:
            return False
        if wanted and name != but and not (wanted & values if name in ANY_OF else wanted <= values):
            return False
    return True


def is_within(day: date | None, written: str) -> bool:
    if not written or written == "undated":
        return not written or day is None
    period: Period = read_period(written)
    return day is not None and (period.first or date.min) <= day <= (period.last or date.max)


def counted(made: Iterable[Made], name: str) -> Counter[str]:
    return Counter(value for each in made for value in each.values[name] if value != "usable")


def numbers(values) -> dict[str, int]:
    return {value.text: value.articles for value in values}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_every_number_agrees_with_counting_one_by_one(seed):
    chance = random.Random(seed)
    with transaction.atomic():
        made = make_random_archive(chance)
        for _ in range(8):
            check(made, random_question(chance, made), chance)
        transaction.set_rollback(True)


def check(made: list[Made], question: dict[str, list[str]], chance: random.Random) -> None:
    asked = ArticleFilter(QueryDict(urlencode(question, doseq=True)), queryset=Article.objects.all())
    assert asked.is_valid(), asked.errors
    found = [each for each in made if fits(each, question)]
    assert set(asked.qs.values_list("pk", flat=True)) == {each.pk for each in found}

    words, period = asked.form.cleaned_data["q"], asked.form.cleaned_data["date"]
    counts = with_alternatives(asked, count_facets(asked.apart_from_words(), words, period, asked.expected))
    assert (counts.articles, counts.exact) == (len(found), True)
    for name in SOURCES:
        apart = found
        if name in ANY_OF and question.get(name):
            apart = [each for each in made if fits(each, question, but=name)]
        expected = counted(apart, name)
        facet = counts.facets[name]
        assert numbers(facet.values) == expected, name
        assert facet.known == len(expected), name
        listed = list_values(asked, name, Wanted(chance.choice(["number", BY_NAME])))
        assert (numbers(listed.values), listed.known, listed.articles) == (expected, len(expected), len(apart)), name
    check_histogram(asked, counts, found)


def check_histogram(asked: ArticleFilter, counts, found: list[Made]) -> None:
    """Every bar, asked for by its address, finds as many articles as it says; together they are all that are dated."""
    bars = histogram(asked, counts)
    dated = [each for each in found if each.day]
    if not bars:
        assert len({each.day.replace(day=1) for each in dated}) <= 1
        return
    assert sum(bar.articles for bar in bars.bars) == len(dated)
    assert bars.undated == (str(len(found) - len(dated)) if len(found) > len(dated) else "")
    for bar in bars.bars:
        assert bar.articles == sum(is_within(each.day, bar.text) for each in dated), bar
        if bar.articles:
            narrowed = ArticleFilter(QueryDict(bar.address.partition("?")[2]), queryset=Article.objects.all())
            assert narrowed.is_valid() and narrowed.qs.count() == bar.articles
