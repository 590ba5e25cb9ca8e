"""The command as a user types it."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, ImportRun
from tests.wire_copy import founding_form, write_stories

MANAGE = Path(__file__).parent.parent / "manage.py"


def run_command(*arguments: str, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def in_a_process(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(MANAGE), "import_articles", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=os.environ | environment, timeout=60)


@pytest.mark.django_db
def test_closing_line_counts_what_happened(tmp_path):
    write_stories(tmp_path, 3)

    first, _ = run_command(str(tmp_path))
    second, _ = run_command(str(tmp_path))

    assert re.fullmatch(r"Imported 3 articles: 0 updated, 0 unchanged, 0 unreadable in [\d.]+ s\n", first)
    assert re.fullmatch(r"Imported 0 articles: 0 updated, 3 unchanged, 0 unreadable in [\d.]+ s\n", second)


@pytest.mark.django_db
def test_unreadable_file_ends_with_1_and_names_the_run(tmp_path):
    write_stories(tmp_path, 1)
    (tmp_path / "bad.txt").write_text("no wire copy at all\n")
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("import_articles", str(tmp_path), stdout=out, stderr=err)

    assert ended.value.code == 1
    assert f"1 unreadable (see run {ImportRun.objects.get().pk})" in out.getvalue()
    assert "bad.txt:1: not recognised as wire copy" in err.getvalue()
    assert Article.objects.count() == 1


def test_dry_run_prints_json_and_needs_no_database(tmp_path):
    (tmp_path / "copy.txt").write_text(founding_form(label="LEAD"), encoding="utf-8")

    done = in_a_process(
        str(tmp_path / "copy.txt"), "--dry-run", "--json", DATABASE_URL="postgres://nobody@127.0.0.1:9/none"
    )

    assert done.returncode == 0, done.stderr
    article = json.loads(done.stdout)
    assert {
        "file", "agency", "language", "version_label", "version", "headline", "note", "dateline", "bylines", "contacts",
        "paragraphs", "captions", "related", "end_mark", "status", "guid",
    } <= article.keys()  # fmt: skip
    assert article["dateline"].keys() >= {"text", "places", "date", "date_from"}
    assert article["version"] == 1


def test_standard_input_is_read():
    done = in_a_process("-", "--dry-run", "--json", stdin=founding_form().encode())

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["headline"] == "Le pont de Mapo rouvre"


def test_database_away_is_one_line_and_2(tmp_path):
    write_stories(tmp_path, 1)

    done = in_a_process(str(tmp_path), DATABASE_URL="postgres://nobody@127.0.0.1:9/none")

    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert b"Traceback" not in done.stderr
    assert b"run the import again" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--received", "13/09/2023"], "is not a date like 2023-09-13"),
        (["--received", "2023-02-30"], "is not a date like 2023-09-13"),
        (["--encoding", "klingon"], "is not an encoding"),
        (["--encoding", "base64"], "is not an encoding"),
    ],
)
def test_wrong_option_is_explained(arguments, message):
    done = in_a_process("-", *arguments)

    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_wrong_encoding_is_a_problem_with_its_line(tmp_path):
    (tmp_path / "copy.txt").write_bytes(founding_form().encode("cp1252"))

    done = in_a_process(str(tmp_path), "--dry-run", "--encoding", "utf-8")

    assert done.returncode == 1
    assert b"copy.txt:3: byte 0xe9 is not utf-8" in done.stderr


def test_day_of_reception_is_used(tmp_path):
    (tmp_path / "copy.txt").write_text(founding_form(day="3 mars").replace("ce mercredi", ""), encoding="utf-8")
    text = (tmp_path / "copy.txt").read_text(encoding="utf-8").replace(" le mercredi 13 septembre 2023", "")
    (tmp_path / "copy.txt").write_text(text, encoding="utf-8")

    done = in_a_process(str(tmp_path), "--dry-run", "--json", "--received", "2021-03-04")

    dateline = json.loads(done.stdout)["dateline"]
    assert (dateline["date"], dateline["date_from"]) == ("2021-03-03", "received")
