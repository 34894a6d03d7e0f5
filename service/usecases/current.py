"""The themes of a Kreis as they are now: the latest run, and what people decided since.

Machine proposes, people decide: a run never overwrites a decision. It obeys all of them, and
those that came after it are laid over its result until the next run.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func
from sqlmodel import col, select

from nlp.analysis import Previous
from nlp.themes.anchors import Anchors, Known
from nlp.themes.decisions import Decision, Kind
from nlp.themes.overlay import State, applied
from service.settings import TIME_ZONE
from service.store.memory import remembered
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DecisionRow,
    NoteRow,
    RunRow,
    RunState,
    ThemeIdRow,
)
from service.usecases.placed import assigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session

    from service.usecases.placed import Assigned

FIELD = "field"
"""The one kind of decision that is about no statement: which Handlungsfeld a theme is in."""
_STORED = np.dtype("<f4")


@dataclass(frozen=True)
class Current:
    """The latest run and what stands today.

    Attributes:
        run: The run.
        themes: Its themes by stable id.
        assignments: Where it put the statements, the strongest first, and the later ones.
        state: After the decisions that it did not know.
        fields: Handlungsfelder that people chose, by stable id.
    """

    run: RunRow
    themes: Mapping[str, CandidateThemeRow]
    assignments: Sequence[Assigned]
    state: State
    fields: Mapping[str, str]


def current(session: Session, district: str) -> Current | None:
    """Return what stands today; nothing before the first run."""
    return remembered(
        session,
        ("current", district),
        lambda: state_of(session, district),
        lambda: _read(session, district),
    )


def state_of(session: Session, district: str) -> tuple[object, ...]:
    """Return what differs as soon as anything does that stands today."""
    run = latest_run(session, district)
    decided = (
        func.count(),
        func.max(DecisionRow.number),
        func.count(col(DecisionRow.withdrawn_at)),
        func.max(DecisionRow.withdrawn_at),
    )
    noted = func.count(), func.max(NoteRow.uploaded_at)
    placed = select(func.count()).where(AssignmentRow.run_id == (run.id if run else None))
    return (
        run.id if run else None,
        *session.exec(select(*decided).where(DecisionRow.district_id == district)).one(),
        *session.exec(select(*noted).where(NoteRow.district_id == district)).one(),
        session.exec(placed).one(),
    )


def _read(session: Session, district: str) -> Current | None:
    run = latest_run(session, district)
    if run is None:
        return None
    themes = themes_of(session, run)
    assignments = assigned(session, run)
    decided = decisions(session, district)
    return Current(
        run=run,
        themes={theme.stable_id: theme for theme in themes},
        assignments=assignments,
        state=_overlaid(run, themes, assignments, decided),
        fields={theme: row.field for row in decided if row.kind == FIELD for theme in row.themes},
    )


def previous(session: Session, district: str) -> Previous:
    """Return what the next run has to know of this one."""
    run = latest_run(session, district)
    decided = decisions(session, district)
    anchors = {as_decision(row).key: _anchors(row.anchors) for row in decided if row.kind != FIELD}
    taken = frozenset(
        session.exec(select(ThemeIdRow.id).where(ThemeIdRow.district_id == district))
    )
    if run is None:
        return Previous(Known(taken=taken, anchors=anchors))
    themes = themes_of(session, run)
    seen = assigned(session, run)
    theme_of = _known(run, themes, seen, decided)
    statements: dict[str, list[str]] = defaultdict(list)
    for row in seen:
        if theme := theme_of.get(str(row.statement_id)):
            statements[theme].append(str(row.statement_id))
    known = Known(
        theme_of=theme_of,
        statements={theme: tuple(held) for theme, held in statements.items()},
        representatives={
            theme.stable_id: tuple(
                one for one in theme.representatives if theme_of.get(one) == theme.stable_id
            )
            for theme in themes
        },
        taken=taken,
        anchors=anchors,
    )
    models = tuple(str(encoder["weights_hash"]) for encoder in run.encoders)
    means = {
        theme.stable_id: np.frombuffer(theme.mean, _STORED).astype(np.float32)
        for theme in themes
        if theme.mean
    }
    return Previous(known, models, means)


def latest_run(session: Session, district: str) -> RunRow | None:
    """Return the latest run of the Kreis that is done."""
    query = (
        select(RunRow)
        .where(RunRow.district_id == district, RunRow.state == RunState.DONE)
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
    )
    return session.exec(query).first()


def themes_of(session: Session, run: RunRow) -> Sequence[CandidateThemeRow]:
    """Return the themes of a run, the largest first."""
    query = (
        select(CandidateThemeRow)
        .where(CandidateThemeRow.run_id == run.id)
        .order_by(col(CandidateThemeRow.number))
    )
    return session.exec(query).all()


def decisions(session: Session, district: str) -> Sequence[DecisionRow]:
    """Return the decisions of the Kreis that are not withdrawn, the earliest first."""
    query = (
        select(DecisionRow)
        .where(DecisionRow.district_id == district, col(DecisionRow.withdrawn_at).is_(None))
        .order_by(col(DecisionRow.number))
    )
    return session.exec(query).all()


def replayable(rows: Iterable[DecisionRow]) -> list[Decision]:
    """Return the decisions that a run obeys."""
    return [as_decision(row) for row in rows if row.kind != FIELD]


def as_decision(row: DecisionRow) -> Decision:
    """Return a stored decision as the method knows it."""
    return Decision(
        row=row.number,
        kind=Kind(row.kind),
        themes=tuple(row.themes),
        statements=tuple(row.statements),
        groups=tuple(map(tuple, row.groups)),
        label=row.label,
        decided_on=row.created_at.astimezone(TIME_ZONE).date(),
    )


def stored_anchors(anchors: Anchors) -> dict[str, Any]:
    """Return anchors as they are stored with their decision."""
    return {
        "parts": [list(part) for part in anchors.parts],
        "left": {one: list(old) for one, old in anchors.left.items()},
    }


def stored_mean(mean: np.ndarray[Any, np.dtype[np.float32]]) -> bytes:
    """Return a mean vector as it is stored with its theme."""
    return mean.astype(_STORED).tobytes()


def _anchors(stored: Mapping[str, Any]) -> Anchors:
    return Anchors(
        tuple(tuple(part) for part in stored["parts"]),
        {one: tuple(old) for one, old in stored["left"].items()},
    )


def _known(
    run: RunRow,
    themes: Sequence[CandidateThemeRow],
    assignments: Sequence[Assigned],
    decided: Sequence[DecisionRow],
) -> dict[str, str | None]:
    """Return the theme of each statement that the run or people put somewhere.

    Where a statement that came later was put preliminarily is no evidence of anything.
    """
    stable = {theme.id: theme.stable_id for theme in themes}
    found = {
        str(row.statement_id): stable[row.theme_id] if row.theme_id else None
        for row in assignments
        if row.preliminary
    }
    theme_of = _overlaid(run, themes, assignments, decided).theme_of
    return {
        one: theme for one, theme in theme_of.items() if one not in found or found[one] != theme
    }


def _overlaid(
    run: RunRow,
    themes: Sequence[CandidateThemeRow],
    assignments: Sequence[Assigned],
    decided: Sequence[DecisionRow],
) -> State:
    stable = {theme.id: theme.stable_id for theme in themes}
    theme_of = {
        str(row.statement_id): stable[row.theme_id] if row.theme_id else None
        for row in assignments
        if not row.aside
    }
    before = State(
        theme_of,
        dismissed=frozenset(theme.stable_id for theme in themes if theme.dismissed),
        set_aside=frozenset(str(row.statement_id) for row in assignments if row.aside),
    )
    since = [row for row in decided if row.number > run.decided]
    return applied(
        before, replayable(since), opened={row.number: tuple(row.opened) for row in since}
    )
