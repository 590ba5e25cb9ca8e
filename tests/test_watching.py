"""A drop folder is imported as files arrive, each once it is whole."""

from pathlib import Path
from threading import Event

import pytest

from articles.importing import watching
from articles.importing.importer import Options
from articles.importing.watching import watch
from articles.models import Article, ImportRun
from tests.wire_copy import founding_form

pytestmark = pytest.mark.django_db


class Looks(Event):
    """Does something between the looks at the folder, then stops."""

    def __init__(self, *between) -> None:
        super().__init__()
        self.between = list(between)

    def wait(self, timeout: float | None = None) -> bool:
        if not self.between:
            return True
        self.between.pop(0)()
        return False


def nothing() -> None:
    pass


def story(folder: Path, name: str, headline: str = "Le pont rouvre") -> Path:
    path = folder / name
    path.write_text(founding_form(headline), encoding="utf-8")
    return path


def test_what_arrives_is_imported_once(tmp_path):
    story(tmp_path, "first.txt")

    watch(
        str(tmp_path),
        Options(),
        Looks(nothing, lambda: story(tmp_path, "second.txt", "Le port ferme"), nothing, nothing),
    )

    assert sorted(Article.objects.values_list("headline", flat=True)) == ["Le pont rouvre", "Le port ferme"]
    assert ImportRun.objects.count() == 2


def test_file_still_growing_is_waited_for(tmp_path):
    path = tmp_path / "slow.txt"
    text = founding_form()
    path.write_text(text[:200], encoding="utf-8")

    watch(str(tmp_path), Options(), Looks(lambda: path.write_text(text, encoding="utf-8"), nothing, nothing))

    (run,) = ImportRun.objects.all()
    assert (run.created, run.unreadable) == (1, 0)


@pytest.mark.parametrize("name", [".hidden.txt", "copy.txt.tmp", "copy.txt.part", "copy.txt~"])
def test_unfinished_names_are_left_until_renamed(tmp_path, name):
    path = story(tmp_path, name)
    watch(str(tmp_path), Options(), Looks(nothing, nothing))
    assert not ImportRun.objects.exists()

    watch(str(tmp_path), Options(), Looks(lambda: path.rename(tmp_path / "copy.txt"), nothing, nothing))
    assert Article.objects.count() == 1


def test_file_moved_away_meanwhile_harms_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "files_below", lambda paths: [str(tmp_path / "gone.txt")])

    watch(str(tmp_path), Options(), Looks(nothing))

    assert not ImportRun.objects.exists()
