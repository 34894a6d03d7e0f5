"""Notes: take one in, list and show them."""

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
    MunicipalityRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    RunState,
    StatementRow,
)
from service.usecases.admission import (
    NewNote,
    admit,
    for_municipality,
    head_of,
    population,
    read_note,
)
from service.usecases.audit import Action, record
from service.usecases.districts import list_municipalities
from service.usecases.pending import Pending, keep
from service.usecases.questions import Inquiry, ask, replace_everything
from service.usecases.receipts import last_order
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

__all__ = ["NewNote", "add_note", "get_note", "list_notes"]

DRAFT_LIFETIME: Final = timedelta(minutes=60)
"""How long a note waits for a person, where nothing else is set."""

_AFTER: Final = timedelta(microseconds=1)
_log = structlog.get_logger("themenradar.notes")


def add_note(  # noqa: PLR0913 # the signature that pages and API share
    database: Database,
    new: NewNote,
    *,
    district: str,
    municipality: str | None = None,
    actor: str,
    now: datetime,
    lifetime: timedelta = DRAFT_LIFETIME,
) -> NoteDetail:
    """Read, check, cut and store a note: all of it or nothing.

    Args:
        database: The database.
        new: The file and what its uploader says about it.
        district: The Kreis.
        municipality: The only municipality whose notes are taken; none for all of the Kreis.
        actor: Who adds it.
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
    if municipality is not None:
        new = for_municipality(note, new, municipality, register=register)
    inquiry = Inquiry(document, population(note, new, register))
    inquiry = ask(inquiry, filename=new.filename)
    head = head_of(note, new, register=register, now=now)
    if new.redact:
        inquiry = replace_everything(inquiry)
    if inquiry.open:
        pending = Pending(head, inquiry)
        raise ConfirmationError(
            keep(database, pending, district=district, actor=actor, now=now, lifetime=lifetime)
        )
    admitted = admit(inquiry.document, head, district=district, register=register)
    row = row_of(admitted, inquiry, district=district, now=now)
    note_id = store(database, row, admitted.statements, actor=actor)
    return get_note(database, note_id, district=district)


def list_notes(
    database: Database,
    *,
    district: str,
    municipality: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Page[NoteView]:
    """Return a page of the notes of the Kreis, or of one municipality, the latest first."""
    mine = [NoteRow.district_id == district]
    if municipality is not None:
        mine.append(NoteRow.municipality_ags == municipality)
    query = (
        select(NoteRow, MunicipalityRow)
        .join(MunicipalityRow)
        .where(*mine)
        .order_by(col(NoteRow.held_on).desc(), col(NoteRow.uploaded_at).desc())
        .order_by(col(NoteRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        rows = session.exec(query).all()
        ids = [note.id for note, _ in rows]
        counts, evaluated = _counts(session, ids), _evaluated(session, ids)
        total = session.exec(select(func.count()).select_from(NoteRow).where(*mine)).one()
    items = (
        _view(note, place, counts.get(note.id, Counter()), evaluated.get(note.id))
        for note, place in rows
    )
    return Page(items=tuple(items), total=total)


def get_note(
    database: Database, note_id: UUID, *, district: str, municipality: str | None = None
) -> NoteDetail:
    """Return a note with its statements.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis, or in the municipality.
    """
    query = (
        select(StatementRow)
        .where(StatementRow.note_id == note_id)
        .order_by(col(StatementRow.position))
    )
    with database.reading() as session:
        note = own_note(session, note_id, district, municipality)
        place = session.get_one(MunicipalityRow, note.municipality_ags)
        statements = session.exec(query).all()
        evaluated = _evaluated(session, [note_id])
    counts = Counter(StatementKind(row.kind) for row in statements)
    return NoteDetail(
        note=_view(note, place, counts, evaluated.get(note_id)),
        statements=tuple(map(_statement, statements)),
        review=tuple(map(_choice, note.review)),
    )


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
    actor: str,
    beside: Callable[[Session], None] = lambda _session: None,
) -> UUID:
    """Store a note, and do what else belongs to it in the same unit of work; return its id.

    Raises:
        DuplicateNoteError: The text is here already.
    """
    with database.writing(row.district_id) as session:
        beside(session)
        _refuse_duplicate(session, row)
        ordered = last_order(session, row.district_id)
        if ordered is not None and row.uploaded_at <= ordered:  # it was read meanwhile
            row.uploaded_at = ordered + _AFTER
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
        record(
            session,
            actor=actor,
            action=Action.NOTE_ADDED,
            object_id=row.id,
            district=row.district_id,
            now=row.uploaded_at,
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


def own_note(
    session: Session, note_id: UUID, district: str, municipality: str | None = None
) -> NoteRow:
    """Return the row of a note of the Kreis, or of one municipality of it.

    Raises:
        NoteNotFoundError: There is no such note there.
    """
    note = session.get(NoteRow, note_id)
    if note is None or note.district_id != district:
        raise NoteNotFoundError
    if municipality not in {None, note.municipality_ags}:
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


def _evaluated(session: Session, note_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when the latest run was asked for that is done and worked on each note."""
    query = (
        select(RunNoteRow.note_id, func.max(RunRow.created_at))
        .join(RunRow, col(RunRow.id) == RunNoteRow.run_id)
        .where(col(RunNoteRow.note_id).in_(note_ids), RunRow.state == RunState.DONE)
        .group_by(col(RunNoteRow.note_id))
    )
    return dict(session.exec(query).all())


def _view(
    note: NoteRow,
    place: MunicipalityRow,
    counts: Mapping[StatementKind, int],
    evaluated_at: datetime | None,
) -> NoteView:
    return NoteView(
        id=note.id,
        municipality=MunicipalityView(ags=place.ags, name=place.name),
        held_on=note.held_on,
        participants=note.participants,
        institutions=tuple(note.institutions),
        format=Format(note.format),
        uploaded_at=note.uploaded_at,
        counts={kind: counts.get(kind, 0) for kind in StatementKind},
        evaluated_at=evaluated_at,
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
