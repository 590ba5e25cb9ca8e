"""The tagger: tokens, features, models, and the corpora it is trained on."""

import io
import os
import re
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

import pycrfsuite
import pytest

from articles.ingest.tagger.corpora import crossner, gum, newseye, uner, wikigold, winer
from articles.ingest.tagger.corpora.sequence import Document, Sequence, is_held_out
from articles.ingest.tagger.crf_file import Model, NotAModel
from articles.ingest.tagger.features import ByName, Featurizer
from articles.ingest.tagger.forms import shape_of
from articles.ingest.tagger.model_card import CHECKSUM
from articles.ingest.tagger.score import Scores
from articles.ingest.tagger.spans import Span, labelled, spans_of
from articles.ingest.tagger.tagging import LANGUAGES, MODELS, Tagger, tagger_for
from articles.ingest.tagger.tokens import Tokens
from articles.ingest.tagger.training import train
from articles.ingest.tagger.weights import LANE, UNIT

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FRENCH = "Le président Paul Lenoir est arrivé à Lyon, a annoncé l'Agence des ponts (ADP). M. Lenoir repart lundi."


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("fr", "l'Amour d'État", ["l'", "Amour", "d'", "État"]),
        ("fr", "à Komsomolsk-sur-l'Amour, aujourd'hui.", ["à", "Komsomolsk-sur-l'Amour", ",", "aujourd'hui", "."]),
        ("fr", "de N'Djamena à O'Neill", ["de", "N'Djamena", "à", "O'Neill"]),
        ("fr", "Sommet Kim-Poutine, pro-Assad", ["Sommet", "Kim-Poutine", ",", "pro-", "Assad"]),
        ("fr", "l'«opération», 1.000 km", ["l'", "«", "opération", "»", ",", "1.000", "km"]),
        ("en", "Yeosu's U.S. co-op", ["Yeosu", "'s", "U.S.", "co-op"]),
        ("en", "O'Brien’s don't", ["O'Brien", "’s", "don't"]),
        ("en", "S. Korean J. K. Rowling", ["S.", "Korean", "J.", "K.", "Rowling"]),
    ],
)
def test_text_is_cut_into_tokens(language, text, tokens):
    assert Tokens(text, language).texts == tokens


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [FRENCH, "", " \t ", "한국 a\u0301b\u00a0c\U0001f600d_e", "'’--\"“”...", "A" * 3000])
def test_tokens_stand_where_they_say_and_leave_only_space(language, text):
    tokens = Tokens(text, language)

    assert [text[start:end] for start, end in tokens.bounds] == tokens.texts
    assert "".join(tokens.texts) == "".join(text.split())


def test_labels_and_spans_are_the_same_thing_said_twice():
    bounds = [(0, 3), (4, 8), (9, 10), (11, 15), (16, 19)]
    spans = [Span(0, 8, "PER"), Span(11, 15, "LOC"), Span(16, 19, "LOC")]

    assert labelled(spans, bounds) == ["B-PER", "I-PER", "O", "B-LOC", "B-LOC"]
    assert spans_of(labelled(spans, bounds), bounds) == spans


def test_a_label_that_goes_on_with_nothing_before_it_begins_a_name():
    assert spans_of(["O", "I-PER", "I-LOC"], [(0, 1), (2, 3), (4, 5)]) == [Span(2, 3, "PER"), Span(4, 5, "LOC")]


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("Séoul", b"Xx"),
        ("KCNA", b"XX"),
        ("A", b"X"),
        ("Jong-un", b"Xx-x"),
        ("1.000", b"d.d"),
        ("O’Neill", b"X'Xx"),
        ("«", b"#"),
    ],
)
def test_shape_tells_capitals_digits_and_joints(token, shape):
    assert shape_of(token) == shape


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trained_model_is_told_exactly_the_features_it_knows(language):
    known = model_of(language).features
    lines = [
        Tokens(line, language).texts for line in (FRENCH, "The Bank of Korea (BOK) said Kim Jong-un left Seoul.", "a")
    ]

    everything = Featurizer(language, ByName()).document(lines)
    told = Featurizer(language, ByName(known)).document(lines)

    for all_items, items in zip(everything, told, strict=True):
        for features, live in zip(all_items, items, strict=True):
            assert sorted(name for name in features if name in known) == sorted(live)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_file_is_read_as_crfsuite_reads_it(language):
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODELS / f"{language}.crf"))

    info, model = tagger.info(), model_of(language)
    features: dict[bytes, dict[str, float]] = {}
    for (name, label), weight in info.state_features.items():
        features.setdefault(name if isinstance(name, bytes) else name.encode(), {})[label] = weight

    assert set(model.labels) == set(info.labels)
    for (before, after), weight in info.transitions.items():
        assert model.transitions[model.labels.index(before)][model.labels.index(after)] == pytest.approx(
            weight, abs=1e-6
        )
    assert features.keys() == model.features.keys()
    for name, weights in features.items():
        own = {model.labels[label]: weight for label, weight in model.weights(model.features[name])}
        assert own == pytest.approx(weights, abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_are_those_that_crfsuite_gives(language):
    crfsuite = pycrfsuite.Tagger()
    crfsuite.open(str(MODELS / f"{language}.crf"))
    by_name = Featurizer(language, ByName(model_of(language).features))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (SAMPLES / language).glob("*.txt")]
    stories = [
        [tokens for line in text.splitlines() if (tokens := Tokens(line, language).texts)] for text in (*texts, FRENCH)
    ]

    assert sum(map(len, stories)) > 100
    for story in stories:
        expected = [crfsuite.tag([list(told) for told in line]) for line in by_name.document(story)]
        assert tagger_for(language).labels(story) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_of_a_token_cannot_outgrow_their_place(language):
    model = model_of(language)
    largest: dict[bytes, float] = {}
    for name, at in model.features.items():
        weights = [weight for _, weight in model.weights(at)]
        kind = name.partition(b"=")[0]
        largest[kind] = max(largest.get(kind, 0.0), max(weights, default=0.0) - min(weights, default=0.0))

    assert sum(largest.values()) < 2 ** (LANE - 1) * UNIT / 2


@pytest.mark.parametrize("data", [b"", b"lCRF", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_no_model_is_refused(data):
    with pytest.raises(NotAModel):
        Model(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_gives_the_checksum_of_the_model(language):
    card = (MODELS / f"{language}.md").read_text(encoding="utf-8")

    assert f"{CHECKSUM}`{sha256((MODELS / f'{language}.crf').read_bytes()).hexdigest()}`" in card
    assert re.search(r"CC BY", card) and "| ALL |" in card


def test_the_models_are_under_ten_megabytes_together():
    assert sum((MODELS / f"{language}.crf").stat().st_size for language in LANGUAGES) < 10_000_000


def test_a_name_is_found_with_its_offsets():
    (_, [spans]) = tagger_for("fr").read(["Le président Emmanuel Macron est arrivé à Lyon."])

    assert spans == [Span(13, 28, "PER"), Span(42, 46, "LOC")]


def test_a_paragraph_longer_than_the_tagger_takes_is_read_to_its_end():
    line = "Rien de neuf ici. " * 200 + "Le président Emmanuel Macron est arrivé à Lyon."

    (_, [spans]) = tagger_for("fr").read([line])

    assert {line[span.start : span.end] for span in spans} >= {"Emmanuel Macron", "Lyon"}


@pytest.mark.parametrize("lines", [[], [""], ["\n"], ["1 2 3", ""], ["\u200b"]])
def test_nothing_is_found_in_nothing(lines):
    (_, spans) = tagger_for("en").read(lines)

    assert spans == [[] for _ in lines]


def test_training_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    program = (
        "import sys; from pathlib import Path; from tests.test_tagger import small_corpus;"
        "from articles.ingest.tagger.training import train; train(small_corpus(), 'fr', Path(sys.argv[1]))"
    )
    models = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.crf"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, str(path)], check=True, env=environment)
        models.append(path.read_bytes())

    assert models[0] == models[1]


def test_what_is_trained_on_is_learnt(tmp_path):
    train(small_corpus(), "fr", tmp_path / "small.crf")

    assert Tagger("fr", tmp_path / "small.crf").labels([["Paul", "Lenoir", "dort", "à", "Zurbach"]]) == [
        ["B-PER", "I-PER", "O", "O", "B-LOC"]
    ]


def model_of(language: str) -> Model:
    return Model((MODELS / f"{language}.crf").read_bytes())


def small_corpus():
    """Twelve short documents, all alike."""
    tokens = ("Paul", "Lenoir", "dort", "à", "Zurbach", ".")
    return [Document(str(n), (Sequence(tokens, ("B-PER", "I-PER", "O", "O", "B-LOC", "O")),)) for n in range(12)]


def test_held_out_documents_are_the_same_each_time_and_about_one_in_seven():
    names = [f"2017/03/2017_03_{number:03}" for number in range(1000)]
    held_out = [name for name in names if is_held_out(name, 7)]

    assert 110 < len(held_out) < 180
    assert held_out == [name for name in names if is_held_out(name, 7)]


def test_only_an_exact_name_of_the_right_type_scores():
    scores = Scores()
    scores.add({(0, 3, "PER"), (5, 9, "LOC"), (10, 12, "ORG")}, {(0, 3, "PER"), (5, 8, "LOC"), (10, 12, "LOC")})

    assert (scores["ALL"].right, scores["ALL"].found, scores["ALL"].expected) == (1, 3, 3)
    assert scores["PER"].f1 == 1.0
    assert scores["LOC"].f1 == scores["ORG"].f1 == 0.0


def labels_of(document: Document) -> list[tuple[str, str]]:
    return [
        pair for each in document.sequences for pair in zip(each.tokens, each.labels, strict=True) if pair[1] != "O"
    ]


def packed(path, files):
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:xz") as archive:
        for name, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def test_winer_gives_outermost_names_and_leaves_out_what_is_out_of_step(tmp_path):
    text = "L'Université de Lyon ouvre.\n"
    nested = "T1\tOrganization 2 20\tUniversité de Lyon\nT2\tLocation 16 20\tLyon\nT3\tDate 21 26\touvre\n"
    wrong = "T1\tLocation 3 7\tLyon\n"
    files = {"./2016/a.txt": text, "./2016/a.ann": nested, "./2016/b.txt": text, "./2016/b.ann": wrong}
    packed(tmp_path / winer.ARCHIVE, files)

    (document,) = winer.documents(tmp_path)

    assert document.name == "2016/a"
    assert labels_of(document) == [("Université", "B-ORG"), ("de", "I-ORG"), ("Lyon", "I-ORG")]


def test_wikigold_types_begin_where_they_change(tmp_path):
    (tmp_path / "wikigold").mkdir()
    rows = "Ada I-PER\nLind I-PER\nof O\nOslo I-LOC\nFC I-ORG\nPunk I-MISC\n\nx O\n"
    (tmp_path / "wikigold" / "wikigold.conll.txt").write_text(rows)

    (document,) = wikigold.documents(tmp_path)

    assert labels_of(document) == [("Ada", "B-PER"), ("Lind", "I-PER"), ("Oslo", "B-LOC"), ("FC", "B-ORG")]


def test_crossner_kinds_become_three_types(tmp_path):
    (tmp_path / "crossner").mkdir()
    (tmp_path / "crossner" / "ai-dev.txt").write_text("Ada\tB-researcher\nwon\tO\nPrize\tB-award\nOslo\tB-country\n")

    (document,) = crossner.documents(tmp_path)

    assert labels_of(document) == [("Ada", "B-PER"), ("Oslo", "B-LOC")]


def test_universal_ner_is_read_by_document(tmp_path):
    (tmp_path / "uner-en-ewt").mkdir()
    rows = "# newdoc id = one\n# sent_id = 1\n# text = Ada\n1\tAda\tB-PER\t-\t-\n\n# newdoc id = two\n1\tx\tO\t-\t-\n\n"
    (tmp_path / "uner-en-ewt" / "uner_en_dev.iob2").write_text(rows)

    one, two = uner.documents(tmp_path)

    assert (one.name, labels_of(one), labels_of(two)) == ("uner/one", [("Ada", "B-PER")], [])


def test_newseye_words_are_mended_and_titles_taken_off(tmp_path):
    (tmp_path / "newseye-fr").mkdir()
    rows = ["M\tB-PER", "Lind\tI-PER", "ex¬\tO", "cessif\tO", "Sud\tB-LOC", "-\tI-LOC", "Ouest\tI-LOC"]
    table = "\n".join(f"{row}\tO\tO\t_\t_\tO\t_\t_\t_" for row in rows)
    (tmp_path / "newseye-fr" / "a.tsv").write_text(f"TOKEN\n# hipe2022:document_id = one\n{table}\n", encoding="utf-8")

    (document,) = newseye.documents(tmp_path)

    assert labels_of(document) == [("Lind", "B-PER"), ("Sud-Ouest", "B-LOC")]
    assert "excessif" in document.sequences[0].tokens


def test_gum_names_are_the_proper_nouns_of_what_is_spoken_of(tmp_path):
    words = [
        ("The", "DT", "person[1]"),
        ("NASA", "NP", "person[1]|organization[2]"),
        ("chief", "NN", "person[1]"),
        ("Ada", "NP", "person[1]"),
        ("Lind", "NP", "person[1]"),
        ("met", "VVD", "_"),
        ("Germans", "NPS", "person[3]"),
        ("in", "IN", "_"),
        ("a", "DT", "place[4]"),
        ("town", "NN", "place[4]"),
    ]
    table = "".join(f"1-{at}\t0-1\t{word}\t{span}\t_\t_\n" for at, (word, _, span) in enumerate(words, 1))
    markup = "<s>\n" + "".join(f"{word}\t{tag}\t{word}\n" for word, tag, _ in words) + "</s>\n"
    packed(tmp_path / gum.ARCHIVE, {"tsv/one.tsv": f"#Text=x\n{table}", "xml/one.xml": markup})

    (document,) = gum.documents(tmp_path)

    assert labels_of(document) == [("NASA", "B-ORG"), ("Ada", "B-PER"), ("Lind", "I-PER")]
