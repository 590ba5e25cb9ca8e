"""An administrator uploads an archive in a browser, sees what would come of it, confirms, and finds the article."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from tests.wire_copy import founding_form

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 120_000
"""Milliseconds for a process to start, load the names it looks for, and end, on a busy machine."""


@pytest.fixture
def desk(
    page: Page,
    live_server: LiveServer,
    command_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    settings,
    tmp_path: Path,
) -> Page:
    """The archive desk, its administrator logged in; what is started for it uses the test's database and folder."""
    settings.VAR, settings.UPLOADS = tmp_path / "var", tmp_path / "var" / "uploads"
    monkeypatch.setenv("DATABASE_URL", command_environment["DATABASE_URL"])
    monkeypatch.setenv("NEWSROOM_VAR", str(settings.VAR))
    User.objects.create_superuser("ada", password="wire copy")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("wire copy")
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "wire.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("2023/a.txt", founding_form("Le pont de Mapo rouvre"))
        packed.writestr("2023/b.txt", "nothing of the wire\n")
    return path


def test_archive_is_looked_at_then_imported_then_found(desk: Page, archive: Path, live_server: LiveServer) -> None:
    desk.get_by_role("link", name="Import runs", exact=True).first.click()
    desk.get_by_role("link", name="Upload wire copy…").click()
    desk.get_by_label("Files").set_input_files(archive)
    desk.get_by_role("button", name="Look at the files").click()

    desk.get_by_text("This is what the import would do").wait_for(timeout=PATIENCE)
    assert desk.get_by_role("row", name="Le pont de Mapo rouvre").get_by_role("cell").all_inner_texts() == [
        "Yonhap",
        "Sept. 13, 2023",
        "new",
    ]
    assert "not recognised as wire copy" in desk.get_by_role("row", name="wire.zip!2023/b.txt").inner_text()
    assert not Article.objects.exists()

    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("The import is done.").wait_for(timeout=PATIENCE)
    desk.get_by_role("link", name="What came of it").click()
    desk.get_by_text("wire.zip!2023/b.txt:1").wait_for()

    desk.goto(f"{live_server.url}/?q=Mapo")
    desk.locator("main").get_by_role("link", name="Le pont de Mapo rouvre").first.click()
    assert desk.get_by_role("heading", level=1).inner_text() == "Le pont de Mapo rouvre"


def test_upload_can_be_discarded(desk: Page, archive: Path, live_server: LiveServer, settings) -> None:
    desk.goto(f"{live_server.url}/admin/articles/upload/add/")
    desk.get_by_label("Files").set_input_files(archive)
    desk.get_by_role("button", name="Look at the files").click()
    desk.get_by_text("This is what the import would do").wait_for(timeout=PATIENCE)
    desk.get_by_role("button", name="Discard").click()

    desk.get_by_text("Discarded: the files are deleted.").wait_for()
    assert not [path for path in settings.UPLOADS.rglob("*") if path.is_file()]
    assert not Article.objects.exists()
