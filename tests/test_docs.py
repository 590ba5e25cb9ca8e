"""The documents say what the code does."""

import re
from pathlib import Path

import pytest
from django.core.management import load_command_class

from articles.ingest.agencies import SIGNATURES
from articles.ingest.article import ParsedArticle
from articles.models import Article
from articles.parsed_json import as_json

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
IMPORTING = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))


def environment_read() -> set[str]:
    sources = [ROOT / "newsroom" / "settings.py", *(ROOT / "articles" / "management" / "commands").glob("*.py")]
    found: set[str] = set()
    for source in sources:
        found |= set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', source.read_text(encoding="utf-8")))
    return found


def flags_of(command: str) -> set[str]:
    parser = load_command_class("articles", command).create_parser("manage.py", command)
    own = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
    return own - {
        "--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip


def test_settings_table_lists_every_setting_and_no_other():
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert listed == environment_read()


def test_import_options_are_listed_and_no_other():
    listed = set(re.findall(r"^\| `(--[a-z-]+)", IMPORTING, re.MULTILINE))

    assert listed == flags_of("import_articles")


def test_evidence_table_lists_every_evidence_the_reader_gives():
    listed = set(re.findall(r"^\| `([a-z]+)` \|", IMPORTING, re.MULTILINE))

    assert listed == set(Article.DateEvidence.values) - {"edited"}


def test_keys_of_the_json_are_listed():
    keys = as_json(ParsedArticle("copy.txt")).keys()

    assert [key for key in keys if f"`{key}`" not in IMPORTING] == []


def test_readme_is_short_and_names_the_agencies():
    assert len(README.splitlines()) < 150
    named = ["Yonhap", "AFP", "AP", "Reuters", "Xinhua", "EFE", "dpa", "Kyodo", "TASS", "ANSA", "UPI"]
    assert [agency for agency in named if agency not in README or agency not in SIGNATURES] == []


def test_make_targets_named_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for path in DOCUMENTS for target in re.findall(r"`?make ([a-z-]+)`?", path.read_text("utf-8"))}

    assert {"run", "test", "admin", "dev", "lint"} <= targets
    assert named & targets >= {"run", "test"}
    assert {
        target for path in DOCUMENTS for target in re.findall(r"`make ([a-z-]+)", path.read_text("utf-8"))
    } <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_files_named_exist(path):
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (path.parent / link).exists(), link
    for named in re.findall(
        r"`((?:articles|newsroom|tests|templates|static|samples|docs|locale|benchmarks)/[\w./-]+)`", text
    ):
        assert (ROOT / named).exists() or "telex" in named, named


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_named_exist(path):
    commands = re.findall(r"manage\.py (\w+)", path.read_text(encoding="utf-8"))
    known = {each.stem for each in (ROOT / "articles" / "management" / "commands").glob("*.py")}
    django = {"migrate", "collectstatic", "createsuperuser", "makemigrations", "check", "runserver"}

    assert set(commands) <= known | django
