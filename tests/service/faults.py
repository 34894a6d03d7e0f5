"""Databases that store nothing for a while: a full disk, or one that may only be read.

No disk of this machine is filled. SQLite is told that its file may not grow, or that it may
only read; PostgreSQL raises the error itself, or takes its transactions for read-only.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event, text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from service.store.sessions import Database

_TRIGGER = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()
"""
_NO_TRIGGER = "DROP FUNCTION full_disk CASCADE"
_READ_ONLY = "ALTER DATABASE {name} SET default_transaction_read_only = {value}"


@contextmanager
def full_disk(database: Database, *, table: str) -> Iterator[None]:
    """Let the disk be full; on PostgreSQL for a table only, on SQLite for what is large."""
    engine = database.engine
    if engine.dialect.name == "sqlite":
        with _pragma(engine, "max_page_count = 1"):  # that is: as many as there are
            yield
        return
    _run(engine, _TRIGGER.format(table=table))
    try:
        yield
    finally:
        _run(engine, _NO_TRIGGER)


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Let the database be one that may only be read."""
    engine = database.engine
    if engine.dialect.name == "sqlite":
        with _pragma(engine, "query_only = ON"):
            yield
        return
    name = engine.url.database
    _run(engine, _READ_ONLY.format(name=name, value="on"))
    engine.dispose()
    try:
        yield
    finally:
        _run(engine, "SET TRANSACTION READ WRITE", _READ_ONLY.format(name=name, value="off"))
        engine.dispose()


@contextmanager
def _pragma(engine: Engine, pragma: str) -> Iterator[None]:
    """Give a pragma to all connections that are made in the block."""

    def tell(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    engine.dispose()
    event.listen(engine, "connect", tell)
    try:
        yield
    finally:
        event.remove(engine, "connect", tell)
        engine.dispose()


def _run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
