"""What is said of a model: what it was made of, how, how good it is, and its checksum."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from articles.ingest.tagger.corpora.mixes import Mix
from articles.ingest.tagger.score import TYPES, Scores

NAMES = {"fr": "French", "en": "English"}
CHECKSUM = "SHA-256: "


def card(mix: Mix, model: bytes, settings: Mapping[str, object], scores: Scores) -> str:
    """Return the model card in Markdown."""
    lines = [
        f"# {NAMES[mix.language]} tagger",
        "",
        f"A linear-chain conditional random field that marks persons, organisations and places in {NAMES[mix.language]} news.",
        "`make tagger CORPORA=…` makes it again, byte for byte. It reads well-edited prose; it was not made for speech,",
        "for copy in capitals or for historical print, and it knows best the names that were in the news in its sources.",
        "",
        f"{CHECKSUM}`{sha256(model).hexdigest()}` ({len(model):,} bytes)",
        "",
        "## Sources",
        "",
        "| corpus | licence | documents | tokens | given |",
        "|---|---|---:|---:|---:|",
    ]
    lines += [
        f"| {source.name} | {source.licence} | {len(source.documents):,} | {source.tokens:,} | {source.times}× |"
        for source in mix.sources
    ]
    lines += [
        "",
        "Features come also from the project's gazetteer (GeoNames, CC BY 4.0; Unicode CLDR), a list of common forenames and",
        "surnames (sigpwned, CC0, and additions of our own) and lists of words written for the project. The corpora are not",
        "part of the project. Texts under CC BY-SA ask that what is made from them is shared alike: the model is offered under",
        "CC BY-SA 4.0 with this attribution, apart from the licence of the code.",
        "",
        "## Settings",
        "",
        ", ".join(f"`{name}` {value}" for name, value in settings.items()) + "; L-BFGS; labels in BIO.",
        "",
        "## Scores",
        "",
        f"{mix.held_out_name} ({len(mix.held_out)} documents, {mix.language}-held-out.txt). Strict: start, end and type.",
        "",
        "| | precision | recall | F1 | names |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {scores[name].precision:.3f} | {scores[name].recall:.3f} | {scores[name].f1:.3f} | {scores[name].expected:,} |"
        for name in ("ALL", *TYPES)
    ]
    return "\n".join(lines) + "\n"
