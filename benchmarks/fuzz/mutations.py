"""Copy gone wrong in its structure: mutations that keep a file well-formed enough to get past the parser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

from benchmarks.fuzz.odd_values import ODD_TEXTS, ODD_VALUES, WORDS_OF_WIRES

Mutation = Callable[[bytes, Random], bytes]

MOST_CHANGES = 4
FULL = 60_000
SMALL = 100
"""What may be repeated: more would grow beyond every limit."""

TOKENS = re.compile(rb"<[^>]*>|[^<]+")
WORDS = re.compile(rb"[^\s\x00-\x1f]+|[\x00-\x1f]+|\s+")
RECORD = re.compile(rb"(?=^WARC/1)", re.MULTILINE)
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-16", "iso-8859-1", "cp1252", "us-ascii")
DELIMITERS = ",;\t|"


def mutated_json(data: bytes, chance: Random) -> bytes:
    """Change values, names and nesting of a JSON file, and how its objects stand in it."""
    values = _values_in(data)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        _change_value(values, values, chance)
    return _written(values, chance)


def mutated_xml(data: bytes, chance: Random) -> bytes:
    """Change, move, repeat and drop elements, attributes and texts of an XML file."""
    root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    for _ in range(chance.randint(1, MOST_CHANGES)):
        _change_element(root, chance)
    return etree.tostring(root, encoding=chance.choice(ENCODINGS), xml_declaration=True)


def mutated_markup(data: bytes, chance: Random) -> bytes:
    """Change, move, repeat and drop tags and texts of what is no XML: HTML, SGML."""
    return _spliced(TOKENS.findall(data), b"", chance)


def mutated_lines(data: bytes, chance: Random) -> bytes:
    """Change, move, repeat and drop lines, or words within one."""
    lines = data.split(b"\n")
    if chance.random() < 0.5:
        return _spliced(lines, b"\n", chance)
    at = chance.randrange(len(lines))
    lines[at] = _spliced(WORDS.findall(lines[at]) or [b""], b"", chance)
    return b"\n".join(lines)


def mutated_table(data: bytes, chance: Random) -> bytes:
    """Change, move, repeat and drop rows, columns and cells of a table, and how it is written."""
    text = data.decode("utf-8", "replace").replace("\0", "")
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter)) or [[""]]
    except csv.Error:
        return mutated_lines(data, chance)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        _change_row(rows, chance)
    out = io.StringIO()
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(
        out, delimiter=chance.choice((delimiter, chance.choice(DELIMITERS))), quoting=quoting, lineterminator="\n"
    ).writerows(rows)
    return out.getvalue().encode(chance.choice(ENCODINGS), "replace")


def mutated_warc(data: bytes, chance: Random) -> bytes:
    """Change one record of a web archive and its declared length with it."""
    records = [each for each in RECORD.split(data) if each]
    at = chance.randrange(len(records))
    head, _, block = records[at].partition(b"\r\n\r\n")
    block = block.removesuffix(b"\r\n\r\n")
    if chance.random() < 0.3:
        head = mutated_lines(head, chance)
    else:
        block = chance.choice((mutated_markup, mutated_lines))(block, chance)
        head = re.sub(rb"(?m)^Content-Length:[^\r\n]*", b"Content-Length: %d" % len(block), head)
    records[at] = head + b"\r\n\r\n" + block + b"\r\n\r\n"
    return b"".join(records)


def _values_in(data: bytes) -> list[Any]:
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    try:
        value = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return value if isinstance(value, list) and value else [value]


def _change_value(whole: list[Any], within: Any, chance: Random) -> None:
    """Walk down to a random place and change what stands there."""
    keys = list(within) if isinstance(within, dict) else list(range(len(within)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(within[key], dict | list) and within[key] and chance.random() < 0.8:
        _change_value(whole, within[key], chance)
        return
    change = chance.randrange(8)
    if change == 0:
        del within[key]
    elif change == 1 and isinstance(within, dict):
        within[chance.choice((*WORDS_OF_WIRES, *ODD_TEXTS))] = within[key]
    elif change == 2:
        within[key] = [within[key]] * (chance.choice((1, 2, 300)) if _is_small(within[key]) else 1)
    elif change == 3:
        within[key] = {chance.choice(WORDS_OF_WIRES): within[key]}
    elif change == 4 and _is_small(other := _somewhere(whole, chance)):
        within[key] = json.loads(json.dumps(other))
    elif change == 5 and isinstance(within[key], str):
        within[key] = mutated_markup(within[key].encode("utf-8", "replace"), chance).decode("utf-8", "replace")
    elif isinstance(within, dict) and change == 6:
        within[chance.choice(WORDS_OF_WIRES)] = chance.choice(ODD_VALUES)
    else:
        within[key] = chance.choice(ODD_VALUES)


def _is_small(value: Any) -> bool:
    return len(json.dumps(value)) < 10 * SMALL


def _somewhere(value: Any, chance: Random) -> Any:
    while isinstance(value, dict | list) and value and chance.random() < 0.8:
        value = chance.choice(list(value.values()) if isinstance(value, dict) else value)
    return value


def _written(values: list[Any], chance: Random) -> bytes:
    plain, indent = chance.random() < 0.3, chance.choice((None, None, 1))
    style = chance.randrange(4)
    if style == 0:
        text = "\n".join(json.dumps(each, ensure_ascii=plain) for each in values)
    elif style == 1:
        name = chance.choice(("items", "articles", "hits", "data", "results"))
        text = json.dumps({"total": len(values), name: values}, ensure_ascii=plain, indent=indent)
    elif len(values) == 1 and style == 2:
        text = json.dumps(values[0], ensure_ascii=plain, indent=indent)
    else:
        text = json.dumps(values, ensure_ascii=plain, indent=indent)
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig")), "replace")


def _change_element(root: etree._Element, chance: Random) -> None:
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    one, other = chance.choice(elements), chance.choice(elements)
    change = chance.randrange(9)
    if change == 0 and one is not root:
        one.getparent().remove(one)
    elif change == 1 and len(elements) < 10 * SMALL:
        other.append(deepcopy(one))
    elif change == 2:
        one.tag = other.tag
    elif change == 3 and one.attrib:
        one.set(chance.choice(list(one.attrib)), _allowed(chance.choice(ODD_TEXTS)))
    elif change == 4 and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    elif change == 5 and other.attrib:
        name = chance.choice(list(other.attrib))
        one.set(name, other.attrib[name])
    elif change == 6:
        one.tail = _allowed(chance.choice(ODD_TEXTS))
    elif change == 7 and one is not root:
        around = etree.Element(other.tag, dict(other.attrib))
        one.getparent().replace(one, around)
        around.append(one)
    else:
        one.text = _allowed(chance.choice((*ODD_TEXTS, other.text or "")))


def _allowed(text: str) -> str:
    """The text without what XML cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _spliced(parts: Sequence[bytes], joint: bytes, chance: Random) -> bytes:
    parts = list(parts)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        at, other = chance.randrange(len(parts) + 1), chance.randrange(len(parts) + 1)
        first, last = sorted((at, min(other, at + 8)))
        change = chance.randrange(7)
        if change == 0:
            parts[first:last] = []
        elif change == 1:
            parts[at:at] = parts[other : other + chance.randint(1, 8)]
        elif change == 2:
            parts[at:at] = _repeated(parts[other : other + chance.randint(1, 3)], chance)
        elif change == 3:
            parts[first:last] = [joint.join(parts[first:last])[: chance.randint(0, 60)]]
        elif change == 4 and parts:
            one, two = at % len(parts), other % len(parts)
            parts[one], parts[two] = parts[two], parts[one]
        else:
            odd = chance.choice((*ODD_TEXTS, *WORDS_OF_WIRES)).encode("utf-8", "surrogatepass")
            parts[at : at + (change == 5)] = [odd]
    return joint.join(parts)


def _repeated(parts: list[bytes], chance: Random) -> list[bytes]:
    """The parts a few times over, or as often as a file of 64 kB holds them."""
    size = len(b"".join(parts)) + len(parts)
    fewer, most = (2, 2, 20, 20), FULL // size if size else 0
    return parts * min(chance.choice((*fewer, most)), most)


def _change_row(rows: list[list[str]], chance: Random) -> None:
    at = chance.choice((0, chance.randrange(len(rows))))
    row, change = rows[at], chance.randrange(7)
    if change == 0 and len(rows) > 2:
        del rows[at]
    elif change == 1:
        rows.insert(at, list(row) * chance.choice((1, 1, 2, 50) if len(row) < SMALL else (1,)))
    elif change == 2 and row:
        del row[chance.randrange(len(row))]
    elif change == 3:
        row.insert(chance.randint(0, len(row)), chance.choice(ODD_TEXTS))
    elif change == 4:
        rows[0].append(chance.choice(WORDS_OF_WIRES))
        for each in rows[1:]:
            each.append(chance.choice(ODD_TEXTS))
    elif row:
        row[chance.randrange(len(row))] = chance.choice((*ODD_TEXTS, *WORDS_OF_WIRES, *chance.choice(rows)))
