"""Reading what was typed: the tree, where its parts stand, and what is said of what could not be read."""

import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.query.reading import read
from articles.query.syntax import All, Any, InField, Named, Near, Not, Phrase, Same, Word, clauses, sought, walk


def drawn(node) -> str:
    """The tree on one line."""
    match node:
        case None:
            return "nothing"
        case Word():
            return node.text + "*" * node.prefix
        case Phrase():
            return f'"{node.text}"'
        case Near():
            return f"near{node.distance}({drawn(node.left)}, {drawn(node.right)})"
        case Not():
            return f"not({drawn(node.child)})"
        case InField():
            return f"{node.name}[{drawn(node.child)}]"
        case Named():
            return f"{node.field}={node.value}"
        case All() | Any() | Same():
            return f"{type(node).__name__.lower()}({', '.join(map(drawn, node.parts))})"


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("velo", "velo"),
        ("velo navire", "all(velo, navire)"),
        ('"coast guard"', '"coast guard"'),
        ("“coast guard” «\u00a0garde côtière\u00a0»", 'all("coast guard", "garde côtière")'),
        ("a OR b", "any(a, b)"),
        ("a OU b", "any(a, b)"),
        ("a OR b c", "any(a, all(b, c))"),
        ("(a OR b) c", "all(any(a, b), c)"),
        ("（a OR b） c", "all(any(a, b), c)"),
        ("a AND b ET c", "all(a, b, c)"),
        ("-a", "not(a)"),
        ("a －b −c", "all(a, not(b), not(c))"),
        ("a NOT b", "all(a, not(b))"),
        ("a AND NOT b", "all(a, not(b))"),
        ("NOT NOT a", "a"),
        ('-"a b"', 'not("a b")'),
        ("-(a OR b)", "not(any(a, b))"),
        ("a - b", "all(a, b)"),
        ("a -- b", "all(a, b)"),
        ("coast-guard", "coast-guard"),
        ('"coast"-guard', 'all("coast", guard)'),
        ("navir*", "navir*"),
        ("navir＊", "navir*"),
        ("a NEAR/5 b", "near5(a, b)"),
        ("a NEAR5 b", "near5(a, b)"),
        ("a w/5 b", "near5(a, b)"),
        ("a NEAR b", "near10(a, b)"),
        ('(a OR b) NEAR/2 "c d"', 'near2(any(a, b), "c d")'),
        ("a NEAR/5 b NEAR/6 c", "all(near5(a, b), near6(b, c))"),
        ("a NEAR/5 b c", "all(near5(a, b), c)"),
        ("a SAME b", "same(a, b)"),
        ("a SAME b SAME c", "same(a, b, c)"),
        ("a near b same c not or", "all(a, near, b, same, c, not, or)"),
        ("headline:a b", "all(headline[a], b)"),
        ("HEADLINE:a", "headline[a]"),
        ("headline：a", "headline[a]"),
        ("headline: a", "headline[a]"),
        ("headline:(a OR b)", "headline[any(a, b)]"),
        ("headline:(a lead:b)", "headline[all(a, lead[b])]"),
        ("headline:lead:a", "lead[a]"),
        ("-headline:a headline:-b", "all(not(headline[a]), headline[not(b)])"),
        ("from:seoul", "from=seoul"),
        ('from:"Corée du Sud"', "from=Corée du Sud"),
        ("from:(seoul OR busan)", "any(from=seoul, from=busan)"),
        ("-from:seoul", "not(from=seoul)"),
        ("filed_from:x organisation:y language:z", "all(from=x, org=y, lang=z)"),
        ("date:2023-09-01..2023-09-13", "date=2023-09-01..2023-09-13"),
        ("words:>400 words:100..200", "all(words=>400, words=100..200)"),
        ("subject:medtop:20000394", "subject=medtop:20000394"),
        ("(date:2023)", "date=2023"),
        ("http://example.com/a at 14:30", "all(http://example.com/a, at, 14:30)"),
        ("", "nothing"),
        ("  ", "nothing"),
    ],
)
def test_grammar(written, tree):
    read_so = read(written)

    assert drawn(read_so.tree) == tree
    assert read_so.remarks == ()


@pytest.mark.parametrize(
    ("written", "tree", "remark"),
    [
        ('"a b', "all(a, b)", "Unclosed quote: read as words."),
        ("(a b", "all(a, b)", "Unclosed bracket: read as closed at the end."),
        ("a) b", "all(a, b)", "A bracket is closed that was not opened: passed over."),
        ("() a", "a", "Empty brackets: passed over."),
        ("-() a", "a", "Empty brackets: passed over."),
        ("OR", "nothing", "“OR” stands alone: passed over."),
        ("a OR", "a", "“OR” stands alone: passed over."),
        ("OR a", "a", "“OR” stands alone: passed over."),
        ("a OR OR b", "any(a, b)", "“OR” stands alone: passed over."),
        ("AND a", "a", "“AND” stands alone: passed over."),
        ("a NOT", "a", "“NOT” stands alone: passed over."),
        ("NEAR/5 a", "a", "“NEAR/5” stands alone: passed over."),
        ("a NEAR/5", "a", "“NEAR/5” stands alone: passed over."),
        ("a NEAR/5 OR b", "any(a, b)", "“NEAR/5” stands alone: passed over."),
        ("a SAME", "a", "“SAME” stands alone: passed over."),
        ("a NEAR/99 b", "near20(a, b)", "NEAR reaches over 1 to 20 words: read as NEAR/20."),
        ("a NEAR/0 b", "near1(a, b)", "NEAR reaches over 1 to 20 words: read as NEAR/1."),
        ("a NEAR -b", "all(a, not(b))", "NEAR joins words and phrases: read as “and”."),
        ("a NEAR (b c)", "all(a, all(b, c))", "NEAR joins words and phrases: read as “and”."),
        ("a SAME from:b", "all(a, from=b)", "SAME joins words and phrases: read as “and”."),
        ("mine or afrique", "any(mine, afrique)", "“or” read as OR. To look for the word, put it in quotes."),
        ("slugline:ferry", "slugline:ferry", "There is no field “slugline”: read as words."),
        ("headline: ", "nothing", "Nothing stands after “headline:”: passed over."),
        ("a -from:", "a", "Nothing stands after “from:”: passed over."),
        ("a*", "a", "“a*” begins too many words: read as a word."),
        ("(" * 13 + "a" + ")" * 13, "a", "Too many brackets within brackets: the innermost were passed over."),
    ],
)
def test_what_cannot_be_read_is_said(written, tree, remark):
    read_so = read(written)

    assert drawn(read_so.tree) == tree
    assert remark in [each.text for each in read_so.remarks]


def test_old_addresses_keep_their_meaning():
    assert drawn(read('"a b" -c or d').tree) == 'any(all("a b", not(c)), d)'


@pytest.mark.parametrize("written", ["or", "or noir", "le cours de l or", "(or)"])
def test_small_or_without_a_neighbour_is_a_word(written):
    assert "or" in [node.text for node in walk(read(written).tree) if isinstance(node, Word)]


def test_parts_tell_where_they_stand():
    written = 'a  -"b c" headline:(d OR e) f NEAR/3 g (h i)'
    read_so = read(written)

    assert [written[each.span.start : each.span.end] for each in clauses(read_so.tree)] == [
        "a", '-"b c"', "headline:(d OR e)", "f NEAR/3 g", "(h i)",
    ]  # fmt: skip


def test_what_is_sought_leaves_out_what_is_excluded():
    tree = read('a -b headline:(c -"d e") -(f -lead:g) from:h').tree

    assert [(field, leaf.text) for field, leaf in sought(tree)] == [("", "a"), ("headline", "c"), ("lead", "g")]


def test_remarks_are_said_in_the_readers_language():
    with translation.override("fr"):
        said = read("date:").remarks[0].text

    assert "date:" in said


@pytest.mark.parametrize(
    "written",
    [
        "(" * 10_000, ")" * 10_000, "(a " * 10_000, "-" * 10_000, "NOT " * 10_000, "headline:" * 10_000,
        "headline:-" * 10_000, '"' * 10_001, "a OR " * 20_000, "a NEAR/20 " * 10_000, "x" * 100_000, "a " * 50_000,
        "\x00", "\ud800\udfff", "from:" * 5000, "date:(" * 5000, "(a SAME (" * 5000, "*" * 10_000, ":" * 10_000,
    ],
)  # fmt: skip
def test_hostile_input_is_read_at_once(written):
    begun = time.perf_counter()
    read_so = read(written)

    assert time.perf_counter() - begun < 1
    assert sum(1 for _ in walk(read_so.tree)) < 300


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                [
                    "a",
                    "(",
                    ")",
                    '"',
                    "-",
                    "OR",
                    "or",
                    "NOT",
                    "NEAR/3",
                    "SAME",
                    "AND",
                    "headline:",
                    "from:",
                    "*",
                    " ",
                    "«",
                ]
            ),
            max_size=25,
        ).map(" ".join),
        st.lists(st.sampled_from(["a", "(", ")", '"', "-", "OR ", "headline:", "date:", "*", " "]), max_size=25).map(
            "".join
        ),
    )
)
def test_anything_can_be_read(written):
    read_so = read(written)

    for node in walk(read_so.tree):
        assert 0 <= node.span.start < node.span.end <= len(read_so.text)
    for remark in read_so.remarks:
        assert remark.text.endswith(".")
