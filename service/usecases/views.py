"""What the use cases answer: frozen values, free of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from service.store.tables import RunState, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from nlp.types import Format, StatementKind
    from service.review import QuestionKind, Reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list, and the length of the whole."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """A municipality by key and name."""

    ags: str
    name: str


# --- Notes --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement of a note.

    Attributes:
        id: Its id.
        kind: Problem, measure or single case.
        text: What it says.
        section: The heading under which it stands; empty if none.
        start: First code point in the text of the note's file, as it was redacted.
        end: First code point after it.
        position: Its place among the note's statements, from 0.
    """

    id: UUID
    kind: StatementKind
    text: str
    section: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note without its statements, but with their number by kind.

    ``evaluated_at`` is when the latest run was asked for that worked on it; ``None`` while it
    waits for one.
    """

    id: UUID
    municipality: MunicipalityView
    held_on: date
    participants: int | None
    institutions: tuple[str, ...]
    format: Format
    uploaded_at: datetime
    counts: Mapping[StatementKind, int]
    evaluated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """How often a person decided the same about what the gate asked.

    Attributes:
        kind: Finding or feature.
        type: Type of the finding or of the feature.
        reason: Why it was kept; ``None`` where it was replaced.
        count: Number of places.
    """

    kind: QuestionKind
    type: str
    reason: Reason | None
    count: int


@dataclass(frozen=True, slots=True)
class NoteDetail:
    """A note with its statements, in the note's order, and what was decided about it."""

    note: NoteView
    statements: tuple[StatementView, ...]
    review: tuple[ChoiceView, ...] = ()


# --- Runs ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EncoderView:
    """An embedding model, as the run used it."""

    model_id: str
    weights_hash: str
    dimension: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run and where it stands.

    Attributes:
        id: Its id.
        state: Queued, running, done, failed or cancelled.
        stage: What it does, or did last.
        share: Progress in that stage, in ``[0, 1]``.
        nightly: Whether it was started by itself, at night.
        created_at: When it was asked for.
        started_at: When its work began.
        finished_at: When it was done, failed or was cancelled.
        seed: Seed of its random numbers.
        encoders: The embedding models; empty until it begins.
        statements: Number of problem statements it works on.
        bundled: Number of them that it put into a theme.
        themes: Number of themes that it found.
        figures: Quality figures, by name.
        seconds: Wall-clock time by stage.
        remaining_seconds: How long its work still takes, from when a worker has it; ``None``
            where nothing is left or no earlier run tells.
        error_code: Why it ended without themes; the catalogue holds the sentence.
    """

    id: UUID
    nightly: bool
    state: RunState
    stage: Stage
    share: float
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seed: int
    encoders: tuple[EncoderView, ...]
    statements: int
    bundled: int
    themes: int
    figures: Mapping[str, float]
    seconds: Mapping[str, float]
    remaining_seconds: float | None
    error_code: str | None

    @property
    def progress(self) -> float:
        """Progress of the whole run, in ``[0, 1]``; every stage counts the same."""
        if self.state is RunState.DONE:
            return 1.0
        return (list(Stage).index(self.stage) + self.share) / len(Stage)

    @property
    def finished(self) -> bool:
        """Whether nothing will change any more."""
        return self.state not in {RunState.QUEUED, RunState.RUNNING}


# --- Themes -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeywordView:
    """A word of a theme, its weight, and the statements that carry it."""

    word: str
    weight: float
    statement_ids: tuple[UUID, ...]

    @property
    def statements(self) -> int:
        """Number of statements that carry it."""
        return len(self.statement_ids)


@dataclass(frozen=True, slots=True)
class MunicipalityCount:
    """How many statements of a theme come from a municipality."""

    municipality: MunicipalityView
    statements: int


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A candidate theme without its statements.

    Attributes:
        id: Its id.
        run_id: The run that proposes it.
        number: Its number in the run; 1 is the largest theme.
        stable_id: The id that outlives runs, such as ``T-2026-014``.
        label: Short German noun phrase.
        keywords: The strongest first, of the statements that are still there.
        representatives: Up to three statements that say most of it, likewise.
        municipalities: Where its statements come from, the most first (``k``).
        heard: Number of municipalities with a statement in the run.
        of: Number of municipalities in the Kreis (``n``).
        strength: Mean strength of its statements, in ``[0, 1]``.
        size: Number of its statements when it was found.
        deleted: How many of them were deleted since.
    """

    id: UUID
    run_id: UUID
    number: int
    stable_id: str
    label: str
    keywords: tuple[KeywordView, ...]
    representatives: tuple[str, ...]
    municipalities: tuple[MunicipalityCount, ...]
    heard: int
    of: int
    strength: float
    size: int
    deleted: int


@dataclass(frozen=True, slots=True)
class PlacedStatement:
    """A statement of a run: where it comes from, where it was put.

    Attributes:
        id: Its id.
        text: What it says.
        section: The heading under which it stands in its note.
        note_id: Its note.
        municipality: The municipality of the conference.
        held_on: Day of the conference.
        theme_id: Its theme; ``None`` where it is not bundled.
        strength: How sure the run is, in ``[0, 1]``; 0 where it is not bundled.
        x: Place on the map from the left, in ``[0, 1]``.
        y: Place on the map from the bottom, in ``[0, 1]``.
    """

    id: UUID
    text: str
    section: str
    note_id: UUID
    municipality: MunicipalityView
    held_on: date
    theme_id: UUID | None
    strength: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ThemeDetail:
    """A candidate theme with its statements, the strongest first."""

    theme: ThemeView
    statements: tuple[PlacedStatement, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """All statements of a run in their places, and its themes by number."""

    run: RunView
    themes: tuple[ThemeView, ...]
    statements: tuple[PlacedStatement, ...]


# --- Overview -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a Kreis at a glance.

    Attributes:
        notes: Number of notes.
        heard: Number of municipalities with a note (``k``).
        of: Number of municipalities in the Kreis (``n``).
        statements: Number of statements by kind.
        latest: The latest run that is done, if any.
        unfinished: The run that waits or works, if any.
        waiting: Number of problem statements that came after the latest run.
        gone: Number of statements of the latest run that were deleted since.
    """

    notes: int
    heard: int
    of: int
    statements: Mapping[StatementKind, int]
    latest: RunView | None
    unfinished: RunView | None
    waiting: int
    gone: int
