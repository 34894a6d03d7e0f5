"""A feature of a person in a text, and how rare it is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.types import Span


@dataclass(frozen=True, slots=True)
class Feature:
    """An exact feature of a person.

    Attributes:
        span: Its place.
        type: The kind of feature, such as ``age``.
        value: What it says, in normal form: two features with the same type and value count
            once.
        proposal: A less specific wording that fits in its place.
        share: How many of all inhabitants share it, in ``(0, 1]``.
        persons: How many persons share it wherever it is, such as the children of one school;
            then ``share`` is 1.
    """

    span: Span
    type: str
    value: str
    proposal: str
    share: float = 1.0
    persons: float | None = None

    def rarity(self, population: int) -> float:
        """Return the share of a municipality's inhabitants who have this feature."""
        if self.persons is None:
            return self.share
        return min(1.0, self.persons / population)


@cache
def table(name: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of a table of this package."""
    source = files("nlp.anonymity.singling").joinpath("data", f"{name}.csv")
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(lines, delimiter=";"))


def inflections(stem: str) -> Mapping[str, str]:
    """Return the forms of an adjective by their endings: the stem itself has none."""
    return {stem + ending: ending for ending in ("", "e", "er", "en", "es", "em")}
