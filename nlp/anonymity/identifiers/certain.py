"""The first tier: what can be recognised with certainty, by its form or by its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.anonymity.identifiers import addresses, numbers, persons, plates, registers
from nlp.anonymity.identifiers.files import find_files
from nlp.anonymity.identifiers.heads import find_heads
from nlp.anonymity.identifiers.offices import find_offices
from nlp.anonymity.identifiers.signs import find_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Found

_RULES = (
    *numbers.RULES,
    *registers.RULES,
    *plates.RULES,
)


def find_identifiers(text: str) -> Iterator[Found]:
    """Yield the identifiers in a normalised text, rule by rule."""
    for rule in _RULES:
        yield from rule.find(text)
    yield from addresses.find_addresses(text)
    yield from find_files(text)
    yield from persons.find_persons(text)
    yield from find_heads(text)
    yield from find_offices(text)
    yield from find_signs(text)
