"""The minutes of a Planungskonferenz, cut into statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from nlp.types.documents import Span


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as the official register knows it.

    Attributes:
        ags: Amtlicher Gemeindeschlüssel, eight digits; the first five name the Kreis.
        name: Official name, such as ``Halle (Westf.)``.
        population: Number of inhabitants, where known.
    """

    ags: str
    name: str
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the taxonomy names it, and the other ways to write it."""

    name: str
    aliases: tuple[str, ...] = ()


class StatementKind(StrEnum):
    """What a statement is about.

    ``problem`` is a generative Thema, ``measure`` a proposed solution, ``single_case``
    a fact about the one case that was discussed.
    """

    PROBLEM = "problem"
    MEASURE = "measure"
    SINGLE_CASE = "single_case"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a note.

    Attributes:
        id: Stable for the same text at the same place of the same file.
        kind: Problem, measure or single case.
        text: ``span`` of the document's text to be read: white space folded, and in ``csv``
            and ``md`` without doubled quotes and Markdown's marks.
        section: The heading under which it stands, as written; empty if none.
        span: Its place in :attr:`Document.text`.
    """

    id: str
    kind: StatementKind
    text: str
    section: str
    span: Span


@dataclass(frozen=True, slots=True)
class NoteHead:
    """What the head of a note says; ``None`` or empty where it says nothing.

    ``institutions`` holds names of known institutions only, never text of the note.
    """

    held_on: date | None = None
    municipality: Municipality | None = None
    participants: int | None = None
    institutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The minutes of one Planungskonferenz, cut into statements."""

    head: NoteHead
    statements: tuple[Statement, ...]
