"""The worker: a process of its own that works on queued runs until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS
from sqlalchemy.exc import DBAPIError

from service import logs
from service.jobs.lock import sole_worker
from service.jobs.queue import QUEUE, config
from service.store.sessions import Database
from service.usecases.drafts import expire
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
_SWEEP_SECONDS = 60  # the shortest life of a draft is five minutes
_WARM_UP = 40  # statements; enough for every part of the method to do some work


def main(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; the database must be up to date.

    A run that is under way is left where it stands: the next worker of the same name goes
    on with it.

    Raises:
        ModelError: The embedding model cannot be used.
        WorkerRunningError: Another worker of the same name is running.
    """
    logs.configure(settings.log_level)
    stop = _stop_on_signal()
    with sole_worker(settings):
        database = _start(settings)
        _log.info("worker ready", worker=settings.worker_id)
        _expire_drafts(database)
        while not stop.wait(_SWEEP_SECONDS):
            _expire_drafts(database)
        _log.info("worker stops", worker=settings.worker_id)
        forgive_attempts(database)
        DBOS.destroy()
        os._exit(0)  # a thread deep in arithmetic cannot be asked to stop


def _expire_drafts(database: Database) -> None:
    """Remove the drafts whose time is over; should the database be busy, the next time."""
    try:
        expire(database, now=datetime.now(UTC))
    except DBAPIError as error:
        _log.warning("drafts not expired", exc_info=error)


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _start(settings: Settings) -> Database:
    for variable in _THREAD_VARIABLES:
        os.environ.setdefault(variable, str(settings.threads))
    # The arithmetic reads the variables above when it is imported: not before here.
    from nlp.themes.embedding import load  # noqa: PLC0415 # see above
    from service.jobs import workflow  # noqa: PLC0415 # see above

    encoders = load(settings.model)
    _warm_up(encoders)
    database = Database(settings.database)
    workflow.register(database, encoders, adapted=settings.adapted)
    DBOS(config=config(settings))
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=1)
    return database


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
