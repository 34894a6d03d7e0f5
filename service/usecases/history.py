"""What became of themes in a run, and of people's decisions about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from nlp.themes.decisions import Kind as Decided
from nlp.themes.lineage import Evidence, Kind, Link
from service.errors import RunNotDoneError
from service.store.tables import CandidateThemeRow, DecisionRow, RunRow, RunState
from service.usecases.current import current, latest_run
from service.usecases.runs import own_run, view_of
from service.usecases.standing import (
    DecisionNote,
    DecisionView,
    LineageView,
    ThemeName,
)
from service.usecases.versions import decision_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database


def lineage(database: Database, run_id: UUID, *, district: str) -> LineageView:
    """Return what became of the themes in a run.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunNotDoneError: It is not done.
    """
    with database.reading() as session:
        run = own_run(session, run_id, district)
        if run.state != RunState.DONE:
            raise RunNotDoneError
        links = tuple(map(link_view, run.lineage))
        named = {id_ for link in links for id_ in (link.previous, link.current) if id_}
        labels = labels_of(session, district, named)
    return LineageView(view_of(run), links, labels)


def decision_views(
    session: Session, rows: Sequence[DecisionRow], district: str
) -> list[DecisionView]:
    """Return what users see of decisions."""
    run = latest_run(session, district)
    found = {outcome["decision"]: outcome for outcome in (run.outcomes if run else [])}
    labels = labels_of(
        session, district, {id_ for row in rows for id_ in (*row.themes, *row.opened)}
    )
    return [_decision(row, found.get(str(row.id)), labels) for row in rows]


def link_view(stored: Mapping[str, Any]) -> Link:
    """Return a stored link."""
    read = {"kind": Kind(stored["kind"]), "evidence": Evidence(stored["evidence"])}
    return Link(**{**stored, **read})


def labels_of(session: Session, district: str, ids: set[str]) -> dict[str, str]:
    """Return the latest label of each theme, whatever run it is from."""
    query = (
        select(CandidateThemeRow.stable_id, CandidateThemeRow.label)
        .join(RunRow, col(RunRow.id) == CandidateThemeRow.run_id)
        .where(CandidateThemeRow.district_id == district)
        .order_by(col(RunRow.created_at))
    )
    now = current(session, district)
    labels = labels_given(session, district) | dict(session.exec(query).all())
    labels |= now.state.labels if now else {}
    return {id_: label for id_, label in labels.items() if id_ in ids}


def labels_given(session: Session, district: str) -> dict[str, str]:
    """Return the last label that people gave each theme, taken back or not, unless deleted.

    A theme that people opened has no other one before the next run, and never gets one if that
    run does not find it.
    """
    query = (
        select(DecisionRow)
        .where(DecisionRow.district_id == district, DecisionRow.kind == Decided.RENAME)
        .order_by(col(DecisionRow.number))
    )
    return {id_: row.label for row in session.exec(query) if row.label for id_ in row.themes}


def _decision(
    row: DecisionRow, outcome: Mapping[str, Any] | None, labels: Mapping[str, str]
) -> DecisionView:
    themes = (*row.themes, *row.opened)
    statements = {*row.statements, *(one for group in row.groups[1:] for one in group)}
    return DecisionView(
        id=row.id,
        version=decision_version(row),
        number=row.number,
        kind=row.kind,
        themes=tuple(ThemeName(id_, labels.get(id_, id_)) for id_ in themes),
        statements=len(statements),
        label=row.label,
        field=row.field,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
        followed=outcome["followed"] if outcome else None,
        notes=tuple(
            DecisionNote(
                note["code"], {name: value for name, value in note.items() if name != "code"}
            )
            for note in (outcome["notes"] if outcome else [])
        ),
    )
