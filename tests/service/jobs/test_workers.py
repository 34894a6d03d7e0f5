"""Several workers on one PostgreSQL: they share the runs, and none is lost with one of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from service.jobs.queue import Queue
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    District,
    MunicipalityRow,
    RunState,
    StatementRow,
)
from service.usecases.runs import get_run, start_run
from tests.service.helpers import ACTOR, start_worker
from tests.service.jobs.tiny import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import RunView
    from tests.service.helpers import Worker

    Workers = tuple[Worker, Worker]

KREISE = ("05754", "05758", "05762", "05766", "05770", "05774")
STATEMENTS = 40


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
def runs(settings: Settings, database: Database, fill: Callable[..., None]) -> dict[str, RunView]:
    """One run that waits in each of several Kreise, by Kreis."""
    with database.writing() as session:
        for kreis in KREISE[1:]:
            session.add(District(id=kreis, name=f"Kreis {kreis}"))
            session.flush()
            session.add(MunicipalityRow(ags=f"{kreis}004", district_id=kreis, name="Stadt"))
        session.commit()
    queue = Queue(settings)
    found = {}
    for kreis in KREISE:
        fill(STATEMENTS, kreis, "05754028" if kreis == KREISE[0] else f"{kreis}004")
        found[kreis] = start_run(
            database, district=kreis, seed=0, enqueue=queue.enqueue, actor=ACTOR
        )
    queue.close()
    return found


@pytest.fixture
def workers(settings: Settings, runs: object, tmp_path: Path) -> Iterator[Workers]:
    del runs  # they wait already
    first, second = (
        start_worker(
            settings.model_copy(update={"worker_id": name}), tmp_path / f"{name}.log", PROGRAM
        )
        for name in ("worker-1", "worker-2")
    )
    yield first, second
    first.stop()
    second.stop()


def begun(database: Database) -> list[str]:
    """Return who works on a run at this moment."""
    query = text("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
    with database.engine.connect() as connection:
        return sorted(connection.execute(query).scalars())


def wait_for(reached: Callable[[], bool], *workers: Worker, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        for worker in workers:
            worker.assert_alive()
        assert time.monotonic() < deadline, workers[0].log.read_text()
        time.sleep(0.05)


def all_done(database: Database, runs: dict[str, RunView]) -> bool:
    return all(get_run(database, run.id, district=kreis).finished for kreis, run in runs.items())


def count(database: Database, table: type, kreis: str) -> int:
    query = select(func.count()).select_from(table).where(table.district_id == kreis)
    with database.reading() as session:
        return session.exec(query).one()


def assert_whole(database: Database, runs: dict[str, RunView]) -> None:
    """Every run is done, once, and has its own Kreis's statements only."""
    for kreis, run in runs.items():
        done = get_run(database, run.id, district=kreis)
        assert (done.state, done.error_code) == (RunState.DONE, None)
        assert count(database, AssignmentRow, kreis) == done.statements == STATEMENTS
        assert count(database, CandidateThemeRow, kreis) == done.themes
        assert count(database, StatementRow, kreis) == STATEMENTS


def test_two_workers_share_the_runs_and_killing_one_loses_nothing(
    database: Database, runs: dict[str, RunView], workers: Workers
) -> None:
    first, second = workers
    wait_for(lambda: begun(database) == ["worker-1", "worker-2"], first, second)
    time.sleep(1.5)  # each has looked for jobs of workers that are gone, and found none
    assert "jobs taken over" not in first.log.read_text() + second.log.read_text()
    wait_for(lambda: begun(database) == ["worker-1", "worker-2"], first, second)
    second.kill()
    assert "worker-2" in begun(database), "it died in mid-run"
    wait_for(lambda: all_done(database, runs), first)
    assert_whole(database, runs)
    assert begun(database) == []
    assert "jobs taken over" in first.log.read_text()
    assert "Traceback" not in first.log.read_text()
    assert first.stop() == 0
