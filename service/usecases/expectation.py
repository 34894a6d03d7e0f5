"""How long a run will still take, told by how long those before it took.

Every stage but embedding takes about the same time a statement; embedding takes its time only
for texts that have no vector yet. Of several earlier runs the median counts: one that shared
its machine with others says little.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from nlp.types import StatementKind
from service.store.tables import RunNoteRow, RunRow, RunState, Stage, StatementRow, VectorRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel import Session

_RUNS = 3  # so many runs back; machines, models and versions change


def remaining_seconds(session: Session, run: RunRow) -> float | None:
    """Return the seconds that an unfinished run still works, not counting how long it waits.

    Returns:
        ``None`` where no earlier run of the Kreis tells.
    """
    before = _latest(session, run)
    if not before:
        return None
    stages = list(Stage)
    current = stages.index(Stage(run.stage))
    rest = 0.0
    for stage in stages[max(current, 1) :]:
        left = 1 - run.share if stage == run.stage else 1.0
        rest += left * run.statements * _per_statement(before, stage)
    if run.stage != Stage.EMBED:
        return rest
    embedding = _embedding(session, run, before[0])
    return None if embedding is None else rest + embedding


def _latest(session: Session, run: RunRow, *, embedded: bool = False) -> Sequence[RunRow]:
    """Return the last runs of the Kreis that are done, the latest first."""
    query = (
        select(RunRow)
        .where(
            RunRow.district_id == run.district_id,
            RunRow.state == RunState.DONE,
            col(RunRow.statements) > 0,
        )
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
        .limit(_RUNS)
    )
    return session.exec(query.where(col(RunRow.embedded) > 0) if embedded else query).all()


def _per_statement(before: Sequence[RunRow], stage: Stage) -> float:
    return median(run.seconds.get(stage, 0.0) / run.statements for run in before)


def _embedding(session: Session, run: RunRow, last: RunRow) -> float | None:
    """Return the seconds for the vectors that are missing of the models of the last run."""
    missing = sum(_missing(session, run.id, str(encoder["model_id"])) for encoder in last.encoders)
    if not missing:
        return 0.0
    before = _latest(session, run, embedded=True)
    if not before:
        return None
    return missing * median(one.seconds[Stage.EMBED] / one.embedded for one in before)


def _missing(session: Session, run_id: UUID, model_id: str) -> int:
    """Count the texts of a run that have no vector of a model."""
    known = select(VectorRow.text_hash).where(
        VectorRow.district_id == StatementRow.district_id,
        VectorRow.model_id == model_id,
        VectorRow.text_hash == StatementRow.text_hash,
    )
    query = (
        select(func.count(func.distinct(StatementRow.text_hash)))
        .join(RunNoteRow, col(RunNoteRow.note_id) == StatementRow.note_id)
        .where(
            RunNoteRow.run_id == run_id,
            StatementRow.kind == StatementKind.PROBLEM,
            ~known.exists(),
        )
    )
    return session.exec(query).one()
