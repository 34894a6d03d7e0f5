"""Who may work on a database at the same time, on both kinds of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from service.errors import (
    BackupRunningError,
    DatabaseError,
    DatabaseInUseError,
    RestoringError,
    WorkerRunningError,
)
from service.jobs import lock
from service.settings import load
from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from service.settings import Settings
    from service.store.sessions import Database

    Take = Callable[[Settings], AbstractContextManager[None]]

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("held", "taken", "error"),
    [
        (lock.sole_worker, lock.sole_worker, WorkerRunningError),
        (lock.sole_worker, lock.alone, DatabaseInUseError),
        (lock.using, lock.alone, DatabaseInUseError),
        (lock.alone, lock.alone, DatabaseInUseError),
        (lock.alone, lock.using, RestoringError),
        (lock.alone, lock.sole_worker, RestoringError),
        (lock.sole_backup, lock.sole_backup, BackupRunningError),
    ],
)
def test_what_excludes_each_other(
    settings: Settings,
    database: Database,
    held: Take,
    taken: Take,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del database
    monkeypatch.setattr(lock, "_PATIENCE_SECONDS", 0.1)
    with held(settings), pytest.raises(error), taken(settings):
        pass
    with taken(settings):
        pass


def test_what_goes_side_by_side(settings: Settings, database: Database) -> None:
    del database
    second = settings.model_copy(update={"worker_id": "worker-2"})
    with (
        lock.using(settings),
        lock.using(settings),
        lock.sole_worker(settings),
        lock.sole_worker(second),
        lock.sole_backup(settings),
    ):
        pass


def test_a_worker_is_seen_for_as_long_as_it_lives(settings: Settings, database: Database) -> None:
    assert not lock.worker_present(database)
    with lock.using(settings):
        assert not lock.worker_present(database)
    with lock.sole_worker(settings):
        assert lock.worker_present(database)
        assert lock.worker_present(database)  # to look takes nothing away
    assert not lock.worker_present(database)


def test_a_worker_that_was_killed_is_seen_no_more(settings: Settings, database: Database) -> None:
    program = (
        "import sys, time; from service.jobs.lock import sole_worker; "
        "from service.settings import load\n"
        "with sole_worker(load()): print('held', flush=True); time.sleep(60)"
    )
    environment = os.environ | {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_DATABASE_URL": settings.database_url,
        "PYTHONPATH": str(ROOT),
    }
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        assert lock.worker_present(database)
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10  # a server needs a moment to notice
    while lock.worker_present(database) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lock.worker_present(database)


def test_a_database_that_cannot_be_reached_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    unreachable = load(database_url="postgresql://me@127.0.0.1:1/radar")
    for settings in (load(data_dir=tmp_path / "file"), unreachable):
        with pytest.raises(DatabaseError), lock.using(settings):
            pass
