"""An import that was cut short, by whatever, goes on where it was and ends with the archive it would have made."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.importing import import_runs
from articles.importing.importer import Options, files_left, import_paths, resume
from articles.models import Article, ImportRun
from tests.wire_copy import write_stories

MANAGE = Path(__file__).parent.parent / "manage.py"
KILLS = 20
STORIES = 600


def interrupt_after(files: int):
    """Return what hears of each file and interrupts after some."""
    heard = []

    def done(file: str) -> None:
        heard.append(file)
        if len(heard) == files:
            raise KeyboardInterrupt

    return done


def cut_short(folder: Path, after: int) -> ImportRun:
    with pytest.raises(KeyboardInterrupt):
        import_paths([str(folder)], Options(entities=False), interrupt_after(after))
    return ImportRun.objects.latest("pk")


@pytest.mark.django_db(transaction=True)
def test_run_goes_on_after_the_last_file_it_brought_in_whole(tmp_path, batches_of):
    batches_of(4)
    write_stories(tmp_path, 10)
    run = cut_short(tmp_path, after=6)
    assert (run.state, run.created, Path(run.read_up_to).name) == ("interrupted", 4, "00003.txt")

    left = [Path(file).name for file in files_left(run)]
    assert left == [f"{number:05}.txt" for number in range(4, 10)]

    resume(import_runs.cut_short(), jobs=1)

    run.refresh_from_db()
    assert (run.state, run.created, run.unchanged) == ("finished", 10, 0)
    assert Article.objects.count() == 10
    assert import_runs.cut_short() is None


@pytest.mark.django_db(transaction=True)
def test_run_whose_last_file_is_gone_starts_over(tmp_path, batches_of):
    batches_of(4)
    write_stories(tmp_path, 8)
    run = cut_short(tmp_path, after=6)
    Path(run.read_up_to).unlink()

    resume(run, jobs=1)

    assert Article.objects.count() == 8
    assert run.unchanged == 3


@pytest.mark.django_db(transaction=True)
def test_resume_says_when_there_is_nothing_to_resume(tmp_path):
    with pytest.raises(CommandError, match="no import was cut short"):
        call_command("import_articles", "--resume")


@pytest.mark.django_db(transaction=True)
def test_resume_takes_no_paths(tmp_path):
    with pytest.raises(CommandError, match="--resume"):
        call_command("import_articles", str(tmp_path), "--resume")


@pytest.mark.django_db(transaction=True)
def test_killed_run_is_told_from_a_working_one(tmp_path, command_environment):
    working = import_runs.begin(ImportRun())
    killed = ImportRun.objects.create()

    code = (
        "import django; django.setup()\n"
        "from articles.importing import import_runs; from articles.models import ImportRun\n"
        "run = import_runs.begin(ImportRun())\n"
        "print(*ImportRun.objects.order_by('pk').values_list('state', flat=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=MANAGE.parent,
        capture_output=True,
        text=True,
        env=command_environment | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        check=True,
    )

    assert done.stdout.split() == ["running", "interrupted", "running"]
    assert killed.pk > working.pk


ARTICLES = """
    SELECT identity, fingerprint, headline, body, caption_text, date, search_vector::text,
           (SELECT array_agg(text ORDER BY position) FROM articles_caption WHERE article_id = a.id),
           (SELECT array_agg(headline ORDER BY position) FROM articles_relatedheadline WHERE article_id = a.id),
           (SELECT array_agg(as_filed || COALESCE(e.key, '') ORDER BY position)
              FROM articles_datelineplace LEFT JOIN articles_entity e ON e.id = place_id WHERE article_id = a.id),
           (SELECT array_agg(ARRAY[zone, part::text, start::text, m.text, e.key] ORDER BY zone, part, start)
              FROM articles_mention m JOIN articles_entity e ON e.id = entity_id WHERE article_id = a.id),
           (SELECT array_agg(DISTINCT e.key ORDER BY e.key) FROM articles_entity e WHERE e.id = ANY (entity_ids)),
           (SELECT array_agg(DISTINCT e.key ORDER BY e.key) FROM articles_entity e WHERE e.id = ANY (filed_from_ids)),
           (SELECT array_agg(md5(content) ORDER BY md5(content)) FROM articles_original WHERE article_id = a.id),
           (SELECT count(*) FROM articles_story WHERE id = story_id)
    FROM articles_article a ORDER BY identity
"""


def archive() -> list[tuple]:
    """Return all there is of each article, without the numbers of rows."""
    with connection.cursor() as cursor:
        cursor.execute(ARTICLES)
        return cursor.fetchall()


def empty_the_archive() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_article, articles_story, articles_entity, articles_importrun CASCADE")


@pytest.mark.django_db(transaction=True)
def test_importer_killed_at_random_moments_loses_and_doubles_nothing(tmp_path, command_environment):
    write_stories(tmp_path, STORIES)
    import_paths([str(tmp_path)], Options())
    undisturbed = archive()
    whole = {row[0]: row for row in undisturbed}
    empty_the_archive()
    command = [sys.executable, str(MANAGE), "import_articles", str(tmp_path), "--jobs", "1"]
    chance = random.Random(20)
    killed = 0
    while killed < KILLS:
        process = subprocess.Popen(
            command, env=command_environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started = ImportRun.objects.count()
        while process.poll() is None and ImportRun.objects.count() == started:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1.5))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        elif archive() == undisturbed:
            empty_the_archive()  # it had brought in all there is: once more from the beginning
        process.wait()
        assert all(whole[row[0]] == row for row in archive())
    subprocess.run(command, env=command_environment, check=True, capture_output=True)

    assert archive() == undisturbed
