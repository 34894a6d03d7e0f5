"""What a worker does every few seconds beside its jobs: whatever is due.

All of it is found by looking and may be done by several workers, or again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError

from service.errors import DatabaseError, StorageError
from service.jobs.takeover import close_orphans, resume_lost, take_over
from service.usecases.arrivals import place_arrivals
from service.usecases.drafts import expire
from service.usecases.lapsed import forget_lapsed
from service.usecases.nights import queue_nightly
from service.usecases.proof import rewrite_unproven
from service.usecases.retention import queue_overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.themes.embedding import Encoder
    from service.jobs.queue import Queue
    from service.settings import Settings
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.jobs")


@dataclass
class Sweep:
    """Does what is due, whenever it is called; what the database hinders, the next time.

    Args:
        settings: Those of the worker.
        database: The database.
        encoders: The models.
        queue: Takes the runs and deletions of a night.
    """

    settings: Settings
    database: Database
    encoders: Sequence[Encoder]
    queue: Queue
    _idle: set[str] = field(default_factory=set)

    def __call__(self) -> None:
        """Do all duties; one that fails leaves the others to be done."""
        for duty in (
            self._take_over,
            self._end_jobs,
            self._expire,
            self._delete_overdue,
            self._rewrite_unproven,
            self._queue_nightly,
            self._place,
        ):
            try:
                duty()
            except (DBAPIError, DatabaseError, StorageError) as error:
                _log.warning("sweep failed", duty=duty.__name__, exc_info=error)

    def _take_over(self) -> None:
        take_over(self.settings)

    def _end_jobs(self) -> None:
        self._idle = resume_lost(self.settings, idle=self._idle)
        close_orphans(self.database)

    def _expire(self) -> None:
        expire(self.database, now=datetime.now(UTC))
        forget_lapsed(self.database, now=datetime.now(UTC))

    def _delete_overdue(self) -> None:
        queue_overdue(
            self.database,
            now=datetime.now(UTC),
            months=self.settings.retention_months,
            at=self.settings.nightly,
            actor=f"worker:{self.settings.worker_id}",
            enqueue=self.queue.enqueue_deletion,
        )

    def _rewrite_unproven(self) -> None:
        rewrite_unproven(self.database, now=datetime.now(UTC))

    def _queue_nightly(self) -> None:
        queue_nightly(
            self.database,
            now=datetime.now(UTC),
            at=self.settings.nightly,
            actor=f"worker:{self.settings.worker_id}",
            seed=self.settings.seed,
            enqueue=self.queue.enqueue_nightly,
        )

    def _place(self) -> None:
        place_arrivals(self.database, encoders=self.encoders)
