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

from service.errors import DeletionCrashedError, StorageError
from service.jobs.queue import DELETION, READABLE
from service.usecases import deletion
from service.usecases.forgetting import Removed
from service.usecases.proof import PATIENTLY, prove

if TYPE_CHECKING:
    from service.store.sessions import Database
    from service.usecases.traces_left import Reach

_MORE: Final = "more"
_RETRY_SECONDS, _RETRIES = 5.0, 10_000  # half a day: the disk may be full
_log = structlog.get_logger("themenradar.jobs")


def register(database: Database, reach: Reach) -> None:
    """Teach DBOS the workflow of a deletion; its argument is the receipt's id."""
    held: defaultdict[str, Removed] = defaultdict(Removed)

    @DBOS.step(name="remove")
    def remove(receipt_id: str) -> str:
        try:
            removed = deletion.remove_next(database, UUID(receipt_id), now=datetime.now(UTC))
        except StorageError as error:
            return error.code
        except Exception:  # noqa: BLE001 # whatever it is, the job must not hang
            _log.exception("step crashed")
            return DeletionCrashedError.code
        if removed is None:
            return ""
        held[receipt_id].add(removed)
        return _MORE

    @DBOS.step(
        name="prove",
        retries_allowed=True,
        interval_seconds=_RETRY_SECONDS,
        backoff_rate=1.0,
        max_attempts=_RETRIES,
    )
    def prove_removed(receipt_id: str) -> None:
        prove(database, UUID(receipt_id), held[receipt_id], reach=reach, pauses=PATIENTLY)

    @DBOS.step(
        name="fail_deletion",
        retries_allowed=True,
        interval_seconds=_RETRY_SECONDS,
        backoff_rate=1.0,
        max_attempts=_RETRIES,
    )
    def fail(receipt_id: str, code: str) -> None:
        deletion.fail(database, UUID(receipt_id), code, now=datetime.now(UTC))

    @DBOS.workflow(name=DELETION, serialization_type=READABLE)
    def delete_notes(receipt_id: str) -> str:
        try:
            while (code := remove(receipt_id)) == _MORE:
                pass
            if code:
                fail(receipt_id, code)
            else:
                prove_removed(receipt_id)
            return code
        finally:
            held.pop(receipt_id, None)
