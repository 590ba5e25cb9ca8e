"""The documents say what the code does."""

import dataclasses
import re
from pathlib import Path

import pytest
from django.core.management import load_command_class

from articles.importing.parsed_json import as_json
from articles.ingest import formats
from articles.ingest.article import ParsedArticle
from articles.ingest.files import opened
from articles.ingest.grammar.agencies import SIGNATURES
from articles.ingest.reading import read_source
from articles.ingest.source import Reading
from articles.models import Article
from tests.test_format_samples import FILES as STRUCTURED

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


FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
FIELDS_OF_EVERY_FORMAT = {"file", "original", "encoding", "position", "format", "language", "status"}
ALSO_AS = {"ap-media": "As ninjs", "json": "rows of the table above"}
LEANS_ON = {"As ninjs": "ninjs", "rows of the table above": "table", "plain text": "text"}


def section_of(form: str) -> str:
    """Return what docs/formats.md says of a format."""
    (found,) = [part for part in FORMATS.split("\n## ")[1:] if f"`{form}`" in part.partition("\n")[0]]
    return found


def fields_named_for(form: str) -> str:
    """Return the section of a format with those it says it is like."""
    section = section_of(form)
    return section + "".join(section_of(other) for said, other in LEANS_ON.items() if said in section and other != form)


@pytest.mark.parametrize("form", [form.NAME for form in formats.FORMATS if form.NAME != "listing"])
def test_every_format_has_its_section(form):
    assert "| field |" in section_of(form) or ALSO_AS[form] in section_of(form)


def test_no_section_is_of_a_format_that_is_gone():
    known = {form.NAME for form in formats.FORMATS}
    headings = [part.partition("\n")[0] for part in FORMATS.split("\n## ")[1:]]
    named = {name for heading in headings for name in re.findall(r"`([a-z0-9-]+)`", heading)}

    assert named <= known


@pytest.mark.parametrize("path", STRUCTURED, ids=lambda path: path.name)
def test_every_field_a_sample_fills_is_named_in_its_section(path):
    with opened(str(path)) as source:
        articles = list(read_source(source, Reading()))
    for article in articles:
        filled = {field.name for field in dataclasses.fields(article) if getattr(article, field.name)}
        section = fields_named_for(article.format)
        unnamed = {name for name in filled - FIELDS_OF_EVERY_FORMAT if f"`{name}`" not in section}
        assert not unnamed, (article.format, unnamed)
