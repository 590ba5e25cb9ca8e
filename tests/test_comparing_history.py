"""Sentences and figures followed through the versions of a story (articles/comparing/history.py, figures.py)."""

import pytest

from articles.comparing.alignment import align
from articles.comparing.figures import figures
from articles.comparing.history import trace
from articles.comparing.matters import About
from articles.comparing.sentences import Splitter

ALPHA, BETA, GAMMA = (
    "The coast guard sent two patrol boats to the harbour.",
    "Passengers waited in the main cabin for hours.",
    "Waves in the area stayed below the usual height.",
)


def prepared(*versions, language="en"):
    splitter = Splitter(language)
    texts = [splitter.split([version]) for version in versions]
    return texts, [align(before, after) for before, after in zip(texts, texts[1:], strict=False)]


def origins(*versions):
    return [(origin.first, origin.since) for origin in trace(*prepared(*versions)).origins]


def ghosts(*versions):
    return [(ghost.version, ghost.text, ghost.behind) for ghost in trace(*prepared(*versions)).ghosts]


class TestHistory:
    def test_each_sentence_knows_the_version_that_first_carried_it(self):
        assert origins(ALPHA, f"{ALPHA} {BETA}", f"{GAMMA} {ALPHA} {BETA}") == [(2, 2), (0, 0), (1, 1)]

    def test_a_reworded_sentence_keeps_its_origin_and_knows_since_when_it_reads_so(self):
        assert origins(BETA, BETA.replace("hours", "a day"), f"{BETA.replace('hours', 'a day')} {GAMMA}") == [
            (0, 1),
            (2, 2),
        ]

    def test_moving_makes_nothing_new(self):
        assert origins(f"{ALPHA} {BETA} {GAMMA}", f"{GAMMA} {ALPHA} {BETA}") == [(0, 0)] * 3

    def test_a_sentence_that_comes_back_is_neither_new_nor_dropped(self):
        versions = (f"{ALPHA} {BETA}", ALPHA, f"{ALPHA} {BETA}")

        assert origins(*versions) == [(0, 0), (0, 0)]
        assert ghosts(*versions) == []

    def test_a_dropped_sentence_is_a_ghost_of_the_last_version_that_had_it(self):
        versions = (f"{ALPHA} {BETA} {GAMMA}", f"{ALPHA} {BETA} {GAMMA}", f"{ALPHA} {GAMMA}", f"{ALPHA} {GAMMA}")

        assert ghosts(*versions) == [(1, BETA, 0)]

    def test_what_was_dropped_at_the_top_stands_before_all(self):
        assert ghosts(f"{BETA} {ALPHA}", ALPHA) == [(0, BETA, -1)]

    @pytest.mark.parametrize("versions", [(), (ALPHA,), ("", ALPHA), (ALPHA, "")])
    def test_few_or_empty_versions_are_no_trouble(self, versions):
        history = trace(*prepared(*versions))

        assert len(history.origins) == (1 if versions and versions[-1] else 0)

    def test_a_hundred_versions_are_followed(self):
        versions = [
            " ".join(f"Sentence number {n} of all says {'so' * (n % 7)}." for n in range(k + 1)) for k in range(100)
        ]

        assert [first for first, _since in origins(*versions)] == list(range(100))


def followed(headlines, bodies=None, language="en"):
    splitter = Splitter(language)
    bodies = bodies or [""] * len(headlines)
    texts = [splitter.split([body]) for body in bodies]
    steps = [align(before, after) for before, after in zip(texts, texts[1:], strict=False)]
    found = figures([splitter.whole(each) for each in headlines], texts, steps, About(language))
    return [[(point.version, point.written) for point in figure.changes] for figure in found]


class TestFigures:
    @pytest.mark.parametrize(
        ("language", "headlines"),
        [
            ("en", ["Blast kills 3 people", "Blast kills 3 people", "Blast kills 7 people", "Toll: 12 people killed"]),
            ("fr", ["3 personnes tuées", "3 personnes tuées", "7 personnes tuées à Lima", "Lima : 12 personnes tuées"]),
            ("ko", ["폭발로 3명 사망", "폭발로 3명 사망", "폭발로 7명 사망", "폭발로 12명 사망"]),
            ("ar", ["مقتل 3 أشخاص هنا", "مقتل 3 أشخاص هنا", "مقتل 7 أشخاص هنا", "مقتل 12 أشخاص هنا"]),
        ],
    )  # fmt: skip
    def test_a_toll_is_followed_from_headline_to_headline(self, language, headlines):
        assert followed(headlines, language=language) == [[(0, "3"), (2, "7"), (3, "12")]]

    def test_a_price_is_followed_through_aligned_sentences(self):
        bodies = [f"{ALPHA} Crude closed at {price} dollars a barrel in London." for price in ("81.5", "82", "79.25")]

        assert followed(["Oil"] * 3, bodies) == [[(0, "81.5"), (1, "82"), (2, "79.25")]]

    def test_numbers_that_count_other_things_are_not_one_figure(self):
        assert followed(["3 boats sink", "7 houses burn"]) == []

    def test_what_stays_the_same_is_no_figure(self):
        assert followed(["238 passengers safe", "All 238 passengers are safe"]) == []

    def test_dates_and_times_are_no_figures(self):
        assert followed(["Talks on 13 September at 9:30", "Talks on 14 September at 10:15"]) == []

    def test_a_figure_told_twice_is_shown_once(self):
        bodies = [f"The blast killed {toll} people, police said." for toll in (3, 7)]

        assert len(followed(["Blast kills 3 people", "Blast kills 7 people"], bodies)) == 1

    def test_number_words_and_digits_are_one_figure(self):
        assert followed(["Blast kills three people", "Blast kills 7 people"]) == [[(0, "three"), (1, "7")]]
