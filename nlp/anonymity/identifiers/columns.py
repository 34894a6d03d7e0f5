"""Columns of tables under a heading that names personal data: ``Geburtsdatum``, ``Az.`` and so on.

The heading stands once and far above the value, so no rule by pattern sees the two together.
A table is read from the text: lines with tabs, bars or semicolons between their cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from nlp.anonymity.identifiers.signs import is_sign
from nlp.anonymity.names import lexica
from nlp.anonymity.names.vocabulary import (
    UPPER,
    is_abbreviation,
    is_first_name,
    is_surname,
    may_be_name,
)
from nlp.anonymity.rules import Found, one_of
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NUMBER = r"[ -]?(?:nummer|nr\.?|id)"
_HEADINGS: Final[Mapping[str, re.Pattern[str]]] = {
    type_: re.compile(pattern, re.IGNORECASE)
    for type_, pattern in {
        "name": one_of(
            r"name(?:[, ]+(?:und )?vorname)?|vorname(?:[, ]+(?:und )?(?:nach)?name)?",
            r"(?:klient|patient|schüler|teilnehmer)(?:[:*/_]?in)?",
        ),
        "birth_date": r"geb(?:urts(?:datum|tag)|oren(?: am)?|\.?(?: ?am| ?dat(?:um|\.))?)\.?",
        "case_number": one_of(
            rf"(?:azr|bg|kunden|fall|patienten|vorgangs|mitglieds|personen){_NUMBER}",
            r"(?:akten|geschäfts)-?zeichen|az\.?|gz\.?|(?:bamf-?)az\.?|azr|akte",
        ),
        "health_insurance_number": rf"(?:kranken)?versicherten{_NUMBER}|kv{_NUMBER}|kvnr\.?",
        "pension_number": rf"(?:sozial|renten)versicherungs{_NUMBER}|[sr]v{_NUMBER}",
        "tax_id": rf"steuer(?:identifikations)?{_NUMBER}|idnr\.?",
        "identity_document": rf"(?:personal|reise)?(?:ausweis|pass){_NUMBER}",
        "iban": r"iban|konto(?:nummer|verbindung)?",
        "phone": rf"(?:tele)?fon(?:nummer)?|tel\.?|(?:mobil|handy|ruf)(?:{_NUMBER}|funk)?",
        "email": r"e-?mail(?:-?adresse)?",
        "address": r"anschrift|(?:wohn)?adresse|stra(?:ß|ss)e(?:,? (?:und )?(?:haus)?nr\.?)?",
        "licence_plate": r"(?:kfz-?)?kennzeichen",
    }.items()
}
# Kinds of columns beside the types: names whatever they look like, and persons among others.
_SOLE_NAME = "sole name"
_SOMEBODY = "somebody"
# What a value needs, by its type, to be more than a note such as "liegt vor".
_VALUES: Final[Mapping[str, re.Pattern[str]]] = {
    "birth_date": re.compile(r"\d{1,2}\D{1,12}\d{2,4}|(?:19|20)\d\d"),
    "email": re.compile(r"@"),
    "address": re.compile(r"[^\W\d_].{0,60}\d"),
    "licence_plate": re.compile(r"[A-ZÄÖÜ].{0,8}\d"),
}
# Who does something, or is there: a role and an institution may stand there just as well.
_WHO = re.compile(
    one_of(
        r"wer(?: macht(?:'s| es| was)?)?\??|durch|person(?:en)?|teilnehm(?:ende[rn]?|er)",
        r"anwesende?|leitung|referent|(?:familien|haushalts)mitglied(?:er)?|angehörige[rn]?",
        r"zuständig(?:e[rn]?|keit(?:en)?)?|verantwortlich(?:e[rn]?|keit(?:en)?)?|bearbeitet von",
        r"(?:sach)?bearbeiter|bearbeitung|federführung|fallführ(?:end|ung)|ansprechperson(?:en)?",
        r"zust\.?|kürzel|h[d]?z\.?|bearb\.?",
        r"(?:ansprech|gesprächs)partner|kontakt(?:person)?|erledigt (?:von|durch)",
    )
    + r"(?:[:*/_(]?-?in(?:nen)?\)?)?",
    re.IGNORECASE,
)
# Headings under which nothing but names stand, whatever they look like: "Do", "Nur", "Can".
_NOTHING_BUT_NAMES = re.compile(
    r"(?:vor|nach|familien|ruf|geburts|mädchen)-?name(?:n|\(n\))?", re.IGNORECASE
)
_NO_VALUE = re.compile(
    r"(?i:unbekannt|unklar|offen|fehlt|keine?\b|nicht\b|liegt\b|siehe|s\.|anonym|geschwärzt|entfällt|"
    r"geändert|n\. ?n\.|nn$|x+$|ja$|nein$)"
)
_PART = rf"[{UPPER}][\w'’]{{1,40}}(?:-[{UPPER}][\w'’]{{1,40}})?"
_ITEM = re.compile(rf"{_PART}(?: {_PART}){{0,2}}(?:, {_PART})?")
_DIGITS = re.compile(r"(?:\D{0,8}\d){3}")
_SEPARATORS = "\t|;"
_EDGES = " *_\"'\u00a0\r"
_RULER = re.compile(r"[\s|:=+-]+")
_LONGEST_HEADING = 40
_LONGEST_VALUE = 100


# What labels a row of a form beside the headings: an item that a person or a number follows.
_ROW_LABELS: Final[Mapping[str, re.Pattern[str]]] = {
    "phone": re.compile(r"handy|mobil|telefax|fax|festnetz", re.IGNORECASE),
    "identity_document": re.compile(r"(?:reise|personal)?(?:pass|ausweis)", re.IGNORECASE),
    _SOMEBODY: re.compile(
        r"[A-ZÄÖÜ][a-zäöüß-]{0,30}(?:betreuer|berater|vermieter|lehrer|arbeiter|helfer|mittler|"
        r"dolmetscher|vormund|leiter|arzt|ärztin|anwalt|anwältin|mutter|vater|pfleger|pate|patin)"
        r"(?:[:*/_(]?-?in\)?)?"
    ),
}
_ROW = 2
_FEWEST_LABELS = 2
_LONGEST_FORM = 40


class _Line(NamedTuple):
    """A line of a text with its cells, without the white space around them."""

    text: str
    separator: str
    cells: tuple[Span, ...]


def find_columns(text: str) -> Iterator[Found]:
    """Yield what stands under a heading that names personal data, or beside it in a form."""
    types: list[str | None] = []
    separator = ""
    for block in _blocks(text):
        if _is_form(text, block):
            types = []
            yield from _rows(text, block)
            continue
        for line in block:
            if types and line.separator == separator and len(line.cells) == len(types):
                yield from _values(text, line, types)
            elif not _RULER.fullmatch(line.text):
                types = [_type(cell.of(text)) for cell in line.cells] if line.separator else []
                types = types if any(types) else []
                separator = line.separator


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines that have two cells and the same separator together, others alone."""
    block: list[_Line] = []
    for line in _lines(text):
        if block and not (len(line.cells) == _ROW and line.separator == block[0].separator):
            yield block
            block = []
        if len(line.cells) == _ROW:
            block.append(line)
        else:
            yield [line]
    if block:
        yield block


def _is_form(text: str, block: list[_Line]) -> bool:
    """Check for rows of a label and a value: two labels on the left, none on the right.

    A table's first column has a label in its heading only.
    """
    if len(block[0].cells) != _ROW:
        return False
    labels = sum(_row_type(line.cells[0].of(text)) is not None for line in block[:_LONGEST_FORM])
    return (
        labels >= _FEWEST_LABELS
        and 2 * labels >= len(block[:_LONGEST_FORM])
        and _row_type(block[0].cells[1].of(text)) is None
    )


def _row_type(label: str) -> str | None:
    label = label.removesuffix(":").strip(_EDGES)
    beside = (type_ for type_, pattern in _ROW_LABELS.items() if pattern.fullmatch(label))
    return _type(label) or next(beside, None)


def _rows(text: str, block: list[_Line]) -> Iterator[Found]:
    for line in block:
        label, value = line.cells
        yield from _values(text, line._replace(cells=(value,)), [_row_type(label.of(text))])


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        separator = next((one for one in _SEPARATORS if one in line), "")
        yield _Line(line, separator, tuple(_cells(line, separator, start)))
        start += len(line) + 1


def _cells(line: str, separator: str, start: int) -> Iterator[Span]:
    for cell in line.split(separator) if separator else ():
        inner = cell.strip(_EDGES)
        first = start + (cell.find(inner) if inner else 0)
        yield Span(first, first + len(inner))
        start += len(cell) + 1


def _type(heading: str) -> str | None:
    if len(heading) > _LONGEST_HEADING:
        return None
    if _NOTHING_BUT_NAMES.fullmatch(heading):
        return _SOLE_NAME
    if _WHO.fullmatch(heading):
        return _SOMEBODY
    matches = (type_ for type_, pattern in _HEADINGS.items() if pattern.fullmatch(heading))
    return next(matches, None)


def _values(text: str, line: _Line, types: list[str | None]) -> Iterator[Found]:
    for cell, type_ in zip(line.cells, types, strict=True):
        if type_ is None or cell.end - cell.start > _LONGEST_VALUE:
            continue
        if type_ == _SOMEBODY:
            yield from _persons(text, cell)
        elif _fits(cell.of(text), type_):
            yield Found(cell, "name" if type_ == _SOLE_NAME else type_, Tier.REFUSE, "label")


def _persons(text: str, cell: Span) -> Iterator[Found]:
    """Yield the names of a cell, item by item: beside other words only those of the lexica."""
    if is_sign(cell.of(text)):
        yield Found(cell, "initials", Tier.CONFIRM, "label")
        return
    for match in _ITEM.finditer(text, cell.start, cell.end):
        # Two letters are a particle: "La Rosa".
        words = [word for word in re.split(r"[ ,]+", match[0]) if len(word) > 2]  # noqa: PLR2004
        is_whole = match.span() == (cell.start, cell.end)
        named = all(map(may_be_name, words)) and (is_whole or any(map(_is_listed, words)))
        if words and (named or (is_whole and _is_full(words))):
            yield Found(Span(*match.span()), "name", Tier.CONFIRM, "label")


def _is_full(words: list[str]) -> bool:
    """Check for two words of which the first is no German one: ``Hauke Friese``."""
    return len(words) == 2 and may_be_name(words[0]) and not is_abbreviation(words[1])  # noqa: PLR2004 - first and last


def _is_listed(word: str) -> bool:
    return is_surname(word) or lexica.has_name(word)


def _fits(value: str, type_: str) -> bool:
    if type_ == _SOLE_NAME:
        return value[:1].isupper() and not re.search(r"\d", value) and not _NO_VALUE.match(value)
    if type_ == "name":
        words = [word for word in re.split(r"[\s,]+", value) if word[:1].isupper()]
        known = any(is_first_name(word) or is_surname(word) for word in words)
        return bool(words) and (known or all(map(may_be_name, words)))
    return _VALUES.get(type_, _DIGITS).search(value) is not None
