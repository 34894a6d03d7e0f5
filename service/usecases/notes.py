"""Notes: take one in, list, show and delete them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from nlp.anonymity import gate
from nlp.notes import parse
from nlp.reading import read
from nlp.themes.embedding import normalise, text_hash
from nlp.types import Decision, Format, StatementKind
from service.errors import (
    ConfirmationError,
    DuplicateNoteError,
    FutureDateError,
    MissingDateError,
    MissingMunicipalityError,
    NoStatementsError,
    NoteNotFoundError,
    PersonalDataError,
    ShownFinding,
    UnknownMunicipalityError,
)
from service.store.tables import MunicipalityRow, NoteRow, StatementRow, VectorRow
from service.usecases.districts import list_municipalities
from service.usecases.taxonomies import institutions
from service.usecases.views import MunicipalityView, NoteDetail, NoteView, Page, StatementView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlmodel import Session

    from nlp.types import Document, Finding, Municipality, Note
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.notes")
_CONTEXT = 40  # code points shown on either side of a finding
_TIME_ZONE = ZoneInfo("Europe/Berlin")
_QUERY_SIZE = 1000


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


def add_note(database: Database, new: NewNote, *, district: str, now: datetime) -> NoteDetail:
    """Read, check, cut and store a note: all of it or nothing.

    Raises:
        nlp.errors.ReadingError: The file cannot be read.
        PersonalDataError: The gate refuses it.
        ConfirmationError: The gate is not sure and nobody has confirmed.
        NoteError: Its day, its municipality or its statements are missing or wrong, or
            it is here already.
    """
    register = list_municipalities(database, district=district)
    document = read(new.data, filename=new.filename)
    _pass_gate(document, new)
    note = parse(document, register=register, institutions=institutions())
    if not note.statements:
        raise NoStatementsError
    row = NoteRow(
        district_id=district,
        municipality_ags=_municipality(new, note, register),
        held_on=_held_on(new, note, now=now),
        participants=note.head.participants,
        institutions=list(note.head.institutions),
        format=document.format,
        uploaded_at=now.astimezone(UTC),
        digest=_digest(document, district=district),
    )
    _store(database, row, note)
    _log.info("note added", note=str(row.id), statements=len(note.statements))
    return get_note(database, row.id, district=district)


def list_notes(
    database: Database, *, district: str, offset: int = 0, limit: int = 50
) -> Page[NoteView]:
    """Return a page of the notes, the latest conference first."""
    mine = NoteRow.district_id == district
    query = (
        select(NoteRow, MunicipalityRow)
        .join(MunicipalityRow)
        .where(mine)
        .order_by(col(NoteRow.held_on).desc(), col(NoteRow.uploaded_at).desc())
        .order_by(col(NoteRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        rows = session.exec(query).all()
        counts = _counts(session, [note.id for note, _ in rows])
        total = session.exec(select(func.count()).select_from(NoteRow).where(mine)).one()
    items = (_view(note, place, counts.get(note.id, Counter())) for note, place in rows)
    return Page(items=tuple(items), total=total)


def get_note(database: Database, note_id: UUID, *, district: str) -> NoteDetail:
    """Return a note with its statements.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
    """
    query = (
        select(StatementRow)
        .where(StatementRow.note_id == note_id)
        .order_by(col(StatementRow.position))
    )
    with database.reading() as session:
        note = _own_note(session, note_id, district)
        place = session.get_one(MunicipalityRow, note.municipality_ags)
        statements = session.exec(query).all()
    counts = Counter(StatementKind(row.kind) for row in statements)
    return NoteDetail(
        note=_view(note, place, counts), statements=tuple(map(_statement, statements))
    )


def delete_note(database: Database, note_id: UUID, *, district: str) -> None:
    """Delete a note, its statements, their places in runs, and their vectors.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
    """
    with database.writing() as session:
        note = _own_note(session, note_id, district)
        hashes = session.exec(
            select(StatementRow.text_hash).where(StatementRow.note_id == note_id)
        ).all()
        session.delete(note)
        session.flush()
        _delete_vectors(session, sorted(set(hashes)), district)
        session.commit()
    _log.info("note deleted", note=str(note_id), statements=len(hashes))


# --- Taking a note in -----------------------------------------------------------


def _pass_gate(document: Document, new: NewNote) -> None:
    verdict = gate.check(document, filename=new.filename)
    shown = tuple(_shown(finding, document, new.filename) for finding in verdict.findings)
    if verdict.decision is Decision.REFUSE:
        _log.info("note refused", findings=len(shown))
        raise PersonalDataError(shown)
    if verdict.decision is Decision.CONFIRM and not new.confirmed:
        _log.info("note to be confirmed", findings=len(shown))
        raise ConfirmationError(shown)


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


def _municipality(new: NewNote, note: Note, register: Sequence[Municipality]) -> str:
    ags = new.municipality or (note.head.municipality and note.head.municipality.ags)
    if not ags:
        raise MissingMunicipalityError
    if ags not in {municipality.ags for municipality in register}:
        raise UnknownMunicipalityError
    return ags


def _held_on(new: NewNote, note: Note, *, now: datetime) -> date:
    held_on = new.held_on or note.head.held_on
    if held_on is None:
        raise MissingDateError
    if held_on > now.astimezone(_TIME_ZONE).date():
        raise FutureDateError
    return held_on


def _digest(document: Document, *, district: str) -> str:
    return hashlib.sha256(f"{district}\n{normalise(document.text)}".encode()).hexdigest()


def _store(database: Database, row: NoteRow, note: Note) -> None:
    with database.writing() as session:
        _refuse_duplicate(session, row)
        session.add(row)
        try:
            session.flush()
        except IntegrityError:  # another upload of the same text was faster
            session.rollback()
            _refuse_duplicate(session, row)
            raise
        session.add_all(
            StatementRow(
                district_id=row.district_id,
                note_id=row.id,
                kind=statement.kind,
                text=statement.text,
                section=statement.section,
                start=statement.span.start,
                end=statement.span.end,
                position=position,
                text_hash=text_hash(statement.text),
            )
            for position, statement in enumerate(note.statements)
        )
        session.commit()


def _refuse_duplicate(session: Session, row: NoteRow) -> None:
    earlier = session.exec(
        select(NoteRow.uploaded_at).where(
            NoteRow.district_id == row.district_id, NoteRow.digest == row.digest
        )
    ).first()
    if earlier is not None:
        day = earlier.astimezone(_TIME_ZONE).date()
        raise DuplicateNoteError(uploaded_on=f"{day:%d.%m.%Y}")


# --- Rows and views ---------------------------------------------------------------


def _own_note(session: Session, note_id: UUID, district: str) -> NoteRow:
    note = session.get(NoteRow, note_id)
    if note is None or note.district_id != district:
        raise NoteNotFoundError
    return note


def _delete_vectors(session: Session, hashes: Sequence[str], district: str) -> None:
    still_used = select(StatementRow.text_hash).where(StatementRow.district_id == district)
    for first in range(0, len(hashes), _QUERY_SIZE):
        session.exec(
            delete(VectorRow).where(
                col(VectorRow.district_id) == district,
                col(VectorRow.text_hash).in_(hashes[first : first + _QUERY_SIZE]),
                col(VectorRow.text_hash).not_in(still_used),
            )
        )


def _counts(session: Session, note_ids: Iterable[UUID]) -> dict[UUID, Counter[StatementKind]]:
    query = (
        select(StatementRow.note_id, StatementRow.kind, func.count())
        .where(col(StatementRow.note_id).in_(note_ids))
        .group_by(col(StatementRow.note_id), col(StatementRow.kind))
    )
    counts: dict[UUID, Counter[StatementKind]] = {}
    for note_id, kind, number in session.exec(query):
        counts.setdefault(note_id, Counter())[StatementKind(kind)] = number
    return counts


def _view(note: NoteRow, place: MunicipalityRow, counts: Mapping[StatementKind, int]) -> NoteView:
    return NoteView(
        id=note.id,
        municipality=MunicipalityView(ags=place.ags, name=place.name),
        held_on=note.held_on,
        participants=note.participants,
        institutions=tuple(note.institutions),
        format=Format(note.format),
        uploaded_at=note.uploaded_at,
        counts={kind: counts.get(kind, 0) for kind in StatementKind},
    )


def _statement(row: StatementRow) -> StatementView:
    return StatementView(
        id=row.id,
        kind=StatementKind(row.kind),
        text=row.text,
        section=row.section,
        start=row.start,
        end=row.end,
        position=row.position,
    )
