"""Wordings that say less: an age becomes a band, a day its quarter, a feature its kind.

A wording must fit where it stands. German inflects with the word in front, so the wordings that
bring a noun are all feminine (``Schule``, ``Firma``, ``gesundheitliche Einschränkung``): then
nominative and accusative read the same, dative and genitive too, and the article in front or the
preposition tells which of the two is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_CHILDREN: Final = ((0, 2), (3, 5), (6, 9), (10, 13), (14, 17), (18, 29))
_OLDEST: Final = 80


def age_band(age: int) -> str:
    """Return the band of an age in years: ``30–39``, ``3–5``, ``über 80``."""
    return _band(age, "–")


def age_band_adjective(age: int) -> str:
    """Return the beginning of a word: ``30- bis 39-``, to which ``jährig`` is put."""
    return _band(age, "- bis ") + "-"


def _band(age: int, joint: str) -> str:
    if age >= _OLDEST:
        return f"über {_OLDEST}"
    for first, last in _CHILDREN:
        if age <= last:
            return f"{first}{joint}{last}"
    return f"{age // 10 * 10}{joint}{age // 10 * 10 + 9}"


def decade(year: int) -> str:
    """Return the ten years in which a year lies: ``1990–1999``."""
    return f"{year // 10 * 10}–{year // 10 * 10 + 9}"


def quarter(month: int, year: int | None) -> str:
    """Return the quarter of a month: ``1. Quartal 2022``."""
    return f"{(month + 2) // 3}. Quartal" + (f" {year}" if year is not None else "")


_PREVIOUS: Final = re.compile(r"(\w+|[^\w\s]) ?$")
_NEAR: Final = 30


def previous_word(text: str, start: int) -> str:
    """Return the word or mark in front of a place; empty at the beginning of a line."""
    match = _PREVIOUS.search(text, max(0, start - _NEAR), start)
    return match[1] if match else ""


# --- Feminine nouns in the place of any noun --------------------------------------

_CONTRACTED: Final = {
    "im": "in einer",
    "am": "an einer",
    "zum": "zu einer",
    "zur": "zu einer",
    "beim": "bei einer",
    "vom": "von einer",
    "ins": "in eine",
    "ans": "an eine",
}
_OBLIQUE: Final = {
    "einem": "einer",
    "einer": "einer",
    "eines": "einer",
    "dem": "der",
    "des": "der",
    "ihrem": "ihrer",
    "ihrer": "ihrer",
    "ihres": "ihrer",
    "seinem": "seiner",
    "seiner": "seiner",
    "seines": "seiner",
    "dieser": "dieser",
    "diesem": "dieser",
}
_DIRECT: Final = {
    "ein": "eine",
    "eine": "eine",
    "einen": "eine",
    "die": "die",
    "das": "die",
    "den": "die",
    "ihr": "ihre",
    "ihre": "ihre",
    "ihren": "ihre",
    "sein": "seine",
    "seine": "seine",
    "seinen": "seine",
    "diese": "diese",
    "dieses": "diese",
    "diesen": "diese",
}
_DATIVE: Final = frozenset(
    "an auf aus bei in infolge mit nach seit trotz unter von vor wegen zu aufgrund".split()
)
DETERMINERS: Final = tuple(sorted({*_CONTRACTED, *_OBLIQUE, *_DIRECT, "der"}))
"""The articles and their like that :meth:`Feminine.after` knows how to replace."""


@dataclass(frozen=True, slots=True)
class Feminine:
    """A feminine noun with an adjective in front or a complement behind.

    Attributes:
        noun: The noun, with what stands behind it.
        adjective: The stem of an adjective in front of it; empty if there is none.
        indefinite: Whether a definite article becomes an indefinite one: what was named and
            is named no longer (``der Grundschule Nord``, ``einer Schule``).
    """

    noun: str
    adjective: str = ""
    indefinite: bool = False

    def after(self, determiner: str, previous: str) -> str:
        """Return the wording with the determiner that it needs.

        Args:
            determiner: The article that is replaced with the noun; empty if there is none.
            previous: The word or mark in front of what is replaced; empty at the beginning
                of a line.
        """
        word = self._determiner(determiner.lower(), previous.lower())
        ending = "en" if word.endswith("er") else "e"
        adjective = f"{self.adjective}{ending} " if self.adjective else ""
        wording = f"{word} {adjective}{self.noun}" if word else adjective + self.noun
        return wording[0].upper() + wording[1:] if determiner[:1].isupper() else wording

    def _determiner(self, word: str, previous: str) -> str:
        if word in _CONTRACTED:
            return _CONTRACTED[word]
        if not word:
            if previous in _DATIVE:
                return "einer"
            return "eine" if previous[-1:].isalpha() else ""
        if word == "der":  # the dative behind a preposition, else a masculine nominative
            feminine = "der" if self.indefinite or previous in _DATIVE else "die"
        else:
            feminine = _OBLIQUE.get(word) or _DIRECT[word]
        return (
            {"der": "einer", "die": "eine"}.get(feminine, feminine)
            if self.indefinite
            else feminine
        )


# --- Origin -----------------------------------------------------------------------

_OBLIQUE_ARTICLES: Final = frozenset("einem einen dem den des eines diesem diesen".split())


def inhabitant(person: str, form: str, previous: str) -> str:
    """Return the inhabitant of a region in the form that another inhabitant's name had.

    Args:
        person: A man of the region: ``Ostafrikaner``, or weak: ``Westasiat``.
        form: The ending that the other name had beside its masculine singular: ``in``, ``s``.
        previous: The word in front of it.
    """
    if form in {"in", "innen"}:
        return person + form
    if person.endswith("er"):
        return person + ("s" if form == "s" else "")
    oblique = form in {"n", "en", "s"} or previous.lower() in _OBLIQUE_ARTICLES
    return person + ("en" if oblique else "")
