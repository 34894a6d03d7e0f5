"""The worker as a real process with the real model on a real database."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text
from sqlmodel import func, select

from service.errors import RunInProgressError, WorkerRunningError
from service.jobs.lock import sole_worker
from service.jobs.queue import Queue
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DraftRow,
    RunRow,
    RunState,
    Stage,
    VectorRow,
)
from service.usecases.runs import cancel_run, get_run, start_run
from service.usecases.themes import map_of_run
from tests.service.helpers import ACTOR
from tests.service.jobs.tiny import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import RunView
    from tests.service.helpers import Worker

pytestmark = pytest.mark.both_databases

DISTRICT = "05754"
STATEMENTS = 120


@pytest.fixture
def queue(settings: Settings, database: Database) -> Iterator[Queue]:
    del database  # it must be up to date first
    queue = Queue(settings)
    yield queue
    queue.close()


@pytest.fixture
def run(database: Database, queue: Queue, fill: Callable[[int], None]) -> RunView:
    fill(STATEMENTS)
    return start_run(database, district=DISTRICT, seed=0, enqueue=queue.enqueue, actor=ACTOR)


def wait_until(
    database: Database, run: RunView, reached: Callable[[RunView], bool], worker: Worker
) -> RunView:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        worker.assert_alive()
        found = get_run(database, run.id, district=DISTRICT)
        if reached(found):
            return found
        time.sleep(0.02)
    pytest.fail("the run did not get there in time")


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_run_is_stored_together_with_its_job(
    database: Database, queue: Queue, fill: Callable[[int], None]
) -> None:
    fill(3)
    run = start_run(database, district=DISTRICT, seed=7, enqueue=queue.enqueue, actor=ACTOR)
    assert (run.state, run.seed, run.statements) == (RunState.QUEUED, 7, 3)
    with pytest.raises(RunInProgressError):
        start_run(database, district=DISTRICT, seed=7, enqueue=queue.enqueue, actor=ACTOR)
    rows = dbos_rows(database)["workflow_status"]
    assert [row["workflow_uuid"] for row in rows] == [str(run.id)]


def test_a_run_whose_job_cannot_be_stored_is_not_stored(
    database: Database, fill: Callable[[int], None]
) -> None:
    fill(3)

    def broken(*_: object) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 # its type is what is raised above
        start_run(database, district=DISTRICT, seed=0, enqueue=broken, actor=ACTOR)
    assert count(database, RunRow) == 0


@pytest.mark.model
@pytest.mark.sqlite
@pytest.mark.parametrize("stage", [Stage.EMBED, Stage.CLUSTER])
def test_a_worker_killed_in_mid_run_is_resumed_exactly_once(
    database: Database,
    run: RunView,
    worker: Callable[[], Worker],
    stage: Stage,
) -> None:
    first = worker()
    reached = wait_until(
        database,
        run,
        lambda now: now.state is RunState.RUNNING and now.stage is stage and now.share > 0,
        first,
    )
    assert not reached.finished
    first.kill()
    assert get_run(database, run.id, district=DISTRICT).state is RunState.RUNNING

    second = worker()
    done = wait_until(database, run, lambda now: now.finished, second)
    assert (done.state, done.error_code) == (RunState.DONE, None)
    assert done.statements == STATEMENTS == count(database, AssignmentRow)
    assert done.themes == count(database, CandidateThemeRow) > 0
    assert count(database, VectorRow) == STATEMENTS * len(done.encoders)
    shown = map_of_run(database, run.id, district=DISTRICT)
    assert sum(theme.size for theme in shown.themes) == done.bundled
    assert all(theme.of == 13 for theme in shown.themes)
    assert_no_text_in_dbos(database, shown.statements[0].text)
    assert second.stop() == 0


@pytest.mark.model
@pytest.mark.sqlite
def test_a_worker_goes_on_with_the_next_run_when_one_is_cancelled(
    database: Database,
    queue: Queue,
    run: RunView,
    worker: Callable[[], Worker],
) -> None:
    at_work = worker()
    wait_until(database, run, lambda now: now.state is RunState.RUNNING, at_work)
    cancel_run(database, run.id, district=DISTRICT, dequeue=queue.cancel, actor=ACTOR)
    following = start_run(database, district=DISTRICT, seed=0, enqueue=queue.enqueue, actor=ACTOR)
    done = wait_until(database, following, lambda now: now.finished, at_work)
    assert done.state is RunState.DONE
    assert get_run(database, run.id, district=DISTRICT).state is RunState.CANCELLED
    assert count(database, AssignmentRow) == STATEMENTS
    states = {
        row["workflow_uuid"]: row["status"] for row in dbos_rows(database)["workflow_status"]
    }
    assert states[str(run.id)] == "CANCELLED"
    assert at_work.stop() == 0
    assert "Traceback" not in at_work.log.read_text()


def test_a_second_worker_of_the_same_name_does_not_start(
    settings: Settings, database: Database
) -> None:
    del database
    with sole_worker(settings), pytest.raises(WorkerRunningError), sole_worker(settings):
        pass
    with sole_worker(settings):
        pass


def dbos_rows(database: Database) -> dict[str, list[dict[str, object]]]:
    """Return what the tables that are not ours hold, by table."""
    own = set(RunRow.metadata.tables) | {"alembic_version"}
    schema = "dbos" if database.engine.dialect.name == "postgresql" else None
    names = set(inspect(database.engine).get_table_names(schema=schema)) - own
    prefix = f"{schema}." if schema else ""
    with database.engine.connect() as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(text(f"SELECT * FROM {prefix}{name}")).mappings()  # noqa: S608 # names from the database itself
            ]
            for name in names
        }


def assert_no_text_in_dbos(database: Database, statement: str) -> None:
    rows = dbos_rows(database)
    assert rows["operation_outputs"]
    for table in rows.values():
        for row in table:
            for value in row.values():
                raw = str(value)
                assert statement not in raw
                assert statement[:20] not in _unpacked(raw)
    kept = json.dumps(rows["workflow_status"] + rows["operation_outputs"], default=str)
    assert len(kept) < 10_000


def _unpacked(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


@pytest.mark.sqlite
def test_a_worker_removes_drafts_whose_time_is_over(
    database: Database, worker: Callable[..., Worker]
) -> None:
    with database.writing() as session:
        for hours in (-1, 1):
            moment = datetime.now(UTC) + timedelta(hours=hours)
            session.add(
                DraftRow(district_id=DISTRICT, created_at=moment, expires_at=moment, data=b"x")
            )
        session.commit()
    process = worker(PROGRAM)
    deadline = time.monotonic() + 120
    while count(database, DraftRow) > 1 and time.monotonic() < deadline:
        process.assert_alive()
        time.sleep(0.1)
    assert count(database, DraftRow) == 1
    assert process.stop() == 0
