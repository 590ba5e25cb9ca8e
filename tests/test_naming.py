"""The rules after the tagger, one by one, and what names are linked to."""

import pytest

from articles.ingest.naming.acronyms import Pair, acronym_pairs
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.countries_inside import countries_in
from articles.ingest.naming.dateline_places import mark_dateline_places
from articles.ingest.naming.edges import trim_edges
from articles.ingest.naming.generic_heads import trim_common_nouns
from articles.ingest.naming.heads import follow_head_nouns
from articles.ingest.naming.introduced import mark_introduced
from articles.ingest.naming.joined_names import split_joined_names
from articles.ingest.naming.korean_names import is_korean_given_name, mark_korean_names
from articles.ingest.naming.layer import RULES, apply_rules
from articles.ingest.naming.links import Persons, Places, organisation, person
from articles.ingest.naming.listed_names import mark_known_names
from articles.ingest.naming.north_and_south import mark_north_and_south
from articles.ingest.naming.peoples import drop_peoples
from articles.ingest.naming.persons import family_name
from articles.ingest.naming.propagation import propagate_family_names, propagate_surfaces
from articles.ingest.naming.wide_places import extend_to_common_nouns, mark_seas_and_regions
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tokens import Tokens


def tagged(text: str, language: str = "fr", filed_from: tuple[str, ...] = ()) -> TaggedCopy:
    """Make a copy of a text in which names stand as `[PER Paul Lenoir]`."""
    lines, spans = [], []
    for marked in text.split("\n"):
        line, found, rest = "", [], marked
        while "[" in rest:
            before, _, rest = rest.partition("[")
            name, _, rest = rest.partition("]")
            kind, _, name = name.partition(" ")
            line += before
            found.append(Span(len(line), len(line) + len(name), kind))
            line += name
        lines.append(line + rest)
        spans.append(found)
    return TaggedCopy(lines, language, [Tokens(line, language) for line in lines], spans, filed_from)


def shown(copy: TaggedCopy) -> str:
    """Write the names back into the text."""
    lines = []
    for text, spans in zip(copy.lines, copy.spans, strict=True):
        for span in reversed(spans):
            text = f"{text[: span.start]}[{span.type} {text[span.start : span.end]}]{text[span.end :]}"
        lines.append(text)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("rule", "language", "before", "after"),
    [
        (trim_edges, "fr", "[PER Si Paul Lenoir] part", "Si [PER Paul Lenoir] part"),
        (trim_edges, "fr", "[PER Le Pen] part", "[PER Le Pen] part"),
        (trim_edges, "en", "[PER Mr. Lind] left", "Mr. [PER Lind] left"),
        (drop_peoples, "en", "[PER South Korean] firm, [LOC US]$3", "South Korean firm, US$3"),
        (drop_peoples, "fr", "[LOC Suisse] et [PER Russe]", "[LOC Suisse] et Russe"),
        (trim_common_nouns, "fr", "à la [LOC gare de Séoul]", "à la gare de [LOC Séoul]"),
        (trim_common_nouns, "en", "the [LOC Weser river]", "the [LOC Weser] river"),
        (mark_korean_names, "fr", "Le chef [LOC Kim] Jong-un est là", "Le chef [PER Kim Jong-un] est là"),
        (mark_korean_names, "fr", "l'[ORG Institut Kim Gu-hwan de Daejeon]", "l'[ORG Institut Kim Gu-hwan de Daejeon]"),
        (mark_korean_names, "fr", "Les Etats-Unis et Kim Etats-majors", "Les Etats-Unis et Kim Etats-majors"),
        (
            follow_head_nouns,
            "en",
            "lamp maker Lichtwerk rose. Lichtwerk said",
            "lamp maker [ORG Lichtwerk] rose. [ORG Lichtwerk] said",
        ),
        (
            follow_head_nouns,
            "en",
            "the ferry [PER Blue Dawn] sank, [LOC Blue Dawn] lies",
            "the ferry Blue Dawn sank, Blue Dawn lies",
        ),
        (
            follow_head_nouns,
            "fr",
            "la start-up coréenne Haneul, [LOC Haneul] a",
            "la start-up coréenne [ORG Haneul], [ORG Haneul] a",
        ),
        (
            propagate_family_names,
            "fr",
            "[PER Ada Lind] dort. Selon Lind, oui",
            "[PER Ada Lind] dort. Selon [PER Lind], oui",
        ),
        (
            propagate_family_names,
            "fr",
            "[PER Kim Jong-un] et le Japon.\nKim dort",
            "[PER Kim Jong-un] et le Japon.\n[PER Kim] dort",
        ),
        (propagate_family_names, "fr", "[PER Jean Paris] dort à Paris", "[PER Jean Paris] dort à Paris"),
        (propagate_family_names, "fr", "[PER Ada Lind] à Lind Valley", "[PER Ada Lind] à Lind Valley"),
        (propagate_surfaces, "fr", "[LOC Zurb], [LOC Zurb] et à Zurb", "[LOC Zurb], [LOC Zurb] et à [LOC Zurb]"),
        (propagate_surfaces, "fr", "[LOC Zurb] et à Zurb", "[LOC Zurb] et à Zurb"),
        (
            split_joined_names,
            "fr",
            "Sommet Kim-Poutine\n[PER Kim Jong-un]",
            "Sommet [PER Kim]-[PER Poutine]\n[PER Kim Jong-un]",
        ),
        (
            split_joined_names,
            "fr",
            "Nord-Pas et Kim-Paris [PER Kim Jong-un]",
            "Nord-Pas et Kim-Paris [PER Kim Jong-un]",
        ),
        (
            mark_north_and_south,
            "fr",
            "une aide au Nord. La [LOC Corée du Nord] a",
            "une aide au [LOC Nord]. La [LOC Corée du Nord] a",
        ),
        (mark_north_and_south, "fr", "une aide au Nord de la France", "une aide au Nord de la France"),
        (mark_north_and_south, "fr", "au nord de Pyongyang, le Nord-Est", "au nord de Pyongyang, le Nord-Est"),
        (mark_north_and_south, "fr", "le Sud et Pyongyang", "le Sud et Pyongyang"),
        (mark_north_and_south, "en", "the South and North Korea in Seoul", "the [LOC South] and North Korea in Seoul"),
        (
            mark_seas_and_regions,
            "fr",
            "de la mer de l'[LOC Est] et l'[LOC Extrême-Orient] russe",
            "de la [LOC mer de l'Est] et l'[LOC Extrême-Orient russe]",
        ),
        (mark_seas_and_regions, "fr", "l'[ORG Institut de la mer de l'Est]", "l'[ORG Institut de la mer de l'Est]"),
        (extend_to_common_nouns, "fr", "sur l'île d'[LOC Ulleung]", "sur l'[LOC île d'Ulleung]"),
        (extend_to_common_nouns, "en", "off [LOC Geumo] Island", "off [LOC Geumo Island]"),
        (
            mark_known_names,
            "fr",
            "selon la KCNA et Médecins sans frontières",
            "selon la [ORG KCNA] et [ORG Médecins sans frontières]",
        ),
        (mark_known_names, "en", "the Reuters Institute", "the Reuters Institute"),
    ],
)
def test_each_rule_does_its_one_thing(rule, language, before, after):
    copy = tagged(before, language)

    rule(copy)

    assert shown(copy) == after


def test_the_town_of_the_dateline_is_a_place_throughout():
    copy = tagged("[PER Nairobi] commuters, the Nairobi Hilton and nairobi", "en", ("NAIROBI",))

    mark_dateline_places(copy)

    assert shown(copy) == "[LOC Nairobi] commuters, the Nairobi Hilton and nairobi"


def test_long_form_and_acronym_are_organisations_wherever_they_stand():
    copy = tagged("l'Institut des ponts de Mapo (IPM) a\nL'IPM de [LOC Mapo]")

    mark_introduced(copy, [Pair("Institut des ponts de Mapo", "IPM")])

    assert shown(copy) == "l'[ORG Institut des ponts de Mapo] ([ORG IPM]) a\nL'[ORG IPM] de [LOC Mapo]"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_can_be_switched_off(rule):
    text = "Si Kim-Poutine : le ferry [PER Aube], une aide au Nord, l'île d'[LOC Ulleung] et la mer de l'Est"
    on, off = tagged(text, filed_from=("SEOUL",)), tagged(text, filed_from=("SEOUL",))

    apply_rules(on, [])
    apply_rules(off, [], without=RULES)

    assert shown(off) == text
    assert shown(on) != text
    assert rule in RULES


@pytest.mark.parametrize("name", ["Jong-un", "Seo-rin", "Ah-in", "Do-gyeom", "Thae-song"])
def test_korean_given_names_are_known_by_their_form(name):
    assert is_korean_given_name(name)


@pytest.mark.parametrize("name", ["Jean-Luc", "Etats-Unis", "sud-coréen", "Chef-d'œuvre", "Ex-président", "Bas-relief"])
def test_other_hyphenated_words_are_no_korean_names(name):
    assert not is_korean_given_name(name)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Vladimir Poutine", "Poutine"),
        ("Kim Jong-un", "Kim"),
        ("Kim Jong Un", "Kim"),
        ("Xi Jinping", "Xi"),
        ("Marine Le Pen", "Pen"),
        ("Martin Luther King Jr.", "King"),
        ("Poutine", ""),
    ],
)
def test_the_family_name_is_last_in_the_west_and_first_in_korea_and_china(name, family):
    assert family_name(name) == family


def test_one_person_under_two_spellings_has_one_key():
    assert person("Vladimir Poutine").key == person("Vladimir Putin").key == "person:vladimir putin"
    assert person("Kim Jong Un").key == person("Kim Jong-un").key == "person:kim jong un"


def test_one_organisation_in_two_languages_has_one_key():
    keys = {organisation(name).key for name in ("ONU", "UN", "U.N.", "Nations unies", "United Nations")}

    assert keys == {"organisation:united nations"}
    assert organisation("KCNA").key == organisation("Agence centrale de presse nord-coréenne").key


def test_an_introduced_acronym_goes_before_the_table():
    pairs = acronym_pairs("l'Union nouvelle des nageurs (UNN) et l'Observatoire national unifié (ONU) disent")

    assert organisation("ONU", pairs).key == "organisation:observatoire national unifie"


def test_a_family_name_is_the_person_most_often_named_in_full():
    persons = Persons(["Kim Yo-jong", "Kim Jong-un", "Kim Jong-un", "Marine Le Pen", "Kim"])

    assert persons.named("Kim").key == "person:kim jong un"
    assert persons.named("Le Pen").key == "person:marine le pen"


def test_a_common_family_name_without_a_full_one_is_not_linked():
    persons = Persons(["Lee", "Madonna"])

    assert not persons.named("Lee").linked
    assert persons.named("Madonna").linked


@pytest.mark.parametrize(
    ("text", "language", "name", "key"),
    [
        ("à [LOC Séoul]", "fr", "Séoul", "city:1835848"),
        ("à [LOC Paris]", "fr", "Paris", "city:2988507"),
        ("in [LOC Paris], [LOC Texas]", "en", "Paris", "city:4717560"),
        ("au [LOC Nord]", "fr", "Nord", "country:KP"),
        ("the [LOC South]", "en", "South", "country:KR"),
        ("la [LOC mer de l'Est]", "fr", "mer de l'Est", "sea:east-sea"),
        ("aux [LOC Etats-Unis]", "fr", "Etats-Unis", "country:US"),
        ("à [LOC Zurbach-le-Neuf]", "fr", "Zurbach-le-Neuf", "place:zurbach le neuf"),
    ],
)
def test_places_have_the_key_of_the_gazetteer_or_one_of_their_own(text, language, name, key):
    copy = tagged(text, language)
    places = Places(copy, ())

    keys = {text: places.named(line, span, text).key for line, span, text in copy.names()}

    assert keys[name] == key


@pytest.mark.parametrize(
    ("name", "language", "countries"),
    [
        ("ambassade de Russie", "fr", ("country:RU",)),
        ("ministère de la Défense de la Corée du Nord", "fr", ("country:KP",)),
        ("Association of Japan and China", "en", ("country:JP", "country:CN")),
        ("Onnuri Space", "en", ()),
    ],
)
def test_countries_inside_an_organisation_are_concerned_not_mentioned(name, language, countries):
    assert countries_in(name, language) == countries
