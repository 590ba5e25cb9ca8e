"""What an article's page says of notices: those that act on it, and what it acts on if it is one itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Article, NoticeKind, Tie

MOST_TARGETS = 50


@dataclass(frozen=True)
class Effect:
    """A notice that acts on an article; `said` is what it says was wrong, `changes` each as (wrong, right)."""

    tie: Tie
    notice: Article
    kind: str
    said: str = ""
    changes: Sequence[tuple[str, str]] = ()
    readable: bool = True
    corrected: Article | None = None
    """The version that has it right, if that is another article."""


@dataclass(frozen=True)
class Target:
    """An article a notice acts on; its headline is not told where the reader may not read it."""

    article: Article
    kind: str
    readable: bool


@dataclass(frozen=True)
class Notices:
    """What acts on an article, the gravest first, and what it acts on itself; `shortened` where more are not shown."""

    effects: Sequence[Effect] = ()
    targets: Sequence[Target] = ()
    shortened: bool = False
    kinds: frozenset[str] = field(default_factory=frozenset)


GRAVEST = [NoticeKind.KILL, NoticeKind.HOLD, NoticeKind.CORRECTION, NoticeKind.REFILE, NoticeKind.ADVISORY]


def notices_of(article: Article, everything: bool = False) -> Notices:
    """Return what is tied to an article; for the public without what it may not know of.

    A notice that was withdrawn itself is not told of, except that it withdrew the article.
    """
    ties = [tie for tie in Tie.objects.standing().of_article(article) if everything or _may_be_told(tie)]
    ties.sort(key=lambda tie: GRAVEST.index(tie.kind))
    targets = [
        Target(tie.target, tie.kind, everything or not tie.target.withdrawn)
        for tie in Tie.objects.standing().by_article(article)[: MOST_TARGETS + 1]
        if everything or not tie.target.is_embargoed
    ]
    corrected = _corrected_version(article) if any(tie.kind == NoticeKind.CORRECTION for tie in ties) else None
    effects = [_effect(tie, corrected, everything) for tie in ties]
    return Notices(
        effects, targets[:MOST_TARGETS], len(targets) > MOST_TARGETS, frozenset(effect.kind for effect in effects)
    )


def _may_be_told(tie: Tie) -> bool:
    notice = tie.notice.article
    return not notice.is_embargoed and (tie.kind == NoticeKind.KILL or not notice.withdrawn)


def _effect(tie: Tie, corrected: Article | None, everything: bool) -> Effect:
    notice = tie.notice.article
    readable = everything or not notice.withdrawn
    if not readable:
        return Effect(tie, notice, tie.kind, readable=False)
    changes = [(str(wrong), str(right)) for wrong, right in tie.notice.changes]
    other = corrected if tie.kind == NoticeKind.CORRECTION and corrected and corrected.pk != notice.pk else None
    return Effect(tie, notice, tie.kind, tie.notice.said, changes, corrected=other)


def _corrected_version(article: Article) -> Article | None:
    """The newest version of the story the public may read that nothing corrects."""
    wrong = Tie.objects.standing().filter(kind=NoticeKind.CORRECTION).values("target")
    versions = Article.objects.public().other_versions(article).exclude(pk__in=wrong)
    return versions.filter(~Q(notice__kind=NoticeKind.CORRECTION) | Q(words__gt=0)).for_links().first()
