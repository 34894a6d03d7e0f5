"""Who works on a database: one process a worker's name, and nobody while it is replaced.

A worker that starts takes up the jobs that a worker of its name left behind. Two living
workers of one name would therefore do the same job twice. The system gives every lock back
however its process ends.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from service.errors import (
    BackupRunningError,
    DatabaseError,
    DatabaseInUseError,
    RestoringError,
    WorkerRunningError,
)
from service.store.sessions import create_privately, create_tuned_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from service.settings import Settings
    from service.store.sessions import Database

_PROCESSES: Final = "-processes"
"""Shared by every process that works on the database. (Workers' names begin with a dot.)"""
_WORKERS: Final = "-workers"
"""Shared by the workers."""
_BACKUP: Final = "-backup"
_PATIENCE_SECONDS = 5.0  # a shared lock may meet somebody who only looks whether it is held


@contextmanager
def sole_worker(settings: Settings) -> Iterator[None]:
    """Hold the worker's name.

    Raises:
        DatabaseError: The database cannot be reached.
        RestoringError: The database is being replaced.
        WorkerRunningError: Another process holds the name.
    """
    with _locks(settings) as locks:
        if not locks.take(f".{settings.worker_id}"):
            raise WorkerRunningError(name=settings.worker_id)
        if not (locks.take(_PROCESSES, shared=True) and locks.take(_WORKERS, shared=True)):
            raise RestoringError
        yield


@contextmanager
def using(settings: Settings) -> Iterator[None]:
    """Work on the database beside others.

    Raises:
        DatabaseError: The database cannot be reached.
        RestoringError: The database is being replaced.
    """
    with _locks(settings) as locks:
        if not locks.take(_PROCESSES, shared=True):
            raise RestoringError
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Have the database to oneself.

    Raises:
        DatabaseError: The database cannot be reached.
        DatabaseInUseError: Another process works on it.
    """
    with _locks(settings) as locks:
        if not locks.take(_PROCESSES):
            raise DatabaseInUseError
        yield


@contextmanager
def sole_backup(settings: Settings) -> Iterator[None]:
    """Make the one backup of this moment.

    Raises:
        BackupRunningError: Another process is making one.
        DatabaseError: The database cannot be reached.
    """
    with _locks(settings) as locks:
        if not locks.take(_BACKUP):
            raise BackupRunningError
        yield


def worker_present(database: Database) -> bool:
    """Tell whether a worker is alive at this moment, on whatever machine."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as connection:
            return bool(connection.scalar(_HELD, {"name": f"themenradar:{_WORKERS}"}))
    path = Path(f"{database.engine.url.database}{_WORKERS}.lock")
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        return not _locked(connection, "BEGIN EXCLUSIVE")


class _Locks(Protocol):
    """Takes locks, which are all given back together."""

    def take(self, name: str, *, shared: bool = False) -> bool: ...


@contextmanager
def _locks(settings: Settings) -> Iterator[_Locks]:
    url = make_url(settings.database)
    with ExitStack() as stack:
        if url.get_backend_name() != "postgresql":
            yield _BesideSqlite(stack, url.database or "")
            return
        engine = create_tuned_engine(settings.database)
        stack.callback(engine.dispose)
        try:
            connection = stack.enter_context(engine.connect())
        except DBAPIError as error:
            raise DatabaseError from error
        yield _InPostgresql(connection)


_HELD = text("""
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (classid::bigint << 32) | objid::bigint = hashtextextended(:name, 0)
    )
""")


class _InPostgresql:
    """Advisory locks of one session of the server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, *, shared: bool = False) -> bool:
        function = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
        query = text(f"SELECT {function}(hashtextextended(:name, 0))")
        taken = bool(self._connection.scalar(query, {"name": f"themenradar:{name}"}))
        self._connection.commit()  # the lock belongs to the session, not to a transaction
        return taken


class _BesideSqlite:
    """Locks of files of their own, by SQLite: it locks on every system."""

    def __init__(self, stack: ExitStack, database: str) -> None:
        self._stack = stack
        self._database = database

    def take(self, name: str, *, shared: bool = False) -> bool:
        path = Path(f"{self._database}{name}.lock")
        try:
            create_privately(path)
            connection = sqlite3.connect(
                path, timeout=_PATIENCE_SECONDS if shared else 0, isolation_level=None
            )
        except (OSError, sqlite3.OperationalError) as error:
            raise DatabaseError from error
        self._stack.enter_context(closing(connection))
        if not shared:
            return _locked(connection, "BEGIN EXCLUSIVE")
        connection.execute("BEGIN")  # the first thing that is read takes the shared lock
        return _locked(connection, "SELECT count(*) FROM sqlite_master")


def _locked(connection: sqlite3.Connection, statement: str) -> bool:
    try:
        connection.execute(statement).fetchall()
    except sqlite3.OperationalError:
        return False
    return True
