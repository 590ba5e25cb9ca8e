"""What the tests share: a private PostgreSQL of their own, and a browser where there is one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections

from newsroom.embedded_postgres.server import server_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

# Tests read static files where they lie, and hash passwords quickly.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MACOS_BROWSERS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
BROWSER_ARGUMENTS = [
    "--no-sandbox",  # it has none to offer in a container, nor under root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """Return the path of the installed Chromium, if there is one."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    return next((path for path in MACOS_BROWSERS if Path(path).exists()), None)


def pytest_report_header() -> list[str]:
    embedded = connection.settings_dict["ENGINE"] == "newsroom.embedded_postgres"
    return [
        "database: a private PostgreSQL, for this run only" if embedded else "database: the server in DATABASE_URL",
        f"browser tests: {chromium() or 'no Chromium found, skipped'}",
    ]


@pytest.fixture
def batches_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have imports commit so many articles at a time."""

    def set_size(articles: int) -> None:
        monkeypatch.setattr("articles.importing.batches.BATCH", articles)
        monkeypatch.setattr("articles.ingest.preparing.PIECE_ITEMS", 1)

    return set_size


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", []):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Keep the tests out of var/: give this run a PostgreSQL of its own, which goes when the run ends."""
    database = connection.settings_dict
    if database["ENGINE"] != "newsroom.embedded_postgres":
        yield
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-test-") as folder:
        os.chmod(folder, 0o711)  # for the system user PostgreSQL runs as when the tests run as root
        database["HOST"] = str(Path(folder) / "postgres")
        yield
        connections.close_all()
        server_in(Path(database["HOST"])).release()


@pytest.fixture
def command_environment(transactional_db: None) -> dict[str, str]:
    """Return the environment in which `manage.py`, run as a process of its own, uses the test database."""
    with connection.cursor():
        parameters = connection.connection.get_dsn_parameters()
    password = connection.settings_dict["PASSWORD"]
    login = quote(parameters["user"], safe="") + (f":{quote(password, safe='')}" if password else "")
    host = quote(parameters["host"], safe="") + (f":{parameters['port']}" if "port" in parameters else "")
    return {**os.environ, "DATABASE_URL": f"postgres://{login}@{host}/{parameters['dbname']}"}


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return a Chromium, or skip the test where none is installed."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, in which Django otherwise refuses to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium_browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield chromium_browser
        chromium_browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """Return an empty page of an English-speaking reader; an error in the browser fails the test."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    page.set_default_timeout(30_000)
    complaints: list[str] = []

    def note_message(message: "ConsoleMessage") -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def note_missing(response: "Response") -> None:
        # An error page may be what the test asked for; a style sheet or a picture that is missing never is.
        if response.status >= 400 and not response.request.is_navigation_request():
            complaints.append(f"{response.status} {response.url}")

    page.on("console", note_message)
    page.on("response", note_missing)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints
