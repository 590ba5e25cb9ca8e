"""What the noun before a name says of it: `lamp maker X` is an organisation, `the ferry X` is none of ours."""

from __future__ import annotations

from functools import cache

from articles.ingest.naming.copy import Place, TaggedCopy
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tokens import Tokens

ORGANISATIONS = {
    "fr": "entreprise société compagnie start-up startup firme association ong fabricant constructeur opérateur éditeur "
    "groupe cabinet fondation coopérative syndicat filiale brasserie studio distributeur équipementier armateur",
    "en": "company firm group startup start-up maker manufacturer operator carrier airline brokerage retailer developer "
    "publisher supplier automaker chipmaker shipbuilder insurer lender cooperative nonprofit conglomerate drugmaker "
    "steelmaker brewer distributor broadcaster",
}
VESSELS = {
    "fr": "ferry navire paquebot cargo chalutier bateau voilier sous-marin frégate destroyer croiseur porte-avions fusée "
    "fusée-sonde satellite sonde missile pétrolier remorqueur yacht catamaran trimaran robot lanceur",
    "en": "ferry ship vessel liner freighter trawler boat submarine frigate destroyer cruiser tanker rocket satellite "
    "probe missile yacht tugboat tug spacecraft rover launcher",
}


def follow_head_nouns(copy: TaggedCopy) -> None:
    """Make what is introduced as a company an organisation, and what is introduced as a vessel no name."""
    heads = _heads(copy.language)
    organisations: dict[str, None] = {}
    vessels: dict[str, None] = {}
    for text, places in copy.places_of(heads.keys() & copy.words.keys()).items():
        for line, index in places:
            if found := _introduced(copy, line, index):
                (organisations if heads[text] == "ORG" else vessels)[found] = None
    for text in sorted(organisations):
        _retag(copy, text, "ORG")
    for text in sorted(vessels):
        if text not in organisations:
            _retag(copy, text, "")


@cache
def _heads(language: str) -> dict[str, str]:
    kinds = (("vessel", VESSELS), ("ORG", ORGANISATIONS))
    return {word: kind for kind, words in kinds for word in words.get(language, "").split()}


def _introduced(copy: TaggedCopy, line: int, head: int) -> str:
    """The capitalised words right after the noun (in French, an adjective may stand between), if they are a name."""
    tokens, text = copy.tokens[line], copy.lines[line]
    first = head + 1
    if first < len(tokens.texts) and copy.language == "fr" and _is_demonym(tokens.texts[first]):
        first += 1
    last = first
    while (
        last < len(tokens.texts) and tokens.texts[last][0].isupper() and text[tokens.bounds[last][0] - 1] in " \u00a0"
    ):
        last += 1
    if last == first or any(
        text[tokens.bounds[at][1] : tokens.bounds[at + 1][0]].strip() for at in range(head, last - 1)
    ):
        return ""
    return text[tokens.bounds[first][0] : tokens.bounds[last - 1][1]]


def _is_demonym(word: str) -> bool:
    return word.islower() and word.endswith(
        ("en", "enne", "ais", "aise", "ois", "oise", "ain", "aine", "ique", "ol", "ole")
    )


def _retag(copy: TaggedCopy, name: str, kind: str) -> None:
    """Tag the name so wherever it stands alone; with an empty kind, take it out."""
    words = Tokens(name, copy.language).texts
    for place in copy.capitalised.get(words[0], ()):
        tokens = copy.tokens[place.line]
        last = place.index + len(words) - 1
        if tokens.texts[place.index : last + 1] != words:
            continue
        start, end = tokens.bounds[place.index][0], tokens.bounds[last][1]
        touching = copy.within(place.line, start, end)
        if any(span.type == "ORG" and span != Span(start, end, "ORG") and span.end > end for span in touching):
            continue
        if not kind:
            copy.remove(place.line, [span for span in touching if span.start >= start and span.end <= end])
        elif _may_be_organisation(copy, place, touching, start, end):
            copy.add(place.line, Span(start, end, kind))


def _may_be_organisation(copy: TaggedCopy, place: Place, touching: list[Span], start: int, end: int) -> bool:
    tokens = copy.tokens[place.line]
    index = next(at for at, bounds in enumerate(tokens.bounds) if bounds[1] == end)
    follows = index + 1 < len(tokens.texts) and tokens.texts[index + 1][0].isupper()
    directly = follows and copy.lines[place.line][end : tokens.bounds[index + 1][0]] == " "
    return not directly and all(span.start <= end and span.end <= end for span in touching)
