"""Where a text says that somebody is the only one of a kind at a place.

The proposal takes that away and keeps the kind: ``die einzige Tierärztin``, ``eine Tierärztin``;
``der einzige kurdische Junge``, ``ein vorderasiatischer Junge``.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of
from nlp.anonymity.singling.ages import find_ages
from nlp.anonymity.singling.cases import is_person
from nlp.anonymity.singling.circumstances import jobs
from nlp.anonymity.singling.features import Feature
from nlp.anonymity.singling.origins import find_origins, people
from nlp.anonymity.singling.traits import believers, find_traits
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Match

_INDEFINITE: Final = {
    "der einzige": "ein",
    "die einzige": "eine",
    "das einzige": "ein",
    "den einzigen": "einen",
    "dem einzigen": "einem",
    "der einzigen": "einer",
    "des einzigen": "eines",
}
# Behind "ein" an adjective takes another ending than behind the article.
_STRONG: Final = {"der einzige": "er", "das einzige": "es"}
_PLACE: Final = (
    r"(?:(?:in|im|an|am|auf|bei|beim|unter|der|des|aus|von|seiner|ihrer|unserer)"
    r"(?: (?:der|dem|den|einer|ganz|seiner|ihrer|unserer|diesem|dieser))? [A-ZÄÖÜ]"
    r"|hier\b|dort\b|weit und breit|vor Ort)"
)
_HERE: Final = rf"(?=(?:,? \w[\w-]*){{0,6}}? {_PLACE})"
_ONLY = re.compile(
    r"\b(?P<it>[Dd](?:er|ie|as|en|em|es) einzigen?) (?P<adjectives>(?:[a-zäöü0-9][\w-]* ){0,2}?)"
    rf"(?P<who>[A-ZÄÖÜ][\w-]*){_HERE}"
)
_ONLY_ALONE = re.compile(
    r"\b(?P<article>[Dd](?:er|ie|en|em)) (?:[Ee]inzigen?)(?!\w)"
    rf"(?! [A-ZÄÖÜ]|(?: [a-zäöü]\w*){{1,2}}en? [A-ZÄÖÜ]){_HERE}"
)
_ONE_OF_MANY: Final = {"der": "einer", "die": "eine", "den": "einen", "dem": "einem"}
_AS_ONLY = re.compile(
    r"\b(?P<it>[Aa]ls [Ee]inzige[rsn]?)\b(?P<noun> (?:[a-zäöü]\w+e[rsn]? )?[A-ZÄÖÜ]\w+)?"
)
_NOBODY_ELSE = re.compile(
    rf"\b(?P<it>[Nn]iemand (?:sonst|anderes|anders)|[Ss]onst niemand|[Kk]ein anderer){_HERE}"
)
_FIRST_EVER = re.compile(
    one_of(
        r"\b(?P<it>[Dd]as erste Mal)",
        r"\b(?:[Zz]um ersten Mal|[Ee]rstmals|[Ee]rstmalig)",
    )
    + r" in der (?:ganzen )?Geschichte"
    r"(?: (?:der|des|von|unserer|dieser) [A-ZÄÖÜ][\w-]*(?: [A-ZÄÖÜ][\w-]*)?)?"
)


def find_unique(text: str) -> Iterator[Feature]:
    """Yield where somebody is said to be the only one of a kind at a place."""
    for match in _ONLY.finditer(text):
        if _is_somebody(match):
            yield _only(match)
    for match in _ONLY_ALONE.finditer(text):
        wording = f"{_ONE_OF_MANY[match['article'].lower()]} von mehreren"
        yield _unique(Span(*match.span()), match[0], wording)
    for match in _AS_ONLY.finditer(text):
        yield _unique(Span(*match.span("it")), match["it"], "als" if match["noun"] else "auch")
    for match in _NOBODY_ELSE.finditer(text):
        yield _unique(Span(*match.span("it")), match["it"], "kaum jemand")
    for match in _FIRST_EVER.finditer(text):
        wording = "einer der seltenen Fälle" if match["it"] else "in einem seltenen Fall"
        yield _unique(Span(*match.span()), match[0], wording)


def _unique(span: Span, found: str, wording: str) -> Feature:
    wording = wording[0].upper() + wording[1:] if found[0].isupper() else wording
    return Feature(span, "unique", found, wording, persons=1)


def _is_somebody(match: Match) -> bool:
    """Tell whether it is a person, not a professional whom others go to.

    A job counts where the sentence says that somebody has it, or where they are from.
    """
    who = match["who"]
    if who in jobs():
        before, behind = match.string[: match.start()][-12:], match.string[match.end() :][:5]
        named = re.search(r"(?:\b(?:ist|war|sei|als|wird|wurde|bleibt)|,|\]) $", before)
        return bool(named) or behind.startswith(" aus ") or bool(_features(match["adjectives"]))
    return is_person(who, people()) or who in believers()


def _only(match: Match) -> Feature:
    words, adjectives = match["it"].lower(), match["adjectives"]
    nominal = match["who"] in _ADJECTIVAL
    if words not in _STRONG or not (adjectives or nominal):
        return _unique(Span(*match.span("it")), match["it"], _INDEFINITE[words])
    inflected = f"{adjectives}{match['who'] if nominal else ''}".strip()
    for one in reversed(_features(inflected)):
        inflected = inflected[: one.span.start] + one.proposal + inflected[one.span.end :]
    strong = re.sub(r"e(?= |$)", _STRONG[words], inflected)
    end = match.end("who") if nominal else match.end("adjectives") - 1
    return _unique(Span(match.start(), end), match[0], f"{_INDEFINITE[words]} {strong}")


def _features(words: str) -> list[Feature]:
    found = chain(find_origins(words), find_traits(words), find_ages(words))
    return sorted(found, key=lambda one: one.span)


_ADJECTIVAL: Final = frozenset(
    "Geflüchtete Jugendliche Alleinerziehende Schwarze Ratsuchende Schwangere Minderjährige "
    "Gehörlose Blinde Deutsche".split()
)
"""Persons whose noun is inflected like an adjective."""
