"""The result of a run, stored: all of it in the caller's transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import select

from service.store.centres import packed
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    RunRow,
    RunState,
    Stage,
    ThemeIdRow,
)
from service.usecases.current import FIELD, stored_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from nlp.analysis import Analysis
    from nlp.types import Entry, Theme, ThemeRun, Trust
    from service.store.tables import DecisionRow

_CENTRE = 0.5  # of the map, for a statement that has no place on it


def store(
    session: Session,
    row: RunRow,
    entries: Sequence[Entry],
    found: Analysis,
    decided: Sequence[DecisionRow],
) -> None:
    """Store themes, assignments, lineage and what became of the decisions; close the run."""
    run = found.run
    themes = {
        theme.id: _theme_row(row, number, theme, found)
        for number, theme in enumerate(run.themes, start=1)
    }
    session.add_all(themes.values())
    _use_ids(session, row.district_id, themes)
    session.flush()
    session.add_all(_assignment(row, entry, run, themes) for entry in entries)
    row.state, row.stage, row.share = RunState.DONE, Stage.MAP, 1.0
    row.themes, row.bundled = len(themes), len(run.theme_of)
    row.centre = packed(run.centre)
    row.decided = max((decision.number for decision in decided), default=0)
    row.lineage = [asdict(link) for link in found.lineage.links]
    row.outcomes = _outcomes(found, decided)
    embedded = row.seconds.get(Stage.EMBED, 0.0)  # by the step before
    row.seconds = {**run.seconds, Stage.EMBED: embedded + run.seconds[Stage.EMBED]}
    row.figures = dict(run.figures)
    row.finished_at = datetime.now(UTC)


def _use_ids(session: Session, district: str, themes: Mapping[str, CandidateThemeRow]) -> None:
    used = set(session.exec(select(ThemeIdRow.id).where(ThemeIdRow.district_id == district)))
    session.add_all(ThemeIdRow(district_id=district, id=id_) for id_ in themes.keys() - used)


def _theme_row(run_row: RunRow, number: int, theme: Theme, found: Analysis) -> CandidateThemeRow:
    return CandidateThemeRow(
        district_id=run_row.district_id,
        run_id=run_row.id,
        number=number,
        stable_id=theme.id,
        label=theme.label,
        keywords=[
            {
                "word": keyword.word,
                "weight": keyword.weight,
                "statements": list(keyword.entry_ids),
            }
            for keyword in theme.keywords
        ],
        representatives=list(theme.representatives),
        evidence=[
            {"word": word.word, "statements": list(word.entry_ids)} for word in theme.evidence
        ],
        parts=[{"label": part.label, "statements": list(part.entry_ids)} for part in theme.parts],
        fields=[asdict(field) for field in theme.fields],
        trust=_trust(theme.trust),
        spread=asdict(theme.spread),
        neighbour=_neighbour(theme.trust, found.run),
        dismissed=theme.id in found.replayed.dismissed,
        mean=stored_mean(found.run.means[theme.id]),
        strength=theme.strength,
        size=len(theme.entry_ids),
    )


def _trust(trust: Trust) -> dict[str, Any]:
    return {
        "agreement": trust.agreement,
        "recovery": trust.recovery,
        "separation": trust.separation,
    }


def _neighbour(trust: Trust, run: ThemeRun) -> str | None:
    return None if trust.neighbour is None else run.themes[trust.neighbour].id


def _assignment(
    run_row: RunRow, entry: Entry, run: ThemeRun, themes: Mapping[str, CandidateThemeRow]
) -> AssignmentRow:
    """Return where a statement was put; one that people dismissed was put aside."""
    theme_id = run.theme_of.get(entry.id)
    nearest = run.nearest.get(entry.id)
    x, y = run.positions.get(entry.id, (_CENTRE, _CENTRE))
    return AssignmentRow(
        run_id=run_row.id,
        statement_id=UUID(entry.id),
        district_id=run_row.district_id,
        theme_id=themes[theme_id].id if theme_id else None,
        strength=run.strength_of.get(entry.id, 0.0),
        x=x,
        y=y,
        nearest=nearest.theme_id if nearest else None,
        distance=nearest.distance if nearest else None,
        aside=entry.id not in run.positions,
    )


def _outcomes(found: Analysis, decided: Sequence[DecisionRow]) -> list[dict[str, Any]]:
    """Return what became of each decision, by its id."""
    ids = {row.number: str(row.id) for row in decided if row.kind != FIELD}
    return [
        {
            "decision": ids[outcome.decision.row],
            "followed": outcome.followed,
            "notes": [{"code": note.code, **note.figures} for note in outcome.notes],
        }
        for outcome in found.replayed.outcomes
    ]
