"""The worker: a process of its own that works on queued runs until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS

from service import logs
from service.jobs.lock import sole_worker
from service.jobs.queue import Queue, config
from service.store.sessions import Database
from service.usecases.runs import forgive_attempts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.themes.embedding import Encoder
    from service.settings import Settings

_log = structlog.get_logger("themenradar.jobs")
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
_SWEEP_SECONDS = 15  # until statements of a new note are placed; drafts live for minutes
_NICENESS = 10  # the pages go first
_WARM_UP = 40  # statements; enough for every part of the method to do some work


def main(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; the database must be up to date.

    A run that is under way is left where it stands: another worker goes on with it, or the
    next one of the same name.

    Raises:
        ModelError: The embedding model cannot be used.
        WorkerRunningError: Another worker of the same name is running.
    """
    logs.configure(settings.log_level)
    stop = _stop_on_signal()
    os.nice(_NICENESS)
    with sole_worker(settings):
        database, encoders = _start(settings)
        from service.jobs.sweep import Sweep  # noqa: PLC0415 # see _start

        sweep = Sweep(settings, database, encoders, Queue(settings))
        _log.info("worker ready", worker=settings.worker_id)
        sweep()
        while not stop.wait(_SWEEP_SECONDS):
            sweep()
        _log.info("worker stops", worker=settings.worker_id)
        forgive_attempts(database)
        DBOS.destroy()
        os._exit(0)  # a thread deep in arithmetic cannot be asked to stop


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _start(settings: Settings) -> tuple[Database, Sequence[Encoder]]:
    for variable in _THREAD_VARIABLES:
        os.environ.setdefault(variable, str(settings.threads))
    # The arithmetic reads the variables above when it is imported: not before here.
    from nlp.themes.embedding import load  # noqa: PLC0415 # see above
    from service.jobs import workflow  # noqa: PLC0415 # see above
    from service.usecases.traces_left import Reach  # noqa: PLC0415 # see above

    encoders = load(settings.model)
    _warm_up(encoders)
    database = Database(settings.database)
    parts = workflow.Parts(database, encoders, adapted=settings.adapted, reach=Reach.of(settings))
    for job in workflow.JOBS:
        job.register(parts)
    DBOS(config=config(settings))
    DBOS.launch()
    for queue in sorted({job.queue for job in workflow.JOBS}):
        DBOS.register_queue(queue, worker_concurrency=1)
    return database, encoders


def _warm_up(encoders: Sequence[Encoder]) -> None:
    """Run the method briefly on nothing: the first user shall not wait for compilers."""
    from nlp.pipeline import RunSettings, run  # noqa: PLC0415 # see _start
    from nlp.themes.clustering import ConsensusSettings  # noqa: PLC0415 # see _start
    from nlp.types import Entry  # noqa: PLC0415 # see _start

    entries = [
        Entry(id=str(number), text=f"Es fehlt das Angebot Nummer {number}.", municipality="0")
        for number in range(_WARM_UP)
    ]
    run(entries, encoders=encoders, settings=RunSettings(consensus=ConsensusSettings(runs=1)))
