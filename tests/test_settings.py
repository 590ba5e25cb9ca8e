"""Settings come from the environment, and what makes no sense there is refused in one sentence."""

import importlib.util
import multiprocessing
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom import environment
from newsroom.security import CONTENT_SECURITY_POLICY, ContentSecurityPolicyMiddleware
from newsroom.statements import limit_statements

PROJECT = Path(environment.__file__).parent.parent
VARIABLES = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "IMPORT_DEPTH",
    "IMPORT_FILE_MB",
    "IMPORT_MEMBERS",
    "IMPORT_UNFOLDED_MB",
    "IMPORT_UNFOLDED_RATIO",
    "MAP_ATTRIBUTION",
    "MAP_TILES",
    "SECRET_KEY",
    "SECURE_HTTPS",
    "STATEMENT_TIMEOUT_MS",
    "TIME_ZONE",
]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., ModuleType]:
    """Return a function that reads the settings anew under an environment of its own."""

    def settings_under(**variables: str) -> ModuleType:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"NEWSROOM_VAR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(name, value)
        spec = importlib.util.spec_from_file_location("newsroom.settings_anew", PROJECT / "newsroom" / "settings.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return settings_under


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("SECURE_HTTPS", "2"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://reader:sesame@db/newsroom"),
        ("DATABASE_URL", "postgres://reader:sesame@db:many/newsroom"),
        ("DATABASE_URL", "postgres://reader:sesame@db/"),
        ("STATEMENT_TIMEOUT_MS", "soon"),
        ("STATEMENT_TIMEOUT_MS", "-1"),
        ("STATEMENT_TIMEOUT_MS", "1.5"),
        ("STATEMENT_TIMEOUT_MS", "9999999999"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,b.example"),
        ("NEWSROOM_VAR", "/dev/null/var"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(load: Callable, name: str, value: str) -> None:
    with pytest.raises(environment.WrongValue, match=name) as refused:
        load(**{name: value})
    sentence = str(refused.value)
    assert "\n" not in sentence and sentence.endswith(".")
    assert "sesame" not in sentence


@pytest.mark.parametrize("variables", [{"DEBUG": "maybe"}, {"PORT": "abc"}, {"PORT": "99999"}])
def test_the_command_line_shows_the_sentence_and_no_traceback(variables: dict[str, str], tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=PROJECT,
        env={**os.environ, "NEWSROOM_VAR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
    )
    (name,) = variables
    assert run.returncode == 1
    assert run.stderr.startswith(f"{name}=") and run.stderr.count("\n") == 1


def test_without_an_environment_the_site_is_private_and_careful(load: Callable, tmp_path: Path) -> None:
    settings = load()
    assert settings.DEBUG is False
    assert settings.ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]
    assert settings.DATABASES["default"]["ENGINE"] == "newsroom.embedded_postgres"
    assert settings.DATABASES["default"]["HOST"] == str(tmp_path / "postgres")
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 600
    assert settings.TIME_ZONE == "UTC"


def test_database_url_replaces_the_private_postgresql(load: Callable) -> None:
    database = load(DATABASE_URL="postgres://reader:sesame@db.example:6432/wire?sslmode=require").DATABASES["default"]
    assert (database["ENGINE"], database["HOST"]) == ("django.db.backends.postgresql", "db.example")
    assert (database["NAME"], database["PORT"], database["OPTIONS"]) == ("wire", 6432, {"sslmode": "require"})
    assert database["CONN_HEALTH_CHECKS"] is True


def test_https_switches_on_everything_that_goes_with_it(load: Callable) -> None:
    settings = load(SECURE_HTTPS="1")
    assert settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    assert settings.SECURE_HSTS_SECONDS > 0
    assert not hasattr(load(SECURE_HTTPS="0"), "SECURE_SSL_REDIRECT")


def test_the_secret_key_is_made_once_for_its_owner_alone(load: Callable, tmp_path: Path) -> None:
    key = load().SECRET_KEY
    file = tmp_path / "secret_key"
    assert len(key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load().SECRET_KEY == key == file.read_text()


def test_processes_that_start_at_once_agree_on_the_secret_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.starmap(environment.secret, [("NO_SUCH_KEY", tmp_path / "var" / "secret_key")] * 16, chunksize=1)
    assert len(set(keys)) == 1
    assert os.listdir(tmp_path / "var") == ["secret_key"]


def test_a_secret_key_that_is_given_is_used_and_not_written_down(load: Callable, tmp_path: Path) -> None:
    assert load(SECRET_KEY="given by the operator").SECRET_KEY == "given by the operator"
    assert not (tmp_path / "secret_key").exists()


def test_requests_get_a_statement_timeout_beside_options_already_there() -> None:
    databases = {"default": {}, "archive": {"OPTIONS": {"options": "-c search_path=wire"}}}
    limit_statements(databases, 250)
    assert databases["default"]["OPTIONS"] == {"options": "-c statement_timeout=250"}
    assert databases["archive"]["OPTIONS"] == {"options": "-c search_path=wire -c statement_timeout=250"}
    limit_statements(unlimited := {"default": {}}, 0)
    assert unlimited == {"default": {}}


@pytest.mark.parametrize(
    ("status", "debug", "policy"),
    [(200, False, True), (404, False, True), (200, True, True), (500, True, False)],
)
def test_every_page_carries_the_policy_except_those_for_developers(
    settings: object, status: int, debug: bool, policy: bool
) -> None:
    settings.DEBUG = debug
    respond = ContentSecurityPolicyMiddleware(lambda request: HttpResponse(status=status))
    headers = respond(RequestFactory().get("/")).headers
    assert headers.get("Content-Security-Policy") == (CONTENT_SECURITY_POLICY if policy else None)
    assert "unsafe" not in CONTENT_SECURITY_POLICY
