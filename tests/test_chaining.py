"""Which filings tell one story: pure, without a database."""

import random
import string
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.chaining.chains import Member, chain
from articles.ingest.chaining.duplicates import is_same, rule_for
from articles.ingest.chaining.filing import Filing, stem
from articles.ingest.chaining.ids import story_id
from articles.ingest.chaining.keys import keys_of
from articles.ingest.chaining.links import SURE, link
from articles.ingest.chaining.passages import alike, passages, resemblance, shared, sketch

FERRY = (
    "Un ferry transportant 236 passagers est tombé en panne mardi au large de l'île de Deokjeok, à une soixantaine de "
    "kilomètres à l'ouest d'Incheon, a annoncé la garde côtière. Le Haeoreum, un navire exploité par la compagnie "
    "Baekdu Marine, a cessé d'avancer après l'arrêt simultané de ses deux moteurs. Parti d'Incheon à l'aube, il devait "
    "rallier l'île de Baengnyeong après une escale à Socheong."
)
TEXTS = st.text(max_size=400)


def filing(number: int = 1, text: str = FERRY, **told) -> Filing:
    told = {"headline": "Un ferry tombe en panne au large d'Incheon", "day": date(2023, 11, 14)} | told
    told = {"agency": "7", "language": "fr", "places": frozenset({"incheon"})} | told
    return Filing(id=number, sketch=sketch(f"{told['headline']}\n\n{text}"), **told)


def what(found) -> dict[str, float]:
    return {each.what: each.weight for each in found.evidence}


# --- Ids


@pytest.mark.parametrize(
    ("guid", "revision", "key", "version"),
    [
        ("AFR20230913001453884", "", "AFR202309130014", 3),
        ("AFR20230913001400884", "", "AFR202309130014", 0),
        ("AFR20230913001451884", "", "AFR202309130014", 1),
        ("https://fr.example.org/view/AFR20230913001453884?section=nk", "", "AFR202309130014", 3),
        ("AKR20240206031200062", "", "AKR202402060312", 0),
        ("urn:newsml:afp.com:20230913:doc-33ut:2", "2", "urn:newsml:afp.com:20230913:doc-33ut", None),
        ("urn:newsml:reuters.com:20230913:nL8N2RB1CD:3N", "", "urn:newsml:reuters.com:20230913:nl8n2rb1cd", None),
        ("nL8N2RB1CD", "4", "nl8n2rb1cd", None),
        ("tag:example.org,2023:story-9;version=12", "", "tag:example.org,2023:story-9", None),
        ("doc-20230913_v2", "", "doc-20230913", None),
        ("piano-1@example.com#2", "", "piano-1@example.com#2", None),
        (
            "urn:newsml:belga.be:20190523T093000:98771204#98771205",
            "1",
            "urn:newsml:belga.be:20190523t093000:98771204#98771205",
            None,
        ),
    ],
)
def test_id_without_its_version_is_the_storys(guid, revision, key, version):
    found = story_id(guid, revision)

    assert (found.key, found.version) == (key, version)


@pytest.mark.parametrize("guid", ["", "12", "  ", "a:1"])
def test_short_id_tells_nothing_of_a_story(guid):
    assert story_id(guid) is None


# --- Passages


@pytest.mark.parametrize(
    "written",
    [FERRY.upper(), FERRY.replace(" ", "\n"), FERRY.replace("é", "e"), FERRY.replace("'", "’"), f"  {FERRY}\n\n"],
)
def test_passages_are_the_same_however_written(written):
    assert passages(written) == passages(FERRY)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "해담조선 노사가 12일 밤샘 교섭 끝에 올해 임금협상 잠정합의안을 마련했다. 노사는 이날 오전 교섭을 열었다.",
            "ko",
        ),
        ("韩国釜山港一座水上书店于星期四开业,读者可以乘坐渡轮前往。书店收藏图书一万余册,每周末举行朗读会。", "zh"),
        ("افتتح في سيول أسبوع الفيلم العربي بمشاركة عشرين مخرجا من دول عديدة ويستمر حتى نهاية الشهر", "ar"),
    ],
)
def test_passages_are_found_in_other_scripts(text, language):
    half = text[: len(text) // 2]

    assert len(passages(text)) > 5
    assert alike(passages(text), passages(text)) == 1.0
    assert shared(sketch(text).passages, sketch(half).passages) > 0.5
    assert shared(sketch(text).passages, sketch(FERRY).passages) == 0.0


def test_sketch_tells_about_how_much_is_shared():
    chance = random.Random(7)
    words = ["".join(chance.choices(string.ascii_lowercase, k=7)) for _ in range(900)]
    for kept in (0, 75, 150, 225, 300):
        one, other = " ".join(words[:300]), " ".join(words[300 - kept : 600 - kept])
        exact = alike(passages(one[:1500]), passages(other[:1500]))
        assert abs(resemblance(sketch(one).passages, sketch(other).passages) - exact) < 0.35
    assert resemblance(sketch(" ".join(words)).passages, sketch(" ".join(words)).passages) == 1.0


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_two_texts_can_be_compared(one, other):
    first, second = sketch(one), sketch(other)

    for measure in (resemblance, shared):
        assert 0.0 <= measure(first.passages, second.passages) <= 1.0
        assert measure(first.words, second.words) == measure(second.words, first.words)
    assert all(-(2**31) <= digest < 2**31 for digest in first.passages.digests + first.words.digests)


@given(st.text(max_size=80), TEXTS, st.text(max_size=30), st.text(max_size=40), st.integers(0, 32767))
@settings(max_examples=200, deadline=None)
def test_any_filing_has_keys_and_can_be_weighed(headline, text, label, guid, version):
    one = filing(1, text, headline=headline, label=label, guid=guid, version=version)

    assert all(-(2**31) <= key.digest < 2**31 for key in keys_of(one))
    assert chain([Member(one, 1), Member(filing(2), 2)], filter(None, [link(one, filing(2))])).joins in ({}, {2: 1})


def test_very_long_text_is_read_only_so_far():
    assert len(passages("mot différent numéro " * 1_000_000)) < 20
    assert sketch("z" * 5_000_000).words.number == 1


# --- Links


def test_version_that_lists_the_earlier_ones_headline_continues_it():
    first = filing(1)
    listing = ((stem("Un ferry tombe en panne au large d'Incheon"), 0),)
    later = filing(
        2,
        "Autre texte entièrement réécrit sur le sujet.",
        headline="Ferry : 87 évacués",
        version=2,
        label="2e LD",
        listed=listing,
    )

    found = link(first, later)

    assert (found.earlier, found.later) == (1, 2)
    assert what(found)["listed"] == 5.0


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        ({"version": 1, "label": "LEAD"}, True),
        ({"version": 1, "label": "LEAD", "day": date(2023, 11, 15)}, True),
        ({"version": 1, "label": "LEAD", "day": date(2023, 11, 30)}, None),
        ({"version": 1, "label": "LEAD", "agency": "8"}, None),
        ({"version": 1, "label": "LEAD", "language": "en"}, None),
        ({"label": "CORRECTION"}, True),
        ({}, True),
    ],
)
def test_text_alone_links_versions(told, sure):
    found = link(filing(1), filing(2, **told))

    assert sure is None and found is None or bool(found and found.is_sure) is sure


def test_first_filings_of_one_form_are_two_stories():
    quakes = [
        filing(
            n,
            f"Un séisme de magnitude {n} a eu lieu près de Gyeongju sans faire de blessés, selon la météorologie.",
            headline=f"Séisme de magnitude {n} près de Gyeongju",
        )
        for n in (3, 4)
    ]

    assert link(*quakes) is None


def test_other_serial_of_the_agency_speaks_against_one_story():
    one = filing(1, guid="AFR20231114001400884")
    other = filing(2, guid="AFR20231114002251884", version=1, label="LEAD", headline="Deux ferries en panne")

    found = link(one, other)

    assert found is None or what(found)["other-serial"] == -5.0


@pytest.mark.parametrize(
    ("one", "other", "what_says"),
    [
        ({"guid": "AFR20231114001400884"}, {"guid": "AFR20231114001452884", "version": 2}, "serial"),
        (
            {"guid": "urn:newsml:example.org:20231114:x", "revision": "1"},
            {"guid": "urn:newsml:example.org:20231114:x", "revision": "2"},
            "same-id",
        ),
        ({"guid": "sample-5512-a"}, {"guid": "sample-5512-b", "previous": frozenset({"sample-5512-a"})}, "declared"),
    ],
)
def test_what_the_agency_declares_is_sure_whatever_the_text(one, other, what_says):
    found = link(
        filing(1, "Un texte.", **one),
        filing(2, "Tout autre chose.", headline="Rien à voir", day=date(2024, 3, 1), **other),
    )

    assert found.is_sure
    assert list(what(found)) == [what_says]
    assert (found.earlier, found.later) == (1, 2)


def test_order_is_urgent_first_then_numbers_then_corrections():
    labels = [("CORRECTION", 0), ("2e LD", 2), ("", 0), ("LEAD", 1), ("URGENT", 0)]
    filed = [filing(n, label=label, version=version) for n, (label, version) in enumerate(labels)]

    assert [each.label for each in sorted(filed, key=lambda each: each.order)] == [
        "URGENT",
        "",
        "LEAD",
        "2e LD",
        "CORRECTION",
    ]


# --- Chains


def versions(count: int, first: int = 1) -> list[Filing]:
    labels = ["", "LEAD", "2e LD", "3e LD", "4e LD", "5e LD"]
    return [filing(first + n, version=n, label=labels[n]) for n in range(count)]


def chained(filed, stories=None, pinned=(), apart=()):
    stories = stories or {each.id: each.id for each in filed}
    links = [found for n, one in enumerate(filed) for other in filed[:n] if (found := link(one, other))]
    members = [Member(each, stories[each.id], each.id in pinned) for each in filed]
    return chain(members, links, {frozenset(pair) for pair in apart})


def test_oldest_story_keeps_its_number():
    assert chained(versions(4)).joins == {2: 1, 3: 1, 4: 1}


def test_each_version_continues_the_one_before_it():
    found = chained(versions(4))

    assert {(each.later, each.earlier) for each in found.sure} == {(2, 1), (3, 2), (4, 3)}


def test_pinned_article_stays_and_the_others_come_to_it():
    assert chained(versions(3), pinned={3}).joins == {1: 3, 2: 3}


def test_two_pinned_stories_are_never_joined():
    found = chained(versions(2), pinned={1, 2})

    assert found.joins == {}
    assert len(found.unsure) == 1


def test_what_was_told_apart_is_neither_joined_nor_suggested():
    found = chained(versions(2), apart=[(1, 2)])

    assert (found.joins, found.sure, found.unsure) == ({}, (), ())


def test_told_apart_holds_through_a_third():
    found = chained(versions(3), apart=[(1, 3)])

    assert len(found.joins) == 1


def test_story_has_no_version_twice():
    other = filing(
        9,
        FERRY[:90] + " Les marins réclament en vain une hausse de salaire depuis mars, rappelle leur syndicat à Busan.",
        headline="Baekdu Marine : grève au large",
        version=1,
        label="LEAD",
    )
    found = chained([*versions(2), other])

    assert 9 not in found.joins or len({found.joins.get(n, n) for n in (2, 9)}) == 2


def test_joining_does_not_depend_on_the_order_of_the_links():
    filed = [
        *versions(4),
        *(
            filing(10 + n, f"{FERRY} {n}", headline=f"Autre ferry {n} à Busan", places=frozenset({"busan"}))
            for n in range(3)
        ),
    ]
    expected = chained(filed).joins
    for seed in range(5):
        mixed = filed[:]
        random.Random(seed).shuffle(mixed)
        assert chained(mixed).joins == expected


# --- The same copy twice


def test_same_copy_has_one_language_and_near_days():
    one = filing(1)
    assert rule_for(one, filing(2, agency="8")) == "agency"
    assert rule_for(one, filing(2)) == "again"
    assert rule_for(one, filing(2, version=1, label="LEAD")) == ""
    assert rule_for(one, filing(2, agency="8", language="en")) == ""
    assert rule_for(one, filing(2, agency="8", day=one.day + timedelta(9))) == ""
    assert rule_for(filing(1, "Court."), filing(2, "Court.", agency="8")) == ""


def test_versions_ask_for_more_likeness_than_agencies():
    assert (is_same("agency", 0.85), is_same("again", 0.85), is_same("again", 0.97)) == (True, False, True)


def test_sure_is_surer_than_nine_in_ten():
    assert link(filing(1), filing(2, version=1, label="LEAD")).confidence >= 90
    assert SURE > 0
