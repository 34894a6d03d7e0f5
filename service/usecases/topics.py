"""Themes as they stand today: the latest run, people's decisions, later notes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from nlp.themes.trends import Conference, trends
from nlp.types import Reach, Spread, StatementKind, Trust
from service import catalogue
from service.errors import NoRunYetError, ThemeNotFoundError
from service.store.memory import remembered
from service.store.tables import (
    CandidateThemeRow,
    DecisionRow,
    MunicipalityRow,
    NoteRow,
)
from service.usecases.current import Current, current, state_of
from service.usecases.districts import count_municipalities
from service.usecases.history import labels_given, link_view
from service.usecases.placed import located, municipality_views
from service.usecases.runs import view_of
from service.usecases.standing import (
    FieldView,
    NameWordView,
    PartView,
    Standing,
    StandingDetail,
    StandingStatement,
    StandingTheme,
    ThemeName,
)
from service.usecases.taxonomy import field_titles
from service.usecases.versions import theme_versions
from service.usecases.views import KeywordView, MunicipalityCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session

    from nlp.themes.trends import Trend
    from service.store.sessions import Database
    from service.usecases.placed import Assigned, Located
    from service.usecases.versions import ThemeVersions
    from service.usecases.views import MunicipalityView


def standing(database: Database, *, district: str) -> Standing:
    """Return the themes of today.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    with database.reading() as session:
        scene = _scene(session, district)
        decided = session.exec(
            select(DecisionRow.number).where(
                DecisionRow.district_id == district, col(DecisionRow.withdrawn_at).is_(None)
            )
        ).all()
    themes = scene.themes.values()
    return Standing(
        run=view_of(scene.now.run),
        themes=tuple(sorted(themes, key=lambda theme: (theme.dismissed, -theme.size, theme.id))),
        open=scene.open,
        aside=scene.aside,
        waiting=sum(number > scene.now.run.decided for number in decided),
    )


def theme(database: Database, stable_id: str, *, district: str) -> StandingDetail:
    """Return a theme of today with its statements.

    Raises:
        ThemeNotFoundError: There is no such theme in the Kreis today.
    """
    with database.reading() as session:
        try:
            scene = _scene(session, district)
        except NoRunYetError:
            raise ThemeNotFoundError from None
    if stable_id not in scene.themes:
        raise ThemeNotFoundError
    return StandingDetail(scene.themes[stable_id], tuple(scene.held[stable_id]))


def single_cases(database: Database, *, district: str) -> tuple[StandingStatement, ...]:
    """Return the statements about one case: they go back to case management."""
    with database.reading() as session:
        rows = list(located(session, district, StatementKind.SINGLE_CASE))
    views = municipality_views(rows)
    return _by_place(_statement(row, views[row.ags], None, None, {}) for row in rows)


# --- one theme ----------------------------------------------------------------


@dataclass(frozen=True)
class _Scene:
    """All that the views of a Kreis are made of.

    Attributes:
        now: The latest run and what people decided since.
        trends: By theme.
        statements: Those of the run that are still there, and the later ones, by id.
        held: Statements by theme, the strongest first.
        labels: By stable id.
        given: Those that people gave.
        of: Number of municipalities of the Kreis.
        versions: Those of the themes.
    """

    now: Current
    trends: Mapping[str, Trend]
    statements: Mapping[str, StandingStatement]
    held: Mapping[str, Sequence[StandingStatement]]
    labels: Mapping[str, str]
    given: frozenset[str]
    of: int
    versions: ThemeVersions

    @cached_property
    def themes(self) -> Mapping[str, StandingTheme]:
        """The themes that have statements, by their ids."""
        return {id_: self._theme(id_) for id_ in self.held}

    @cached_property
    def open(self) -> tuple[StandingStatement, ...]:
        """The statements in no theme, without those that people dismissed."""
        aside = self.now.state.set_aside
        return _by_place(
            one for id_, one in self.statements.items() if not one.theme and id_ not in aside
        )

    @cached_property
    def aside(self) -> tuple[StandingStatement, ...]:
        """The statements that people dismissed."""
        aside = self.now.state.set_aside
        return _by_place(one for id_, one in self.statements.items() if id_ in aside)

    def _theme(self, stable_id: str) -> StandingTheme:
        """Return a theme without its statements."""
        own = self.held[stable_id]
        row = self.now.themes.get(stable_id)
        there = {str(one.id) for one in own}
        return StandingTheme(
            id=stable_id,
            run_id=self.now.run.id,
            label=self.labels[stable_id],
            proposed=row.label if row else "",
            evidence=_evidence(row, there),
            keywords=_keywords(row, there),
            representatives=_representatives(row, own),
            municipalities=_municipalities(own),
            heard=self._heard,
            of=self.of,
            strength=sum(one.strength for one in own) / len(own),
            size=len(own),
            preliminary=sum(one.preliminary for one in own),
            trust=_trust(row),
            spread=_spread(row),
            fields=self._fields(row),
            field=self.now.fields.get(stable_id, ""),
            parts=_parts(row, there),
            neighbour=_name(row.neighbour if row else None, self.labels),
            links=tuple(
                link_view(link) for link in self.now.run.lineage if link["current"] == stable_id
            ),
            trend=self.trends[stable_id],
            dismissed=stable_id in self.now.state.dismissed,
            changed=there != (self._before[row.id] if row else set()),
            label_gone=self._label_gone(stable_id),
            version=self.versions.of(stable_id),
        )

    def _label_gone(self, stable_id: str) -> bool:
        """Tell whether a theme is called by what is left, until the next run names it."""
        row = self.now.themes.get(stable_id)
        label = self.labels[stable_id]
        if row is not None and row.label == label:
            return row.label_gone
        return label not in self.given

    def _fields(self, row: CandidateThemeRow | None) -> tuple[FieldView, ...]:
        titles = field_titles()
        return tuple(
            FieldView(field["key"], titles[field["key"]], field["certainty"])
            for field in (row.fields if row else [])
            if field["key"] in titles
        )

    @cached_property
    def _heard(self) -> int:
        return len({one.municipality for one in self.statements.values()})

    @cached_property
    def _before(self) -> Mapping[UUID, set[str]]:
        """The statements that are there and that the program put into each theme."""
        found: dict[UUID, set[str]] = defaultdict(set)
        for one in self.now.assignments:
            if one.theme_id and (id_ := str(one.statement_id)) in self.statements:
                found[one.theme_id].add(id_)
        return found


def _scene(session: Session, district: str) -> _Scene:
    """Return everything, read anew where something has changed since it was read.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    return remembered(
        session,
        ("scene", district),
        lambda: state_of(session, district),
        lambda: _read_scene(session, district),
    )


def _read_scene(session: Session, district: str) -> _Scene:
    """Read everything.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    now = current(session, district)
    if now is None:
        raise NoRunYetError
    proposed = {id_: row.label for id_, row in now.themes.items()}
    labels = labels_given(session, district) | proposed | dict(now.state.labels)
    rows = {str(row.id): row for row in located(session, district, StatementKind.PROBLEM)}
    views = municipality_views(rows.values())
    statements = {
        id_: _statement(rows[id_], views[rows[id_].ags], one, now.state.theme_of.get(id_), labels)
        for one in now.assignments
        if (id_ := str(one.statement_id)) in rows
    }
    held: dict[str, list[StandingStatement]] = defaultdict(list)
    for statement in statements.values():
        if statement.theme:
            held[statement.theme].append(statement)
    labels |= _borrowed(now, {id_: own for id_, own in held.items() if id_ not in labels})
    trends = _trends(session, district, statements)
    of = count_municipalities(session, district)
    versions = theme_versions(session, now.run)
    given = frozenset(labels_given(session, district).values()) | set(now.state.labels.values())
    return _Scene(now, trends, statements, held, labels, given, of, versions)


def _borrowed(now: Current, held: Mapping[str, Sequence[StandingStatement]]) -> dict[str, str]:
    """Return names for themes whose own went with their statements: of what was merged into them.

    Args:
        now: What stands today.
        held: The statements of these themes.
    """
    labels = {row.id: row.label for row in now.themes.values()}
    proposed = {one.statement_id: labels[one.theme_id] for one in now.assignments if one.theme_id}
    found = {}
    for id_, own in held.items():
        names = Counter(proposed[one.id] for one in own if one.id in proposed)
        found[id_] = max(names, key=names.__getitem__, default=catalogue.name_left((), id_))
    return found


def _trends(
    session: Session, district: str, statements: Mapping[str, StandingStatement]
) -> Mapping[str, Trend]:
    """Return the trends of the themes over all conferences, those that named none too."""
    made: dict[UUID, list[str]] = defaultdict(list)
    for id_, statement in statements.items():
        made[statement.note_id].append(id_)
    notes = session.exec(select(NoteRow).where(NoteRow.district_id == district)).all()
    places = session.exec(
        select(MunicipalityRow).where(MunicipalityRow.district_id == district)
    ).all()
    return trends(
        [
            Conference(note.municipality_ags, note.held_on, tuple(made.get(note.id, ())))
            for note in notes
        ],
        {id_: one.theme for id_, one in statements.items() if one.theme},
        population={
            place.ags: place.population for place in places if place.population is not None
        },
    )


def _statement(
    row: Located,
    municipality: MunicipalityView,
    found: Assigned | None,
    theme: str | None,
    labels: Mapping[str, str],
) -> StandingStatement:
    alone = found is not None and theme is None
    return StandingStatement(
        id=row.id,
        text=row.text,
        section=row.section,
        note_id=row.note_id,
        municipality=municipality,
        held_on=row.held_on,
        theme=theme,
        strength=found.strength if found and theme else 0.0,
        preliminary=bool(found and found.preliminary),
        nearest=_name(found.nearest, labels) if found and alone else None,
        distance=found.distance if found and alone else None,
    )


def _name(stable_id: str | None, labels: Mapping[str, str]) -> ThemeName | None:
    if stable_id is None or stable_id not in labels:
        return None
    return ThemeName(stable_id, labels[stable_id])


def _by_place(statements: Iterable[StandingStatement]) -> tuple[StandingStatement, ...]:
    return tuple(
        sorted(statements, key=lambda one: (one.municipality.name, one.held_on, one.text))
    )


def _evidence(row: CandidateThemeRow | None, there: set[str]) -> tuple[NameWordView, ...]:
    found = (
        NameWordView(word["word"], tuple(UUID(id_) for id_ in word["statements"] if id_ in there))
        for word in (row.evidence if row else [])
    )
    return tuple(word for word in found if word.statement_ids)


def _keywords(row: CandidateThemeRow | None, there: set[str]) -> tuple[KeywordView, ...]:
    found = (
        KeywordView(
            word=keyword["word"],
            weight=keyword["weight"],
            statement_ids=tuple(UUID(id_) for id_ in keyword["statements"] if id_ in there),
        )
        for keyword in (row.keywords if row else [])
    )
    return tuple(keyword for keyword in found if keyword.statements)


def _representatives(
    row: CandidateThemeRow | None, own: Sequence[StandingStatement]
) -> tuple[UUID, ...]:
    """Return those that the run chose, or the strongest where it did not know the theme."""
    there = {str(one.id): one.id for one in own}
    chosen = [there[id_] for id_ in (row.representatives if row else []) if id_ in there]
    return tuple(chosen or [one.id for one in own[:3]])


def _municipalities(own: Sequence[StandingStatement]) -> tuple[MunicipalityCount, ...]:
    counts = Counter(one.municipality for one in own)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].name))
    return tuple(MunicipalityCount(municipality=place, statements=n) for place, n in ordered)


def _trust(row: CandidateThemeRow | None) -> Trust | None:
    return Trust(**row.trust) if row and row.trust else None


def _spread(row: CandidateThemeRow | None) -> Spread | None:
    if row is None or not row.spread:
        return None
    found: dict[str, Any] = row.spread
    low, high = found["share"]
    return Spread(**{**found, "share": (low, high), "reach": Reach(found["reach"])})


def _parts(row: CandidateThemeRow | None, there: set[str]) -> tuple[PartView, ...]:
    found = (
        PartView(part["label"], tuple(UUID(id_) for id_ in part["statements"] if id_ in there))
        for part in (row.parts if row else [])
    )
    return tuple(part for part in found if part.statement_ids)
