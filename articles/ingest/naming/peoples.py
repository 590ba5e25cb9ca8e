"""Names of peoples and of money are no mentions: `South Korean`, `Kenyan`, `US$`."""

from __future__ import annotations

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.demonyms import is_demonym
from articles.ingest.placing.words import lexicon
from articles.ingest.tagger.vocabulary import folded

NO_NAMES = {
    "fr": frozenset(("Photo", "Photo d'archives", "Photo d’archives", "Photos")),
    "en": frozenset(("File photo", "Photo", "Photos", "GMT")),
}


def drop_peoples(copy: TaggedCopy) -> None:
    """Take out names that are only a demonym, a currency's sign or a word of the picture desk."""
    no_names = NO_NAMES.get(copy.language, frozenset())
    for line, span, text in list(copy.names()):
        money = copy.lines[line][span.end : span.end + 1] == "$"
        people = is_demonym(text, copy.language) and folded(text) not in lexicon(copy.language).written
        if money or people or text in no_names:
            copy.remove(line, [span])
