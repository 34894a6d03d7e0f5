"""One process a worker's name.

A worker that starts takes up the jobs that a worker of its name left behind. Two living
workers of one name would therefore do the same job twice.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import make_url

from service.errors import WorkerRunningError
from service.store.sessions import create_privately, create_tuned_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings


@contextmanager
def sole_worker(settings: Settings) -> Iterator[None]:
    """Hold the worker's name; the system gives it back however the process ends.

    Raises:
        WorkerRunningError: Another process holds it.
    """
    url = make_url(settings.database)
    if url.get_backend_name() == "postgresql":
        with _in_postgresql(settings):
            yield
    else:
        with _beside_sqlite(f"{url.database}.{settings.worker_id}.lock", settings.worker_id):
            yield


@contextmanager
def _in_postgresql(settings: Settings) -> Iterator[None]:
    engine = create_tuned_engine(settings.database)
    query = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
    try:
        with engine.connect() as connection:
            if not connection.scalar(query, {"name": f"themenradar:{settings.worker_id}"}):
                raise WorkerRunningError(name=settings.worker_id)
            connection.commit()  # the lock belongs to the session, not to a transaction
            yield
    finally:
        engine.dispose()


@contextmanager
def _beside_sqlite(path: str, name: str) -> Iterator[None]:
    """Lock a file of its own, by SQLite: it does so on every system."""
    create_privately(Path(path))
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise WorkerRunningError(name=name) from error
        yield
