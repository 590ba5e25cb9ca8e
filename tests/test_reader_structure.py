"""Every reader against copy that is well-formed and makes no sense: its structure changed, its values absurd."""

import sys
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle
from benchmarks.fuzz import __main__ as fuzz
from benchmarks.fuzz.claims import NAMES, check, is_for
from benchmarks.fuzz.seeds import mutations_of, seeds_of

EACH_READER = pytest.mark.parametrize("name", NAMES)
SIXTY_FOUR_KILOBYTES = 64 * 1024

seeds = cache(seeds_of)


@EACH_READER
def test_every_reader_has_copy_to_go_wrong(name):
    found = [each for data in seeds(name) for each in check(data)]

    assert seeds(name)
    assert all(is_for(name, data) for data in seeds(name))
    assert [each for each in found if isinstance(each, ParsedArticle)] or name == "listing"


@EACH_READER
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_copy_gone_wrong_in_its_structure_is_read_or_a_problem(name, chance):
    data = chance.choice(mutations_of(name))(chance.choice(seeds(name)), chance)
    assume(len(data) <= SIXTY_FOUR_KILOBYTES)

    check(data)


def test_fuzzing_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "atheris", None)

    with pytest.raises(SystemExit, match="pip install atheris"):
        fuzz.main("ninjs", "600")


def test_a_file_that_was_found_can_be_read_again(tmp_path, capsys):
    path = tmp_path / "found-1"
    path.write_bytes(b'{"uri": "urn:x:1", "urgency": 1, "headline": ')

    fuzz.main("ninjs", str(path))

    assert "cut off" in capsys.readouterr().out


def test_a_reader_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(SystemExit, match="No reader telex: one of listing, .*containers"):
        fuzz.main("telex", "no-file")
