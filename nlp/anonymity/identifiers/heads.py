"""Names behind the labels of heads and signatures: ``Protokoll: S. Krause``.

What stands behind such a label may be an institution, a number or a role just as well;
the words decide. A label stands in a line with a colon, in a cell of a table, or above a
list with one name in a line.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from nlp.anonymity.identifiers.persons import DEGREE, FULL_NAME
from nlp.anonymity.names import lexica
from nlp.anonymity.names.vocabulary import (
    UPPER,
    is_abbreviation,
    is_first_name,
    is_rather_name,
    is_surname,
    may_be_name,
    may_be_surname,
)
from nlp.anonymity.rules import Found, one_of
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nlp.anonymity.rules import Match

_IN = r"(?:[:*/_(]?-?[iI]n(?:nen)?\)?|[:*/_]-?r)?"
_LABEL = one_of(
    *(r"(?:Vor-?(?: und )?|Nach|Familien|Ruf|Geburts)?(?:namen?)(?:, ?Vorname)?", "Wer"),
    *(rf"Klient{_IN}", rf"Patient{_IN}", rf"Mandant{_IN}", "Ratsuchende[rn]?", rf"Schüler{_IN}"),
    *(r"(?:Kinde?s|Stief|Pflege|Schwieger|Groß)?(?:mutter|vater)", "Eltern", "Söhne?", "Tochter"),
    *(
        "Töchter",
        r"(?:\d\. ?)?Kind(?:er)?(?: \d)?",
        "K[MV]",
        "Geschwister",
        "Bruder",
        "Schwester",
        "Ehe(?:mann|frau|gatte)",
    ),
    *(
        "Sohn",
        rf"Partner{_IN}",
        rf"Fall(?:geber|einbringer|verantwortliche){_IN}r?",
        "Bezugsperson",
    ),
    *(rf"(?:KIM-)?(?:Case|Fall)[ -]?Manage(?:ment|r{_IN})", rf"Moderat(?:ion|or{_IN})", "CM"),
    *(rf"(?:Protokoll|Schrift|Gesprächs)(?:führung|führer{_IN}|ant{_IN}|leitung)?", "Notizen"),
    *(rf"Verfasser{_IN}", rf"Autor{_IN}", rf"(?:Sach)?bearbeit(?:er{_IN}|ung)", "Federführung"),
    *(rf"Ansprechpartner{_IN}", "Ansprechperson(?:en)?", r"Kontakt(?:person(?:en)?|daten)?"),
    *(
        rf"Teilnehmer{_IN}",
        "Teilnehmerliste",
        "Teilnehmende[rn]?",
        "TN",
        r"Anwesend(?:e[rn]?)?",
        "Dabei",
        "Gast",
        "Gäste",
    ),
    *(r"(?:nicht )?(?:Anwesend|Entschuldigt|Verhindert)(?:e[rn]?)?(?: waren)?", "Verteiler"),
    *(
        r"(?:Sitzungs|Gesamt|Abteilungs|Projekt|Schul|Kita)?leit(?:ung|er(?:in)?)",
        rf"Referent{_IN}",
    ),
    *(
        "Verantwortlich(?:e[rn]?)?",
        "Zuständig(?:e[rn]?|keit)?",
        "Unterzeichnet",
        "Fallvorstellung",
    ),
    *("Aufgenommen", "Geprüft", "Freigegeben", "Genehmigt", "Gesehen", "Fallführend(?:e[rn]?)?"),
    *("Erstellt", "Verfasst", "Gemeldet", "Eingebracht", "Vorgestellt", "Vertreten", "Moderiert"),
    *(rf"Dolmetscher{_IN}", rf"Sprachmittler{_IN}", rf"Betreuer{_IN}", "Vormund", "Unterschrift"),
    *(rf"(?:Klassen|DaZ-)?lehrer{_IN}", r"(?:Haus|Kinder|Fach|Stations|Ober)?(?:arzt|ärztin)"),
    *(rf"(?:Schul)?sozialarbeiter{_IN}", rf"Vermieter{_IN}", rf"Untersucher{_IN}", "Assistenz"),
    *(r"Betrifft", r"Betr\.?", "Betreff", "Absender", "Empfänger", r"Chef(?:arzt|ärztin)"),
)
_BY = r"(?:[ ](?:von|durch|waren|Klientin|Kind|Mutter|Vater|(?:der|des) [A-Z][a-zäöüß]{2,20}))?"
_NOTE = r"(?:[ ]\([^()\n]{1,30}\))?"
_EDGE = r"[*_ ]{0,4}"
_BEFORE_COLON = rf"(?i:(?<![\w-]){_LABEL}){_BY}{_NOTE}{_EDGE}:{_EDGE}"
_CELL = (
    rf"(?i:(?:(?m:^)|(?<=[\t;|\"*])[ ]?)[*_ \"-]{{0,4}}{_LABEL}){_BY}{_NOTE}"
    r"[*_ \"]{0,3}[\t\n;|][| \"]{0,3}"
)
# These need nothing but a blank.
_SIGNED = one_of(
    *(
        r"gez(?:\.|eichnet)",
        r"[iI]\. ?A\.",
        r"[iI]\. ?V\.",
        r"[Ii](?:m Auftrag|n Vertretung)",
        r"z\. ?H(?:d|ä?n?d)\.?",
    ),
    *("[Vv]erfasst von", "[Ee]rstellt (?:von|durch)", "[Mm]oderiert von", "[Gg]eschrieben von"),
    *("[Pp]rotokolliert von", "Protokoll führte", "[Gg]emeldet (?:von|durch)", "namens"),
    *(
        "[Vv]orgestellt von",
        "[Ee]ingebracht von",
        r"[Ff]allvorstellung (?:von|durch)",
        "[Gg]eleitet von",
        "[Vv]ertreten durch",
    ),
)
_GREETED = r"(?i:Grü(?:ß|ss)en?|Gru(?:ß|ss)|\b[LV]G|\bMfG|Herzlichst|Hochachtungsvoll)[,.! ]{0,3}"
_HEAD = re.compile(
    one_of(
        _BEFORE_COLON,
        _CELL,
        rf"(?<![\w.]){_SIGNED}[ :]{{0,2}}",
        rf"{_GREETED}\n\s{{0,4}}",
        rf"{_GREETED}(?=[{UPPER}])",
    )
)
# A label and a name with nothing but a blank between them, as a table leaves it in a PDF.
_BARE = re.compile(rf"(?m)^(?i:{_LABEL})[ ](?P<names>[{UPPER}][^\n:\d]{{2,80}})$")
_SALUTED = re.compile(
    rf"\b(?:Liebe[rs]?|Hallo|Hi|Hey|Dear)[ ](?P<name>[{UPPER}]\w{{1,30}})(?=[,!])"
)
_BIRTH = r"(?:\*\s?\d|[Gg]eb(?:\.|oren|:)\s?(?:am[ :]{1,2}|in |im )?(?:\d|[A-Z]))"
_BORN = re.compile(
    rf"(?<![\w.-])(?P<name>[{UPPER}][\w'’.-]{{0,40}}(?:,?[ ][{UPPER}][\w'’.-]{{0,40}}){{1,2}})"
    rf"(?=[ ,;(\n]{{1,3}}{_BIRTH})"
)
# "Ida Fuchs, geborene Muster"; where somebody was born says what follows: "in Wales geborene".
_MAIDEN = re.compile(
    rf"\b(?P<where>(?:in|aus|im|am) [\w-]{{2,30}} )?"
    rf"(?:geb(?:\.|orene[rn]?)|verh\.|verw\.)[ ](?P<name>{FULL_NAME})"
)
_PART = rf"[{UPPER}][\w'’]{{1,40}}(?:-[{UPPER}][\w'’]{{1,40}})?"
# The label behind the name, or the name in the brackets behind the label.
_LABELLED_BEHIND = re.compile(
    rf"(?P<name>(?:[{UPPER}]\. ?|{_PART} ){{1,2}}{_PART}|[{UPPER}]\. ?{_PART}) \((?i:{_LABEL})\)"
)
_IN_BRACKETS = re.compile(rf"(?<![\w-])(?i:{_LABEL}) \((?P<name>{FULL_NAME})\)")

_LONGEST_VALUE = 600
_LONGEST_LIST = 40
_ITEM = re.compile(
    rf"[\s*_\"•–-]{{0,4}}(?:(?:Frau|Herrn?|Fr\.|Hr\.)\s)?(?:{DEGREE}\s{{0,2}}){{0,4}}"
    rf"(?P<name>{FULL_NAME}(?:[ ][{UPPER}][\w'’.-]{{0,40}})?)(?P<rest>[^\n]*)"
)
_JOINTS = re.compile(r"[,;/&|\t]|\s(?:und|u\.|sowie)\s")
_PARENTHESES = re.compile(r"\([^()\n]*\)?")


def find_heads(text: str) -> Iterator[Found]:
    """Yield the names behind labels in a normalised text."""
    for match in _HEAD.finditer(text):
        yield from _values(text, match.end())
    for match in _BARE.finditer(text):
        if all(_words(match["names"])[:2]) and len(match["names"].split()) > 1:
            yield from _listed(text, match.start("names"), match.end())
    for pattern, is_name in _FORMS:
        for match in pattern.finditer(text):
            if is_name(match):
                yield _found(match.start("name"), match.end("name"))


def _found(start: int, end: int) -> Found:
    return Found(Span(start, end), "name", Tier.REFUSE, "label")


def _words(name: str) -> list[bool]:
    """Tell of each capitalised word whether it can be part of a name.

    Initials can, and behind a first name or an initial any noun: ``Ida Wechsler``.
    """
    words = [w.strip(",;'\"") for w in name.split() if not w[0].islower()]
    return [
        _is_initial(word)
        or may_be_name(word)
        or (_is_first_anywhere(before) and not is_abbreviation(word))
        or (_is_initial(before) and may_be_surname(word))
        or (is_rather_name(word) and not is_abbreviation(word))
        for before, word in zip(["", *words], words, strict=False)
    ]


def _is_first_anywhere(word: str) -> bool:
    return is_first_name(word) or (may_be_name(word) and lexica.has_first_name(word))


def _is_initial(word: str) -> bool:
    return len(word) <= 3 and word.endswith(".")  # noqa: PLR2004 - "K." and "Ch."


def _is_salutation(match: Match) -> bool:
    return may_be_name(match["name"])


def _is_born(match: Match) -> bool:
    fits = _words(match["name"])
    return any(fits) and fits[-1]


def _is_maiden(match: Match) -> bool:
    return not match["where"] and all(_words(match["name"])[:1])


def _is_labelled(match: Match) -> bool:
    return all(_words(match["name"]))


_FORMS: Final[Sequence[tuple[re.Pattern[str], Callable[[Match], bool]]]] = (
    (_SALUTED, _is_salutation),
    (_BORN, _is_born),
    (_MAIDEN, _is_maiden),
    (_LABELLED_BEHIND, _is_labelled),
    (_IN_BRACKETS, _is_labelled),
)


def _values(text: str, start: int) -> Iterator[Found]:
    """Yield the names from ``start`` on: in the rest of the line, or one in each line."""
    end = _line_end(text, start)
    if text[start:end].strip(" *_"):
        yield from _listed(text, start, end)
        if "," not in text[start:end] and "\t" not in text[start:end]:
            yield from _lines(text, end + 1)
    else:
        yield from _lines(text, end + 1)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start, start + _LONGEST_VALUE)
    return end if end >= 0 else min(len(text), start + _LONGEST_VALUE)


def _lines(text: str, start: int) -> Iterator[Found]:
    """Yield the names of a list with one name in a line, up to the first line without."""
    for _ in range(_LONGEST_LIST):
        end = _line_end(text, start)
        line = text[start:end]
        if start >= len(text) or (line.strip() and ":" in line):
            return
        found = list(_listed(text, start, end, alone=True))
        if line.strip() and not found:
            return
        yield from found
        start = end + 1


def _listed(text: str, start: int, end: int, *, alone: bool = False) -> Iterator[Found]:
    """Yield the names of a line, item by item; ``alone`` wants a full name or a known one."""
    line = _PARENTHESES.sub(lambda found: " " * len(found[0]), text[start:end])
    edges = [0, *(edge for match in _JOINTS.finditer(line) for edge in match.span()), len(line)]
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        name = _name_in(line[begin:stop], alone=alone)
        if name is not None:
            yield _found(start + begin + name.start, start + begin + name.end)


def _name_in(item: str, *, alone: bool) -> Span | None:
    """Return the name that an item begins with, if it is one."""
    match = _ITEM.match(item)
    if match is None:
        return None
    spoken = [m for m in re.finditer(r"\S+", match["name"]) if not m[0][0].islower()]
    fits = _words(match["name"])
    names = [m for m, _ in takewhile(lambda pair: pair[1], zip(spoken, fits, strict=True))]
    full = [m for m in names if not _is_initial(m[0])]
    whole = len(names) == len(spoken) and not re.search(r"[\w\d]", match["rest"])
    if not names or not (whole or len(names) > 1) or (not full and not whole):
        return None
    known = any(is_first_name(m[0]) or is_surname(m[0]) for m in full)
    if alone and (len(names) == 1 or not whole) and not known:
        return None
    return Span(match.start("name"), match.start("name") + names[-1].end())
