"""Notes: take one in, list, show and delete them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from nlp.reading import read
from nlp.text import text_hash
from nlp.types import Format, StatementKind
from service.errors import ConfirmationError, DuplicateNoteError, NoteNotFoundError
from service.review import QuestionKind, Reason
from service.settings import TIME_ZONE
from service.store.tables import (
    LONGEST_SECTION,
    CandidateThemeRow,
    MunicipalityRow,
    NoteRow,
    StatementRow,
    VectorRow,
)
from service.store.vectors import delete_unused
from service.usecases.admission import NewNote, admit, head_of, population, read_note
from service.usecases.districts import list_municipalities
from service.usecases.pending import Pending, keep
from service.usecases.questions import Inquiry, ask, replace_everything
from service.usecases.themes import forget_statements
from service.usecases.views import (
    ChoiceView,
    MunicipalityView,
    NoteDetail,
    NoteView,
    Page,
    StatementView,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from nlp.types import Statement
    from service.store.sessions import Database
    from service.usecases.admission import Admitted

__all__ = ["NewNote", "add_note", "delete_note", "get_note", "list_notes"]

DRAFT_LIFETIME: Final = timedelta(minutes=60)
"""How long a note waits for a person, where nothing else is set."""

_log = structlog.get_logger("themenradar.notes")


def add_note(
    database: Database,
    new: NewNote,
    *,
    district: str,
    now: datetime,
    lifetime: timedelta = DRAFT_LIFETIME,
) -> NoteDetail:
    """Read, check, cut and store a note: all of it or nothing.

    Args:
        database: The database.
        new: The file and what its uploader says about it.
        district: The Kreis.
        now: The present.
        lifetime: How long the note waits for a person's answers, where it needs them.

    Raises:
        nlp.errors.ReadingError: The file cannot be read.
        PersonalDataError: The gate refuses it.
        ConfirmationError: The gate is not sure; the note waits in a draft.
        NoteError: Its day, its municipality or its statements are missing or wrong, or
            it is here already, or too much of it is uncertain.
    """
    register = list_municipalities(database, district=district)
    document = read(new.data, filename=new.filename)
    note = read_note(document, register)
    inquiry = Inquiry(document, population(note, new, register))
    inquiry = ask(inquiry, filename=new.filename)
    head = head_of(note, new, register=register, now=now)
    if new.redact:
        inquiry = replace_everything(inquiry)
    if inquiry.open:
        pending = Pending(head, inquiry)
        raise ConfirmationError(
            keep(database, pending, district=district, now=now, lifetime=lifetime)
        )
    admitted = admit(inquiry.document, head, district=district, register=register)
    row = row_of(admitted, inquiry, district=district, now=now)
    return get_note(database, store(database, row, admitted.statements), district=district)


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
        note=_view(note, place, counts),
        statements=tuple(map(_statement, statements)),
        review=tuple(map(_choice, note.review)),
    )


def delete_note(database: Database, note_id: UUID, *, district: str) -> None:
    """Delete a note, its statements, their vectors, and their places in runs.

    No byte of them is left in the files of the database, as far as no reader hinders it
    (:meth:`service.store.sessions.Database.erase` says what is different on PostgreSQL).

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
    """
    with database.writing(district) as session:
        note = _own_note(session, note_id, district)
        hashes = session.exec(
            select(StatementRow.text_hash).where(StatementRow.note_id == note_id)
        ).all()
        forget_statements(session, note_id)
        session.delete(note)
        session.flush()
        delete_unused(session, sorted(set(hashes)), district=district)
        session.commit()
    database.erase(NoteRow, StatementRow, VectorRow, CandidateThemeRow)
    _log.info("note deleted", note=str(note_id), statements=len(hashes))


def row_of(admitted: Admitted, inquiry: Inquiry, *, district: str, now: datetime) -> NoteRow:
    """Return a note as it is stored, after all questions about it were answered."""
    return NoteRow(
        district_id=district,
        municipality_ags=admitted.head.municipality,
        held_on=admitted.head.held_on,
        participants=admitted.head.participants,
        institutions=list(admitted.head.institutions),
        format=inquiry.document.format,
        uploaded_at=now.astimezone(UTC),
        digest=admitted.digest,
        review=[choice._asdict() | {"count": count} for choice, count in inquiry.choices.items()],
    )


def store(
    database: Database,
    row: NoteRow,
    statements: Sequence[Statement],
    *,
    beside: Callable[[Session], None] = lambda _session: None,
) -> UUID:
    """Store a note, and do what else belongs to it in the same unit of work; return its id.

    Raises:
        DuplicateNoteError: The text is here already.
    """
    with database.writing(row.district_id) as session:
        beside(session)
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
                section=statement.section[:LONGEST_SECTION],
                start=statement.span.start,
                end=statement.span.end,
                position=position,
                text_hash=text_hash(statement.text),
            )
            for position, statement in enumerate(statements)
        )
        session.commit()
    _log.info("note added", note=str(row.id), statements=len(statements))
    return row.id


def _refuse_duplicate(session: Session, row: NoteRow) -> None:
    earlier = session.exec(
        select(NoteRow.uploaded_at, NoteRow.id).where(
            NoteRow.district_id == row.district_id, NoteRow.digest == row.digest
        )
    ).first()
    if earlier is not None:
        uploaded_at, note_id = earlier
        day = uploaded_at.astimezone(TIME_ZONE).date()
        raise DuplicateNoteError(uploaded_on=f"{day:%d.%m.%Y}", note_id=note_id)


# --- Rows and views ---------------------------------------------------------------


def _own_note(session: Session, note_id: UUID, district: str) -> NoteRow:
    note = session.get(NoteRow, note_id)
    if note is None or note.district_id != district:
        raise NoteNotFoundError
    return note


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


def _choice(counted: Mapping[str, Any]) -> ChoiceView:
    reason = counted["reason"]
    return ChoiceView(
        kind=QuestionKind(counted["kind"]),
        type=counted["type"],
        reason=reason and Reason(reason),
        count=counted["count"],
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
