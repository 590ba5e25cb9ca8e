"""Deciding at the archive desk: asked for, confirmed, logged, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import decisions
from articles.models import Decision, Entity, Mention
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db

ENTITIES, MENTIONS, DECISIONS = (f"/admin/articles/{name}/" for name in ("entity", "mention", "decision"))


@pytest.fixture
def kim() -> Entity:
    """Kim Ji-ho, named in two articles, one of which names Kim Jiho as well."""
    kim, doubled = make_person("Kim Ji-ho", ["J. H. Kim"]), make_person("Kim Jiho")
    text = "The ferry left. Captain Kim Ji-ho waved. It was late."
    for others in ([], [doubled]):
        article = make_article(paragraphs=["First.", text], mentions=others)
        Mention.objects.create(article=article, entity=kim, zone="body", part=1, start=24, end=33, text="Kim Ji-ho")
    return kim


@pytest.fixture
def doubled(kim: Entity) -> Entity:
    return make_person("Kim Jiho")


def page_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def said(response: Any) -> str:
    """Return what the librarian is told after being led on."""
    assert response.redirect_chain
    return " ".join(str(message) for message in response.context["messages"])


def logged(entity: Entity) -> list[str]:
    content_type = ContentType.objects.get_for_model(Entity)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(entity.pk)).order_by("pk")
    return [entry.get_change_message() for entry in entries]


# --- Merging


def test_merging_is_confirmed_logged_and_undone(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    chosen = {"action": "merge_selected", "_selected_action": [kim.pk, doubled.pk]}
    page = page_of(admin_client.post(ENTITIES, chosen, follow=True))
    for text in ("/people/kim-ji-ho/", "/people/kim-jiho/", "lead to the one that stays", "outlives imports"):
        assert text in page
    assert page.index("Kim Ji-ho</label>") < page.index("Kim Jiho</label>")
    assert page.count("checked") == 1
    assert not Decision.objects.exists()

    given = {"ids": f"{kim.pk},{doubled.pk}", "stays": kim.pk}
    response = admin_client.post(f"{ENTITIES}merge/", given, follow=True)
    decision = Decision.objects.get()
    assert f'“Kim Jiho” merged into “Kim Ji-ho”. <a href="{DECISIONS}{decision.pk}/undo/">' in said(response)
    assert (decision.made_by.username, Entity.objects.get(pk=doubled.pk).merged_into) == ("admin", kim)
    for entity in (kim, doubled):
        assert logged(entity) == ["“Kim Jiho” merged into “Kim Ji-ho”."]
    assert admin_client.get("/people/kim-jiho/")["Location"] == "/people/kim-ji-ho/"

    undo = f"{DECISIONS}{decision.pk}/undo/"
    assert "put back as it was" in page_of(admin_client.get(undo))
    response = admin_client.post(undo, follow=True)
    assert "Undone: “Kim Jiho” merged into “Kim Ji-ho”." in said(response)
    assert Entity.objects.get(pk=doubled.pk).merged_into is None
    assert logged(doubled)[-1] == "Undone: “Kim Jiho” merged into “Kim Ji-ho”."
    assert "undone already" in page_of(admin_client.get(undo))
    assert "undone already" in said(admin_client.post(undo, follow=True))


def test_merging_offers_others_of_the_kind_by_name(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    make_organisation("Kim & Co")
    decisions.hide(make_person("Kim Hidden"), None)
    response = admin_client.get(f"{ENTITIES}merge/", {"ids": kim.pk, "q": "kim"})
    assert response.context["offered"] == [doubled]
    assert f'href="?ids={kim.pk},{doubled.pk}"' in page_of(response)
    assert 'value="Merge"' not in page_of(response)
    assert "No other is called" in page_of(admin_client.get(f"{ENTITIES}merge/", {"ids": kim.pk, "q": "\x00zz"}))


def test_merge_that_is_refused_says_why(admin_client: Client, kim: Entity) -> None:
    organisation = make_organisation("Baekdu Marine")
    ids = f"{kim.pk},{organisation.pk}"
    page = page_of(admin_client.get(f"{ENTITIES}merge/", {"ids": ids}))
    assert "differ in kind" in page
    assert 'value="Merge"' not in page
    response = admin_client.post(f"{ENTITIES}merge/", {"ids": ids, "stays": kim.pk}, follow=True)
    assert "differ in kind" in said(response)
    assert "which one stays" in said(
        admin_client.post(f"{ENTITIES}merge/", {"ids": ids, "stays": "7" * 30}, follow=True)
    )
    assert not Decision.objects.exists()


def test_merge_page_takes_the_same_queries_however_many_are_merged(admin_client: Client, kim: Entity) -> None:
    others = [make_person(f"Kim {number}") for number in range(30)]

    def queries(*entities: Entity) -> int:
        ids = ",".join(str(entity.pk) for entity in entities)
        with CaptureQueriesContext(connection) as captured:
            assert len(admin_client.get(f"{ENTITIES}merge/", {"ids": ids}).context["candidates"]) == len(entities)
        return len(captured)

    queries(kim)
    assert queries(kim, others[0]) == queries(kim, *others)


# --- Questions about one entity


@pytest.mark.parametrize(
    "question, given, foreseen, done",
    [
        (
            "rename",
            {"name": "Kim", "names": '{"fr": "Kime"}'},
            ["“Kim”", "In French: “Kime”.", "/people/kim/"],
            "renamed",
        ),
        ("kind", {"kind": "organisation"}, ["as organisation", "/organisations/kim-ji-ho/"], "changed from person"),
        ("alias", {"name": "Kim Jiho"}, ["finds “Kim Ji-ho”", "“Kim Jiho” is called so as well"], "added to"),
        ("hide", {}, ["2 articles are no longer shown", "no page"], "hidden"),
    ],
)
def test_question_is_asked_confirmed_and_logged(
    admin_client: Client, kim: Entity, question: str, given: dict[str, str], foreseen: list[str], done: str
) -> None:
    address = f"{ENTITIES}{kim.pk}/{question}/"
    assert address in page_of(admin_client.get(f"{ENTITIES}{kim.pk}/change/"))
    assert page_of(admin_client.get(address))
    page = page_of(admin_client.post(address, given))
    for text in (*foreseen, "can be undone", 'name="confirmed"'):
        assert text in page
    assert not Decision.objects.exists()

    response = admin_client.post(address, {**given, "confirmed": "yes"}, follow=True)
    assert done in said(response)
    assert [done in line for line in logged(kim)] == [True]
    history = page_of(admin_client.get(f"{ENTITIES}{kim.pk}/history/"))
    assert done in history
    decision = Decision.objects.get()
    assert f"{DECISIONS}{decision.pk}/undo/" in page_of(admin_client.get(f"{ENTITIES}{kim.pk}/change/"))
    admin_client.post(f"{DECISIONS}{decision.pk}/undo/")
    assert Entity.objects.filter(pk=kim.pk).values("name", "kind", "slug", "hidden_by").get() == {
        "name": "Kim Ji-ho",
        "kind": "person",
        "slug": "kim-ji-ho",
        "hidden_by": None,
    }


@pytest.mark.parametrize(
    "question, given, refusal",
    [
        ("rename", {"name": "Kim Ji-ho", "names": ""}, "called already"),
        ("rename", {"name": "", "names": ""}, "required"),
        ("rename", {"name": "a\x00b", "names": ""}, "Null characters"),
        ("rename", {"name": "x" * 251, "names": ""}, "at most 250"),
        ("rename", {"name": "Kim", "names": "{"}, "not JSON"),
        ("kind", {"kind": "person"}, "already"),
        ("kind", {"kind": "ship"}, "not one of the available choices"),
        ("alias", {"name": "J. H. Kim"}, "already"),
    ],
)
@pytest.mark.parametrize("confirmed", [False, True])
def test_question_answered_wrongly_says_why(
    admin_client: Client, kim: Entity, question: str, given: dict[str, str], refusal: str, confirmed: bool
) -> None:
    given = {**given, "confirmed": "yes"} if confirmed else given
    assert refusal in page_of(admin_client.post(f"{ENTITIES}{kim.pk}/{question}/", given))
    assert not Decision.objects.exists()


def test_alias_is_removed_from_the_entitys_page(admin_client: Client, kim: Entity) -> None:
    alias = kim.aliases.get(name="J. H. Kim")
    address = f"{ENTITIES}{kim.pk}/alias/{alias.pk}/remove/"
    assert address in page_of(admin_client.get(f"{ENTITIES}{kim.pk}/change/"))
    assert "no longer finds “Kim Ji-ho”" in page_of(admin_client.get(address))
    assert kim.aliases.count() == 2
    response = admin_client.post(address, {"confirmed": "yes"}, follow=True)
    assert "Alias “J. H. Kim” removed" in said(response)
    assert [alias.name for alias in kim.aliases.all()] == ["Kim Ji-ho"]
    assert admin_client.get(address).status_code == 404


def test_name_shown_and_alias_added_cannot_be_removed_there(admin_client: Client, kim: Entity) -> None:
    added = decisions.add_alias(kim, "Jiho K.", None)
    page = page_of(admin_client.get(f"{ENTITIES}{kim.pk}/change/"))
    for alias in kim.aliases.filter(name__in=["Kim Ji-ho", "Jiho K."]):
        assert f"/alias/{alias.pk}/remove/" not in page
        refused = page_of(admin_client.get(f"{ENTITIES}{kim.pk}/alias/{alias.pk}/remove/"))
        assert 'name="confirmed"' not in refused
    assert f"{DECISIONS}{added.pk}/undo/" in page


def test_merged_and_hidden_are_said_to_be_and_cannot_be_edited(
    admin_client: Client, kim: Entity, doubled: Entity
) -> None:
    decisions.merge(kim, [doubled], None)
    place = make_place("Nowhere")
    decisions.hide(place, None)
    for entity, state in ((doubled, "Merged into “Kim Ji-ho”"), (place, "Hidden")):
        page = page_of(admin_client.get(f"{ENTITIES}{entity.pk}/change/"))
        assert state in page
        assert "/rename/" not in page
        assert 'name="place_type"' not in page
        for question in ("rename", "kind", "alias", "hide"):
            given = {"name": "Z", "names": "", "kind": "organisation", "confirmed": "yes"}
            assert 'class="errorlist' in page_of(admin_client.post(f"{ENTITIES}{entity.pk}/{question}/", given))
    assert Decision.objects.count() == 2


def test_list_shows_what_readers_see_unless_asked(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    lee = make_person("Lee")
    decisions.merge(kim, [doubled], None)
    decisions.hide(lee, None)

    def listed(**query: str) -> list[str]:
        return sorted(row.name for row in admin_client.get(ENTITIES, query).context["cl"].result_list)

    assert listed() == ["Kim Ji-ho"]
    assert listed(state="merged") == ["Kim Jiho"]
    assert listed(state="hidden") == ["Lee"]
    assert listed(state="all") == listed(state="all", q="") == ["Kim Ji-ho", "Kim Jiho", "Lee"]
    assert "merged into “Kim Ji-ho”" in page_of(admin_client.get(ENTITIES, {"state": "merged"}))
    (row,) = admin_client.get(ENTITIES).context["cl"].result_list
    assert row.about == 2


# --- Mentions


def chosen_mentions(kim: Entity, number: int = 1) -> list[int]:
    return list(Mention.objects.filter(entity=kim).order_by("pk").values_list("pk", flat=True))[:number]


def test_mentions_are_read_in_their_sentences(admin_client: Client, kim: Entity) -> None:
    make_article(mentions=[make_person("Lee")])
    response = admin_client.get(MENTIONS, {"entity": kim.pk})
    assert page_of(response).count("Captain <mark>Kim Ji-ho</mark> waved.") == 2
    assert len(response.context["cl"].result_list) == 2


def test_mentions_of_what_was_merged_are_listed_with_it(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    decisions.merge(kim, [doubled], None)
    for entity in (kim, doubled):
        assert len(admin_client.get(MENTIONS, {"entity": entity.pk}).context["cl"].result_list) == 3
    pinned = decisions.pin(list(doubled.mentions.all()), kim, None)
    assert len(admin_client.get(MENTIONS, {"entity": kim.pk, "pinned": "yes"}).context["cl"].result_list) == 1
    assert f"{DECISIONS}{pinned.pk}/change/" in page_of(admin_client.get(MENTIONS, {"entity": kim.pk}))


@pytest.mark.parametrize("query", [{}, {"entity": "x"}, {"entity": "9" * 30}, {"entity": "999999"}, {"entity": "\x00"}])
def test_mentions_are_listed_of_one_entity_only(admin_client: Client, kim: Entity, query: dict[str, str]) -> None:
    assert "whose mentions" in said(admin_client.get(MENTIONS, query, follow=True)) or "no sense" in page_of(
        admin_client.get(MENTIONS, query, follow=True)
    )


def test_list_of_mentions_takes_the_same_queries_however_many_and_no_bodies(admin_client: Client, kim: Entity) -> None:
    def queries() -> list[str]:
        admin_client.get(MENTIONS, {"entity": kim.pk})
        with CaptureQueriesContext(connection) as captured:
            page_of(admin_client.get(MENTIONS, {"entity": kim.pk}))
        return [query["sql"] for query in captured.captured_queries]

    few = queries()
    for _ in range(20):
        make_article(mentions=[kim])
    many = queries()
    assert len(many) == len(few)
    columns = " ".join(many).lower().replace('split_part("articles_article"."body"', "")
    assert '"articles_article"."headline"' in columns
    assert '"articles_article"."body"' not in columns
    assert "search_vector" not in columns


def test_mentions_are_given_to_another(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    chosen = chosen_mentions(kim)
    page = page_of(
        admin_client.post(f"{MENTIONS}?entity={kim.pk}", {"action": "give_to_another", "_selected_action": chosen})
    )
    assert "1 mention in 1 article, now of “Kim Ji-ho”" in page
    given = {"mentions": str(chosen[0]), "q": "jiho"}
    response = admin_client.post(f"{MENTIONS}give/", given)
    assert response.context["offered"] == [doubled]
    assert "Whom do they mean?" in page_of(response)
    assert "Choose whom" in page_of(admin_client.post(f"{MENTIONS}give/", {**given, "confirmed": "yes", "target": "x"}))
    assert not Decision.objects.exists()

    response = admin_client.post(f"{MENTIONS}give/", {**given, "confirmed": "yes", "target": doubled.pk}, follow=True)
    assert "1 mention of “Kim Ji-ho” given to “Kim Jiho”" in said(response)
    assert Mention.objects.get(pk=chosen[0]).entity == doubled
    assert logged(kim) == logged(doubled) == ["1 mention of “Kim Ji-ho” given to “Kim Jiho”."]


def test_mentions_are_split_off(admin_client: Client, kim: Entity) -> None:
    chosen = chosen_mentions(kim)
    page = page_of(
        admin_client.post(f"{MENTIONS}?entity={kim.pk}", {"action": "split_off", "_selected_action": chosen})
    )
    assert 'value="Kim Ji-ho"' in page
    given = {"mentions": str(chosen[0]), "name": "Kim the younger", "kind": "person", "confirmed": "yes"}
    assert "Give the new one a name" in page_of(admin_client.post(f"{MENTIONS}split/", {**given, "name": " "}))
    response = admin_client.post(f"{MENTIONS}split/", given, follow=True)
    assert "split off as “Kim the younger”" in said(response)
    assert Entity.objects.get(name="Kim the younger").get_absolute_url() == "/people/kim-the-younger/"


def test_mentions_are_kept(admin_client: Client, kim: Entity) -> None:
    chosen = chosen_mentions(kim, 2)
    page = page_of(admin_client.post(f"{MENTIONS}?entity={kim.pk}", {"action": "keep", "_selected_action": chosen}))
    assert "2 mentions in 2 articles" in page
    assert not Decision.objects.exists()
    given = {"mentions": ",".join(map(str, chosen)), "confirmed": "yes"}
    assert "2 mentions of “Kim Ji-ho” kept" in said(admin_client.post(f"{MENTIONS}keep/", given, follow=True))
    assert Mention.objects.filter(pinned_by=Decision.objects.get()).count() == 2


@pytest.mark.parametrize("given", [{}, {"mentions": ""}, {"mentions": "x,,9"}, {"mentions": "9" * 30}])
@pytest.mark.parametrize("deal", ["give", "split", "keep"])
def test_no_mentions_or_nonsense_is_a_message(admin_client: Client, deal: str, given: dict[str, str]) -> None:
    response = admin_client.post(f"{MENTIONS}{deal}/", {**given, "confirmed": "yes"}, follow=True)
    assert "Choose at least one mention" in said(response)
    assert admin_client.get(f"{MENTIONS}{deal}/").status_code == 302


def test_mentions_of_two_entities_are_not_dealt_with_at_once(
    admin_client: Client, kim: Entity, doubled: Entity
) -> None:
    ids = ",".join(str(pk) for pk in Mention.objects.values_list("pk", flat=True))
    response = admin_client.post(f"{MENTIONS}keep/", {"mentions": ids}, follow=True)
    assert "of several entities" in said(response)


# --- Suggestions


def test_suggestion_is_accepted_or_dismissed(admin_client: Client, kim: Entity) -> None:
    other = make_person("Kim Jí-ho", key="person:x", slug="kim-ji-ho-x")
    address = f"{ENTITIES}suggestions/"
    assert address in page_of(admin_client.get(ENTITIES))
    page = page_of(admin_client.get(address, {"kind": "person"}))
    assert f"{ENTITIES}merge/?ids={kim.pk},{other.pk}&amp;back=suggestions" in page
    assert "Same name" in page or "same name" in page

    ids = f"{kim.pk},{other.pk}"
    assert "not suggested again" in page_of(admin_client.get(f"{ENTITIES}dismiss/", {"ids": ids}))
    response = admin_client.post(f"{ENTITIES}dismiss/", {"ids": ids}, follow=True)
    assert "told apart" in said(response)
    assert response.context["suggestions"] == []
    admin_client.post(f"{DECISIONS}{Decision.objects.get().pk}/undo/")
    given = {"ids": ids, "stays": kim.pk, "back": "suggestions"}
    response = admin_client.post(f"{ENTITIES}merge/", given, follow=True)
    assert response.redirect_chain[-1][0] == f"{address}?kind=person"
    assert response.context["suggestions"] == []


# --- The list of decisions


def test_decisions_are_listed_filtered_and_read_only(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    admin = User.objects.get()
    first = decisions.merge(kim, [doubled], admin)
    decisions.undo(first, admin)
    second = decisions.hide(doubled, admin)
    page = page_of(admin_client.get(DECISIONS))
    for text in ("“Kim Jiho” merged into “Kim Ji-ho”", "“Kim Jiho” hidden", "by admin"):
        assert text in page
    for query, expected in (({"undone": "yes"}, [first]), ({"undone": "no"}, [second]), ({"q": "ji-ho"}, [first])):
        assert list(admin_client.get(DECISIONS, query).context["cl"].result_list) == expected
    shown = page_of(admin_client.get(f"{DECISIONS}{second.pk}/change/"))
    assert f"{DECISIONS}{second.pk}/undo/" in shown
    assert 'name="_save"' not in shown
    assert "/undo/" not in page_of(admin_client.get(f"{DECISIONS}{first.pk}/change/"))
    assert admin_client.post(f"{DECISIONS}{second.pk}/delete/", {"post": "yes"}).status_code == 403


def test_undo_that_is_refused_says_what_to_undo_first(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    first = decisions.rename(kim, "Lee", {}, None)
    decisions.rename(kim, "Park", {}, None)
    response = admin_client.post(f"{DECISIONS}{first.pk}/undo/", follow=True)
    assert "undo it first: “Lee” renamed “Park”" in said(response)


# --- Who may


def all_pages(kim: Entity, doubled: Entity) -> list[tuple[str, str, dict[str, str]]]:
    decision = decisions.add_alias(kim, "Jiho K.", None)
    alias = kim.aliases.get(name="J. H. Kim")
    ids = f"{kim.pk},{doubled.pk}"
    mentions = str(chosen_mentions(kim)[0])
    return [
        ("get", f"{ENTITIES}suggestions/", {}),
        ("get", MENTIONS, {"entity": str(kim.pk)}),
        ("post", f"{ENTITIES}merge/", {"ids": ids, "stays": str(kim.pk)}),
        ("post", f"{ENTITIES}dismiss/", {"ids": ids}),
        ("post", f"{ENTITIES}{kim.pk}/rename/", {"name": "Lee", "names": "", "confirmed": "yes"}),
        ("post", f"{ENTITIES}{kim.pk}/kind/", {"kind": "organisation", "confirmed": "yes"}),
        ("post", f"{ENTITIES}{kim.pk}/alias/", {"name": "Lee", "confirmed": "yes"}),
        ("post", f"{ENTITIES}{kim.pk}/hide/", {"confirmed": "yes"}),
        ("post", f"{ENTITIES}{kim.pk}/alias/{alias.pk}/remove/", {"confirmed": "yes"}),
        ("post", f"{MENTIONS}give/", {"mentions": mentions, "target": str(doubled.pk), "confirmed": "yes"}),
        ("post", f"{MENTIONS}split/", {"mentions": mentions, "name": "Lee", "kind": "person", "confirmed": "yes"}),
        ("post", f"{MENTIONS}keep/", {"mentions": mentions, "confirmed": "yes"}),
        ("post", f"{DECISIONS}{decision.pk}/undo/", {}),
    ]


def test_who_may_only_view_decides_nothing(client: Client, kim: Entity, doubled: Entity) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(
        Permission.objects.filter(codename__in=["view_entity", "view_mention", "view_decision"])
    )
    client.force_login(viewer)
    pages = all_pages(kim, doubled)
    for method, address, given in pages:
        assert getattr(client, method)(address, given).status_code == 403, address
    assert Decision.objects.count() == Decision.objects.standing().count() == 1
    page = page_of(client.get(f"{ENTITIES}{kim.pk}/change/"))
    assert "/rename/" not in page and "/undo/" not in page and "/remove/" not in page
    assert "Likely duplicates" not in page_of(client.get(ENTITIES))
    assert page_of(client.get(DECISIONS))


def test_who_may_change_entities_decides(client: Client, kim: Entity, doubled: Entity) -> None:
    librarian = User.objects.create_user("librarian", is_staff=True)
    librarian.user_permissions.set(Permission.objects.filter(codename__in=["view_entity", "change_entity"]))
    client.force_login(librarian)
    for method, address, given in all_pages(kim, doubled):
        response = getattr(client, method)(address, given)
        assert response.status_code == (200 if method == "get" else 302), address
        if decision := Decision.objects.standing().filter(made_by=librarian).first():
            decisions.undo(decision, librarian)
    assert page_of(client.get(DECISIONS))
    assert Decision.objects.filter(made_by=librarian).count() == 10
    assert not Decision.objects.standing().exists()


def test_strangers_and_forged_forms_decide_nothing(client: Client, kim: Entity, doubled: Entity) -> None:
    pages = [each for each in all_pages(kim, doubled) if each[0] == "post"]
    for _, address, given in pages:
        assert client.post(address, given)["Location"].startswith("/admin/login/")
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(User.objects.create_superuser("admin"))
    for _, address, given in pages:
        assert forger.post(address, given).status_code == 403, address
    assert Decision.objects.standing().count() == Decision.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "entity/merge/",
        "entity/merge/?ids=x",
        "entity/merge/?ids=%00,9",
        "entity/merge/?ids=" + "9" * 40,
        "entity/dismiss/?ids=1",
        "entity/999999/rename/",
        "entity/" + "9" * 30 + "/rename/",
        "entity/999999/alias/1/remove/",
        "decision/999999/undo/",
        "decision/" + "9" * 30 + "/undo/",
        "entity/suggestions/?kind=ship",
        "decision/?undone=x",
    ],
)
def test_nonsense_in_the_address_is_no_failure(admin_client: Client, address: str) -> None:
    response = admin_client.get(f"/admin/articles/{address}", follow=True)
    assert response.status_code in (200, 404)


def test_pages_hold_no_inline_script_or_style(admin_client: Client, kim: Entity, doubled: Entity) -> None:
    pages = [admin_client.get(address) for _, address, given in all_pages(kim, doubled) if "mention" not in address]
    pages += [admin_client.get(MENTIONS, {"entity": kim.pk}), admin_client.get(DECISIONS)]
    pages.append(admin_client.get(f"{ENTITIES}merge/", {"ids": f"{kim.pk},{doubled.pk}"}))
    pages += [
        admin_client.post(f"{MENTIONS}{deal}/", {"mentions": chosen_mentions(kim)[0]}) for deal in ("give", "split")
    ]
    for response in pages:
        page = response.content.decode()
        for inline in (" style=", "<style", " onclick=", "<script>"):
            assert inline not in page


def test_names_with_markup_are_shown_as_text(admin_client: Client, kim: Entity) -> None:
    name = "<b>%(x)s</b>"
    entity = make_person(name, slug="b")
    make_article(mentions=[entity])
    decision = decisions.add_alias(entity, "<i>100% %s</i>", None)
    alias = entity.aliases.get(name="<i>100% %s</i>")
    for address in (
        f"{ENTITIES}{entity.pk}/hide/",
        f"{ENTITIES}{entity.pk}/rename/",
        f"{ENTITIES}{entity.pk}/change/",
        f"{ENTITIES}{entity.pk}/alias/{alias.pk}/remove/",
        f"{ENTITIES}merge/?ids={entity.pk},{kim.pk}",
        f"{MENTIONS}?entity={entity.pk}",
        f"{DECISIONS}{decision.pk}/undo/",
        DECISIONS,
    ):
        page = page_of(admin_client.get(address))
        assert "<b>%(x)s" not in page and "<i>100" not in page
    response = admin_client.post(f"{ENTITIES}{entity.pk}/hide/", {"confirmed": "yes"}, follow=True)
    assert "“&lt;b&gt;%(x)s&lt;/b&gt;” hidden" in page_of(response)
