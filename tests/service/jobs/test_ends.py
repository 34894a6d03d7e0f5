"""Every job ends: a real worker under faults, without jobs, by priority, and at night."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlmodel import select

from service.jobs.queue import Queue
from service.settings import TIME_ZONE
from service.store.tables import District, MunicipalityRow, RunRow, RunState, Stage
from service.usecases.check import check
from service.usecases.nights import queue_nightly
from service.usecases.runs import get_run, start_run
from tests.service.helpers import ACTOR, DISTRICT, start_worker
from tests.service.jobs.tiny import FLAG, FLAGGED, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import RunView
    from tests.service.helpers import Worker

    Fill = Callable[..., None]
    Start = Callable[..., Worker]

pytestmark = pytest.mark.both_databases

KREISE = (DISTRICT, "05758", "05762")
STATEMENTS = 60


@pytest.fixture
def queue(settings: Settings, database: Database) -> Iterator[Queue]:
    del database  # it must be up to date first
    queue = Queue(settings)
    yield queue
    queue.close()


@pytest.fixture
def tiny(settings: Settings, tmp_path: Path) -> Iterator[Start]:
    started: list[Worker] = []

    def start(program: str = PROGRAM, **changed: object) -> Worker:
        changed_settings = settings.model_copy(update=changed)
        log = tmp_path / f"{changed_settings.worker_id}.log"
        started.append(start_worker(changed_settings, log, program))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def wait_for(reached: Callable[[], bool], worker: Worker, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        worker.assert_alive()
        assert time.monotonic() < deadline, worker.log.read_text()
        time.sleep(0.02)


def runs(database: Database) -> list[RunRow]:
    with database.reading() as session:
        return list(session.exec(select(RunRow)))


def all_ended(database: Database) -> bool:
    return all(run.finished_at for run in runs(database))


def add_kreise(database: Database, fill: Fill, *kreise: str) -> None:
    for kreis in kreise:
        with database.writing() as session:
            session.add(District(id=kreis, name=f"Kreis {kreis}"))
            session.flush()
            session.add(MunicipalityRow(ags=f"{kreis}004", district_id=kreis, name="Stadt"))
            session.commit()
        fill(12, kreis, f"{kreis}004")


def test_what_people_ask_for_goes_before_what_the_night_queued(
    database: Database, queue: Queue, fill: Fill, tiny: Start
) -> None:
    add_kreise(database, fill, *KREISE[1:])
    night = datetime.now(UTC)
    two = night.astimezone(TIME_ZONE).time()
    queue_nightly(database, now=night, at=two, actor=ACTOR, seed=0, enqueue=queue.enqueue_nightly)
    fill(12)
    asked = start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=queue.enqueue)
    worker = tiny()
    wait_for(lambda: all_ended(database), worker)
    done = sorted(runs(database), key=lambda run: run.started_at or night)
    assert [run.state for run in done] == [RunState.DONE] * 3
    assert done[0].id == asked.id
    assert [run.nightly for run in done] == [False, True, True]
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) >= min(ours + 10, 19)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_two_workers_queue_one_run_in_a_night_and_do_it(
    settings: Settings, database: Database, fill: Fill, tiny: Start
) -> None:
    fill(12)
    now = (datetime.now(TIME_ZONE) - timedelta(minutes=1)).time().replace(second=0)
    first, _second = (tiny(nightly=now, worker_id=name) for name in ("worker-1", "worker-2"))
    wait_for(lambda: bool(runs(database)) and all_ended(database), first)
    time.sleep(2.5)  # both look again, twice
    (run,) = runs(database)
    assert (run.nightly, run.state) == (True, RunState.DONE)
    assert settings.nightly is None, "no other test has a night"


@pytest.mark.sqlite
def test_a_run_whose_job_is_gone_is_ended(
    database: Database, queue: Queue, fill: Fill, tiny: Start
) -> None:
    fill(12)
    run = start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=queue.enqueue)
    queue.cancel(run.id)  # without its run
    assert not check(database).sound
    wait_for(lambda: all_ended(database), tiny())
    failed = get_run(database, run.id, district=DISTRICT)
    assert (failed.state, failed.error_code) == (RunState.FAILED, "run_crashed")
    assert check(database).sound


@pytest.fixture
def flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    flag = tmp_path / "read-only"
    monkeypatch.setenv(FLAG, str(flag))
    return flag


def forbid_writing(database: Database, flag: Path) -> None:
    """Let nothing be stored, neither by the worker nor by its queue."""
    if database.engine.dialect.name == "sqlite":
        flag.touch()
        return
    name = database.engine.url.database
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        connection.execute(
            text(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()"""
            )
        )
    database.engine.dispose()


def allow_writing(database: Database, flag: Path) -> None:
    if database.engine.dialect.name == "sqlite":
        flag.unlink()
        return
    name = database.engine.url.database
    with database.engine.begin() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = off"))
        connection.execute(
            text(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()"""
            )
        )
    database.engine.dispose()


def test_a_run_that_meets_a_read_only_disk_ends_when_it_can_be_written_to_again(
    database: Database, queue: Queue, fill: Fill, tiny: Start, flag: Path
) -> None:
    fill(STATEMENTS)
    run = start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=queue.enqueue)
    worker = tiny(FLAGGED)

    def now() -> RunView:
        return get_run(database, run.id, district=DISTRICT)

    wait_for(lambda: now().stage is Stage.CLUSTER, worker)
    forbid_writing(database, flag)
    before = replace(now(), remaining_seconds=None)
    time.sleep(5)
    assert replace(now(), remaining_seconds=None) == before
    assert not before.finished
    allow_writing(database, flag)
    wait_for(lambda: now().finished, worker)
    assert (now().state, now().error_code) in {  # it depends on what met the fault first
        (RunState.DONE, None),
        (RunState.FAILED, "storage_read_only"),
        (RunState.FAILED, "run_crashed"),
    }
    assert check(database).sound
