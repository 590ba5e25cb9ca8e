"""Notices are tied to what they act on, whichever arrives first, and what librarians decide stays."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection

from articles import tying
from articles.importing import store
from articles.importing.importer import Options, import_paths
from articles.importing.notices import tie_articles, tie_stories
from articles.ingest.article import Dateline, ParsedArticle
from articles.ingest.identity import entry
from articles.models import Article, ImportRun, Notice, Story, Tie
from tests.makers import make_article

pytestmark = pytest.mark.django_db

DAY = date(2023, 4, 5)
HEADLINE = "Le musée annonce le retour de 12 céladons"


def copy(
    headline: str = HEADLINE, text: str = "Le musée a annoncé le retour des pièces.", **fields: object
) -> ParsedArticle:
    values = {"agency": "Yonhap", "language": "fr", "dateline": Dateline(date=DAY, date_from="metadata")}
    values |= {"original": f"{headline}\n{text}\n{fields}".encode(), "headline": headline, "paragraphs": (text,)}
    return ParsedArticle(file="copy.txt", **{**values, **fields})


def kill(headline: str = HEADLINE, **fields: object) -> ParsedArticle:
    return copy(
        headline, "Prière de ne pas utiliser la dépêche.", version_label="ANNULATION", status="canceled", **fields
    )


def correction(headline: str = HEADLINE, **fields: object) -> ParsedArticle:
    note = "ATTN : CORRIGE le nombre, 12 et non 21"
    return copy(headline, "Le musée a annoncé.", version_label="CORRECTION", note=note, **fields)


def bring(*articles: ParsedArticle) -> None:
    """Import the articles in one batch."""
    run, _new = ImportRun.objects.get_or_create(paths=["test"], options={})
    store.save_batch([entry(article) for article in articles], run)


def ties() -> list[tuple[str, str, str]]:
    """Label of the notice, label or headline of what it acts on, state."""
    rows = Tie.objects.select_related("notice__article", "target").order_by("notice", "target")
    return [(tie.notice.article.version_label, tie.target.version_label, tie.state) for tie in rows]


@pytest.mark.parametrize(
    "batches",
    [[[copy(), kill()]], [[copy()], [kill()]], [[kill()], [copy()]], [[kill(), copy()]]],
    ids=["one batch", "the article first", "the notice first", "one batch, turned round"],
)
def test_whichever_side_arrives_first_they_are_tied(batches):
    for batch in batches:
        bring(*batch)

    assert ties() == [("ANNULATION", "", "standing")]
    assert set(Article.objects.values_list("version_label", "withdrawn")) == {("", True), ("ANNULATION", True)}
    tie = Tie.objects.get()
    assert tie.evidence == ["headline", "same_day"] and tie.reasons and not tie.by_hand


def test_importing_again_changes_nothing():
    bring(copy(), kill())
    before = list(Tie.objects.values())

    bring(kill(), copy())
    call_command("tie_notices", verbosity=0)

    assert list(Tie.objects.values()) == before


def test_notice_imported_anew_with_another_headline_lets_go_of_the_first():
    other = "Un autre musée prête douze tableaux"
    bring(copy(guid="a1"), copy(other, guid="a2"), kill(guid="k1", revision="1"))
    assert Article.objects.get(guid="a1").withdrawn

    bring(kill(other, guid="k1", revision="1"))

    assert not Article.objects.get(guid="a1").withdrawn
    assert Article.objects.get(guid="a2").withdrawn


def test_article_that_is_no_notice_any_more_acts_on_nothing():
    bring(copy(guid="a1"), correction(guid="c1", revision="1"))
    assert ties() == [("CORRECTION", "", "standing")]

    bring(copy("Tout autre chose au musée", guid="c1", revision="1"))

    assert not Notice.objects.exists() and not Tie.objects.exists()


def test_article_whose_headline_was_corrected_by_a_later_import_is_tied():
    bring(copy("Mauvais titre de la dépêche", guid="a1"), kill())
    assert not Tie.objects.filter(state="standing").exists()

    bring(copy(guid="a1"))

    assert Article.objects.get(guid="a1").withdrawn


def test_kill_of_one_version_is_that_of_every_version_filed_before_it():
    story = Story.objects.create()
    versions = [
        make_article(story=story, version=number, version_label=label, headline=headline, date=day, agency="Yonhap")
        for number, label, headline, day in (
            (0, "", "Un musée attend des céladons", date(2023, 4, 3)),
            (1, "LEAD", "Des céladons reviennent", date(2023, 4, 4)),
            (2, "2e LD", HEADLINE, DAY),
            (3, "3e LD", "Les céladons ne reviennent pas", date(2023, 4, 7)),
        )
    ]
    bring(kill())

    withdrawn = set(Article.objects.filter(story=story, withdrawn=True).values_list("version", flat=True))
    assert withdrawn == {0, 1, 2}
    assert Tie.objects.get(target=versions[0]).evidence == ["story"]


def test_kill_that_names_one_version_leaves_the_others():
    story = Story.objects.create()
    first = make_article(story=story, headline="Des céladons reviennent", date=date(2023, 4, 4), language="fr")
    make_article(story=story, headline=HEADLINE, version=1, version_label="LEAD", date=DAY, language="fr")

    bring(kill(note="Cette version seulement : ne pas utiliser"))

    assert Article.objects.get(version_label="LEAD").withdrawn
    assert not Article.objects.get(pk=first.pk).withdrawn


def test_replacement_filed_after_a_kill_stays_open():
    story = Story.objects.create()
    morning, noon, evening = (datetime(2023, 4, 5, hour, tzinfo=UTC) for hour in (9, 12, 18))
    make_article(story=story, headline=HEADLINE, date=DAY, sent_at=morning, language="fr")
    late = make_article(story=story, headline=HEADLINE, date=DAY, sent_at=evening, version=1, language="fr")

    bring(kill(sent_at=noon))

    assert not Article.objects.get(pk=late.pk).withdrawn
    assert Article.objects.get(sent_at=morning).withdrawn


def test_story_chained_later_is_withdrawn_as_well():
    early = make_article(headline="Des céladons reviennent", date=date(2023, 4, 4), language="fr")
    bring(copy(), kill())
    assert not Article.objects.get(pk=early.pk).withdrawn
    story = Article.objects.get(version_label="", headline=HEADLINE).story_id
    Article.objects.filter(pk=early.pk).update(story=story)

    tie_stories([story])

    assert Article.objects.get(pk=early.pk).withdrawn


def test_the_same_id_withdraws_earlier_versions_and_no_later_one():
    for revision in ("1", "2", "4"):
        bring(copy(guid="urn:1", revision=revision, headline=f"Version {revision}"))

    bring(copy("COURTS Harbour", guid="urn:1", revision="3", status="canceled"))

    withdrawn = Article.objects.filter(withdrawn=True).values_list("revision", flat=True)
    assert sorted(withdrawn) == ["1", "2", "3"]


def test_unsure_ties_wait_and_close_nothing():
    bring(copy(dateline=Dateline(date=date(2023, 4, 1), date_from="metadata")), kill())

    assert ties() == [("ANNULATION", "", "waiting")]
    assert not Article.objects.get(version_label="").withdrawn


def test_kill_of_another_agency_is_not_this_ones():
    bring(copy(agency="AFP"), kill())

    assert ties() == []


def test_second_kill_does_not_undo_the_first():
    bring(copy(), kill(), kill(note="Deuxième avis : ne pas utiliser"))

    assert Article.objects.get(version_label="").withdrawn
    assert {tie.target.version_label for tie in Tie.objects.select_related("target")} == {""}


def test_kill_of_a_kill_by_its_id_opens_nothing_by_itself():
    bring(copy(), kill(guid="urn:kill", revision="1"))
    bring(copy("KILL withdrawn", guid="urn:2", version_label="KILL", status="canceled", note="Kill urn:kill:"))

    assert Article.objects.get(version_label="").withdrawn


def test_corrected_kill_still_withdraws():
    bring(copy(), kill(guid="k1", revision="1"))
    bring(correction("Précision sur une annulation", guid="k1", revision="2"))

    assert Article.objects.get(version_label="").withdrawn
    assert ("CORRECTION", "ANNULATION", "standing") in ties()


def test_correction_with_another_figure_in_its_headline_is_tied():
    bring(copy("Le musée Mudeung annonce le retour de 21 céladons d'Osaka"))
    bring(correction("Le musée Mudeung annonce le retour de 12 céladons d'Osaka"))

    assert ties() == [("CORRECTION", "", "standing")]
    assert Notice.objects.get().changes == [["21", "12"]]
    assert not Article.objects.filter(withdrawn=True).exists()


def test_slugline_and_hour_tell_what_is_meant():
    sent = datetime(2023, 4, 5, 15, 9, tzinfo=UTC)
    bring(copy("Lost dog finds tracks", slugline="BC-US--Biscuit's Tracks", sent_at=sent, language="en"))
    text = "Kill the story BC-US--Biscuit's Tracks sent at 1509 GMT."
    bring(copy("Withdrawal", text, version_label="KILL", status="canceled", language="en"))

    assert Tie.objects.get().evidence == ["slug", "same_day", "hour"]


def test_embargoed_article_is_withdrawn_before_its_hour_too():
    bring(copy(embargoed_until=datetime(2099, 1, 1, tzinfo=UTC)), kill())

    assert Article.objects.get(version_label="").withdrawn


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_that_bring_one_side_each_tie_them(monkeypatch):
    both, seen = threading.Barrier(2, timeout=30), threading.local()
    bring()  # the run

    def tie_when_both_have_written(ids):
        if getattr(seen, "written", False):
            tie_articles(ids)
            return
        seen.written = True
        both.wait()  # neither has committed yet
        tie_articles(ids)
        both.wait()

    monkeypatch.setattr(store, "tie_articles", tie_when_both_have_written)
    bring_agency()

    def run(article: ParsedArticle) -> None:
        bring(article)
        connection.close()

    threads = [threading.Thread(target=run, args=[article]) for article in (copy(), kill())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert ties() == [("ANNULATION", "", "standing")]
    assert Article.objects.get(version_label="", headline=HEADLINE).withdrawn


def bring_agency() -> None:
    make_article(agency="Yonhap", headline="Something else", date=date(1999, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_two_that_change_what_withdraws_an_article_wait_for_each_other():
    bring(copy(), kill(), kill(note="Encore : ne pas utiliser"))
    first, second = Tie.objects.order_by("pk")
    tying.decide(second.pk, "dismissed", None)
    start = threading.Barrier(2, timeout=30)

    def decide(pk: int, state: str) -> None:
        start.wait()
        tying.decide(pk, state, None)
        connection.close()

    for _ in range(5):
        threads = [
            threading.Thread(target=decide, args=args) for args in ((first.pk, "dismissed"), (second.pk, "standing"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert Article.objects.get(version_label="").withdrawn
        tying.decide(first.pk, "standing", None)
        tying.decide(second.pk, "dismissed", None)


def test_what_a_librarian_decided_survives_imports_and_the_command(admin_user):
    bring(copy(), kill())
    tie = Tie.objects.get()
    tying.decide(tie.pk, "dismissed", admin_user)
    assert not Article.objects.get(version_label="").withdrawn

    bring(kill(), copy())
    call_command("tie_notices", verbosity=0)

    assert ties() == [("ANNULATION", "", "dismissed")]
    assert not Article.objects.get(version_label="").withdrawn


def test_tie_by_hand_outlives_the_command_and_undoing_leaves_nothing(admin_user):
    one, other = make_article(headline="One"), make_article(headline="Other")
    tie = tying.tie_by_hand(one.pk, other.pk, "kill", admin_user)
    call_command("tie_notices", verbosity=0)
    assert Article.objects.get(pk=other.pk).withdrawn

    tying.undo(tie.pk)

    assert not Article.objects.get(pk=other.pk).withdrawn
    assert not Tie.objects.exists() and not Notice.objects.exists()


def test_undoing_gives_a_tie_back_to_the_machine(admin_user):
    bring(copy(), kill())
    tie = Tie.objects.get()
    tying.decide(tie.pk, "dismissed", admin_user)

    tying.undo(tie.pk)

    tie.refresh_from_db()
    assert (tie.state, tie.by_hand, tie.decided_by) == ("standing", False, None)
    with pytest.raises(tying.CannotTie):
        tying.undo(tie.pk)


@pytest.mark.parametrize(("notice", "target"), [(1, 1), (10**15, 1)])
def test_what_cannot_be_tied_is_refused(notice, target):
    with pytest.raises(tying.CannotTie):
        tying.tie_by_hand(notice, target, "kill", None)


def test_command_finds_the_notices_of_an_archive_imported_before(capsys):
    bring(copy(), kill(), correction("Une halle aux étoffes rouvre"))
    Notice.objects.all().delete()
    assert not Article.objects.get(version_label="").withdrawn

    call_command("tie_notices")

    assert capsys.readouterr().out.startswith("2 notices: 1 articles acted on, 0 ties wait for a librarian")
    assert Article.objects.get(version_label="").withdrawn


def test_standing_headline_is_tied_within_days_only():
    summary = "Yonhap News Summary of the day"
    for number in range(30):
        news = " ".join(f"news{number}of{place}" for place in range(60))
        bring(copy(summary, news, dateline=Dateline(date=date(2022, 1, 1 + number), date_from="metadata")))

    bring(kill(summary, dateline=Dateline(date=date(2022, 1, 20), date_from="metadata")))

    days = Tie.objects.filter(state="standing").values_list("target__date", flat=True)
    assert sorted(days) == [date(2022, 1, 19), date(2022, 1, 20)]


def test_the_samples_notices_find_what_they_act_on():
    import_paths(["samples/fr", "samples/formats"], Options(entities=False))

    found = {
        (tie.notice.article.version_label, tie.target.headline)
        for tie in Tie.objects.standing().select_related("notice__article", "target")
    }
    assert {
        ("ANNULATION", "Le musée Mudeung annonce le retour de 12 céladons conservés à l'étranger"),
        ("CORRECTION", "Solbit Batterie investira 4.800 milliards de wons dans une usine de recyclage à Daegu"),
        ("KILL", "Lost dog leads searchers to dinosaur trackway in Utah"),
        ("CORRECTION", "So viele Kraniche wie nie rasten bei Rostock"),
        ("CORRECTIF", "Saint-Malo: une voilerie prête ses cerfs-volants comme des livres"),
    } <= found
    assert len(found) == 6
