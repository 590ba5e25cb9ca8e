"""How fast an article is read for its names, with linking, on one core: python -m benchmarks.extraction_speed [LANGUAGE]

Articles of about 500 words are made of the paragraphs of the sample stories, another mix for each; processor time counts.
"""

from __future__ import annotations

import resource
import sys
from itertools import cycle
from pathlib import Path
from time import process_time

from articles.ingest.article import ParsedArticle
from articles.ingest.entities import extract
from articles.ingest.reading import read

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ARTICLES = 300
WORDS = 500
ROUNDS = 3


def main(language: str) -> None:
    """Print articles a second (the best round), seconds to load, and megabytes."""
    articles = made_articles(language)
    before = process_time()
    extract(articles[0])
    loading = process_time() - before
    best = 0.0
    for _ in range(ROUNDS):
        before = process_time()
        for article in articles:
            extract(article)
        best = max(best, len(articles) / (process_time() - before))
    print(f"{best:.0f} articles/s, {loading:.2f} s, {megabytes():.0f} MB")


def megabytes() -> float:
    """Return the most memory this process had; what it was forked from does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_articles(language: str) -> list[ParsedArticle]:
    """Return articles of about 500 words, headline and dateline of one story, paragraphs of one after the other."""
    stories = [
        story
        for path in sorted((SAMPLES / language).glob("*.txt"))
        for story in read(path.read_bytes(), path.name)
        if isinstance(story, ParsedArticle)
    ]
    paragraphs = cycle([paragraph for story in stories for paragraph in story.paragraphs])
    made = []
    for number in range(ARTICLES):
        story = stories[number % len(stories)]
        words, body = 0, []
        while words < WORDS:
            body.append(next(paragraphs))
            words += len(body[-1].split())
        made.append(
            ParsedArticle(
                story.file, language=language, headline=story.headline, dateline=story.dateline, paragraphs=tuple(body)
            )
        )
    return made


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "fr")
