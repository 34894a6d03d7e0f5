"""Schools and houses named after somebody, in one word: ``Brinkmannschule``, ``Marienkita``.

What stands in front of ``schule`` is a name if it is a saint or a first name, or if no German
word is made of it: ``Sprachschule`` and ``Abendschule`` are kinds of school.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.anonymity.names.lexica import (
    german_nouns,
    has_first_name,
    has_surname,
    is_german_word,
)
from nlp.anonymity.names.morphology import is_formed, is_modifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Match

_HEADS: Final = {
    "schule": "school",
    "gymnasium": "school",
    "kita": "kita",
    "kindergarten": "kita",
    "haus": "practice",
    "stift": "practice",
    "hospital": "practice",
}
_SURE: Final = frozenset({"school", "kita"})
"""Kinds before which an unknown word is a name; ``Holthaus`` is rather a surname."""

_FUSED = re.compile(
    r"(?<![\w-])(?P<part>[A-ZÄÖÜ][a-zäöüß]{2,24}?)"
    r"(?P<level>(?:grund|haupt|real|gesamt|förder|sekundar|gemeinschafts)(?=schule))?"
    rf"(?P<head>{'|'.join(_HEADS)})(?![\w-])"
)
_SAINTS: Final = frozenset(
    "marien marienkirch josefs josephs annen paulus petrus petri pauls peters michaels martins "
    "nikolai jakobus jakobi georgs katharinen elisabethen vincenz vinzenz raphaels antonius "
    "bonifatius christophorus vitus laurentius ludgerus liborius lambertus stephanus kilian "
    "johannis johannes bernhards franziskus aloisius pankratius dionysius agatha walburga".split()
)
_METHODS: Final = frozenset("waldorf montessori sekundar volkshoch fachhoch fachober".split())
"""Kinds of school that no dictionary knows."""

_LINKS: Final = ("", "s", "n", "en")
_SHORTEST: Final = 3


def find_namesakes(text: str) -> Iterator[tuple[Match, str]]:
    """Yield the words of a normalised text that are such a name, each with its kind.

    The kind is ``school``, ``kita`` or ``practice``.
    """
    for match in _FUSED.finditer(text):
        kind = _HEADS[match["head"]]
        if _is_name(match["part"].casefold(), match[0], kind):
            yield match, kind


def _is_name(part: str, word: str, kind: str) -> bool:
    if part in _SAINTS:
        return True
    if part in _METHODS or is_german_word(word) or has_surname(word):
        return False
    if any(_is_first_name(part.removesuffix(link)) for link in _LINKS):
        return True
    return kind in _SURE and not is_modifier(part) and not is_formed(part)


def _is_first_name(word: str) -> bool:
    return len(word) > _SHORTEST and has_first_name(word) and word not in german_nouns()
