"""The captions of a page: of its figures, and of the pictures its JSON-LD describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.ingest.article import Caption
from articles.ingest.grammar.captions import split_rights
from articles.ingest.markup.html_text import picture_address
from articles.ingest.web.json_ld import address, nodes, text


def with_described(figures: Iterable[Caption], images: object) -> tuple[Caption, ...]:
    """Return the captions of the figures, completed and followed by those of the pictures described apart.

    A picture without any text is left out.
    """
    described = list(_described(images))
    captions = []
    for figure in figures:
        same = next((each for each in described if _is_same(figure, each)), None)
        if same:
            described.remove(same)
        captions.append(_completed(figure, same) if same else figure)
    return tuple(captions) + tuple(each for each in described if each.text)


def _described(images: object) -> Iterator[Caption]:
    for image in nodes(images):
        caption, credit, restriction = split_rights(text(image.get("caption")) or text(image.get("description")))
        rights = text(image.get("usageInfo")) or text(image.get("license"))
        yield Caption(
            0,
            caption,
            text(image.get("creditText")) or credit or text(image.get("creator")) or text(image.get("copyrightHolder")),
            restriction or ("" if rights.startswith(("http:", "https:")) else rights),
            picture_address(address(image.get("contentUrl")) or address(image.get("url")) or address(image)),
        )


def _is_same(figure: Caption, described: Caption) -> bool:
    if figure.picture and described.picture:
        return _file(figure.picture) == _file(described.picture)
    return figure.text == described.text


def _completed(figure: Caption, described: Caption) -> Caption:
    return Caption(
        figure.paragraph,
        figure.text,
        figure.credit or described.credit,
        figure.restriction or described.restriction,
        described.picture or figure.picture,
    )


def _file(picture: str) -> str:
    return picture.partition("?")[0].rpartition("/")[2]
