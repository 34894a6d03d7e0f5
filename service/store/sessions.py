"""The database: one engine, and units of work that roll back unless they are committed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SQLiteConnection

    from sqlalchemy import Connection

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another one before it gives up."""


class Database:
    """The database of one process.

    Attributes:
        engine: For reading; a transaction sees one state of the database.
        writer: For writing. On SQLite its transactions take the write lock at once,
            so that no transaction finds out half-way that another one was faster.
    """

    def __init__(self, url: str) -> None:
        self.engine = create_tuned_engine(url)
        self.writer = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; whatever it changes is rolled back."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work: it rolls back unless ``session.commit()`` was called."""
        with Session(self.writer, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def create_tuned_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Create an engine whose errors show no values, since these may be text of a note.

    Args:
        url: SQLAlchemy address, SQLite or PostgreSQL.
        foreign_keys: Whether SQLite holds references; a migration that rebuilds a table
            must not, or the rebuilt table's dependants are deleted with it.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _tune(connection: SQLiteConnection, _record: object) -> None:
        connection.isolation_level = None  # the transaction below begins, not the driver
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "secure_delete=ON",  # a deleted note leaves no text in free pages
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
