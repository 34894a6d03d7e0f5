"""What a database that cannot work tells, as errors that users understand.

A full disk, one that may only be read, a disk with faults, a server that is gone: whatever the
unit of work had done is rolled back, so nothing is half-written.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from service.errors import (
    DatabaseError,
    StorageFaultyError,
    StorageFullError,
    StorageReadOnlyError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.errors import ServiceError

_log = structlog.get_logger("themenradar.store")
_PRIMARY: Final = 0xFF  # the part of SQLite's code that names its kind
_OF_SQLITE: Final[Mapping[int, type[ServiceError]]] = {
    sqlite3.SQLITE_FULL: StorageFullError,
    sqlite3.SQLITE_READONLY: StorageReadOnlyError,
    sqlite3.SQLITE_IOERR: StorageFaultyError,
    sqlite3.SQLITE_CANTOPEN: DatabaseError,
}
_OF_POSTGRESQL: Final[Mapping[str, type[ServiceError]]] = {  # by SQLSTATE
    "53100": StorageFullError,
    "25006": StorageReadOnlyError,
    "58030": StorageFaultyError,
}
_GONE: Final = ("08", "57P")  # no connection, or the server stops or starts


@contextmanager
def told() -> Iterator[None]:
    """Turn what the database says about its disk or itself into errors of ours.

    Raises:
        DatabaseError: It cannot be opened or reached.
        StorageFaultyError: Its disk answers with errors, or a quota is used up.
        StorageFullError: Its disk is full.
        StorageReadOnlyError: It may only be read.
    """
    try:
        yield
    except DBAPIError as error:
        known = of(error)
        if known is None:
            raise
        _log.error("database fault", code=known.code)  # the error itself goes to the user
        raise known from error


def of(error: DBAPIError) -> ServiceError | None:
    """Return the error of ours that an error of the database is, if it is one."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        known = _OF_SQLITE.get(code & _PRIMARY)
    elif hasattr(error.orig, "sqlstate"):
        known = _of_postgresql(error, getattr(error.orig, "sqlstate", None))
    else:
        known = None
    return known() if known else None


def _of_postgresql(error: DBAPIError, state: str | None) -> type[ServiceError] | None:
    """Return the error for an SQLSTATE; who cannot connect at all is told none."""
    if state is None or state.startswith(_GONE):
        return DatabaseError if isinstance(error, OperationalError) else None
    return _OF_POSTGRESQL.get(state)
