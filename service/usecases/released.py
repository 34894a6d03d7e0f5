"""What those see who see no single statements: themes as they are released.

It changes with a run. Only the name and the Handlungsfeld that people give a theme, and that
they dismiss it, show at once: they say nothing of single statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel import col, select

from nlp.themes.change import Direction
from nlp.types import Reach, Trust
from service.disclosure.audience import Audience
from service.disclosure.wording import WITHHELD, without_places
from service.errors import NoRunYetError, ThemeNotFoundError
from service.store.memory import remembered
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DecisionRow,
    MunicipalityRow,
    NoteRow,
    StatementRow,
)
from service.usecases.current import decisions, state_of
from service.usecases.decisions import DecisionKind
from service.usecases.released_views import (
    Figure,
    Reader,
    ReleasedDecision,
    ReleasedDetail,
    ReleasedTheme,
    ReleasedThemes,
)
from service.usecases.releases import conferences, latest_release, placed
from service.usecases.resolved import resolved
from service.usecases.standing import ThemeName
from service.usecases.taxonomy import field_titles
from service.usecases.views import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from service.disclosure.release import State
    from service.store.sessions import Database
    from service.usecases.releases import Released
    from service.usecases.resolved import Resolved

_SURE: Final = 0.5
"""From so sure a proposal on a theme is in its Handlungsfeld."""
_WORDS: Final = 3
"""Keywords that stand for a name which may not be shown."""


def released_themes(database: Database, reader: Reader, *, now: datetime) -> ReleasedThemes:
    """Return what is released of the Kreis.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    scene = _scene(database, reader, now)
    release = scene.released.release
    themes = (scene.theme(id_) for id_ in scene.states)
    return ReleasedThemes(
        as_of=scene.released.run.created_at,
        statements=release.statements,
        conferences=release.conferences,
        heard=release.heard,
        of=len(scene.places),
        themes=tuple(sorted(themes, key=lambda theme: (-theme.size, theme.id))),
        further=release.further,
    )


def released_theme(
    database: Database, stable_id: str, reader: Reader, *, now: datetime
) -> ReleasedDetail:
    """Return a theme that is released; one that is not, is not there.

    Raises:
        ThemeNotFoundError: There is no such theme among those that are released.
    """
    scene = _scene_of(database, stable_id, reader, now)
    theme, row = scene.theme(stable_id), scene.rows[stable_id]
    if reader.audience is Audience.FIGURES:
        return ReleasedDetail(theme, None, (), ())
    with database.reading() as session:
        texts = remembered(
            session,
            ("wording", reader.district, stable_id),
            lambda: (row.id, *state_of(session, reader.district)),
            lambda: _wording(session, row.id, scene.places.values()),
        )
    if len(texts) != theme.size:
        return ReleasedDetail(theme, None, (), ())
    return ReleasedDetail(
        theme=theme,
        statements=tuple(sorted(texts.values())),
        representatives=tuple(
            text for id_ in row.representatives if (text := texts.get(id_, WITHHELD)) != WITHHELD
        ),
        parts=tuple(part["label"] for part in row.parts if scene.is_large(part["statements"])),
    )


def _wording(session: Session, theme: UUID, places: Iterable[str]) -> Mapping[str, str]:
    """Return the statements of a theme by id, without the names of places."""
    query = select(StatementRow.id, StatementRow.text).where(
        col(StatementRow.id).in_(_held([theme]))
    )
    return {str(id_): without_places(text, places) for id_, text in session.exec(query)}


def ensure_released(database: Database, stable_id: str, reader: Reader, *, now: datetime) -> None:
    """Let pass what is about a theme that is released.

    Raises:
        ThemeNotFoundError: There is no such theme among those that are released.
    """
    _scene_of(database, stable_id, reader, now)


def released_decisions(
    database: Database, reader: Reader, *, now: datetime, offset: int = 0, limit: int = 50
) -> Page[ReleasedDecision]:
    """Return a page of the decisions about themes that are released, the latest first."""
    try:
        scene = _scene(database, reader, now)
    except NoRunYetError:
        return Page(items=(), total=0)
    names = {id_: ThemeName(id_, scene.label(id_)) for id_ in scene.states}
    query = (
        select(DecisionRow)
        .where(DecisionRow.district_id == reader.district)
        .order_by(col(DecisionRow.number).desc())
    )
    with database.reading() as session:
        found = [
            _decision(row, names)
            for row in session.exec(query)
            if (named := {*row.themes, *row.opened}) and named <= names.keys()
        ]
    return Page(items=tuple(found[offset : offset + limit]), total=len(found))


def _decision(row: DecisionRow, names: Mapping[str, ThemeName]) -> ReleasedDecision:
    return ReleasedDecision(
        id=row.id,
        number=row.number,
        kind=row.kind,
        themes=tuple(names[id_] for id_ in (*row.themes, *row.opened)),
        label=row.label,
        field=row.field,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
    )


# --- one theme --------------------------------------------------------------------


@dataclass(frozen=True)
class _Scene:
    """All that the views of a release are made of.

    Attributes:
        reader: Who reads.
        released: The release.
        rows: The themes as the runs found them that it shows, by stable id.
        conference_of: The conference by statement, of the themes that it shows.
        decided: People's decisions that are not withdrawn, the earliest first.
        dismissed: Themes that the latest run knows to be dismissed.
        resolved: What the Lenkungsgruppe resolved last, by stable id.
        places: Names of the municipalities of the Kreis, by key.
    """

    reader: Reader
    released: Released
    rows: Mapping[str, CandidateThemeRow]
    conference_of: Mapping[str, UUID]
    decided: Sequence[DecisionRow]
    dismissed: frozenset[str]
    resolved: Mapping[str, Resolved]
    places: Mapping[str, str]

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The themes that are shown: released, not dismissed, and not deleted since."""
        gone = self.dismissed.union(
            *(row.themes for row in self._of(DecisionKind.DISMISS) if not row.statements)
        )
        themes = self.released.release.themes
        return {id_: themes[id_] for id_ in themes if id_ in self.rows and id_ not in gone}

    def theme(self, id_: str) -> ReleasedTheme:
        """Return a theme without its statements."""
        state, row = self.states[id_], self.rows[id_]
        return ReleasedTheme(
            id=id_,
            label=self.label(id_),
            keywords=self._keywords(row),
            size=state.size,
            touched=state.touched,
            at_least=state.at_least,
            of=len(self.places),
            municipalities=self._municipalities(state),
            half_years=tuple(Figure(*item) for item in sorted(state.half_years.items())),
            direction=Direction(state.direction),
            reach=Reach(row.spread["reach"]) if row.spread else None,
            trust=Trust(**row.trust) if row.trust else None,
            field=self._field(row),
            resolved=self.resolved.get(id_),
        )

    def label(self, id_: str) -> str:
        """Return its name, with no word of few conferences for those who see figures only."""
        given = [row.label for row in self._of(DecisionKind.RENAME) if id_ in row.themes]
        if given:
            return given[-1]
        row = self.rows[id_]
        common = row.evidence and all(self._is_common(word) for word in row.evidence)
        if common or self.reader.audience is Audience.WORDING:
            return row.label
        return " · ".join(self._keywords(row)[:_WORDS]) or id_

    def is_large(self, statements: Iterable[str]) -> bool:
        """Tell whether statements may be shown as a group of their own."""
        there = [id_ for id_ in statements if id_ in self.conference_of]
        threshold = self.reader.threshold
        return len(there) >= threshold.statements and self._conferences(there)

    def _is_common(self, word: Mapping[str, Any]) -> bool:
        return self._conferences(word["statements"])

    def _conferences(self, statements: Iterable[str]) -> bool:
        found = {self.conference_of[id_] for id_ in statements if id_ in self.conference_of}
        return len(found) >= self.reader.threshold.conferences

    def _keywords(self, row: CandidateThemeRow) -> tuple[str, ...]:
        return tuple(word["word"] for word in row.keywords if self._is_common(word))

    def _municipalities(self, state: State) -> tuple[Figure, ...]:
        figures = [Figure(self.places[key], n) for key, n in state.municipalities.items()]
        return tuple(sorted(figures, key=lambda one: (-(one.statements or 0), one.name)))

    def _field(self, row: CandidateThemeRow) -> str:
        chosen = [one.field for one in self._of(DecisionKind.FIELD) if row.stable_id in one.themes]
        proposed = (one["key"] for one in row.fields if one["certainty"] >= _SURE)
        known = (key for key in (*chosen[-1:], *proposed) if key in field_titles())
        return next(known, "")

    def _of(self, kind: DecisionKind) -> Iterable[DecisionRow]:
        return (row for row in self.decided if row.kind == kind)


def _scene_of(database: Database, stable_id: str, reader: Reader, now: datetime) -> _Scene:
    """Read what one theme needs.

    Raises:
        ThemeNotFoundError: It is not among those that are released.
    """
    try:
        scene = _scene(database, reader, now)
    except NoRunYetError:
        raise ThemeNotFoundError from None
    if stable_id not in scene.states:
        raise ThemeNotFoundError
    return scene


def _scene(database: Database, reader: Reader, now: datetime) -> _Scene:
    """Read everything.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    released = latest_release(
        database, district=reader.district, threshold=reader.threshold, now=now
    )
    with database.reading() as session:
        rows = _rows(session, released, reader.district)
        shown = sorted(row.id for row in rows.values())
        places = select(MunicipalityRow.ags, MunicipalityRow.name).where(
            MunicipalityRow.district_id == reader.district
        )
        dismissed = select(CandidateThemeRow.stable_id).where(
            CandidateThemeRow.run_id == released.run.id, col(CandidateThemeRow.dismissed)
        )
        return _Scene(
            reader=reader,
            released=released,
            rows=rows,
            conference_of=remembered(
                session,
                ("conferences", reader.district),
                lambda: (shown, *state_of(session, reader.district)),
                lambda: _conference_of(session, _held(shown)),
            ),
            decided=decisions(session, reader.district),
            dismissed=frozenset(session.exec(dismissed)),
            resolved=resolved(session, reader.district),
            places=dict(session.exec(places).all()),
        )


def _conference_of(session: Session, held: Any) -> dict[str, UUID]:  # noqa: ANN401 # as _held
    """Return the conference by statement, of some of them."""
    query = (
        select(StatementRow.id, NoteRow)
        .join(NoteRow, col(NoteRow.id) == StatementRow.note_id)
        .where(col(StatementRow.id).in_(held))
    )
    found = session.exec(query).all()
    of_note = conferences({(note.id, note.municipality_ags, note.held_on) for _, note in found})
    return {str(id_): of_note[note.id] for id_, note in found}


def _rows(session: Session, released: Released, district: str) -> dict[str, CandidateThemeRow]:
    """Return each theme as the run found it whose state is shown."""
    shown = released.release.themes
    query = select(CandidateThemeRow).where(
        CandidateThemeRow.district_id == district,
        col(CandidateThemeRow.run_id).in_({UUID(state.run) for state in shown.values()}),
        col(CandidateThemeRow.stable_id).in_(shown),
    )
    return {
        row.stable_id: row
        for row in session.exec(query)
        if str(row.run_id) == shown[row.stable_id].run
    }


def _held(themes: Sequence[UUID]) -> Any:  # noqa: ANN401 # a subquery, whose type is long
    return select(AssignmentRow.statement_id).where(
        col(AssignmentRow.theme_id).in_(themes), *placed()
    )
