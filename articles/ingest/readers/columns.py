"""Tables of articles: which column feeds which field, and what a row declares."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.ingest.fold import fold
from articles.ingest.source import Unreadable

NAMES: dict[str, str] = {
    "headline": "headline title titre headlines titular titulo titel uberschrift schlagzeile headline_main name_of_story 제목",
    "body": "body text texte content contenu article articlebody article_body body_text bodytext body_html bodyhtml content_html content_text corps "
    "corps_du_texte fulltext full_text story copy cuerpo texto contenido inhalt volltext artikeltext raw_text 본문",
    "subheadline": "subheadline subtitle sous_titre soustitre subtitulo untertitel deck chapo standfirst kicker alternativeheadline",
    "summary": "summary description abstract resume resumen zusammenfassung teaser",
    "date": "date published publish_date published_at pub_date pubdate publication_date date_publication datepublication datepublished "
    "date_published datetime timestamp created_at versioncreated version_created published_date publie_le publie fecha "
    "fecha_publicacion datum veroffentlicht sent sent_at date_de_publication jour 날짜",
    "dateline": "dateline",
    "place": "place location lieu ville city filed_from lugar ciudad ort located",
    "byline": "byline author authors auteur auteurs by autor autores journaliste reporter signature creator",
    "contact": "contact contacts email e_mail mail courriel correo",
    "agency": "agency agence source provider publisher agencia agentur nachrichtenagentur news_agency fuente quelle",
    "language": "language lang langue idioma sprache langage inlanguage",
    "guid": "guid uri urn article_id articleid item_id itemid story_id storyid doc_id docid document_id identifier identifiant",
    "id": "id _id",
    "link": "url link lien href permalink web_url enlace",
    "revision": "version revision",
    "label": "version_label label etiquette marker",
    "slugline": "slug slugline mot_cle_slug slug_line",
    "note": "note ednote editor_note editors_note ed_note note_redaction nota anmerkung",
    "keywords": "keywords keyword tags mots_cles motscles palabras_clave schlagworte schlagworter stichworter",
    "subjects": "section category categories rubrique categorie subject subjects sujet topic topics theme seccion categoria ressort rubrik",
    "caption": "caption legende image_caption photo_caption leyenda bildunterschrift bildtext",
    "picture": "image image_url picture photo imagen bild top_image image_src",
    "copyright": "copyright droits rights copyrightnotice",
    "usage_terms": "usage_terms usageterms usage conditions conditions_utilisation",
    "urgency": "urgency urgence priority priorite",
    "status": "status pubstatus statut estado",
    "embargo": "embargo embargoed embargoed_until",
}
FIELDS = tuple(NAMES)
FIELD_OF = {
    form: each for each, names in NAMES.items() for name in names.split() for form in (name.replace("_", ""), name)
}
COPY = ("headline", "body")
SEPARATORS = re.compile(r"[\s_.-]+")
MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of each field, in the order in which they are asked."""

    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def has_copy(self) -> bool:
        return any(name in self.of for name in COPY)


def read_columns(text: str) -> dict[str, str]:
    """Return the columns named by field, from `headline=titre,body=texte`; a name with a comma stands in quotes.

    Raises ValueError with a message for whoever typed it.
    """
    columns: dict[str, str] = {}
    for part in next(csv.reader([text], skipinitialspace=True), []):
        name, sign, column = (each.strip() for each in part.partition("="))
        if not sign or not column:
            raise ValueError(f"“{part}” does not name a column; write field=column, as in headline=titre,body=texte")
        if name not in FIELDS:
            raise ValueError(f"there is no field “{name}”; the fields are {', '.join(FIELDS)}")
        if name in columns:
            raise ValueError(f"the field {name} is named twice")
        columns[name] = column
    if not columns:
        raise ValueError("no column named; write field=column, as in headline=titre,body=texte")
    return columns


def recognise(names: Iterable[str], named: Mapping[str, str]) -> Columns:
    """Return the columns for the names of a table's columns; those named by the user first.

    Raises Unreadable for a named column that is not there.
    """
    present = list(names)
    found: dict[str, list[str]] = {}
    for each, column in named.items():
        if "." not in column and column not in present:
            raise Unreadable(f"no column “{column}” for the {each}; {listed(present)}")
        found[each] = [column]
    taken = set(named.values())
    for name in present:
        each = field_of(name)
        if each and each not in named and name not in taken:
            found.setdefault(each, []).append(name)
    return Columns({each: tuple(columns) for each, columns in found.items()})


def field_of(name: str) -> str:
    """Return the field a column of this name feeds, in English, French, Spanish or German; empty for none."""
    folded = SEPARATORS.sub("_", fold(name).strip())
    return FIELD_OF.get(folded) or FIELD_OF.get(folded.replace("_", ""), "")


def no_copy(names: Sequence[str]) -> Unreadable:
    """Return why a table without a column of text cannot be read."""
    return Unreadable(
        f"no column holds a headline or a text; {listed(names)}; name them with --columns headline=…,body=…"
    )


def listed(names: Sequence[str]) -> str:
    """Name the columns that are there."""
    shown = ", ".join(f"“{name[:60]}”" for name in names[:MOST_NAMED])
    return f"the columns are {shown}{' …' if len(names) > MOST_NAMED else ''}" if names else "there are no columns"
