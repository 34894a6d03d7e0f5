"""Names in quick messages that have hardly any capitals: ``frau yildirim``, ``vom zerdeşt``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.vocabulary import is_surname
from nlp.anonymity.names.words import Reading, read
from nlp.anonymity.rules import Found
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_CAPITALS = 0.1  # share of words; German prose has a third
_FEWEST_WORDS = 8
_NAME = r"(?P<name>[^\W\d_A-ZÄÖÜ][^\W\d_]{2,30})(?![\w-])"
_TITLED = re.compile(
    r"\b(?:(?P<sure>herrn?|hr\.?|fr\.|fam\.|fa\.|firma|doktor|dr\.)|frau|familie|fr|fam|fa) "
    rf"{_NAME}"
)
_LED_TO = re.compile(
    r"(?:\b(?:vom|von|an|mit|bei|für|die|der|dem|den|und|dass|hi|hallo|liebe|lieber|seine|ihre|"
    r"bruder|schwester|sohn|tochter|mann|cousin|cousine|neffe|nichte) |(?m:^)|[.!?] )"
    rf"(?={_NAME})"
)


def find_small_names(text: str) -> Iterator[Found]:
    """Yield the names in small letters in the paragraphs with hardly any capitals.

    Behind a title every word that is not German; elsewhere first names and surnames of the
    lexica that are no German words.

    Args:
        text: The normalised text.
    """
    whole = _has_few_capitals(text)
    for paragraph in _PARAGRAPH.finditer(text):
        if whole or _has_few_capitals(paragraph[0]):
            for span in set(_names(text, Span(*paragraph.span()))):
                yield Found(span, "name", Tier.CONFIRM, "lexicon")


def _has_few_capitals(text: str) -> bool:
    words = _WORD.findall(text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _FEWEST_WORDS and capitals <= _MOST_CAPITALS * len(words)


def _names(text: str, place: Span) -> Iterator[Span]:
    for match in _TITLED.finditer(text, place.start, place.end):
        if not _is_german(match["name"], briefly=match["sure"] is not None):
            yield Span(*match.span("name"))
    for match in _LED_TO.finditer(text, place.start, place.end):
        if _is_listed(match["name"]):
            yield Span(*match.span("name"))


@lru_cache(maxsize=50_000)
def _is_listed(word: str) -> bool:
    """Check for a name of the lexica, in the genitive or not, that is no word of German."""
    if lexica.is_german_word(word):
        return False
    forms = {word, word.removesuffix("s")}
    return any(read(one.capitalize()) is Reading.NAME or is_surname(one) for one in forms)


@lru_cache(maxsize=50_000)
def _is_german(word: str, *, briefly: bool) -> bool:
    """Check for a word of German or of the domain or, but briefly, one formed of them."""
    known = lexica.is_german_word(word) or is_allowed(word) or is_allowed(word.capitalize())
    return known or (not briefly and read(word.capitalize()) is None)
