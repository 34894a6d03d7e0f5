"""Capitalised words that no German dictionary has: the names that no lexicon has.

A word counts as German if it is one, an inflected form, a compound or a derivation of known
parts, a word of the allow-list, or a slip of the pen in a long word. What remains is shown to
a person: as a name where the lexica of names have it, otherwise as an unknown word. A first
name is shown although dictionaries have it, unless it is an ordinary word as well.

How a word is formed is looked at in texts with at most 5,000 different words that no
dictionary has. One with more is no note, and all of them are shown: the time stays bounded.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import allowed_phrases, is_allowed
from nlp.anonymity.names.morphology import is_formed, is_modifier, is_place, is_toponym
from nlp.anonymity.names.transliteration import fold
from nlp.anonymity.rules import Found
from nlp.language import lemma
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Reading(Enum):
    """What a word that needs a person's eye is: the type of the finding and its rule."""

    NAME = ("name", "lexicon")
    UNKNOWN = ("unknown_word", "unknown")


_WORD = re.compile(r"[^\W\d_]+(?:['’`´-][^\W\d_]+)*")
_JOINTS = re.compile(r"['’`´-]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b\w[\w-]{0,60}\.(?:de|com|org|net|eu|info|nrw|pdf|docx?|xlsx?)\b"
)
# Behind a place that no list has: "Endenicher Straße".
_STREET = re.compile(
    r"(?:\.|\sund\s\w+)?[ \n](?:Stra(?:ß|ss)e|Str\b|Allee|Weg|Platz|Ring|Ufer|Brücke|Kreuz|Tor|"
    r"Hof|Viertel|Markt|Kirche|Schule|Park|Bahnhof|Feld|Berg|Wald|Bach|Kreisel|See)"
)
_GENDERED = re.compile(r"[*:_·/]-?in(?:nen)?\b")
_ABBREVIATED = re.compile(r"\.(?:\s?[a-zäöüß0-9]|-)")
_IN = re.compile(r"\b[Ii]n[ \n]$")
_VOWEL = re.compile(r"[aeiouy]")
_CAMEL = re.compile(r"[A-ZÄÖÜ]+[a-zäöüß]*")
_INNEN = re.compile(r"(?<=[a-zäöüß])In(?=nen|$)")

_MOST_STRANGE = 5000
_SHORTEST = 3
_LONGEST_ABBREVIATION = 5
# Dictionaries have these names as words; in notes they are names.
_NAMES = frozenset(
    "adele aida amelie amin amine ana anas anke aras axel balz beate benjamin berthe bertram bibi "
    "bob bobby carmen carol charlotte christin damian daphne davit delphine edda emmy erika ester "
    "ethan fritz georgine gülten halid hakim helge henk horst hugo hulda iman inka iwan jasmin "
    "jasmine jeton johannes julienne karmen kasper lena liane lieschen lolita madison malte mara "
    "maren marc marie mariechen maxime merle mette mika milan moritz moses musa nadir nasser nell "
    "nikol nils noor oliver oscar peter pilar rick rita rochus rosalie rudolph salvatore sam sami "
    "seda senait sophia stefan stephan steven suada tara theodore tim toni traute urs uta volker "
    "wilhelm wolfram zain".split()
)
# First names that are ordinary words as well, which neither nouns nor lemmas show.
_ORDINARY = frozenset(
    "alpin alta armen bergen darin dato davor edel ever fancy fügen gürten güst hagen hellen jö "
    "lala lander leider les linden long losen marin maxi modest nur placido royal sol solange tu "
    "urban valid valide ward".split()
)


def find_unknown_words(text: str) -> Iterator[Found]:
    """Yield the words of a normalised text that are names or in no dictionary.

    Neighbours with one space between them are one finding, a name if one of them is.
    """
    for run in _runs(text):
        words = [reading for _, reading in run]
        kind, rule = (Reading.NAME if Reading.NAME in words else Reading.UNKNOWN).value
        yield Found(Span(run[0][0].start, run[-1][0].end), kind, Tier.CONFIRM, rule)


def _runs(text: str) -> Iterator[list[tuple[Span, Reading]]]:
    run: list[tuple[Span, Reading]] = []
    for span, reading in _strange_words(text):
        if run and text[run[-1][0].end : span.start] != " ":
            yield run
            run = []
        run.append((span, reading))
    if run:
        yield run


def _strange_words(text: str) -> Iterator[tuple[Span, Reading]]:
    phrases = allowed_phrases(text)
    addresses = (Span(*match.span()) for match in _ADDRESS.finditer(text))
    text = _blanked(text, [*phrases, *addresses])
    words = set(_WORD.findall(text))
    is_note = sum(_read(word, briefly=True) is Reading.UNKNOWN for word in words) <= _MOST_STRANGE
    end = -2
    for match in _WORD.finditer(text):
        reading = _read(match[0], briefly=not is_note)
        if reading is None or _is_excused(match, reading, follows_name=match.start() == end + 1):
            continue
        yield Span(*match.span()), reading
        end = match.end()


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """Put spaces in the place of parts of the text."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def _is_excused(match: re.Match[str], reading: Reading, *, follows_name: bool) -> bool:
    """Check for what around a word says that it is no name."""
    text, word, end = match.string, match[0], match.end()
    if word.endswith("er") and _STREET.match(text, end):
        return True
    if _GENDERED.match(text, end):
        return read(f"{word}in") is None
    if text.startswith("-", end):
        return is_modifier(word.casefold())
    if reading is Reading.NAME or follows_name:
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    if word.endswith("nr") and is_modifier(word[:-2].casefold()):
        return True
    return bool(_ABBREVIATED.match(text, end) or _IN.search(before) or is_toponym(word.casefold()))


def read(word: str) -> Reading | None:
    """Return how a word, its parts joined by hyphens or apostrophes, is read; None if known."""
    return _read(word, briefly=False)


@lru_cache(maxsize=100_000)
def _read(word: str, *, briefly: bool) -> Reading | None:
    """Read a word; briefly, a word that no dictionary has is never excused."""
    parts = _JOINTS.split(word)
    if is_allowed(word) or (len(parts) > 1 and is_place(parts[-1].casefold())):
        return None
    readings = {_read_part(part, briefly=briefly) for part in parts}
    return next((reading for reading in Reading if reading in readings), None)


def _read_part(part: str, *, briefly: bool) -> Reading | None:
    is_short = len(part) < _SHORTEST and part.isascii()
    if is_short or part[0].islower() or is_allowed(part):
        return None
    if part.isupper():
        return _read_capitals(part, briefly=briefly)
    if _is_first_name(part):
        return Reading.NAME
    return None if lexica.is_german_word(part) else _read_strange(part, briefly=briefly)


def _read_strange(word: str, *, briefly: bool) -> Reading | None:
    """Read a word that no dictionary has."""
    if lexica.has_surname(word):
        return Reading.NAME
    if briefly:
        return Reading.UNKNOWN
    is_made_up = _is_short_form(word) or is_formed(word) or _is_camel(word)
    return None if is_made_up else Reading.UNKNOWN


def _read_capitals(part: str, *, briefly: bool) -> Reading | None:
    """Read a word in capitals: an abbreviation if it is short and no name."""
    if part.lower() == part:
        return Reading.UNKNOWN
    is_word = len(part) > _SHORTEST
    reading = _read_part(part.capitalize(), briefly=briefly) if is_word else None
    is_short = len(part) <= _LONGEST_ABBREVIATION
    return None if is_short and reading is Reading.UNKNOWN else reading


@lru_cache(maxsize=100_000)
def _is_first_name(word: str) -> bool:
    return word.casefold() in _NAMES or (lexica.has_first_name(word) and not _is_ordinary(word))


def _is_ordinary(word: str) -> bool:
    """Check whether a first name is, in its letters, a form of an ordinary word as well."""
    lower = word.casefold()
    bases = {lemma(form).casefold() for form in (word, lower)} - {lower}
    return (
        lower in lexica.german_nouns()
        or lower in _ORDINARY
        or any(base in lexica.german_nouns() or not lexica.has_first_name(base) for base in bases)
    )


def _is_short_form(word: str) -> bool:
    """Check for an abbreviation: no vowel (``Hbf``) or a capital inside (``FuZo``)."""
    inner = any(letter.isupper() for letter in word[1:])
    key = fold(word)
    has_no_vowel = key.isascii() and not _VOWEL.search(key)
    return has_no_vowel or (inner and len(word) <= _LONGEST_ABBREVIATION)


def _is_camel(word: str) -> bool:
    """Check for known words in one: ``SchülerInnen``, ``VideoDolmetschen``."""
    if _INNEN.search(word):
        return read(_INNEN.sub("in", word)) is None
    parts = _CAMEL.findall(word)
    return len(parts) > 1 and "".join(parts) == word and all(read(part) is None for part in parts)
