"""Rows for tests, written through the ORM: each maker fills what the test does not say."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count, islice
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.text import slugify

from articles.models import (
    Agency,
    Alias,
    Article,
    Caption,
    DatelinePlace,
    Entity,
    Mention,
    Original,
    RelatedHeadline,
    Story,
)

numbers = count(1)


def make_agency(name: str = "Yonhap") -> Agency:
    return Agency.objects.get_or_create(name=name, defaults={"slug": slugify(name, allow_unicode=True)})[0]


def make_entity(kind: str, name: str, aliases: Sequence[str] = (), **overrides: Any) -> Entity:
    """Return the entity of that name, made with its name and aliases to be found by if it is new."""
    slug = slugify(name, allow_unicode=True)
    values = {"key": f"{kind}:{slug}", "name": name, "slug": slug, **overrides}
    entity, new = Entity.objects.get_or_create(kind=kind, slug=values.pop("slug"), defaults=values)
    if new:
        names = dict.fromkeys([name, *entity.names.values(), *aliases])
        Alias.objects.bulk_create(Alias(entity=entity, name=alias) for alias in names if alias)
    return entity


def make_place(name: str = "Seoul", aliases: Sequence[str] = (), **overrides: Any) -> Entity:
    return make_entity("place", name, aliases, **{"place_type": "city", **overrides})


def make_person(name: str = "Yeom Do-gyeom", aliases: Sequence[str] = (), **overrides: Any) -> Entity:
    return make_entity("person", name, aliases, **overrides)


def make_organisation(name: str = "Baekdu Marine", aliases: Sequence[str] = (), **overrides: Any) -> Entity:
    return make_entity("organisation", name, aliases, **overrides)


def make_article(
    *,
    captions: Sequence[dict[str, Any]] = (),
    related: Sequence[dict[str, Any]] = (),
    filed_from: Sequence[Entity | str] = (),
    mentions: Sequence[Entity] = (),
    paragraphs: Sequence[str] | None = None,
    original: bytes | None = b"as received",
    encoding: str = "utf-8",
    file: str = "story.txt",
    agency: Agency | str | None = "Yonhap",
    **overrides: Any,
) -> Article:
    """Return an article with its captions, related headlines, dateline places, mentions and original."""
    number = next(numbers)
    values = {"headline": f"Ferry stops off Incheon, day {number}", "language": "en", "date": date(2023, 9, 13)}
    values |= {"identity": f"made:{number}", "fingerprint": f"{number:064}", "body": "\n\n".join(paragraphs or [])}
    values |= overrides
    values.setdefault("date_from", "captions" if values["date"] else "")
    values.setdefault("story", None)
    values["story"] = values["story"] or Story.objects.create()
    values["agency"] = make_agency(agency) if isinstance(agency, str) else agency
    article = Article.objects.create(**values)
    _make_parts(article, captions, related, filed_from, mentions)
    if original is not None:
        Original.objects.create(article=article, file=file, format="text", encoding=encoding, content=original)
    return Article.objects.get(pk=article.pk)


def _make_parts(
    article: Article,
    captions: Sequence[dict[str, Any]],
    related: Sequence[dict[str, Any]],
    filed_from: Sequence[Entity | str],
    mentions: Sequence[Entity],
) -> None:
    Caption.objects.bulk_create(
        Caption(article=article, position=position, **caption) for position, caption in enumerate(captions)
    )
    RelatedHeadline.objects.bulk_create(
        RelatedHeadline(article=article, position=position, **line) for position, line in enumerate(related)
    )
    for position, place in enumerate(filed_from):
        known = place if isinstance(place, Entity) else None
        name = place.name.upper() if known else place
        DatelinePlace.objects.create(article=article, position=position, as_filed=name, place=known)
    Mention.objects.bulk_create(
        Mention(article=article, entity=entity, zone="body", start=0, end=len(entity.name), text=entity.name)
        for entity in mentions
    )


def make_archive(size: int, seed: int = 1, paragraphs: int = 2) -> None:
    """Fill the archive with `size` articles over six years, in wire-like proportions, the same ones each time.

    With 12 paragraphs they are as long as wire copy is; tests that need only their number save the time.
    """
    chance = random.Random(seed)
    agencies = [make_agency(name) for name in ("Yonhap", "AFP", "Reuters", "EFE", "dpa", "Xinhua")]
    countries = _cast("place", [f"Country {n}" for n in range(20)], place_type="country")
    for number, country in enumerate(countries):
        country.country_code = f"{chr(65 + number)}X"
    Entity.objects.bulk_update(countries, ["country_code"])
    cities = _cast("place", [f"City {n}" for n in range(150)], place_type="city")
    for number, city in enumerate(cities):
        city.parent, city.country_code = countries[number % 20], countries[number % 20].country_code
    Entity.objects.bulk_update(cities, ["parent", "country_code"])
    people = _cast("person", [f"{chr(65 + n % 26)} Person {n}" for n in range(400)])
    organisations = _cast("organisation", [f"{chr(65 + n % 26)} Organisation {n}" for n in range(200)])
    words = [made_word(n) for n in range(3000)]

    stories = Story.objects.bulk_create(Story() for _ in range(size))
    articles = [_generated(chance, story, agencies, words, paragraphs) for story in stories]
    filed_from = [_favoured(chance, cities) for _ in articles]
    named = [
        list(dict.fromkeys(_favoured(chance, names) for names in (cities, people, organisations) for _ in range(3)))
        for _ in articles
    ]
    for article, city, entities in zip(articles, filed_from, named, strict=True):
        # As the importer does: what the triggers would write is written at once.
        article.filed_from_ids = sorted({city.pk, city.parent_id})
        article.entity_ids = sorted({pk for e in entities for pk in (e.pk, e.parent_id) if pk})
    Article.objects.bulk_create(articles, batch_size=500)
    _insert(
        DatelinePlace(article=article, position=0, as_filed=city.name.upper(), place=city)
        for article, city in zip(articles, filed_from, strict=True)
    )
    _insert(
        Mention(article=article, entity=entity, zone="body", start=0, end=5, text=entity.name)
        for article, entities in zip(articles, named, strict=True)
        for entity in entities
    )


def _cast(kind: str, names: list[str], **values: Any) -> list[Entity]:
    """Return the entities of those names, made if they are new."""
    rows = [Entity(kind=kind, key=f"{kind}:{name}", name=name, slug=slugify(name), **values) for name in names]
    Entity.objects.bulk_create(rows, ignore_conflicts=True)
    found = {entity.name: entity for entity in Entity.objects.of_kind(kind)}
    Alias.objects.bulk_create((Alias(entity=found[name], name=name) for name in names), ignore_conflicts=True)
    return [found[name] for name in names]


def _insert(rows: Iterable[Model]) -> None:
    """Insert many rows in batches, telling the planner after each what the triggers will look through."""
    rows = iter(rows)
    while batch := list(islice(rows, 5000)):
        type(batch[0]).objects.bulk_create(batch)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {type(batch[0])._meta.db_table}, articles_article")


SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "no")
ENDINGS = ("", "s", "ation", "ing", "ement", "er")


def made_word(number: int) -> str:
    """Return a word of the generated archive, the lower the number the commoner; languages stem it differently."""
    letters, rest = "", number + 200
    while rest:
        rest, syllable = divmod(rest, len(SYLLABLES))
        letters += SYLLABLES[syllable]
    return letters + ENDINGS[number % len(ENDINGS)]


def _generated(
    chance: random.Random, story: Story, agencies: list[Agency], words: list[str], paragraphs: int
) -> Article:
    day = date(2018, 1, 1) + timedelta(days=chance.randrange(6 * 365)) if chance.random() > 0.02 else None
    body = [" ".join(_favoured(chance, words) for _ in range(60)) + "." for _ in range(paragraphs)]
    return Article(
        story=story,
        agency=_favoured(chance, agencies),
        language=_favoured(chance, ["en", "fr", "ko", "es", "de"]),
        headline=f"Headline {story.pk} " + " ".join(_favoured(chance, words) for _ in range(7)),
        version_label=chance.choice(["", "", "LEAD", "2nd LD"]),
        dateline="CITY, (Agency) --",
        date=day,
        date_from="captions" if day else "",
        body="\n\n".join(body),
        identity=f"generated:{story.pk}",
        fingerprint=f"{story.pk:064}",
    )


def _favoured(chance: random.Random, choices: Sequence[Any]) -> Any:
    """Return one of the choices, the first ones far more often, as names and words occur in news."""
    return choices[int(len(choices) * chance.random() ** 3)]
