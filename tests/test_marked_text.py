"""The paragraphs of NITF and XHTML: nothing dropped, nothing twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.markup.marked_text import BLOCKS, body_of, paragraphs_of, text_of
from articles.ingest.markup.parsing import parse_xml
from articles.ingest.source import Limits


def parsed(text):
    return parse_xml(f"<body>{text}</body>".encode(), Limits())


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("<p>One <b>and</b> two.</p><p>Three.</p>", ("One and two.", "Three.")),
        ("loose<p>in a block</p>loose again", ("loose", "in a block", "loose again")),
        ("<hl2>Heading</hl2><block><p>a</p><p/></block>", ("Heading", "a")),
        ("<ul><li>a<ul><li>b</li></ul>c</li><li><p>d</p></li></ul>", ("a", "b", "c", "d")),
        ("<p>a line<br/>another<br/></p>", ("a line", "another")),
        ("<pre>a\n   b\n\nc</pre>", ("a", "b", "c")),
        ("<table><tr><th>Team</th><th>W</th></tr><tr><td>Lions</td><td/></tr></table>", ("Team | W", "Lions | ")),
        ("<table><tr><td><p>laid</p><p>out</p></td></tr></table>", ("laid", "out")),
        ("<p>a</p><script>b()</script><style>c</style><p>d</p>", ("a", "d")),
        ("<blockquote>said<p>she</p></blockquote>", ("said", "she")),
        ("<p>\n   merely\n   indented\n   markup\n  </p>", ("merely indented markup",)),
        ("<p>no\u00a0break</p><p>\u200b</p>", ("no break",)),
        ("<P>TT</P><MELLIS>writes in</MELLIS><CITAT>upper case</CITAT>", ("TT", "writes in", "upper case")),
    ],
)
def test_each_block_is_a_paragraph(written, paragraphs):
    assert paragraphs_of(parsed(written)) == paragraphs


def test_lines_broken_at_a_fixed_width_are_joined():
    lines = (
        "The ferry that was to leave the harbour at seven in the",
        "morning did not, and the mayor, who had come to see it off,",
    )
    written = f"<p>   {lines[0]} <br/>{lines[1]} <br/>went home.<br/>A second one left.</p>"

    assert paragraphs_of(parsed(written)) == (f"{lines[0]} {lines[1]} went home.", "A second one left.")


def test_wire_copy_in_one_element_is_parted_at_its_indents():
    head = "(Adds detail)\n    * A point\n\n    By Nobody\n"
    body = "    OSLO, Jan 30 (Reuters) - Gold\nrose on Tuesday.\n    Silver\ndid not.\n"

    assert paragraphs_of(parsed(f"<p>{head}{body}</p>")) == (
        "(Adds detail)",
        "* A point",
        "By Nobody",
        "OSLO, Jan 30 (Reuters) - Gold rose on Tuesday.",
        "Silver did not.",
    )


def test_elements_set_aside_know_their_place():
    body = body_of(
        parsed("<p>a</p><media><media-caption>x</media-caption></media><p>b</p><p>c<media/></p>"), ("media",)
    )

    assert body.paragraphs == ("a", "b", "c")
    assert [paragraph for paragraph, _ in body.aside] == [1, 3]


WORDS = st.text("abcdefgh éß한", min_size=1, max_size=20)
TREE = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(sorted({*BLOCKS, "b", "br", "em", "q"})),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


def rendered(tree):
    if isinstance(tree, str):
        return tree
    name, inner = tree
    return f"<{name}>{''.join(map(rendered, inner))}</{name}>"


def letters(text):
    return re.sub(r"[\s|]", "", text)


@given(st.lists(TREE, max_size=5))
def test_every_letter_comes_once_and_in_order(trees):
    written = "".join(map(rendered, trees))
    root = parsed(written)
    wanted = letters(re.sub("<[^>]*>", "", written))

    assert letters("".join(paragraphs_of(root))) == wanted
    assert letters(text_of(root)) == wanted
