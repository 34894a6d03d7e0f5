"""What became of a note: told to those who reported it, as counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from nlp.types import StatementKind
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    RunNoteRow,
    RunRow,
    RunState,
    StatementRow,
)
from service.usecases.notes import own_note
from service.usecases.releases import latest_release, placed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.disclosure.threshold import Threshold
    from service.store.sessions import Database


@dataclass(frozen=True, slots=True)
class NoteStatus:
    """Where a note stands.

    Attributes:
        received_at: When it was uploaded.
        evaluated_at: When the latest run was asked for that worked on it; ``None`` where it
            waits for one.
        problems: Number of its problem statements.
        in_themes: How many of them that run put into a theme: one that is released, where only
            what is released may be told.
    """

    received_at: datetime
    evaluated_at: datetime | None
    problems: int
    in_themes: int


def note_status(  # what may be seen, and how much of it
    database: Database,
    note_id: UUID,
    *,
    district: str,
    municipality: str | None = None,
    threshold: Threshold | None,
    now: datetime,
) -> NoteStatus:
    """Return where a note stands.

    Which themes its statements are in is not told, and of a theme of few conferences not even
    that: else a note could be written to find out what another one says.

    Args:
        database: The database.
        note_id: The note.
        district: The Kreis.
        municipality: The only municipality whose notes are told about; none for all of the Kreis.
        threshold: From when on a theme is released; none where all themes may be told about.
        now: The present.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis, or in the municipality.
    """
    with database.reading() as session:
        note = own_note(session, note_id, district, municipality)
        run = _latest_of(session, note_id)
        problems = _problems(session, note_id)
    count = 0
    if run is not None:
        shown = _released(database, run, threshold, now)
        with database.reading() as session:
            count = _in_themes(session, note_id, run, shown)
    return NoteStatus(
        received_at=note.uploaded_at,
        evaluated_at=run.created_at if run else None,
        problems=problems,
        in_themes=count,
    )


def _latest_of(session: Session, note_id: UUID) -> RunRow | None:
    """Return the latest run that is done and worked on a note."""
    query = (
        select(RunRow)
        .join(RunNoteRow, col(RunNoteRow.run_id) == RunRow.id)
        .where(RunNoteRow.note_id == note_id, RunRow.state == RunState.DONE)
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
    )
    return session.exec(query).first()


def _problems(session: Session, note_id: UUID) -> int:
    query = select(func.count()).where(
        StatementRow.note_id == note_id, StatementRow.kind == StatementKind.PROBLEM
    )
    return session.exec(query).one()


def _released(
    database: Database, run: RunRow, threshold: Threshold | None, now: datetime
) -> frozenset[str] | None:
    """Return the stable ids of the themes that may be told about; none for all."""
    if threshold is None:
        return None
    found = latest_release(database, district=run.district_id, threshold=threshold, now=now)
    themes = found.release.themes
    return frozenset(id_ for id_, state in themes.items() if state.run == str(run.id))


def _in_themes(session: Session, note_id: UUID, run: RunRow, shown: frozenset[str] | None) -> int:
    query = (
        select(func.count())
        .select_from(AssignmentRow)
        .join(CandidateThemeRow, col(CandidateThemeRow.id) == AssignmentRow.theme_id)
        .where(
            AssignmentRow.run_id == run.id,
            col(AssignmentRow.statement_id).in_(
                select(StatementRow.id).where(StatementRow.note_id == note_id)
            ),
            *placed(),
        )
    )
    if shown is not None:
        query = query.where(col(CandidateThemeRow.stable_id).in_(shown))
    return session.exec(query).one()
