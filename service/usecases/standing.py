"""What the use cases answer about the themes that stand today: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from nlp.themes.lineage import Link
    from nlp.themes.trends import Trend
    from nlp.types import Spread, Trust
    from service.usecases.views import KeywordView, MunicipalityCount, MunicipalityView, RunView


@dataclass(frozen=True, slots=True)
class ThemeName:
    """A theme by stable id and label."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A Handlungsfeld of the taxonomy, and how sure the program is that a theme is in it."""

    key: str
    title: str
    certainty: float


@dataclass(frozen=True, slots=True)
class PartView:
    """A sub-theme: its label and those of its statements that are still there."""

    label: str
    statement_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class NameWordView:
    """A word of a proposed name, in its dictionary form, and the statements that carry it."""

    word: str
    statement_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class StandingTheme:
    """A theme as it stands today, without its statements.

    Attributes:
        id: Stable id, such as ``T-2026-014``.
        run_id: The run that found it.
        label: Its name: that which people gave, else that which the run proposes.
        proposed: The name that the latest run carries; empty for a theme that people split off.
        evidence: The words that ``proposed`` is made of; none where it quotes a statement.
        keywords: The strongest first, of the statements that are in it.
        representatives: Up to three of its statements that say most of it.
        municipalities: Where its statements come from, the most first (``k``).
        heard: Number of municipalities with a statement today.
        of: Number of municipalities in the Kreis (``n``).
        strength: Mean strength of its statements, in ``[0, 1]``.
        size: Number of its statements today, the preliminary among them.
        preliminary: Number of those that came after the run.
        trust: How far it can be relied on; ``None`` for a theme that people split off, and for
            runs of before this was measured.
        spread: Whether it is structural; ``None`` likewise.
        fields: Proposed Handlungsfelder, the surest first.
        field: Key of the Handlungsfeld that people chose; empty if none.
        parts: Its sub-themes.
        neighbour: The nearest other theme, if any.
        links: Where it comes from.
        trend: How many conferences named it, half-year by half-year.
        dismissed: Whether people dismissed it.
        changed: Whether people changed what is in it since the run.
        label_gone: Whether its name went with deleted statements; until the next run it is called
            by what is left.
        version: Changes with every run and every decision that touches it.
    """

    id: str
    run_id: UUID
    label: str
    proposed: str
    evidence: tuple[NameWordView, ...]
    keywords: tuple[KeywordView, ...]
    representatives: tuple[UUID, ...]
    municipalities: tuple[MunicipalityCount, ...]
    heard: int
    of: int
    strength: float
    size: int
    preliminary: int
    trust: Trust | None
    spread: Spread | None
    fields: tuple[FieldView, ...]
    field: str
    parts: tuple[PartView, ...]
    neighbour: ThemeName | None
    links: tuple[Link, ...]
    trend: Trend
    dismissed: bool
    changed: bool
    label_gone: bool
    version: str


@dataclass(frozen=True, slots=True)
class StandingStatement:
    """A problem statement, and where it stands today.

    Attributes:
        id: Its id.
        text: What it says.
        section: The heading under which it stands in its note.
        note_id: Its note.
        municipality: The municipality of the conference.
        held_on: Day of the conference.
        theme: Stable id of its theme; ``None`` where it is in none.
        strength: How sure the run is, in ``[0, 1]``; 0 where it is in no theme.
        preliminary: Whether it came after the run and was put where it is nearest to.
        nearest: The nearest theme of a statement that is in none.
        distance: Cosine distance to it, in ``[0, 2]``.
    """

    id: UUID
    text: str
    section: str
    note_id: UUID
    municipality: MunicipalityView
    held_on: date
    theme: str | None
    strength: float
    preliminary: bool
    nearest: ThemeName | None
    distance: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The themes of a Kreis today, the largest first, and what is in none.

    Attributes:
        run: The latest run that is done.
        themes: The themes, those that people dismissed at the end.
        open: The Themenspeicher: statements that are in no theme, by municipality and day.
        aside: Statements that people dismissed.
        waiting: Number of decisions that the next run will obey for the first time.
    """

    run: RunView
    themes: tuple[StandingTheme, ...]
    open: tuple[StandingStatement, ...]
    aside: tuple[StandingStatement, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class StandingDetail:
    """A theme with its statements, the strongest first."""

    theme: StandingTheme
    statements: tuple[StandingStatement, ...]


@dataclass(frozen=True, slots=True)
class LineageView:
    """What became of the themes in a run: its links, and the labels that are known."""

    run: RunView
    links: tuple[Link, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """Something that a run reports about a decision: a code with figures by name."""

    code: str
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision and what became of it.

    Attributes:
        id: Its id.
        version: Changes when it is taken back.
        number: Counts from 1 in the Kreis.
        kind: What was decided.
        themes: The themes that it names, those that it opened included.
        statements: Number of statements that it names.
        label: The name that it gives.
        field: Key of the Handlungsfeld that it chooses.
        created_at: When.
        withdrawn_at: When it was taken back.
        followed: Whether the latest run followed it; ``None`` before it knew it.
        notes: What the latest run reports about it.
    """

    id: UUID
    version: str
    number: int
    kind: str
    themes: tuple[ThemeName, ...]
    statements: int
    label: str
    field: str
    created_at: datetime
    withdrawn_at: datetime | None
    followed: bool | None
    notes: tuple[DecisionNote, ...]
