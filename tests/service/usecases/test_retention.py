"""Notes whose time is over are ordered to be deleted by themselves, at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from service.errors import NoRetentionError
from service.usecases.deletion import remove_next
from service.usecases.nights import queue_nightly
from service.usecases.notes import list_notes
from service.usecases.receipts import ScopeKind, list_receipts
from service.usecases.retention import months_before, queue_overdue, scope
from tests.service.helpers import ACTOR
from tests.service.usecases.test_deletion import upload
from tests.service.usecases.test_execution import DISTRICT

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 2, tzinfo=UTC)  # three o'clock in Germany


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 36, date(2023, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_without_a_period_nothing_is_overdue() -> None:
    with pytest.raises(NoRetentionError):
        scope(ScopeKind.RETENTION, months=None, now=DAY)


@pytest.fixture
def queued(database: Database) -> list[UUID]:
    """An old note and a new one; what is queued."""
    upload(database, "Borgholzhausen", "14.05.2024")
    upload(database, "Steinhagen", "14.05.2026")
    return []


def look(
    database: Database, queued: list[UUID], now: datetime, months: int | None, at: time | None
) -> list[UUID]:
    def enqueue(_session: Session, receipt: UUID) -> None:
        queued.append(receipt)

    return queue_overdue(
        database, now=now, months=months, at=at, actor="worker:worker-1", enqueue=enqueue
    )


def test_what_is_overdue_is_queued_at_night_and_once(
    database: Database, queued: list[UUID]
) -> None:
    assert look(database, queued, DAY, 12, time(2)) == []
    assert look(database, queued, NIGHT, None, time(2)) == []
    assert look(database, queued, NIGHT, 120, time(2)) == []
    (receipt,) = look(database, queued, NIGHT, 12, None)
    assert queued == [receipt]
    assert look(database, queued, NIGHT, 12, time(2)) == []
    (found,) = list_receipts(database, district=DISTRICT).items
    assert (found.scope.kind, found.scope.before) == (ScopeKind.RETENTION, date(2025, 11, 23))
    assert found.actor.key == "worker:worker-1"


def test_no_run_begins_that_the_deletion_would_end(database: Database, queued: list[UUID]) -> None:
    def nightly() -> int:
        return queue_nightly(
            database,
            now=NIGHT,
            at=time(2),
            actor=ACTOR,
            seed=0,
            enqueue=lambda *_: None,
        )

    (receipt,) = look(database, queued, NIGHT, 12, time(2))
    assert nightly() == 0
    while remove_next(database, receipt, now=NIGHT):
        pass
    assert list_notes(database, district=DISTRICT).total == 1
    assert nightly() == 1
