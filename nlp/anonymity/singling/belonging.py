"""Who belongs to a minority or has changed religion: wordings that take more than a table."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from nlp.anonymity.singling.features import Feature
from nlp.anonymity.singling.generalisation import DETERMINERS, Feminine, previous_word
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Match

# --- Roma and Sinti ---------------------------------------------------------------

_ROMA_SHARE: Final = 0.0015
_ROMA = re.compile(
    rf"(?<![\w-])(?:(?P<det>(?i:{'|'.join(DETERMINERS)})) )?"
    r"(?:(?:Sinti und |Sinti-und-)?Roma|Roma und Sinti|Sinti|Sinto|Sintizz?a|Romni|Romnja)"
    r"(?:-(?P<head>[A-ZÄÖÜ][a-zäöüß]+))?(?![\w-])"
)
MEMBERS: Final = frozenset("Sinto Sintizza Sintiza Romni".split())
"""Nouns for one person of the Roma or Sinti."""

_CLUB = re.compile(r"\bA\.?S\.? $")
_ONE_OF: Final = frozenset("ein eine einen einem einer eines".split())
_FROM: Final = frozenset("von bei aus mit zu".split())
_GENITIVE_OR_DATIVE: Final = frozenset("der den dem des".split())
_PERSON = Feminine("Person einer Minderheit")
_MINORITY = Feminine("Minderheit", indefinite=True)


def _find_roma(text: str) -> Iterator[Feature]:
    for match in _ROMA.finditer(text):
        if _CLUB.search(text, max(0, match.start() - 5), match.start()):
            continue
        start = match.end("det") + 1 if match["det"] and match["head"] else match.start()
        previous = previous_word(text, match.start())
        wording = match["head"] or _member(match["det"] or "", previous)
        yield Feature(Span(start, match.end()), "origin", "Roma and Sinti", wording, _ROMA_SHARE)


def _member(determiner: str, previous: str) -> str:
    """Return ``eine Person einer Minderheit``, or ``einer Minderheit`` for the people."""
    word = determiner.lower()
    if word in _ONE_OF:
        return _PERSON.after(determiner, previous)
    if word in _GENITIVE_OR_DATIVE:  # of a plural
        return _MINORITY.after("des" if word.islower() else "Des", previous)
    if word:
        return _MINORITY.after(determiner, previous)
    return "einer Minderheit" if previous.lower() in _FROM else "Teil einer Minderheit"


# --- Conversion -------------------------------------------------------------------

_CONVERTED_SHARE: Final = 0.002
_CONVERTED = re.compile(r"(?<![\w-])(?P<stem>[Kk]onvertiert)(?P<ending>e[rnsmt]?)?(?![\w-])")
_TO: Final = re.compile(r"\bzu[mr]? (?:\w+ ){1,3}$")
_TO_BEHIND: Final = re.compile(r" (?:\w+ ){0,6}?zu[mr]? ")
_NOUN_BEHIND: Final = re.compile(r" (?:[a-zäöü]+e[rnsm]? )?[A-ZÄÖÜ]")
_ATTRIBUTE: Final = re.compile(
    r"\b(?:[Ee]ine?[rnms]?|[Dd](?:er|ie|as|em|en|es)|[iI]hr\w{0,2}|[sS]ein\w{0,2}) "
    r"(?:\w+e[rnsm]? )?$"
)
_REACH: Final = 60


def _find_converted(text: str) -> Iterator[Feature]:
    for match in _CONVERTED.finditer(text):
        yield Feature(
            Span(*match.span()), "belief", "Konvertit", _believing(text, match), _CONVERTED_SHARE
        )


def _believing(text: str, match: Match) -> str:
    """Return what is written for ``konvertiert`` as an attribute, a verb or a participle."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    ending = match["ending"] or ""
    attribute = ending and _NOUN_BEHIND.match(text, match.end())
    if attribute and (ending not in {"e", "en"} or _ATTRIBUTE.search(before)):
        wording = f"gläubig{ending}"
    elif ending in {"e", "en"}:
        moved = _TO_BEHIND.match(text, match.end())
        wording = f"wechselt{ending}" if moved else f"wurde{ending[1:]} gläubig"
    else:
        wording = "gewechselt" if _TO.search(before) else "gläubig geworden"
    return wording.capitalize() if match["stem"][0].isupper() else wording


def find_belonging(text: str) -> Iterator[Feature]:
    """Yield where somebody is of the Roma or Sinti, or has changed religion."""
    return chain(_find_roma(text), _find_converted(text))
