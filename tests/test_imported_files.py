"""Files brought in before are counted, not read again, unless reading them could bring something new."""

import gzip
from dataclasses import replace

import pytest

from articles.importing.imported_files import articles_of
from articles.importing.importer import Options, import_paths
from articles.ingest import preparing
from articles.ingest.preparing import SmallFile, digest_of, pieces, prepare
from articles.ingest.source import Reading
from articles.models import Article, ImportedFile, ImportRun
from tests.wire_copy import founding_form, write_stories

pytestmark = pytest.mark.django_db


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.unreadable


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The addresses of the small files that are read."""
    addresses = []
    prepared = preparing._prepared

    def noted(item, reading, entities):
        addresses.append(getattr(item, "address", ""))
        return prepared(item, reading, entities)

    monkeypatch.setattr(preparing, "_prepared", noted)
    return addresses


def test_file_brought_in_whole_is_not_read_again(tmp_path, read):
    write_stories(tmp_path, 3)
    import_paths([str(tmp_path)], Options())
    read.clear()

    again = import_paths([str(tmp_path)], Options())

    assert counts(again) == (0, 0, 3, 0)
    assert read == []


def test_file_with_another_name_is_the_same_file(tmp_path, read):
    (tmp_path / "a.txt").write_text(founding_form())
    import_paths([str(tmp_path)], Options())
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")

    assert counts(import_paths([str(tmp_path)], Options())) == (0, 0, 1, 0)
    assert len(read) == 1


def test_file_of_an_article_that_was_deleted_is_read_again(tmp_path):
    write_stories(tmp_path, 2)
    import_paths([str(tmp_path)], Options())
    Article.objects.first().delete()

    assert counts(import_paths([str(tmp_path)], Options())) == (1, 0, 1, 0)
    assert Article.objects.count() == 2


def test_file_that_could_not_be_read_is_tried_again(tmp_path, read):
    (tmp_path / "empty.txt").write_text("")
    import_paths([str(tmp_path)], Options())

    assert counts(import_paths([str(tmp_path)], Options())) == (0, 0, 0, 1)
    assert len(read) == 2
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize("reading", [Reading(encoding="utf-8"), Reading(columns={"headline": "titre"})])
def test_file_is_read_again_when_it_is_read_otherwise(tmp_path, read, reading):
    write_stories(tmp_path, 1)
    import_paths([str(tmp_path)], Options())

    import_paths([str(tmp_path)], Options(reading))

    assert len(read) == 2


def test_file_is_read_again_by_other_readers(tmp_path, read, monkeypatch):
    write_stories(tmp_path, 1)
    import_paths([str(tmp_path)], Options())
    monkeypatch.setattr(preparing, "_readers", lambda: b"another version")

    import_paths([str(tmp_path)], Options())

    assert len(read) == 2


def test_file_is_read_again_for_those_who_want_to_see_it(tmp_path):
    write_stories(tmp_path, 1)
    import_paths([str(tmp_path)], Options())
    seen = []

    run = import_paths([str(tmp_path)], Options(skip_known=False), seen=seen.append)

    assert counts(run) == (0, 0, 1, 0)
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_texts_of_one_id_imported_again_do_not_take_turns(tmp_path, batches_of):
    batches_of(1)
    for number, word in enumerate(("rouvre", "reste fermé")):
        text = f"AFR20230913001453884\n{founding_form()}".replace("rouvre", word)
        (tmp_path / f"{number}.txt").write_text(text)
    assert counts(import_paths([str(tmp_path)], Options())) == (1, 1, 0, 0)

    assert counts(import_paths([str(tmp_path)], Options())) == (0, 0, 2, 0)
    assert Article.objects.get().headline == "Le pont de Mapo reste fermé"


def test_file_of_several_articles_is_known_by_all_of_them(tmp_path):
    stories = [founding_form(headline=f"Le pont {number} rouvre") for number in range(3)]
    (tmp_path / "digest.txt").write_text("\n\n".join(stories))
    import_paths([str(tmp_path)], Options())

    known = ImportedFile.objects.get()

    assert sorted(known.article_ids) == sorted(Article.objects.values_list("id", flat=True))
    assert articles_of([bytes(known.digest), b"another"]) == {bytes(known.digest): 3}


def test_large_file_is_read_as_it_streams(tmp_path, read, monkeypatch):
    monkeypatch.setattr(preparing, "SMALL", 100)
    write_stories(tmp_path, 2)

    assert counts(import_paths([str(tmp_path)], Options())) == (2, 0, 0, 0)
    assert counts(import_paths([str(tmp_path)], Options())) == (0, 0, 2, 0)
    assert not any(read)


def test_what_stands_before_the_damage_is_read(tmp_path):
    header = "headline,body,date\n"
    rows = [f"Le pont {number} rouvre,{'x' * 40} {number * 7919},2023-09-13\n" for number in range(20_000)]
    data = gzip.compress((header + "".join(rows)).encode())
    (tmp_path / "rows.csv.gz").write_bytes(data[: len(data) * 3 // 4])

    found = [
        each
        for piece in pieces([str(tmp_path / "rows.csv.gz")], Reading())
        for each in prepare(piece.items, Reading(), entities=False)
    ]

    assert sum(len(each.entries) for each in found) > 1000
    assert [problem.reason for each in found for problem in each.problems]


@pytest.mark.django_db(transaction=True)
def test_worker_processes_bring_in_what_one_process_does(tmp_path):
    write_stories(tmp_path, 60)
    kept = ("identity", "fingerprint", "headline", "body", "date", "caption_text", "entity_ids", "filed_from_ids")
    import_paths([str(tmp_path)], Options(jobs=1))
    alone = list(Article.objects.order_by("identity").values(*kept))
    Article.objects.all().delete()

    import_paths([str(tmp_path)], Options(jobs=2))

    assert list(Article.objects.order_by("identity").values(*kept)) == alone


def test_digest_tells_bytes_and_encoding_apart():
    file = SmallFile("a.txt", b"copy")

    digests = {
        digest_of(file, Reading()),
        digest_of(replace(file, content=b"other"), Reading()),
        digest_of(file, Reading(encoding="cp1252")),
    }

    assert len(digests) == 3
    assert digest_of(replace(file, address="b.txt"), Reading()) in digests
