"""Runs: ask for one, see where it stands, cancel it, try again.

The work itself is in ``execution``; the runs that nobody asks for are in ``nights``.
"""

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
    RunNotFailedError,
    RunNotFoundError,
)
from service.store.tables import UNFINISHED, RunNoteRow, RunRow, RunState, Stage, StatementRow
from service.usecases.audit import Action, record
from service.usecases.expectation import remaining_seconds
from service.usecases.views import EncoderView, Page, RunView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

    Enqueue = Callable[[Session, UUID], None]
    """Hands a run over to a worker, inside the transaction that stores it."""
    Dequeue = Callable[[UUID], None]
    """Takes a run away from the workers."""

_log = structlog.get_logger("themenradar.runs")
_FAILED = (RunState.FAILED, RunState.CANCELLED)


def start_run(
    database: Database, *, district: str, actor: str, seed: int, enqueue: Enqueue
) -> RunView:
    """Ask for a run over all problem statements of the Kreis.

    It works on the notes that are there now: those that come later wait for another run.
    The run and its job are stored in one transaction: there is never one without the
    other.

    Raises:
        NothingToRunError: There is no problem statement yet.
        RunInProgressError: Another run of the Kreis is not finished.
    """
    run = RunRow(district_id=district, created_at=datetime.now(UTC), seed=seed)
    with database.writing(district) as session:
        add_run(session, run, actor=actor, enqueue=enqueue)
        session.commit()
    return get_run(database, run.id, district=district)


def retry_run(
    database: Database, run_id: UUID, *, district: str, actor: str, enqueue: Enqueue
) -> RunView:
    """Try again what failed or was cancelled: a new run with its seed, over today's notes.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunNotFailedError: It waits, works or is done.
        NothingToRunError: There is no problem statement any more.
        RunInProgressError: Another run of the Kreis is not finished.
    """
    with database.reading() as session:
        failed = own_run(session, run_id, district)
        if failed.state not in _FAILED:
            raise RunNotFailedError
    return start_run(database, district=district, actor=actor, seed=failed.seed, enqueue=enqueue)


def add_run(session: Session, run: RunRow, *, actor: str, enqueue: Enqueue) -> None:
    """Add a run over the notes that are there now, together with its job.

    Raises:
        NothingToRunError: There is no problem statement yet.
        RunInProgressError: Another run of the Kreis is not finished.
    """
    problems = _problems_by_note(session, run.district_id)
    if not problems:
        raise NothingToRunError
    if _unfinished(session, run.district_id):
        raise RunInProgressError
    run.statements = sum(problems.values())
    session.add(run)
    session.flush()
    session.add_all(
        RunNoteRow(run_id=run.id, note_id=note_id, district_id=run.district_id)
        for note_id in problems
    )
    enqueue(session, run.id)
    record(
        session,
        actor=actor,
        action=Action.RUN_REQUESTED,
        object_id=run.id,
        district=run.district_id,
        now=run.created_at,
    )
    _log.info("run queued", run=str(run.id), statements=run.statements, nightly=run.nightly)


def cancel_run(
    database: Database, run_id: UUID, *, district: str, actor: str, dequeue: Dequeue
) -> RunView:
    """End a run that waits or works, also one whose worker is gone.

    The run is ended first, its job afterwards: a job without an open run ends by itself.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunFinishedError: It has ended already.
    """
    with database.writing(district) as session:
        run = own_run(session, run_id, district, lock=True)
        if run.state not in UNFINISHED:
            raise RunFinishedError
        run.state = RunState.CANCELLED
        run.error_code = RunCancelledError.code
        run.finished_at = datetime.now(UTC)
        record(
            session,
            actor=actor,
            action=Action.RUN_CANCELLED,
            object_id=run.id,
            district=district,
            now=run.finished_at,
        )
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
        return _followed(session, own_run(session, run_id, district))


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
        items = tuple(_followed(session, row) for row in session.exec(query).all())
        total = session.exec(select(func.count()).select_from(RunRow).where(mine)).one()
    return Page(items=items, total=total)


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


def unfinished_runs(database: Database) -> Sequence[UUID]:
    """Return the runs of all Kreise that wait or work."""
    with database.reading() as session:
        return session.exec(select(RunRow.id).where(col(RunRow.state).in_(UNFINISHED))).all()


def own_run(session: Session, run_id: UUID, district: str, *, lock: bool = False) -> RunRow:
    """Return the row of a run of the Kreis, locked until the transaction ends if asked for.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
    """
    run = session.get(RunRow, run_id, with_for_update=lock or None)
    if run is None or run.district_id != district:
        raise RunNotFoundError
    return run


def view_of(run: RunRow, *, remaining: float | None = None) -> RunView:
    """Return what users see of a run; ``remaining`` are the seconds that it still takes."""
    return RunView(
        id=run.id,
        nightly=run.nightly,
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
        remaining_seconds=remaining,
        error_code=run.error_code,
    )


def _followed(session: Session, run: RunRow) -> RunView:
    """Return a run; one that is not finished, with the time that it still takes."""
    if run.state not in UNFINISHED:
        return view_of(run)
    return view_of(run, remaining=remaining_seconds(session, run))


def _problems_by_note(session: Session, district: str) -> dict[UUID, int]:
    query = (
        select(StatementRow.note_id, func.count())
        .where(StatementRow.district_id == district, StatementRow.kind == StatementKind.PROBLEM)
        .group_by(col(StatementRow.note_id))
    )
    return dict(session.exec(query).all())


def _unfinished(session: Session, district: str) -> bool:
    query = select(RunRow.id).where(
        RunRow.district_id == district, col(RunRow.state).in_(UNFINISHED)
    )
    return session.exec(query).first() is not None
