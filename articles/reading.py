"""What an article's page puts together: captions where they stood, related headlines found, names grouped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.contexts import anchor
from articles.marking import Marks, Piece, pieces
from articles.models import Article, Caption, Entity, RelatedHeadline, Subject

MOST_LISTING = 8
MOST_HOMONYMS = 200
"""Articles looked at for all related headlines of one article; a standing headline may head thousands."""


@dataclass(frozen=True)
class Block:
    """A paragraph or a caption, in the order of the copy."""

    text: str
    caption: Caption | None = None
    opens: bool = False
    """Whether it is the first paragraph, which the dateline opens."""
    anchor: str = ""
    """Its place on the page, for links to it."""
    pieces: Sequence[Piece] = ()
    """The text cut at its names, where these are marked."""


@dataclass(frozen=True)
class Related:
    """A headline listed after the end mark, and the archive's article under it, if there is one."""

    filed: RelatedHeadline
    article: Article | None


def blocks(paragraphs: Sequence[str], captions: Iterable[Caption], marks: Marks | None = None) -> list[Block]:
    """Return paragraphs and captions as they stood, captions past the last paragraph last; `marks` are their names."""
    marks = marks or {}
    waiting = sorted(captions, key=lambda caption: (caption.paragraph, caption.position))
    copy: list[Block] = []
    for number, paragraph in enumerate(paragraphs):
        while waiting and waiting[0].paragraph <= number:
            copy.append(_caption(waiting.pop(0), marks))
        names = pieces(paragraph, marks.get(("body", number), ()))
        copy.append(Block(paragraph, opens=number == 0, anchor=anchor("body", number), pieces=names))
    return copy + [_caption(caption, marks) for caption in waiting]


def _caption(caption: Caption, marks: Marks) -> Block:
    names = pieces(caption.text, marks.get(("caption", caption.position), ()))
    return Block(caption.text, caption, anchor=anchor("caption", caption.position), pieces=names)


def related(article: Article) -> list[Related]:
    """Return the related headlines in order, each with the article it most likely means."""
    filed = list(article.related_headlines.all())
    if not filed:
        return []
    homonyms = Article.objects.with_headline_key({line.headline_key for line in filed}).exclude(pk=article.pk)
    closed = set(homonyms.closed().values_list("headline_key", flat=True))
    found: dict[str, list[Article]] = {}
    for candidate in homonyms.public().for_related().newest_version_first()[:MOST_HOMONYMS]:
        found.setdefault(candidate.headline_key, []).append(candidate)
    # A headline that only closed articles have is part of what was closed.
    shown = [line for line in filed if line.headline_key in found or line.headline_key not in closed]
    return [Related(line, _likeliest(article, line, found.get(line.headline_key, []))) for line in shown]


def _likeliest(article: Article, line: RelatedHeadline, candidates: list[Article]) -> Article | None:
    def likeness(candidate: Article) -> tuple[bool, ...]:
        return (
            candidate.version_label == line.version_label,
            candidate.version == line.version,
            candidate.language == article.language,
            candidate.agency_id == article.agency_id,
        )

    return max(candidates, key=likeness, default=None)


def listed_in(article: Article) -> list[Article]:
    """Return other stories' articles that list this one after their end mark, the newest first."""
    lines = RelatedHeadline.objects.filter(headline_key=article.headline_key, version=article.version)
    listing = lines.exclude(article=article.pk).values_list("article", flat=True)[:MOST_HOMONYMS]
    found = Article.objects.public().filter(pk__in=list(listing), agency=article.agency_id, language=article.language)
    return list(found.exclude(story=article.story_id).for_links().newest_first()[:MOST_LISTING])


def subjects(article: Article) -> list[Subject]:
    """Return the article's subjects with their names, in the agency's order."""
    if not article.subjects:
        return []
    known = Subject.objects.in_bulk(article.subjects)
    return [known.get(code) or Subject(code=code) for code in article.subjects]


def entities_found(article: Article) -> dict[str, list[Entity]]:
    """Return the article's entities by kind; places of the dateline come first, then the most often named."""
    filed_from = [line.shown_place for line in article.dateline_places.all() if line.shown_place]
    named = Entity.objects.named_in(article)
    kinds: dict[str, list[Entity]] = {kind: [] for kind in ("place", "person", "organisation")}
    counted = {entity: entity for entity in named}
    for entity in dict.fromkeys([*filed_from, *named]):
        kinds[entity.kind].append(counted.get(entity, entity))
    return kinds
