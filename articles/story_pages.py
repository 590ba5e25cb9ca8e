"""What a story's page puts together: the line of its versions, the history of its sentences, its figures and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from articles.comparing.comparison import Allowance, Comparison, Prepared, compare_prepared, prepare
from articles.comparing.figures import Figure, figures
from articles.comparing.history import History, trace
from articles.comparing.matters import About
from articles.comparing.sentences import Splitter
from articles.contexts import anchor
from articles.copies import copy_of
from articles.models import Article, Caption, Entity, Mention
from articles.reading import Block, blocks
from articles.stories import Versions, compare_address, label_of
from articles.summaries import summary

MOST_LETTERS = 400_000
"""Letters of different paragraphs that are compared for one page; older versions than fit are listed only."""
MOST_WORDS = 15_000
"""Words of changed sentences looked at one by one for one page."""
MOST_MENTIONS = 20_000


@dataclass(frozen=True)
class VersionLine:
    """One version in the line: its name, what changed since the one before, and where to compare the two."""

    article: Article
    label: str
    missing: Sequence[str] = ()
    summary: str = ""
    compare: str = ""
    before: Article | None = None


@dataclass(frozen=True)
class Told:
    """A sentence of the newest version with the versions that first carried it and reworded it."""

    text: str
    first: VersionLine
    since: VersionLine | None = None
    begins: bool = False
    """Whether its version is another than that of the sentence before."""


@dataclass(frozen=True)
class Dropped:
    """A sentence that no later version has, and the last version that had it."""

    text: str
    last: VersionLine


@dataclass(frozen=True)
class ToldBlock:
    """A paragraph of the newest version sentence by sentence, or a caption; what was dropped before and after it."""

    block: Block
    told: Sequence[Told] = ()
    before: Sequence[Dropped] = ()
    after: Sequence[Dropped] = ()


@dataclass(frozen=True)
class FigurePoint:
    line: VersionLine
    before: str
    written: str
    after: str
    address: str


@dataclass(frozen=True)
class Entry:
    """The entities that first appear in a version."""

    line: VersionLine
    entities: Sequence[Entity]


@dataclass
class StoryPage:
    """A story as its page shows it. What is compared is compared once, oldest version first."""

    versions: Versions
    mentions: Sequence[tuple[int, int, str]] = field(default_factory=list)
    """Article, entity and name as written, each once."""

    @cached_property
    def _about(self) -> About:
        return About(self.versions.newest.language, {text for _article, _entity, text in self.mentions})

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter(self.versions.newest.language)

    @cached_property
    def _prepared(self) -> list[Prepared]:
        """The newest versions, as many as fit, oldest first."""
        found: list[Prepared] = []
        for article in reversed(self.versions.articles):
            if self._splitter.letters > MOST_LETTERS:
                break
            found.append(prepare(copy_of(article), self._splitter))
        return found[::-1]

    @cached_property
    def uncompared(self) -> int:
        """How many of the oldest versions are listed only, as there is too much to compare."""
        return len(self.versions.articles) - len(self._prepared)

    @cached_property
    def _comparisons(self) -> list[Comparison]:
        allowance = Allowance(MOST_WORDS)
        pairs = zip(self._prepared, self._prepared[1:], strict=False)
        return [compare_prepared(before, after, self._about, allowance, changes_only=True) for before, after in pairs]

    @cached_property
    def lines(self) -> list[VersionLine]:
        """The versions, oldest first."""
        articles = self.versions.articles
        lines = []
        for place, article in enumerate(articles):
            before = articles[place - 1] if place else None
            step = place - self.uncompared - 1
            lines.append(
                VersionLine(
                    article,
                    label_of(article),
                    (self.versions.missing or {}).get(article.pk, ()),
                    summary(self._comparisons[step]) if before and step >= 0 else "",
                    compare_address(before, article) if before else "",
                    before,
                )
            )
        return lines

    @cached_property
    def history(self) -> History:
        return trace([each.body for each in self._prepared], [each.alignment for each in self._comparisons])

    @property
    def carried(self) -> list[tuple[VersionLine, int]]:
        """How many sentences of the newest version each version brought, those that brought none left out."""
        counted = Counter(origin.first for origin in self.history.origins)
        return [(self._line(place), counted[place]) for place in sorted(counted)]

    def _line(self, place: int) -> VersionLine:
        return self.lines[place + self.uncompared]

    def told(self, captions: Iterable[Caption], ghosts: bool) -> list[ToldBlock]:
        """Return the newest version block by block, each sentence with its history; dropped ones on request."""
        told: dict[int, list[Told]] = {}
        dropped: dict[int, list[Dropped]] = {}
        newest, last = self._prepared[-1].body, -1
        for sentence, origin in zip(newest, self.history.origins, strict=True):
            since = self._line(origin.since) if origin.reworded else None
            here = Told(sentence.text, self._line(origin.first), since, begins=origin.first != last)
            told.setdefault(sentence.paragraph, []).append(here)
            last = origin.first
        for ghost in self.history.ghosts if ghosts else ():
            paragraph = newest[ghost.behind].paragraph if ghost.behind >= 0 else -1
            dropped.setdefault(paragraph, []).append(Dropped(ghost.text, self._line(ghost.version)))
        return list(_with_history(blocks(self.versions.newest.paragraphs, captions), told, dropped))

    @property
    def figures(self) -> list[list[FigurePoint]]:
        """The numbers that change along the versions."""
        headlines = [each.headline for each in self._prepared]
        bodies = [each.body for each in self._prepared]
        steps = [each.alignment for each in self._comparisons]
        return [self._points(figure) for figure in figures(headlines, bodies, steps, self._about)]

    def _points(self, figure: Figure) -> list[FigurePoint]:
        found = []
        for point in figure.changes:
            line = self._line(point.version)
            address = line.article.get_absolute_url()
            if point.place >= 0:
                address += f"#{anchor('body', self._prepared[point.version].body[point.place].paragraph)}"
            found.append(FigurePoint(line, point.before, point.written, point.after, address))
        return found

    @cached_property
    def entries(self) -> list[Entry]:
        """Who and what entered in which version after the first, hidden entities left out."""
        return entries(self.lines, self.mentions)


def _with_history(
    copy: Iterable[Block], told: dict[int, list[Told]], dropped: dict[int, list[Dropped]]
) -> Iterator[ToldBlock]:
    """Give the paragraphs of a copy their sentences and ghosts, by number; those of -1 stand before the first."""
    number = 0
    for block in copy:
        if block.caption:
            yield ToldBlock(block)
            continue
        before = dropped.get(-1, ()) if number == 0 else ()
        yield ToldBlock(block, told.get(number, ()), before, dropped.get(number, ()))
        number += 1


def story_page(versions: Versions) -> StoryPage:
    """Return the page of a story whose versions have been loaded with body and captions."""
    mentions = Mention.objects.filter(article__in=[article.pk for article in versions.articles]).order_by()
    found = mentions.values_list("article_id", "entity_id", "text").distinct()[:MOST_MENTIONS]
    return StoryPage(versions, list(found))


def entries(lines: Sequence[VersionLine], mentions: Iterable[tuple[int, int, str]]) -> list[Entry]:
    """Return by version the entities it is the first to name."""
    by_article: dict[int, dict[int, None]] = {}
    for article, entity, _text in mentions:
        by_article.setdefault(article, {})[entity] = None
    ids = {entity for named in by_article.values() for entity in named}
    known = Entity.objects.select_related("merged_into").in_bulk(ids)
    seen: set[int] = set()
    found = []
    for line in lines:
        named = {known[pk].canonical for pk in by_article.get(line.article.pk, ()) if pk in known}
        new = [entity for entity in named if entity.pk not in seen and not entity.hidden_by_id]
        seen |= {entity.pk for entity in named}
        if new:
            found.append(Entry(line, sorted(new, key=lambda entity: (entity.kind, str(entity)))))
    return found
