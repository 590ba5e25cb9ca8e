"""The archive desk: what librarians find, change, and are told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import decisions
from articles.admin import desk
from articles.models import (
    Agency,
    Alias,
    Article,
    Caption,
    Entity,
    ImportProblem,
    ImportRun,
    Mention,
    OldAddress,
    Story,
)
from tests.makers import make_article, make_person, make_place

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture
def article() -> Article:
    """An article with two captions, two related headlines and a dateline place."""
    return make_article(
        headline="Le ferry arrive au port",
        language="fr",
        paragraphs=["Un premier paragraphe.", "Un second."],
        bylines=["Kim, au port", "Lee"],
        guid="AFR20230913000100884",
        version=4,
        captions=[{"text": "Le quai vu du ciel."}, {"text": "Les passagers descendent.", "paragraph": 1}],
        related=[{"headline": "Le ferry part"}, {"headline": "Le ferry tangue"}],
        filed_from=["SEOUL"],
        original=b"1234567",
    )


def change_url(row: Any) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def filled_form(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send if the form were saved as it stands."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: str("" if value is None else value).replace("\n", "\r\n") for name, value in values.items()}


def save(client: Client, row: Any, **changes: str) -> Any:
    """Save the row's form with some fields changed; return the response."""
    return client.post(change_url(row), {**filled_form(client, change_url(row)), **changes})


def errors_of(response: Any) -> str:
    """Return all the errors the page shows, as one text."""
    assert response.status_code == 200, "the form was accepted"
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    found = [response.context["adminform"].form.errors.as_text()]
    found += [form.errors.as_text() for formset in formsets for form in formset.forms]
    found += [formset.non_form_errors().as_text() for formset in formsets]
    return "\n".join(filter(None, found))


# --- Who may come in


def test_anonymous_is_sent_to_the_login(client: Client) -> None:
    response = client.get(LIST)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_staff_who_may_only_view_see_but_cannot_save(client: Client, article: Article) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(
        Permission.objects.filter(content_type__app_label="articles", codename__startswith="view_")
    )
    client.force_login(viewer)
    page = client.get(change_url(article))
    assert page.status_code == 200
    assert "Le quai vu du ciel." in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change_url(article), {"headline": "Autre"}).status_code == 403
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.get().headline == article.headline


def test_articles_cannot_be_typed_in(admin_client: Client) -> None:
    assert admin_client.get(f"{LIST}add/").status_code == 403


def test_the_desk_bears_the_name_of_the_site(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "| Newsroom</title>" in page
    assert "Archive desk" in page
    assert "Django" not in page


@pytest.mark.parametrize("model", ["agency", "article", "entity", "importproblem", "importrun", "story"])
def test_pages_hold_no_inline_script_or_style(admin_client: Client, article: Article, model: str) -> None:
    run = ImportRun.objects.create(paths=["in"], options={"jobs": 2})
    rows = {
        "agency": article.agency,
        "article": article,
        "entity": make_place("Seoul"),
        "importrun": run,
        "importproblem": ImportProblem.objects.create(run=run, file="a.txt", reason="empty"),
        "story": article.story,
    }
    for address in (reverse(f"admin:articles_{model}_changelist"), change_url(rows[model])):
        response = admin_client.get(address)
        assert response.status_code == 200
        page = response.content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


# --- The list of articles


def listed(response: Any) -> list[str]:
    return [row.headline for row in response.context["cl"].result_list]


def queries_of_list(client: Client) -> list[str]:
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(LIST).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_list_takes_the_same_queries_at_20_and_200_articles_and_no_bodies(admin_client: Client) -> None:
    for number in range(200):
        make_article(filed_from=["SEOUL"])
        if number == 19:
            few = queries_of_list(admin_client)
    many = queries_of_list(admin_client)
    assert len(many) == len(few)
    for column in ("body", "search_vector", "caption_text", "entity_ids"):
        assert not any(f'"{column}"' in sql for sql in many), column


def test_list_shows_what_was_filed(admin_client: Client, article: Article) -> None:
    make_article(headline="Sans date", filed_from=["SEOUL", "INCHEON"], date=None, status="withheld", language="ko")
    page = admin_client.get(LIST).content.decode()
    for text in ("SEOUL, INCHEON", "Yonhap", "French", "Korean", "withheld", "undated", "Sept. 13, 2023"):
        assert text in page


@pytest.mark.parametrize(
    "words, found",
    [
        ("paragraphes", True),  # a stem of the body
        ("quai", True),  # a caption
        ('"premier paragraphe"', True),
        ('"paragraphe premier"', False),
        ("ferry -port", False),
        ("AFR20230913000100884", True),
        ("AFR20230913", False),
        ("absent", False),
    ],
)
def test_search_reads_words_as_the_site_does(admin_client: Client, article: Article, words: str, found: bool) -> None:
    assert bool(listed(admin_client.get(LIST, {"q": words}))) is found


def test_search_finds_an_article_by_its_number(admin_client: Client, article: Article) -> None:
    make_article(headline="Un autre")
    assert listed(admin_client.get(LIST, {"q": str(article.pk)})) == [article.headline]


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"dated": "yes"}, ["Daté"]),
        ({"dated": "no"}, ["Sans date", "한국"]),
        ({"language": "ko"}, ["한국"]),
        ({"language": "unknown"}, ["Sans date"]),
        ({"status__exact": "withheld"}, ["Daté"]),
        ({"filed_on__year": "2023"}, ["Daté"]),
        ({"filed_on__year": "2022"}, []),
        ({"agency__isnull": "True"}, ["Sans date", "한국"]),
    ],
)
def test_list_filters(admin_client: Client, query: dict[str, str], expected: list[str]) -> None:
    make_article(headline="Daté", language="fr", status="withheld")
    make_article(headline="Sans date", date=None, language="", agency=None)
    make_article(headline="한국", date=None, language="ko", agency=None)
    assert sorted(listed(admin_client.get(LIST, query))) == expected


@pytest.mark.parametrize(
    "query",
    [
        "filed_on__year=0",
        "filed_on__year=99999",
        "filed_on__year=2023&filed_on__month=13",
        "filed_on__year=x",
        "agency__id__exact=x",
        "agency__id__exact=99999999999999999999",
        "language=%00",
        "guid=%00",
        "q=%00",
        "nothing=1",
        "id__exact=x",
        "o=x.y",
        "p=-3",
        "p=99999",
        "q=" + "9" * 30,
        "q=" + "(" * 300,
        "q=%22%27%26%21%3A*",
    ],
)
def test_nonsense_in_the_address_is_no_failure(admin_client: Client, query: str) -> None:
    make_article()
    response = admin_client.get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200
    if response.redirect_chain:
        assert "makes no sense" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_pattern_postgresql_refuses_is_no_failure(admin_client: Client) -> None:
    make_article()
    assert "makes no sense" in admin_client.get(f"{LIST}?headline__regex=(", follow=True).content.decode()


def test_counting_stops_where_a_page_would_wait(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, article: Article
) -> None:
    for number in range(4):
        make_article(headline=f"Ferry {number}")
    monkeypatch.setattr(desk, "MOST_COUNTED", 3)
    with CaptureQueriesContext(connection) as captured:
        page = admin_client.get(LIST, {"q": "ferry"}).content.decode()
    assert "at least 3 articles" in page
    assert "at least 3 results" in page
    counts = [query["sql"] for query in captured.captured_queries if "COUNT(*)" in query["sql"]]
    assert counts and all("LIMIT 3" in sql for sql in counts)


def test_no_action_on_more_rows_than_were_counted(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, article: Article
) -> None:
    for number in range(4):
        make_article(headline=f"Ferry {number}")
    monkeypatch.setattr(desk, "MOST_COUNTED", 3)
    chosen = {"action": "delete_selected", "select_across": "1", "_selected_action": [article.pk], "post": "yes"}
    response = admin_client.post(LIST, chosen, follow=True)
    assert "narrow the list first" in response.content.decode()
    assert Article.objects.count() == 5


# --- Correcting an article


def test_saved_edit_is_searchable_at_once_and_in_the_history(admin_client: Client, article: Article) -> None:
    save(admin_client, article, headline="La navette accoste", **{"captions-0-text": "Le phare au crépuscule."})
    for words in ("navette", "crépuscules"):
        assert list(Article.objects.matching(words)) == [article]
    assert not Article.objects.matching("ciel").exists()
    message = LogEntry.objects.get().get_change_message()
    assert "Changed Headline." in message
    assert "Changed Text for caption “Le phare au crépuscule.”." in message
    history = admin_client.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "Changed Headline." in history


@pytest.mark.parametrize(
    "changes, names",
    [
        ({"headline": "Autre titre"}, ["headline"]),
        ({"body": "Un seul.\r\n\r\n\r\n\r\nDeux."}, ["body"]),
        ({"bylines": "Kim, au port\r\n\r\nPark"}, ["bylines"]),
        ({"status": "canceled", "version_label": "5e LD", "version": "5"}, ["status", "version", "version_label"]),
        ({"date": "2022-09-13"}, ["date", "date_from"]),
        ({"date": "2022-09-13", "date_from": "weekday"}, ["date", "date_from"]),
        ({"date_from": "weekday"}, ["date_from"]),
        ({"date": ""}, ["date", "date_from"]),
        ({"captions-1-restriction": "Corée du Sud"}, ["captions"]),
        ({"captions-1-DELETE": "on"}, ["captions"]),
        ({"related_headlines-0-headline": "Autre"}, ["related_headlines"]),
        ({"dateline_places-0-as_filed": "SÉOUL"}, ["dateline_places"]),
        ({"dateline_places-TOTAL_FORMS": "2", "dateline_places-1-as_filed": "BUSAN"}, ["dateline_places"]),
        ({"note": "Vu.", "captions-0-text": "Autre."}, ["captions", "note"]),
    ],
)
def test_edit_remembers_what_belongs_to_the_librarian(
    admin_client: Client, article: Article, changes: dict[str, str], names: list[str]
) -> None:
    assert save(admin_client, article, **changes).status_code == 302
    article = Article.objects.get()
    assert article.edited_fields == names
    assert article.edited_at is not None


def test_edits_add_up(admin_client: Client, article: Article) -> None:
    save(admin_client, article, note="Vu.")
    save(admin_client, article, region="Corée")
    assert Article.objects.get().edited_fields == ["note", "region"]


def test_saving_unchanged_changes_nothing(admin_client: Client, article: Article) -> None:
    before = Article.objects.filter(pk=article.pk).values().get()
    assert save(admin_client, article).status_code == 302
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_only_changed_columns_are_written(admin_client: Client, article: Article) -> None:
    form = filled_form(admin_client, change_url(article))
    Article.objects.update(note="Arrived meanwhile")
    with CaptureQueriesContext(connection) as captured:
        admin_client.post(change_url(article), {**form, "note": "Arrived meanwhile", "region": "Corée"})
    updates = [query["sql"] for query in captured.captured_queries if 'UPDATE "articles_article"' in query["sql"]]
    assert any('"region"' in sql for sql in updates)
    assert not any('"body"' in sql or '"headline"' in sql for sql in updates)


def test_body_keeps_one_empty_line_between_paragraphs(admin_client: Client, article: Article) -> None:
    save(admin_client, article, body="\r\n　字下げ。\r\n \r\n\r\nDeux\r\nlignes.\r\n")
    assert Article.objects.get().paragraphs == ["　字下げ。", "Deux\nlignes."]


@pytest.mark.parametrize(
    "changes, evidence",
    [
        ({"date": "2022-09-13"}, "edited"),
        ({"date": "2022-09-13", "date_from": ""}, "edited"),
        ({"date": "2022-09-13", "date_from": "guid"}, "guid"),
        ({"date_from": ""}, "edited"),
        ({"date": ""}, ""),
    ],
)
def test_date_and_evidence_go_together(
    admin_client: Client, article: Article, changes: dict[str, str], evidence: str
) -> None:
    assert save(admin_client, article, **changes).status_code == 302
    assert Article.objects.get().date_from == evidence


def test_evidence_without_a_date_is_refused(admin_client: Client) -> None:
    response = save(admin_client, make_article(date=None), date_from="guid")
    assert "Give the date this evidence is for" in errors_of(response)


@pytest.mark.parametrize(
    "changes, error",
    [
        ({"headline": ""}, "required"),
        ({"headline": " \r\n "}, "required"),
        ({"headline": "a\x00b"}, "Null characters"),
        ({"body": "a\x00b"}, "Null characters"),
        ({"bylines": "a\x00b"}, "Null characters"),
        ({"captions-0-text": "a\x00b"}, "Null characters"),
        ({"captions-0-text": ""}, "required"),
        ({"status": "lost"}, "not one of the available choices"),
        ({"date_from": "rumour"}, "not one of the available choices"),
        ({"date": "2023-99-99"}, "valid date"),
        ({"date": "0001-01-01"}, "before 1835"),
        ({"language": "klingon"}, "klingon"),
        ({"agency": "999999"}, "Select a valid choice"),
        ({"version": "-1"}, "greater than or equal to 0"),
        ({"version": "40000"}, "less than or equal to 32767"),
        ({"version": "9" * 40}, "less than or equal to"),
        ({"version_label": "x" * 101}, "at most 100"),
        ({"guid": "x" * 251}, "at most 250"),
        ({"captions-1-position": "0"}, "duplicate"),
        ({"related_headlines-1-position": "0"}, "duplicate"),
        ({"captions-0-position": "-1"}, "greater than or equal to 0"),
        ({"captions-0-paragraph": "99999999999"}, "less than or equal to"),
        ({"related_headlines-0-headline": ""}, "required"),
        ({"dateline_places-0-as_filed": "x" * 201}, "at most 200"),
        ({"dateline_places-0-place": "999999"}, "Select a valid choice"),
        ({"captions-0-id": "999999"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_an_error_of_the_form(
    admin_client: Client, article: Article, changes: dict[str, str], error: str
) -> None:
    assert error in errors_of(save(admin_client, article, **changes))
    assert Article.objects.get().edited_fields == []


def test_rows_can_change_places(admin_client: Client, article: Article) -> None:
    response = save(admin_client, article, **{"captions-0-position": "1", "captions-1-position": "0"})
    assert response.status_code == 302
    texts = article.captions.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Les passagers descendent.", "Le quai vu du ciel."]


def test_row_without_a_number_goes_to_the_end(admin_client: Client, article: Article) -> None:
    new = {"captions-TOTAL_FORMS": "3", "captions-2-text": "Le soir.", "captions-2-paragraph": "1"}
    assert save(admin_client, article, **new, **{"captions-2-position": ""}).status_code == 302
    assert article.captions.get(text="Le soir.").position == 2


def test_place_chosen_for_a_dateline_files_the_article_there(admin_client: Client, article: Article) -> None:
    korea = make_place("South Korea")
    seoul = make_place("Seoul", parent=korea)
    save(admin_client, article, **{"dateline_places-0-place": str(seoul.pk)})
    assert list(Article.objects.filed_from(seoul)) == list(Article.objects.filed_from(korea)) == [article]


def test_dateline_takes_no_person_for_a_place(admin_client: Client, article: Article) -> None:
    person = make_person("Han")
    response = save(admin_client, article, **{"dateline_places-0-place": str(person.pk)})
    assert "Select a valid choice" in errors_of(response)


def test_places_are_offered_with_what_they_lie_in(admin_client: Client) -> None:
    texas = make_place("Texas", country_code="US")
    make_place("Paris", slug="paris-texas", key="place:paris-texas", parent=texas, country_code="US")
    make_place("Paris", country_code="FR", names={"en": "Paris"})
    make_place("Parisville")
    make_person("Paris")
    address = reverse("admin:articles_entity_places")
    query = {"app_label": "articles", "model_name": "datelineplace", "field_name": "place", "term": "paris\x00"}
    with CaptureQueriesContext(connection) as captured:
        offered = admin_client.get(address, query).json()["results"]
    assert sorted(choice["text"] for choice in offered[:2]) == ["Paris (FR)", "Paris (Texas, US)"]
    assert [choice["text"] for choice in offered[2:]] == ["Parisville"]
    assert len(captured) < 6


def test_page_shows_what_the_archive_keeps(admin_client: Client, article: Article) -> None:
    place = make_place("Seoul")
    for start in (0, 9):
        Mention.objects.create(article=article, entity=place, zone="body", start=start, end=start + 5, text="Séoul")
    run = ImportRun.objects.create(paths=["in"])
    Article.objects.update(run=run, edited_fields=["headline", "captions"])
    page = admin_client.get(change_url(article)).content.decode()
    assert f'<a href="{change_url(place)}">Seoul</a> ×\u202f2' in page
    assert f'<a href="{change_url(run)}">run {run.pk}</a>' in page
    assert f'href="{reverse("articles:source", args=[article.pk])}"' in page
    assert "story.txt (text, utf-8, 7 B)" in page
    assert "headline, captions" in page
    assert f'href="{article.get_absolute_url()}" class="viewsitelink"' in page


def test_kept_columns_cannot_be_posted(admin_client: Client, article: Article) -> None:
    save(admin_client, article, identity="mine", fingerprint="mine", edited_fields="body", story="77", note="Vu.")
    after = Article.objects.get()
    assert (after.identity, after.fingerprint, after.story_id) == (
        article.identity,
        article.fingerprint,
        article.story_id,
    )
    assert after.edited_fields == ["note"]


def test_markup_in_copy_is_shown_as_text(admin_client: Client, article: Article) -> None:
    Article.objects.update(headline="<script>alert(1)</script>", body="</textarea><script>alert(2)</script>")
    for address in (LIST, change_url(article), change_url(article.story), "/admin/articles/story/"):
        assert "<script>alert" not in admin_client.get(address).content.decode()


# --- What imports leave alone

COPY = """(LEAD) Le ferry quitte le port

SEOUL, 13 sept. (Yonhap) -- Le ferry Haeoreum a quitté le port ce mercredi 13 septembre 2023.
Personne n'a été blessé.
(FIN)
AFR20230913001453884
"""


def test_later_import_does_not_undo_an_edit(admin_client: Client, tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text(COPY, encoding="utf-8")
    call_command("import_articles", str(file))
    article = Article.objects.get()
    save(admin_client, article, headline="La navette quitte le port", date="2023-09-14", note="Vu.")
    file.write_text(COPY.replace("Personne", "Aucun passager"), encoding="utf-8")
    call_command("import_articles", str(file))
    article = Article.objects.get()
    assert "Aucun passager" in article.body
    assert (article.headline, article.note) == ("La navette quitte le port", "Vu.")
    assert (article.date, article.date_from) == (date(2023, 9, 14), "edited")
    assert list(Article.objects.matching("navette passager")) == [article]


# --- Deleting


def test_deleting_asks_first_and_takes_the_empty_story_along(admin_client: Client, article: Article) -> None:
    kept = make_article(headline="Reste")
    address = f"{LIST}{article.pk}/delete/"
    assert "Are you sure" in admin_client.get(address).content.decode()
    assert Article.objects.count() == 2
    admin_client.post(address, {"post": "yes"})
    assert list(Article.objects.all()) == [kept]
    assert list(Story.objects.all()) == [kept.story]


def test_deleting_several_keeps_a_story_that_still_has_articles(admin_client: Client, article: Article) -> None:
    kept = make_article(headline="Autre version", story=article.story)
    gone = make_article(headline="Part")
    chosen = {"action": "delete_selected", "_selected_action": [article.pk, gone.pk]}
    assert "Are you sure" in admin_client.post(LIST, chosen).content.decode()
    admin_client.post(LIST, {**chosen, "post": "yes"})
    assert list(Article.objects.all()) == [kept]
    assert list(Story.objects.all()) == [kept.story]


def test_only_superusers_delete_articles(client: Client, article: Article) -> None:
    librarian = User.objects.create_user("librarian", is_staff=True)
    librarian.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    client.force_login(librarian)
    assert save(client, article, note="Vu.").status_code == 302
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(LIST).content.decode()


# --- Entities


ENTITIES = "/admin/articles/entity/"


def new_entity(client: Client, **values: str) -> Any:
    form = filled_form(client, f"{ENTITIES}add/")
    given = {"kind": "place", "name": "Incheon", "slug": "incheon", "key": "place:incheon"}
    return client.post(f"{ENTITIES}add/", {**form, **given, **values})


def test_entity_is_added_with_names_and_aliases(admin_client: Client) -> None:
    aliases = {"aliases-TOTAL_FORMS": "2", "aliases-0-name": "仁川", "aliases-1-name": "인천"}
    response = new_entity(admin_client, names='{"fr": " Incheon ", "ko": "인천"}', country_code="kr", **aliases)
    assert response.status_code == 302
    entity = Entity.objects.get()
    assert entity.names == {"fr": "Incheon", "ko": "인천"}
    assert entity.country_code == "KR"
    assert sorted(entity.aliases.values_list("name", flat=True)) == ["仁川", "인천"]


@pytest.mark.parametrize(
    "values, error",
    [
        ({"names": "[]"}, "by language code"),
        ({"names": '"Seoul"'}, "by language code"),
        ({"names": "{"}, "not JSON"),
        ({"names": "[" * 100_000}, "not JSON"),
        ({"names": "9" * 5000}, "not JSON"),
        ({"names": '{"french": "Séoul"}'}, "not a language code"),
        ({"names": '{"": "Séoul"}'}, "not a language code"),
        ({"names": '{"fr": ""}'}, "must be text"),
        ({"names": '{"fr": 1}'}, "must be text"),
        ({"names": '{"fr": null}'}, "must be text"),
        ({"names": '{"fr": ["a"]}'}, "must be text"),
        ({"names": r'{"fr": "a\u0000"}'}, "must be text"),
        ({"names": r'{"fr": "\ud800"}'}, "must be text"),
        ({"names": '{"fr": "a\x00"}'}, "Null characters"),
        ({"names": json.dumps({"fr": "x" * 251})}, "must be text"),
        ({"name": ""}, "required"),
        ({"name": "a\x00"}, "Null characters"),
        ({"name": "x" * 251}, "at most 250"),
        ({"slug": "a b"}, "valid"),
        ({"slug": "seoul"}, "already exists"),
        ({"key": "place:seoul"}, "already exists"),
        ({"kind": "ship"}, "not one of the available choices"),
        ({"latitude": "200", "longitude": "0"}, "between -90 and 90"),
        ({"latitude": "0", "longitude": "181"}, "between -180 and 180"),
        ({"latitude": "nan", "longitude": "0"}, "Enter a number"),
        ({"latitude": "1"}, "both latitude and longitude"),
        ({"country_code": "K1"}, "two letters"),
        ({"parent": "999999"}, "Select a valid choice"),
        ({"kind": "person", "latitude": "1", "longitude": "1"}, "Only a place"),
        ({"kind": "person", "place_type": "city"}, "Only a place"),
        ({"aliases-TOTAL_FORMS": "2", "aliases-0-name": "A", "aliases-1-name": "A"}, "duplicate"),
        ({"aliases-TOTAL_FORMS": "1", "aliases-0-name": "a\x00"}, "Null characters"),
        ({"aliases-TOTAL_FORMS": "1", "aliases-0-name": "x" * 251}, "at most 250"),
    ],
)
def test_bad_entity_is_an_error_of_the_form(admin_client: Client, values: dict[str, str], error: str) -> None:
    make_place("Seoul")
    assert error in errors_of(new_entity(admin_client, **values))
    assert Entity.objects.count() == 1


def test_what_decisions_are_for_stays_as_it_is_when_the_form_is_saved(admin_client: Client) -> None:
    place = make_place("Seoul", ["서울"], names={"fr": "Séoul"})
    before = Entity.objects.values("key", "kind", "name", "names", "slug").get(), list(Alias.objects.values())
    given = {"name": "Séoul", "key": "test:other", "slug": "other", "kind": "person", "names": ""}
    aliases = {"aliases-TOTAL_FORMS": "4", "aliases-3-name": "Han", "aliases-0-DELETE": "on", "aliases-0-name": "X"}
    response = save(admin_client, place, **given, **aliases, place_type="capital")
    assert response.status_code == 302
    assert (Entity.objects.values(*before[0]).get(), list(Alias.objects.values())) == before
    assert Entity.objects.get().place_type == "capital"


def test_address_another_entity_had_is_not_given_to_a_new_one(admin_client: Client) -> None:
    OldAddress.objects.create(kind="place", slug="incheon", entity=make_place("Seoul"))
    assert "had this address" in errors_of(new_entity(admin_client))


def test_place_lies_in_none_that_readers_do_not_see(admin_client: Client) -> None:
    seoul, wrong = make_place("Seoul"), make_place("Korea")
    decisions.hide(wrong, None)
    assert "do not see that place" in errors_of(save(admin_client, seoul, parent=str(wrong.pk)))
    address = reverse("admin:articles_entity_places")
    query = {"app_label": "articles", "model_name": "datelineplace", "field_name": "place", "term": "korea"}
    assert admin_client.get(address, query).json()["results"] == []


def test_place_cannot_lie_in_itself_or_in_its_parts(admin_client: Client) -> None:
    korea = make_place("South Korea")
    seoul = make_place("Seoul", parent=korea)
    assert "cannot lie in itself" in errors_of(save(admin_client, korea, parent=str(korea.pk)))
    assert "cannot lie in itself" in errors_of(save(admin_client, korea, parent=str(seoul.pk)))


def test_place_lies_in_no_person(admin_client: Client) -> None:
    person = make_person("Han")
    assert "Select a valid choice" in errors_of(save(admin_client, make_place("Seoul"), parent=str(person.pk)))


def names_listed(response: Any) -> list[str]:
    return sorted(entity.name for entity in response.context["cl"].result_list)


@pytest.mark.parametrize("words", ["seo", "서울", "SÉOUL", "seoul"])
def test_entity_is_found_by_name_or_alias(admin_client: Client, words: str) -> None:
    seoul = make_place("Seoul")
    make_place("Busan")
    for name in ("서울", "서울특별시", "Séoul"):
        Alias.objects.create(entity=seoul, name=name)
    assert names_listed(admin_client.get(ENTITIES, {"q": words})) == ["Seoul"]


def test_entities_are_filtered_by_kind_and_counted_in_few_queries(admin_client: Client, article: Article) -> None:
    seoul = make_place("Seoul")
    make_person("Han")
    for start in (0, 9):
        Mention.objects.create(article=article, entity=seoul, zone="body", start=start, end=start + 5, text="Séoul")
    article.dateline_places.update(place=seoul)
    assert names_listed(admin_client.get(ENTITIES, {"kind__exact": "person"})) == ["Han"]

    with CaptureQueriesContext(connection) as few:
        row = next(row for row in admin_client.get(ENTITIES).context["cl"].result_list if row.name == "Seoul")
    assert (row.about, row.filed) == (1, 1)
    for number in range(30):
        make_place(f"Place {number}", parent=seoul)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(ENTITIES)
    assert len(many) == len(few)


@pytest.mark.parametrize("action", [False, True])
def test_entity_that_is_mentioned_is_not_deleted(admin_client: Client, article: Article, action: bool) -> None:
    seoul = make_place("Seoul")
    for start in (0, 9):
        Mention.objects.create(article=article, entity=seoul, zone="body", start=start, end=start + 5, text="Séoul")
    chosen = {"action": "delete_selected", "_selected_action": [seoul.pk], "post": "yes"}
    address = ENTITIES if action else f"{ENTITIES}{seoul.pk}/delete/"
    response = admin_client.post(address, chosen if action else {"post": "yes"})
    assert response.status_code == 200
    assert "Seoul: 2 mentions" in response.content.decode()
    assert Entity.objects.filter(pk=seoul.pk).exists()


def test_entity_nobody_names_is_deleted_with_its_aliases(admin_client: Client) -> None:
    seoul = make_place("Seoul")
    Alias.objects.create(entity=seoul, name="서울")
    assert admin_client.post(f"{ENTITIES}{seoul.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Entity.objects.exists()


@pytest.mark.parametrize("name", ["Seoul", "Séoul"])
def test_entity_decisions_speak_of_is_not_deleted(admin_client: Client, name: str) -> None:
    made = {name: make_place(name, slug=f"at-{number}") for number, name in enumerate(["Seoul", "Séoul"])}
    decisions.undo(decisions.merge(made["Seoul"], [made["Séoul"]], None), None)
    response = admin_client.post(f"{ENTITIES}{made[name].pk}/delete/", {"post": "yes"})
    assert "decisions speak of it" in response.content.decode()
    assert Entity.objects.count() == 2


def test_article_links_what_a_merged_entity_counts_as(admin_client: Client) -> None:
    seoul, doubled = make_place("Seoul"), make_place("Séoul", slug="seoul-2", key="place:seoul-2")
    article = make_article(mentions=[seoul, doubled])
    decisions.merge(seoul, [doubled], None)
    page = admin_client.get(change_url(article)).content.decode()
    assert f'<a href="{change_url(seoul)}">Seoul</a> ×\u202f2' in page
    assert change_url(doubled) not in page


def test_agency_with_articles_is_not_deleted_and_keeps_its_address(admin_client: Client, article: Article) -> None:
    agency = article.agency
    response = admin_client.post(f"/admin/articles/agency/{agency.pk}/delete/", {"post": "yes"})
    assert "Yonhap: 1 article" in response.content.decode()
    save(admin_client, agency, name="Agence Yonhap", slug="other")
    assert Agency.objects.values_list("name", "slug").get() == ("Agence Yonhap", "yonhap")


@pytest.mark.django_db(transaction=True)
def test_change_made_at_the_same_moment_is_a_message(
    admin_client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = filled_form(admin_client, change_url(article))
    Caption.objects.create(article=article, position=2, text="Saved by somebody else")
    new = {
        "captions-TOTAL_FORMS": "3",
        "captions-2-text": "Le soir.",
        "captions-2-position": "2",
        "captions-2-paragraph": "0",
    }
    response = admin_client.post(change_url(article), {**form, **new, "note": "Vu."}, follow=True)
    assert "Somebody else changed this" in response.content.decode()
    article.refresh_from_db()
    assert article.note == ""
    assert article.captions.count() == 3


# --- Stories, import runs, problems: to be read


def test_stories_show_their_newest_headline_and_lead_to_their_articles(admin_client: Client, article: Article) -> None:
    make_article(headline="Le ferry, deuxième version", story=article.story, version=5)
    page = admin_client.get("/admin/articles/story/", {"q": "deuxième"})
    (story,) = page.context["cl"].result_list
    assert (story.newest, story.number) == ("Le ferry, deuxième version", 2)
    shown = admin_client.get(change_url(article.story)).content.decode()
    assert f'href="{change_url(article)}"' in shown
    assert "Le ferry, deuxième version" in shown


def test_list_of_stories_takes_the_same_queries_however_many(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/admin/articles/story/")
        return len(captured)

    make_article()
    queries()
    few = queries()
    for number in range(40):
        make_article(headline=f"Titre {number}")
    assert queries() == few


@pytest.fixture
def run() -> ImportRun:
    run = ImportRun.objects.create(
        state="finished", paths=["in/2023", "in/2024"], options={"received": "2023-09-13"}, created=12, unreadable=203
    )
    problems = [ImportProblem(run=run, file=f"in/{n}.txt", line=n, reason="empty file") for n in range(202)]
    problems.append(ImportProblem(run=run, file="in/last.xml", reason="not text", excerpt="<b>&"))
    ImportProblem.objects.bulk_create(problems)
    return run


@pytest.mark.parametrize("model", ["importrun", "importproblem", "story"])
def test_records_cannot_be_added_changed_or_deleted(
    admin_client: Client, article: Article, run: ImportRun, model: str
) -> None:
    row = {"importrun": run, "importproblem": run.problems.first(), "story": article.story}[model]
    address = f"/admin/articles/{model}/"
    assert admin_client.get(f"{address}add/").status_code == 403
    assert admin_client.post(change_url(row), {"state": "running", "reason": "x"}).status_code == 403
    assert admin_client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address, chosen)
    assert type(row).objects.filter(pk=row.pk).exists()
    assert 'name="_save"' not in admin_client.get(change_url(row)).content.decode()


def test_run_shows_its_counts_options_and_first_problems(admin_client: Client, run: ImportRun) -> None:
    page = admin_client.get(change_url(run)).content.decode()
    for text in ("finished", "in/2023", "in/2024", "received: &quot;2023-09-13&quot;", "All 203 problems as a list"):
        assert text in page
    assert f"/admin/articles/importproblem/?run={run.pk}" in page
    assert page.count(">in/") == 200 + 2
    assert "last.xml" not in page


@pytest.mark.parametrize("query, count", [({"state__exact": "finished"}, 1), ({"state__exact": "running"}, 0)])
def test_runs_are_filtered_by_state(admin_client: Client, run: ImportRun, query: dict[str, str], count: int) -> None:
    assert len(admin_client.get("/admin/articles/importrun/", query).context["cl"].result_list) == count


@pytest.mark.parametrize(
    "query, count",
    [
        ({}, 205),
        ({"run": "{run}"}, 203),
        ({"run": "{run}", "reason": "not text"}, 1),
        ({"reason": "empty file"}, 204),
        ({"reason": "unheard of"}, 0),
        ({"run": "9999999999999999999"}, 205),
        ({"run": "x"}, 205),
        ({"q": "last.xml"}, 1),
    ],
)
def test_problems_are_found_by_run_reason_and_file(
    admin_client: Client, run: ImportRun, query: dict[str, str], count: int
) -> None:
    other = ImportRun.objects.create(paths=["again"], unreadable=2)
    for name in ("a", "b"):
        ImportProblem.objects.create(run=other, file=f"again/{name}.txt", reason="empty file")
    query = {name: value.format(run=run.pk) for name, value in query.items()}
    assert admin_client.get("/admin/articles/importproblem/", query).context["cl"].result_count == count


def test_excerpt_of_a_problem_is_shown_as_text(admin_client: Client, run: ImportRun) -> None:
    page = admin_client.get(change_url(run.problems.last())).content.decode()
    assert "<code>&lt;b&gt;&amp;</code>" in page
