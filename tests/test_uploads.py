"""Wire copy sent from a browser: looked at, then imported or discarded, and nothing of it left behind."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles import processes, received_files, uploads
from articles.admin import receiving
from articles.admin.uploads import ENCODINGS, UploadForm
from articles.importing.importer import Options, import_paths, parse_paths
from articles.importing.preview import FIRST_ARTICLES, FIRST_PROBLEMS, preview
from articles.importing.upload_work import Progress, work_on
from articles.models import Article, ImportRun, Original, Upload
from tests.wire_copy import founding_form, write_stories

MANAGE = Path(__file__).parent.parent / "manage.py"
SEND = "/admin/articles/upload/add/"
State = Upload.State
Started = list[tuple[str, int]]


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """The folder uploads are kept in, for this test only."""
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture
def started(monkeypatch) -> Started:
    """The processes that would have been started."""
    calls: Started = []
    monkeypatch.setattr(processes, "start", lambda command, number, log: calls.append((command, number)))
    return calls


@pytest.fixture
def desk(db, started: Started) -> Client:
    """A librarian who may send files and see them, and nothing else."""
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_upload"))
    client = Client()
    client.force_login(user)
    return client


def story(headline: str = "Le pont de Mapo rouvre", name: str = "story.txt", **form: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, founding_form(headline, **form).encode())


def packed(members: dict[str, str], name: str = "wire.zip") -> SimpleUploadedFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    return SimpleUploadedFile(name, file.getvalue())


def send(client: Client, *files: SimpleUploadedFile, **options: str):
    return client.post(SEND, {"files": list(files), **options}, follow=True)


def send_raw(client: Client, files: list[tuple[str, bytes]], header: bytes = b"") -> None:
    """Send files under names that browsers would not send."""
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n%s\r\n%s\r\n'
        % (name.encode(), header, content)
        for name, content in files
    ]
    client.generic("POST", SEND, b"".join(parts) + b"--x--\r\n", content_type="multipart/form-data; boundary=x")


def sent(client: Client, *files: SimpleUploadedFile, **options: str) -> Upload:
    """Send files, and return the upload once it was read."""
    assert send(client, *files, **options).status_code == 200
    upload = Upload.objects.latest("pk")
    work_on(upload.pk)
    upload.refresh_from_db()
    return upload


def page_of(client: Client, upload: Upload) -> str:
    response = client.get(uploads_page(upload))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def uploads_page(upload: Upload, act: str = "change") -> str:
    return reverse(f"admin:articles_upload_{act}", args=[upload.pk])


def act(client: Client, upload: Upload, name: str) -> Upload:
    assert client.post(uploads_page(upload, name)).status_code == 302
    upload.refresh_from_db()
    return upload


def on_disk(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


# --- Sending


def test_files_are_read_before_anything_comes_into_the_archive(desk, started, place):
    upload = sent(desk, story(), story("Le pont ferme", "other.txt"), SimpleUploadedFile("bad.txt", b"no copy at all"))

    assert started == [("work_upload", upload.pk)]
    assert upload.state == State.READY
    assert {name: upload.found[name] for name in ("created", "updated", "unchanged", "unreadable")} == {
        "created": 2, "updated": 0, "unchanged": 0, "unreadable": 1,
    }  # fmt: skip
    assert upload.found["articles"][0]["headline"] == "Le pont de Mapo rouvre"
    assert upload.found["articles"][0]["agency"] == "Yonhap"
    assert upload.found["articles"][0]["date"] == "2023-09-13"
    assert upload.found["problems"][0]["file"] == "bad.txt"
    assert upload.found["problems"][0]["line"] == 1
    assert "not recognised as wire copy" in upload.found["problems"][0]["reason"]
    assert not Article.objects.exists()
    assert not ImportRun.objects.exists()


def test_page_of_the_dry_run_shows_counts_articles_and_problems(desk):
    upload = sent(desk, packed({"2023/a.txt": founding_form(), "2023/b.txt": "nothing"}), received="2023-09-14")
    page = page_of(desk, upload)

    assert "This is what the import would do" in page
    assert "<dt>new</dt><dd>1</dd>" in page
    assert "Le pont de Mapo rouvre" in page
    assert "Sept. 13, 2023" in page
    assert "wire.zip!2023/b.txt" in page
    assert "not recognised as wire copy" in page
    assert "Received on Sept. 14, 2023" in page
    assert 'value="Import"' in page
    assert 'http-equiv="refresh"' not in page


def test_confirmed_upload_is_imported_and_leads_to_its_run(desk, started, place):
    upload = act(desk, sent(desk, packed({"2023/a.txt": founding_form()}), story("Autre pont")), "import")
    assert (upload.state, started[-1]) == (State.IMPORTING, ("work_upload", upload.pk))

    work_on(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.run.created, upload.run.state) == (State.IMPORTED, 2, "finished")
    assert set(Original.objects.values_list("file", flat=True)) == {"wire.zip!2023/a.txt", "story.txt"}
    assert reverse("admin:articles_importrun_change", args=[upload.run.pk]) in page_of(desk, upload)
    assert on_disk(place) == []


def test_run_of_an_upload_names_the_files_as_they_were_sent(desk, place, admin_client):
    upload = act(desk, sent(desk, story(name="été.txt")), "import")
    work_on(upload.pk)
    upload.refresh_from_db()

    for address in ("/admin/articles/importrun/", reverse("admin:articles_importrun_change", args=[upload.run_id])):
        page = admin_client.get(address).content.decode()
        assert "été.txt" in page
        assert str(place) not in page


def test_options_are_kept_and_used(desk):
    upload = sent(desk, story("Un été", day="13 sept."), received="2019-10-01", encoding="windows-1252", entities="on")

    assert upload.options == {"received": "2019-10-01", "encoding": "cp1252", "columns": {}, "entities": True}
    assert upload.found["articles"][0]["headline"] == "Un Ã©tÃ©"
    undated = founding_form(day="13 sept.").replace("mercredi", "jour").replace(" 2023", "")
    upload = sent(desk, SimpleUploadedFile("undated.txt", undated.encode()), received="2019-10-01")
    assert upload.found["articles"][0]["date"] == "2019-09-13"


def test_entities_are_looked_for_only_if_that_is_asked_for(desk):
    for options, expected in (({}, False), ({"entities": "on"}, True)):
        upload = act(desk, sent(desk, story(f"Le pont {expected}"), **options), "import")
        work_on(upload.pk)
        article = Article.objects.get(headline=f"Le pont {expected}")
        assert article.mentions.exists() is expected


def test_empty_file_is_a_problem_of_the_dry_run(desk):
    upload = sent(desk, story(), SimpleUploadedFile("empty.txt", b""))

    assert upload.found["problems"] == [{"file": "empty.txt", "line": 0, "reason": "empty file"}]


def test_form_without_files_or_with_a_wrong_day_says_so(desk):
    assert "This field is required" in send(desk).content.decode()
    assert "Enter a valid date" in send(desk, story(), received="yesterday").content.decode()
    assert not Upload.objects.exists()


def test_every_encoding_offered_is_known():
    for name in ENCODINGS:
        form = UploadForm({"encoding": name}, MultiValueDict({"files": [story()]}))
        assert form.is_valid()
        assert founding_form().encode(form.options()["encoding"], "replace")


# --- Names


def test_no_name_from_outside_names_a_path(desk, place):
    names = ["../../settings.py", "/etc/passwd", "..", "a\x00b.txt", "-", "x" * 400 + ".txt", "C:\\windows\\x.txt"]
    send_raw(desk, [(name, founding_form(f"Pont {number}").encode()) for number, name in enumerate(names)])
    upload = Upload.objects.get()
    work_on(upload.pk)

    assert {path.split("/")[0] for path in on_disk(place)} == {str(upload.pk)}
    assert all(path.split("/")[1].isdecimal() for path in on_disk(place))
    assert "settings.py" in upload.names
    assert "passwd" in upload.names
    assert not any("/" in name or "\\" in name or len(name) > 260 for name in upload.names)


def test_files_of_one_name_have_two_addresses():
    assert received_files.distinct(["a.txt", "a.txt", "a.txt", "\n"]) == ["a.txt", "a.txt (2)", "a.txt (3)", "?"]


# --- What is too much


def test_more_than_the_limit_is_refused_in_words(desk, settings, place):
    settings.IMPORT_UPLOAD_MB = 1
    response = send(desk, SimpleUploadedFile("big.txt", b"x" * (3 * 1024 * 1024)))

    assert "That is more than 1 MB at once" in response.content.decode()
    assert not Upload.objects.exists()
    assert on_disk(place) == []


def test_limit_is_for_all_files_together_and_held_while_receiving(desk, settings, place, monkeypatch):
    settings.IMPORT_UPLOAD_MB = 1
    monkeypatch.setattr(receiving, "FORM", 100 * receiving.MEGABYTE)  # as if the announced length were believed
    response = send(desk, *(SimpleUploadedFile(f"{n}.txt", b"x" * 700_000) for n in range(2)))

    assert "That is more than 1 MB at once" in response.content.decode()
    assert on_disk(place) == []


def test_more_files_than_the_limit_are_refused_in_words(desk, settings, place):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    response = send(desk, *(story(name=f"{n}.txt") for n in range(4)))

    assert "more than 3 files at once" in response.content.decode()
    assert on_disk(place) == []


def test_full_disk_is_told(desk, place, monkeypatch):
    def full(*args, **options):
        raise OSError(28, "No space left on device")

    for module, name in ((receiving.tempfile, "mkstemp"), (received_files.os, "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, full)
            assert "could not be kept: No space left on device" in send(desk, story()).content.decode()
    assert not Upload.objects.exists()
    assert on_disk(place) == []


def test_form_cut_off_on_its_way_is_told(desk, place):
    send_raw(desk, [("a.txt", b"!!!")], b"Content-Transfer-Encoding: base64\r\n")

    assert "did not arrive whole" in desk.get(SEND).content.decode()
    assert on_disk(place) == []


def test_zip_bomb_is_a_problem_and_nothing_else(desk, settings):
    settings.IMPORT_UNFOLDED_MB = 1
    upload = sent(desk, packed({"bomb.txt": "0" * 50_000_000}), story())

    assert upload.state == State.READY
    assert upload.found["created"] == 1
    assert "made to exhaust its reader" in upload.found["problems"][0]["reason"]


def test_what_is_shown_of_the_dry_run_is_limited(tmp_path, db):
    write_stories(tmp_path, FIRST_ARTICLES + 5)
    for number in range(FIRST_PROBLEMS + 5):
        (tmp_path / f"bad{number}").write_text("nothing")

    found = preview(parse_paths(sorted(str(path) for path in tmp_path.iterdir() if path.is_file()), Options()))

    assert (found.created, len(found.articles)) == (FIRST_ARTICLES + 5, FIRST_ARTICLES)
    assert (found.unreadable, len(found.problems)) == (FIRST_PROBLEMS + 5, FIRST_PROBLEMS)


# --- What the dry run foretells


def test_dry_run_foretells_what_the_import_does(tmp_path, transactional_db):
    write_stories(tmp_path, 4)
    import_paths([str(tmp_path)], Options(entities=False))
    guid = "AFR20230913001453884\n"
    (tmp_path / "versioned.txt").write_text(founding_form() + guid)
    import_paths([str(tmp_path / "versioned.txt")], Options(entities=False))
    (tmp_path / "versioned.txt").write_text(founding_form().replace("Institut", "Office") + guid)
    (tmp_path / "new.txt").write_text(founding_form("Un pont neuf"))
    (tmp_path / "same.txt").write_text(founding_form("Un  pont  neuf"))
    (tmp_path / "bad.txt").write_text("nothing")

    files = sorted(str(path) for path in tmp_path.iterdir())
    foretold = preview(parse_paths(files, Options()))
    run = import_paths([str(tmp_path)], Options(entities=False))

    assert foretold.updated == 1
    counts = ("created", "updated", "unchanged", "unreadable")
    assert [getattr(foretold, each) for each in counts] == [getattr(run, each) for each in counts]


def test_archive_is_asked_once_for_hundreds_of_articles(tmp_path, db, monkeypatch):
    write_stories(tmp_path, 30)
    parsed = list(parse_paths(sorted(str(path) for path in tmp_path.iterdir()), Options()))
    monkeypatch.setattr("articles.importing.preview.ASKED_AT_ONCE", 10)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        preview(parsed)

    assert len(queries) == 3


def test_upload_that_brings_nothing_new_cannot_be_imported_from_its_page(desk):
    work_on(act(desk, sent(desk, story()), "import").pk)
    again = sent(desk, story(name="renamed.txt"))

    assert again.found["unchanged"] == 1
    page = page_of(desk, again)
    assert "an import would change nothing" in page
    assert 'value="Import"' not in page


# --- States


@pytest.mark.parametrize(
    ("state", "said", "refreshes"),
    [
        ("waiting", "Reading them begins in a moment", True),
        ("reading", "The files are being read", True),
        ("ready", "No article could be read in these files", False),
        ("importing", "The articles are coming into the archive", True),
        ("imported", "The import is done", False),
        ("failed", "The files could not be read to their end", False),
        ("discarded", "Discarded: the files are deleted", False),
    ],
)
def test_every_state_has_its_page(desk, state, said, refreshes):
    page = page_of(desk, Upload.objects.create(state=state, names=["a.txt"]))

    assert said in page
    assert ('http-equiv="refresh"' in page) is refreshes
    assert "<script>" not in page
    assert " style=" not in page


def test_discarded_upload_leaves_nothing(desk, place):
    upload = act(desk, sent(desk, story()), "discard")

    assert upload.state == State.DISCARDED
    assert on_disk(place) == []
    assert act(desk, upload, "import").state == State.DISCARDED
    work_on(upload.pk)
    assert not Article.objects.exists()


def test_upload_discarded_while_it_is_read_is_read_no_further(desk, monkeypatch):
    monkeypatch.setattr("articles.importing.upload_work.SECONDS_BETWEEN_NOTES", 0)
    send(desk, *(story(f"Pont {number}", f"{number}.txt") for number in range(20)))
    upload = Upload.objects.get()
    heard, heard_of = [], Progress.heard

    def discard_at_the_third(progress, parsed):
        heard.append(parsed)
        if len(heard) == 3:
            act(desk, Upload.objects.get(), "discard")
        heard_of(progress, parsed)

    monkeypatch.setattr(Progress, "heard", discard_at_the_third)
    work_on(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.found, len(heard)) == (State.DISCARDED, {}, 3)


def test_confirming_twice_imports_once(desk, started):
    upload = sent(desk, story())
    stale = Upload.objects.get(pk=upload.pk)
    assert uploads.confirm(upload)
    assert not uploads.confirm(stale)

    assert started.count(("work_upload", upload.pk)) == 2, "once to read, once to import"


def test_failure_is_told_with_its_reason_and_can_be_tried_again(desk, monkeypatch):
    def fail(*args, **options):
        raise MemoryError("no memory left")

    send(desk, story())
    upload = Upload.objects.get()
    with monkeypatch.context() as patched, pytest.raises(MemoryError):
        patched.setattr("articles.importing.upload_work.preview", fail)
        work_on(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.reason) == (State.FAILED, "MemoryError: no memory left")
    assert "MemoryError: no memory left" in page_of(desk, upload)

    work_on(act(desk, upload, "again").pk)
    upload.refresh_from_db()
    assert (upload.state, upload.found["created"]) == (State.READY, 1)


def test_process_that_cannot_be_started_is_told(desk, monkeypatch):
    def refuse(*args):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(processes, "start", refuse)
    assert "Cannot allocate memory" in send(desk, story()).content.decode()
    assert Upload.objects.get().state == State.FAILED


def test_process_that_died_is_told_from_one_that_works(desk, transactional_db):
    long_ago = timezone.now() - timedelta(minutes=5)
    upload = Upload.objects.create(state=State.READING, since=long_ago)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [processes.UPLOADS, upload.pk])
        assert "The files are being read" in page_of(desk, upload)
    finally:
        other.close()
    for _ in range(100):  # until the server has noticed that the connection is gone
        if not processes.is_held(processes.UPLOADS, upload.pk):
            break
        time.sleep(0.05)
    assert "is gone without a word" in page_of(desk, upload)
    upload.refresh_from_db()
    assert upload.state == State.FAILED


def test_process_that_has_just_been_started_is_given_time(desk):
    assert "begins in a moment" in page_of(desk, Upload.objects.create(state=State.WAITING))


def test_two_processes_do_not_work_on_one_upload(desk, transactional_db):
    send(desk, story())
    upload = Upload.objects.get()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [processes.UPLOADS, upload.pk])
        work_on(upload.pk)
    finally:
        other.close()
    upload.refresh_from_db()
    assert upload.state == State.WAITING


def test_leftovers_of_a_day_go_when_the_next_upload_comes(desk, place):
    left, fresh = sent(desk, story()), sent(desk, story("Frais"))
    Upload.objects.filter(pk=left.pk).update(since=timezone.now() - timedelta(days=1, minutes=1))
    stranger, half = place / "4711", place / "incoming" / "half"
    stranger.mkdir()
    half.write_bytes(b"x")
    os.utime(half, (1, 1))

    sent(desk, story("Suivant"))

    left.refresh_from_db()
    assert left.state == State.DISCARDED
    assert not received_files.folder(left).exists()
    assert received_files.folder(fresh).exists()
    assert not stranger.exists()
    assert not half.exists()


# --- Who may


@pytest.mark.parametrize("codenames", [(), ("view_upload", "add_article", "view_importrun", "view_importproblem")])
def test_others_may_not_send_import_or_discard(desk, place, codenames):
    upload = sent(desk, story())
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    other = Client()
    other.force_login(user)

    assert other.get(SEND).status_code == 403
    assert other.post(SEND, {"files": [story()]}).status_code == 403
    for name in ("import", "discard", "again"):
        assert other.post(uploads_page(upload, name)).status_code == 403
    assert other.get(uploads_page(upload)).status_code == (200 if codenames else 403)
    assert Upload.objects.count() == 1
    assert not any("incoming" in path for path in on_disk(place))


def test_files_of_strangers_are_not_even_received(client, db, place):
    response = client.post(SEND, {"files": [story()]})

    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
    assert not place.exists()


def test_form_from_elsewhere_is_refused_and_its_files_removed(desk, place):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="librarian"))

    assert strict.post(SEND, {"files": [story()]}).status_code == 403
    assert not Upload.objects.exists()
    assert on_disk(place) == []
    upload = Upload.objects.create(state=State.READY)
    for name in ("import", "discard", "again"):
        assert strict.post(uploads_page(upload, name)).status_code == 403


def test_reading_a_page_changes_nothing(desk):
    upload = sent(desk, story())

    for name in ("import", "discard", "again"):
        assert desk.get(uploads_page(upload, name)).status_code == 405
    upload.refresh_from_db()
    assert upload.state == State.READY


def test_list_of_uploads_asks_as_often_for_many_as_for_one(desk, admin_client):
    def queries() -> int:
        admin_client.get("/admin/articles/upload/")
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get("/admin/articles/upload/").status_code == 200
        return len(captured)

    user = User.objects.first()
    Upload.objects.create(names=["a"], made_by=user, run=ImportRun.objects.create())
    once = queries()
    for _ in range(10):
        Upload.objects.create(names=["a"], made_by=user, run=ImportRun.objects.create())
    assert queries() == once


# --- The process itself


def wait_until(reached: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_work_is_done_by_a_process_of_its_own(place, command_environment, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", command_environment["DATABASE_URL"])
    monkeypatch.setenv("NEWSROOM_VAR", str(place.parent))
    user = User.objects.create_superuser("librarian")
    client = Client()
    client.force_login(user)
    send(client, story())
    upload = Upload.objects.get()

    def reached(state: str) -> Callable[[], bool]:
        def is_there() -> bool:
            upload.refresh_from_db()
            assert upload.state != State.FAILED, received_files.log(upload).read_text()
            return upload.state == state

        return is_there

    wait_until(reached(State.READY))
    act(client, upload, "import")
    wait_until(reached(State.IMPORTED))
    assert Article.objects.get().headline == "Le pont de Mapo rouvre"
    wait_until(lambda: on_disk(place) == [])


def test_web_pages_of_uploads_do_not_load_the_readers_or_the_tagger():
    asked = (
        "import django, sys; django.setup(); import newsroom.urls; reading = ('articles.ingest', 'pycrfsuite');"
        "print([name for name in sys.modules if name.startswith(reading)])"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    done = subprocess.run([sys.executable, "-c", asked], cwd=MANAGE.parent, env=environment, capture_output=True)

    assert done.stdout.decode().strip() == "[]", done.stderr.decode()
