"""Places that the anonymity gate found, as lines for people.

They quote nothing of the file: what a terminal shows may be logged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service import catalogue
from service.catalogue import commands as texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.types import Tier

_FIRST: Final = ("text", "filename")  # then the properties


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file.

    Attributes:
        place: ``text``, ``filename`` or ``metadata:<key>``.
        start: First code point in that place.
        end: First code point after it.
        tier: How sure the gate is.
        why: Why it stops there, in German.
    """

    place: str
    start: int
    end: int
    tier: Tier
    why: str


def tell(places: Iterable[Place], text: str) -> Iterator[str]:
    """Yield a line for each place: first those in ``text``, the document's, from its top on."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    for one in sorted(places, key=_position):
        where = catalogue.place(one.place)
        if one.place == "text":
            line = bisect_left(breaks, one.start) + 1
            where = texts.LINE.format(place=where, line=line)
        tier = catalogue.TIERS[one.tier]
        yield texts.PLACE.format(tier=tier, place=where, start=one.start, end=one.end, why=one.why)


def _position(one: Place) -> tuple[int, str, int, int]:
    rank = _FIRST.index(one.place) if one.place in _FIRST else len(_FIRST)
    return rank, one.place, one.start, one.end


def better(type_: str, proposal: str) -> str:
    """Say what kind of feature stands at a place, and what to write instead."""
    return texts.BETTER.format(name=catalogue.FEATURES[type_].title, proposal=proposal)
