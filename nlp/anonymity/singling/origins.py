"""Countries of origin in a text, their adjectives and their people.

Each becomes its region in the same form: ``aus dem Irak``, ``aus dem Nahen Osten``;
``eritreische``, ``ostafrikanische``. The regions are those of the UN geoscheme, with
exceptions for what a German town hall calls them: Western Asia and Iran are the Near East, Turkey
among it as the Kurds' countries are; the Caucasus goes with Eastern Europe; Britain and Ireland
with Western Europe; and South-Eastern Europe is apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from nlp.anonymity.singling.features import Feature, inflections, table
from nlp.anonymity.singling.generalisation import inhabitant, previous_word
from nlp.anonymity.singling.regions import GENITIVE, NEAR_EAST, near_east
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STATE: Final = 18_100_000
"""Inhabitants of Nordrhein-Westfalen, to whom the numbers of the table belong."""

_ARTICLES: Final = {
    "im": "in ",
    "in der": "in ",
    "in den": "in ",
    "in die": "nach ",
    "in das": "nach ",
    "ins": "nach ",
    "vom": "von ",
    "zum": "zu ",
    "zur": "zu ",
    "dem": "",
    "der": "",
    "den": "",
    "die": "",
    "das": "",
}
_ARTICLE: Final = re.compile(
    r"\b(?P<article>[Ii]m|[Ii]n d(?:er|en|ie|as)|[Ii]ns|[Vv]om|[Zz]u[mr]|[Dd](?:em|er|en|ie|as)) $"
)
_ARTICLE_LENGTH: Final = 8
_PREPOSITION: Final = re.compile(r"(?<!\w)(?P<article>[Ii]n|[Nn]ach|[Vv]on|[Zz]u) $")
# Countries that stand with an article; elsewhere the article belongs to another word.
_WITH_ARTICLE: Final = frozenset(
    "Irak Iran Libanon Jemen Sudan Südsudan Tschad Niger Senegal Kongo Türkei Ukraine Mongolei "
    "Slowakei Schweiz USA Elfenbeinküste Philippinen Niederlande Niederlanden Kosovo Gambia "
    "Gazastreifen Westjordanland Westsahara Malediven Komoren Oman".split()
)
_PLURAL: Final = frozenset("USA Philippinen Niederlanden Malediven Komoren Vereinigten".split())
# What is named after a country and is none: "Neu-Guinea", "Georgien-Hilfe", "russisch-orthodox".
_EDGE_BEFORE: Final = r"(?<![\w-])"
_EDGE_AFTER: Final = r"(?![\w]|-[A-Za-zÄÖÜäöü])"


# The seat of an embassy says where it is, not whose it is.
_SEAT = re.compile(
    r"(?:[Bb]otschaft|[Kk]onsulat|[Aa]uslandsvertretung|[Vv]isastelle|[Vv]isaabteilung|"
    r"[Pp]assstelle)(?:en|s)?(?: \w+){0,2} (?:in|nach)"
    r"(?: der)?(?:(?: [A-ZÄÖÜ]\w+){1,2} (?:und|oder|bzw\.)(?: in)?)? $"
)
_SEAT_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class _Country:
    """What is written for a form of a country, an adjective or an inhabitant.

    Attributes:
        country: The country's first name.
        share: Its people among the inhabitants.
        region: The region's noun, adjective or inhabitant.
        form: The ending of the word; for a country's name empty.
    """

    country: str
    share: float
    region: str
    form: str = ""


@cache
def _countries() -> Mapping[str, _Country]:
    """Return the countries by their names and genitives."""
    found: dict[str, _Country] = {}
    for row in table("countries"):
        names = row["names"].split("|")
        for name in names:
            country = _Country(names[0], _share(row), row["region"])
            found[name] = country
            of_it = GENITIVE if row["region"] == NEAR_EAST else f"{row['region']}s"
            found[f"{name}s"] = _Country(names[0], _share(row), of_it)
    return found


@cache
def _adjectives() -> Mapping[str, _Country]:
    regions = {row["region"]: row["adjective"] for row in table("regions")}
    return {
        word: _Country(row["names"].split("|")[0], _share(row), regions[row["region"]], form)
        for row in table("countries")
        for stem in filter(None, row["adjectives"].split("|"))
        for word, form in inflections(stem).items()
    }


@cache
def _people() -> Mapping[str, _Country]:
    regions = {row["region"]: row["person"] for row in table("regions")}
    found: dict[str, _Country] = {}
    for row in table("countries"):
        name, region = row["names"].split("|")[0], regions[row["region"]]
        for person in filter(None, row["people"].split("|")):
            for word, form in _forms(person).items():
                found[word] = _Country(name, _share(row), region, form)
    return found


def _forms(person: str) -> Mapping[str, str]:
    """Return the forms of an inhabitant's name with their endings."""
    if person.endswith("e"):
        stem = person[:-1]
        return {person: "", f"{person}n": "n", f"{stem}in": "in", f"{stem}innen": "innen"}
    endings = (
        ("", "s", "n", "in", "innen") if person.endswith("er") else ("", "s", "en", "in", "innen")
    )
    return {person + ending: ending for ending in endings}


def _share(row: Mapping[str, str]) -> float:
    return float(row["persons"]) / STATE


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for countries, adjectives and people."""
    country = _any(_countries())
    return (
        re.compile(rf"{_EDGE_BEFORE}(?=[A-ZÄÖÜ])(?P<it>{country}){_EDGE_AFTER}"),
        re.compile(
            rf"{_EDGE_BEFORE}(?P<it>[a-zäöüUSG][\w-]{{1,18}}isch(?:e[rnsm]?)?){_EDGE_AFTER}"
        ),
        re.compile(rf"{_EDGE_BEFORE}(?P<it>[A-ZÄÖÜ][\w-]{{1,24}}){_EDGE_AFTER}"),
    )


def _any(words: Mapping[str, _Country]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def people() -> frozenset[str]:
    """Return the nouns for one person by nationality: ``Eritreer``, ``Eritreerin``."""
    return frozenset(word for word, one in _people().items() if one.form in {"", "in"})


def find_origins(text: str) -> Iterator[Feature]:
    """Yield the countries, nationalities and their people in a normalised text."""
    countries, adjectives, people = _patterns()
    for match in countries.finditer(text):
        if _SEAT.search(text, max(0, match.start() - _SEAT_LENGTH), match.start()):
            continue
        yield _named(text, match, _countries()[match["it"]])
    for match in adjectives.finditer(text):
        known = _adjectives().get(match["it"])
        if known:
            yield Feature(
                Span(*match.span()),
                "origin",
                known.country,
                known.region + known.form,
                known.share,
            )
    for match in people.finditer(text):
        known = _people().get(match["it"])
        if known is None:
            continue
        wording = inhabitant(known.region, known.form, previous_word(text, match.start()))
        yield Feature(Span(*match.span("it")), "origin", known.country, wording, known.share)


def _named(text: str, match: re.Match[str], known: _Country) -> Feature:
    """Return the feature of a country by name, with the article that it takes along."""
    bare, begin = match["it"].split()[0], max(0, match.start() - _ARTICLE_LENGTH)
    takes_article = bare in _WITH_ARTICLE or " " in match["it"]
    found = _ARTICLE.search(text, begin, match.start()) if takes_article else None
    if known.region == NEAR_EAST:
        found = found or _PREPOSITION.search(text, begin, match.start())
    start = found.start() if found else match.start()
    if known.region == NEAR_EAST:
        lead, plural = found["article"] if found else "", bare in _PLURAL
        wording = near_east(text, start, match.end(), lead=lead, plural=plural)
    else:
        wording = _in_place(known.region, found["article"], bare) if found else known.region
    return Feature(Span(start, match.end()), "origin", known.country, wording, known.share)


def _in_place(region: str, article: str, country: str) -> str:
    """Return a region without an article in the place of a country that has one."""
    into = article.lower() == "in den" and country not in _PLURAL
    wording = ("nach " if into else _ARTICLES[article.lower()]) + region
    return wording[0].upper() + wording[1:] if article[0].isupper() else wording
