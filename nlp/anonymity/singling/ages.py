"""Exact ages in a text."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from nlp.anonymity.singling.features import Feature, table
from nlp.anonymity.singling.generalisation import age_band, age_band_adjective, decade
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nlp.anonymity.rules import Match

_ONES: Final = "null ein zwei drei vier fünf sechs sieben acht neun".split()
_TEENS: Final = (
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
)
_TENS: Final = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_OLDEST: Final = 110


def _numerals() -> Mapping[str, int]:
    words = {word: number for number, word in enumerate([*_ONES, *_TEENS])}
    for tens, word in enumerate(_TENS, start=2):
        words[word] = tens * 10
        words |= {f"{_ONES[one]}und{word}": tens * 10 + one for one in range(1, 10)}
    words |= {word.replace("ß", "ss"): number for word, number in words.items()}
    return words | {"eins": 1, "eine": 1, "einen": 1, "einem": 1}


NUMERALS: Final = _numerals()
"""The written-out numbers from 0 to 99."""

_NUMBER = r"(?P<number>\d{1,3}|[a-zäöüß]{3,20})"
_DIGITS = r"(?P<number>\d{1,3})"
_FREE = r"(?<![\w.,–/§-])"
# A band or a limit: "30- bis 39-jährig", "zwischen 30 und 40", "ab 16 Jahren", "unter 25".
_BAND = re.compile(
    r"(?:\b(?:bis|ab|unter|über|für|um|um die|etwa|rund|circa|mindestens|höchstens|gut|knapp)"
    r"|\bca\.|\bzwischen|\b(?:zwischen|von) \S+ (?:und|bis))"
    r"(?: zu)? $"
)
# The many of one age: "die Dreijährigen".
_MANY = re.compile(r"\b(?:die|viele|alle|manche) (?:\w+ )?$", re.IGNORECASE)
_NO_BAND = r"(?!\s?[–-]\s?\d|[,.]\d)(?!(?: Jahre)? bis)"
# "dreijährige Ausbildung", "30-jähriges Jubiläum": what is no person.
_NO_PERSON = re.compile(
    r"\s(?:\w+e[nrs]? )?(?:\w*(?:ausbildung|jubiläum|bestehen|bestand|studium|frist|projekt|"
    r"laufzeit|wartezeit|erfahrung|aufenthalt|duldung|verfahren|kurs|praktikum|vertrag|schule|"
    r"tätigkeit|pause|trennung|ehe|flucht|haft|krieg|sperre|befristung|baum|bäume|gebäude|haus|"
    r"programm|förderung|pflege|arbeit|berufstätigkeit|unterbrechung|zeit|dauer|phase|plan|"
    r"berufserfahrung|aufenthaltserlaubnis|erlaubnis|sprachkurs|schulbesuch|anwartschaft))\b",
    re.IGNORECASE,
)
PERSONS: Final = (
    r"(?:[A-ZÄÖÜ][a-zäöüß]{0,20}(?:mutter|vater|tochter|sohn|kind|junge|bruder|schwester|frau|mann|"
    r"schüler(?:in)?|mädchen|enkelin|enkel|oma|opa|neffe|nichte|onkel|tante|cousin|cousine)|"
    r"Mutter|Vater|Tochter|Töchter|Sohn|Söhne|Kind|Kinder[n]?|Junge|Bruder|Brüder|Schwester|"
    r"Schwestern|Frau|Mann|Mädchen|Schüler(?:in)?|Oma|Opa|Eltern|Baby|Säugling|Geschwister|"
    r"Klient(?:in)?|Ratsuchende[rn]?|Person|Jugendliche[rn]?|Ehefrau|Ehemann|Partner(?:in)?|"
    r"Enkel(?:in)?|Zwillinge|Neffe|Nichte|Onkel|Tante|Patient(?:in)?|weiblich|männlich|[wmd])"
)

_ADJECTIVE = re.compile(rf"{_FREE}{_NUMBER}(?P<it>[ -]?[Jj]ährig)(?P<noun>e[rsnm]?\b|\b)")
_ADJECTIVE_WORD = re.compile(r"\b(?P<word>[A-ZÄÖÜa-zäöüß]{3,22})jährig(?=e[rsnm]?\b|\b)")
_OLD = re.compile(rf"{_FREE}\b{_NUMBER}{_NO_BAND}(?= ?(?:Jahre?|J\.) alt)")
_MONTHS_OLD = re.compile(
    rf"{_FREE}\b{_NUMBER} (?P<unit>Monate?|Wochen?|Tage?)(?= (?:alt\b|alte[rsnm]?\b))"
)
_MONTHS_ADJECTIVE = re.compile(r"\b(?P<word>\d{1,2}-|[a-zäöüß]{2,8})monatig(?=e[rsnm]?\b|\b)")
_AT_AGE = re.compile(
    rf"\b[Aa]lter(?: ist)?(?: von|:|\t| ist)\s?(?:etwa )?(?<!-){_NUMBER}{_NO_BAND}\b"
)
_LABELLED = re.compile(
    rf"(?m)^[^\w\n]{{0,8}}Alter[ \t]{{1,4}}{_DIGITS}{_NO_BAND}(?=\s*(?:Jahre|J\.|$|[,;\t]))"
)
_YEARS = re.compile(
    rf"(?m)(?:^|[,(:;]|[-•–*] )\s?{_DIGITS}{_NO_BAND}"
    r"(?= ?(?:Jahre|J\.|J)(?:\s*(?:[,.;)]|$)))"
)
_BRACKET = re.compile(
    rf"\b{PERSONS}(?: \w{{1,30}})?\s?\((?:[a-zäöü]+ )?"
    r"(?P<list>\d{1,2}[\d, /und&wm]{0,60})(?: ?(?:Jahre(?: alt)?|J\.?|Jahren))?[,;)]"
)
_NAMED = re.compile(r"\((?P<list>\d{1,2}(?: und \d{1,2})?)(?: ?(?:Jahre|J\.?))?\)")
_COMMA = re.compile(
    rf"(?m)\b{PERSONS}(?: \w{{1,30}})?, {_DIGITS}{_NO_BAND}"
    r"(?= ?(?:Jahre|J\.)?(?:,|;|\.|\)|$| und| aus| mit))"
)
_BEHIND_NAME = re.compile(
    rf"(?:\[(?:Name|Initialen)\]|\b[A-ZÄÖÜ][\w'’.-]{{0,30}}), {_DIGITS}{_NO_BAND}"
    r"(?=, |\)|,$| (?:aus|mit|und|Jahre|J\.))"
)
_PLAIN = re.compile(
    rf"\b(?:Mutter|Vater|Tochter|Sohn|Frau|Mann|Junge|Mädchen|Schwester|Bruder) {_DIGITS}"
    r"(?=[,.;)\n]|$| und| J)"
)
_LIST = re.compile(
    r"\b(?:Alter von|Kinder|Söhne|Töchter|Geschwister)(?: sind)?:? "
    r"(?P<list>\d{1,2}(?:, ?\d{1,2}){0,9}"
    r" und \d{1,2})(?= Jahren?)"
)
_PAIR = re.compile(
    r"(?<![\w.,–-])(?P<list>\d{1,2}(?:, ?\d{1,2}){0,9},? und \d{1,2})(?= Jahre alt)"
)
_BORN = re.compile(
    r"(?:\b(?:Jahrgang|Jg\.|geboren(?: im Jahr)?|geb\.|\*)\s?(?P<a>(?:19|20)\d\d)(?!\w|[–.-]\d)"
    r"|(?<![\w.–-])(?P<b>(?:19|20)\d\d)(?= (?:in [A-ZÄÖÜ]\w+ )?geboren))"
)


def find_ages(text: str) -> Iterator[Feature]:
    """Yield the exact ages in a normalised text, overlapping ones too."""
    for one in _candidates(text):
        if not _BAND.search(text, max(0, one.span.start - 30), one.span.start):
            yield one


def _candidates(text: str) -> Iterator[Feature]:
    yield from _adjectives(text)
    for pattern in (_OLD, _AT_AGE, _LABELLED, _YEARS, _COMMA, _BEHIND_NAME, _PLAIN):
        for match in pattern.finditer(text):
            yield from _number(match["number"], match.start("number"))
    for match in chain(*(pattern.finditer(text) for pattern in (_BRACKET, _LIST, _PAIR, _NAMED))):
        for one in re.finditer(r"\d{1,2}", match["list"]):
            yield from _number(one[0], match.start("list") + one.start())
    yield from _infants(text)
    for match in _BORN.finditer(text):
        group = "a" if match["a"] else "b"
        span = Span(*match.span(group))
        yield Feature(span, "age", f"born {match[group]}", decade(int(match[group])), _share(30))


def _adjectives(text: str) -> Iterator[Feature]:
    for match in _ADJECTIVE.finditer(text):
        if match["number"].isdigit() and not _NO_PERSON.match(text, match.end()):
            yield from _adjective(
                int(match["number"]), Span(match.start(), match.end("it")), match
            )
    for match in _ADJECTIVE_WORD.finditer(text):
        number = NUMERALS.get(match["word"].lower())
        ending = re.compile(r"\w*").match(text, match.end())
        end = ending.end() if ending else match.end()
        many = text[end - 1] == "n" and _MANY.search(
            text, max(0, match.start() - 30), match.start()
        )
        if number is not None and not many and not _NO_PERSON.match(text, end):
            yield from _adjective(number, Span(*match.span()), match)


def _adjective(age: int, span: Span, match: Match) -> Iterator[Feature]:
    capital = match[0][0].isupper() or "Jährig" in match[0]
    yield from _age(age, span, age_band_adjective(age) + ("Jährig" if capital else "jährig"))


def _number(number: str, start: int) -> Iterator[Feature]:
    age = int(number) if number.isdigit() else NUMERALS.get(number)
    if age is not None:
        yield from _age(age, Span(start, start + len(number)), age_band(age))


def _infants(text: str) -> Iterator[Feature]:
    for match in _MONTHS_OLD.finditer(text):
        number = match["number"]
        if number.isdigit() or number in NUMERALS:
            yield Feature(Span(*match.span()), "age", "0", f"{age_band(0)} Jahre", _share(0))
    for match in _MONTHS_ADJECTIVE.finditer(text):
        word = match["word"].removesuffix("-")
        if word.isdigit() or word in NUMERALS:
            wording = f"{age_band_adjective(0)}jährig"
            yield Feature(Span(*match.span()), "age", "0", wording, _share(0))


def _age(age: int, span: Span, proposal: str) -> Iterator[Feature]:
    if age <= _OLDEST:
        yield Feature(span, "age", str(age), proposal, _share(age))


def _share(age: int) -> float:
    """Return the share of the inhabitants who have an age in years."""
    rows = table("ages")
    return next((float(row["share"]) for row in rows if age <= int(row["last"])), 0.001)
