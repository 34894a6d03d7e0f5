"""The database: one engine, and units of work that roll back unless they are committed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from service.store import faults, postgresql
from service.store.memory import MEMORY, Memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPICursor

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another one before it gives up."""
_ERASE_MILLISECONDS = 2_000  # how long erasing waits for others
_ERASE_AGAIN_SECONDS = 15.0  # until the next attempt beside somebody's writing
_REMEMBERED = 128  # values; those of a Kreis with 20,000 statements take some 15 MB each
_log = structlog.get_logger("themenradar.store")


_HINDRANCES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,  # the file is written anew beside the old one
    sqlite3.SQLITE_IOERR,
}
_PRIMARY = 0xFF  # the part of an error's code that names its kind


class Database:
    """The database of one process.

    Attributes:
        engine: For reading; a transaction sees one state of the database.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_tuned_engine(url)
        self._server = self._engine.dialect.name == "postgresql"
        self.engine = (
            self._engine.execution_options(isolation_level=postgresql.READING)
            if self._server
            else self._engine
        )
        self._to_erase: set[str] = set()  # tables
        self._again_at = 0.0  # seconds of the monotonic clock
        self._memory: Memory[Any] = Memory(_REMEMBERED)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; whatever it changes is rolled back.

        Raises:
            DatabaseError: The database cannot be opened or reached.
            StorageError: Its disk is full, faulty, or may only be read.
        """
        info = {MEMORY: self._memory}
        with faults.told(), Session(self.engine, expire_on_commit=False, info=info) as session:
            yield session

    @contextmanager
    def writing(self, district: str = "") -> Iterator[Session]:
        """A unit of work: it rolls back unless ``session.commit()`` was called.

        It takes its lock at once, so that none finds out half-way that another one was
        faster: on SQLite that of the database, on PostgreSQL that of a Kreis.

        Args:
            district: The only Kreis that it touches; empty where it may touch several.

        Raises:
            DatabaseError: The database cannot be opened or reached.
            StorageError: Its disk is full, faulty, or may only be read; nothing is stored.
        """
        writer = self._engine.execution_options(writes=True, district=district)
        with faults.told(), Session(writer, expire_on_commit=False) as session:
            yield session
        if self._to_erase and monotonic() >= self._again_at:
            self._make_up()

    def erase(self, *tables: type[SQLModel]) -> bool:
        """Take the last traces of what was deleted out of the files of the database.

        SQLite overwrites deleted rows, but keeps copies in its log, and in pages that it has
        rearranged. So the file is written anew and the log emptied. PostgreSQL keeps deleted
        rows; so their tables are written anew, while its log is its administrator's. Others
        at work can hinder it; then a later unit of work tries again, not each of them, since
        it takes a while.

        Args:
            tables: Those from which something was deleted or taken out; all if none is named.

        Returns:
            Whether nobody hindered it.
        """
        named = {str(table.__tablename__) for table in tables}
        self._to_erase |= named or set(SQLModel.metadata.tables)
        self._memory.clear()
        return self._erase()

    def _make_up(self) -> None:
        """Erase what was hindered before; who happens to write now need not answer for it."""
        try:
            self._erase()
        except (DBAPIError, sqlite3.Error) as error:
            _log.warning("erasing failed", exc_info=error)

    def _erase(self) -> bool:
        self._again_at = monotonic() + _ERASE_AGAIN_SECONDS
        tables = frozenset(self._to_erase)  # others may add to them meanwhile
        if self._server:
            done = postgresql.rewrite(
                self._engine, sorted(tables), wait_milliseconds=_ERASE_MILLISECONDS
            )
        else:
            with closing(self.engine.raw_connection()) as connection:
                done = _rewrite(connection.cursor())
        if done:
            self._to_erase -= tables
        return done

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _rewrite(cursor: DBAPICursor) -> bool:
    """Write the file anew and empty its log; tell whether nobody hindered it."""
    cursor.execute(f"PRAGMA busy_timeout={_ERASE_MILLISECONDS}")
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        hindered, *_ = cursor.fetchone() or (1,)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY not in _HINDRANCES:
            raise
        hindered = 1
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    return not hindered


def create_privately(path: Path) -> None:
    """Create a file, and its folder, for their owner's eyes only; what is there stays.

    SQLite gives its log and index beside the file the same rights.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def create_tuned_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Create an engine whose errors show no values, since these may be text of a note.

    Args:
        url: SQLAlchemy address, SQLite or PostgreSQL.
        foreign_keys: Whether SQLite holds references; a migration that rebuilds a table
            must not, or the rebuilt table's dependants are deleted with it.
    """
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        postgresql.tune(engine, wait_milliseconds=BUSY_MILLISECONDS)
        return engine
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _tune(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the transaction below begins, not the driver
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "secure_delete=ON",  # a deleted note leaves no text in free pages
            "temp_store=MEMORY",  # nor in a temporary file
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
