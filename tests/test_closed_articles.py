"""What was withdrawn, or is under embargo, is behind no public door: every address of the site is tried."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import urls
from articles.models import Article, Entity, Notice, Tie
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db

SECRET = ("zarquonian", "Vexholm", "Quibbledorf", "Trillby", "Snargle", "Fnordwick")
"""Words that only closed articles have: in headline, text, caption, note, and the names of those they name."""

DAY = date(2019, 7, 4)
OTHER_DAY = date(2021, 3, 9)


@pytest.fixture
def names() -> dict[str, Entity]:
    return {
        "person": make_person("Ada Trillby", aliases=["Trillby"]),
        "organisation": make_organisation("Snargle Works"),
        "place": make_place("Fnordwick"),
        "shared": make_person("Beatrix Openly"),
        "seoul": make_place("Seoul"),
    }


def make_closed(names: dict[str, Entity], **overrides: object) -> Article:
    return make_article(
        headline="Vexholm bridge falls",
        note="Quibbledorf note",
        paragraphs=["The zarquonian bridge fell on Ada Trillby.", "Snargle Works built it in Fnordwick."],
        captions=[{"text": "The bridge at Quibbledorf", "paragraph": 0}],
        date=DAY,
        filed_from=[names["place"]],
        mentions=[names["person"], names["organisation"], names["shared"], names["place"]],
        original=b"Vexholm zarquonian as received",
        subjects=["medtop:20000344"],
        slugline="Vexholm-slug",
        **overrides,
    )


def make_open(names: dict[str, Entity], headline: str, **overrides: object) -> Article:
    return make_article(
        headline=headline,
        paragraphs=["An ordinary bridge stands.", "Beatrix Openly crossed it."],
        related=[{"headline": "Vexholm bridge falls"}],
        filed_from=[names["seoul"]],
        mentions=[names["shared"]],
        **overrides,
    )


@pytest.fixture
def around(names: dict[str, Entity]) -> tuple[Article, Article]:
    """Two open articles, before and after the day of the closed one."""
    return (
        make_open(names, "Ordinary bridge opens", date=OTHER_DAY),
        make_open(names, "Ordinary bridge again", date=DAY - timedelta(days=400)),
    )


@pytest.fixture(params=["killed by its status", "killed by a notice", "under embargo"])
def closed(request: pytest.FixtureRequest, names: dict[str, Entity], around: object) -> Article:
    if request.param == "killed by its status":
        return make_closed(names, status="canceled")
    if request.param == "under embargo":
        return make_closed(names, embargoed_until=timezone.now() + timedelta(days=2))
    article = make_closed(names)
    kill(article)
    return Article.objects.get(pk=article.pk)


def kill(article: Article, **overrides: object) -> Tie:
    filed = make_article(
        headline="Vexholm bridge falls", status="canceled", paragraphs=["Kill the zarquonian story."], **overrides
    )
    notice = Notice.objects.create(article=filed, kind="kill")
    return Tie.objects.create(notice=notice, target=article, kind="kill", state="standing", confidence=95)


DOORS = {
    "archive": [
        "/",
        "/?q=bridge",
        "/?q=zarquonian",
        "/?q=zarquonan+bridge",
        "/?q=zarquoniam",
        "/?q=note:Quibbledorf",
        "/?q=caption:Quibbledorf",
        "/?q=-ordinary",
        "/?q=%22zarquonian+bridge%22",
        "/?q=bridge&exact=1",
        "/?q=label:0",
        "/?q=words:%3E1",
        "/?date=2019",
        "/?date=2019-07",
        "/?date=2019-07-04",
        "/?person=beatrix-openly",
        "/?about=fnordwick",
        "/?filed_from=fnordwick",
        "/?person=ada-trillby",
        "/?person=Trillby",
        "/?organisation=snargle-works",
        "/?not_person=beatrix-openly",
        "/?not_about=seoul",
        "/?agency=yonhap",
        "/?language=en",
        "/?status=canceled",
        "/?subject=medtop:20000344",
        "/?q=person:Trillby",
        "/?q=about:Fnordwick",
        "/?q=org:%22Snargle+Works%22",
        "/?q=status:canceled",
        "/?before=2021-03-09_1",
        "/?after=2018-01-01_1",
        "/?q=dropped:zarquonian",
        "/?q=bridge&order=best",
        "/?order=oldest",
        "/?versions=all",
        "/?asof=2030-01-01",
        "/?label=0&not_language=fr",
        "/?agency=yonhap&agency=afp",
    ],
    "dates": ["/dates/"],
    "year": ["/2019/", "/2021/", "/2018/"],
    "month": ["/2019/07/", "/2021/03/"],
    "day": ["/2019/07/04/", "/2021/03/09/"],
    "places": ["/places/", "/places/?name=F", "/places/?date=2019"],
    "people": ["/people/", "/people/?name=A", "/people/?page=1"],
    "organisations": ["/organisations/", "/organisations/?name=S"],
    "place": ["/places/fnordwick/", "/places/fnordwick/?show=filed_from", "/places/seoul/"],
    "person": ["/people/ada-trillby/", "/people/beatrix-openly/", "/people/beatrix-openly/?before=2021-03-09_1"],
    "organisation": ["/organisations/snargle-works/"],
    "place_feed": ["/places/fnordwick/feed/", "/places/seoul/feed/"],
    "person_feed": ["/people/ada-trillby/feed/", "/people/beatrix-openly/feed/"],
    "organisation_feed": ["/organisations/snargle-works/feed/"],
    "article": ["/articles/CLOSED", "/articles/CLOSED?q=bridge", "/articles/OPEN", "/articles/OPEN?q=bridge&names=1"],
    "source": ["/articles/CLOSED/source/"],
    "values": [
        *(f"/values/{facet}/" for facet in ("filed_from", "about", "person", "organisation", "agency", "subject")),
        "/values/person/?q=bridge",
        "/values/about/?by=name",
        "/values/person/?agency=yonhap",
    ],
    "story": ["/stories/STORY/", "/stories/STORY/?history=1&dropped=1"],
    "story_print": ["/stories/STORY/print/"],
    "compare": ["/compare/CLOSED..OPEN/", "/compare/OPEN..CLOSED/?view=side&all=1"],
    "choose_versions": ["/compare/?from=CLOSED&to=OPEN"],
    "help": ["/help/"],
    "search": ["/search/"],
    "suggest": [f"/suggest/?q={begun}" for begun in ("Trill", "Snarg", "Fnord", "Beatrix", "Ada")],
    "healthz": ["/healthz"],
}
"""For every pattern of the site the addresses at which a closed article could show."""

TYPED = ("zarquonian", "zarquonan", "zarquoniam", "Quibbledorf", "Trillby", "Fnordwick", "Snargle Works", "fnordwick")


def test_every_public_address_is_tried():
    assert {pattern.name for pattern in urls.urlpatterns} == set(DOORS)


def answers(client: Client, closed: Article, opened: Article) -> dict[str, str]:
    """What each door answers, with the words taken out that the address itself brought."""
    found = {}
    for address in (address for addresses in DOORS.values() for address in addresses):
        for name, pk in {"CLOSED": closed.pk, "OPEN": opened.pk, "STORY": closed.story_id}.items():
            address = address.replace(name, str(pk))
        answer = client.get(address, follow=True)
        found[address] = answer.content.decode() + str(dict(answer.headers))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_door_gives_a_word_or_a_link(client, closed, around, language):
    for address, said in answers(Client(HTTP_ACCEPT_LANGUAGE=language), closed, around[0]).items():
        asked = {word.casefold() for word in TYPED if word.casefold() in address.replace("+", " ").casefold()}
        for word in SECRET:
            if not any(word.casefold() in each for each in asked) and word.casefold() not in address.casefold():
                assert word not in said, (address, word)
        if f"/articles/{closed.pk}" not in address:
            assert not re.search(rf"/articles/{closed.pk}(?!\d)", said), address


def test_what_is_asked_for_by_name_is_answered_as_if_it_were_not_there(client, closed, around):
    """Words of the address are repeated; the answer must be the one for a name nobody ever wrote."""
    for address, never in [
        ("/?q=zarquonian", "/?q=xylophagous"),
        ("/?person=Trillby", "/?person=Xyloph"),
        ("/?q=person:Trillby", "/?q=person:Xyloph"),
        ("/?q=caption:Quibbledorf", "/?q=caption:Xylophagous"),
    ]:
        word, nobody = address.split("=")[-1].split(":")[-1], never.split("=")[-1].split(":")[-1]
        here, there = client.get(address), client.get(never)
        assert here.status_code == there.status_code
        assert here.content.decode().replace(word, "X") == there.content.decode().replace(nobody, "X")
    for address in ("/people/ada-trillby/", "/organisations/snargle-works/", "/places/fnordwick/feed/"):
        assert client.get(address).status_code == 404


def test_no_count_holds_it(client, closed, around):
    archive = client.get("/")
    assert archive.context["found"] == 2
    assert "2 articles in the archive" in archive.content.decode()
    dates = next(block for block in archive.context["blocks"] if block.name == "date")
    assert [choice.value.text for choice in dates.choices] == ["2021", "2018"]
    assert client.get("/?q=bridge").context["found"] == 2
    assert client.get("/?date=2019").context["found"] == 0
    assert client.get("/?q=bridge&date=2019").context["reliefs"][0].alone == 0
    assert {year.number for year in client.get("/dates/").context["years"]} == {2018, 2021}
    assert client.get("/2019/").context["found"] == 0
    assert client.get("/2021/").context["previous"] == date(2018, 5, 30)
    assert client.get("/people/beatrix-openly/").context["tally"].articles == 2
    assert client.get("/people/").context["entities"][0].naming == 2
    assert client.get("/places/").context["counted"].known == 1


def test_an_open_article_leads_past_it(client, closed, around):
    newer, older = around
    page = client.get(newer.get_absolute_url())

    assert page.context["older"] == older
    assert page.context["related"] == []


def test_a_sample_and_the_planner_do_not_count_it(closed, around):
    assert Article.objects.public().expected("bridge") >= 0
    assert set(Article.objects.public().one_in(1)) == set(around)


@pytest.mark.parametrize("status", ["canceled", "usable"])
def test_a_killed_article_keeps_its_address_and_says_what_when_and_by_which_notice(client, names, status):
    article = make_closed(names, status=status, version_label="2nd LD")
    tie = kill(article, date=date(2019, 7, 6))

    for address in (article.get_absolute_url(), article.bare_address):
        answer = client.get(address)
        said = answer.content.decode()
        assert answer.status_code == 410
        assert answer.headers["X-Robots-Tag"] == "noindex" and 'content="noindex"' in said
        assert "WITHDRAWN" in said and "4 July 2019" in said and "6 July 2019" in said and "Yonhap" in said
        assert f'href="/articles/{tie.notice_id}/"' in said
        assert "Vexholm" not in said and "vexholm" not in said
    notice = client.get(f"/articles/{tie.notice_id}/").content.decode()
    assert f'href="/articles/{article.pk}/"' in notice
    assert client.get(f"/articles/{article.pk}/source/", follow=True).status_code == 410


def test_an_embargoed_article_does_not_exist_until_its_hour(client, names):
    article = make_closed(names, embargoed_until=timezone.now() + timedelta(hours=1))

    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get(f"/articles/{article.pk}/source/").status_code == 404
    assert article not in Article.objects.public()
    assert article in Article.objects.public(timezone.now() + timedelta(hours=2))

    Article.objects.filter(pk=article.pk).update(embargoed_until=timezone.now() - timedelta(seconds=1))
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/people/ada-trillby/").status_code == 200


def test_pages_kept_by_browsers_notice_that_an_hour_has_come(client, names, monkeypatch):
    hour = timezone.now() + timedelta(hours=1)
    article = make_closed(names, embargoed_until=hour)
    tag = client.get("/").headers["ETag"]
    assert client.get("/", HTTP_IF_NONE_MATCH=tag).status_code == 304

    monkeypatch.setattr(timezone, "now", lambda: hour + timedelta(seconds=1))

    page = client.get("/", HTTP_IF_NONE_MATCH=tag)
    assert page.status_code == 200
    assert article.headline in page.content.decode()


def test_the_question_whether_an_embargo_has_ended_reads_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT max(embargoed_until) FROM articles_article WHERE embargoed_until <= %s", [timezone.now()]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "article_closed" in plan


@pytest.fixture
def librarian() -> User:
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_article"))
    return user


def test_staff_that_may_change_articles_see_it_marked(client, names, librarian):
    killed = make_closed(names, status="canceled")
    until = timezone.now() + timedelta(days=1)
    embargoed = make_closed(names, embargoed_until=until)
    client.force_login(librarian)

    page = client.get(killed.get_absolute_url())
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    assert "WITHDRAWN" in page.content.decode() and "zarquonian" in page.content.decode()
    said = client.get(embargoed.get_absolute_url()).content.decode()
    assert "EMBARGOED UNTIL" in said and "zarquonian" in said
    assert client.get(f"/articles/{killed.pk}/source/").content == b"Vexholm zarquonian as received"


@pytest.mark.parametrize(
    "person",
    [{"is_staff": True}, {"is_staff": False}, {"is_staff": True, "is_active": False}],
    ids=["staff without the right", "a reader", "one who left"],
)
def test_nobody_else_who_is_signed_in_sees_it(client, names, person):
    killed = make_closed(names, status="canceled")
    client.force_login(User.objects.create_user("somebody", **person))

    assert client.get(killed.get_absolute_url()).status_code == 410


def test_what_is_not_withdrawn_any_more_is_open_again(client, names):
    article = make_closed(names)
    tie = kill(article)
    assert client.get(article.get_absolute_url()).status_code == 410

    Tie.objects.filter(pk=tie.pk).update(state="dismissed")
    assert client.get(article.get_absolute_url()).status_code == 200
    Tie.objects.filter(pk=tie.pk).update(state="standing")
    tie.notice.delete()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_the_database_keeps_the_column_whoever_writes(names):
    article = make_closed(names)
    Article.objects.filter(pk=article.pk).update(withdrawn=True)
    assert not Article.objects.get(pk=article.pk).withdrawn
    Article.objects.filter(pk=article.pk).update(status="canceled")
    assert Article.objects.get(pk=article.pk).withdrawn
    kill(article)
    Article.objects.filter(pk=article.pk).update(status="usable")
    assert Article.objects.get(pk=article.pk).withdrawn
    Tie.objects.all().delete()
    assert not Article.objects.get(pk=article.pk).withdrawn
