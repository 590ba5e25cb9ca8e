"""What the formats of the IPTC have in common: codes with schemes, agencies by their signs, slugs with labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from itertools import takewhile

from articles.ingest.article import Caption, Subject
from articles.ingest.declared import Declared, one_line
from articles.ingest.grammar import lines as kinds
from articles.ingest.grammar.agencies import SIGNATURES, agency_of_mail, known_agency
from articles.ingest.grammar.captions import split_rights
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.labels import label_line, split_label

BY_FOLDED_SIGN = {sign.casefold(): agency for agency, signs in SIGNATURES.items() for sign in signs}
DOMAIN = re.compile(r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
QCODE = re.compile(r"(?P<scheme>[^:\s]{1,40}):(?P<code>\S.{0,78})")
NEWSCODE = re.compile(r"https?://cv\.iptc\.org/newscodes/(?P<scheme>\w+)/(?P<code>\d{8})", re.IGNORECASE)
NEWSCODE_SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj"}
MEDIA_TOPIC = re.compile(r"2\d{7}", re.ASCII)
SUBJECT_CODE = re.compile(r"(?:0[1-9]|1[0-7])\d{6}", re.ASCII)
BARE_CODE = re.compile(r"(?:^|:)(?P<code>\d{8})(?::(?P<name>[^:]*))?$")
LONGEST_CODE = 80
LONGEST_SCHEME = 30
SLUG_LABEL = re.compile(r"(?P<slug>.*?)\s*\((?P<label>[A-Z]{3,12}(?: \d{1,2})?)\)")
BY = re.compile(r"(?:by|par|por|von|di|av|door|af|text:)\s+(?=\S)", re.IGNORECASE)
UUID = re.compile(r"(?:\w+-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
TITLES = frozenset("the die der le la agencia agence".split())
NOT_WORDS = re.compile(r"\W+")
OPENING_LINES = 3
LONGEST_HEAD = 10
LONGEST_SLUG = 250
LONGEST_LABEL = 100
LABELS_REMEMBERED = 512
SHORTEST_REPETITION = 12
"""Fewer characters may stand in the text by chance."""

POINT = re.compile(r"\*\s+\S")


def agency_named(candidates: Iterable[str]) -> str:
    """Return the first agency known by its name, code or domain among the candidates, else the first name."""
    written = [one for each in candidates if (one := one_line(each))]
    for each in written:
        if agency := known_agency(each) or BY_FOLDED_SIGN.get(each.casefold(), "") or _agency_of_host(each):
            return agency
    return next((each for each in written if not DOMAIN.fullmatch(each)), _host(written[0]) if written else "")


def _agency_of_host(address: str) -> str:
    if not (host := _host(address)):
        return ""
    name = host.split(".")[-2]
    parts = (name, *name.split("-"))
    return agency_of_mail(f"desk@{host}") or next(
        (BY_FOLDED_SIGN[part] for part in parts if part in BY_FOLDED_SIGN), ""
    )


def _host(address: str) -> str:
    found = DOMAIN.fullmatch(address)
    return found["host"].lower().removeprefix("www.") if found else ""


def subject_of(qcode: str = "", uri: str = "", literal: str = "", name: str = "") -> Subject | None:
    """Return a subject by its code with scheme, its address among the IPTC NewsCodes, or a code without scheme."""
    name = one_line(name)[:250]
    if found := NEWSCODE.fullmatch(uri.strip()):
        scheme = found["scheme"].lower()
        return Subject(found["code"], NEWSCODE_SCHEMES.get(scheme, scheme)[:LONGEST_SCHEME], name)
    if found := QCODE.fullmatch(qcode.strip()):
        return Subject(one_line(found["code"]), found["scheme"][:LONGEST_SCHEME], name)
    code = one_line(qcode or literal)
    if (found := BARE_CODE.search(code)) and (scheme := newscode_scheme(found["code"])):
        return Subject(found["code"], scheme, name or one_line(found["name"] or ""))
    code = code or name
    return Subject(code[:LONGEST_CODE], "", name) if code else None


def newscode_scheme(code: str, said: str = "") -> str:
    """Return the scheme of a code of the IPTC, by what is said of it or else by its digits; empty for any other."""
    said = said.lower()
    if "mediatopic" in said or "medtop:" in said or MEDIA_TOPIC.fullmatch(code):
        return "medtop"
    return "subj" if "subjectcode" in said or "subj:" in said or SUBJECT_CODE.fullmatch(code) else ""


def slug_and_label(written: str) -> tuple[str, str]:
    """Part a slugline from the label some agencies put behind it: `BC-US--Bridge, 1st Ld`, `GOLD/ (UPDATE 1)`."""
    slug = one_line(written)
    if label_of(slug):
        return "", slug
    before, comma, after = slug.rpartition(",")
    if comma and label_of(after):
        return before.strip(), after.strip()
    if (found := SLUG_LABEL.fullmatch(slug)) and label_of(found["label"]):
        return found["slug"], found["label"]
    return slug, ""


@lru_cache(LABELS_REMEMBERED)
def label_of(text: str) -> str:
    """Return a text that is nothing but a version label, without brackets; empty for any other."""
    line = kinds.without_brackets(one_line(text))
    if not line or len(line) > 40:
        return ""
    return line if label_line(line) or label_line(f"({line})") or label_line(f"{line} - ") else ""


def label_number(label: str) -> int:
    """Return the number of a version label, however its agency sets it off: 0 without one, 1 for LEAD."""
    if not label:
        return 0
    return max(split_label(written).version for written in (f"({label}) x", f"{label}: x", f"{label} - x"))


def names_in(byline: str) -> tuple[str, ...]:
    """Return the names of a byline, with or without a word before them."""
    line = one_line(byline)
    if kinds.INITIALS.fullmatch(line):
        return (line,)
    bare = BY.sub("", line, count=1)
    return kinds.byline_names(f"By {bare}") or ((bare,) if bare else ())


def is_a_persons_name(text: str) -> bool:
    """True for what may be a person's name, and is no agency's or department's."""
    words = text.split()
    named = kinds.byline_names(f"By {text}")
    return len(words) > 1 and words[0].lower() not in TITLES and bool(named) and not agency_known(text)


def agency_known(text: str) -> bool:
    return bool(known_agency(text) or BY_FOLDED_SIGN.get(text.casefold()))


def caption_of(paragraph: int, text: str, credit: str = "", picture: str = "", restriction: str = "") -> Caption | None:
    """Return a picture's caption, its rights taken off the end of the text; None without text."""
    if not (line := one_line(text)):
        return None
    body, credit_read, restriction_read = split_rights(line)
    return Caption(paragraph, body, one_line(credit) or credit_read, one_line(restriction) or restriction_read, picture)


def merged(outer: Declared, inner: Declared) -> Declared:
    """Return what `outer` declares, and what `inner` does where the outer is silent."""
    names = [field.name for field in fields(Declared)]
    return Declared(**{name: getattr(outer, name) or getattr(inner, name) for name in names})


def settled(declared: Declared) -> Declared:
    """Return it without what says the same thing twice: the copy's own dateline and opening win over repetitions."""
    declared = _without_repetitions(_with_slug(_with_head(_named(declared))))
    opening = next(filter(None, map(read_dateline, _texts(declared)[:OPENING_LINES])), None)
    if not opening or not (opening.agency or opening.places):
        return declared
    return replace(
        declared,
        dateline="",
        places=() if opening.places else declared.places,
        region="" if opening.places else declared.region,
        date=None if opening.day else declared.date,
    )


def _named(declared: Declared) -> Declared:
    """A kill without a word goes by the id of what it cancels."""
    says_nothing = not any((declared.headline, declared.paragraphs, declared.slugline, declared.subheadline))
    return (
        replace(declared, headline=declared.guid) if says_nothing and "cancel" in declared.status.lower() else declared
    )


def _texts(declared: Declared) -> tuple[str, ...]:
    paragraphs = declared.paragraphs
    return tuple(paragraphs.split("\n")) if isinstance(paragraphs, str) else paragraphs


def _with_head(declared: Declared) -> Declared:
    """Take from the top of the text what Reuters puts above its dateline: points in brief, a note, a byline."""
    if isinstance(declared.paragraphs, str):
        return declared
    head = list(takewhile(_is_above_dateline, declared.paragraphs[:LONGEST_HEAD]))
    body = declared.paragraphs[len(head) :]
    if not head or not body or not read_dateline(body[0]):
        return declared
    points = [line for line in head if POINT.match(line)]
    notes = [kinds.without_brackets(line) for line in head if kinds.is_note(line)]
    return replace(
        declared,
        paragraphs=body,
        subheadline="\n".join(filter(None, (declared.subheadline, *points))),
        note="\n".join(filter(None, (declared.note, *notes))),
        bylines=(*declared.bylines, *(name for line in head for name in kinds.byline_names(line))),
    )


def _is_above_dateline(line: str) -> bool:
    return bool(POINT.match(line) or kinds.is_note(line) or kinds.byline_names(line))


def _with_slug(declared: Declared) -> Declared:
    """Part slug and label, and take for the slug what EFE repeats as a second headline and a keyword."""
    slug, label = slug_and_label(declared.slugline)
    keywords = {_folded(word) for word in declared.keywords}
    below = declared.subheadline.split("\n")
    repeated = [line for line in below if line and _folded(line) in keywords]
    labels = " ".join(dict.fromkeys(one for one in (declared.version_label, label) if one))
    return replace(
        declared,
        slugline=(slug or next(iter(repeated), ""))[:LONGEST_SLUG],
        subheadline="\n".join(line for line in below if line not in repeated),
        version_label=labels[:LONGEST_LABEL],
        version=max(declared.version, label_number(declared.version_label), label_number(label)),
    )


def _without_repetitions(declared: Declared) -> Declared:
    texts, headline = _texts(declared), _folded(declared.headline)
    if isinstance(declared.paragraphs, tuple) and texts and headline and _folded(texts[0]) == headline:
        declared = replace(declared, paragraphs=texts[1:])
    said = _folded(" ".join((declared.headline, *texts[:LONGEST_HEAD])))
    new = [line for line in declared.subheadline.split("\n") if not _is_said(_folded(line), headline, said)]
    return replace(declared, subheadline="\n".join(dict.fromkeys(new)))


def _is_said(line: str, headline: str, said: str) -> bool:
    """A description cut off in mid-sentence, the headline behind its slug: they tell nothing new."""
    if not line or line == headline or (headline and line.endswith(f" {headline}")):
        return True
    return len(line) >= SHORTEST_REPETITION and f" {line}" in f" {said}"


def _folded(text: str) -> str:
    return NOT_WORDS.sub(" ", text.casefold()).strip()
