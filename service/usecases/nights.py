"""Runs that nobody asked for: at night, in each Kreis where something changed since the last.

Every worker looks, again and again, for some hours. The run of a Kreis in a night has an id
that follows from both, so there is at most one, however many workers look.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from sqlmodel import col, select

from service.errors import NothingToRunError, RunInProgressError
from service.settings import TIME_ZONE
from service.store.tables import DecisionRow, District, RunRow
from service.usecases.current import FIELD, decisions, latest_run
from service.usecases.overview import count_gone, count_waiting
from service.usecases.receipts import is_deleting
from service.usecases.runs import add_run

if TYPE_CHECKING:
    from datetime import date, time

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.runs import Enqueue

WINDOW: Final = timedelta(hours=3)
"""How long after its hour a night's run may still be queued; later changes wait for the next."""
_NIGHTS: Final = UUID("2f2bb5c0-6c0f-5d0c-9b7e-6f1d1c9a7a54")


def queue_nightly(  # what a run is made of, and the hour
    database: Database,
    *,
    now: datetime,
    at: time | None,
    actor: str,
    seed: int,
    enqueue: Enqueue,
) -> int:
    """Queue a run in each Kreis where something changed since its last one.

    A Kreis whose run is unfinished is looked at again later in the night.

    Args:
        database: The database.
        now: The present.
        at: Time of the day in Germany from which on a run is queued; none for never.
        actor: Who queues them: the worker that looked first.
        seed: Of the runs.
        enqueue: Hands a run over to the workers, behind those that people asked for.

    Returns:
        Number of runs queued.
    """
    night = None if at is None else night_of(now, at)
    if night is None:
        return 0
    with database.reading() as session:
        districts = session.exec(select(District.id)).all()
        runs = [
            RunRow(
                id=uuid5(_NIGHTS, f"{district} {night.isoformat()}"),
                district_id=district,
                nightly=True,
                created_at=now,
                seed=seed,
            )
            for district in districts
        ]
        due = [run for run in runs if _is_due(session, run)]
    return sum(_queue(database, run, actor, enqueue) for run in due)


def night_of(now: datetime, at: time) -> date | None:
    """Return the day on which the present night began; none by day."""
    today = now.astimezone(TIME_ZONE).date()
    for day in (today, today - timedelta(days=1)):
        begun = datetime.combine(day, at, TIME_ZONE).astimezone(UTC)  # clocks may change
        if begun <= now < begun + WINDOW:
            return day
    return None


def _is_due(session: Session, run: RunRow) -> bool:
    """Tell whether a run would find something new, and nothing would end it half-way."""
    return (
        session.get(RunRow, run.id) is None
        and not is_deleting(session, run.district_id)
        and _changed(session, run.district_id)
    )


def _changed(session: Session, district: str) -> bool:
    """Tell whether a run would work on other statements or decisions than the last one."""
    last = latest_run(session, district)
    if last is None:
        return count_waiting(session, district, None) > 0
    return (
        count_waiting(session, district, last.id) > 0
        or count_gone(session, last) > 0
        or _decided_since(session, last)
    )


def _decided_since(session: Session, last: RunRow) -> bool:
    """Tell whether people decided something that it did not obey, or took something back."""
    standing = decisions(session, last.district_id)
    if any(row.number > last.decided and row.kind != FIELD for row in standing):
        return True
    obeyed = [UUID(outcome["decision"]) for outcome in last.outcomes]
    withdrawn = select(DecisionRow.id).where(
        col(DecisionRow.id).in_(obeyed), col(DecisionRow.withdrawn_at).is_not(None)
    )
    return session.exec(withdrawn).first() is not None


def _queue(database: Database, run: RunRow, actor: str, enqueue: Enqueue) -> int:
    with (
        suppress(NothingToRunError, RunInProgressError),
        database.writing(run.district_id) as session,
    ):
        if not _is_due(session, run):  # another worker was faster
            return 0
        add_run(session, run, actor=actor, enqueue=enqueue)
        session.commit()
        return 1
    return 0
