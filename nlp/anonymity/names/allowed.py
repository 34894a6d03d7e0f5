"""The allow-list: words of the domain that no dictionary has and that are no person's name.

Places, peoples, institutions, programmes, loanwords and the like, from ``data/allowed_*.txt``
and, for countries and German towns, from the package ``faker``. That a word is on the list
says only that the word alone points to nobody: behind a title it is a name all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from faker.providers.address.de_DE import Provider as German

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS: Final = ("places", "peoples", "institutions", "words")
"""The lists in ``data/allowed_<list>.txt``: entries between semicolons, ``#`` for a comment."""

_ENDINGS = ("s", "n", "er", "ern", "ers", "isch")
_ENDINGS_OF_SHORT = ("s",)
_LONG = 5
_SHORTEST_STEM = 2
_SHORTEST_PART = 4


def is_allowed(word: str) -> bool:
    """Check whether a word, or a phrase such as ``Porta Westfalica``, is on the allow-list.

    Its inflected forms are as well (``Güterslohs``, ``Eritreerinnen``), and a hyphen compound
    all of whose parts are (``AWO-Jobcenter``). Case counts: ``Mo`` is, ``mo`` is not.
    """
    return _has(word) or ("-" in word and all(map(_has, word.split("-"))))


def allowed_phrases(text: str) -> Iterator[Span]:
    """Yield the places of the list's entries of several words in a text."""
    for match in _phrases().finditer(text):
        yield Span(*match.span())


@lru_cache(maxsize=1)
def entries() -> frozenset[str]:
    """Return the entries as written, without what stands in brackets behind a place."""
    read = {entry for name in LISTS for entry in _read(name)}
    return frozenset(read | set(German.countries) | set(German.cities) | set(German.states))


@lru_cache(maxsize=1)
def loanwords() -> frozenset[str]:
    """Return the single words of the list of words, in small letters: parts of compounds."""
    return frozenset(
        entry.casefold()
        for entry in _read("words")
        if len(entry) >= _SHORTEST_PART and entry.isalpha() and not entry.isupper()
    )


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Return the places of the list and the towns of Germany, many of them surnames too."""
    return frozenset(_read("places")) | frozenset(German.cities)


def _read(name: str) -> Iterator[str]:
    file = resources.files("nlp.anonymity.names") / "data" / f"allowed_{name}.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            whole = (entry.strip() for entry in line.split(";"))
            yield from (entry.partition(" (")[0] for entry in whole if entry)


def _has(word: str) -> bool:
    if word in entries():
        return True
    endings = _ENDINGS if len(word) > _LONG else _ENDINGS_OF_SHORT
    return any(_is_form(word, ending) for ending in endings) or _is_woman(word)


def _is_form(word: str, ending: str) -> bool:
    stem = word.removesuffix(ending)
    return stem != word and len(stem) >= _SHORTEST_STEM and stem in entries()


def _is_woman(word: str) -> bool:
    """Check for the female form of an inhabitant: ``Kurdin`` of Kurde, ``Syrerinnen``."""
    stem = re.sub(r"in(?:nen)?$", "", word)
    if stem == word:
        return False
    return f"{stem}e" in entries() or (stem.endswith(("er", "or")) and _has(stem))


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    phrases = sorted((entry for entry in entries() if " " in entry), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b".replace(r"\ ", r"\s"))
