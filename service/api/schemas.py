"""The bodies of requests and answers, apart from the tables and with their examples."""

from __future__ import annotations

from datetime import date, datetime  # pydantic reads the annotations
from typing import Annotated, Any
from uuid import UUID  # the same

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, computed_field

from nlp.types import Format, StatementKind  # the same
from service import catalogue
from service.review import QuestionKind, Reason  # the same
from service.settings import LARGEST_SEED
from service.store.tables import RunState, Stage  # the same

LARGEST_OFFSET = 1_000_000
LARGEST_PAGE = 200

Offset = Annotated[int, Query(ge=0, le=LARGEST_OFFSET, description="Entries to skip")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Entries to return")]

_EVALUATED = "When the latest run was asked for that worked on it; null while it waits"
_PLACE = {"ags": "05754028", "name": "Rheda-Wiedenbrück"}
_STATEMENT: dict[str, Any] = {
    "id": "0b0f7a52-7c1d-4a30-9e52-2f5c1d4f3a11",
    "kind": "problem",
    "text": "Sprachkurse finden nur vormittags statt.",
    "section": "Generative Themen",
    "start": 812,
    "end": 852,
    "position": 0,
}
_NOTE: dict[str, Any] = {
    "id": "6f6c1f0e-5a51-4f0b-8a30-0d2b1f6f9f10",
    "municipality": _PLACE,
    "held_on": "2026-05-14",
    "participants": 18,
    "institutions": ["Jobcenter", "Jugendamt"],
    "format": "docx",
    "uploaded_at": "2026-05-20T08:15:00Z",
    "counts": {"problem": 8, "measure": 3, "single_case": 5},
    "evaluated_at": "2026-05-21T02:00:00Z",
}
_FIGURES: dict[str, Any] = {
    "as_of": "2026-05-21T02:00:00Z",
    "municipalities": 13,
    "heard": 11,
    "conferences": 17,
    "statements": 136,
    "themes": 9,
}
_CHOICE = {"kind": "finding", "type": "name", "reason": None, "count": 3}
_RUN: dict[str, Any] = {
    "id": "3a5f8a52-2f27-4d39-8a36-6f8e33a1b7c2",
    "nightly": False,
    "state": "running",
    "stage": "cluster",
    "share": 0.4,
    "progress": 0.35,
    "created_at": "2026-11-20T09:00:00Z",
    "started_at": "2026-11-20T09:00:01Z",
    "finished_at": None,
    "seed": 0,
    "encoders": [],
    "statements": 96,
    "bundled": 0,
    "themes": 0,
    "figures": {},
    "seconds": {},
    "remaining_seconds": 42.0,
    "error_code": None,
    "error": None,
}
_THEME: dict[str, Any] = {
    "id": "9d1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e01",
    "run_id": _RUN["id"],
    "number": 1,
    "label": "Sprachkurse mit Kinderbetreuung",
    "keywords": [{"word": "Sprachkurs", "weight": 0.41, "statements": 9}],
    "representatives": [_STATEMENT["text"]],
    "municipalities": [{"municipality": _PLACE, "statements": 4}],
    "heard": 11,
    "of": 13,
    "strength": 0.83,
    "size": 12,
    "deleted": 0,
}
_PLACED: dict[str, Any] = {
    "id": _STATEMENT["id"],
    "text": _STATEMENT["text"],
    "section": _STATEMENT["section"],
    "note_id": _NOTE["id"],
    "municipality": _PLACE,
    "held_on": _NOTE["held_on"],
    "theme_id": _THEME["id"],
    "strength": 0.9,
    "x": 0.31,
    "y": 0.72,
}


def with_example(example: dict[str, Any]) -> ConfigDict:
    """Return how a body behaves: strict about its fields, with an example."""
    return ConfigDict(
        extra="forbid", from_attributes=True, json_schema_extra={"examples": [example]}
    )


class Municipality(BaseModel):
    """A municipality."""

    model_config = with_example(_PLACE)

    ags: str = Field(description="Amtlicher Gemeindeschlüssel, eight digits")
    name: str = Field(description="Official name")


class Statement(BaseModel):
    """One statement of a note."""

    model_config = with_example(_STATEMENT)

    id: UUID
    kind: StatementKind = Field(description="What the statement is about")
    text: str
    section: str = Field(description="Heading under which it stands; empty if none")
    start: int = Field(
        description="First code point in the text of the note's file, as it was redacted"
    )
    end: int = Field(description="First code point after it")
    position: int = Field(description="Its place among the note's statements, from 0")


class Note(BaseModel):
    """The minutes of one Planungskonferenz."""

    model_config = with_example(_NOTE)

    id: UUID
    municipality: Municipality
    held_on: date = Field(description="Day of the conference")
    participants: int | None = Field(description="Number of participants, where known")
    institutions: list[str] = Field(description="Names of the taxonomy of institutions")
    format: Format = Field(description="Format of the file")
    uploaded_at: datetime
    counts: dict[StatementKind, int] = Field(description="Number of statements by kind")
    evaluated_at: datetime | None = Field(description=_EVALUATED)


class Choice(BaseModel):
    """How often a person decided the same about what the gate asked."""

    model_config = with_example(_CHOICE)

    kind: QuestionKind
    type: str = Field(description="Kind of data or feature, a stable name")
    reason: Reason | None = Field(description="Why it was kept; null where it was replaced")
    count: int = Field(description="Number of places")


class NoteDetail(BaseModel):
    """A note with its statements, and what a person decided about it."""

    model_config = with_example({"note": _NOTE, "statements": [_STATEMENT], "review": [_CHOICE]})

    note: Note
    statements: list[Statement]
    review: list[Choice] = Field(description="Counts only, never text")


class NoteStatus(BaseModel):
    """What became of a note, in numbers."""

    model_config = with_example(
        {
            "received_at": "2026-05-20T08:15:00Z",
            "evaluated_at": "2026-05-21T02:00:00Z",
            "problems": 8,
            "in_themes": 6,
        }
    )

    received_at: datetime = Field(description="When it was uploaded")
    evaluated_at: datetime | None = Field(description=_EVALUATED)
    problems: int = Field(description="Number of its problem statements")
    in_themes: int = Field(description="How many of them that run put into themes")


class DistrictFigures(BaseModel):
    """What is released of a Kreis, as figures."""

    model_config = with_example(_FIGURES)

    as_of: datetime = Field(description="When its latest run was asked for")
    municipalities: int = Field(description="Number of its municipalities")
    heard: int = Field(description="Number of those that held a conference")
    conferences: int = Field(description="Number of conferences")
    statements: int | None = Field(description="Number of statements; null where withheld")
    themes: int = Field(description="Number of themes that are released")


class District(BaseModel):
    """A Kreis of the installation."""

    model_config = with_example({"key": "05754", "name": "Kreis Gütersloh", "figures": _FIGURES})

    key: str = Field(description="Its official key, five digits")
    name: str
    figures: DistrictFigures | None = Field(
        description="Null for those who may not look at it, and before its first run"
    )


class NotePage(BaseModel):
    """A part of the notes, the latest conference first."""

    model_config = with_example({"items": [_NOTE], "total": 1})

    items: list[Note]
    total: int = Field(description="Number of all notes")


class RunCreate(BaseModel):
    """What a new run may be told."""

    model_config = with_example({"seed": 7})

    seed: int | None = Field(
        default=None,
        ge=0,
        le=LARGEST_SEED,
        description="Seed of the random numbers; the installation's own if absent",
    )


class Encoder(BaseModel):
    """An embedding model, as the run used it."""

    model_config = with_example(
        {
            "model_id": "multilingual-e5-small (Q4_0, dequantised)",
            "weights_hash": "5f0c…",
            "dimension": 384,
        }
    )

    model_id: str
    weights_hash: str = Field(description="Hex digest of its weights")
    dimension: int = Field(description="Length of a vector")


class Run(BaseModel):
    """A run and where it stands."""

    model_config = with_example(_RUN)

    id: UUID
    nightly: bool = Field(description="Started by itself, since something had changed")
    state: RunState
    stage: Stage = Field(description="What it does, or did last")
    share: float = Field(description="Progress in that stage, from 0 to 1")
    progress: float = Field(description="Progress of the whole run, from 0 to 1")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seed: int
    encoders: list[Encoder] = Field(description="Empty until it begins")
    statements: int = Field(description="Number of problem statements it works on")
    bundled: int = Field(description="Number of them that it put into a theme")
    themes: int = Field(description="Number of themes that it found")
    figures: dict[str, float] = Field(description="Quality figures, by name")
    seconds: dict[str, float] = Field(description="Wall-clock time by stage")
    remaining_seconds: float | None = Field(
        description="How long its work still takes, from when a worker has it; null where "
        "nothing is left or no earlier run tells"
    )
    error_code: str | None = Field(description="Stable name of why it ended without themes")

    @computed_field(description="German sentence: why it has no themes and what to do")  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def error(self) -> str | None:
        """Why it ended without themes, for users."""
        return catalogue.message(self.error_code).sentence if self.error_code else None


class RunPage(BaseModel):
    """A part of the runs, the latest first."""

    model_config = with_example({"items": [_RUN], "total": 1})

    items: list[Run]
    total: int = Field(description="Number of all runs")


class Keyword(BaseModel):
    """A word of a theme."""

    model_config = with_example(_THEME["keywords"][0])

    word: str
    weight: float
    statements: int = Field(description="Number of statements that carry it")


class MunicipalityCount(BaseModel):
    """How many statements of a theme come from a municipality."""

    model_config = with_example(_THEME["municipalities"][0])

    municipality: Municipality
    statements: int


class Theme(BaseModel):
    """A candidate theme, as one run proposes it.

    It is deleted with the last of its statements.
    """

    model_config = with_example(_THEME)

    id: UUID
    run_id: UUID
    number: int = Field(description="1 is the largest theme of the run")
    label: str = Field(description="Short German noun phrase")
    keywords: list[Keyword] = Field(
        description="The strongest first; only of statements that are still there"
    )
    representatives: list[str] = Field(
        description="Statements that say most of it and are still there"
    )
    municipalities: list[MunicipalityCount] = Field(description="The most first")
    heard: int = Field(description="Municipalities with a statement in the run")
    of: int = Field(description="Municipalities in the Kreis")
    strength: float = Field(description="Mean strength of its statements, from 0 to 1")
    size: int = Field(description="Number of its statements when it was found")
    deleted: int = Field(description="How many of them were deleted since")


class ThemePage(BaseModel):
    """A part of the themes of a run, the largest first."""

    model_config = with_example({"items": [_THEME], "total": 1})

    items: list[Theme]
    total: int = Field(description="Number of the run's themes that are still there")


class PlacedStatement(BaseModel):
    """A statement of a run: where it comes from, where it was put."""

    model_config = with_example(_PLACED)

    id: UUID
    text: str
    section: str
    note_id: UUID
    municipality: Municipality
    held_on: date
    theme_id: UUID | None
    strength: float = Field(description="How sure the run is, from 0 to 1")
    x: float = Field(description="Place on the map from the left, from 0 to 1")
    y: float = Field(description="Place on the map from the bottom, from 0 to 1")


class ThemeDetail(BaseModel):
    """A theme with its statements, the strongest first."""

    model_config = with_example({"theme": _THEME, "statements": [_PLACED]})

    theme: Theme
    statements: list[PlacedStatement]


class Health(BaseModel):
    """Whether the service can answer."""

    model_config = with_example({"status": "ok"})

    status: str


class Readiness(BaseModel):
    """Whether the service can answer requests."""

    model_config = with_example({"status": "ready", "worker": True})

    status: str
    worker: bool = Field(description="A worker is alive; without one, runs wait")
