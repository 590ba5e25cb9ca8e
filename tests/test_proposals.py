"""A librarian's edit stands; what a later import brings for it is proposed."""

import pytest
from django.urls import reverse

from articles.importing.importer import Options, import_paths
from articles.models import Article, Proposal
from tests.wire_copy import founding_form

pytestmark = pytest.mark.django_db

GUID = "AFR20230913001453884"


@pytest.fixture
def bring(tmp_path):
    """Return a function that imports the story under one id, with another headline each time."""

    def import_headline(headline: str) -> Article:
        copy = founding_form(headline).replace("ada.lind@example.com\n", f"ada.lind@example.com\n{GUID}\n")
        (tmp_path / "copy.txt").write_text(copy, encoding="utf-8")
        import_paths([str(tmp_path)], Options(entities=False))
        return Article.objects.get()

    return import_headline


@pytest.fixture
def edited(bring, admin_client) -> Article:
    article = bring("Le pont rouvre")
    Article.objects.update(headline="Le pont de Mapo rouvre", edited_fields=["headline"])
    return article


def settle(admin_client, action: str) -> None:
    chosen = list(Proposal.objects.values_list("pk", flat=True))
    admin_client.post(reverse("admin:articles_proposal_changelist"), {"action": action, "_selected_action": chosen})


def test_import_proposes_what_it_may_not_change(edited, bring):
    article = bring("Le pont ferme")

    assert article.headline == "Le pont de Mapo rouvre"
    assert article.originals.count() == 2
    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.value) == ("headline", "Le pont ferme")


def test_next_import_replaces_the_proposal_and_agreement_ends_it(edited, bring):
    bring("Le pont ferme")
    bring("Le pont ferme encore")
    assert Proposal.objects.get().value == "Le pont ferme encore"

    bring("Le pont de Mapo rouvre")
    assert not Proposal.objects.exists()


def test_taken_proposal_gives_the_field_back_to_the_imports(edited, bring, admin_client):
    bring("Le pont ferme")
    settle(admin_client, "take")

    article = Article.objects.get()
    assert (article.headline, article.edited_fields) == ("Le pont ferme", [])
    assert not Proposal.objects.exists()
    assert bring("Le pont disparaît").headline == "Le pont disparaît"


def test_proposal_left_aside_changes_nothing(edited, bring, admin_client):
    bring("Le pont ferme")
    settle(admin_client, "leave")

    article = Article.objects.get()
    assert (article.headline, article.edited_fields) == ("Le pont de Mapo rouvre", ["headline"])
    assert not Proposal.objects.exists()


def test_date_without_evidence_can_be_taken(bring, admin_client):
    bring("Le pont rouvre")
    article = Article.objects.get()
    Article.objects.update(edited_fields=["date"], date_from="edited")
    Proposal.objects.create(article=article, field="date", value=None)

    settle(admin_client, "take")

    article.refresh_from_db()
    assert (article.date, article.date_from) == (None, "")


def test_desk_shows_both_texts_and_leads_there(edited, bring, admin_client):
    article = bring("Le pont ferme")
    page = admin_client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    address = f"{reverse('admin:articles_proposal_changelist')}?article={article.pk}"
    assert address in page

    listed = admin_client.get(address).content.decode()
    assert "Le pont de Mapo rouvre" in listed and "Le pont ferme" in listed


def test_staff_without_the_right_settle_nothing(edited, bring, client, django_user_model):
    bring("Le pont ferme")
    client.force_login(django_user_model.objects.create_user("reader", password="x", is_staff=True))
    settle(client, "take")

    assert Proposal.objects.exists()
