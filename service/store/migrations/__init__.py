"""The way of the tables through time, by Alembic only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from service.errors import DatabaseError
from service.store.sessions import create_privately, create_tuned_engine

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.settings import Settings

_LOCK = 0x7468656D656E  # any number that nothing else in the database uses


def upgrade(settings: Settings, *, revision: str = "head") -> None:
    """Bring the tables to ``revision``; two processes may start at once.

    The whole way is one transaction under the database's own lock: the second process
    waits for the first and finds nothing left to do.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    _migrate(settings, revision, down=False)


def downgrade(settings: Settings, *, revision: str) -> None:
    """Take the tables back to ``revision`` (``base`` for none)."""
    _migrate(settings, revision, down=True)


def _migrate(settings: Settings, revision: str, *, down: bool) -> None:
    engine = _open(settings)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    try:
        with engine.execution_options(writes=True).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            (command.downgrade if down else command.upgrade)(config, revision)
    finally:
        engine.dispose()


def _open(settings: Settings) -> Engine:
    """Open the database; an embedded one is created where it is missing."""
    url = make_url(settings.database)
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            create_privately(Path(url.database))
        engine = create_tuned_engine(settings.database, foreign_keys=False)
        engine.connect().close()
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise DatabaseError from error
    return engine
