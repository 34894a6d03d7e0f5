"""The job of a deletion: batch after batch, then the proof.

What was removed is kept in the memory of the worker until the proof, and nowhere else. A
worker that dies takes it along; then the receipt says what could not be sought any more.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from dbos import DBOS
from sqlalchemy.exc import DBAPIError

from service.errors import DatabaseError, DeletionCrashedError, StorageError
from service.jobs.patience import patient_step
from service.jobs.queue import DELETION, READABLE
from service.usecases import deletion
from service.usecases.forgetting import TABLES, Removed
from service.usecases.proof import PATIENTLY, prove

if TYPE_CHECKING:
    from service.store.sessions import Database
    from service.usecases.traces_left import Reach

_MORE: Final = "more"
_PAUSE_SECONDS: Final = 15.0
_log = structlog.get_logger("themenradar.jobs")


def register(database: Database, reach: Reach) -> None:
    """Teach DBOS the workflow of a deletion; its argument is the receipt's id."""
    held: defaultdict[str, Removed] = defaultdict(Removed)

    @patient_step("remove")
    def remove(receipt_id: str) -> str:
        removed, code = _remove(database, UUID(receipt_id))
        if removed is None:
            return code
        held[receipt_id].add(removed)
        return _MORE

    @patient_step("prove")
    def prove_removed(receipt_id: str) -> None:
        prove(database, UUID(receipt_id), held[receipt_id], reach=reach, pauses=PATIENTLY)

    @patient_step("fail_deletion")
    def fail(receipt_id: str, code: str) -> None:
        deletion.fail(database, UUID(receipt_id), code, now=datetime.now(UTC))

    @patient_step("rewrite")
    def rewrite() -> bool:
        return database.erase(*TABLES)

    @DBOS.workflow(name=DELETION, serialization_type=READABLE)
    def delete_notes(receipt_id: str) -> str:
        try:
            while (code := remove(receipt_id)) == _MORE:
                pass
            if not code:
                prove_removed(receipt_id)
                return code
            fail(receipt_id, code)
            while not rewrite():  # what it removed before leaves no trace either
                DBOS.sleep(_PAUSE_SECONDS)
            return code
        finally:
            held.pop(receipt_id, None)


def _remove(database: Database, receipt_id: UUID) -> tuple[Removed | None, str]:
    """Remove the next notes; return what that was, or none and why it goes no further.

    Raises:
        DatabaseError, StorageError, DBAPIError: The database cannot work; that may pass.
    """
    try:
        return deletion.remove_next(database, receipt_id, now=datetime.now(UTC)), ""
    except (DBAPIError, DatabaseError, StorageError):
        raise
    except Exception:  # noqa: BLE001 # whatever it is, the job must not hang
        _log.exception("step crashed")
        return None, DeletionCrashedError.code
