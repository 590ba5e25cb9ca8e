"""What librarians decide about entities: what it changes, how it is undone, and that imports leave it alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.translation import override

from articles import decisions
from articles.decisions import CannotDecide, enclosing
from articles.importing.importer import Options, import_paths
from articles.models import Alias, Article, Decision, Entity, Mention, OldAddress
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db

Act = Callable[[User], Decision]


@pytest.fixture
def librarian() -> User:
    return User.objects.create_user("librarian")


def tables(*without: type) -> dict[str, list[Any]]:
    """Return what the archive holds about entities, to be compared."""
    models = [model for model in (Entity, Alias, OldAddress, Mention) if model not in without]
    found = {
        model.__name__: json.loads(serializers.serialize("json", model.objects.order_by("pk"))) for model in models
    }
    if "Alias" in found:  # one that was taken away comes back under another number
        found["Alias"] = sorted((row["fields"]["entity"], row["fields"]["name"]) for row in found["Alias"])
    articles = Article.objects.order_by("pk").values_list("pk", "entity_ids", "filed_from_ids")
    return {**found, "Article": [list(row) for row in articles]}


def counted(entity: Entity) -> int:
    return Article.objects.mentioning(Entity.objects.get(pk=entity.pk)).count()


def fresh(entity: Entity) -> Entity:
    return Entity.objects.get(pk=entity.pk)


# --- Every action and its undo


def merge_two(by: User) -> Decision:
    return decisions.merge(make_person("Kim Ji-ho"), [make_person("Kim Jiho")], by)


def rename_one(by: User) -> Decision:
    return decisions.rename(make_person("Kim Jiho"), "Kim Ji-ho the elder", {"ko": "김지호"}, by)


def add_one_alias(by: User) -> Decision:
    return decisions.add_alias(make_person("Kim Ji-ho"), "Jiho K.", by)


def remove_one_alias(by: User) -> Decision:
    return decisions.remove_alias(make_person("Kim Ji-ho").aliases.get(name="J. H. Kim"), by)


def retype_one(by: User) -> Decision:
    return decisions.retype(make_person("Kim Ji-ho"), "organisation", by)


def retype_place(by: User) -> Decision:
    return decisions.retype(make_place("Wonsan"), "organisation", by)


def hide_one(by: User) -> Decision:
    return decisions.hide(make_person("Kim Ji-ho"), by)


def hide_place(by: User) -> Decision:
    return decisions.hide(make_place("Wonsan"), by)


def give_mentions(by: User) -> Decision:
    kim, lee = make_person("Kim Ji-ho"), make_person("Lee")
    return decisions.pin(list(kim.mentions.all()[:2]), lee, by)


def confirm_mentions(by: User) -> Decision:
    kim = make_person("Kim Ji-ho")
    return decisions.pin(list(kim.mentions.all()), kim, by)


def dismiss_two(by: User) -> Decision:
    return decisions.dismiss(make_person("Kim Ji-ho"), make_person("Kim Jiho"), by)


@pytest.fixture
def archive() -> None:
    """Three articles naming two persons, one of whom may be the other, and a place in a country."""
    kim, doubled = make_person("Kim Ji-ho", ["J. H. Kim"]), make_person("Kim Jiho")
    wonsan = make_place("Wonsan", parent=make_place("North Korea"), latitude=39.0, longitude=127.0)
    make_person("Lee")
    make_article(mentions=[kim, wonsan])
    make_article(mentions=[doubled])
    make_article(mentions=[kim, doubled])


@pytest.mark.parametrize(
    "act",
    [
        merge_two,
        add_one_alias,
        remove_one_alias,
        hide_one,
        hide_place,
        give_mentions,
        confirm_mentions,
        dismiss_two,
    ],
)
def test_undo_restores_every_table(archive: None, librarian: User, act: Act) -> None:
    before = tables()
    decision = act(librarian)
    changed = tables()
    undone = decisions.undo(decision, librarian)

    assert act is dismiss_two or changed != before
    assert tables() == before
    assert (undone.made_by, undone.undone_by) == (librarian, librarian)
    assert undone.undone_at is not None


@pytest.mark.parametrize("act", [rename_one, retype_one, retype_place])
def test_undo_restores_every_table_and_keeps_the_address_in_use_meanwhile(
    archive: None, librarian: User, client: Client, act: Act
) -> None:
    before = tables(OldAddress)
    decision = act(librarian)
    meanwhile = fresh(decision.entity).get_absolute_url()
    decisions.undo(decision, librarian)

    assert tables(OldAddress) == before
    answer = client.get(meanwhile)
    assert (answer.status_code, answer["Location"]) == (301, fresh(decision.entity).get_absolute_url())
    assert OldAddress.objects.count() == 1


def test_no_decision_is_undone_twice(archive: None, librarian: User) -> None:
    decision = hide_one(librarian)
    decisions.undo(decision, librarian)
    with pytest.raises(CannotDecide, match="undone already"):
        decisions.undo(decision, librarian)


@pytest.mark.parametrize(
    "act, english, french",
    [
        (merge_two, "“Kim Jiho” merged into “Kim Ji-ho”", "«\u00a0Kim Jiho\u00a0»"),
        (rename_one, "“Kim Jiho” renamed “Kim Ji-ho the elder”", "«\u00a0Kim Jiho\u00a0»"),
        (add_one_alias, "alias “Jiho K.” added to “Kim Ji-ho”", "«\u00a0Jiho K.\u00a0»"),
        (remove_one_alias, "alias “J. H. Kim” removed from “Kim Ji-ho”", "«\u00a0J. H. Kim\u00a0»"),
        (retype_one, "“Kim Ji-ho” changed from person to organisation", "«\u00a0Kim Ji-ho\u00a0»"),
        (hide_one, "“Kim Ji-ho” hidden", "«\u00a0Kim Ji-ho\u00a0»"),
        (give_mentions, "2 mentions of “Kim Ji-ho” given to “Lee”", "«\u00a0Lee\u00a0»"),
        (confirm_mentions, "2 mentions of “Kim Ji-ho” kept", "«\u00a0Kim Ji-ho\u00a0»"),
        (dismiss_two, "“Kim Ji-ho” and “Kim Jiho” told apart", "«\u00a0Kim Jiho\u00a0»"),
    ],
)
def test_decision_is_said_in_words(archive: None, librarian: User, act: Act, english: str, french: str) -> None:
    decision = act(librarian)
    assert decisions.in_words(decision) == english
    with override("fr"):
        assert french in decisions.in_words(decision)


# --- Merging


def test_merged_count_as_one_and_their_addresses_lead_there(librarian: User, client: Client) -> None:
    kim, doubled, third = make_person("Kim Ji-ho"), make_person("Kim Jiho"), make_person("Kim J. H.")
    for person in (kim, doubled, third):
        make_article(mentions=[person])
    decision = decisions.merge(kim, [doubled, third], librarian)

    assert counted(kim) == 3
    assert decisions.in_words(decision) == "“Kim Jiho” and “Kim J. H.” merged into “Kim Ji-ho”"
    for slug in ("kim-jiho", "kim-j-h"):
        answer = client.get(f"/people/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/people/kim-ji-ho/")
        assert client.get(f"/?person={slug}").context["found"] == 3


def test_merging_moves_no_mention(archive: None, librarian: User) -> None:
    before = list(Mention.objects.values_list("pk", "entity"))
    merge_two(librarian)
    assert list(Mention.objects.values_list("pk", "entity")) == before


def test_merged_are_never_chained_and_undone_newest_first(librarian: User) -> None:
    first, second, third = (make_person(name) for name in ("A One", "B Two", "C Three"))
    earlier = decisions.merge(second, [first], librarian)
    later = decisions.merge(third, [second], librarian)
    assert set(Entity.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) == {third.pk}

    with pytest.raises(CannotDecide, match="undo it first: “B Two” merged into “C Three”"):
        decisions.undo(earlier, librarian)
    decisions.undo(later, librarian)
    assert (fresh(first).merged_into, fresh(second).merged_into) == (second, None)
    decisions.undo(earlier, librarian)
    assert not Entity.objects.exclude(merged_into=None).exists()


def test_merged_because_of_an_alias_meanwhile_goes_back_with_it(librarian: User) -> None:
    kim, other = make_person("Kim Ji-ho"), make_person("Kim")
    named = decisions.add_alias(kim, "Jiho K.", librarian)
    merged = decisions.merge(other, [kim], librarian)
    found_later = make_person("Jiho K.", merged_into=other, merged_by=named)

    decisions.undo(merged, librarian)
    assert fresh(found_later).merged_into == kim
    decisions.undo(named, librarian)
    assert fresh(found_later).merged_into is None


def test_place_merged_into_one_elsewhere_counts_for_its_country_no_longer(librarian: User) -> None:
    south, north = make_place("South Korea"), make_place("North Korea")
    wrong, right = make_place("Wonsan, South", parent=south), make_place("Wonsan", parent=north)
    quarter = make_place("Songdowon", parent=wrong)
    make_article(mentions=[wrong], filed_from=[wrong])
    make_article(mentions=[quarter])
    before = tables()
    decision = decisions.merge(right, [wrong], librarian)

    assert (counted(south), counted(north), counted(right)) == (0, 2, 2)
    assert Article.objects.filed_from(fresh(north)).count() == 1
    assert Article.objects.filed_from(fresh(south)).count() == 0
    decisions.undo(decision, librarian)
    assert tables() == before


def test_place_merged_within_its_country_stays_where_it_lies(librarian: User) -> None:
    north = make_place("North Korea")
    right, wrong = make_place("Wonsan", parent=north), make_place("Wŏnsan-si", parent=north)
    decisions.merge(right, [wrong], librarian)
    assert fresh(wrong).parent == north


def test_place_back_where_it_lay_is_refused_while_that_is_hidden(librarian: User) -> None:
    wrong_country = make_place("Nowhere")
    wrong, right = make_place("Wonsan, Nowhere", parent=wrong_country), make_place("Wonsan")
    merged = decisions.merge(right, [wrong], librarian)
    hidden = decisions.hide(wrong_country, librarian)

    with pytest.raises(CannotDecide, match="undo it first: “Nowhere” hidden"):
        decisions.undo(merged, librarian)
    decisions.undo(hidden, librarian)
    decisions.undo(merged, librarian)
    assert fresh(wrong).parent == wrong_country


def test_place_very_many_articles_name_is_settled_by_a_command(
    librarian: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "MOST_COUNTED_ANEW", 1)
    south, right = make_place("South Korea"), make_place("Wonsan", parent=make_place("North Korea"))
    wrong = make_place("Wonsan, South", parent=south)
    for _ in range(2):
        make_article(mentions=[wrong])
    before = tables()

    decisions.undo(decisions.merge(right, [wrong], librarian), librarian)
    assert tables() == before
    call_command("settle_places")
    assert tables() == before

    decision = decisions.merge(right, [wrong], librarian)
    assert (counted(right), counted(south)) == (2, 2)
    call_command("settle_places")
    assert (counted(right), counted(south)) == (2, 0)
    decisions.undo(decision, librarian)
    assert (counted(wrong), counted(right), counted(south)) == (2, 0, 0)
    with pytest.raises(CannotDecide, match="settle_places"):
        decisions.hide(wrong, librarian)
    call_command("settle_places")
    assert tables() == before


@pytest.mark.parametrize(
    "target, sources, refusal",
    [
        ("Kim", [], "at least two"),
        ("Kim", ["Kim"], "into itself"),
        ("Kim", ["Baekdu Marine"], "differ in kind"),
        ("Hidden", ["Kim"], "“Hidden” is hidden"),
        ("Kim", ["Hidden"], "“Hidden” is hidden"),
        ("Merged", ["Kim"], "“Merged” was merged into “Lee”"),
        ("Kim", ["Merged"], "“Merged” was merged into “Lee”"),
        ("Pyongyang", ["North Korea"], "“Pyongyang” lies in “North Korea”"),
    ],
)
def test_merge_that_makes_no_sense_is_refused(
    librarian: User, target: str, sources: Sequence[str], refusal: str
) -> None:
    make_organisation("Baekdu Marine")
    make_place("Pyongyang", parent=make_place("North Korea"))
    make_person("Kim")
    decisions.hide(make_person("Hidden"), librarian)
    decisions.merge(make_person("Lee"), [make_person("Merged")], librarian)
    named = {entity.name: entity for entity in Entity.objects.all()}
    before = tables()
    with pytest.raises(CannotDecide, match=refusal):
        decisions.merge(named[target], [named[name] for name in sources], librarian)
    assert tables() == before


@pytest.mark.django_db(transaction=True)
def test_two_librarians_at_once_make_no_circle() -> None:
    pair = [make_person("Kim Ji-ho"), make_person("Kim Jiho")]
    start, refusals = Barrier(2), []

    def decide(target: Entity, source: Entity) -> None:
        try:
            start.wait(timeout=10)
            decisions.merge(target, [source], None)
        except CannotDecide as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    both = [Thread(target=decide, args=each) for each in (pair, pair[::-1])]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=30)
    assert Entity.objects.exclude(merged_into=None).count() == 1
    assert len(refusals) == 1
    assert "was merged into" in refusals[0]


# --- Names


def test_renamed_is_found_at_once_by_both_names_and_addresses(librarian: User, client: Client) -> None:
    kim = make_person("Kim Jiho")
    make_article(mentions=[kim])
    decisions.rename(kim, "Kim Ji-ho", {}, librarian)

    page = client.get("/people/kim-ji-ho/")
    assert "Kim Ji-ho" in page.content.decode()
    answer = client.get("/people/kim-jiho/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/kim-ji-ho/")
    for written in ("kim-jiho", "kim-ji-ho", "Kim Jiho"):
        assert client.get("/", {"person": written}).context["found"] == 1


@pytest.mark.parametrize(
    "name, slug",
    [
        ("KIM JIHO", "kim-jiho"),
        ("Kim Ji-ho", "kim-ji-ho-2"),
        ("Once Elsewhere", "once-elsewhere-2"),
        ("Élodie Œuf", "elodie-oeuf"),
        ("김지호", "김지호"),
        ("!!!", "unnamed"),
    ],
)
def test_address_follows_the_name_and_is_nobody_elses(librarian: User, name: str, slug: str) -> None:
    kim, other = make_person("Kim Jiho"), make_person("Kim Ji-ho")
    OldAddress.objects.create(kind="person", slug="once-elsewhere", entity=other)
    decisions.rename(kim, name, {}, librarian)
    assert fresh(kim).slug == slug


def test_renamed_back_has_its_own_address_again(librarian: User, client: Client) -> None:
    kim = make_person("Kim Jiho")
    decisions.rename(kim, "Lee", {}, librarian)
    decisions.rename(kim, "Kim Jiho", {}, librarian)
    assert fresh(kim).slug == "kim-jiho"
    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["lee"]


def test_renamings_are_undone_newest_first(librarian: User) -> None:
    kim = make_person("Kim Jiho")
    first = decisions.rename(kim, "Lee", {}, librarian)
    second = decisions.rename(kim, "Park", {}, librarian)
    with pytest.raises(CannotDecide, match="undo it first: “Lee” renamed “Park”"):
        decisions.undo(first, librarian)
    decisions.undo(second, librarian)
    decisions.undo(first, librarian)
    assert (fresh(kim).name, fresh(kim).slug) == ("Kim Jiho", "kim-jiho")


@pytest.mark.parametrize("name, refusal", [("Kim", "called already"), ("", "1 to 250"), ("x" * 251, "1 to 250")])
def test_renaming_to_nothing_new_is_refused(librarian: User, name: str, refusal: str) -> None:
    with pytest.raises(CannotDecide, match=refusal):
        decisions.rename(make_person("Kim"), name, {}, librarian)


def test_name_in_use_is_not_removed_as_alias(librarian: User) -> None:
    with pytest.raises(CannotDecide, match="rename it first"):
        decisions.remove_alias(make_person("Kim").aliases.get(), librarian)


def test_alias_a_librarian_added_is_taken_back_by_undoing(librarian: User) -> None:
    kim = make_person("Kim")
    decision = decisions.add_alias(kim, "Jiho K.", librarian)
    with pytest.raises(CannotDecide, match="undo that decision instead"):
        decisions.remove_alias(kim.aliases.get(name="Jiho K."), librarian)
    with pytest.raises(CannotDecide, match="already"):
        decisions.add_alias(kim, "Jiho K.", librarian)
    decisions.undo(decision, librarian)
    assert [alias.name for alias in kim.aliases.all()] == ["Kim"]


def test_alias_that_became_the_name_is_not_undone_before_the_renaming(librarian: User) -> None:
    kim = make_person("Kim")
    added = decisions.add_alias(kim, "Jiho K.", librarian)
    renamed = decisions.rename(kim, "Jiho K.", {}, librarian)
    with pytest.raises(CannotDecide, match="undo it first"):
        decisions.undo(added, librarian)
    decisions.undo(renamed, librarian)
    decisions.undo(added, librarian)
    assert not kim.aliases.filter(name="Jiho K.").exists()


def test_alias_removed_after_a_renaming_comes_back_before_that_is_undone(librarian: User) -> None:
    kim = make_person("Kim")
    first = decisions.rename(kim, "Lee", {}, librarian)
    second = decisions.rename(kim, "Park", {}, librarian)
    removed = decisions.remove_alias(kim.aliases.get(name="Lee"), librarian)
    decisions.undo(second, librarian)
    with pytest.raises(CannotDecide, match="undo it first: alias “Lee” removed"):
        decisions.undo(first, librarian)
    decisions.undo(removed, librarian)
    decisions.undo(first, librarian)
    assert [alias.name for alias in kim.aliases.all()] == ["Kim"]


def test_alias_added_again_is_undone_before_its_removal(archive: None, librarian: User) -> None:
    removed = remove_one_alias(librarian)
    added = decisions.add_alias(make_person("Kim Ji-ho"), "J. H. Kim", librarian)
    with pytest.raises(CannotDecide, match="undo it first"):
        decisions.undo(removed, librarian)
    decisions.undo(added, librarian)
    decisions.undo(removed, librarian)
    assert make_person("Kim Ji-ho").aliases.filter(name="J. H. Kim").count() == 1


# --- Kinds, hiding


def test_retyped_moves_to_a_free_address_of_its_new_kind(librarian: User, client: Client) -> None:
    make_organisation("Yonhap")
    person = make_person("Yonhap")
    make_article(mentions=[person])
    decisions.retype(person, "organisation", librarian)

    assert fresh(person).get_absolute_url() == "/organisations/yonhap-2/"
    assert client.get("/people/yonhap/")["Location"] == "/organisations/yonhap-2/"
    assert client.get("/?person=yonhap").context["found"] == 1


def test_what_was_merged_into_it_follows_a_change_of_kind(librarian: User, client: Client) -> None:
    person, doubled = make_person("Yonhap"), make_person("Yon-hap")
    make_article(mentions=[doubled])
    merged = decisions.merge(person, [doubled], librarian)
    retyped = decisions.retype(person, "organisation", librarian)

    assert counted(person) == 1
    assert client.get("/people/yon-hap/")["Location"] == "/organisations/yonhap/"
    decisions.undo(merged, librarian)
    assert client.get("/people/yon-hap/").status_code == 200
    decisions.undo(retyped, librarian)
    assert client.get("/organisations/yonhap/")["Location"] == "/people/yonhap/"


def test_place_that_turns_out_none_lies_nowhere(archive: None, librarian: User) -> None:
    wonsan, country = make_place("Wonsan"), make_place("North Korea")
    retype_place(librarian)
    assert (fresh(wonsan).parent, fresh(wonsan).latitude, fresh(wonsan).place_type) == (None, None, "")
    assert counted(country) == 0


@pytest.mark.parametrize("act", ["hide", "retype"])
def test_place_that_encloses_others_stays_a_place(librarian: User, act: str) -> None:
    country = make_place("North Korea")
    make_place("Wonsan", parent=country)
    more = ("organisation",) if act == "retype" else ()
    with pytest.raises(CannotDecide, match="“Wonsan” lies in “North Korea”"):
        getattr(decisions, act)(country, *more, librarian)


def test_place_articles_were_filed_from_stays_a_place(librarian: User) -> None:
    nice = make_place("Nice")
    make_article(filed_from=[nice])
    with pytest.raises(CannotDecide, match="filed from"):
        decisions.retype(nice, "organisation", librarian)


def test_kind_is_not_given_back_before_later_merges_are_undone(librarian: User) -> None:
    agency, person = make_organisation("KCNA"), make_person("Kcna")
    retyped = decisions.retype(person, "organisation", librarian)
    merged = decisions.merge(agency, [person], librarian)
    with pytest.raises(CannotDecide, match="undo it first: “Kcna” merged"):
        decisions.undo(retyped, librarian)
    decisions.undo(merged, librarian)
    other_way = decisions.merge(person, [agency], librarian)
    with pytest.raises(CannotDecide, match="undo it first: “KCNA” merged"):
        decisions.undo(retyped, librarian)
    decisions.undo(other_way, librarian)
    decisions.undo(retyped, librarian)
    assert fresh(person).kind == "person"


@pytest.mark.parametrize("kind, refusal", [("person", "already"), ("ship", "no such kind")])
def test_kind_there_is_not_or_already_is_refused(librarian: User, kind: str, refusal: str) -> None:
    with pytest.raises(CannotDecide, match=refusal):
        decisions.retype(make_person("Kim"), kind, librarian)


def test_hidden_is_gone_for_readers_until_undone(librarian: User, client: Client) -> None:
    wrong = make_person("Lead")
    make_article(mentions=[wrong])
    decision = decisions.hide(wrong, librarian)
    assert client.get("/people/lead/").status_code == 404
    with pytest.raises(CannotDecide, match="is hidden"):
        decisions.hide(wrong, librarian)
    decisions.undo(decision, librarian)
    assert client.get("/people/lead/").status_code == 200


def test_place_hidden_takes_its_articles_out_of_its_country(archive: None, librarian: User) -> None:
    hide_place(librarian)
    assert counted(make_place("North Korea")) == 0


# --- Mentions


def test_mentions_given_to_another_count_there(archive: None, librarian: User) -> None:
    kim, lee = make_person("Kim Ji-ho"), make_person("Lee")
    decision = decisions.pin([kim.mentions.first()], lee, librarian)
    assert (counted(kim), counted(lee)) == (1, 1)
    assert Mention.objects.filter(pinned_by=decision).count() == 1


def test_mentions_split_off_have_an_entity_of_their_own(archive: None, librarian: User, client: Client) -> None:
    kim = make_person("Kim Ji-ho")
    mentions = list(kim.mentions.all())
    before = tables(Entity, Alias)
    decision = decisions.split(mentions[:1], "Kim Ji-ho", librarian)

    made = Entity.objects.get(pk=decision.details["made"])
    assert (made.key, made.slug, counted(made), counted(kim)) == ("person:kim ji ho", "kim-ji-ho-2", 1, 1)
    assert decisions.in_words(decision) == "1 mention of “Kim Ji-ho” split off as “Kim Ji-ho”"
    again = decisions.split(mentions[1:], "Kim Ji-ho", librarian)
    assert Entity.objects.get(pk=again.details["made"]).key == "person:kim ji ho#2"
    decisions.undo(again, librarian)
    decisions.undo(decision, librarian)
    assert tables(Entity, Alias) == before
    assert client.get("/people/kim-ji-ho-2/")["Location"] == "/people/kim-ji-ho/"
    assert list(Entity.objects.persons().shown().filter(name="Kim Ji-ho")) == [kim]


def test_split_is_not_undone_before_what_was_decided_about_the_new_one(archive: None, librarian: User) -> None:
    kim, lee = make_person("Kim Ji-ho"), make_person("Lee")
    decision = decisions.split(list(kim.mentions.all()[:1]), "Kim the younger", librarian)
    made = Entity.objects.get(pk=decision.details["made"])
    for act in (
        lambda: decisions.rename(made, "Kim Junior", {}, librarian),
        lambda: decisions.merge(lee, [made], librarian),
        lambda: decisions.pin(list(lee.mentions.all() or kim.mentions.all()), made, librarian),
    ):
        later = act()
        with pytest.raises(CannotDecide, match="undo it first"):
            decisions.undo(decision, librarian)
        decisions.undo(later, librarian)
    decisions.undo(decision, librarian)
    assert fresh(made).merged_into == kim


def test_undone_split_goes_on_counting_as_the_one_it_was_split_off(archive: None, librarian: User) -> None:
    kim, doubled = make_person("Kim Ji-ho"), make_person("Kim Jiho")
    decision = decisions.split(list(kim.mentions.all()[:1]), "Kim the younger", librarian)
    decisions.undo(decision, librarian)
    merged = decisions.merge(doubled, [kim], librarian)
    decisions.undo(merged, librarian)
    assert Entity.objects.get(name="Kim the younger").merged_into == kim


def test_mention_given_twice_is_undone_newest_first(archive: None, librarian: User) -> None:
    first = give_mentions(librarian)
    lee, kim = make_person("Lee"), make_person("Kim Ji-ho")
    second = decisions.pin(list(lee.mentions.all()), kim, librarian)
    with pytest.raises(CannotDecide, match="undo it first: 2 mentions of “Lee” given to “Kim Ji-ho”"):
        decisions.undo(first, librarian)
    decisions.undo(second, librarian)
    assert set(Mention.objects.filter(entity=lee).values_list("pinned_by", flat=True)) == {first.pk}


def test_undo_leaves_out_mentions_deleted_meanwhile(archive: None, librarian: User) -> None:
    decision = give_mentions(librarian)
    Article.objects.order_by("pk").first().delete()
    decisions.undo(decision, librarian)
    assert Mention.objects.filter(entity=make_person("Kim Ji-ho")).count() == 1


def test_pinning_nothing_too_much_or_to_what_is_hidden_is_refused(archive: None, librarian: User) -> None:
    kim, lee = make_person("Kim Ji-ho"), make_person("Lee")
    with pytest.raises(CannotDecide, match="at least one"):
        decisions.pin([], kim, librarian)
    with pytest.raises(CannotDecide, match="of several"):
        decisions.split(list(Mention.objects.all()), "Kim", librarian)
    with pytest.raises(CannotDecide, match="a name"):
        decisions.split(list(kim.mentions.all()), " ", librarian)
    decisions.hide(lee, librarian)
    with pytest.raises(CannotDecide, match="hidden"):
        decisions.pin(list(kim.mentions.all()), lee, librarian)
    article = Article.objects.first()
    Mention.objects.bulk_create(
        Mention(article=article, entity=kim, zone="body", start=n, end=n + 1, text="K") for n in range(1001)
    )
    with pytest.raises(CannotDecide, match="1000"):
        decisions.pin(list(kim.mentions.all()), kim, librarian)


# --- Telling apart


def test_two_are_told_apart_once(archive: None, librarian: User) -> None:
    decision = dismiss_two(librarian)
    assert Decision.objects.pairs_told_apart() == {frozenset([decision.entity_id, *decision.details["with"]])}
    with pytest.raises(CannotDecide, match="already"):
        decisions.dismiss(make_person("Kim Jiho"), make_person("Kim Ji-ho"), librarian)
    with pytest.raises(CannotDecide, match="not the same"):
        decisions.dismiss(make_person("Lee"), make_person("Lee"), librarian)
    decisions.undo(decision, librarian)
    assert Decision.objects.pairs_told_apart() == set()


# --- What imports leave alone

COPY = """Institut des ponts de Mapo (IPM) : le pont rouvre

SEOUL, 13 sept. (Yonhap) -- L'Institut des ponts de Mapo (IPM) a rouvert le pont ce mercredi 13 septembre 2023 à Busan.
La ministre Hong Seo-yeon a salué l'Institut des ponts de Mapo. {more}
(FIN)
AFR20230913001453884
"""


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[str], None]:
    """Import the copy, each time with another end, as a correction is transmitted again."""

    def again(more: str = "") -> None:
        (tmp_path / "copy.txt").write_text(COPY.format(more=more), encoding="utf-8")
        run = import_paths([str(tmp_path)], Options())
        assert run.created + run.updated == 1

    again()
    return again


def institute() -> Entity:
    return Entity.objects.organisations().get(name="Institut des ponts de Mapo")


def standing_after(imported: Callable[[str], None]) -> list[Any]:
    """Return entities and decided mentions before and after the copy came in again, changed."""
    states = []
    for more in ("Elle est rouverte.", "Les piétons passent."):
        imported(more)
        states.append(
            (
                list(Entity.objects.order_by("pk").values()),
                list(Alias.objects.order_by("pk").values("entity", "name", "added_by")),
                list(
                    Mention.objects.order_by("article", "zone", "part", "start").values("entity", "text", "pinned_by")
                ),
                list(Article.objects.values_list("entity_ids", "filed_from_ids")),
            )
        )
    return states


@pytest.mark.parametrize(
    "act",
    [
        lambda by: decisions.merge(make_organisation("Mapo Bridges"), [institute()], by),
        lambda by: decisions.merge(make_place("Busan, Mapo"), [Entity.objects.get(name="Busan")], by),
        lambda by: decisions.rename(institute(), "Mapo Bridge Institute", {"fr": "Institut de Mapo"}, by),
        lambda by: decisions.add_alias(institute(), "Mapo Bridges", by),
        lambda by: decisions.remove_alias(institute().aliases.get(name="IPM"), by),
        lambda by: decisions.retype(institute(), "person", by),
        lambda by: decisions.hide(institute(), by),
        lambda by: decisions.hide(Entity.objects.get(name="Busan"), by),
        lambda by: decisions.pin(list(institute().mentions.all()), make_organisation("Mapo Bridges"), by),
        lambda by: decisions.split(list(institute().mentions.all()[:1]), "Another institute", by),
        lambda by: decisions.pin(list(institute().mentions.all()), institute(), by),
    ],
    ids=["merge", "merge places", "rename", "add alias", "remove alias", "retype", "hide", "hide place"]
    + ["give", "split", "keep"],
)
def test_decision_outlives_imports_and_is_undone_after_them(
    imported: Callable[[str], None], librarian: User, act: Act
) -> None:
    made = make_organisation("Mapo Bridges"), make_place("Busan, Mapo")
    untouched = tables()
    decision = act(librarian)
    decided = list(Entity.objects.order_by("pk").values())
    first, second = standing_after(imported)

    assert first == second
    assert [row for row in second[0] if row["id"] in {entity["id"] for entity in decided}] == decided
    decisions.undo(decision, librarian)
    imported("Fin.")
    entities = {row["pk"]: row["fields"] for row in tables()["Entity"]}
    assert all(entities[row["pk"]] == row["fields"] for row in untouched["Entity"])
    assert {row["fields"]["entity"] for row in tables()["Mention"]} == {
        row["fields"]["entity"] for row in untouched["Mention"]
    }
    assert all(fresh(entity).merged_into is None for entity in made)


def test_what_imports_find_under_a_librarians_alias_counts_as_that_entity(
    imported: Callable[[str], None], librarian: User
) -> None:
    decision = decisions.add_alias(make_person("Hong Suh-yun"), "Hong Seo-yun", librarian)
    imported("Le maire Hong Seo-yun aussi.")
    found = Entity.objects.get(name="Hong Seo-yun")
    assert found.merged_into == make_person("Hong Suh-yun")
    decisions.undo(decision, librarian)
    assert fresh(found).merged_into is None
