"""Statements that came after the latest run get their nearest theme at once, preliminarily.

What is missing is found by looking, not told by a job: whenever a worker looks again, what
is not yet placed will be. The next run replaces all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from nlp import pipeline
from nlp.themes import adaptation
from nlp.themes.assignment import assign
from nlp.themes.space import Space
from nlp.types import StatementKind
from service.store.centres import unpacked
from service.store.tables import (
    AssignmentRow,
    District,
    RunRow,
    RunState,
    StatementRow,
)
from service.store.vectors import StoredVectors
from service.usecases.current import latest_run, themes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    import numpy.typing as npt
    from sqlmodel import Session

    from nlp.themes.assignment import Assignment
    from nlp.themes.embedding import Encoder
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.arrivals")
_CENTRE = 0.5  # of the map, where a statement has its place until the next run


def place_arrivals(database: Database, *, encoders: Sequence[Encoder]) -> int:
    """Place all statements that the latest run of their Kreis did not know.

    A Kreis whose run is unfinished waits for it, as does one whose latest run had other
    models.

    Returns:
        Number of statements placed.
    """
    with database.reading() as session:
        districts = session.exec(select(District.id)).all()
    return sum(_place(database, district, encoders) for district in districts)


def _place(database: Database, district: str, encoders: Sequence[Encoder]) -> int:
    with database.reading() as session:
        run = latest_run(session, district)
        if run is None or _unfinished(session, district) or not _same_models(run, encoders):
            return 0
        arrived = _arrived(session, run)
        if not arrived:
            return 0
        known = _known(session, run)
        stable = {theme.id: theme.stable_id for theme in themes_of(session, run)}
    if not known and run.centre is None:
        return 0
    vectors = _vectors(database, run, arrived, [row for row, _ in known], encoders)
    placed = assign(
        vectors[: len(arrived)],
        vectors[len(arrived) :],
        [stable[found.theme_id] if found.theme_id else None for _, found in known],
        np.array([found.strength for _, found in known]),
    )
    themes = {stable_id: theme for theme, stable_id in stable.items()}
    rows = [
        _assignment(run, statement, found, themes)
        for statement, found in zip(arrived, placed, strict=True)
    ]
    return _stored(database, run, rows)


def _stored(database: Database, run: RunRow, rows: Sequence[AssignmentRow]) -> int:
    """Store all or nothing: a note may be gone by now, or another worker was faster."""
    try:
        with database.writing(run.district_id) as session:
            session.add_all(rows)
            session.commit()
    except IntegrityError:
        _log.info("arrivals changed", run=str(run.id))
        return 0
    _log.info("arrivals placed", run=str(run.id), statements=len(rows))
    return len(rows)


def _unfinished(session: Session, district: str) -> bool:
    query = select(RunRow.id).where(
        RunRow.district_id == district,
        col(RunRow.state).in_((RunState.QUEUED, RunState.RUNNING)),
    )
    return session.exec(query).first() is not None


def _same_models(run: RunRow, encoders: Sequence[Encoder]) -> bool:
    """Tell whether the vectors of the run can be compared with those of today."""
    hashes = [encoder["weights_hash"] for encoder in run.encoders]
    if hashes != [one.weights_hash for one in encoders]:
        return False
    learned = adaptation.fitting(encoders)
    return run.adaptation is None or (
        learned is not None and learned.sha256 == run.adaptation["sha256"]
    )


def _arrived(session: Session, run: RunRow) -> Sequence[StatementRow]:
    placed = select(AssignmentRow.statement_id).where(AssignmentRow.run_id == run.id)
    query = (
        select(StatementRow)
        .where(
            StatementRow.district_id == run.district_id,
            StatementRow.kind == StatementKind.PROBLEM,
            col(StatementRow.id).not_in(placed),
        )
        .order_by(col(StatementRow.id))
    )
    return session.exec(query).all()


def _known(session: Session, run: RunRow) -> Sequence[tuple[StatementRow, AssignmentRow]]:
    """Return the statements of a run, each text once: a phrase of a form has one vote."""
    query = (
        select(StatementRow, AssignmentRow)
        .join(AssignmentRow, col(AssignmentRow.statement_id) == StatementRow.id)
        .where(
            AssignmentRow.run_id == run.id,
            col(AssignmentRow.preliminary).is_(False),
            col(AssignmentRow.aside).is_(False),
        )
        .order_by(col(StatementRow.id))
    )
    by_text = {row[0].text_hash: (row[0], row[1]) for row in session.exec(query)}
    return list(by_text.values())


def _vectors(
    database: Database,
    run: RunRow,
    arrived: Sequence[StatementRow],
    known: Sequence[StatementRow],
    encoders: Sequence[Encoder],
) -> npt.NDArray[np.float32]:
    """Return the vectors of statements in the run's space, those known from the store.

    A run of which statements were deleted has no centre any more: it is that of the others.
    """
    learned = adaptation.fitting(encoders) if run.adaptation else None
    texts = [statement.text for statement in (*arrived, *known)]
    cache = StoredVectors(database, run.district_id)
    views = pipeline.encode(texts, encoders=encoders, cache=cache)
    if run.centre is not None:
        return Space(unpacked(run.centre), learned).place(views)
    return Space.fitted([view[len(arrived) :] for view in views], learned).place(views)


def _assignment(
    run: RunRow,
    statement: StatementRow,
    found: Assignment,
    themes: Mapping[str, UUID],
) -> AssignmentRow:
    return AssignmentRow(
        run_id=run.id,
        statement_id=statement.id,
        district_id=run.district_id,
        theme_id=themes[found.theme_id] if found.theme_id else None,
        strength=found.strength,
        x=_CENTRE,
        y=_CENTRE,
        nearest=found.nearest.theme_id if found.nearest else None,
        distance=found.nearest.distance if found.nearest else None,
        preliminary=True,
    )
