"""The queue in front of the workers: DBOS, on the application's own database.

DBOS keeps arguments and results in its tables, so a job is known by the id of its run and
nothing else. Nothing here leaves the machine: no conductor, no telemetry.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dbos import DBOS, DBOSClient, DBOSConfig, WorkflowSerializationFormat

from service.store import migrations
from service.store.sessions import Database
from service.usecases.audit import SERVICE
from service.usecases.districts import ensure_district

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel import Session

    from service.settings import Settings

APPLICATION = "themenradar"
APPLICATION_VERSION = "1"  # raised when a worker of before could not finish a job of after
_CONNECTIONS = 5  # one job at a time needs no more; a server has a hundred for everybody
QUEUE = "runs"
WORKFLOW = "run_themes"
DELETIONS = "deletions"
DELETION = "delete_notes"
_ASKED_FOR, _NIGHTLY = 1, 2  # the lower goes first, and within it what waits longest
READABLE = WorkflowSerializationFormat.PORTABLE  # JSON: open to inspection, unlike pickle


class Queue:
    """Hands runs and deletions over to the workers; the web process holds one."""

    def __init__(self, settings: Settings) -> None:
        self._client = DBOSClient(
            system_database_url=settings.database, application_name=APPLICATION, lazy=True
        )

    def enqueue(self, session: Session, run_id: UUID) -> None:
        """Queue a run inside the caller's transaction; its id is the job's id, too."""
        self._enqueue(session, run_id, WORKFLOW, QUEUE, _ASKED_FOR)

    def enqueue_nightly(self, session: Session, run_id: UUID) -> None:
        """Queue a run in the same way, behind all that people asked for."""
        self._enqueue(session, run_id, WORKFLOW, QUEUE, _NIGHTLY)

    def enqueue_deletion(self, session: Session, receipt_id: UUID) -> None:
        """Queue a deletion inside the caller's transaction, by the id of its receipt."""
        self._enqueue(session, receipt_id, DELETION, DELETIONS, _ASKED_FOR)

    def _enqueue(
        self, session: Session, job_id: UUID, workflow: str, queue: str, priority: int
    ) -> None:
        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": workflow,
                "queue_name": queue,
                "workflow_id": str(job_id),
                "app_version": APPLICATION_VERSION,
                "priority": priority,
                "serialization_type": READABLE,
            },
            str(job_id),
        )

    def cancel(self, run_id: UUID) -> None:
        """Take a run from the queue; the worker that does it goes no further step."""
        self._client.cancel_workflow(str(run_id))

    def close(self) -> None:
        """Give the connections back."""
        self._client.destroy()


def config(settings: Settings) -> DBOSConfig:
    """Return the configuration of DBOS in a worker."""
    return DBOSConfig(
        name=APPLICATION,
        system_database_url=settings.database,
        application_version=APPLICATION_VERSION,
        executor_id=settings.worker_id,
        sys_db_pool_size=_CONNECTIONS,
        enable_otlp=False,
        log_level="WARNING",
    )


def upgrade(settings: Settings) -> None:
    """Bring the whole database up to date: our tables, those of the queue, the Kreis.

    Whatever starts a program calls it first; two may do so at once.

    Raises:
        DatabaseError: The database cannot be opened.
        DistrictError: No municipalities are known for the Kreis of the settings.
        SettingError: The register that is set cannot be read.
    """
    migrations.upgrade(settings)
    DBOS.migrate(settings.database)
    database = Database(settings.database)
    try:
        ensure_district(database, settings, actor=SERVICE, now=datetime.now(UTC))
    finally:
        database.close()
