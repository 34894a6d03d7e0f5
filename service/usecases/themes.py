"""Candidate themes: those of a run, one of them, and the map.

A theme is shown from the statements that are still there: a statement that was deleted
since the run disappears from its themes, and :attr:`ThemeView.deleted` counts it. With the
last of its statements the theme itself is deleted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel import col, select

from service.errors import RunNotDoneError, ThemeNotFoundError
from service.store.memory import remembered
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    MunicipalityRow,
    NoteRow,
    RunState,
    StatementRow,
)
from service.usecases.current import latest_run, state_of, themes_of
from service.usecases.districts import count_municipalities
from service.usecases.placed import LOCATED, Located, municipality_views
from service.usecases.runs import own_run, view_of
from service.usecases.views import (
    KeywordView,
    MapView,
    MunicipalityCount,
    PlacedStatement,
    ThemeDetail,
    ThemeView,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.store.tables import RunRow

_MAPPED: Final[tuple[Any, ...]] = (
    col(AssignmentRow.theme_id),
    col(AssignmentRow.strength),
    col(AssignmentRow.x),
    col(AssignmentRow.y),
)


def themes_of_run(database: Database, run_id: UUID, *, district: str) -> tuple[ThemeView, ...]:
    """Return the themes of a run, the largest first.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunNotDoneError: It is not done.
    """
    return map_of_run(database, run_id, district=district).themes


def theme(database: Database, theme_id: UUID, *, district: str) -> ThemeDetail:
    """Return a theme with its statements.

    Raises:
        ThemeNotFoundError: There is no such theme in the Kreis.
    """
    with database.reading() as session:
        row = session.get(CandidateThemeRow, theme_id)
        if row is None or row.district_id != district:
            raise ThemeNotFoundError
        found = _map(session, own_run(session, row.run_id, district))
    own = tuple(statement for statement in found.statements if statement.theme_id == theme_id)
    return ThemeDetail(next(one for one in found.themes if one.id == theme_id), own)


def map_of_run(database: Database, run_id: UUID, *, district: str) -> MapView:
    """Return all statements of a run in their places, and its themes.

    Raises:
        RunNotFoundError: There is no such run in the Kreis.
        RunNotDoneError: It is not done.
    """
    with database.reading() as session:
        return _map(session, _done_run(session, run_id, district))


def _map(session: Session, run: RunRow) -> MapView:
    """Return the map of a run, that of the latest one from memory: others are seldom seen."""
    latest = latest_run(session, run.district_id)
    if latest is None or latest.id != run.id:
        return _read_map(session, run)
    return remembered(
        session,
        ("map", run.district_id),
        lambda: state_of(session, run.district_id),
        lambda: _read_map(session, run),
    )


def _read_map(session: Session, run: RunRow) -> MapView:
    rows = themes_of(session, run)
    placed = _placed(session, run.id)
    of = count_municipalities(session, run.district_id)
    by_theme: dict[UUID | None, list[PlacedStatement]] = defaultdict(list)
    for statement in placed:
        by_theme[statement.theme_id].append(statement)
    heard = _heard(placed)
    themes = (_view(row, by_theme[row.id], heard=heard, of=of) for row in rows)
    return MapView(run=view_of(run), themes=tuple(themes), statements=placed)


def _done_run(session: Session, run_id: UUID, district: str) -> RunRow:
    run = own_run(session, run_id, district)
    if run.state != RunState.DONE:
        raise RunNotDoneError
    return run


def _placed(session: Session, run_id: UUID) -> tuple[PlacedStatement, ...]:
    """Return the statements of a run that are still there, the strongest first.

    Neither those that came later, nor those that people had dismissed, are the run's.
    """
    query = (
        select(*_MAPPED, *LOCATED)
        .select_from(AssignmentRow)
        .join(StatementRow, col(StatementRow.id) == AssignmentRow.statement_id)
        .join(NoteRow, col(NoteRow.id) == StatementRow.note_id)
        .join(MunicipalityRow, col(MunicipalityRow.ags) == NoteRow.municipality_ags)
        .where(
            AssignmentRow.run_id == run_id,
            col(AssignmentRow.preliminary).is_(False),
            col(AssignmentRow.aside).is_(False),
        )
        .order_by(col(AssignmentRow.strength).desc(), col(StatementRow.text))
        .order_by(col(StatementRow.id))
    )
    end = len(_MAPPED)
    found = [(row[:end], Located(*row[end:])) for row in session.exec(query)]
    places = municipality_views(one for _, one in found)
    return tuple(
        PlacedStatement(
            id=one.id,
            text=one.text,
            section=one.section,
            note_id=one.note_id,
            municipality=places[one.ags],
            held_on=one.held_on,
            theme_id=theme_id,
            strength=strength,
            x=x,
            y=y,
        )
        for (theme_id, strength, x, y), one in found
    )


def _heard(placed: Sequence[PlacedStatement]) -> int:
    return len({statement.municipality for statement in placed})


def _view(
    row: CandidateThemeRow, own: Sequence[PlacedStatement], *, heard: int, of: int
) -> ThemeView:
    texts = {str(statement.id): statement.text for statement in own}
    return ThemeView(
        id=row.id,
        run_id=row.run_id,
        number=row.number,
        stable_id=row.stable_id,
        label=row.label,
        keywords=_keywords(row, texts),
        representatives=tuple(texts[id_] for id_ in row.representatives if id_ in texts),
        municipalities=_municipalities(own),
        heard=heard,
        of=of,
        strength=row.strength,
        size=row.size,
        deleted=row.size - len(own),
    )


def _keywords(row: CandidateThemeRow, texts: dict[str, str]) -> tuple[KeywordView, ...]:
    """Return the keywords that a statement which is still there carries."""
    found = (
        KeywordView(
            word=keyword["word"],
            weight=keyword["weight"],
            statement_ids=tuple(UUID(id_) for id_ in keyword["statements"] if id_ in texts),
        )
        for keyword in row.keywords
    )
    return tuple(keyword for keyword in found if keyword.statements)


def _municipalities(own: Sequence[PlacedStatement]) -> tuple[MunicipalityCount, ...]:
    counts = Counter(statement.municipality for statement in own)
    return tuple(
        MunicipalityCount(municipality=municipality, statements=number)
        for municipality, number in sorted(
            counts.items(), key=lambda item: (-item[1], item[0].name)
        )
    )
