"""Time searches beside Datasette and Tantivy on the same articles: make bench-search (ARGS= how many; 100,000 if not said)

Builds the archive once in var/bench-search-N and keeps it. The 300 queries are asked of each through HTTP, in turn, after one round to warm
up; Newsroom answers with whole pages through gunicorn, Datasette with whole pages, Tantivy with JSON from a server of a few lines.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from benchmarks.search_speed import datasette_side, empty_site, newsroom_side, pages, tantivy_side
from benchmarks.search_speed.generated import Archive
from benchmarks.search_speed.queries import queries

ROOT = Path(__file__).resolve().parents[2]
SIDES = {"newsroom": newsroom_side, "datasette": datasette_side, "tantivy": tantivy_side}
READERS = 4
CLASSES = {
    "fewer than 100": (0, 99),
    "100 to 999": (100, 999),
    "1,000 to 12,000": (1000, 12_000),
    "to 100,000": (12_001, 99_999),
    "100,000 or more": (100_000, 10**9),
}
COUNT = re.compile(rb'"count": (\d+)')
TOTAL = re.compile(rb"<h1>\s*(?P<sampled><abbr[^>]*>[^<]*</abbr>)?\s*(?P<number>[\d,]+)")
SAMPLED_FROM, TOTALS = 100_000, 12


def ask(address: str) -> tuple[float, bytes]:
    """Return how many milliseconds an answer took, and the answer."""
    parts = urlsplit(address)
    start = time.perf_counter()
    connection = HTTPConnection(parts.hostname, parts.port, timeout=120)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (address, answer.status)
    return (time.perf_counter() - start) * 1000, body


def built(stories: int) -> tuple[Path, Archive]:
    """Return the folder that holds the archive in every form, made if need be."""
    folder, archive = ROOT / "var" / f"bench-search-{stories}", Archive(stories)
    folder.mkdir(parents=True, exist_ok=True)
    for name, side in SIDES.items():
        done = folder / f"{name}.built"
        if not done.exists():
            seconds = side.build(folder, archive)
            done.write_text(f"{seconds:.0f}")
            print(f"{name}: {stories:,} articles in {seconds:,.0f} s, {stories / seconds:,.0f} a second", flush=True)
    return folder, archive


def timed(asked: list[str], sides: list[str]) -> tuple[dict[str, list[float]], list[int]]:
    """Ask every query of every side in turn; return milliseconds by side, and how many articles Tantivy counts."""
    for words in asked:
        for name in sides:
            ask(SIDES[name].address(words))
    times: dict[str, list[float]] = {name: [] for name in sides}
    counts = []
    for words in asked:
        for name in sides:
            taken, body = ask(SIDES[name].address(words))
            times[name].append(taken)
            if name == "tantivy":
                counts.append(int(COUNT.search(body)[1]))
    return times, counts


def print_totals(asked: list[str], counts: list[int]) -> None:
    """Print how far the numbers told from a sample are from those counted exactly."""
    off = []
    for words in [words for words, count in zip(asked, counts, strict=True) if count >= SAMPLED_FROM][:TOTALS]:
        address = newsroom_side.address(words)
        told, exact = (TOTAL.search(ask(each)[1]) for each in (address, f"{address}&exact=1"))
        if told and exact and told["sampled"]:
            told, exact = (int(found["number"].replace(b",", b"")) for found in (told, exact))
            off.append(abs(told / exact - 1))
    if off:
        print(f"totals told from a sample: {len(off)}, off by {median(off):.1%} (median), {max(off):.1%} (most)")


def throughput(asked: list[str], address: Callable[[str], str]) -> float:
    """Answers a second with four readers at once."""
    start = time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda words: ask(address(words)), asked))
    return len(asked) / (time.perf_counter() - start)


def report(times: dict[str, list[float]], counts: list[int]) -> None:
    print(f"{'hits':18}{'queries':>8}" + "".join(f"{name:>12}" for name in times) + f"{'of Datasette':>14}")
    for label, (least, most) in CLASSES.items():
        chosen = [number for number, count in enumerate(counts) if least <= count <= most]
        if chosen:
            middles = {name: median(found[number] for number in chosen) for name, found in times.items()}
            line = "".join(f"{middle:12.1f}" for middle in middles.values())
            print(f"{label:18}{len(chosen):8}{line}{middles['newsroom'] / middles['datasette']:14.2f}")
    for label, take in {
        "median": median,
        "95th percentile": lambda found: quantiles(found, n=20)[-1],
        "slowest": max,
    }.items():
        print(f"{label:26}" + "".join(f"{take(found):12.1f}" for found in times.values()))


def run(stories: int) -> None:
    folder, archive = built(stories)
    asked = queries(archive)
    processes = [side.served(folder) for side in [*SIDES.values(), empty_site]]
    try:
        for address in [*(side.address(asked[0]) for side in SIDES.values()), empty_site.ADDRESS]:
            wait_for(address)
        times, counts = timed(asked, [*SIDES])
        report(times, counts)
        print_totals(asked, counts)
        rates = {name: throughput(asked[::3], side.address) for name, side in SIDES.items()}
        print(
            "four readers at once, answers a second: " + ", ".join(f"{name} {rate:.1f}" for name, rate in rates.items())
        )
        pages.report(folder, archive, ask)
    finally:
        for process in processes:
            process.terminate()


def wait_for(address: str) -> None:
    for _ in range(240):
        try:
            ask(address)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"nothing answers at {address}")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
