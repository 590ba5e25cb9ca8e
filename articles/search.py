"""A search as a reader typed it: what it asks, of which articles it holds, and what could not be read of it."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Expression, Q
from django.utils.translation import gettext as _

from articles.query import conditions, names
from articles.query.lexemes import EVERY_CONFIGURATION, Lexemes, pieces
from articles.query.names import Asked
from articles.query.reading import Reading, read
from articles.query.syntax import Named, Node, Same, Text, clauses, loosened, walk
from articles.query.tokens import Remark


class Search:
    """Reads the text when it is made, asks the database for lexemes and names when they are needed. Never an error."""

    def __init__(self, written: str) -> None:
        self.reading: Reading = read(written)

    def __bool__(self) -> bool:
        return bool(self.reading.text.strip())

    def __str__(self) -> str:
        return self.reading.text.strip()

    @property
    def tree(self) -> Node | None:
        return self.reading.tree

    @property
    def looks_for_words(self) -> bool:
        return conditions.has_text(self.tree)

    @cached_property
    def lexemes(self) -> Lexemes:
        return Lexemes(self.tree)

    @cached_property
    def _named(self) -> tuple[dict[Named, Asked | None], list[Remark]]:
        return names.asked(self.tree)

    @property
    def named(self) -> dict[Named, Asked | None]:
        """What each named value asks for, None where it cannot be read."""
        return self._named[0]

    @cached_property
    def by_language(self) -> list[Q]:
        """Conditions of which an article found meets just one."""
        return conditions.by_language(self.tree, self.lexemes, self.named)

    @property
    def condition(self) -> Q:
        """The same as one condition."""
        return Q(*self.by_language, _connector=Q.OR)

    @cached_property
    def loose(self) -> Search | None:
        """The search for articles that hold the words, where they must also stand in a certain order; None elsewhere.

        Of two common words that seldom adjoin, every article with both would have to be looked through.
        """
        if not self.tree or (tree := loosened(self.tree, pieces)) == self.tree:
            return None
        search = Search("")
        search.reading = Reading(self.reading.text, tree, ())
        search._named = self._named
        return search

    @property
    def most_looked_through(self) -> int:
        """How many articles may be looked through; to tell sentences apart takes longest."""
        return 1000 if any(isinstance(node, Same) for node in walk(self.tree)) else 5000

    @property
    def rank(self) -> Expression:
        """How well an article matches what is looked for and not excluded, in its language; 0 to 1."""
        return conditions.rank(self.tree, self.lexemes)

    @cached_property
    def remarks(self) -> list[str]:
        """What could not be read as it was typed, and how it was read instead, in sentences."""
        remarks = [*self.reading.remarks, *self._named[1], *self._stop_words()]
        return list(dict.fromkeys(remark.text for remark in sorted(remarks, key=lambda remark: remark.span.start)))

    def _stop_words(self) -> list[Remark]:
        """A remark if all there is to look for are words such as “the”."""
        texts = [node for node in walk(self.tree) if isinstance(node, Text)]
        if not texts or len(texts) < sum(1 for node in walk(self.tree) if not list(walk(node))[1:]):
            return []
        stopped = [
            configuration
            for configuration in EVERY_CONFIGURATION
            if not any(self.lexemes.tsquery(text, configuration) for text in texts)
        ]
        if not stopped:
            return []
        if len(stopped) == len(EVERY_CONFIGURATION):
            return [Remark(_("This search has no word in it."), texts[0].span)]
        said = _("Words as common as these are not looked for in every language.")
        return [Remark(said, texts[0].span)]

    @cached_property
    def clauses(self) -> tuple[Node, ...]:
        """The parts that must all hold, each of which can be dropped; without those that could not be read."""
        return tuple(part for part in clauses(self.tree) if self._asks(part))

    def _asks(self, part: Node) -> bool:
        return any(isinstance(node, Text) or self.named.get(node) for node in walk(part))

    def written(self, node: Node) -> str:
        """Return a part as it was typed."""
        return self.reading.text[node.span.start : node.span.end]

    def without(self, written: str) -> Search | None:
        """Return the search less one clause, given as it was typed; None if it is the only one."""
        return self._of([node for node in self.clauses if self.written(node) != written])

    def only(self, written: str) -> Search | None:
        """Return the search for one of its clauses."""
        return self._of([node for node in self.clauses if self.written(node) == written])

    def _of(self, parts: list[Node]) -> Search | None:
        """Return the search for some of the clauses, with what the database said of them."""
        if not parts:
            return None
        search = Search("")
        search.reading = Reading(" ".join(map(self.written, parts)), conditions.together(parts), ())
        search.lexemes, search._named = self.lexemes, self._named
        return search


def matching_condition(words: str | Search) -> Q:
    """Say which articles hold the words, each in the stems of its own language. No words are an error."""
    return as_search(words).condition


def matching_by_language(words: str | Search) -> list[Q]:
    """Say it language by language: conditions of which an article meets one at most."""
    return as_search(words).by_language


def as_search(words: str | Search) -> Search:
    return words if isinstance(words, Search) else Search(words)
