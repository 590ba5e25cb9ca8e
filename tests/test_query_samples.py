"""Searches over the sample stories, beside a plain scan of every one of them."""

import random
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.search import Search
from tests.plain_scan import SPACELESS, Known, Leaf, Tree, found_by, read_all

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "samples"
WORD = re.compile(r"[^\W\d_]{2,}")
OPERATORS = {"OR", "OU", "AND", "ET", "NOT", "NEAR", "SAME"}


def words_of(articles, chance):
    """Words that occur, half of them in the same few articles, so that several often do together."""
    few = chance.sample(articles, 4)
    texts = [f"{a.headline} {a.body} {a.caption_text}" for a in few * 8 + articles]
    words = [word for text in texts for word in chance.choices(WORD.findall(text), k=6)]
    return [word for word in words if word not in OPERATORS and word.lower() != "or" and len(word) < 30]


def leaves(articles, chance):
    words = [word for word in words_of(articles, chance) if not SPACELESS.search(word)]
    found = [Leaf(word) for word in words]
    found += [Leaf(word[: max(2, len(word) - chance.randrange(4))], "prefix") for word in chance.sample(words, 60)]
    for article in articles:
        running = article.body.split()
        start = chance.randrange(max(1, len(running)))
        phrase = " ".join(WORD.findall(" ".join(running[start : start + chance.randrange(2, 4)])))
        if phrase and not SPACELESS.search(phrase):
            found.append(Leaf(phrase, "phrase"))
    return found


def strings(articles, chance):
    """Pieces of copy without spaces between words, and such pieces with a letter changed."""
    found = []
    for article in articles:
        if article.language in ("ko", "zh", "ja"):
            for _ in range(6):
                start = chance.randrange(max(1, len(article.body) - 6))
                piece = "".join(SPACELESS.findall(article.body[start : start + chance.randrange(1, 6)]))
                found += [Leaf(piece), Leaf(piece[::-1])] if piece.isalpha() else []
    return found


def known_fields(articles):
    """What is known beside the text, told from the columns."""

    def having(test):
        return frozenset(article.pk for article in articles if test(article))

    length = {article.pk: len(article.body.split()) for article in articles}
    spaced = [article for article in articles if article.language not in ("zh", "ja")]
    assert {article.pk: article.words for article in spaced} == {article.pk: length[article.pk] for article in spaced}
    return [
        Known("date:2023", having(lambda a: a.date and a.date.year == 2023)),
        Known("date:undated", having(lambda a: a.date is None)),
        Known("date:2023-09-01..2023-09-13", having(lambda a: a.date and "2023-09-01" <= str(a.date) <= "2023-09-13")),
        Known("date:2020..", having(lambda a: a.date and a.date.year >= 2020)),
        Known("words:>150", having(lambda a: a.words > 150)),
        Known("words:50..150", having(lambda a: 50 <= a.words <= 150)),
        Known("lang:fr", having(lambda a: a.language == "fr")),
        Known("lang:Korean", having(lambda a: a.language == "ko")),
        Known("label:LEAD", having(lambda a: a.version_label.upper() == "LEAD")),
        Known("label:4", having(lambda a: a.version == 4)),
        Known("status:canceled", having(lambda a: a.status == "canceled")),
        Known("agency:yonhap", having(lambda a: a.agency and a.agency.slug == "yonhap")),
    ]


def one_of(values):
    def numbered(number):
        return values[number]

    return st.integers(0, len(values) - 1).map(numbered)


def trees(words, pieces, known):
    near = st.builds(
        lambda parts, distance: Tree("near", tuple(parts), distance),
        st.lists(
            st.one_of(
                one_of(words),
                st.lists(one_of(words), min_size=2, max_size=2).map(lambda each: Tree("any", tuple(each))),
            ),
            min_size=2,
            max_size=2,
        ),
        st.integers(1, 20),
    )
    same = st.lists(one_of(words), min_size=2, max_size=3).map(lambda parts: Tree("same", tuple(parts)))
    textual = st.one_of(one_of(words), one_of(words), one_of(pieces), near, same)
    fields = st.builds(
        lambda name, part: Tree(name, (part,)), st.sampled_from(["headline", "lead", "body", "caption"]), textual
    )

    def several(part):
        return st.one_of(
            st.builds(
                lambda kind, parts: Tree(kind, tuple(parts)),
                st.sampled_from(["all", "all", "any"]),
                st.lists(part, min_size=2, max_size=4),
            ),
            part.map(lambda each: Tree("not", (each,))),
        )

    return st.recursive(st.one_of(textual, fields, one_of(known)), several, max_leaves=7)


def test_searches_find_what_a_plain_scan_finds():
    call_command("import_articles", str(SAMPLES), stdout=StringIO(), stderr=StringIO())
    read = read_all()
    articles = [each.article for each in read]
    chance = random.Random(5)
    tried = {"found": 0}

    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees(leaves(articles, chance), strings(articles, chance), known_fields(articles)))
    def check(tree):
        search = Search(str(tree))
        found = set(Article.objects.matching(search).values_list("pk", flat=True))

        assert found == found_by(tree, read), (str(tree), search.tree)
        assert sorted(pk for (pk,) in Article.objects.each_matching(search, ["pk"])) == sorted(found)
        tried["found"] += 0 < len(found) < len(read)

    check()
    assert len(read) > 120
    assert tried["found"] > 150, "most searches found nothing, or everything: they prove little"
