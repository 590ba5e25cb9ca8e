"""The articles of a running story in order, and the versions of it that the archive lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.asof import AsOf
from articles.dates import day_in_words
from articles.models import Article, OldStory
from articles.querysets import ArticleQuerySet

MOST_VERSIONS = 100
"""Versions of a story that are shown; the oldest of a longer one are left out, and said to be."""
MOST_MISSING = 20


@dataclass(frozen=True)
class Versions:
    """The articles of a story, oldest first; `left_out` older ones are not among them."""

    articles: Sequence[Article]
    left_out: int = 0
    missing: Mapping[int, Sequence[str]] | None = None
    """By the id of an article, the names of the versions that are missing just before it."""

    @property
    def newest(self) -> Article:
        return self.articles[-1]


def readable() -> ArticleQuerySet:
    """Return the articles that stories and comparisons show."""
    return Article.objects.public()


def versions_of(
    story_id: int, select: Callable[[ArticleQuerySet], ArticleQuerySet], asof: AsOf | None = None
) -> Versions | None:
    """Return the versions of a story filed by a moment, None if it has none; `select` says what is loaded of them."""
    versions = readable().filed_by(asof).filter(story_id=story_id)
    newest_first = versions.newest_version_first()
    found = in_order(select(newest_first)[: MOST_VERSIONS + 1])
    if not found:
        return None
    shown = found[-MOST_VERSIONS:]
    left_out = 0
    if len(found) > MOST_VERSIONS:
        left_out = versions.count() - MOST_VERSIONS
    return Versions(shown, left_out, missing_before(shown))


def story_now(number: int) -> int:
    """Return the number of the story that a number leads to: its own, unless its articles joined another."""
    return OldStory.objects.filter(pk=number).values_list("story_id", flat=True).first() or number


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Return versions oldest first: by the time they were sent if it is known of all, else by day and number."""
    found = list(articles)
    if all(article.sent_at for article in found):
        return sorted(found, key=lambda article: (article.sent_at, article.version, article.pk))
    return sorted(found, key=lambda article: (article.filed_on, article.version, article.pk))


@dataclass(frozen=True)
class OtherVersion:
    """Another version of an article's story, and where the two are compared, the older one first."""

    article: Article
    compare: str


def others_in_order(article: Article, others: Iterable[Article]) -> list[OtherVersion]:
    """Return the other versions of an article's story, newest first."""
    found = in_order([article, *others])
    own = found.index(article)
    return [
        OtherVersion(other, compare_address(*((other, article) if place < own else (article, other))))
        for place, other in reversed(list(enumerate(found)))
        if place != own
    ]


def newer_version(article: Article, others: Iterable[Article]) -> Article | None:
    """Return the newest of the versions if it is not the article itself."""
    newest = in_order([article, *others])[-1]
    return newest if newest.pk != article.pk else None


def story_address(newest: Article, name: str = "story") -> str:
    """Return the address of the story of which an article is the newest version."""
    return reverse(f"articles:{name}", args=[newest.story_id, newest.slug])


def compare_address(before: Article, after: Article) -> str:
    return reverse("articles:compare", args=[before.pk, after.pk])


def label_of(article: Article) -> str:
    """Return what a version is called: its label as filed, or that it is the first filing."""
    return article.version_label or _("first filing")


def filed(article: Article) -> str:
    """Return when an article was filed, as exactly as is known."""
    if article.sent_at:
        sent = timezone.localtime(article.sent_at)
        return _("%(day)s, %(time)s UTC") % {"day": day_in_words(sent.date()), "time": date_format(sent, "TIME_FORMAT")}
    return day_in_words(article.date) if article.date else _("undated")


def filed_beside(article: Article, other: Article) -> str:
    """Return when an article was filed as it is said on the page of another one: at 15:12, if on the same day."""
    if not article.sent_at:
        return _("on %(day)s") % {"day": day_in_words(article.date)} if article.date else ""
    sent = timezone.localtime(article.sent_at)
    if other.sent_at and timezone.localtime(other.sent_at).date() == sent.date():
        return _("at %(time)s UTC") % {"time": date_format(sent, "TIME_FORMAT")}
    return _("on %(day)s") % {"day": filed(article)}


def missing_before(articles: Sequence[Article]) -> dict[int, list[str]]:
    """Return the names of versions whose number is skipped, by the article before which they would stand."""
    numbered = {article.version for article in articles}
    pattern = max(articles, key=lambda article: article.version)
    missing: dict[int, list[str]] = {}
    expected, room = 0, MOST_MISSING
    for article in articles:
        skipped = [number for number in range(expected, article.version) if number not in numbered][:room]
        if skipped:
            missing[article.pk] = [label_like(pattern.version_label, pattern.version, number) for number in skipped]
            room -= len(skipped)
        expected = max(expected, article.version + 1)
    return missing


ORDINAL = re.compile(r"(?P<number>\d+)(?P<ending>st|nd|rd|th)\b", re.IGNORECASE)


def label_like(label: str, number: int, wanted: int) -> str:
    """Return the label of another version in the manner of one as filed: 3e LD for 2, in that of 4e LD."""
    if wanted == 0:
        return _("the first filing")
    if wanted == 1:
        if re.search(r"\bLD\b|LEAD", label, re.IGNORECASE):
            return "LEAD"
        if "종합" in label:
            return "종합"
    if ORDINAL.search(label):
        return ORDINAL.sub(lambda found: _ordinal(wanted, found["ending"]), label, count=1)
    if str(number) in label:
        return label.replace(str(number), str(wanted), 1)
    return _("version %(number)s") % {"number": wanted}


def _ordinal(number: int, like: str) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending.upper() if like.isupper() else ending}"
