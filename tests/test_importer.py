"""Imports: once, whole, and resumable."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection

from articles.importing import store
from articles.importing.importer import Options, import_paths
from articles.models import Alias, Article, Entity, ImportRun, Original, Story
from tests.wire_copy import founding_form, write_stories

pytestmark = pytest.mark.django_db


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.unreadable


def import_text(folder, text: str | bytes, name: str = "copy.txt") -> ImportRun:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_paths([str(folder / name)], Options())


def test_article_is_stored_with_all_its_parts(tmp_path):
    import_text(tmp_path, founding_form(label="2e LD"))

    article = Article.objects.get()
    assert (article.headline, article.version_label, article.version) == ("Le pont de Mapo rouvre", "2e LD", 2)
    assert (article.agency.name, article.language) == ("Yonhap", "fr")
    assert (article.date, article.date_from) == (date(2023, 9, 13), "dateline")
    assert len(article.paragraphs) == 3
    assert [(each.paragraph, each.restriction) for each in article.captions.all()] == [(2, "Redistribution interdite")]
    assert [each.headline for each in article.related_headlines.all()] == ["Un autre pont"]
    assert [(each.as_filed, each.place.slug) for each in article.dateline_places.all()] == [("SEOUL", "seoul")]
    assert article.story.articles.count() == 1
    assert article.contacts == ["ada.lind@example.com"]


def test_original_bytes_are_kept_exactly(tmp_path):
    data = founding_form().replace("\n", "\r\n").encode("cp1252")

    import_text(tmp_path, data)

    original = Original.objects.get()
    assert bytes(original.content) == data
    assert (original.encoding, original.format) == ("cp1252", "text")


def test_kept_columns_agree_with_what_they_sum_up(tmp_path):
    import_text(tmp_path, founding_form())

    article = Article.objects.get()
    names = set(Entity.objects.filter(id__in=article.entity_ids).values_list("name", flat=True))
    assert names == {"Institut des ponts de Mapo", "Busan", "South Korea"}
    filed_from = set(Entity.objects.filter(id__in=article.filed_from_ids).values_list("name", flat=True))
    assert filed_from == {"Seoul", "South Korea"}
    assert article.caption_text == "Le pont vu de Corée du Sud le mercredi 13 septembre 2023."
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_keep_entity_ids(ARRAY[%s]::bigint[])", [article.id])
    assert Article.objects.get().entity_ids == article.entity_ids


def test_acronym_is_an_alias_of_its_organisation(tmp_path):
    import_text(tmp_path, founding_form())

    assert Alias.objects.get(name="IPM").entity.name == "Institut des ponts de Mapo"


def test_repeated_import_changes_nothing(tmp_path):
    write_stories(tmp_path, 5)

    first = import_paths([str(tmp_path)], Options())
    before = list(Article.objects.order_by("id").values())
    second = import_paths([str(tmp_path)], Options())

    assert counts(first) == (5, 0, 0, 0)
    assert counts(second) == (0, 0, 5, 0)
    assert list(Article.objects.order_by("id").values()) == before
    assert Original.objects.count() == Story.objects.count() == 5


def test_same_copy_in_another_encoding_is_the_same_article(tmp_path):
    import_text(tmp_path, founding_form().encode())

    run = import_text(tmp_path, founding_form().encode("cp1252"), "other.txt")

    assert counts(run) == (0, 0, 1, 0)


def test_same_id_with_other_text_updates_and_keeps_the_earlier_bytes(tmp_path):
    with_id = founding_form().replace("(FIN)\n", "(FIN)\nAFR20230913001453884\n")
    import_text(tmp_path, with_id)

    run = import_text(tmp_path, with_id.replace("riverains", "passants"))

    assert counts(run) == (0, 1, 0, 0)
    article = Article.objects.get()
    assert "passants" in article.body
    assert [b"riverains" in bytes(original.content) for original in article.originals.all()] == [False, True]
    assert article.captions.count() == 1


def test_update_leaves_what_a_librarian_edited(tmp_path):
    with_id = founding_form().replace("(FIN)\n", "(FIN)\nAFR20230913001453884\n")
    import_text(tmp_path, with_id)
    article = Article.objects.get()
    article.captions.all().delete()
    Article.objects.update(headline="Le pont rouvre enfin", edited_fields=["headline", "captions"])

    import_text(tmp_path, with_id.replace("riverains", "passants"))

    article.refresh_from_db()
    assert article.headline == "Le pont rouvre enfin"
    assert "passants" in article.body
    assert article.captions.count() == 0


def test_later_import_of_the_same_file_does_not_undo_an_edit(tmp_path):
    import_text(tmp_path, founding_form())
    Article.objects.update(headline="Corrigé", edited_fields=["headline"])

    run = import_text(tmp_path, founding_form())

    assert counts(run) == (0, 0, 1, 0)
    assert Article.objects.get().headline == "Corrigé"


def test_unreadable_file_is_a_row_and_the_rest_is_imported(tmp_path):
    write_stories(tmp_path, 2)
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "empty.txt").touch()

    run = import_paths([str(tmp_path), str(tmp_path / "missing")], Options())

    assert counts(run) == (2, 0, 0, 3)
    assert run.state == ImportRun.State.FINISHED
    assert {(each.file.rsplit("/", 1)[1], each.reason) for each in run.problems.all()} == {
        ("bad.txt", "binary data, not text"),
        ("empty.txt", "empty file"),
        ("missing", "no such file or folder"),
    }


def test_name_that_is_no_text_is_still_told(tmp_path):
    name = b"caf\xe9.txt"
    with open(bytes(tmp_path) + b"/" + name, "wb"):
        pass

    run = import_paths([str(tmp_path)], Options())

    assert run.problems.get().file.endswith("caf\\udce9.txt")


def test_article_the_database_refuses_does_not_take_its_batch_with_it(tmp_path, monkeypatch):
    write_stories(tmp_path, 3)
    fields = store._fields

    def refused(each, agencies):
        return fields(each, agencies) | ({"status": "odd"} if "Pont 1 " in each.article.headline else {})

    monkeypatch.setattr(store, "_fields", refused)

    run = import_paths([str(tmp_path)], Options())

    assert counts(run) == (2, 0, 0, 1)
    assert "article_status_known" in run.problems.get().reason


def test_without_entities_nothing_is_linked(tmp_path):
    write_stories(tmp_path, 1)

    import_paths([str(tmp_path)], Options(entities=False))

    assert Entity.objects.count() == 0
    assert Article.objects.get().dateline_places.get().as_filed == "SEOUL"


@pytest.mark.django_db(transaction=True)
def test_import_cut_short_is_marked_and_completed_by_the_next(tmp_path, monkeypatch, batches_of):
    batches_of(10)
    write_stories(tmp_path, 100)
    save_batch, calls = store.save_batch, []

    def failing(entries, run, files):
        calls.append(entries)
        if len(calls) == 4:
            raise DatabaseError("terminating connection")
        return save_batch(entries, run, files)

    monkeypatch.setattr(store, "save_batch", failing)
    with pytest.raises(DatabaseError):
        import_paths([str(tmp_path)], Options())
    monkeypatch.setattr(store, "save_batch", save_batch)

    cut_short = ImportRun.objects.get()
    assert cut_short.state == ImportRun.State.INTERRUPTED
    assert 10 <= Article.objects.count() == cut_short.created < 100

    run = import_paths([str(tmp_path)], Options())

    assert Article.objects.count() == Original.objects.count() == Story.objects.count() == 100
    assert run.created + run.unchanged == 100


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_both_finish_and_store_every_article_once(tmp_path, batches_of):
    batches_of(20)
    write_stories(tmp_path, 200)
    runs, start = [], threading.Barrier(2)

    def run_import():
        try:
            start.wait()
            runs.append(import_paths([str(tmp_path)], Options()))
        finally:
            connection.close()

    threads = [threading.Thread(target=run_import) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [run.state for run in runs] == ["finished", "finished"]
    assert sum(run.created for run in runs) == 200
    assert all(sum(counts(run)) == 200 for run in runs)
    assert Article.objects.count() == Story.objects.count() == Original.objects.count() == 200
    assert Entity.objects.filter(slug="seoul").count() == 1


def test_versions_of_a_day_are_in_wire_order_whatever_their_files_are_called(tmp_path):
    labels = {"a.txt": "4e LD", "b.txt": "LEAD", "c.txt": ""}
    for name, label in labels.items():
        (tmp_path / name).write_text(founding_form(label=label), encoding="utf-8")

    import_paths([str(tmp_path)], Options())

    assert [article.version for article in Article.objects.newest_first()] == [4, 1, 0]


def test_update_leaves_the_agency_a_librarian_took_away(tmp_path):
    with_id = founding_form().replace("(FIN)\n", "(FIN)\nAFR20230913001453884\n")
    import_text(tmp_path, with_id)
    Article.objects.update(agency=None, edited_fields=["agency"])

    import_text(tmp_path, with_id.replace("riverains", "passants"))

    assert Article.objects.get().agency is None


def test_back_slashes_tabs_and_quotes_are_stored_as_they_are(tmp_path):
    odd = "C:\\temp \\N 'x' \"y\" %s"

    import_text(tmp_path, founding_form().replace("Le pont vu", f"Le pont {odd} vu").replace("Un autre pont", odd))

    article = Article.objects.get()
    assert odd in article.captions.get().text
    assert article.related_headlines.get().headline == odd
    assert odd in article.caption_text


@pytest.fixture
def refusing():
    """Have PostgreSQL refuse the original of file 00007.txt with an error of its own; call the fixture to end that."""

    def refuse(code: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '{code}'; END $$;"
                "CREATE TRIGGER refuse BEFORE INSERT ON articles_original FOR EACH ROW "
                "WHEN (NEW.file LIKE '%00007.txt') EXECUTE FUNCTION refuse()"
            )

    def accept() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION IF EXISTS refuse CASCADE")

    refuse.no_more = accept
    yield refuse
    accept()


@pytest.mark.django_db(transaction=True)
def test_full_disk_ends_the_import_and_what_is_missing_comes_with_the_next(tmp_path, batches_of, refusing):
    batches_of(3)
    write_stories(tmp_path, 10)
    refusing("53100")  # disk_full

    with pytest.raises(DatabaseError, match="no room"):
        import_paths([str(tmp_path)], Options())

    cut_short = ImportRun.objects.get()
    assert cut_short.state == ImportRun.State.INTERRUPTED
    assert Article.objects.count() == Original.objects.count() == cut_short.created < 10
    refusing.no_more()
    assert counts(import_paths([str(tmp_path)], Options())) == (10 - cut_short.created, 0, cut_short.created, 0)


@pytest.mark.django_db(transaction=True)
def test_article_the_database_refuses_costs_no_other(tmp_path, refusing):
    write_stories(tmp_path, 10)
    refusing("23514")  # check_violation

    run = import_paths([str(tmp_path)], Options())

    assert counts(run) == (9, 0, 0, 1)
    assert "refused by the database: no room" in run.problems.get().reason
