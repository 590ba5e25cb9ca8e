"""What an import could not read: filtered by reason, taken home as a zip archive, and read once more."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from articles import processes, retries
from articles.importing import problem_zip
from articles.importing.importer import Options, import_paths
from articles.importing.problem_files import located
from articles.importing.problem_zip import LISTING, pack, safe_name
from articles.importing.retrying import read_again
from articles.ingest.source import Reading
from articles.models import Article, ImportProblem, ImportRun, Original, Retry
from tests.wire_copy import founding_form

MANAGE = Path(__file__).parent.parent / "manage.py"
BAD = "no wire copy at all\n"
State = Retry.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """The folder copies are made in, for this test only."""
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[tuple[str, int]]:
    """The processes that would have been started."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(processes, "start", lambda command, number, log: calls.append((command, number)))
    return calls


@pytest.fixture
def wire(tmp_path) -> Path:
    """A folder of which some cannot be read: a file, members of archives, one within the other."""
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "good.txt").write_text(founding_form())
    (folder / "bad.txt").write_text(BAD)
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as archive:
        header = tarfile.TarInfo("b/deep.txt")
        header.size = len(BAD)
        archive.addfile(header, io.BytesIO(BAD.encode()))
    write_zip(folder / "archive.zip", {"2019/x.txt": BAD, "2019/y.txt": founding_form("Y"), "i.tar": inner.getvalue()})
    return folder


def write_zip(path: Path, members: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def imported(folder: Path, **reading: str) -> ImportRun:
    return import_paths([str(folder)], Options(Reading(**reading), entities=False))


def zip_of(run: ImportRun, reason: str = "") -> dict[str, str]:
    """Return the members of the archive of problem files, with what they hold."""
    out = io.BytesIO()
    pack(run, reason, out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def problem_at(ending: str) -> ImportProblem:
    return ImportProblem.objects.filter(file__endswith=ending).earliest("pk")


def retried(problem: ImportProblem) -> Retry:
    """Have a problem's file read again, in this process."""
    retries.ask(problem, None)
    read_again(problem.pk)
    return Retry.objects.get(problem=problem)


def change_page(row: ImportRun | ImportProblem) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


# --- Filtered by reason


def test_run_counts_its_reasons_and_leads_to_the_files_with_each(wire, admin_client):
    run = imported(wire)
    (wire / "empty.txt").write_text("")
    other = imported(wire)
    page = admin_client.get(change_page(other)).content.decode()
    reason = problem_at("empty.txt").reason

    assert f"{reason}</a> (1)" in page
    assert f"{problem_at('bad.txt').reason}</a> (3)" in page
    response = admin_client.get("/admin/articles/importproblem/", {"run": other.pk, "reason": reason})
    assert [problem.file for problem in response.context["cl"].result_list] == [str(wire / "empty.txt")]
    response = admin_client.get("/admin/articles/importproblem/", {"run": run.pk, "reason": reason})
    assert list(response.context["cl"].result_list) == []


def test_list_can_be_narrowed_to_what_is_open(wire, admin_client):
    run = imported(wire)
    (wire / "bad.txt").write_text(founding_form("Mended"))
    retried(problem_at("bad.txt"))

    def listed(solved: str) -> set[str]:
        found = admin_client.get("/admin/articles/importproblem/", {"run": run.pk, "solved": solved})
        return {Path(problem.file).name for problem in found.context["cl"].result_list}

    assert listed("yes") == {"bad.txt"}
    assert listed("no") == {"x.txt", "deep.txt"}


def test_list_asks_as_often_for_many_problems_as_for_one(admin_client):
    def queries() -> int:
        admin_client.get("/admin/articles/importproblem/")
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/admin/articles/importproblem/")
        return len(captured)

    run = ImportRun.objects.create(paths=["in"], unreadable=1)
    problem = ImportProblem.objects.create(run=run, file="a", reason="empty")
    Retry.objects.create(problem=problem, state=State.SOLVED)
    once = queries()
    for number in range(20):
        problem = ImportProblem.objects.create(run=run, file=f"{number}", reason="empty")
        Retry.objects.create(problem=problem, state=State.SOLVED)
    assert queries() == once


# --- Taken home


def test_zip_holds_the_problem_files_and_members_and_nothing_else(wire):
    members = zip_of(imported(wire))
    listing = members.pop(LISTING)

    assert {name.partition("wire/")[2]: text for name, text in members.items()} == {
        "bad.txt": BAD,
        "archive.zip/2019/x.txt": BAD,
        "archive.zip/i.tar/b/deep.txt": BAD,
    }
    assert f"{wire}/archive.zip!2019/x.txt" in listing
    assert "line 1: not recognised as wire copy" in listing
    assert "Not there any more" not in listing


def test_zip_of_one_reason_holds_only_files_with_it(wire):
    (wire / "empty.txt").write_text("")
    run = imported(wire)

    assert [Path(name).name for name in zip_of(run, problem_at("empty.txt").reason)] == ["empty.txt", LISTING]


def test_what_is_gone_is_said_and_the_rest_is_there(wire):
    run = imported(wire)
    (wire / "bad.txt").unlink()
    write_zip(wire / "archive.zip", {"2019/x.txt": BAD})
    members = zip_of(run)

    assert [Path(name).name for name in members] == ["x.txt", LISTING]
    packed, _, missing = members[LISTING].partition("Not there any more")
    assert "2019/x.txt" in packed
    assert f"{wire}/bad.txt" in missing
    assert "i.tar!b/deep.txt" in missing


def test_damaged_archive_is_taken_home_itself(wire):
    content = (wire / "archive.zip").read_bytes()
    (wire / "archive.zip").write_bytes(content[: len(content) // 2])
    members = zip_of_bytes(imported(wire))

    assert members[str(wire / "archive.zip").strip("/")] == content[: len(content) // 2]


def zip_of_bytes(run: ImportRun) -> dict[str, bytes]:
    out = io.BytesIO()
    pack(run, "", out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_mailbox_is_taken_home_for_a_letter_within(tmp_path):
    mailbox = tmp_path / "desk.mbox"
    mailbox.write_text("From x\n\n" + BAD)
    run = ImportRun.objects.create(paths=[str(tmp_path)])
    for letter in (1, 2):
        ImportProblem.objects.create(run=run, file=f"{mailbox}!{letter}", reason="no wire copy")
    members = zip_of(run)

    assert sorted(Path(name).name for name in members) == ["desk.mbox", LISTING]
    assert "desk.mbox!2" in members[LISTING].partition("Not there any more")[0]


def test_only_what_the_run_was_given_is_looked_for(tmp_path, wire):
    secret = tmp_path / "secret.txt"
    secret.write_text("the key")
    run = ImportRun.objects.create(paths=[str(wire)])

    for address in (secret, f"{wire}/../secret.txt", "/etc/passwd", "-", "", f"{wire}", f"{wire}x/../secret.txt"):
        assert located(str(address), run) == ""
    assert located(f"{wire}/bad.txt", run) == f"{wire}/bad.txt"
    assert located(f"{wire}/archive.zip!2019/x.txt", run) == f"{wire}/archive.zip"


def test_names_sent_from_a_browser_are_no_paths(tmp_path, wire):
    run = ImportRun.objects.create(paths=["7/0000"], options={"names": {"7/0000": str(wire / "bad.txt")}})

    assert located(str(wire / "bad.txt"), run) == ""
    assert located("7/0000", run) == ""


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/home/desk/wire/a.txt", "home/desk/wire/a.txt"),
        ("a.zip!../../etc/passwd", "a.zip/etc/passwd"),
        ("C:\\wire\\a.txt", "C_/wire/a.txt"),
        ("wire/a\nb\x00?.txt", "wire/a_b__.txt"),
        ("../..", "_"),
        ("x" * 300 + ".txt", "x" * 96 + ".txt"),
        ("été/기사.txt", "été/기사.txt"),
    ],
)
def test_names_in_the_zip_lead_nowhere(address, name):
    assert safe_name(address) == name


def test_files_whose_safe_names_are_the_same_are_both_there(tmp_path):
    for name in ("a?.txt", "a:.txt"):
        (tmp_path / name).write_text(BAD)
    assert sorted(Path(name).name for name in zip_of(imported(tmp_path))) == ["a_ (2).txt", "a_.txt", LISTING]


def test_zip_is_limited_in_files_and_bytes_and_says_what_is_left_out(wire, monkeypatch):
    run = imported(wire)
    monkeypatch.setattr(problem_zip, "MOST_FILES", 1)
    members = zip_of(run)
    assert len(members) == 2
    assert "2 more files are left out, too." in members[LISTING]

    monkeypatch.undo()
    monkeypatch.setattr(problem_zip, "AT_ONCE", 4)
    monkeypatch.setattr(
        problem_zip.Packing.__init__, "__defaults__", (4, *problem_zip.Packing.__init__.__defaults__[1:])
    )
    members = zip_of(run)
    assert len(members) == 2
    assert "(cut off: too large)" in members[LISTING]
    assert "Left out, since it would be too much at once" in members[LISTING]


def test_listing_is_in_the_language_asked_for(wire):
    run = imported(wire)
    with override("fr"):
        french = zip_of(run)[LISTING]
    assert str(wire / "bad.txt") in french


def test_command_writes_the_zip_in_parts_to_standard_output(wire, transactional_db, command_environment):
    run = imported(wire)
    command = [sys.executable, str(MANAGE), "problem_files", str(run.pk), "--language", "fr"]
    done = subprocess.run(command, capture_output=True, env=command_environment, timeout=60)

    assert done.returncode == 0, done.stderr
    assert len(zipfile.ZipFile(io.BytesIO(done.stdout)).namelist()) == 4
    command[3] = "4711"
    assert subprocess.run(command, capture_output=True, env=command_environment, timeout=60).returncode == 2


def test_librarian_downloads_the_zip_from_the_run(wire, transactional_db, command_environment, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", command_environment["DATABASE_URL"])
    run = imported(wire)
    client = Client()
    client.force_login(User.objects.create_superuser("librarian"))
    address = reverse("admin:articles_importrun_problem_files", args=[run.pk])
    assert address in client.get(change_page(run)).content.decode()

    response = client.get(address)

    assert response["Content-Type"] == "application/zip"
    assert f"problem-files-{run.pk}.zip" in response["Content-Disposition"]
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()) == 4


def test_failed_packing_is_told(admin_client, wire, monkeypatch):
    run = imported(wire)
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:9/none")
    response = admin_client.get(reverse("admin:articles_importrun_problem_files", args=[run.pk]), follow=True)

    assert "could not be packed" in response.content.decode()


# --- Read once more


def test_mended_file_is_imported_and_its_problem_solved(wire, started):
    imported(wire)
    problem = problem_at("bad.txt")
    (wire / "bad.txt").write_text(founding_form("Mended"))

    retry = retried(problem)

    assert started == [("retry_problem", problem.pk)]
    assert (retry.state, retry.reason, retry.run.created) == (State.SOLVED, "", 1)
    assert Original.objects.get(article__headline="Mended").file == str(wire / "bad.txt")


def test_member_of_an_archive_is_read_alone(wire, place):
    imported(wire)
    write_zip(
        wire / "archive.zip", {"2019/x.txt": founding_form("Mended"), "2019/z.txt": founding_form("Not asked for")}
    )

    retry = retried(problem_at("x.txt"))

    assert retry.state == State.SOLVED
    assert Original.objects.get(article__headline="Mended").file == f"{wire}/archive.zip!2019/x.txt"
    assert not Article.objects.filter(headline="Not asked for").exists()
    assert not any(path.is_file() for path in place.rglob("*"))


def test_unreadable_file_keeps_its_newer_reason_and_makes_no_run(wire):
    imported(wire)
    (wire / "bad.txt").write_text("")

    retry = retried(problem_at("bad.txt"))

    assert (retry.state, retry.run) == (State.UNREADABLE, None)
    assert "empty" in retry.reason
    assert ImportRun.objects.count() == 1


def test_one_bad_story_of_several_stays_a_problem_while_the_others_come_in(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("headline,body\n,,\nOne,The first story of the day.\n,,\n")
    imported(tmp_path)
    first, second = ImportProblem.objects.order_by("line")
    table.write_text("headline,body\nTwo,The second story of the day.\nOne,The first story of the day.\n,,\n")

    outcome = retried(second)
    assert (outcome.state, outcome.run.created, outcome.run.unchanged) == (State.UNREADABLE, 1, 1)
    table.write_text("headline,body\nTwo,The second story of the day.\n")
    outcome = retried(second)
    assert (outcome.state, outcome.run) == (State.SOLVED, None)
    assert retried(first).state == State.SOLVED


def test_file_that_is_gone_is_said_to_be(wire):
    imported(wire)
    (wire / "bad.txt").unlink()
    write_zip(wire / "archive.zip", {"other.txt": BAD})

    assert retried(problem_at("bad.txt")).state == State.MISSING
    assert retried(problem_at("x.txt")).state == State.MISSING


def test_archive_within_an_archive_is_read_again_with_all_it_holds(wire):
    write_zip(wire / "archive.zip", {"inner.zip": b"PK\x03\x04 damaged"})
    imported(wire)
    problem = problem_at("inner.zip")
    assert retried(problem).state == State.UNREADABLE
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("mended.txt", founding_form("Mended"))
    write_zip(wire / "archive.zip", {"inner.zip": inner.getvalue()})

    assert retried(problem).state == State.SOLVED
    assert Original.objects.get(article__headline="Mended").file == f"{wire}/archive.zip!inner.zip!mended.txt"


def test_it_is_read_with_the_options_of_its_run(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    imported(tmp_path, encoding="cp1252")
    (tmp_path / "a.txt").write_bytes(founding_form("Un été").encode("cp1252"))

    assert retried(problem_at("a.txt")).run.options["encoding"] == "cp1252"
    assert Article.objects.get().headline == "Un été"


def test_problem_met_in_reading_again_can_be_found_again(tmp_path):
    archive = tmp_path / "a.zip"
    write_zip(archive, {"t.csv": "headline,body\n,,\n"})
    imported(tmp_path)
    write_zip(archive, {"t.csv": "headline,body,date\nOne,The first story of the day.,2023-09-13\n,,\n"})
    run = retried(problem_at("t.csv")).run

    assert located(run.problems.get().file, run) == str(archive)


def test_failure_is_told(wire, monkeypatch):
    imported(wire)

    def fail(*args, **options):
        raise MemoryError("no memory left")

    monkeypatch.setattr("articles.importing.retrying.preview", fail)
    retries.ask(problem_at("bad.txt"), None)
    with pytest.raises(MemoryError):
        read_again(problem_at("bad.txt").pk)
    assert retries.of(problem_at("bad.txt")).reason == "MemoryError: no memory left"


def test_process_that_died_is_told(wire):
    imported(wire)
    retry = retries.ask(problem_at("bad.txt"), None)
    assert retries.of(retry.problem).state == State.WAITING
    Retry.objects.update(at=timezone.now() - timedelta(minutes=5))

    assert retries.of(retry.problem).state == State.FAILED


def test_asking_twice_reads_once(wire, started):
    imported(wire)
    for _ in range(2):
        retries.ask(problem_at("bad.txt"), None)
    assert len(started) == 1


# --- At the desk


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "This page will say what came of it"),
        ("solved", "Solved: the file can be read"),
        ("unreadable", "Still unreadable:"),
        ("missing", "The file is not there any more"),
        ("failed", "It could not be read again"),
    ],
)
def test_problem_says_what_came_of_reading_it_again(admin_client, state, said):
    run = ImportRun.objects.create()
    problem = ImportProblem.objects.create(run=run, file="a.txt", reason="empty")
    Retry.objects.create(problem=problem, state=state, reason="a newer reason", run=run)
    page = admin_client.get(change_page(problem)).content.decode()

    assert said in page
    assert ("a newer reason" in page) is (state in ("unreadable", "failed"))
    assert ('http-equiv="refresh"' in page) is (state == "waiting")
    assert ('form="retry"' in page) is (state != "waiting")


def test_button_has_the_file_read_again(admin_client, wire, started):
    imported(wire)
    problem = problem_at("bad.txt")
    assert 'value="Read it again"' in admin_client.get(change_page(problem)).content.decode()

    address = reverse("admin:articles_importproblem_retry", args=[problem.pk])
    assert admin_client.get(address).status_code == 405
    page = admin_client.post(address, follow=True).content.decode()

    assert "The file is being read again" in page
    assert started == [("retry_problem", problem.pk)]
    assert Retry.objects.get().asked_by.is_superuser


def test_those_who_may_not_import_neither_take_files_home_nor_have_them_read(wire):
    run = imported(wire)
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_importrun", "view_importproblem"]))
    client = Client()
    client.force_login(user)

    assert "problem-files" not in client.get(change_page(run)).content.decode()
    assert 'form="retry"' not in client.get(change_page(problem_at("bad.txt"))).content.decode()
    assert client.get(reverse("admin:articles_importrun_problem_files", args=[run.pk])).status_code == 403
    address = reverse("admin:articles_importproblem_retry", args=[problem_at("bad.txt").pk])
    assert client.post(address).status_code == 403
    assert not Retry.objects.exists()


def test_retry_runs_in_a_process_of_its_own(wire, transactional_db, command_environment, place):
    imported(wire)
    problem = problem_at("bad.txt")
    (wire / "bad.txt").write_text(founding_form("Mended"))
    retries.ask(problem, None)
    command = [sys.executable, str(MANAGE), "retry_problem", str(problem.pk)]
    environment = command_environment | {"NEWSROOM_VAR": str(place.parent)}
    subprocess.run(command, env=os.environ | environment, check=True, timeout=60)

    assert Retry.objects.get().state == State.SOLVED
