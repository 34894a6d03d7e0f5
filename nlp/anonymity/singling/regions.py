"""A region with an article of its own, in the place of a country: ``im Nahen Osten``.

The other regions stand without one, as most countries do (``aus Ostafrika``). What is in front of
the country tells the case: its article, a preposition, else whether a sentence begins with it.
"""

from __future__ import annotations

import re
from typing import Final

NEAR_EAST: Final = "Naher Osten"
"""The one region of the table that has an article."""

_NOMINATIVE: Final = "der Nahe Osten"
_ACCUSATIVE: Final = "den Nahen Osten"
_DATIVE: Final = "dem Nahen Osten"
GENITIVE: Final = "des Nahen Ostens"
"""Its genitive, with the article."""

_TO: Final = f"in {_ACCUSATIVE}"
_LEADS: Final = {
    "im": "im Nahen Osten",
    "in der": "im Nahen Osten",
    "in dem": "im Nahen Osten",
    "in den": _TO,
    "in": "im Nahen Osten",
    "in die": _TO,
    "in das": _TO,
    "ins": _TO,
    "nach": _TO,
    "vom": "vom Nahen Osten",
    "von": "vom Nahen Osten",
    "zum": "zum Nahen Osten",
    "zur": "zum Nahen Osten",
    "zu": "zum Nahen Osten",
    "dem": _DATIVE,
}
_OF_PLURALS: Final = {"in den": _LEADS["im"], "den": _DATIVE}
_WITH_ACCUSATIVE: Final = frozenset("für gegen durch über ohne um".split())
_WITH_DATIVE: Final = frozenset("aus von mit bei seit zu vor gegenüber außer".split())
_JOINTS: Final = frozenset("und oder sowie bzw".split())
_ENDS: Final = frozenset(["", ".", "!", "?"])
_ROW: Final = re.compile(
    r"\b(?P<first>[Aa]us|[Ii]n|[Vv]on|[Nn]ach)"
    r"(?:(?: d\w\w)? [A-ZÄÖÜ][\w-]{1,30}(?:,| und| oder| sowie)){1,4}(?: d\w\w)? ?$"
)
_MASCULINE: Final = frozenset("Irak Iran Libanon Jemen Oman Gazastreifen".split())
_GOES_ON: Final = re.compile(r" [a-zäöü]")
_REACH: Final = 50


def near_east(text: str, start: int, end: int, *, lead: str, plural: bool) -> str:
    """Return the region as it stands in a country's place, with what it takes over.

    Args:
        text: The text.
        start: Where the country begins, with the lead.
        end: Where it ends.
        lead: The article or preposition that is replaced with it; empty if there is none.
        plural: Whether the country is a plural: ``in den Emiraten``.
    """
    before = text[max(0, start - _REACH) : start]
    country = text[start + len(lead) : end].strip()
    wording = _after(lead.lower(), before, country, text[end : end + 2], plural=plural)
    begins = lead[:1].isupper() or (not lead and wording == _NOMINATIVE)
    return wording[0].upper() + wording[1:] if begins else wording


def _after(lead: str, before: str, country: str, behind: str, *, plural: bool) -> str:
    """Return the region in the case that its lead asks for, else the words in front."""
    if plural and lead in _OF_PLURALS:
        return _OF_PLURALS[lead]
    if lead in _LEADS:
        return _LEADS[lead]
    words = re.findall(r"\w+|[^\w\s]", before.rpartition("\n")[2])
    previous = words[-1].lower() if words else ""
    row = _ROW.search(before)
    if previous in _WITH_DATIVE or (row and row["first"].lower() != "nach"):
        return _DATIVE
    if previous in _WITH_ACCUSATIVE or row or lead == "den":
        return _ACCUSATIVE
    if lead == "der":
        return _NOMINATIVE if country in _MASCULINE else GENITIVE
    return _uncertain(previous, behind, article=bool(lead))


def _uncertain(previous: str, behind: str, *, article: bool) -> str:
    """Return the region as a subject, an object or, in a label or a row, by itself."""
    if previous.isalpha() and previous not in _JOINTS:
        return _ACCUSATIVE
    if article or (previous in _ENDS and _GOES_ON.match(behind)):
        return _NOMINATIVE
    return NEAR_EAST
