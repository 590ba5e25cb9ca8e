"""Looking for entities again: in the whole archive, in worker processes, around what librarians decided."""

import os
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.importing import reextraction
from articles.importing.entity_rows import EntityIds
from articles.importing.importer import Options, import_paths
from articles.importing.mention_rows import replace_mentions
from articles.importing.reextraction import reextract_all
from articles.importing.store import Entry
from articles.ingest.reading import read
from articles.ingest.workers import WorkerDied, extractor
from articles.models import Alias, Article, DatelinePlace, Decision, Entity, ExtractionRun, Mention
from tests.makers import make_organisation, make_person
from tests.wire_copy import founding_form, write_stories

pytestmark = pytest.mark.django_db

COLUMNS = ("article", "entity__key", "zone", "part", "start", "end", "text")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "copy.txt").write_text(founding_form(), encoding="utf-8")
    return tmp_path


def mentions() -> set[tuple]:
    return set(Mention.objects.values_list(*COLUMNS))


def pin(mention: Mention, entity: Entity) -> Decision:
    decision = Decision.objects.create(kind="pin", entity=entity)
    mention.entity, mention.pinned_by = entity, decision
    mention.save()
    return decision


def test_archive_imported_without_entities_gets_them_later(folder):
    import_paths([str(folder)], Options())
    wanted, places = mentions(), list(DatelinePlace.objects.values_list("as_filed", "place__key"))
    Article.objects.all().delete()
    import_paths([str(folder)], Options(entities=False))
    assert not mentions()

    run = reextract_all(jobs=1)

    assert {row[1:] for row in mentions()} == {row[1:] for row in wanted}
    assert list(DatelinePlace.objects.values_list("as_filed", "place__key")) == places
    assert (run.articles, run.changed) == (1, 1)
    article = Article.objects.get()
    assert article.entity_ids and article.filed_from_ids


def test_looking_again_changes_nothing_where_nothing_is_new(folder):
    import_paths([str(folder)], Options())
    before = list(Mention.objects.order_by("pk").values())

    run = reextract_all(jobs=1)

    assert (run.articles, run.changed) == (1, 0)
    assert list(Mention.objects.order_by("pk").values()) == before


def test_run_cut_short_goes_on_where_it_was(folder, monkeypatch):
    write_stories(folder, 3)
    import_paths([str(folder)], Options(entities=False))
    monkeypatch.setattr(reextraction, "BATCH", 2)
    seen = []

    def interrupt(articles: int) -> None:
        seen.append(articles)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reextract_all(jobs=1, done=interrupt)
    cut_short = ExtractionRun.objects.get()
    assert (cut_short.articles, cut_short.finished_at) == (2, None)

    run = reextract_all(jobs=1)

    assert run.pk == cut_short.pk
    assert run.articles == Article.objects.count() == 4
    assert not Article.objects.filter(mentions=None).exists()
    assert reextract_all(jobs=1).pk != run.pk


def test_article_edited_while_it_was_looked_at_is_looked_at_again(folder, monkeypatch):
    import_paths([str(folder)], Options(entities=False))
    edited = []
    locked = reextraction._locked

    def edit_before_locking(articles):
        if not edited:
            edited.append(Article.objects.update(body="Le président a visité Busan.", fingerprint="0" * 64))
        return locked(articles)

    monkeypatch.setattr(reextraction, "_locked", edit_before_locking)
    reextract_all(jobs=1)

    article = Article.objects.get()
    in_body = Mention.objects.filter(zone="body")
    assert [mention.text for mention in in_body] == ["Busan"]
    assert all(article.paragraphs[each.part][each.start : each.end] == each.text for each in in_body)


def test_place_in_the_archive_never_goes_back(folder, monkeypatch):
    write_stories(folder, 2)
    import_paths([str(folder)], Options(entities=False))
    first, last = Article.objects.order_by("pk").first(), Article.objects.order_by("pk").last()
    locked, places = reextraction._locked, []

    def edit_the_first_before_locking(batch):
        places.append(ExtractionRun.objects.get().last_article)
        if len(places) == 1:
            Article.objects.filter(pk=first.pk).update(body="Le président a visité Busan.", fingerprint="0" * 64)
        return locked(batch)

    monkeypatch.setattr(reextraction, "_locked", edit_the_first_before_locking)
    run = reextract_all(jobs=1)

    # it moves on only when the article that was edited has been looked at again
    assert places == [0, 0]
    assert (run.last_article, run.articles) == (last.pk, Article.objects.count())


def test_article_deleted_while_it_was_looked_at_is_passed_over(folder, monkeypatch):
    import_paths([str(folder)], Options(entities=False))
    locked = reextraction._locked

    def delete_before_locking(batch):
        Article.objects.all().delete()
        return locked(batch)

    monkeypatch.setattr(reextraction, "_locked", delete_before_locking)

    assert reextract_all(jobs=1).articles == 0


def test_pinned_mention_stays_whatever_is_found(folder):
    import_paths([str(folder)], Options())
    mention = Mention.objects.filter(zone="body", entity__kind="organisation").first()
    other = make_person("Kim Ji-ho")
    pin(mention, other)
    before = mentions()

    reextract_all(jobs=1)

    assert mentions() == before
    assert Mention.objects.get(pk=mention.pk).entity == other


def test_pinned_mention_follows_its_text_when_the_copy_changes(folder):
    file = folder / "copy.txt"
    file.write_text("Guid: X1\n" + founding_form(), encoding="utf-8")
    import_paths([str(folder)], Options())
    article = Article.objects.get()
    mention = Mention.objects.filter(zone="body", part=0).first()
    other = make_person("Kim Ji-ho")
    pin(mention, other)
    body = "Avant tout. " + article.paragraphs[0]
    entry = read(file.read_bytes(), str(file), None, "")
    changed = [replace(each, paragraphs=(body, *each.paragraphs[1:])) for each in entry]
    replace_mentions([(article.pk, Entry(changed[0], "", ""))], EntityIds())
    moved = Mention.objects.get(pk=mention.pk)

    assert moved.start == mention.start + len("Avant tout. ")
    assert body[moved.start : moved.end] == moved.text
    assert list(Mention.objects.all()) == [moved]

    without = replace(changed[0], paragraphs=("Rien.",))
    replace_mentions([(article.pk, Entry(without, "", ""))], EntityIds())
    assert not Mention.objects.exists()


def test_new_name_that_a_librarian_made_an_alias_belongs_to_that_organisation(folder):
    office = make_organisation("Office des ponts")
    decision = Decision.objects.create(kind="add_alias", entity=office)
    Alias.objects.create(entity=office, name="INSTITUT DES PONTS DE MAPO", added_by=decision)

    import_paths([str(folder)], Options())

    made = Entity.objects.get(name="Institut des ponts de Mapo")
    assert (made.merged_into, made.merged_by) == (office, decision)
    assert Article.objects.mentioning(office).count() == 1


def test_worker_processes_find_what_one_process_finds():
    articles = list(read(founding_form().encode(), "copy.txt", None, "")) * 25
    with extractor(1) as alone, extractor(2) as together:
        assert together(articles) == alone(articles)


class Deadly(tuple):
    """Captions that end the process which reads them."""

    def __reduce__(self) -> tuple:
        return os._exit, (1,)


def test_dead_worker_is_said():
    (article,) = read(founding_form().encode(), "copy.txt", None, "")
    with extractor(2) as extract, pytest.raises(WorkerDied, match="--jobs 1"):
        extract([replace(article, captions=Deadly())])


def test_import_with_several_jobs_brings_the_same(folder):
    import_paths([str(folder)], Options(jobs=2))
    found = {row[1:] for row in mentions()}
    Article.objects.all().delete()
    import_paths([str(folder)], Options(jobs=1))

    assert found == {row[1:] for row in mentions()}


@pytest.mark.parametrize("arguments", [[], ["a.txt", "--all"], ["--all", "--json"], ["--all", "--raw"]])
def test_command_asks_for_files_or_for_all(arguments):
    with pytest.raises(CommandError) as refused:
        call_command("extract_entities", *arguments)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1000"])
def test_number_of_jobs_is_checked(jobs, folder):
    with pytest.raises(CommandError, match="number of processes"):
        call_command("import_articles", str(folder), "--jobs", jobs)


def test_closing_line_says_what_changed(folder, capsys):
    import_paths([str(folder)], Options(entities=False))
    call_command("extract_entities", "--all", "--jobs", "1")

    assert "Looked again at 1 articles: 1 changed in" in capsys.readouterr().out
