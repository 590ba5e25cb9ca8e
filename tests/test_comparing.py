"""Two copies compared sentence by sentence, then word by word (articles/comparing)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing.comparison import Copy, Fate, compare
from articles.comparing.matters import Matter, is_typo
from articles.comparing.numbers import numbers, value_of
from articles.comparing.sentences import MOST_SENTENCES
from articles.comparing.tokens import tokens


def copy(*paragraphs, language="en", **parts):
    return Copy(headline=parts.pop("headline", "Ferry"), paragraphs=paragraphs, language=language, **parts)


def fates(comparison):
    return [(row.fate, (row.after or row.before).text) for row in comparison.body]


def changed(before, after, language="en", names=()):
    """Return what was, what it became and what it is about, of each change within the one sentence."""
    found = compare(copy(before, language=language, names=names), copy(after, language=language))
    assert [row.fate for row in found.body] in ([Fate.CHANGED], [Fate.SAME])
    return [(piece.before, piece.after, [*piece.matters]) for piece in found.body[0].pieces if not piece.same]


ALPHA, BETA, GAMMA = (
    "The coast guard sent two patrol boats to the harbour.",
    "Passengers waited in the main cabin for hours.",
    "Waves in the area stayed below the usual height.",
)


class TestSentences:
    def test_same_copy_has_not_changed(self):
        found = compare(copy(f"{ALPHA} {BETA}", GAMMA), copy(f"{ALPHA} {BETA}", GAMMA))

        assert found.nothing
        assert not found.matters

    def test_inserted_and_dropped_sentences_stand_where_they_stood(self):
        found = compare(copy(f"{ALPHA} {BETA}"), copy(f"{GAMMA} {ALPHA}"))

        assert fates(found) == [(Fate.INSERTED, GAMMA), (Fate.SAME, ALPHA), (Fate.DROPPED, BETA)]

    def test_moved_is_neither_dropped_nor_new(self):
        found = compare(copy(f"{ALPHA} {BETA}", GAMMA), copy(GAMMA, f"{ALPHA} {BETA}"))

        assert fates(found) == [(Fate.MOVED, GAMMA), (Fate.SAME, ALPHA), (Fate.SAME, BETA), (Fate.LEFT, GAMMA)]
        assert found.body[0].number == found.body[3].number == 1
        assert found.fates[Fate.INSERTED] == found.fates[Fate.DROPPED] == 0

    def test_a_sentence_moved_and_changed_shows_its_change(self):
        moved = GAMMA.replace("usual", "winter")
        found = compare(copy(f"{ALPHA} {BETA}", GAMMA), copy(moved, f"{ALPHA} {BETA}"))

        assert found.body[0].fate == Fate.MOVED
        assert [(p.before, p.after) for p in found.body[0].pieces if not p.same] == [("usual", "winter")]

    def test_as_little_as_possible_moves(self):
        found = compare(copy(ALPHA, BETA, GAMMA, "He left."), copy("He left.", ALPHA, BETA, GAMMA))

        assert [text for fate, text in fates(found) if fate == Fate.MOVED] == ["He left."]

    def test_sentences_are_found_again_when_paragraphs_are_cut_otherwise(self):
        assert compare(copy(f"{ALPHA} {BETA} {GAMMA}"), copy(ALPHA, BETA, GAMMA)).nothing

    def test_a_sentence_cut_short_is_the_same_one(self):
        found = compare(copy(f"{ALPHA} {BETA}"), copy(f"{ALPHA} Passengers waited in the main cabin."))

        assert [row.fate for row in found.body] == [Fate.SAME, Fate.CHANGED]

    def test_different_sentences_are_not_forced_together(self):
        found = compare(copy(f"{ALPHA} The mayor said no."), copy(f"{ALPHA} The ship was built abroad."))

        assert [row.fate for row in found.body] == [Fate.SAME, Fate.INSERTED, Fate.DROPPED]

    def test_repeated_sentences_are_paired_one_to_one(self):
        found = compare(copy("He left. He left. He left."), copy("He left. He left."))

        assert found.fates == {Fate.SAME: 2, Fate.DROPPED: 1}

    @pytest.mark.parametrize(
        ("language", "one", "other"),
        [
            ("ko", "해경은 경비정 두 척을 보냈다.", "승객들은 선실에서 기다렸다."),
            ("ja", "海上保安庁は巡視船を派遣した。", "乗客は船室で待っていた。"),
            ("zh", "海警派出两艘巡逻船。", "乘客在船舱里等待。"),
            ("ar", "أرسل خفر السواحل زورقين إلى الميناء.", "انتظر الركاب في المقصورة الرئيسية."),
            ("fr", "« La coque est intacte. »", "Le navire est à quai."),
        ],
    )
    def test_moves_are_seen_in_every_script(self, language, one, other):
        between = "" if language in ("ja", "zh") else " "
        before, after = copy(between.join([one, other]), language=language), copy(other, one, language=language)

        found = compare(before, after)

        assert sorted(row.fate for row in found.body) == ["left", "moved", "same"]


class TestMatters:
    @pytest.mark.parametrize(
        ("before", "after", "language", "change"),
        [
            ("The fire killed 3 people.", "The fire killed 7 people.", "en", ("3", "7", ["figure"])),
            ("The fire killed three people.", "The fire killed 7 people.", "en", ("three", "7", ["figure"])),
            ("The ship weighs 1,950 tons.", "The ship weighs 2,150 tons.", "en", ("1,950", "2,150", ["figure"])),
            ("Quatre-vingt-sept passagers sont là.", "Cent soixante-quatre passagers sont là.", "fr",
             ("Quatre-vingt-sept", "Cent soixante-quatre", ["figure"])),
            ("La hausse est de 3,5 millions d'euros.", "La hausse est de 4 millions d'euros.", "fr",
             ("3,5 millions", "4 millions", ["figure"])),
            ("승객 87명이 구조됐다.", "승객 164명이 구조됐다.", "ko", ("87", "164", ["figure"])),
            ("事故造成三人死亡。", "事故造成七人死亡。", "zh", ("三", "七", ["figure"])),
            ("قتل 3 أشخاص في الحادث.", "قتل ٧ أشخاص في الحادث.", "ar", ("3", "٧", ["figure"])),
            ("He left on Tuesday by train.", "He left on Friday by train.", "en", ("Tuesday", "Friday", ["date"])),
            ("The ship sailed on Sept. 13 from here.", "The ship sailed on Sept. 14 from here.", "en",
             ("13", "14", ["date"])),
            ("Le navire est parti à 14h00 du port.", "Le navire est parti à 17h30 du port.", "fr",
             ("14h00", "17h30", ["date"])),
            ("It was built in 2021 in Ulsan.", "It was built in 2022 in Ulsan.", "en", ("2021", "2022", ["date"])),
            ("그는 13일 서울에 도착했다.", "그는 14일 서울에 도착했다.", "ko", ("13", "14", ["date"])),
            ("그는 화요일 서울에 도착했다.", "그는 수요일 서울에 도착했다.", "ko", ("화", "수", ["date"])),
            ("The mayor, Han Seo-rin, came to the port.", "The mayor, Han Seo-jin, came to the port.", "en",
             ("rin", "jin", ["name"])),
            ("The boat left the port of Busan at night.", "The boat left the port of Yeosu at night.", "en",
             ("Busan", "Yeosu", ["name"])),
            ("Nobody was hurt, police said.", "Nobody was hurt.", "en", (", police said", "", ["attribution"])),
            ("La cause reste inconnue.", "La cause reste inconnue, selon la police.", "fr",
             ("", ", selon la police", ["attribution"])),
            ("배가 멈췄다고 해경이 밝혔다.", "배가 멈췄다고 해경이 전했다.", "ko", ("밝혔", "전했", ["attribution"])),
            ("«Tout va très bien», a-t-il dit.", "«Tout va bien», a-t-il dit.", "fr", ("très", "", ["quotation"])),
            ("« Tout va très bien », a dit le maire.", "« Tout va bien », a dit le maire.", "fr",
             ("très", "", ["quotation"])),
            ("She called it “a very bad day” on the phone.", "She called it “a bad day” on the phone.", "en",
             ("very", "", ["quotation"])),
            ("The boat reached the old harbour.", "The boat entered the old harbour.", "en",
             ("reached", "entered", ["wording"])),
            ("A cafe on the pier burned down.", "A café on the pier burned down.", "en", ("cafe", "café", ["trivial"])),
            ("The government waited for an answer.", "The goverment waited for an answer.", "en",
             ("government", "goverment", ["trivial"])),
        ],
    )  # fmt: skip
    def test_change_is_told_by_what_it_is_about(self, before, after, language, change):
        assert changed(before, after, language) == [change]

    def test_a_known_name_is_one_without_a_capital_to_tell(self):
        assert changed(
            "이 회사의 한서린 대표가 말했다.", "이 회사의 박지우 대표가 말했다.", "ko", ["한서린", "박지우"]
        ) == [("한서린", "박지우", ["name"])]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("The boat  is safe.", "The boat is safe."),
            ("‘The boat’ is safe — now.", "'The boat' is safe - now."),
            ("THE BOAT is safe.", "The boat is safe."),
            ("The boat is safe, now.", "The boat is safe now."),
            ("The co-operation held.", "The cooperation held."),
        ],
    )
    def test_spaces_signs_and_case_are_trifles(self, before, after):
        found = compare(copy(before), copy(after))

        assert set(found.matters) <= {Matter.TRIVIAL}
        assert all(row.trivial or row.unchanged for row in found.body)

    @pytest.mark.parametrize(
        ("one", "other", "typo"),
        [
            ("government", "goverment", True),
            ("recieved", "received", True),
            ("passager", "passagers", False),
            ("legal", "regal", False),
            ("now", "not", False),
            ("evacuate", "evacuation", False),
        ],
    )
    def test_one_letter_within_a_long_word_is_a_typo(self, one, other, typo):
        assert is_typo(one, other) is typo
        assert is_typo(other, one) is typo

    def test_a_letter_of_a_name_is_no_trifle(self):
        assert changed("The captain, Hoffmann, waited.", "The captain, Hofmann, waited.")[0][2] == ["name"]

    def test_a_figure_is_told_apart_from_what_is_said_around_it(self):
        found = changed(
            "Police said 3 sailors drowned off the coast.", "Rescuers found 7 sailors drowned off the coast."
        )

        assert ("3", "7", ["figure"]) in found

    def test_a_sentence_that_stands_in_one_copy_says_what_it_brings(self):
        found = compare(copy(ALPHA), copy(f"{ALPHA} “We lost 12 crates,” Mayor Han told reporters."))

        assert found.body[1].matters == (Matter.FIGURE, Matter.NAME, Matter.ATTRIBUTION, Matter.QUOTATION)

    def test_a_quotation_over_several_sentences_is_one(self):
        before, after = (
            "«Nous sommes là. Personne n'a crié ici», a-t-il dit.",
            "«Nous sommes là. Personne n'a bougé ici», a-t-il dit.",
        )

        assert compare(copy(before, language="fr"), copy(after, language="fr")).matters == {Matter.QUOTATION: 1}

    def test_german_nouns_are_no_names_for_having_capitals(self):
        assert changed("Das Schiff liegt im Hafen.", "Das Schiff liegt im Dock.", "de")[0][2] == ["wording"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "language", "value"),
        [
            ("1.950", "fr", 1950),
            ("1.950", "en", 1.95),
            ("1,950", "en", 1950),
            ("1,5", "fr", 1.5),
            ("1\u202f950", "fr", 1950),
            ("12,345,678", "en", 12345678),
            ("٣", "ar", 3),
            ("9" * 400, "", float("9" * 15)),
        ],
    )
    def test_grouped_digits_are_read_as_the_language_writes_them(self, written, language, value):
        assert value_of(written, language) == value

    @pytest.mark.parametrize(
        ("text", "language", "found"),
        [
            ("3 million people", "en", [("3 million", 3e6)]),
            ("twenty-two boats and nine ships", "en", [("twenty-two", 22), ("nine", 9)]),
            ("deux cent quarante-trois passagers", "fr", [("deux cent quarante-trois", 243)]),
            ("quatre-vingt-dix-sept", "fr", [("quatre-vingt-dix-sept", 97)]),
            ("二十三人", "zh", [("二十三", 23)]),
            ("승객 세 명", "ko", [("세", 3)]),
            ("세계", "ko", []),
            ("5만 명", "ko", [("5만", 50000)]),
            ("il est très tard", "fr", []),
            ("on 13 September 2023", "en", [("13", None), ("2023", None)]),
            ("9:12 a.m.", "en", [("9:12", None)]),
        ],
    )
    def test_numbers_are_found_with_what_they_amount_to(self, text, language, found):
        assert [(number.written, number.value) for number in numbers(text, tokens(text), language)] == found


class TestParts:
    def test_headline_note_captions_and_related_headlines_are_compared(self):
        before = copy(
            ALPHA, headline="3 hurt", note="UPDATES", captions=["The ferry.", "A boat."], related=["Old", "Both"]
        )
        after = copy(ALPHA, headline="7 hurt", captions=["A boat.", "The pier."], related=["Both", "New"])

        found = compare(before, after)

        assert found.headline[0].matters == (Matter.FIGURE,)
        assert found.note[0].fate == Fate.DROPPED
        assert sorted(row.fate for row in found.captions) == ["dropped", "inserted", "same"]
        assert sorted(row.fate for row in found.related) == ["dropped", "inserted", "same"]
        assert not found.nothing

    def test_nothing_compared_with_nothing(self):
        assert compare(Copy(), Copy()).nothing


def long_copy(chance, paragraphs, sentences=3):
    words = [
        "".join(chance.choices(["ba", "ce", "di", "fo", "gu", "la"], k=chance.randrange(2, 5))) for _ in range(2000)
    ]

    def sentence():
        return " ".join(chance.choices(words, k=20)).capitalize() + f" {chance.randrange(100)}."

    return [" ".join(sentence() for _ in range(sentences)) for _ in range(paragraphs)], words


class TestWork:
    def test_two_hundred_rewritten_paragraphs_are_compared_with_bounded_work(self):
        chance = random.Random(3)
        before, words = long_copy(chance, 200)
        after = [
            " ".join(chance.choice(words) if chance.random() < 0.1 else word for word in text.split())
            for text in before
        ]
        chance.shuffle(after)

        found = compare(copy(*before), copy(*after))

        assert found.fates[Fate.CHANGED] + found.fates[Fate.MOVED] > 450
        assert found.looked_at < 150_000
        assert not found.cut

    def test_work_does_not_grow_with_the_square_of_the_length(self):
        looked_at = []
        for paragraphs in (50, 400):
            before, _words = long_copy(random.Random(1), paragraphs)
            after, _words = long_copy(random.Random(2), paragraphs)
            looked_at.append(compare(copy(*before), copy(*after)).looked_at)

        assert looked_at[1] < 16 * looked_at[0]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("He left. " * 10_000, "He stayed. " * 10_000),
            ("He left. " * 10_000, "He left. " * 9_000),
            ("." * 200_000, "." * 100_000),
            (". " * 100_000, ". a" * 100_000),
            ("." + " " * 200_000, "x"),
            ('."' * 100_000, "“" * 100_000),
            ("1 " * 100_000, "1.000 " * 50_000),
            ("a'" * 100_000, "b'" * 100_000),
            ("漢字" * 50_000, "字漢" * 50_000),
            ("一" * 200_000, "二" * 200_000),
            ("word " * 50_000, "drow " * 50_000),
            ("\n" * 100_000, "a\n" * 100_000),
        ],
        ids=lambda text: repr(text[:4]),
    )
    def test_hostile_copy_is_bounded(self, one, other):
        found = compare(copy(one), copy(other))

        assert found.looked_at < 600_000
        assert len(found.body) <= 2 * MOST_SENTENCES

    def test_what_is_not_compared_to_its_end_is_said(self):
        assert compare(copy("He left. " * 10_000), copy("He left.")).cut
        assert not compare(copy("He left. " * 100), copy("He left.")).cut


PIECES = [*"ab 12.,'«»\"“”-\n한국漢。élÉ٣", "said ", "Kim ", "2023 ", "Seoul. ", " vingt-", "trois mille "]
SIGNS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.lists(SIGNS, max_size=4), st.lists(SIGNS, max_size=4), st.sampled_from(["en", "fr", "ko", "zh", "ar", ""]))
def test_every_letter_of_both_copies_is_shown_once(before, after, language):
    found = compare(copy(*before, language=language), copy(*after, language=language, names=["Kim", "한국"]))

    def letters(texts):
        return sorted("".join("".join(texts).split()))

    ours = [row.before.text for row in found.body if row.before and row.fate != Fate.MOVED]
    theirs = [row.after.text for row in found.body if row.after]
    assert letters(ours) == letters(before)
    assert letters(theirs) == letters(after)
    for row in found.body:
        if row.pieces:
            assert letters(piece.before for piece in row.pieces) == letters([row.before.text])
            assert letters(piece.after for piece in row.pieces) == letters([row.after.text])
