"""Whether bytes that were removed have left traces: in files, and in rows of a server.

On SQLite the files of the database and of the data folder are searched, its log among them.
On PostgreSQL all rows of all tables are, those of the queue and the planner's samples
included, and, where the server's files can be read from here, these and its log of changes.
That log is its administrator's: what it still holds is told, but nothing that the program
could remove.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from service.errors import SearchFailedError
from service.search.files import scan
from service.search.stream import Search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from service.store.sessions import Database


class Where(StrEnum):
    """A kind of place."""

    FILES = "files"
    ROWS = "rows"
    SERVER_FILES = "server_files"
    SERVER_LOG = "server_log"


@dataclass(frozen=True, slots=True)
class Place:
    """Where was searched, and what was there.

    Attributes:
        where: Its kind.
        things: Number of files or tables that were searched.
        length: Their length in bytes.
        found: The pieces that they hold.
        unreadable: Number of those that may not be read.
    """

    where: Where
    things: int
    length: int
    found: frozenset[bytes]
    unreadable: int = 0


def look(
    database: Database,
    sought: Collection[bytes],
    *,
    folder: Path | None = None,
    apart: Path | None = None,
) -> tuple[Place, ...]:
    """Search all places that a database uses and that can be read from here.

    Args:
        database: The database.
        sought: Pieces (:mod:`service.search.pieces`).
        folder: The data folder, whose files are searched, too.
        apart: A folder in it that is left out: that of the backups.

    Raises:
        SearchFailedError: The search did not come to its end.
    """
    own = _Files(Where.FILES, _files(database, folder, apart))
    if database.engine.dialect.name == "sqlite":
        return (own.searched(sought),)
    try:
        rows, server = _in_tables(database, sought)
    except psycopg.Error as error:
        raise SearchFailedError from error
    return (rows, *(files.searched(sought) for files in (own, *server) if files.paths))


@dataclass(frozen=True, slots=True)
class _Files:
    where: Where
    paths: tuple[Path, ...]

    def searched(self, sought: Collection[bytes]) -> Place:
        done = scan(self.paths, sought)
        return Place(self.where, done.files, done.length, done.found, done.unreadable)


def _files(database: Database, folder: Path | None, apart: Path | None) -> tuple[Path, ...]:
    """Return the files of an embedded database, and those of the data folder."""
    found: set[Path] = set()
    if database.engine.dialect.name == "sqlite":
        path = Path(database.engine.url.database or "")
        found |= {one for one in path.parent.glob(f"{path.name}*") if one.is_file()}
    if folder is not None:
        found |= {one for one in folder.rglob("*") if one.is_file()}
    if apart is not None:
        found = {one for one in found if apart not in one.parents}
    return tuple(sorted(found))


# --- PostgreSQL -------------------------------------------------------------------

_TABLES: Final = """
SELECT nspname, relname, has_table_privilege(pg_class.oid, 'SELECT')
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'm') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
ORDER BY 1, 2
"""
# what ANALYZE keeps of the values of a column
_SAMPLES: Final = "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats"
# no row where the account may not know
_DATA_FOLDER: Final = """
SELECT setting, pg_relation_filepath('statement') FROM pg_settings
WHERE name = 'data_directory' AND setting <> ''
"""


def _in_tables(database: Database, sought: Collection[bytes]) -> tuple[Place, tuple[_Files, ...]]:
    """Search the rows; return with that the server's files, as far as they are there."""
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101 # what the engine is made of
        with driver.cursor() as cursor:
            tables = cursor.execute(_TABLES).fetchall()
            readable = [sql.Identifier(*name) for *name, may in tables if may]
            copied = chain.from_iterable(
                _copied(cursor, source) for source in (*readable, sql.SQL(f"({_SAMPLES})"))
            )
            found, length = Search(sought).found(copied)
            folder = cursor.execute(_DATA_FOLDER).fetchone()
    hidden = len(tables) - len(readable)
    rows = Place(Where.ROWS, len(readable), length, frozenset(found), hidden)
    return rows, _of_server(*folder) if folder else ()


def _copied(cursor: psycopg.Cursor[tuple[object, ...]], source: sql.Composable) -> Iterator[bytes]:
    """Yield all values of a table as bytes: texts in UTF-8, JSON as written, vectors as kept."""
    with cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(source)) as copy:
        yield from map(bytes, copy)


def _of_server(data: str, statements: str) -> tuple[_Files, ...]:
    """Return the files of the database and of its log; none on another machine."""
    table = Path(data, statements)
    if not os.access(table, os.R_OK):
        return ()
    log = Path(data, "pg_wal")
    return (
        _Files(Where.SERVER_FILES, tuple(sorted(table.parent.iterdir()))),
        _Files(Where.SERVER_LOG, tuple(sorted(one for one in log.iterdir() if one.is_file()))),
    )
