"""What is kept of a note.

Of the head only what the service knows itself is kept: a municipality
of the register, a day, a number, and institutions by the names of the taxonomy.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from nlp.corpus import LONGEST
from nlp.notes import parse
from nlp.text import normalise
from service.errors import (
    EarlyDateError,
    ForeignMunicipalityError,
    FutureDateError,
    LongStatementError,
    MissingDateError,
    MissingMunicipalityError,
    NoStatementsError,
    UnknownMunicipalityError,
)
from service.settings import TIME_ZONE
from service.usecases.taxonomies import institutions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nlp.types import Document, Municipality, Note, NoteHead, Statement

_FIRST_YEAR = 2000  # no conference was earlier; a date of then is a slip


@dataclass(frozen=True, slots=True)
class NewNote:
    """A file that is uploaded. Its name is looked at by the gate and never stored.

    Attributes:
        filename: Name of the file.
        data: Its bytes.
        municipality: AGS key; wins over what the note says.
        held_on: Day of the conference; wins over what the note says.
        redact: Replace whatever the gate is not sure about, without asking.
    """

    filename: str = field(repr=False)
    data: bytes = field(repr=False)
    municipality: str | None = None
    held_on: date | None = None
    redact: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What is kept of a note beside its statements.

    Attributes:
        municipality: AGS key of a municipality of the Kreis.
        held_on: Day of the conference.
        participants: Their number, where the note says it.
        institutions: Names of the taxonomy.
    """

    municipality: str
    held_on: date
    participants: int | None
    institutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is kept of a note.

    Attributes:
        head: What is kept beside its statements.
        statements: At least one, none longer than :data:`nlp.corpus.LONGEST` words.
        digest: Recognises the text when it comes again.
    """

    head: Head
    statements: tuple[Statement, ...] = field(repr=False)
    digest: str


def for_municipality(
    note: Note, new: NewNote, municipality: str, *, register: Sequence[Municipality]
) -> NewNote:
    """Return a file whose uploader may speak for one municipality, as that municipality's.

    Raises:
        ForeignMunicipalityError: The uploader or the note names another one.
    """
    named = {new.municipality, note.head.municipality and note.head.municipality.ags}
    if not named <= {municipality, None}:
        names = {place.ags: place.name for place in register}
        raise ForeignMunicipalityError(name=names.get(municipality, municipality))
    return replace(new, municipality=municipality)


def read_note(document: Document, register: Sequence[Municipality]) -> Note:
    """Read a document as a note of the Kreis."""
    return parse(document, register=register, institutions=institutions())


def population(note: Note, new: NewNote, register: Sequence[Municipality]) -> int | None:
    """Return the inhabitants of the municipality that a note is about, where known."""
    ags = _ags(note, new)
    return next((place.population for place in register if place.ags == ags), None)


def head_of(note: Note, new: NewNote, *, register: Sequence[Municipality], now: datetime) -> Head:
    """Return what is kept of a note beside its statements, before anything is redacted.

    Raises:
        NoteError: Its day, its municipality or its statements are missing or wrong.
    """
    _check_statements(note)
    return Head(
        municipality=_municipality(note, new, register),
        held_on=_held_on(new, note.head, now=now),
        participants=note.head.participants,
        institutions=note.head.institutions,
    )


def admit(
    document: Document, head: Head, *, district: str, register: Sequence[Municipality]
) -> Admitted:
    """Return what is kept of a document that has passed the gate.

    Raises:
        NoteError: Its statements are missing or wrong.
    """
    note = read_note(document, register)
    _check_statements(note)
    return Admitted(
        head=head, statements=note.statements, digest=_digest(document, district=district)
    )


def _check_statements(note: Note) -> None:
    if not note.statements:
        raise NoStatementsError
    if any(len(statement.text.split()) > LONGEST for statement in note.statements):
        raise LongStatementError(limit=LONGEST)


def _municipality(note: Note, new: NewNote, register: Sequence[Municipality]) -> str:
    ags = _ags(note, new)
    if not ags:
        raise MissingMunicipalityError
    if ags not in {municipality.ags for municipality in register}:
        raise UnknownMunicipalityError
    return ags


def _ags(note: Note, new: NewNote) -> str | None:
    """What the uploader says wins over what the note says."""
    named = note.head.municipality
    return new.municipality or (named.ags if named else None)


def _held_on(new: NewNote, head: NoteHead, *, now: datetime) -> date:
    held_on = new.held_on or head.held_on
    if held_on is None:
        raise MissingDateError
    if held_on > now.astimezone(TIME_ZONE).date():
        raise FutureDateError
    if held_on < date(_FIRST_YEAR, 1, 1):
        raise EarlyDateError(year=_FIRST_YEAR)
    return held_on


def _digest(document: Document, *, district: str) -> str:
    return hashlib.sha256(f"{district}\n{normalise(document.text)}".encode()).hexdigest()
