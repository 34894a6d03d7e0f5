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
from nlp.anonymity.singling.papers import LEARNED
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView, Mapping

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
    r"\w+jährige[rn]?|\w+ische[rn]?|einzige[rn]?|[Bb]eruf|zum|zur|[Ee]ine?|[Ff]rüher|[Zz]uvor)|[:,(\t]|"
    r"\b(?:ist|war) (?:\w+ ){0,2}(?:in|im)(?: der| den)? [A-ZÄÖÜ]\w+)"
    r"[ ]?(?:gelernte[rn]? |ausgebildete[rn]? |studierte[rn]? |angestellte[rn]? )?$"
)
_ARTICLE_ONLY = re.compile(
    r"\b(?:[Ee]ine?|und|zum|zur|(?<!ist )(?<!war )(?<!als )(?<!, )[Dd](?:er|ie) einzige) $"
)
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


def jobs() -> KeysView[str]:
    """Return the nouns for somebody with a job, in all their forms."""
    return _jobs().keys()


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
        where = _OF_WORSHIP.match(text, match.end()) if wording.endswith(_RELIGIOUS) else None
        end = where.end() if where else match.end()
        yield Feature(Span(match.start(), end), "job", value, wording, share)
    for match in _paper_pattern().finditer(text):
        value, share = _job_adjectives()[match["it"]]
        yield Feature(Span(*match.span()), "job", value, f"beruflich{match['ending']}", share)


# Whose imam somebody is goes with the job: "Imam der DITIB-Moschee in Verl".
_RELIGIOUS: Final = "einer Religionsgemeinschaft"
_OF_WORSHIP: Final = re.compile(
    r" (?:(?:in|an|bei) )?(?:der|einer|des|eines|im|am) "
    r"(?:(?:[A-ZÄÖÜ][\w.-]{2,40}-)?(?:Moschee|Synagoge|Kirche|Cemhaus(?:es)?|Gemeinde)|"
    r"[A-ZÄÖÜ][\w-]{2,30}(?:moschee|synagoge|kirche|kirchengemeinde|gemeinde|kapelle)|"
    r"Moscheevereins?)(?![\w-])"
)


@cache
def _job_adjectives() -> Mapping[str, tuple[str, float]]:
    """Return the first word and the share of a job by the stem of its adjective."""
    return {
        stem: (row["man"].split("|")[0], float(row["share"]))
        for row in table("jobs")
        for stem in filter(None, row["adjectives"].split("|"))
    }


@cache
def _paper_pattern() -> re.Pattern[str]:
    """Return a pattern for what tells a job by its papers: ``tierärztlicher Abschluss``."""
    stems = "|".join(sorted(_job_adjectives(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?P<it>{stems})(?P<ending>e[rnsm]?)(?= (?:\w+e[rnsm]? )?"
        rf"\w{{0,30}}(?i:{'|'.join(LEARNED)})\w{{0,5}}(?![\w-]))"
    )


# --- Schools, employers, places ------------------------------------------------------

_KINDS: Final = {
    "school": ("school", Feminine("Schule", indefinite=True), 250),
    "kita": ("school", Feminine("Kita", indefinite=True), 80),
    "practice": ("institution", Feminine("Einrichtung", indefinite=True), 500),
    "worship": ("institution", Feminine("Glaubensgemeinschaft", indefinite=True), 500),
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
    r"(?<!\w)(?P<at>[Aa]m|[Ss]eit(?: dem)?|[Aa]b(?: dem)?|(?<!bis )[Zz]um|[Vv]om|[Vv]or dem|"
    r"[Nn]ach dem) $"
)


_LEADING: Final = {
    "am": "im",
    "zum": "im",
    "vom": "aus dem",
    "seit": "seit dem",
    "ab": "ab dem",
}


def find_dated(text: str) -> Iterator[Feature]:
    """Yield the exact days that may be about a person."""
    for day in find_days(text):
        start = day.span.start
        match = _AT.search(text, max(0, start - 12), start)
        wording = quarter(day.month, day.year)
        if match:
            start = match.start()
            at = match["at"].split()[0]
            leading = _LEADING.get(at.lower(), match["at"])
            if at.lower() == "vom" and text.startswith(" bis", day.span.end):
                leading = "vom"
            wording = _like(f"{leading} {wording}", at)
        value = day.span.of(text)
        yield Feature(Span(start, day.span.end), "date", value, wording, _ONE_IN_TEN_YEARS)


def _like(wording: str, example: str) -> str:
    """Return the wording with a capital where the example has one."""
    return wording[0].upper() + wording[1:] if example[0].isupper() else wording
