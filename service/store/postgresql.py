"""What PostgreSQL needs to behave like the embedded database: locks, silence, erasure.

Several processes write at the same time here, where SQLite lets one in after another. So a
unit of work holds its Kreis: what it has read there stays true until it ends. One that names
no Kreis holds all of them. Readers never wait.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext

READING: Final = "REPEATABLE READ"
"""The isolation in which a transaction sees one state of the database."""
_ALL: Final = "themenradar"  # the lock that every unit of work takes, shared or alone
_POLL_SECONDS: Final = 0.02
_LOCK_TIMEOUT: Final = "55P03"  # the SQLSTATE of who has waited too long
_DISK_FULL: Final = "53100"  # a table is written anew beside the old one
_HOLD: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"

# transactions that may still see what was deleted before a given one began
_OLDER: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND backend_type = 'client backend'
AND greatest(age(backend_xid), age(backend_xmin)) > age(%s::xid)
"""


def tune(engine: Engine, *, wait_milliseconds: int) -> None:
    """Let units of work take their lock at once, and errors show no values."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("writes", False):
            return
        run = connection.exec_driver_sql
        run("SELECT set_config('lock_timeout', %s, true)", (f"{wait_milliseconds}ms",))
        if district := options.get("district", ""):
            run("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", (_ALL,))
            run(_HOLD, (f"{_ALL}:{district}",))
        else:
            run(_HOLD, (_ALL,))

    @event.listens_for(engine, "handle_error")
    def _silence(context: ExceptionContext) -> None:
        """Take out what the server quotes: the row that failed may be text of a note."""
        error = context.original_exception
        state = getattr(error, "sqlstate", None)
        if state is None:
            return
        error.args = (f"SQLSTATE {state}",)
        if isinstance(context.sqlalchemy_exception, DBAPIError):
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) SQLSTATE {state}",)


def hold(connection: Connection, district: str) -> None:
    """Let a unit of work hold a Kreis beside its own until it ends; SQLite needs nothing."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_HOLD, (f"{_ALL}:{district}",))


def rewrite(engine: Engine, tables: Sequence[str], *, wait_milliseconds: int) -> bool:
    """Write tables anew; tell whether nobody hindered it.

    A deleted row stays in its file until then, and for as long as a transaction is open that
    began before it was deleted. The files of before are removed. The server's own log of
    changes (WAL) is its administrator's: ``docs/datenschutz/loeschkonzept.md``.
    """
    deadline = time.monotonic() + wait_milliseconds / 1000
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        run = connection.exec_driver_sql
        deleted = str(run("SELECT pg_current_xact_id()::xid::text").scalar_one())
        while run(_OLDER, (deleted,)).scalar_one():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        run("SELECT set_config('lock_timeout', %s, false)", (f"{wait_milliseconds}ms",))
        try:
            run(f"VACUUM (FULL) {', '.join(tables)}")
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in {_LOCK_TIMEOUT, _DISK_FULL}:
                raise
            return False
        finally:
            run("RESET lock_timeout")
    return True
