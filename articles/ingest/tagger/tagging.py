"""The trained taggers: French and English text in, names with their offsets out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from articles.ingest.tagger.crf_file import Model
from articles.ingest.tagger.decoding import Decoder
from articles.ingest.tagger.features import Featurizer
from articles.ingest.tagger.spans import Span, spans_of
from articles.ingest.tagger.tokens import Tokens
from articles.ingest.tagger.weights import ByWeight

MODELS = Path(__file__).parent / "models"
LANGUAGES = ("fr", "en")
LONGEST = 600


class Tagger:
    """A language's model, ready to tag."""

    def __init__(self, language: str, path: Path | None = None) -> None:
        model = Model((path or MODELS / f"{language}.crf").read_bytes())
        self.language = language
        weights = ByWeight(model)
        self._decoder = Decoder(weights)
        self._featurizer = Featurizer(language, weights)

    def labels(self, sequences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return a label for each token of each sequence of a document."""
        return list(map(self._decoder.best, self._featurizer.document(sequences)))

    def read(self, lines: Sequence[str]) -> tuple[list[Tokens], list[list[Span]]]:
        """Return the tokens of each line of a document and the names in it."""
        cut = [Tokens(line, self.language) for line in lines]
        pieces = [tokens.texts[at : at + LONGEST] for tokens in cut for at in range(0, len(tokens.texts), LONGEST)]
        labels = iter(self.labels(pieces))
        found = []
        for tokens in cut:
            joined = [label for _ in range(0, len(tokens.texts), LONGEST) for label in next(labels)]
            found.append(spans_of(joined, tokens.bounds))
        return cut, found


@cache
def tagger_for(language: str) -> Tagger:
    """Return the tagger of a language, loaded once in a process."""
    return Tagger(language)
