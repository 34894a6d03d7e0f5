"""Told to stop in the middle of a run, a worker leaves it to the next one, and loses nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from service.jobs.lock import alone, worker_present
from service.jobs.queue import Queue
from service.store.tables import RunRow, RunState, Stage
from service.usecases.check import check
from service.usecases.runs import get_run, start_run
from tests.service.helpers import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import RunView
    from tests.service.helpers import Worker

DISTRICT = "05754"
STATEMENTS = 120


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


@pytest.mark.model
def test_a_worker_that_is_told_to_stop_in_mid_run_stops_at_once_and_is_resumed(
    settings: Settings,
    database: Database,
    fill: Callable[[int], None],
    worker: Callable[[], Worker],
) -> None:
    fill(STATEMENTS)
    queue = Queue(settings)
    run = start_run(database, district=DISTRICT, seed=0, enqueue=queue.enqueue, actor=ACTOR)
    queue.close()
    first = worker()
    wait_until(
        database,
        run,
        lambda now: now.state is RunState.RUNNING and now.stage is Stage.CLUSTER,
        first,
    )
    assert worker_present(database)

    begun = time.monotonic()
    assert first.stop() == 0
    assert time.monotonic() - begun < 20

    assert not worker_present(database)
    with alone(settings):  # every lock is given back
        pass
    with Session(database.engine) as session:
        left = session.get_one(RunRow, run.id)
        assert (left.state, left.attempts) == (RunState.RUNNING, 0)  # no failed attempt
    assert check(database).sound  # its job waits for the next worker

    second = worker()
    done = wait_until(database, run, lambda now: now.finished, second)
    assert (done.state, done.error_code) == (RunState.DONE, None)
    assert second.stop() == 0
    assert check(database).sound
