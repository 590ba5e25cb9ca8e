"""How well persons, organisations and places are found: python -m benchmarks.entities [CORPORA]

Prints each score with its bar. Without the folder of corpora (docs/entities.md), what needs it is left out and said so;
the founding story is looked for in the folder `seed` beside that folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.ingest.entities import names_in
from articles.ingest.naming.file_names import FileName, names_of_file
from articles.ingest.naming.layer import RULES
from articles.ingest.tagger.corpora import winer
from articles.ingest.tagger.corpora.mixes import WINER_ONE_IN, mix_for
from articles.ingest.tagger.corpora.sequence import is_held_out
from articles.ingest.tagger.score import Scores
from articles.ingest.tagger.tagging import Tagger, tagger_for
from articles.ingest.tagger.training import score, train

ROOT = Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / "tests" / "annotations"
Find = Callable[[list[str]], list[tuple[int, int, int, str]]]


def main(corpora: Path | None) -> None:
    """Print the table."""
    print(f"{'on':<58} {'at least':<26} measured")
    if corpora is None:
        print("WiNER-fr, Wikigold, the founding story: left out, CORPORA= names no folder")
    else:
        of_winer(corpora)
        mix = mix_for("en", corpora)
        row("Wikigold, a fifth held out, tagger alone", "F1 .72", score(tagger_for("en"), mix.held_out).line())
        of_founding_story(corpora.parent / "seed")
    for language, bar in (("fr", "F1 .90"), ("en", "F1 .80")):
        row(f"12 sample stories annotated by hand, {language}", bar, of_samples(language).line())
    row("4 French ones annotated when the rules were done", "", of_samples("fr", ANNOTATIONS / "later").line())
    for language in ("fr", "en"):
        command = [sys.executable, "-m", "benchmarks.extraction_speed", language]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        row(f"speed, load and memory of a worker, {language}", "150/s, 0.5 s, 200 MB", told.strip())


def row(name: str, bar: str, measured: str) -> None:
    print(f"{name:<58} {bar:<26} {measured}", flush=True)


def of_winer(corpora: Path) -> None:
    """Score the shipped tagger and the rules on the held-out stories, and one trained on 2016 on those of 2017."""
    stories = list(winer.stories(corpora))
    held_out = [story for story in stories if is_held_out(story.name, WINER_ONE_IN)]
    bar = "F1 .87 PER .92 LOC .89 ORG .74"
    row("WiNER-fr, a seventh held out, tagger alone", bar, of_stories(held_out, RULES).line())
    row("the same with the rule layer", "F1 .86", of_stories(held_out).line())
    for rule in RULES:
        alone = of_stories(held_out, RULES.keys() - {rule})
        row(f"    the rule {rule!r} alone", "", alone.line())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "2016.crf"
        train((each for each in winer.documents(corpora) if each.name.startswith("2016")), "fr", path)
        tagger = Tagger("fr", path)
        later = [story for story in stories if story.name.startswith("2017")]
        row("WiNER-fr, trained on 2016, 2017, tagger alone", "(report)", of_stories(later, RULES, tagger).line())
        row("the same with the rule layer", "(report)", of_stories(later, (), tagger).line())


def of_stories(stories: Iterable[winer.Story], without: Iterable[str] = (), tagger: Tagger | None = None) -> Scores:
    """Return the scores on whole texts, by offsets."""
    scores = Scores()
    for story in stories:
        lines = story.text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        names = names_in(lines, "fr", without_rules=frozenset(without), tagger=tagger).names
        found = {
            (starts[name.line] + name.span.start, starts[name.line] + name.span.end, name.span.type) for name in names
        }
        scores.add(found, {tuple(span) for span in story.spans})
    return scores


def of_founding_story(folder: Path) -> None:
    """Score the body of the founding story, and what its names were linked to."""
    for gold in sorted(folder.glob("*.entities.json")):
        annotation = json.loads(gold.read_text(encoding="utf-8"))
        source = folder / annotation["source"]
        names = names_of_file(source.read_bytes(), source.name).names
        wanted = {
            (each["start"], each["end"], each["type"]): each["entity"]
            for each in annotation["mentions"]
            if each["zone"] == "body"
        }
        scores = Scores()
        scores.add({_span(name) for name in names}, wanted)
        row("founding story, body", "F1 .98, Kim 22, Poutine 17", scores.line())
        links: dict[str, dict[str, int]] = {}
        for name in names:
            if entity := wanted.get(_span(name)):
                found = links.setdefault(entity, {})
                found[name.key] = found.get(name.key, 0) + 1
        several = {entity: keys for entity, keys in links.items() if len(keys) > 1}
        row("    entities of the gold under one key each", "28", f"{len(links) - len(several)} {several or ''}")
        for entity in ("p:kim-jong-un", "p:vladimir-putin"):
            row(f"    {entity}", "", str(links.get(entity)))
        row(
            "    countries",
            "7",
            " ".join(sorted(key for keys in links.values() for key in keys if key.startswith("country:"))),
        )


def of_samples(language: str, folder: Path = ANNOTATIONS) -> Scores:
    """Return the scores on the annotated sample stories in a language."""
    scores = Scores()
    for path in sorted(folder.glob("*.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        if annotation["language"] != language:
            continue
        found = names_of_file((ROOT / annotation["file"]).read_bytes(), annotation["file"])
        wanted = {(path.stem, each["start"], each["end"], each["type"]) for each in annotation["mentions"]}
        scores.add({(path.stem, *_span(name)) for name in found.names}, wanted)
    return scores


def _span(name: FileName) -> tuple[int, int, str]:
    return name.start, name.end, name.type


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
