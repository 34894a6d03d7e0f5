"""Family, health, belief, orientation, education and rare events in a text, by a table.

What the law calls special categories (Art. 9 DSGVO) is among them. Each row of the table holds
the words of one trait and how they are replaced:

``word``       each by the one beside it: ``Zwillinge``, ``Kinder``;
``adjective``  the stem by another stem, the ending stays: ``verwitwete``, ``alleinstehende``;
``person``     a man's and a woman's noun by another pair: ``Jesidin``, ``Anhängerin …``;
``illness``    by a feminine noun that takes over article and case, as does ``event``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from nlp.anonymity.singling.features import Feature, inflections, table
from nlp.anonymity.singling.generalisation import DETERMINERS, Feminine, previous_word
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nlp.anonymity.rules import Match


DETERMINER: Final = rf"(?:\b(?P<det>(?i:{'|'.join(DETERMINERS)})) )?"
"""A pattern for the article in front of a noun, which is replaced with it."""

_DEGREE: Final = (
    r"(?P<degree>(?:(?:schwer|leicht|stark|chronisch|akut|frühkindlich|tödlich|schlimm|bekannt|"
    r"unbehandelt|diagnostiziert|fortgeschritten|rezidivierend|mittelgradig|angeboren|tragisch|"
    r"plötzlich|erlitten|erneut|drohend|mehrfach|insulinpflichtig|ausgeprägt|unverschuldet|"
    r"therapieresistent|selten)(?:st)?e[nrsm]? ){0,2})"
)
_DIAGNOSIS = re.compile(
    r"\bDiagnosen?(?: lautet)?:? (?P<it>[A-ZÄÖÜ][\w -]{2,40}?)(?=[,.;)\n]|$| und | sowie )"
    r"|(?<!\w)(?P<code>[A-TV-Z]\d{2}\.\d{1,2})(?![\w.])"
)
_RARE: Final = 0.005
# A rare event by what it was: "Scheunenbrand"; not "Weinbrand", "Rufmord", "Völkermord".
_COMPOUND_EVENT: Final = (
    r"(?!(?:Wein|Sonnen|Wund|Hilde|Ruf|Völker|Massen)(?:brand|mord))[A-ZÄÖÜ][a-zäöüß]{2,24}?"
    r"(?P<event>brand|unfall|überfall|mord|anschlag|explosion)(?:e?s)?"
)
_AT = re.compile(r"\b[Bb]ei $")
_AT_LENGTH: Final = 5
_GENITIVES: Final = frozenset("des eines seines ihres dieses".split())
_NOUNS: Final = {
    "illness": Feminine("Einschränkung", adjective="gesundheitlich"),
    "event": Feminine("Notlage"),
}


@dataclass(frozen=True, slots=True)
class _Trait:
    """What a word says and what is written instead.

    Attributes:
        type: The type of the feature.
        value: The first word of its row: synonyms count once.
        wording: The replacement; empty where a noun of its kind takes over the article.
        kind: As in the table.
        share: Of the inhabitants, for everything but events.
        persons: How many inhabitants an event concerns.
    """

    type: str
    value: str
    wording: str
    kind: str
    share: float
    persons: float | None


def find_traits(text: str) -> Iterator[Feature]:
    """Yield the traits of persons in a normalised text."""
    for match in _DIAGNOSIS.finditer(text):
        group = "it" if match["it"] else "code"
        span, noun = Span(*match.span(group)), _NOUNS["illness"]
        yield Feature(span, "health", match[group], noun.after("", ":"), _RARE)
    for match in _pattern().finditer(text):
        trait = _traits()[match["it"] or match["event"].capitalize()]
        feminine = _NOUNS.get(trait.kind)
        if trait.kind == "person" and match["it"][-1:] in "ns":
            wording = _genitive(trait.wording, previous_word(text, match.start("it")))
            yield _feature(trait, Span(*match.span("it")), wording)
        elif feminine is None:
            yield _feature(trait, Span(*match.span("it")), trait.wording)
        else:
            yield _in_its_place(trait, feminine, text, match)


def _genitive(wording: str, previous: str) -> str:
    """Return a man's noun as a genitive where the word in front is one: ``des Anhängers``."""
    man, _, rest = wording.partition(" ")
    if previous.lower() in _GENITIVES and man.endswith("er"):
        return f"{man}s {rest}".strip()
    return wording


def _in_its_place(trait: _Trait, noun: Feminine, text: str, match: Match) -> Feature:
    """Return the feature with a noun that takes over the article.

    One is in distress, not at it: ``bei einem Unfall``, ``in einer Notlage``.
    """
    start, determiner = match.start(), match["det"] or ""
    at = _AT.search(text, max(0, start - _AT_LENGTH), start) if trait.kind == "event" else None
    if at or (trait.kind == "event" and determiner.lower() == "beim"):
        first = at.start() if at else start
        wording = "In einer Notlage" if text[first].isupper() else "in einer Notlage"
        return _feature(trait, Span(first, match.end()), wording)
    wording = noun.after(determiner, previous_word(text, start))
    return _feature(trait, Span(*match.span()), wording)


@cache
def believers() -> frozenset[str]:
    """Return the nouns for a person by belief or illness: ``Jesidin``, ``Autist``."""
    rows = [row for row in table("traits") if row["kind"] == "person"]
    return frozenset(word for row in rows for word in _forms(row))


def _feature(trait: _Trait, span: Span, wording: str) -> Feature:
    return Feature(span, trait.type, trait.value, wording, trait.share, trait.persons)


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_traits(), key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w-]){DETERMINER}{_DEGREE}(?:(?P<it>{words})|{_COMPOUND_EVENT})(?![\w-])"
    )


@cache
def _traits() -> Mapping[str, _Trait]:
    found: dict[str, _Trait] = {}
    for row in table("traits"):
        kind, size = row["kind"], float(row["share"])
        share, persons = (1.0, size) if kind == "event" else (size, None)
        value = re.split(r"[|>]", row["words"])[0]
        for word, wording in _forms(row).items():
            found[word] = _Trait(row["type"], value, wording, kind, share, persons)
    return found


def _forms(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words of a row with their replacements."""
    words = row["words"].split("|")
    if row["kind"] == "word":
        return dict(word.split(">") for word in words)
    if row["kind"] == "adjective":
        return {
            form: _capital_of(stem, row["wording"]) + ending
            for stem in words
            for form, ending in inflections(stem).items()
        }
    if row["kind"] == "person":
        return _persons(words, row["wording"])
    return dict.fromkeys([*words, *(f"{word}s" for word in words if word[-1] not in "sne")], "")


def _capital_of(stem: str, wording: str) -> str:
    """Return the wording as a noun where the stem is one: ``Schwangere``, ``Betreute``."""
    if stem[0].islower() or stem.startswith("HIV"):
        return wording
    head, _, last = wording.rpartition(" ")
    return f"{head} {last.capitalize()}".strip()


def _persons(pairs: list[str], wording: str) -> Mapping[str, str]:
    man, _, rest = wording.partition(" ")
    oblique = man if man.endswith("er") else f"{man}en"
    found: dict[str, str] = {}
    for pair in pairs:
        his, hers = pair.split(">")
        stem = his.removesuffix("e")
        forms = {
            his: man,
            f"{stem}en": oblique,
            f"{his}n": oblique,
            f"{his}s": f"{man}s" if oblique == man else oblique,
            hers: f"{man}in",
        }
        found.update({form: f"{noun} {rest}".strip() for form, noun in forms.items()})
    return found
