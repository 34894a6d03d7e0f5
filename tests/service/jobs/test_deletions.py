"""Deletions by a real worker: done to the end, also when it is killed in the midst of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from service.jobs.queue import Queue
from service.search.pieces import pieces
from service.store.access_tables import ReceiptRow
from service.store.traces import Where, look
from service.usecases.deletion import Order, order
from service.usecases.deletion_scope import preview
from service.usecases.notes import list_notes
from service.usecases.receipts import State, get_receipt, stored_scope
from tests.service.helpers import ACTOR, start_worker
from tests.service.jobs.tiny import PROGRAM
from tests.service.usecases.test_deletion import MARKED, municipality, notes
from tests.service.usecases.test_execution import DISTRICT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.receipts import ReceiptView
    from tests.service.helpers import Worker

pytestmark = pytest.mark.both_databases

__all__ = ["notes"]  # a fixture

# one note a batch, and time enough between two to be killed there
_SLOW = f"""
import time
from service.usecases import deletion
deletion._BATCH, remove = 1, deletion.remove_next
def slow(*args, **options):
    removed = remove(*args, **options)
    time.sleep(1)
    return removed
deletion.remove_next = slow
{PROGRAM}
"""


@pytest.fixture
def receipt(database: Database, settings: Settings, notes: list[UUID]) -> Iterator[UUID]:
    """An order to delete three of four notes, in the queue."""
    assert len(notes) == 4
    queue = Queue(settings)
    now = datetime.now(UTC)
    shown = preview(database, municipality(), district=DISTRICT, now=now)
    wanted = Order(scope=municipality(), confirmation=shown.confirmation)
    yield order(
        database,
        wanted,
        district=DISTRICT,
        actor=ACTOR,
        now=now,
        enqueue=queue.enqueue_deletion,
    )
    queue.close()


@pytest.fixture
def start(settings: Settings, tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    started: list[Worker] = []

    def begin(program: str) -> Worker:
        started.append(start_worker(settings, tmp_path / "worker.log", program))
        return started[-1]

    yield begin
    for worker in started:
        worker.stop()


def wait_for(
    database: Database, receipt: UUID, reached: Callable[[ReceiptView], bool], worker: Worker
) -> ReceiptView:
    deadline = time.monotonic() + 180
    while not reached(found := get_receipt(database, receipt, district=DISTRICT)):
        worker.assert_alive()
        assert time.monotonic() < deadline, worker.log.read_text()
        time.sleep(0.05)
    return found


def ended(found: ReceiptView) -> bool:
    return not found.unfinished


def traces(database: Database) -> int:
    """Search in a process of its own: to close a file of SQLite here would break its locks."""
    places = look(database, pieces(MARKED[2:].encode()))
    return sum(len(place.found) for place in places if place.where != Where.SERVER_LOG)


def lose(database: Database) -> UUID:
    """Store a deletion that has no job, as a disk that was full may leave it."""
    lost = ReceiptRow(
        district_id=DISTRICT,
        state=State.ORDERED,
        scope=stored_scope(municipality()),
        actor=ACTOR,
        ordered_at=datetime.now(UTC),
    )
    with database.writing() as session:
        session.add(lost)
        session.commit()
    return lost.id


def test_a_worker_deletes_and_proves_and_ends_what_has_no_job(
    database: Database, receipt: UUID, start: Callable[[str], Worker]
) -> None:
    assert traces(database) > 0
    lost = lose(database)
    worker = start(PROGRAM)
    found = wait_for(database, lost, ended, worker)
    assert (found.state, found.error_code) == (State.FAILED, "deletion_crashed")
    found = wait_for(database, receipt, ended, worker)
    assert found.state is State.DONE
    assert found.removed["notes"] == 3
    assert found.proof
    assert (found.proof.unknown, found.proof.texts) == (0, 5)
    assert traces(database) == 0


def test_a_worker_killed_half_way_is_gone_on_with(
    database: Database, receipt: UUID, start: Callable[[str], Worker]
) -> None:
    def begun(found: ReceiptView) -> bool:
        return found.removed.get("notes", 0) > 0

    worker = start(_SLOW)
    wait_for(database, receipt, begun, worker)
    worker.kill()
    found = wait_for(database, receipt, ended, start(PROGRAM))
    assert found.state is State.REWRITTEN
    assert found.removed["notes"] == 3
    assert found.removed["statements"] == 13
    assert found.proof
    assert found.proof.unknown > 0
    assert list_notes(database, district=DISTRICT).total == 1
    assert traces(database) == 0
