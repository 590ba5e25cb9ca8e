"""Which corpora each language is trained on, and which part of them is held out for the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.ingest.tagger.corpora import crossner, gum, uner, wikigold, winer
from articles.ingest.tagger.corpora.sequence import Document, is_held_out

WINER_ONE_IN = 7
WIKIGOLD_ONE_IN = 5
WIKIGOLD_TIMES = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus in a mix, as its card names it; `times` says how often its documents are given to the trainer."""

    name: str
    licence: str
    documents: tuple[Document, ...]
    times: int = 1

    @property
    def tokens(self) -> int:
        return sum(document.size for document in self.documents)


@dataclass(frozen=True, slots=True)
class Mix:
    """What a language's model is trained on, what it is scored on, and how it is called."""

    language: str
    sources: tuple[Source, ...]
    held_out: tuple[Document, ...]
    held_out_name: str

    def documents(self) -> Iterator[Document]:
        for source in self.sources:
            for _ in range(source.times):
                yield from source.documents


def mix_for(language: str, corpora: Path) -> Mix:
    """Return the mix of a language, read from the folder of corpora."""
    return french(corpora) if language == "fr" else english(corpora)


def french(corpora: Path) -> Mix:
    documents = tuple(winer.documents(corpora))
    held_out = tuple(document for document in documents if is_held_out(document.name, WINER_ONE_IN))
    kept = tuple(document for document in documents if not is_held_out(document.name, WINER_ONE_IN))
    source = Source(
        "WiNER-fr, French Wikinews 2016–2017 (annotations: Y. Dupont)",
        "annotations CC BY 4.0, texts CC BY 2.5 (Wikinews)",
        kept,
    )
    return Mix("fr", (source,), held_out, "WiNER-fr, one document in seven held out")


def english(corpora: Path) -> Mix:
    gold = tuple(wikigold.documents(corpora))
    held_out = tuple(document for document in gold if is_held_out(document.name, WIKIGOLD_ONE_IN))
    kept = tuple(document for document in gold if not is_held_out(document.name, WIKIGOLD_ONE_IN))
    sources = (
        Source(
            "GUM: news, interviews, biographies, travel, court, academic (named entities derived)",
            "annotations CC BY 4.0; texts CC BY 2.5, CC BY 4.0, CC BY-SA 3.0 (Wikipedia, Wikivoyage)",
            tuple(gum.documents(corpora)),
        ),
        Source("Universal NER, English EWT, dev and test", "CC BY-SA 4.0", tuple(uner.documents(corpora))),
        Source("Wikigold (Balasuriya et al.), four fifths", "CC BY 4.0", kept, WIKIGOLD_TIMES),
        Source(
            "CrossNER (Liu et al.): politics, science, music, literature, AI",
            "MIT; texts CC BY-SA (Wikipedia)",
            tuple(crossner.documents(corpora)),
        ),
    )
    return Mix("en", sources, held_out, "Wikigold, one run of 12 sentences in five held out")
