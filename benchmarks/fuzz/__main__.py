"""Fuzz a reader, by structure and by bytes: python -m benchmarks.fuzz READER [SECONDS]

READER is the name of a format (`ninjs`, `table`, …) or `containers`. With a file in place of SECONDS that file is
read once and what it breaks is told. Needs atheris, which Newsroom itself does not: python -m pip install atheris

What breaks a claim of benchmarks/reader_claims.py is kept in var/fuzz/READER and told once a place; the run goes on.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from random import Random
from types import ModuleType

FOLDER = Path(os.environ.get("NEWSROOM_VAR", "var")) / "fuzz"
SECONDS = 600
LONGEST = 65_535
ENDLESS = 30
"""Seconds of computing after which an input is given up."""


class Endless(BaseException):
    """No reader may catch it."""


def main(name: str, argument: str) -> None:
    """Fuzz a reader for so many seconds, or read a file once."""
    atheris = _atheris() if argument.isdigit() else None
    claims, seeds = _instrumented(atheris) if atheris else _imported()
    if name not in claims.NAMES:
        sys.exit(f"No reader {name}: one of {', '.join(claims.NAMES)}")
    if not atheris:
        for each in claims.check(Path(argument).read_bytes()):
            print(type(each).__name__, getattr(each, "reason", "") or each.headline)
        return
    _fuzz(atheris, name, int(argument), claims, seeds)


def _atheris() -> ModuleType:
    try:
        import atheris
    except ImportError:
        sys.exit("Fuzzing needs atheris: python -m pip install atheris")
    return atheris


def _imported() -> tuple[ModuleType, ModuleType]:
    from benchmarks.fuzz import claims, seeds

    return claims, seeds


def _instrumented(atheris: ModuleType) -> tuple[ModuleType, ModuleType]:
    with atheris.instrument_imports(include=["articles.ingest"]):
        return _imported()


def _fuzz(atheris: ModuleType, name: str, seconds: int, claims: ModuleType, seeds: ModuleType) -> None:
    corpus = FOLDER / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds.seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    mutations, told = seeds.mutations_of(name), set()

    def one(data: bytes) -> int:
        if not claims.is_for(name, data):
            return -1  # not kept for further mutations
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
            claims.check(data)
        except (Exception, Endless) as fault:
            _tell(name, data, fault, told)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return 0

    def mutated(data: bytes, longest: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.2:
            return atheris.Mutate(data, longest)
        try:
            changed = chance.choice(mutations)(data, chance)
        except Exception:  # bytes too damaged to have a structure
            changed = b""
        return changed if 0 < len(changed) <= longest else atheris.Mutate(data, longest)

    signal.signal(signal.SIGVTALRM, _give_up)
    warnings.simplefilter("ignore")
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutated)
    atheris.Fuzz()


def _give_up(*_: object) -> None:
    raise Endless(f"more than {ENDLESS} s")


def _tell(name: str, data: bytes, fault: BaseException, told: set[str]) -> None:
    """Keep the input, once for each place in the project and kind of fault."""
    frames = [each for each in traceback.extract_tb(fault.__traceback__) if "/articles/" in each.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    key = f"{type(fault).__name__} {place} {str(fault)[:60] if isinstance(fault, AssertionError) else ''}"
    if " s for " in key:
        key = "slow"
    if key not in told:
        told.add(key)
        path = FOLDER / name / f"found-{len(told)}"
        path.write_bytes(data)
        print(f"FOUND {path}: {type(fault).__name__} {place} {fault}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else str(SECONDS))
