"""The first tier: what can be recognised with certainty, by its form or by its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.anonymity import numbers, persons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.types import Span


def find_identifiers(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the identifiers in a normalised text with their type, rule by rule."""
    for rule in (*numbers.RULES, *persons.RULES):
        for span in rule.find(text):
            yield span, rule.type
