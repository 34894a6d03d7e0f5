"""Jobs that nobody does any more: every job ends, whatever happened to who had begun it.

A worker that starts takes up what a worker of its name left behind. Where several work on one
database, nobody need wait for that: a name that nobody holds belongs to nobody alive. A worker
that lives can lose a job, too, where the queue could not note on a full disk how it went on.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS
from dbos._dbos import _get_dbos_instance

from service.errors import (
    DatabaseError,
    DeletionCrashedError,
    RestoringError,
    RunCrashedError,
    WorkerRunningError,
)
from service.jobs.lock import sole_worker
from service.usecases import deletion
from service.usecases.execution import fail
from service.usecases.receipts import unfinished_deletions
from service.usecases.runs import unfinished_runs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from service.settings import Settings
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.jobs")
_OPEN = ["PENDING", "ENQUEUED", "DELAYED"]  # what DBOS calls jobs that have not ended


def take_over(settings: Settings) -> int:
    """Queue again what workers had begun that are gone; return the number of jobs."""
    begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    names = {job.executor_id for job in begun if job.executor_id} - {settings.worker_id}
    return sum(_queue_again(settings, name) for name in sorted(names))


def _queue_again(settings: Settings, name: str) -> int:
    """Queue the jobs of a worker again, unless it is alive: then its name is taken."""
    with (
        suppress(WorkerRunningError, RestoringError, DatabaseError),  # the last two: later
        sole_worker(settings.model_copy(update={"worker_id": name})),
    ):
        jobs = DBOS._recover_pending_workflows([name])  # noqa: SLF001 # there is no public way
        _log.warning("jobs taken over", worker=name, jobs=len(jobs))
        return len(jobs)
    return 0


def resume_lost(settings: Settings, *, idle: Collection[str]) -> set[str]:
    """Queue again those of this worker's jobs that it does not do, seen twice in a row.

    Once is not enough: a job that begins or ends is in the table a moment before or after
    it is worked on. A job that is queued again by mistake is not done twice: who loses it
    can store nothing more.

    Args:
        settings: Those of the worker.
        idle: What the call before returned.

    Returns:
        The ids of the jobs that were seen for the first time.
    """
    begun = DBOS.list_workflows(
        status="PENDING", executor_id=settings.worker_id, load_input=False, load_output=False
    )
    at_work = _get_dbos_instance()._active_workflows_set.activeList()  # noqa: SLF001 # no public way
    queues = {job.workflow_id: job.queue_name for job in begun if job.workflow_id not in at_work}
    for job in sorted(queues.keys() & set(idle)):
        DBOS.resume_workflow(job, queue_name=queues.pop(job))
        _log.warning("job resumed", job=job)
    return set(queues)


def close_orphans(database: Database) -> int:
    """End the runs and deletions whose job has ended without them, or is not there.

    Returns:
        Their number.
    """
    runs = _orphans(unfinished_runs(database))
    for run_id in runs:
        fail(database, run_id, RunCrashedError.code)
    deletions = _orphans(unfinished_deletions(database))
    for receipt_id in deletions:
        deletion.fail(database, receipt_id, DeletionCrashedError.code, now=datetime.now(UTC))
    return len(runs) + len(deletions)


def _orphans(unfinished: Sequence[UUID]) -> list[UUID]:
    """Return those of which no job is open."""
    ids = {str(id_): id_ for id_ in unfinished}
    if not ids:
        return []
    jobs = DBOS.list_workflows(
        workflow_ids=list(ids), status=_OPEN, load_input=False, load_output=False
    )
    return [ids[orphan] for orphan in sorted(ids.keys() - {job.workflow_id for job in jobs})]
