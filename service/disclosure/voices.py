"""Whose statements a figure was made of, so that a later figure can be compared with it.

Kept are random ids: of statements, and of conferences. They lead nowhere when a note is deleted;
the statements' are emptied then, so that what is left of them is their number.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.disclosure.threshold import Mention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Voice:
    """What one conference had in something that was shown.

    Attributes:
        conference: Its id.
        municipality: The key of its municipality.
        half_year: When that was.
        statements: Their ids; an empty one was deleted since.
    """

    conference: str
    municipality: str
    half_year: str
    statements: tuple[str, ...]


def voices(mentions: Iterable[Mention]) -> tuple[Voice, ...]:
    """Return statements by the conferences that made them."""
    held: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in mentions:
        held[one.conference, one.municipality, one.half_year].append(one.statement)
    return tuple(Voice(*whose, tuple(sorted(ids))) for whose, ids in sorted(held.items()))


def mentions_of(shown: Iterable[Voice]) -> list[Mention]:
    """Return the statements that something was made of, the deleted ones too."""
    return [
        Mention(id_, voice.conference, voice.municipality, voice.half_year)
        for voice in shown
        for id_ in voice.statements
    ]


def without(one: Sequence[Mention], other: Iterable[Mention]) -> list[Mention]:
    """Return the statements that are here and not there; a deleted one is nowhere."""
    there = {mention.statement for mention in other if mention.statement}
    return [mention for mention in one if mention.statement not in there]


def emptied(shown: Iterable[Voice], gone: Collection[str]) -> tuple[Voice, ...]:
    """Return the voices with the ids of deleted statements emptied."""
    return tuple(
        replace(voice, statements=tuple("" if one in gone else one for one in voice.statements))
        for voice in shown
    )
