"""Whether a database is sound: its storage, its tables, and what must hold between its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, column, exists, func, inspect, not_, or_, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from nlp.text import text_hash
from service.errors import DatabaseError
from service.store import copies
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    MunicipalityRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    RunState,
    StatementRow,
    ThemeIdRow,
    VectorRow,
)
from service.usecases.operation import head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, FromClause, Select
    from sqlmodel import SQLModel

    from service.store.sessions import Database

_JOBS: Final = "workflow_status"  # a table of DBOS
_OPEN_JOBS: Final = ("PENDING", "ENQUEUED", "DELAYED")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        code: Its name (:data:`CHECKS`).
        faults: Number of places where it does not hold.
    """

    code: str
    faults: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found.

    Attributes:
        checks: In their order; the last is one that leaves no sense in those after it.
        rows: Number of rows by table; none where they cannot be relied on.
    """

    checks: tuple[Check, ...]
    rows: Mapping[str, int]

    @property
    def sound(self) -> bool:
        """Whether no fault was found."""
        return not any(check.faults for check in self.checks)


def check(database: Database) -> Report:
    """Look through a database, all Kreise of it; others may work on it meanwhile.

    Raises:
        DatabaseError: It cannot be read.
        NoDatabaseError: Nothing was ever stored in it.
    """
    copies.ensure_there(database)
    try:
        with database.engine.connect() as connection:
            storage = Check("storage", _storage(connection))
            if storage.faults:
                return Report((storage,), {})
            found = copies.contents(connection)
            revision = Check("revision", int(found.revision != head()))
            if revision.faults:
                return Report((storage, revision), found.rows)
            rest = (Check(code, look(connection)) for code, look in CHECKS.items())
            return Report((storage, revision, *rest), found.rows)
    except DBAPIError as error:
        raise DatabaseError from error


# --- The storage ------------------------------------------------------------------


def _storage(connection: Connection) -> int:
    """Let the database look itself through."""
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return sum(line != "ok" for line in said)
    return int(connection.execute(_UNSOUND).scalar_one())


_UNSOUND: Final = text("""
    SELECT (SELECT count(*) FROM pg_index WHERE NOT indisvalid)
         + (SELECT count(*) FROM pg_constraint WHERE NOT convalidated)
         + (SELECT coalesce(sum(checksum_failures), 0)
            FROM pg_stat_database WHERE datname = current_database())
""")


# --- What must hold between rows --------------------------------------------------


def _references(connection: Connection) -> int:
    """Count rows that refer to what is not there."""
    if connection.dialect.name == "sqlite":  # also in the tables of the queue
        return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    return sum(
        _count(
            connection,
            _rows_of(key.parent.table).where(
                key.parent.is_not(None), ~exists().where(parent.c[key.column.name] == key.parent)
            ),
        )
        for one in RunRow.metadata.sorted_tables
        for key in one.foreign_keys
        for parent in [key.column.table.alias()]
    )


def _kreis(connection: Connection) -> int:
    """Count rows that belong to another Kreis than what they belong to."""
    pairs: tuple[tuple[Any, Any, Any], ...] = (
        (NoteRow, MunicipalityRow, NoteRow.municipality_ags == MunicipalityRow.ags),
        (StatementRow, NoteRow, StatementRow.note_id == NoteRow.id),
        (RunNoteRow, NoteRow, RunNoteRow.note_id == NoteRow.id),
        (RunNoteRow, RunRow, RunNoteRow.run_id == RunRow.id),
        (CandidateThemeRow, RunRow, CandidateThemeRow.run_id == RunRow.id),
        (AssignmentRow, RunRow, AssignmentRow.run_id == RunRow.id),
        (AssignmentRow, StatementRow, AssignmentRow.statement_id == StatementRow.id),
        (AssignmentRow, CandidateThemeRow, AssignmentRow.theme_id == CandidateThemeRow.id),
    )
    return sum(
        _count(
            connection,
            _rows_of(one).join(other, together).where(one.district_id != other.district_id),
        )
        for one, other, together in pairs
    )


def _runs(connection: Connection) -> int:
    """Count assignments to a theme of another run."""
    return _count(
        connection,
        _rows_of(AssignmentRow)
        .join(CandidateThemeRow, col(AssignmentRow.theme_id) == CandidateThemeRow.id)
        .where(col(AssignmentRow.run_id) != CandidateThemeRow.run_id),
    )


def _theme_ids(connection: Connection) -> int:
    """Count themes whose stable id is not registered as used."""
    registered = exists().where(
        col(ThemeIdRow.district_id) == CandidateThemeRow.district_id,
        col(ThemeIdRow.id) == CandidateThemeRow.stable_id,
    )
    return _count(connection, _rows_of(CandidateThemeRow).where(not_(registered)))


def _counts(connection: Connection) -> int:
    """Count runs and themes that hold more than they said; less is what was deleted."""
    in_theme = (
        select(func.count())
        .where(
            col(AssignmentRow.theme_id) == CandidateThemeRow.id,
            not_(col(AssignmentRow.preliminary)),
        )
        .correlate(CandidateThemeRow)
        .scalar_subquery()
    )
    in_run = (
        select(func.count())
        .where(col(AssignmentRow.run_id) == RunRow.id, not_(col(AssignmentRow.preliminary)))
        .correlate(RunRow)
        .scalar_subquery()
    )
    of_run = (
        select(func.count())
        .where(col(CandidateThemeRow.run_id) == RunRow.id)
        .correlate(RunRow)
        .scalar_subquery()
    )
    return _count(
        connection,
        _rows_of(CandidateThemeRow).where(in_theme > CandidateThemeRow.size),
    ) + _count(
        connection,
        _rows_of(RunRow).where(or_(in_run > RunRow.statements, of_run > RunRow.themes)),
    )


def _texts(connection: Connection) -> int:
    """Count statements whose text is not the one that was stored."""
    rows = connection.execute(select(col(StatementRow.text), col(StatementRow.text_hash)))
    return sum(text_hash(stored) != digest for stored, digest in rows)


def _vectors(connection: Connection) -> int:
    """Count vectors of texts that no statement of the Kreis has."""
    used = exists().where(
        col(StatementRow.district_id) == VectorRow.district_id,
        col(StatementRow.text_hash) == VectorRow.text_hash,
    )
    return _count(connection, _rows_of(VectorRow).where(not_(used)))


def _jobs(connection: Connection) -> int:
    """Count unfinished runs that no worker will ever take up, since they have no job."""
    schema = "dbos" if connection.dialect.name == "postgresql" else None
    unfinished = col(RunRow.state).in_((RunState.QUEUED, RunState.RUNNING))
    ids = connection.execute(select(col(RunRow.id)).where(unfinished)).scalars().all()
    if not inspect(connection).has_table(_JOBS, schema=schema):
        return len(ids)
    jobs = table(_JOBS, column("workflow_uuid"), column("status"), schema=schema)
    own = and_(jobs.c.workflow_uuid.in_([str(id_) for id_ in ids]), jobs.c.status.in_(_OPEN_JOBS))
    return len(ids) - _count(connection, _rows_of(jobs).where(own))


def _rows_of(source: type[SQLModel] | FromClause) -> Select[Any]:
    """Return the query that counts the rows of a table."""
    return select(func.count()).select_from(source)


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


CHECKS: Final[Mapping[str, Callable[[Connection], int]]] = {
    "references": _references,
    "kreis": _kreis,
    "runs": _runs,
    "theme_ids": _theme_ids,
    "counts": _counts,
    "texts": _texts,
    "vectors": _vectors,
    "jobs": _jobs,
}
"""What must hold between rows, by name; each counts where it does not."""
