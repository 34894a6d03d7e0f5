"""Where and with whom a person lives, learns and works: what singles out beside the traits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from nlp.anonymity.singling.ages import NUMERALS
from nlp.anonymity.singling.dates import find_days
from nlp.anonymity.singling.features import Feature, table
from nlp.anonymity.singling.generalisation import DETERMINERS, Feminine, previous_word, quarter
from nlp.anonymity.singling.organisations import find_organisations
from nlp.anonymity.singling.origins import people
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# --- Number of children -----------------------------------------------------------

_MANY: Final = {4: 0.03, 5: 0.01, 6: 0.004}
_MOST: Final = 0.002
_CHILDREN = re.compile(
    r"(?<![\w,.–-])(?P<number>\d{1,2}|(?i:vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf))"
    r"(?P<rest> (?:[a-zäöü]{2,20}e[nr]? ){0,2}(?:Kinder|Söhne|Töchter|Geschwister)n?)\b"
)
_COUNTED: Final = range(4, 16)


_CHILDREN_LABEL = re.compile(
    r"(?m)^[^\w\n]*Kinder(?:zahl)?(?::|\t) ?(?P<number>\d{1,2})(?![\w,–-])"
)


def find_children(text: str) -> Iterator[Feature]:
    """Yield the numbers of children, from four on: below that nobody stands out."""
    for match in _CHILDREN_LABEL.finditer(text):
        number = int(match["number"])
        if number in _COUNTED:
            share = _MANY.get(number, _MOST)
            span = Span(*match.span("number"))
            yield Feature(span, "family", f"{number} children", "mehrere", share)
    for match in _CHILDREN.finditer(text):
        word = match["number"].lower()
        number = int(word) if word.isdigit() else NUMERALS.get(word, 0)
        if number in _COUNTED:
            rest = match["rest"]
            several = _like("mehreren" if rest.endswith("n") else "mehrere", match["number"])
            share = _MANY.get(number, _MOST)
            yield Feature(
                Span(*match.span()), "family", f"{number} children", several + rest, share
            )


# --- Job --------------------------------------------------------------------------

_OWN_JOB = re.compile(
    r"(?:\b(?:als|Als|ist|war|und|wurde|sei|wäre|gelernte[rn]?|ausgebildete[rn]?|studierte[rn]?|"
    r"ehemalige[rn]?|frühere[rn]?|qualifizierte[rn]?|selbst(?:st)?ändige[rn]?|"
    r"\w+jährige[rn]?|\w+ische[rn]?|[Bb]eruf|zum|zur|ein|eine|[Ff]rüher|[Zz]uvor)|[:,(\t]|"
    r"\b(?:ist|war) (?:\w+ ){0,2}(?:in|im)(?: der| den)? [A-ZÄÖÜ]\w+)"
    r"[ ]?(?:gelernte[rn]? |ausgebildete[rn]? |studierte[rn]? |angestellte[rn]? )?$"
)
_ARTICLE_ONLY = re.compile(r"\b(?:ein|eine|und|zum|zur) $")
_FOREIGN = re.compile(r" (?:aus|mit|im Herkunftsland|in der Heimat|gewesen|war\b|gearbeitet|\(\d)")


@cache
def _jobs() -> Mapping[str, tuple[str, str, float]]:
    """Return the first word of the row, the wording and the share by form of a job."""
    found: dict[str, tuple[str, str, float]] = {}
    for row in table("jobs"):
        field, share = row["field"], float(row["share"])
        men = row["man"].split("|")
        for man in men:
            found[man] = (men[0], f"Mitarbeiter {field}", share)
            found[f"{man}s"] = found[f"{man}es"] = (men[0], f"Mitarbeiters {field}", share)
            found[f"{man}en"] = (men[0], f"Mitarbeiter {field}", share)
        for woman in row["woman"].split("|"):
            found[woman] = (men[0], f"Mitarbeiterin {field}", share)
    return found


@cache
def _job_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_jobs(), key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def find_jobs(text: str) -> Iterator[Feature]:
    """Yield the jobs that somebody has, not the professionals whom somebody needs."""
    for match in _job_pattern().finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not _OWN_JOB.search(before):
            continue
        if _ARTICLE_ONLY.search(before) and not _FOREIGN.match(text, match.end()):
            continue
        value, wording, share = _jobs()[match[0]]
        yield Feature(Span(*match.span()), "job", value, wording, share)


# --- Schools, employers, places ------------------------------------------------------

_KINDS: Final = {
    "school": ("school", Feminine("Schule", indefinite=True), 250),
    "kita": ("school", Feminine("Kita", indefinite=True), 80),
    "practice": ("institution", Feminine("Einrichtung", indefinite=True), 500),
    "club": ("institution", Feminine("Freizeitgruppe", indefinite=True), 200),
    "employer": ("employer", Feminine("Firma", indefinite=True), 100),
}
_ARTICLE_END = re.compile(rf"(?<!\w)(?P<det>(?i:{'|'.join(DETERMINERS)})) $")


def find_named(text: str) -> Iterator[Feature]:
    """Yield the schools, Kitas, employers and institutions that have a name."""
    for one in find_organisations(text):
        type_, noun, persons = _KINDS[one.kind]
        start = one.span.start
        match = _ARTICLE_END.search(text, max(0, start - 10), start)
        begin = match.start() if match else start
        wording = noun.after(match["det"] if match else "", previous_word(text, begin))
        span = Span(begin, one.span.end)
        yield Feature(span, type_, one.span.of(text), wording, persons=persons)


_PLACE: Final = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_VILLAGE = re.compile(
    r"\b(?P<at>[Ii]m|[Ii]n de[mr]|[Aa]us de[mr]|[Vv]om|[Vv]on der) (?:kleinen )?"
    rf"(?:Ortsteil|Stadtteil|Dorf|Weiler|Bauerschaft|Bauernschaft|Siedlung|Dörfchen) (?:{_PLACE})"
)
_SMALL: Final = 1500


@cache
def _district_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(row["name"]) for row in table("districts"))
    towns = "|".join(
        sorted({re.escape(row["municipality"].split(" (")[0]) for row in table("districts")})
    )
    return re.compile(
        r"(?<![\w-])(?P<at>[Ii]n|[Aa]us|[Vv]on|[Nn]ach|[Bb]ei) "
        rf"(?:(?:{towns})-)?(?:{names})(?![\w-])"
    )


_INTO_DISTRICT: Final = {
    "im": "im Kreis",
    "in der": "im Kreis",
    "in dem": "im Kreis",
    "in": "im Kreis",
    "aus": "aus dem Kreis",
    "aus dem": "aus dem Kreis",
    "aus der": "aus dem Kreis",
    "vom": "aus dem Kreis",
    "von der": "aus dem Kreis",
    "von": "aus dem Kreis",
    "nach": "in den Kreis",
    "bei": "im Kreis",
}


def find_places(text: str) -> Iterator[Feature]:
    """Yield the places that are smaller than a municipality."""
    for pattern in (_VILLAGE, _district_pattern()):
        for match in pattern.finditer(text):
            wording = _INTO_DISTRICT[match["at"].lower()]
            wording = _like(wording, match["at"])
            yield Feature(Span(*match.span()), "place", match[0], wording, persons=_SMALL)


# --- Days -------------------------------------------------------------------------

_ONE_IN_TEN_YEARS: Final = 1 / 3650
_AT: Final = re.compile(
    r"(?<!\w)(?P<at>[Aa]m|[Ss]eit(?: dem)?|[Aa]b(?: dem)?|[Vv]or dem|[Nn]ach dem) $"
)


def find_dated(text: str) -> Iterator[Feature]:
    """Yield the exact days that may be about a person."""
    for day in find_days(text):
        start = day.span.start
        match = _AT.search(text, max(0, start - 12), start)
        wording = quarter(day.month, day.year)
        if match:
            start = match.start()
            at = match["at"].split()[0]
            leading = {"am": "im", "seit": "seit dem", "ab": "ab dem"}.get(at.lower(), match["at"])
            wording = _like(f"{leading} {wording}", at)
        value = day.span.of(text)
        yield Feature(Span(start, day.span.end), "date", value, wording, _ONE_IN_TEN_YEARS)


# --- The only one -----------------------------------------------------------------

_ONLY: Final = {
    "der einzige": "ein",
    "die einzige": "eine",
    "das einzige": "ein",
    "den einzigen": "einen",
    "dem einzigen": "einem",
    "der einzigen": "einer",
}
# Behind "ein" an adjective would take another ending: the article stays.
_STRONG: Final = frozenset({"der einzige", "das einzige"})
_UNIQUE = re.compile(
    r"\b(?P<it>[Dd](?:er|ie|as|en|em) einzigen?) (?P<adjective>\w+ ){0,2}?"
    r"(?P<who>Frau|Mann|Familie|Mädchen|Junge|Kind|Schülerin|Schüler|Mutter|Vater|Person|"
    r"Geflüchtete[rn]?|Jugendliche[rn]?|Alleinerziehende[rn]?|Muslima?|Jüdin|Jude|Schwarze[rn]?|"
    r"[A-ZÄÖÜ][\w-]+(?:erin|er|e|in))(?= (?:\w+ ){0,3}?"
    r"(?:in|im|am|an|auf|der|des) (?:(?:der|dem|einer) )?"
    r"(?:[A-ZÄÖÜ]))"
)
_ALONE = re.compile(r"\b(?P<it>[Aa]ls [Ee]inzige[rs]?)\b(?P<noun> [A-ZÄÖÜ]\w+)?")


def find_unique(text: str) -> Iterator[Feature]:
    """Yield where somebody is said to be the only one of a kind at a place."""
    for match in _UNIQUE.finditer(text):
        if match["who"] in _WHO or match["who"] in people():
            inflected = match["adjective"] or match["who"].endswith("e")
            words = match["it"].lower()
            wording = words.split()[0] if inflected and words in _STRONG else _ONLY[words]
            span = Span(*match.span("it"))
            yield Feature(span, "unique", match["who"], _like(wording, match["it"]), persons=1)
    for match in _ALONE.finditer(text):
        wording = _like("als" if match["noun"] else "auch", match["it"])
        yield Feature(Span(*match.span("it")), "unique", match["it"], wording, persons=1)


def _like(wording: str, example: str) -> str:
    """Return the wording with a capital where the example has one."""
    return wording[0].upper() + wording[1:] if example[0].isupper() else wording


_WHO: Final = frozenset(
    "Frau Mann Familie Mädchen Junge Kind Schülerin Schüler Mutter Vater Person Geflüchtete "
    "Geflüchteter Geflüchteten Jugendliche Jugendlicher Jugendlichen Alleinerziehende "
    "Alleinerziehenden Alleinerziehender Muslim Muslima Jüdin Jude Schwarze Schwarzer".split()
)
