"""Papers of a person and who issues them: an adjective there is still of the person."""

from __future__ import annotations

from typing import Final

LEARNED: Final = tuple(
    "abschluss abschlüsse diplom zeugnis approbation examen examina ausbildung qualifikation "
    "studium staatsprüfung berufserfahrung".split()
)
"""Nouns for what somebody has learned, in small letters, to look for within longer ones."""

ISSUED: Final = (
    *LEARNED,
    *"botschaft konsulat auslandsvertretung pass pässe ausweis führerschein papiere".split(),
    *"staatsangehörigkeit staatsbürgerschaft urkunde bescheinigung nachweis dokument".split(),
)
"""Nouns for what a country issues to its people, and for who issues it."""
