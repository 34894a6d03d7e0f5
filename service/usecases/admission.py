"""Whether a note may come in, and what of it is kept.

The gate comes first. Of the head only what the service knows itself is kept: a municipality
of the register, a day, a number, and institutions by the names of the taxonomy.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import structlog

from nlp.anonymity import gate
from nlp.corpus import LONGEST
from nlp.notes import parse
from nlp.text import normalise
from nlp.types import Decision, Tier
from service.errors import (
    ConfirmationError,
    EarlyDateError,
    FutureDateError,
    LongStatementError,
    MissingDateError,
    MissingMunicipalityError,
    NoStatementsError,
    PersonalDataError,
    ShownFinding,
    UnknownMunicipalityError,
)
from service.settings import TIME_ZONE
from service.usecases.taxonomies import institutions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nlp.types import Document, Finding, Municipality, Note, NoteHead, Statement

_log = structlog.get_logger("themenradar.notes")
_CONTEXT = 40  # code points shown on either side of a finding
_SHOWN = 200  # findings that are shown; nobody reads more
_FIRST_YEAR = 2000  # no conference was earlier; a date of then is a slip


@dataclass(frozen=True, slots=True)
class NewNote:
    """A file that is uploaded. Its name is looked at by the gate and never stored.

    Attributes:
        filename: Name of the file.
        data: Its bytes.
        municipality: AGS key; wins over what the note says.
        held_on: Day of the conference; wins over what the note says.
        confirmed: A person has looked at what the gate is not sure about.
    """

    filename: str = field(repr=False)
    data: bytes = field(repr=False)
    municipality: str | None = None
    held_on: date | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is kept of a note.

    Attributes:
        municipality: AGS key of a municipality of the Kreis.
        held_on: Day of the conference.
        participants: Their number, where the note says it.
        institutions: Names of the taxonomy.
        statements: At least one, none longer than :data:`nlp.corpus.LONGEST` words.
        digest: Recognises the text when it comes again.
    """

    municipality: str
    held_on: date
    participants: int | None
    institutions: tuple[str, ...]
    statements: tuple[Statement, ...] = field(repr=False)
    digest: str


def admit(
    document: Document,
    new: NewNote,
    *,
    district: str,
    register: Sequence[Municipality],
    now: datetime,
) -> Admitted:
    """Check a document and return what is kept of it.

    Raises:
        PersonalDataError: The gate refuses it.
        ConfirmationError: The gate is not sure and nobody has confirmed.
        NoteError: Its day, its municipality or its statements are missing or wrong.
    """
    _pass_gate(document, new)
    note = parse(document, register=register, institutions=institutions())
    _check_statements(note)
    return Admitted(
        municipality=_municipality(new, note.head, register),
        held_on=_held_on(new, note.head, now=now),
        participants=note.head.participants,
        institutions=note.head.institutions,
        statements=note.statements,
        digest=_digest(document, district=district),
    )


def _pass_gate(document: Document, new: NewNote) -> None:
    verdict = gate.check(document, filename=new.filename)
    count = len(verdict.findings)
    certain_first = sorted(verdict.findings, key=lambda found: found.tier is not Tier.REFUSE)
    shown = tuple(_shown(found, document, new.filename) for found in certain_first[:_SHOWN])
    if verdict.decision is Decision.REFUSE:
        _log.info("note refused", findings=count)
        raise PersonalDataError(shown, count=count)
    if verdict.decision is Decision.CONFIRM and not new.confirmed:
        _log.info("note to be confirmed", findings=count)
        raise ConfirmationError(shown, count=count)


def _shown(finding: Finding, document: Document, filename: str) -> ShownFinding:
    metadata = {f"metadata:{item.key}": item.value for item in document.metadata}
    text = {"text": document.text, "filename": filename, **metadata}[finding.place]
    start, end = finding.span.start, finding.span.end
    return ShownFinding(
        type=finding.type,
        tier=finding.tier,
        place=finding.place,
        start=start,
        end=end,
        before=text[max(0, start - _CONTEXT) : start],
        match=text[start:end],
        after=text[end : end + _CONTEXT],
    )


def _check_statements(note: Note) -> None:
    if not note.statements:
        raise NoStatementsError
    if any(len(statement.text.split()) > LONGEST for statement in note.statements):
        raise LongStatementError(limit=LONGEST)


def _municipality(new: NewNote, head: NoteHead, register: Sequence[Municipality]) -> str:
    ags = new.municipality or (head.municipality and head.municipality.ags)
    if not ags:
        raise MissingMunicipalityError
    if ags not in {municipality.ags for municipality in register}:
        raise UnknownMunicipalityError
    return ags


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
