"""A consistent copy of a whole database, that of the queue included, and the way back.

Drafts are left out: nobody but their uploader can open them, and they live for an hour.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.pool import NullPool

from service.errors import BackupBrokenError, NoDatabaseError, ToolFailedError, ToolMissingError
from service.store import migrations
from service.store.sessions import create_privately
from service.store.tables import DraftRow, RunRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import URL, Connection

    from service.store.sessions import Database

_TABLES: Final = RunRow.metadata.tables
_DRAFTS: Final = str(DraftRow.__tablename__)
_PLAIN: Final = ("--no-owner", "--no-privileges", "--no-comments", "--no-security-labels")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds.

    Attributes:
        revision: Of its tables.
        rows: Their number by table; drafts are not counted.
    """

    revision: str
    rows: Mapping[str, int]


def ensure_there(database: Database, *, create: bool = False) -> None:
    """Look for an embedded database before it is opened, since that would create it.

    Args:
        database: The database; one on a server is there, or tells so itself.
        create: Create an empty one where there is none.

    Raises:
        NoDatabaseError: There is none, and none shall be created.
        OSError: It cannot be created.
    """
    if database.engine.dialect.name != "sqlite":
        return
    path = Path(database.engine.url.database or "")
    if create:
        create_privately(path)
    elif not path.is_file():
        raise NoDatabaseError


def contents(connection: Connection) -> Contents:
    """Look what a database holds.

    Raises:
        NoDatabaseError: Nothing was ever stored in it.
    """
    revision = migrations.revision_of(connection)
    if revision is None:
        raise NoDatabaseError
    there = set(inspect(connection).get_table_names()) - {_DRAFTS}
    rows = {
        name: connection.scalar(select(func.count()).select_from(table)) or 0
        for name, table in sorted(_TABLES.items())
        if name in there
    }
    return Contents(revision, rows)


def save(database: Database, target: Path) -> Contents:
    """Copy a database into a new file while others work on it.

    Args:
        database: SQLite: the copy is a database again. PostgreSQL: it is a script of SQL,
            written by pg_dump.
        target: The file; one that an earlier attempt left there is replaced.

    Raises:
        NoDatabaseError: There is no database, or nothing in it.
        OSError: It cannot be written.
        ToolFailedError: pg_dump gave up.
        ToolMissingError: pg_dump is not there.
    """
    ensure_there(database)
    target.unlink(missing_ok=True)
    create_privately(target)
    if database.engine.dialect.name == "postgresql":
        return _dump(database.engine, target)
    return _copy(database.engine, target)


def replace(database: Database, source: Path) -> Contents:
    """Put what :func:`save` wrote in the place of all that a database holds; all or nothing.

    Nobody else may work on the database.

    Raises:
        BackupBrokenError: The file is damaged.
        OSError: There is no room for it.
        ToolFailedError: psql gave up.
        ToolMissingError: psql is not there.
    """
    if database.engine.dialect.name == "postgresql":
        _run_script(database.engine.url, source)
    else:
        _copy_back(database, source)
    with database.engine.connect() as connection:
        return contents(connection)


# --- SQLite -----------------------------------------------------------------------


def _copy(engine: Engine, target: Path) -> Contents:
    with _plain(target) as copy, _no_room_is_an_os_error():
        with closing(engine.raw_connection()) as own:
            _driver(own.driver_connection).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        copy.execute("PRAGMA journal_mode=OFF")  # if this fails, the copy is thrown away
        copy.execute("PRAGMA temp_store=MEMORY")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_DRAFTS,)).fetchone():
            copy.execute(f"DELETE FROM {_DRAFTS}")  # noqa: S608 # a name of ours
        copy.execute("VACUUM")  # what was deleted is not there in free pages either
    return _contents_of(target)


def _copy_back(database: Database, source: Path) -> None:
    try:
        with _plain(source) as copy, _no_room_is_an_os_error():
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BackupBrokenError
            with closing(database.engine.raw_connection()) as own:
                copy.backup(_driver(own.driver_connection))
    except sqlite3.DatabaseError as error:
        raise BackupBrokenError from error
    database.erase()


@contextmanager
def _no_room_is_an_os_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError from error


@contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def _driver(connection: object) -> sqlite3.Connection:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 # what the engine is made of
    return connection


def _contents_of(path: Path) -> Contents:
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    with engine.connect() as connection:
        return contents(connection)


# --- PostgreSQL -------------------------------------------------------------------


def _dump(engine: Engine, target: Path) -> Contents:
    """Let pg_dump see the very state of the database whose rows are counted."""
    tool = _tool("pg_dump")
    repeatable = engine.execution_options(isolation_level="REPEATABLE READ")
    with repeatable.begin() as connection, target.open("wb") as stream:
        found = contents(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = [*_PLAIN, f"--exclude-table-data={_DRAFTS}", f"--snapshot={snapshot}"]
        _call([tool, *options], engine.url, stream.fileno())
    return found


def _run_script(url: URL, source: Path) -> None:
    """Drop what is there and run the script, in one transaction."""
    tables = ", ".join(f'"{name}"' for name in [*_TABLES, "alembic_version"])
    drop = (
        f"DROP TABLE IF EXISTS {tables} CASCADE; DROP SCHEMA IF EXISTS dbos CASCADE; "
        "DROP FUNCTION IF EXISTS audit_entry_stays();"
    )
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _call(
        [_tool("psql"), *options, f"--command={drop}", f"--file={source}"], url, subprocess.DEVNULL
    )


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise ToolMissingError(name=name)
    return path


def _call(command: Sequence[str], url: URL, output: int) -> None:
    """Run a program of PostgreSQL. What it complains about can quote rows: it is not kept."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)  # arguments are seen by everybody
    done = subprocess.run(  # noqa: S603 # a program of the system, found by its name
        [*command, f"--dbname={address}"],
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.DEVNULL,
    )
    if done.returncode:
        raise ToolFailedError(name=Path(command[0]).name)
