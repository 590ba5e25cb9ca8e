"""How rightly and how quickly articles are chained: make bench-chains (ARGS= the number of stories, 6000 if not said)

Brings a generated archive of running stories with known versions (benchmarks/chains/generated.py) into a private database, in batches
as imports do, and prints how many of the pairs put into one story are versions of one (precision), and how many of the
pairs that are were put together (recall), after the import and after chaining all of it anew; how long chaining takes
on all cores; and how much longer an import takes than one without chaining.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

STORIES = 6000
FILES = 2000
BATCH = 200
MILLION = 1_000_000


def run(stories: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from articles.importing.rechaining import chain_all
    from articles.ingest.identity import entry
    from articles.ingest.workers import cores
    from articles.models import Article, Duplicate, VersionLink
    from benchmarks.chains.generated import archive

    filed = list(archive(stories))
    entries = [entry(each.article) for each in filed]
    truth = {each.identity: of.story for each, of in zip(entries, filed, strict=True)}
    _brought_in(entries, chains=True)
    print(f"{len(entries):,} articles of {stories:,} stories, {cores()} cores")
    _print_rightness("as imported", truth)
    suggested = VersionLink.objects.suggested().count()
    right = sum(
        truth[one] == truth[other]
        for one, other in VersionLink.objects.suggested().values_list("article__identity", "earlier__identity")
    )
    copies = sum(each.copy_of is not None for each in filed)
    print(f"{'suggested':24}{suggested:>8,} links, {right:,} of them right")
    print(f"{'same copy':24}{Duplicate.objects.count():>8,} articles, {copies:,} were filed twice")
    _empty()
    _brought_in(entries, chains=False)
    taken = _timed(lambda: chain_all(cores()))
    articles = Article.objects.count()
    _print_rightness("chained afterwards", truth)
    print(
        f"{'chain_articles':24}{taken:8,.1f} s, {taken / articles * 10_000:,.1f} s for 10,000 articles, "
        f"at that pace {taken / articles * MILLION / 60:,.1f} min for a million"
    )
    _print_pace_of_imports()


def _print_pace_of_imports() -> None:
    """Time imports of the stories `make bench-import` writes, with chaining and without, each twice."""
    from articles.importing.importer import Options, import_paths
    from articles.ingest.workers import cores
    from benchmarks.imports import story

    seconds = {"without": 0.0, "with": 0.0}
    with TemporaryDirectory() as folder:
        for number in range(FILES):
            Path(folder, f"{number:06}.txt").write_text(story(number), encoding="utf-8")
        options = Options(entities=False, jobs=cores(), skip_known=False)
        for how in ("warm-up", "without", "with", "with", "without"):
            _empty()
            with nullcontext() if how == "with" else _unchained():
                taken = _timed(lambda: import_paths([folder], options))
            seconds[how] = seconds.get(how, 0.0) + taken
    slower = seconds["with"] / seconds["without"] - 1
    print(
        f"{'import':24}{2 * FILES / seconds['with']:8,.0f} articles/s from files of 7.5 kB, {slower:+.0%} for chaining"
    )


def _brought_in(entries: Sequence, chains: bool) -> None:
    from articles.models import ImportRun

    importing = ImportRun.objects.create()
    if chains:
        _import(entries, importing)
        return
    with _unchained():
        _import(entries, importing)


def _import(entries: Sequence, importing: object) -> None:
    from articles.importing import store

    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        store.save_batch(batch, importing)


def _unchained() -> object:
    """Imports as they were before: every article into a story of its own, nothing kept to find it by."""
    from contextlib import ExitStack

    from articles.importing import chaining, sketches
    from articles.importing.joining import Joined
    from articles.ingest.chaining.chains import Chained

    class Bare:
        def __init__(self, number: int) -> None:
            self.id = number

    def own_stories(new: Iterable, stories: dict[int, int]) -> chaining.Plan:
        nothing = chaining.Weighed({}, [], Chained({}, (), ()))
        asked = chaining.Asked([], [], {})
        return chaining.Plan(asked, set(), nothing, frozenset(stories.values()), dict(stories), True)

    stack = ExitStack()
    stack.enter_context(patch.object(sketches, "filings", lambda pairs, agencies: [Bare(pk) for pk, _ in pairs]))
    stack.enter_context(patch.object(sketches, "insert", lambda new: None))
    stack.enter_context(patch.object(chaining, "plan", own_stories))
    stack.enter_context(patch.object(chaining, "settle", lambda *filings: Joined()))
    return stack


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_story, articles_sketchkey, articles_chainrun CASCADE")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _print_rightness(name: str, truth: dict[str, int]) -> None:
    from articles.models import Article

    found = dict(Article.objects.values_list("identity", "story"))
    together = _pairs(Counter(found.values()))
    belonging = _pairs(Counter(truth[identity] for identity in found))
    right = _pairs(Counter((truth[identity], story) for identity, story in found.items()))
    print(
        f"{name:24}precision {right / max(1, together):.3f}  recall {right / max(1, belonging):.3f}  ({belonging:,} pairs)"
    )


def _pairs(sizes: Counter) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    with TemporaryDirectory(prefix="newsroom-chains-") as folder:
        os.chmod(folder, 0o711)  # for the system user PostgreSQL runs as when this runs as root
        os.environ["NEWSROOM_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
        import django

        django.setup()
        run(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES)
        from django.db import connections

        connections.close_all()
