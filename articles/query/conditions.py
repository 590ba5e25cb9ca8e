"""Turns the tree of a search into conditions on articles, each language in its own stems.

Text is gathered into one tsquery as far as it goes, so that the search index answers. What is excluded is looked up
there as well: PostgreSQL never unpacks the search vectors of all articles to see what they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Case, Expression, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Cast

from articles.query.lexemes import CONFIGURATIONS, EVERY_CONFIGURATION, SIMPLE, Lexemes, is_exact, weighted
from articles.query.names import Asked
from articles.query.syntax import (
    All,
    Any,
    InField,
    Named,
    Near,
    Node,
    Not,
    Phrase,
    Same,
    Text,
    Word,
    children,
    clauses,
    sought,
    walk,
)

NOTHING = Q(pk__lt=0)
SPOKEN = (Word, Phrase, Near, All, Any)
WEIGHTS = {"headline": "A", "lead": "B", "body": "BC", "caption": "D"}
"""The fields of the search vector. The first paragraph is part of the body, too."""

NOTE, DROPPED = "note", "dropped"
COPY = {
    "headline": ("headline",),
    "lead": ("lead",),
    "body": ("body",),
    "caption": ("caption_text",),
    NOTE: ("note",),
    DROPPED: ("body",),
    "": ("headline", "body", "caption_text"),
}
"""The columns a field is read from."""


class Matches(Func):
    """vector @@ tsquery"""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector: F | Func, tsquery: str) -> None:
        super().__init__(vector, Cast(Value(tsquery), SearchQueryField()))


class Rank(Func):
    """ts_rank of the search vector, divided by the logarithm of the article's length."""

    function = "ts_rank"
    output_field = FloatField()

    def __init__(self, tsquery: str) -> None:
        super().__init__(F("search_vector"), Cast(Value(tsquery), SearchQueryField()), Value(1))


class Holds(Func):
    """Whether a column holds a string, whatever its case and accents."""

    function = "newsroom_holds"
    output_field = BooleanField()


class InOneSentence(Func):
    """Whether one sentence of a column matches a tsquery."""

    function = "newsroom_in_one_sentence"
    output_field = BooleanField()


class FirstParagraph(Func):
    template = "split_part(%(expressions)s, E'\\n\\n', 1)"


@dataclass(frozen=True)
class Sought:
    """A tsquery and its opposite; `looks_up` tells whether the index can find what matches the first."""

    tsquery: str
    opposite: str
    looks_up: bool = True


@dataclass(frozen=True)
class Condition:
    """Any other condition; `on_text` tells whether it looks at the text as well."""

    q: Q
    on_text: bool = False


Lowered = Sought | Condition | None
"""None where nothing is asked: stop words say nothing of an article."""


def has_text(node: Node | None) -> bool:
    """Tell whether words are looked for."""
    return any(isinstance(each, Text) for each in walk(node))


def by_language(tree: Node | None, lexemes: Lexemes, named: Mapping[Named, Asked | None]) -> list[Q]:
    """Return conditions of which an article that is found meets just one: languages of the same stems share one."""
    plain = [_Arm(SIMPLE, lexemes, named).q(part) for part in clauses(tree) if not has_text(part)]
    common = _all([q for q in plain if q is not None])
    worded = [part for part in clauses(tree) if has_text(part)]
    if not worded:
        return [NOTHING if common is None else common]
    arms = []
    for configurations in _alike(worded, lexemes):
        found = _Arm(configurations[0], lexemes, named).q(together(worded))
        if found is None and common is None:
            continue
        arms.append(_all([q for q in (common, _written_in(configurations), found) if q is not None]))
    return arms or [NOTHING]


def rank(tree: Node | None, lexemes: Lexemes) -> Expression:
    """Return how well an article's search vector matches what is looked for, in the stems of its language."""
    ranked = {
        configuration: Rank(_joined((lexemes.tsquery(leaf, configuration) for _zone, leaf in sought(tree)), " | "))
        for configuration in EVERY_CONFIGURATION
    }
    languages = [When(language=language, then=ranked[name]) for language, name in CONFIGURATIONS.items()]
    return Case(*languages, default=ranked[SIMPLE])


def _alike(worded: Iterable[Node], lexemes: Lexemes) -> list[list[str]]:
    """Return the configurations in groups in which all words have the same stems."""
    nodes = [node for part in worded for node in walk(part)]
    texts = [node for node in nodes if isinstance(node, Text)]
    sentences = any(isinstance(node, Same) for node in nodes)
    groups: dict[tuple[str, ...], list[str]] = {}
    for configuration in EVERY_CONFIGURATION:
        signs = [lexemes.tsquery(text, configuration) for text in texts] + [configuration] * sentences
        groups.setdefault(tuple(signs), []).append(configuration)
    return list(groups.values())


def _written_in(configurations: list[str]) -> Q | None:
    if SIMPLE in configurations:
        others = [language for language, name in CONFIGURATIONS.items() if name not in configurations]
        return ~Q(language__in=others) if others else None
    return Q(language__in=[language for language, name in CONFIGURATIONS.items() if name in configurations])


def together(parts: list[Node]) -> Node:
    """Return the parts as one that asks for all of them."""
    return parts[0] if len(parts) == 1 else All(tuple(parts), parts[0].span | parts[-1].span)


def _all(conditions: list[Q]) -> Q | None:
    return Q(*conditions) if conditions else None


class _Arm:
    """Lowers a tree in the stems of one configuration."""

    def __init__(self, configuration: str, lexemes: Lexemes, named: Mapping[Named, Asked | None]) -> None:
        self.configuration, self.lexemes, self.named = configuration, lexemes, named

    def q(self, node: Node) -> Q | None:
        lowered = self.lower(node)
        return None if lowered is None else _as_condition(lowered).q

    def lower(self, node: Node, zone: str = "") -> Lowered:
        match node:
            case Word() | Phrase():
                return self.text(node, zone)
            case Near(left=left, right=right, distance=distance):
                return self.found(_near(self.spoken(left, zone), self.spoken(right, zone), distance), zone)
            case Same(parts=parts):
                return self.same(parts, zone)
            case Not(child=child):
                return _opposite(self.lower(child, zone))
            case All(parts=parts):
                return _combined([self.lower(part, zone) for part in parts], every=True)
            case Any(parts=parts):
                return _combined([self.lower(part, zone) for part in parts], every=False)
            case InField(name=name, child=child):
                return self.in_one_passage(child) if name == DROPPED else self.lower(child, name)
            case Named():
                asked = self.named[node]
                return None if asked is None else Condition(asked.q)

    def text(self, node: Text, zone: str) -> Lowered:
        if zone == DROPPED or not is_exact(node):
            return self.found(self.lexemes.tsquery(node, self.stems_in(zone)), zone)
        exact = self.lexemes.exact(node)
        found = self.found(exact.bigrams, zone)
        if not exact.recheck:
            return found
        holds = Q()
        for column in COPY[zone]:
            holds |= Q(Holds(_column(column), Value(exact.text)))
        return Condition(_as_condition(found).q & holds if found else holds, on_text=True)

    def found(self, tsquery: str, zone: str) -> Lowered:
        if not tsquery:
            return None
        if zone == NOTE:
            return Condition(Q(Matches(Func("note", function="newsroom_note_vector"), tsquery)))
        if zone == DROPPED:
            return self.dropped(tsquery)
        tsquery = weighted(tsquery, WEIGHTS.get(zone, ""))
        return Sought(tsquery, f"!({tsquery})")

    def in_one_passage(self, node: Node) -> Lowered:
        """Words of a dropped passage are to stand in the same one, unless one of them is excluded."""
        if all(isinstance(each, SPOKEN) for each in walk(node)):
            tsquery = self.spoken(node, DROPPED)
            return self.dropped(tsquery) if tsquery else None
        return self.lower(node, DROPPED)

    def dropped(self, tsquery: str) -> Condition:
        passages = apps.get_model("articles", "DroppedPassage").objects.filter(Matches(F("vector"), tsquery))
        return Condition(Q(pk__in=passages.values("article_id")), on_text=True)

    def same(self, parts: tuple[Node, ...], zone: str) -> Lowered:
        wanted = _joined((self.spoken(part, zone) for part in parts), " & ")
        candidates = _combined([self.lower(part, zone) for part in parts], every=True)
        if candidates is None:
            return None
        one_sentence = Q()
        for column in COPY[zone]:
            configuration = Func(Value(self.stems_in(zone)), template="%(expressions)s::regconfig")
            tsquery = Cast(Value(wanted), SearchQueryField())
            one_sentence |= Q(InOneSentence(configuration, _column(column), tsquery))
        return Condition(_as_condition(candidates).q & one_sentence, on_text=True)

    def spoken(self, node: Node, zone: str) -> str:
        """Return the tsquery of words by themselves, whatever they stand in; empty for stop words."""
        match node:
            case Word() | Phrase():
                return self.lexemes.tsquery(node, self.stems_in(zone))
            case Near(left=left, right=right, distance=distance):
                return _near(self.spoken(left, zone), self.spoken(right, zone), distance)
        sign = " | " if isinstance(node, Any) else " & "
        return _joined((self.spoken(child, zone) for child in children(node)), sign)

    def stems_in(self, zone: str) -> str:
        return SIMPLE if zone == NOTE else self.configuration


def _near(left: str, right: str, distance: int) -> str:
    if not (left and right):
        return left or right
    return " | ".join(
        f"(({left}) <{words}> ({right})) | (({right}) <{words}> ({left}))" for words in range(1, distance + 1)
    )


def _joined(tsqueries: Iterable[str], sign: str) -> str:
    return sign.join(f"({tsquery})" for tsquery in tsqueries if tsquery)


def _opposite(lowered: Lowered) -> Lowered:
    match lowered:
        case Sought(tsquery=tsquery, opposite=opposite, looks_up=looks_up):
            return Sought(opposite, tsquery, not looks_up)
        case Condition(q=q, on_text=on_text):
            return Condition(_outside(q) if on_text else ~q, on_text)
    return None


def _combined(parts: list[Lowered], *, every: bool) -> Lowered:
    parts = [part for part in parts if part is not None]
    texts = [part for part in parts if isinstance(part, Sought)]
    conditions = [part for part in parts if isinstance(part, Condition)]
    if texts:
        text = _gathered(texts, every=every)
        if not conditions:
            return text
        conditions.append(_as_condition(text))
    if not conditions:
        return None
    q = Q(*(condition.q for condition in conditions), _connector=Q.AND if every else Q.OR)
    return Condition(q, any(condition.on_text for condition in conditions))


def _gathered(texts: list[Sought], *, every: bool) -> Sought:
    if len(texts) == 1:
        return texts[0]
    looks_up = (any if every else all)(text.looks_up for text in texts)
    signs = (" & ", " | ") if every else (" | ", " & ")
    tsquery, opposite = (
        sign.join(f"({side})" for side in sides)
        for sign, sides in zip(
            signs, ([text.tsquery for text in texts], [text.opposite for text in texts]), strict=True
        )
    )
    return Sought(tsquery, opposite, looks_up)


def _as_condition(lowered: Sought | Condition) -> Condition:
    if isinstance(lowered, Condition):
        return lowered
    if lowered.looks_up:
        return Condition(Q(Matches(F("search_vector"), lowered.tsquery)), on_text=True)
    return Condition(_outside(Q(Matches(F("search_vector"), lowered.opposite))), on_text=True)


def _outside(q: Q) -> Q:
    """Return what holds of articles that are not among those found, these being looked up by themselves."""
    articles = apps.get_model("articles", "Article")._base_manager
    return ~Q(pk__in=articles.filter(q).values("pk"))


def _column(name: str) -> F | Func:
    return FirstParagraph("body") if name == "lead" else F(name)
