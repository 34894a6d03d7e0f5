"""Runs: ask for one, see where it stands, cancel it. The work itself is in ``execution``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import func, update
from sqlmodel import col, select

from nlp.types import StatementKind
from service.errors import (
    NothingToRunError,
    RunCancelledError,
    RunFinishedError,
    RunInProgressError,
    RunNotFoundError,
)
from service.store.tables import RunNoteRow, RunRow, RunState, Stage, StatementRow
from service.usecases.views import EncoderView, Page, RunView

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

    Enqueue = Callable[[Session, UUID], None]
    """Hands a run over to a worker, inside the transaction that stores it."""
    Dequeue = Callable[[UUID], None]
    """Takes a run away from the workers."""

_log = structlog.get_logger("themenradar.runs")
_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)


def start_run(database: Database, *, district: str, seed: int, enqueue: Enqueue) -> RunView:
    """Ask for a run over all problem statements of the Kreis.

    It works on the notes that are there now: those that come later wait for another run.
    The run and its job are stored in one transaction: there is never one without the
    other.

    Raises:
        NothingToRunError: There is no problem statement yet.
        RunInProgressError: Another run of the Kreis is not finished.
    """
    with database.writing(district) as session:
        problems = _problems_by_note(session, district)
        if not problems:
            raise NothingToRunError
        if _unfinished(session, district):
            raise RunInProgressError
        run = RunRow(
            district_id=district,
            created_at=datetime.now(UTC),
            seed=seed,
            statements=sum(problems.values()),
        )
        session.add(run)
        session.flush()
        session.add_all(
            RunNoteRow(run_id=run.id, note_id=note_id, district_id=district)
            for note_id in problems
        )
        enqueue(session, run.id)
        session.commit()
    _log.info("run queued", run=str(run.id), statements=run.statements)
    return view_of(run)


def cancel_run(database: Database, run_id: UUID, *, district: str, dequeue: Dequeue) -> RunView:
    """End a run that waits or works, also one whose worker is gone.

    The run is ended first, its job afterwards: a job without an open run ends by itself.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunFinishedError: It has ended already.
    """
    with database.writing(district) as session:
        run = own_run(session, run_id, district, lock=True)
        if run.state not in _UNFINISHED:
            raise RunFinishedError
        run.state = RunState.CANCELLED
        run.error_code = RunCancelledError.code
        run.finished_at = datetime.now(UTC)
        session.commit()
    dequeue(run_id)
    _log.info("run cancelled", run=str(run_id))
    return view_of(run)


def forgive_attempts(database: Database) -> None:
    """Count no attempt against a run whose worker is stopped in an orderly way."""
    with database.writing() as session:
        session.exec(
            update(RunRow).where(col(RunRow.state) == RunState.RUNNING).values(attempts=0)
        )
        session.commit()


def get_run(database: Database, run_id: UUID, *, district: str) -> RunView:
    """Return a run.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
    """
    with database.reading() as session:
        return view_of(own_run(session, run_id, district))


def list_runs(
    database: Database, *, district: str, offset: int = 0, limit: int = 50
) -> Page[RunView]:
    """Return a page of the runs, the latest first."""
    mine = RunRow.district_id == district
    query = (
        select(RunRow)
        .where(mine)
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        rows = session.exec(query).all()
        total = session.exec(select(func.count()).select_from(RunRow).where(mine)).one()
    return Page(items=tuple(map(view_of, rows)), total=total)


def latest_done_run(database: Database, *, district: str) -> RunView | None:
    """Return the latest run whose themes are there, if any."""
    query = (
        select(RunRow)
        .where(RunRow.district_id == district, RunRow.state == RunState.DONE)
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
    )
    with database.reading() as session:
        row = session.exec(query).first()
    return None if row is None else view_of(row)


def own_run(session: Session, run_id: UUID, district: str, *, lock: bool = False) -> RunRow:
    """Return the row of a run of the Kreis, locked until the transaction ends if asked for.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
    """
    run = session.get(RunRow, run_id, with_for_update=lock or None)
    if run is None or run.district_id != district:
        raise RunNotFoundError
    return run


def view_of(run: RunRow) -> RunView:
    """Return what users see of a run."""
    return RunView(
        id=run.id,
        state=RunState(run.state),
        stage=Stage(run.stage),
        share=run.share,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        seed=run.seed,
        encoders=tuple(EncoderView(**encoder) for encoder in run.encoders),
        statements=run.statements,
        bundled=run.bundled,
        themes=run.themes,
        figures=run.figures,
        seconds=run.seconds,
        error_code=run.error_code,
    )


def _problems_by_note(session: Session, district: str) -> dict[UUID, int]:
    query = (
        select(StatementRow.note_id, func.count())
        .where(StatementRow.district_id == district, StatementRow.kind == StatementKind.PROBLEM)
        .group_by(col(StatementRow.note_id))
    )
    return dict(session.exec(query).all())


def _unfinished(session: Session, district: str) -> bool:
    query = select(RunRow.id).where(
        RunRow.district_id == district, col(RunRow.state).in_(_UNFINISHED)
    )
    return session.exec(query).first() is not None
