"""Train the taggers: `python -m articles.ingest.tagger.training CORPORA` writes models and model cards.

The same corpora and the same settings give the same files, byte for byte.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from articles.ingest.tagger.corpora.mixes import Mix, mix_for
from articles.ingest.tagger.corpora.sequence import Document
from articles.ingest.tagger.features import ByName, Featurizer
from articles.ingest.tagger.model_card import card
from articles.ingest.tagger.score import Scores
from articles.ingest.tagger.spans import spans_of
from articles.ingest.tagger.tagging import LANGUAGES, MODELS, Tagger

SETTINGS = {"c2": 0.02, "feature.possible_transitions": True}
# The English corpora are larger and less alike: a stronger c1 and fewer rounds halve the model at the same score.
OWN_SETTINGS = {"fr": {"c1": 0.05, "max_iterations": 100}, "en": {"c1": 0.12, "max_iterations": 70}}


def settings_for(language: str) -> dict[str, object]:
    """Return what CRFsuite's trainer is told."""
    return {**OWN_SETTINGS[language], **SETTINGS}


def train(documents: Iterable[Document], language: str, path: Path) -> None:
    """Train a model on the documents and write it to `path`."""
    featurizer = Featurizer(language, ByName())
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(settings_for(language))
    for document in documents:
        items = featurizer.document([sequence.tokens for sequence in document.sequences])
        for item, sequence in zip(items, document.sequences, strict=True):
            trainer.append([sorted(features) for features in item], sequence.labels)
    trainer.train(str(path))


def score(tagger: Tagger, documents: Iterable[Document]) -> Scores:
    """Return the strict scores of a tagger on labelled documents."""
    scores = Scores()
    for document in documents:
        found = tagger.labels([sequence.tokens for sequence in document.sequences])
        for labels, sequence in zip(found, document.sequences, strict=True):
            bounds = [(index, index + 1) for index in range(len(labels))]
            scores.add(spans_of(labels, bounds), spans_of(sequence.labels, bounds))
    return scores


def main(corpora: Path) -> None:
    """Train, score and describe the model of each language."""
    for language in LANGUAGES:
        mix = mix_for(language, corpora)
        path = MODELS / f"{language}.crf"
        train(mix.documents(), language, path)
        scores = score(Tagger(language, path), mix.held_out)
        (MODELS / f"{language}.md").write_text(
            card(mix, path.read_bytes(), settings_for(language), scores), encoding="utf-8"
        )
        (MODELS / f"{language}-held-out.txt").write_text(_names(mix), encoding="utf-8")
        print(f"{language}: {path.stat().st_size:,} bytes; {mix.held_out_name}: {scores.line()}")


def _names(mix: Mix) -> str:
    return "".join(f"{document.name}\n" for document in mix.held_out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
