"""The proof of a deletion: write the database anew, then seek what was removed.

It needs the texts, which are nowhere any more but in the memory of whoever removed them. So it
follows at once, in the same process, and what it stores are numbers.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlmodel import col, select

from service.errors import DatabaseError, SearchFailedError
from service.store.access_tables import ReceiptRow
from service.usecases.audit import Action, record
from service.usecases.copies_left import copies_left
from service.usecases.forgetting import TABLES
from service.usecases.receipts import State, scope_of
from service.usecases.traces_left import Found, Reach, seek

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.forgetting import Removed

_log = structlog.get_logger("themenradar.deletions")
AT_ONCE: Final = (0.5,)
"""Seconds before each further attempt where somebody waits for the answer."""
PATIENTLY: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""The same where nobody does."""
_LOST: Final = timedelta(minutes=30)  # so long no search lasts


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One attempt: whether all was written anew unhindered, and what was found then."""

    rewritten: bool
    found: Found

    @property
    def clean(self) -> bool:
        return self.rewritten and self.found.nothing


def prove(
    database: Database,
    receipt_id: UUID,
    removed: Removed,
    *,
    reach: Reach,
    pauses: Sequence[float],
) -> State:
    """Erase and search until nothing is found, and note the result in the receipt.

    Args:
        database: The database.
        receipt_id: The deletion.
        removed: What it removed.
        reach: What lies beside the database.
        pauses: Seconds before each further attempt.

    Raises:
        DatabaseError: The database cannot be reached to note it.
        StorageError: It cannot store it.
    """
    begun = time.monotonic()
    attempts = [_attempt(database, removed, reach)]
    for pause in pauses:
        if attempts[-1].clean:
            break
        time.sleep(pause)
        attempts.append(_attempt(database, removed, reach))
    last = attempts[-1]
    proof = {
        **asdict(last.found),
        "rewritten": last.rewritten,
        "attempts": len(attempts),
        "seconds": round(time.monotonic() - begun, 2),
    }
    state = _note(database, receipt_id, proof, removed, reach, clean=last.clean)
    _log.info("deletion searched", deletion=str(receipt_id), state=state, attempts=len(attempts))
    return state


def rewrite_unproven(database: Database, *, now: datetime) -> int:
    """Erase once more where a search found something, or never ended; return their number.

    Nobody knows the texts any more, so none is sought. But what is written anew, unhindered,
    holds nothing that is not in its rows.
    """
    with database.reading() as session:
        before = {row.id for row in _unproven(session, now)}
    if not before or not database.erase(*TABLES):
        return 0
    with database.writing() as session:
        rows = [row for row in _unproven(session, now) if row.id in before]
        for row in rows:
            row.scan = {**row.scan, "rewritten": True} if row.scan else {}
            end(session, row, State.REWRITTEN, now=now)
        session.commit()
    return len(rows)


def end(session: Session, row: ReceiptRow, state: State, *, now: datetime) -> None:
    """End a deletion in the caller's unit of work."""
    row.state, row.finished_at = state, now
    record(
        session,
        actor=row.actor,
        action=Action.DELETION_FINISHED,
        object_id=row.id,
        district=row.district_id,
        now=now,
    )


def _attempt(database: Database, removed: Removed, reach: Reach) -> _Attempt:
    rewritten = database.erase(*TABLES)
    try:
        return _Attempt(rewritten, seek(database, removed, reach=reach))
    except (DatabaseError, SearchFailedError) as error:
        _log.warning("search failed", code=error.code)
        return _Attempt(rewritten, Found())


def _note(
    database: Database,
    receipt_id: UUID,
    proof: dict[str, Any],
    removed: Removed,
    reach: Reach,
    *,
    clean: bool,
) -> State:
    """Note in the receipt what was found, and how far the proof goes."""
    now = datetime.now(UTC)
    with database.writing() as session:
        row = session.get_one(ReceiptRow, receipt_id)
        if row.state != State.REMOVED:  # by a worker that was taken for dead
            return State(row.state)
        unknown = row.removed.get("statements", 0) - removed.counts["statements"]
        row.scan = proof | {
            "at": now.isoformat(),
            "unknown": unknown,
            "backups_known": reach.backups is not None,
            "backups": _backups(row, reach, until=now),
        }
        if not clean:
            row.state = state = State.UNPROVEN
        else:
            state = State.REWRITTEN if unknown else State.DONE
            end(session, row, state, now=now)
        session.commit()
    return state


def _backups(row: ReceiptRow, reach: Reach, *, until: datetime) -> list[dict[str, str]]:
    since = scope_of(row).since
    if reach.backups is None or since is None:
        return []
    found = copies_left(reach.backups, since=since, until=until, days=reach.days)
    return [
        {"name": one.name, "made_at": one.made_at.isoformat(), "until": one.until.isoformat()}
        for one in found
    ]


def _unproven(session: Session, now: datetime) -> Sequence[ReceiptRow]:
    """Return the deletions whose proof failed, or whose process ended before it."""
    lost = (col(ReceiptRow.state) == State.REMOVED) & (col(ReceiptRow.finished_at) < now - _LOST)
    query = select(ReceiptRow).where((col(ReceiptRow.state) == State.UNPROVEN) | lost)
    return session.exec(query).all()
