"""What those who run an installation want to know at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from service.errors import DatabaseError, NotMigratedError
from service.store import migrations
from service.store.tables import DraftRow, RunRow, RunState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.store.sessions import Database


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is, over all Kreise.

    Attributes:
        runs: Number of runs by state, every state named.
        drafts: Number of drafts, those included whose time is over.
    """

    runs: Mapping[RunState, int]
    drafts: int


def figures(database: Database) -> Figures:
    """Count what waits, works and is done."""
    by_state = select(RunRow.state, func.count()).group_by(RunRow.state)
    with database.reading() as session:
        runs = {RunState(state): count for state, count in session.exec(by_state)}
        drafts = session.exec(select(func.count()).select_from(DraftRow)).one()
    return Figures(runs={state: runs.get(state, 0) for state in RunState}, drafts=drafts)


def ensure_ready(database: Database) -> None:
    """Return if requests can be answered: the database is there, its tables those of today.

    Raises:
        DatabaseError: The database cannot be reached.
        NotMigratedError: Its tables are not those of this version.
    """
    try:
        with database.engine.connect() as connection:
            revision = migrations.revision_of(connection)
    except DBAPIError as error:
        raise DatabaseError from error
    if revision != head():
        raise NotMigratedError


@cache
def head() -> str:
    """Return the revision of the tables of this version."""
    return migrations.revisions()[0]
