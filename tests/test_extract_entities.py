"""`extract_entities FILE…`: what it prints of wire copy and of any other text."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.ingest.naming.file_names import names_of_file
from articles.ingest.naming.positions import Positions
from articles.ingest.tagger.score import Scores
from tests.wire_copy import founding_form

ROOT = Path(__file__).parent.parent
ANNOTATIONS = sorted((ROOT / "tests" / "annotations").glob("*.json"))
LATER = sorted((ROOT / "tests" / "annotations" / "later").glob("*.json"))
KEYS = {"start", "end", "text", "type", "key", "name", "zone"}


def printed(*words: str) -> list[dict]:
    out = StringIO()
    call_command("extract_entities", *words, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def mentions(text: str, **options) -> list[tuple[str, str, str, str]]:
    names = names_of_file(text.encode(), "copy.txt", **options).names
    assert all(text[name.start : name.end] == name.text for name in names)
    return [(name.zone, name.type, name.text, name.key) for name in names]


def test_one_object_a_file_with_the_names_where_they_stand(tmp_path):
    path = tmp_path / "copy.txt"
    path.write_text(founding_form(), encoding="utf-8")

    (found,) = printed(str(path))

    assert found.keys() == {"file", "language", "mentions"}
    assert (found["file"], found["language"]) == (str(path), "fr")
    assert all(each.keys() == KEYS for each in found["mentions"])
    assert all(founding_form()[each["start"] : each["end"]] == each["text"] for each in found["mentions"])


def test_dateline_body_and_caption_have_their_zones():
    found = mentions(founding_form())

    assert [each for each in found if each[0] == "dateline"] == [
        ("dateline", "LOC", "SEOUL", "city:1835848"),
        ("dateline", "ORG", "Yonhap", "organisation:yonhap"),
    ]
    assert ("body", "ORG", "Institut des ponts de Mapo", "organisation:institut des ponts de mapo") in found
    assert ("body", "ORG", "IPM", "organisation:institut des ponts de mapo") in found
    assert ("caption", "LOC", "Corée du Sud", "country:KR") in found


def test_related_headlines_bylines_and_addresses_are_left_out():
    text = founding_form().replace("Un autre pont", "Vladimir Poutine attendu à Vladivostok")

    assert not {name for _, _, name, _ in mentions(text)} & {"Vladivostok", "Vladimir Poutine", "ada.lind@example.com"}


def test_wrapped_lines_keep_their_places():
    text = founding_form().replace("l'Institut des ponts de Mapo", "l'Institut des\nponts de Mapo")

    names = names_of_file(text.encode(), "copy.txt").names

    assert all(text[name.start : name.end] == name.text for name in names)


def test_offsets_are_in_characters_after_any_byte_order_mark():
    plain = names_of_file(founding_form().encode(), "copy.txt").names

    assert names_of_file(founding_form().encode("utf-8-sig"), "copy.txt").names == plain
    assert names_of_file(founding_form().encode("cp1252"), "copy.txt").names == plain


def test_what_is_no_wire_copy_is_tagged_whole():
    text = "Une note\n\nLe président Emmanuel Macron a rencontré la chancelière Angela Merkel à Berlin.\n"

    assert mentions(text) == [
        ("body", "PER", "Emmanuel Macron", "person:emmanuel macron"),
        ("body", "PER", "Angela Merkel", "person:angela merkel"),
        ("body", "LOC", "Berlin", "city:2950159"),
    ]


def test_raw_leaves_the_rules_out():
    text = "Le sommet Kim-Poutine\nLe dirigeant nord-coréen Kim Jong-un est arrivé lundi à Vladivostok.\n"

    assert ("body", "PER", "Kim", "person:kim jong un") in mentions(text)
    assert "Kim" not in {name for _, _, name, _ in mentions(text, raw=True)}


def test_the_language_can_be_given(tmp_path):
    path = tmp_path / "copy.txt"
    path.write_text(founding_form(), encoding="utf-8")

    (found,) = printed(str(path), "--language", "de")

    assert found["language"] == "de"


def test_other_languages_get_places_and_acronym_pairs():
    found = mentions("서울에서 다리연구원(BRI)은 부산 다리를 살펴봤다고 밝혔다. 한국에서는 처음이다.\n", language="ko")

    assert {(kind, name) for _, kind, name, _ in found} >= {("ORG", "다리연구원"), ("ORG", "BRI"), ("LOC", "부산")}
    assert "PER" not in {kind for _, kind, _, _ in found}


def test_each_story_of_a_digest_is_read_where_it_stands():
    source = ROOT / "samples" / "forms" / "20230309-news-summary.txt"
    text = source.read_text(encoding="utf-8")

    names = names_of_file(source.read_bytes(), source.name).names

    assert [name.start for name in names] == sorted(name.start for name in names)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert {"YANGYANG", "PHNOM PENH", "SAMCHEOK"} <= {name.text for name in names}


def test_the_same_file_gives_the_same_names_each_time():
    source = ROOT / "samples" / "fr" / "20210902-navire-courants.txt"

    assert names_of_file(source.read_bytes(), "a") == names_of_file(source.read_bytes(), "a")


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_printed(tmp_path, capsys):
    path = tmp_path / "copy.txt"
    path.write_text(founding_form(), encoding="utf-8")
    out, errors = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command("extract_entities", str(tmp_path / "none.txt"), str(path), "--json", stdout=out, stderr=errors)

    assert len(out.getvalue().splitlines()) == 1
    assert "none.txt" in errors.getvalue()


@pytest.mark.parametrize(("language", "bar"), [("fr", 0.90), ("en", 0.80)])
def test_stories_annotated_by_hand_are_read_well(language, bar):
    scores = Scores()
    for path in ANNOTATIONS:
        annotation = json.loads(path.read_text(encoding="utf-8"))
        if annotation["language"] == language:
            found = names_of_file((ROOT / annotation["file"]).read_bytes(), annotation["file"]).names
            wanted = {(path.stem, each["start"], each["end"], each["type"]) for each in annotation["mentions"]}
            scores.add({(path.stem, name.start, name.end, name.type) for name in found}, wanted)

    assert scores["ALL"].expected > 100
    assert scores["ALL"].f1 >= bar


@pytest.mark.parametrize("path", [*ANNOTATIONS, *LATER], ids=lambda path: path.stem)
def test_annotations_lie_where_they_say(path):
    annotation = json.loads(path.read_text(encoding="utf-8"))
    text = (ROOT / annotation["file"]).read_bytes().decode("utf-8-sig")

    assert all(text[each["start"] : each["end"]] == each["text"] for each in annotation["mentions"])
    assert {each["type"] for each in annotation["mentions"]} <= {"PER", "ORG", "LOC"}


def test_parts_are_found_whatever_happened_to_their_blanks():
    positions = Positions("Un  titre\nUne ligne\n   coupée ici.\n")

    assert positions.find("Un titre")[0] == 0
    assert positions.find("Une ligne coupée ici.")[-1] == 33
    assert positions.find("nulle part") is None
    assert positions.find("Un titre")[0] == 0
