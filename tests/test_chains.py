"""Articles chained into stories as they arrive, and all of the archive anew."""

import subprocess
import sys
import threading
from itertools import permutations
from pathlib import Path

import pytest
from django.db import connection

from articles import chain_decisions
from articles.importing import chaining
from articles.importing.importer import Options, import_paths
from articles.importing.rechaining import chain_all
from articles.models import Article, ChainRun, Duplicate, OldStory, Sketch, SketchKey, Story, VersionLink
from tests.makers import make_agency

SAMPLES = Path(__file__).parent.parent / "samples"
FERRY = ["20231114-ferry-incheon", "20231114-ferry-incheon-lead", "20231114-ferry-incheon-2e-ld"]
FERRY += ["20231114-ferry-incheon-3e-ld", "20231114-ferry-incheon-4e-ld", "20231115-ferry-incheon-5e-ld"]
CHAINS = {
    "fr": [
        FERRY,
        ["20220607-navettes-busan", "20220607-navettes-busan-lead", "20220607-navettes-busan-2e-ld",
         "20220608-navettes-busan-4e-ld"],
        ["20240223-fusee-byeolmuri-urgent", "20240223-fusee-byeolmuri-lead", "20240223-fusee-byeolmuri-2e-ld"],
        ["20211019-solbit-daegu-lead", "20211019-solbit-daegu-correction"],
        ["20230405-celadons-mudeung", "20230405-celadons-mudeung-annulation"],
    ],
    "en": [["20221018-yeosu-ferry", "20221018-yeosu-ferry-lead", "20221018-yeosu-ferry-2nd-ld"]],
    "ko": [["20230712-haedam-wage-deal", "20230712-haedam-wage-deal-1", "20230712-haedam-wage-deal-2"]],
}  # fmt: skip
OPTIONS = Options(entities=False)

pytestmark = pytest.mark.django_db


def paths(names: list[str], language: str = "fr") -> list[str]:
    return [str(SAMPLES / language / f"{name}.txt") for name in names]


def stories() -> set[frozenset[str]]:
    """Return the files of each story that has several articles."""
    told: dict[int, set[str]] = {}
    for article in Article.objects.all():
        told.setdefault(article.story_id, set()).add(Path(article.originals.get().file).stem)
    return {frozenset(names) for names in told.values() if len(names) > 1}


def bring_in(names: list[str], language: str = "fr") -> None:
    for path in paths(names, language):
        import_paths([path], OPTIONS)


def unchained() -> None:
    """Leave the archive as it was before there was chaining."""
    for article in Article.objects.order_by("pk"):
        Article.objects.filter(pk=article.pk).update(story=Story.objects.create())
    VersionLink.objects.all().delete()
    Sketch.objects.all().delete()
    Story.objects.filter(articles=None).delete()


def test_versions_among_the_samples_are_chained_rightly():
    import_paths([str(SAMPLES / language) for language in ("fr", "en", "ko", "es", "de", "ja", "zh", "ar")], OPTIONS)

    assert stories() == {frozenset(names) for found in CHAINS.values() for names in found}


def test_no_story_is_made_of_samples_that_are_not_versions():
    import_paths([str(SAMPLES)], OPTIONS)

    longest = max(names for names in stories())
    assert Story.objects.count() == Article.objects.count() - VersionLink.objects.filter(state="sure").count()
    assert len(longest) <= 6


@pytest.mark.parametrize("order", [FERRY, FERRY[::-1], FERRY[3:] + FERRY[:3], FERRY[1::2] + FERRY[::2]])
def test_versions_find_each_other_in_whatever_order_they_arrive(order):
    bring_in(order)

    assert stories() == {frozenset(FERRY)}
    newest = Story.objects.get().articles.newest_version_first()
    assert [article.version for article in newest] == [5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize("order", list(permutations(CHAINS["ko"][0])))
def test_korean_versions_find_each_other_in_any_order(order):
    bring_in(list(order), "ko")

    assert stories() == {frozenset(order)}


def test_story_keeps_the_number_of_its_oldest_and_others_lead_there():
    bring_in([FERRY[0], FERRY[5]])
    first, last = Article.objects.order_by("pk").values_list("story", flat=True)
    assert first != last
    bring_in(FERRY[1:5])

    assert set(Article.objects.values_list("story", flat=True)) == {first}
    assert OldStory.objects.get(pk=last).story_id == first
    assert Story.objects.reached_by(last) == Story.objects.get(pk=first)
    assert Story.objects.reached_by(first).pk == first
    assert Story.objects.reached_by(10**9) is None


def test_link_keeps_its_evidence():
    bring_in(FERRY[:2])

    link = VersionLink.objects.get()
    assert (link.article.version, link.earlier.version, link.state) == (1, 0, "sure")
    assert link.confidence > 90
    assert {"listed", "passages", "words", "place"} <= {said["what"] for said in link.evidence}


def test_chaining_again_changes_nothing():
    bring_in(FERRY)
    before = list(Article.objects.order_by("pk").values_list("pk", "story"))
    links = list(VersionLink.objects.order_by("article").values())

    run = chain_all(1)

    assert (run.articles, run.joined) == (6, 0)
    assert list(Article.objects.order_by("pk").values_list("pk", "story")) == before
    assert list(VersionLink.objects.order_by("article").values()) == links


def test_archive_older_than_chaining_is_chained_alike():
    bring_in(FERRY)
    unchained()
    assert stories() == set()

    run = chain_all(1)

    assert (run.articles, run.joined) == (6, 5)
    assert stories() == {frozenset(FERRY)}


def test_chaining_goes_on_where_it_was_cut_short(monkeypatch):
    bring_in(FERRY)
    unchained()
    monkeypatch.setattr("articles.importing.rechaining.IDS_A_PIECE", 2)
    monkeypatch.setattr("articles.importing.rechaining.ARTICLES_A_PIECE", 1)
    monkeypatch.setattr("articles.importing.rechaining.AHEAD", 0)
    done = []

    def stop(articles):
        done.append(articles)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        chain_all(1, done=stop)
    cut_short = ChainRun.objects.get()
    assert cut_short.finished_at is None
    assert 0 < Sketch.objects.count() < 6

    run = chain_all(1)
    assert run.pk == cut_short.pk
    assert run.finished_at
    assert stories() == {frozenset(FERRY)}


@pytest.mark.django_db(transaction=True)
def test_command_chains_in_two_processes_and_says_what_it_did(command_environment):
    bring_in(FERRY)
    unchained()

    ran = subprocess.run(
        [sys.executable, "manage.py", "chain_articles", "--jobs", "2"],
        cwd=SAMPLES.parent,
        env=command_environment,
        capture_output=True,
        text=True,
    )

    assert ran.stdout.startswith("Chained 6 articles: 5 stories joined to others, 0 links suggested in "), ran.stderr
    assert stories() == {frozenset(FERRY)}


@pytest.mark.django_db(transaction=True)
def test_imports_at_the_same_moment_chain_what_the_other_brings():
    start = threading.Barrier(2)

    def bring(names):
        try:
            start.wait()
            bring_in(names)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring, args=[names]) for names in (FERRY[::2], FERRY[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stories() == {frozenset(FERRY)}


def test_copy_that_was_changed_is_chained_anew(tmp_path):
    copy = (SAMPLES / "fr" / "20240223-fusee-byeolmuri-lead.txt").read_text()
    bring_in(["20240223-fusee-byeolmuri-urgent"])
    (tmp_path / "story.txt").write_text(copy.replace("annonce", "assure"))
    import_paths([str(tmp_path)], OPTIONS)
    (tmp_path / "story.txt").write_text(copy)
    import_paths([str(tmp_path)], OPTIONS)

    assert Article.objects.count() == 2
    assert Story.objects.count() == 1
    assert Sketch.objects.count() == 2


def test_keys_go_with_their_article():
    bring_in(FERRY[:2])
    assert SketchKey.objects.values("article_id").distinct().count() == 2

    article = Article.objects.newest_version_first().first()
    article.delete()

    assert not SketchKey.objects.filter(article_id=article.pk).exists()
    assert SketchKey.objects.exists()


# --- What librarians decided


def test_split_survives_chaining_and_new_versions():
    bring_in(FERRY[:4])
    story, wrong = Story.objects.get(), Article.objects.get(version=3)
    chain_decisions.split(story, [wrong.pk], None)

    chain_all(1, again=True)
    bring_in(FERRY[4:])

    wrong.refresh_from_db()
    assert wrong.story_id != story.pk
    assert Article.objects.filter(story=story, version__lt=3).count() == 3
    assert Article.objects.exclude(pk=wrong.pk).values("story").distinct().count() <= 2


def test_join_survives_chaining():
    bring_in([FERRY[0], "20220303-rempart-seoul"])
    decision = chain_decisions.join(Story.objects.all(), None)

    chain_all(1, again=True)

    assert Story.objects.get().pk == decision.story_id


def test_dismissed_suggestion_is_not_made_again():
    bring_in(FERRY[:2])
    unchained()
    first, lead = Article.objects.order_by("version")
    link = VersionLink.objects.create(article=lead, earlier=first, confidence=80, state="suggested")
    chain_decisions.dismiss(link, None)

    run = chain_all(1, again=True)

    assert (run.joined, run.suggested) == (0, 0)
    assert VersionLink.objects.get().state == "dismissed"


def test_stories_joined_by_others_meanwhile_are_read_again(monkeypatch):
    bring_in(FERRY[:2])
    unchained()
    chain_all(1)
    monkeypatch.setattr(chaining, "hold", lambda stories, to_join=False: set())

    assert chaining.settle([]) == chaining.Joined()
    bring_in(FERRY[2:4])

    assert Article.objects.count() == 4


# --- The same copy twice


def another_agency(name: str) -> str:
    return (SAMPLES / "fr" / f"{name}.txt").read_text().replace("(Yonhap)", "(AFP)").replace("236", "237")


@pytest.mark.parametrize("first", [True, False])
def test_copy_of_two_agencies_is_noted_whichever_comes_first(tmp_path, first):
    (tmp_path / "copy.txt").write_text(another_agency(FERRY[0]))
    make_agency("AFP")
    todo = [lambda: bring_in(FERRY[:1]), lambda: import_paths([str(tmp_path)], OPTIONS)]
    for step in todo if first else todo[::-1]:
        step()

    same = Duplicate.objects.get()
    assert {same.article.agency.name, same.original.agency.name} == {"AFP", "Yonhap"}
    assert same.original_id < same.article_id
    assert same.rule == "agency"
    assert 85 <= same.likeness < 100
    assert Article.objects.without_duplicates().get() == same.original
    assert Story.objects.count() == 2


def test_copy_filed_again_is_noted_and_stays(tmp_path):
    copy = (SAMPLES / "fr" / f"{FERRY[0]}.txt").read_text()
    bring_in(FERRY[:1])
    (tmp_path / "again.txt").write_text(copy.replace("bang@", "bong@"))
    import_paths([str(tmp_path)], OPTIONS)

    same = Duplicate.objects.get()
    assert (same.rule, same.likeness) == ("again", 100)
    assert Article.objects.count() == 2
    assert Story.objects.count() == 1


def test_copies_of_one_text_are_one_group(tmp_path):
    bring_in(FERRY[:1])
    for agency in ("AFP", "Reuters", "EFE"):
        (tmp_path / f"{agency}.txt").write_text(another_agency(FERRY[0]).replace("(AFP)", f"({agency})"))
        import_paths([str(tmp_path / f"{agency}.txt")], OPTIONS)

    assert Duplicate.objects.count() == 3
    assert Duplicate.objects.values("original").distinct().count() == 1
    for article in Article.objects.all():
        assert Duplicate.objects.of(article).count() == 3


def test_versions_of_a_story_are_no_duplicates_however_alike():
    bring_in(CHAINS["fr"][3])

    assert not Duplicate.objects.exists()
