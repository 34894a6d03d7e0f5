"""The way of the tables through time, by Alembic only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from service.errors import DatabaseError, EncodingError
from service.store.sessions import create_privately, create_tuned_engine

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from service.settings import Settings

_ENCODING = "UTF8"  # of a database that takes every character


def upgrade(settings: Settings, *, revision: str = "head") -> None:
    """Bring the tables to ``revision``; two processes may start at once.

    The whole way is one unit of work, which holds the whole database: the second process
    waits for the first and finds nothing left to do.

    Raises:
        DatabaseError: The database cannot be opened.
        EncodingError: It does not take every character.
    """
    _migrate(settings, revision, down=False)


def downgrade(settings: Settings, *, revision: str) -> None:
    """Take the tables back to ``revision`` (``base`` for none)."""
    _migrate(settings, revision, down=True)


def revisions() -> tuple[str, ...]:
    """Return all revisions that this version knows, the present one first."""
    return tuple(
        script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database; none where nothing was stored yet."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _migrate(settings: Settings, revision: str, *, down: bool) -> None:
    engine = _open(settings)
    config = _config()
    try:
        with engine.execution_options(writes=True).begin() as connection:
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
        with engine.connect() as connection:
            encoding = _encoding(connection)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise DatabaseError from error
    if encoding != _ENCODING:
        engine.dispose()
        raise EncodingError(encoding=encoding)
    return engine


def _encoding(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return _ENCODING
    return str(connection.execute(text("SHOW server_encoding")).scalar_one())
