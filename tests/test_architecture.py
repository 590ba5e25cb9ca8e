"""The house stands as DESIGN.md draws it: data moves one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for folder in ("articles", "newsroom") for path in (ROOT / folder).rglob("*.py"))
PURE = [path for path in MODULES if path.is_relative_to(ROOT / "articles" / "ingest")]
WHERE_THE_HALVES_MEET = ROOT / "articles" / "importing"
COMMANDS = ROOT / "articles" / "management"
RIGHT_HALF = [
    path
    for path in MODULES
    if path.is_relative_to(ROOT / "articles")
    and path not in PURE
    and not path.is_relative_to(WHERE_THE_HALVES_MEET)
    and not path.is_relative_to(COMMANDS)
]
VAGUE = {"utils.py", "helpers.py", "services.py", "common.py", "manager.py", "managers.py", "misc.py", "signals.py"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The dotted names a module imports, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def within(names: set[str], *roots: str) -> set[str]:
    return {each for each in names for root in roots if each == root or each.startswith(f"{root}.")}


@pytest.mark.parametrize("path", PURE, ids=name)
def test_reading_knows_no_django_and_no_database(path):
    names = imported(path)
    own = {each for each in within(names, "articles") if not within({each}, "articles.ingest")}

    assert not within(names, "django", "psycopg2", "newsroom")
    assert own <= {"articles"}


@pytest.mark.parametrize("path", RIGHT_HALF, ids=name)
def test_pages_and_models_never_import_the_reading_or_the_writer(path):
    assert not within(imported(path), "articles.ingest", "articles.importing")


def test_only_the_store_and_entity_rows_write_articles_and_entities():
    writing = ("bulk_create", "bulk_update", "copy_expert")
    writers = {path.name for path in MODULES if any(word in path.read_text(encoding="utf-8") for word in writing)}

    assert writers <= {"store.py", "copying.py", "entity_rows.py"}


def test_the_walk_finds_what_it_looks_for():
    assert ROOT / "articles" / "ingest" / "reading.py" in PURE
    assert ROOT / "articles" / "models" / "article.py" in RIGHT_HALF
    assert "articles.ingest.article" in imported(WHERE_THE_HALVES_MEET / "store.py")


def test_names_say_what_a_module_is_for():
    assert not [name(path) for path in MODULES if path.name in VAGUE]


def test_no_module_outgrows_400_lines():
    long = {
        name(path): lines
        for path in MODULES
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}
