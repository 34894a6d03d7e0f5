"""Statements with the place and day of their conference, and where a run put them.

A Kreis may have tens of thousands. So they are read as plain values: making objects of the
database out of them takes several times as long as the database does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlmodel import col, select

from service.store.tables import AssignmentRow, MunicipalityRow, NoteRow, StatementRow
from service.usecases.views import MunicipalityView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlmodel import Session

    from service.store.tables import RunRow


class Located(NamedTuple):
    """A statement and its conference."""

    id: UUID
    text: str
    section: str
    note_id: UUID
    held_on: date
    ags: str
    municipality: str


class Assigned(NamedTuple):
    """Where a run put a statement; the fields are those of its row."""

    statement_id: UUID
    theme_id: UUID | None
    strength: float
    nearest: str | None
    distance: float | None
    preliminary: bool
    aside: bool


LOCATED: Final[tuple[Any, ...]] = (
    col(StatementRow.id),
    col(StatementRow.text),
    col(StatementRow.section),
    col(NoteRow.id),
    col(NoteRow.held_on),
    col(MunicipalityRow.ags),
    col(MunicipalityRow.name),
)
"""What ``Located`` is made of; to be read from statements joined with their note and place."""


def located(session: Session, district: str, kind: str) -> Iterator[Located]:
    """Return the statements of a kind in a Kreis."""
    query = (
        select(*LOCATED)
        .select_from(StatementRow)
        .join(NoteRow, col(NoteRow.id) == StatementRow.note_id)
        .join(MunicipalityRow, col(MunicipalityRow.ags) == NoteRow.municipality_ags)
        .where(StatementRow.district_id == district, StatementRow.kind == kind)
    )
    return (Located(*row) for row in session.exec(query).all())


def assigned(session: Session, run: RunRow) -> list[Assigned]:
    """Return where a run put the statements, the strongest first, and the later ones."""
    columns: tuple[Any, ...] = tuple(getattr(AssignmentRow, name) for name in Assigned._fields)
    query = (
        select(*columns)
        .where(AssignmentRow.run_id == run.id)
        .order_by(col(AssignmentRow.strength).desc(), col(AssignmentRow.statement_id))
    )
    return [Assigned(*row) for row in session.exec(query).all()]


def municipality_views(rows: Iterable[Located]) -> Mapping[str, MunicipalityView]:
    """Return the municipalities of statements by ags, each once."""
    names = {row.ags: row.municipality for row in rows}
    return {ags: MunicipalityView(ags=ags, name=name) for ags, name in names.items()}
