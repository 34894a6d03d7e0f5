"""Runs of workers that are gone: those that are there take them over.

A worker that starts takes up what a worker of its name left behind. Where several work on one
database, nobody need wait for that: a name that nobody holds belongs to nobody alive.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS

from service.errors import DatabaseError, RestoringError, WorkerRunningError
from service.jobs.lock import sole_worker

if TYPE_CHECKING:
    from service.settings import Settings

_log = structlog.get_logger("themenradar.jobs")


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
