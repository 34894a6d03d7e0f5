"""The bodies of answers to those who see no single statements: what is released."""

from __future__ import annotations

from datetime import date, datetime  # pydantic reads the annotations
from typing import Annotated, Any
from uuid import UUID  # the same

from pydantic import BaseModel, Field

from nlp.themes.change import Direction  # the same
from nlp.types import Reach  # the same
from service.api import theme_schemas as full
from service.api.schemas import with_example
from service.usecases.decisions import DecisionKind  # the same
from service.usecases.resolved import ResolutionState  # the same

_FIGURE: dict[str, Any] = {"name": "Rheda-Wiedenbrück", "statements": None}
_THEME: dict[str, Any] = {
    "id": "T-2026-014",
    "label": "Sprachkurse mit Kinderbetreuung",
    "keywords": ["Sprachkurs", "Kinderbetreuung"],
    "size": 12,
    "touched": 7,
    "at_least": False,
    "of": 13,
    "municipalities": [_FIGURE],
    "half_years": [{"name": "2026-1", "statements": 12}],
    "direction": "unknown",
    "reach": "structural",
    "trust": {"agreement": 0.83, "recovery": 0.78, "separation": 0.41},
    "field": "sprache-bildung",
    "resolved": {"state": "adopted", "decided_on": "2026-11-12"},
}
_DECISION: dict[str, Any] = {
    "id": "9d1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e01",
    "number": 4,
    "kind": "rename",
    "themes": [{"id": "T-2026-014", "label": "Sprachkurse mit Kinderbetreuung"}],
    "label": "Sprachkurse mit Kinderbetreuung",
    "field": "",
    "created_at": "2026-11-20T09:00:00Z",
    "withdrawn_at": None,
}


class Figure(BaseModel):
    """A number of statements by municipality or half-year."""

    model_config = with_example(_FIGURE)

    name: str = Field(description="The municipality, or such as `2026-1`")
    statements: int | None = Field(description="Null where it is withheld, be it small or not")


class Resolved(BaseModel):
    """What the Lenkungsgruppe resolved last about a theme."""

    model_config = with_example(_THEME["resolved"])

    state: ResolutionState
    decided_on: date = Field(description="Day of the meeting")


class ReleasedTheme(BaseModel):
    """A theme as it is released."""

    model_config = with_example(_THEME)

    id: str = Field(description="Stable id")
    label: str
    keywords: list[str]
    size: int = Field(description="Number of its statements")
    touched: int = Field(description="Number of municipalities that name it")
    at_least: bool = Field(description="Whether it may be one more")
    of: int = Field(description="Number of municipalities in the Kreis")
    municipalities: list[Figure]
    half_years: list[Figure]
    direction: Direction = Field(description="Of the last half-year from the one before")
    reach: Reach | None
    trust: full.Trust | None
    field: str = Field(description="Key of its Handlungsfeld, or empty")
    resolved: Resolved | None = Field(description="Null before the Lenkungsgruppe resolved")


class ReleasedThemes(BaseModel):
    """What is released of the Kreis."""

    model_config = with_example(
        {"as_of": "2026-11-20T02:00:00Z", "statements": 180, "conferences": 21, "heard": 11,
         "of": 13, "themes": [_THEME], "further": 9}
    )  # fmt: skip

    as_of: datetime = Field(description="When the latest run was asked for")
    statements: int | None = Field(description="Number of its statements; null where withheld")
    conferences: int
    heard: int = Field(description="Municipalities that held a conference")
    of: int = Field(description="Municipalities in the Kreis")
    themes: list[ReleasedTheme] = Field(description="The largest first")
    further: int = Field(description="Number of themes that are not released")


class ReleasedDetail(BaseModel):
    """A theme that is released, with the wording of its statements, but not their origin."""

    model_config = with_example(
        {"theme": _THEME, "statements": ["Sprachkurse finden nur vormittags statt."],
         "representatives": [], "parts": []}
    )  # fmt: skip

    theme: ReleasedTheme
    statements: list[str] | None = Field(description="By the alphabet; null where withheld")
    representatives: list[str] = Field(description="Statements that say most of it")
    parts: list[str] = Field(description="Labels of its sub-themes that are large enough")


class ReleasedDecision(BaseModel):
    """A decision about themes that are released."""

    model_config = with_example(_DECISION)

    id: UUID
    number: int
    kind: DecisionKind
    themes: list[full.ThemeName]
    label: str
    field: str
    created_at: datetime
    withdrawn_at: datetime | None


class ReleasedDecisionPage(BaseModel):
    """A part of the decisions about themes that are released, the latest first."""

    model_config = with_example({"items": [_DECISION], "total": 1})

    items: list[ReleasedDecision]
    total: int


# What a route answers: everything, or what is released, whichever was handed to it.
Themes = Annotated[full.Standing | ReleasedThemes, Field(union_mode="left_to_right")]
Detail = Annotated[full.StandingDetail | ReleasedDetail, Field(union_mode="left_to_right")]
Decisions = Annotated[full.DecisionPage | ReleasedDecisionPage, Field(union_mode="left_to_right")]
