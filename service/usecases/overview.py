"""The state of a Kreis at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from nlp.types import StatementKind
from service.store.memory import remembered
from service.store.tables import AssignmentRow, NoteRow, RunNoteRow, RunRow, StatementRow
from service.usecases.current import state_of
from service.usecases.districts import count_municipalities
from service.usecases.runs import latest_done_run, list_runs
from service.usecases.views import Overview

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.views import RunView


def overview(database: Database, *, district: str) -> Overview:
    """Return what there is in the Kreis, and what waits to be bundled."""
    latest = latest_done_run(database, district=district)
    # while a run is unfinished no other starts, so it can only be the newest
    newest = list_runs(database, district=district, limit=1).items
    with database.reading() as session:
        counts = remembered(
            session,
            ("counts", district),
            lambda: (latest, *state_of(session, district)),
            lambda: _counts(session, district, latest),
        )
    return Overview(
        **counts,
        latest=latest,
        unfinished=next((run for run in newest if not run.finished), None),
    )


def _counts(session: Session, district: str, latest: RunView | None) -> Mapping[str, Any]:
    """Count what there is in the Kreis, by the names of the attributes of the overview."""
    notes, heard = session.exec(
        select(func.count(), func.count(func.distinct(NoteRow.municipality_ags))).where(
            NoteRow.district_id == district
        )
    ).one()
    return {
        "notes": notes,
        "heard": heard,
        "of": count_municipalities(session, district),
        "statements": _by_kind(session, district),
        "waiting": count_waiting(session, district, latest.id if latest else None),
        "gone": count_gone(session, latest) if latest else 0,
    }


def _by_kind(session: Session, district: str) -> dict[StatementKind, int]:
    query = (
        select(StatementRow.kind, func.count())
        .where(StatementRow.district_id == district)
        .group_by(StatementRow.kind)
    )
    counts = dict(session.exec(query).all())
    return {kind: counts.get(kind, 0) for kind in StatementKind}


def count_gone(session: Session, latest: RunView | RunRow) -> int:
    """Count the statements that the latest run worked on and that are there no more."""
    query = select(func.count()).where(
        AssignmentRow.run_id == latest.id, col(AssignmentRow.preliminary).is_(False)
    )
    return latest.statements - session.exec(query).one()


def count_waiting(session: Session, district: str, latest: UUID | None) -> int:
    """Count the problem statements of the notes that the latest run did not work on."""
    worked_on = select(RunNoteRow.note_id).where(RunNoteRow.run_id == latest)
    query = (
        select(func.count())
        .select_from(StatementRow)
        .where(
            StatementRow.district_id == district,
            StatementRow.kind == StatementKind.PROBLEM,
            col(StatementRow.note_id).not_in(worked_on),
        )
    )
    return session.exec(query).one()
