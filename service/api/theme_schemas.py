"""The bodies of requests and answers about the themes that stand today."""

from __future__ import annotations

from datetime import date, datetime  # pydantic reads the annotations
from typing import Annotated, Any
from uuid import UUID  # the same

from fastapi import Path
from pydantic import BaseModel, Field

from nlp.themes.change import Direction  # the same
from nlp.themes.lineage import Kind  # the same
from nlp.types import Reach  # the same
from service.api.schemas import (
    Keyword,
    Municipality,
    MunicipalityCount,
    Run,
    with_example,
)
from service.usecases.decisions import DecisionKind  # the same

StableId = Annotated[
    str, Path(pattern=r"^T-\d{4}-\d{3,9}$", description="Stable id, such as `T-2026-014`")
]

_ID = r"^T-\d{4}-\d{3,9}$"
_MOST = 2000  # statements or themes of one decision
_UUID = "0b0f7a52-7c1d-4a30-9e52-2f5c1d4f3a11"
_PLACE = {"ags": "05754028", "name": "Rheda-Wiedenbrück"}
_NAME = {"id": "T-2026-003", "label": "Wohnungen für große Familien"}
_LINK: dict[str, Any] = {
    "kind": "continued",
    "previous": "T-2026-014",
    "current": "T-2026-014",
    "shared": 9,
    "share_of_previous": 0.9,
    "share_of_current": 0.75,
}
_TRUST = {"agreement": 0.83, "recovery": 0.78, "separation": 0.41}
_SPREAD = {
    "municipalities": 7,
    "effective": 5.8,
    "share": [0.29, 0.78],
    "p_spread": 0.004,
    "q_spread": 0.02,
    "reach": "structural",
}
_HALF = {"year": 2026, "half": 1}
_PERIOD: dict[str, Any] = {
    "half_year": _HALF,
    "statements": 12,
    "naming": 8,
    "conferences": 14,
    "interval": [0.32, 0.8],
    "per_100000": 4.1,
}
_TREND = {"periods": [_PERIOD], "change": {"direction": "unknown"}}
_FIELD = {"key": "sprache-bildung", "title": "Sprache und Bildung", "certainty": 0.86}
_PART = {"label": "Kinderbetreuung während des Kurses", "statement_ids": [_UUID]}
_KEYWORD = {"word": "Sprachkurs", "weight": 0.41, "statements": 9}
_STATEMENT: dict[str, Any] = {
    "id": _UUID,
    "text": "Sprachkurse finden nur vormittags statt.",
    "section": "Generative Themen",
    "note_id": "6f6c1f0e-5a51-4f0b-8a30-0d2b1f6f9f10",
    "municipality": _PLACE,
    "held_on": "2026-05-14",
    "theme": "T-2026-014",
    "strength": 0.9,
    "preliminary": False,
    "nearest": None,
    "distance": None,
}
_THEME: dict[str, Any] = {
    "id": "T-2026-014",
    "run_id": "3a5f8a52-2f27-4d39-8a36-6f8e33a1b7c2",
    "label": "Sprachkurse mit Kinderbetreuung",
    "proposed": "Sprachkurse und Betreuung",
    "evidence": [{"word": "Sprachkurs", "statement_ids": [_UUID]}],
    "keywords": [_KEYWORD],
    "representatives": [_UUID],
    "municipalities": [{"municipality": _PLACE, "statements": 4}],
    "heard": 11,
    "of": 13,
    "strength": 0.83,
    "size": 12,
    "preliminary": 1,
    "trust": _TRUST,
    "spread": _SPREAD,
    "fields": [_FIELD],
    "field": "",
    "parts": [_PART],
    "neighbour": _NAME,
    "links": [_LINK],
    "trend": _TREND,
    "dismissed": False,
    "changed": False,
    "label_gone": False,
    "version": "T-2026-014.3a5f8a522f27-2",
}
_DECISION: dict[str, Any] = {
    "id": "9d1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e01",
    "version": "9d1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e01.1",
    "number": 4,
    "kind": "rename",
    "themes": [{"id": "T-2026-014", "label": "Sprachkurse mit Kinderbetreuung"}],
    "statements": 0,
    "label": "Sprachkurse mit Kinderbetreuung",
    "field": "",
    "created_at": "2026-11-20T09:00:00Z",
    "withdrawn_at": None,
    "followed": True,
    "notes": [{"code": "weak", "figures": {"strength": 0.31, "floor": 0.5}}],
}


class ThemeName(BaseModel):
    """A theme by stable id and label."""

    model_config = with_example(_NAME)

    id: str
    label: str


class Trust(BaseModel):
    """How far a theme can be relied on; each figure from 0 to 1."""

    model_config = with_example(_TRUST)

    agreement: float = Field(description="Share of the runs that put two statements together")
    recovery: float = Field(description="How well a run on a part of the statements finds it")
    separation: float = Field(description="How far the nearest other theme is")


class Spread(BaseModel):
    """Whether a theme is spread over municipalities more than chance allows."""

    model_config = with_example(_SPREAD)

    municipalities: int = Field(description="Number that it touched in the run")
    effective: float = Field(description="Effective number (Hill number of order 1)")
    share: tuple[float, float] = Field(description="95 % interval of the share touched")
    p_spread: float = Field(description="Probability of as many by chance")
    q_spread: float = Field(description="The same, adjusted over all themes")
    reach: Reach


class FieldProposal(BaseModel):
    """A Handlungsfeld that a theme may belong to."""

    model_config = with_example(_FIELD)

    key: str
    title: str
    certainty: float = Field(description="From 0 to 1")


class Part(BaseModel):
    """A sub-theme."""

    model_config = with_example(_PART)

    label: str
    statement_ids: list[UUID]


class HalfYear(BaseModel):
    """Half a calendar year."""

    model_config = with_example(_HALF)

    year: int
    half: int = Field(description="1 or 2")


class Period(BaseModel):
    """A theme in one half-year."""

    model_config = with_example(_PERIOD)

    half_year: HalfYear
    statements: int
    naming: int = Field(description="Conferences that named it")
    conferences: int = Field(description="All conferences")
    interval: tuple[float, float] = Field(description="95 % interval of the share naming it")
    per_100000: float | None = Field(description="Statements per 100,000 inhabitants")


class Change(BaseModel):
    """Whether the last half-year differs from the one before."""

    model_config = with_example({"direction": "rising"})

    direction: Direction


class Trend(BaseModel):
    """A theme over time."""

    model_config = with_example(_TREND)

    periods: list[Period]
    change: Change


class Link(BaseModel):
    """What a theme was before, or what became of it."""

    model_config = with_example(_LINK)

    kind: Kind
    previous: str | None = Field(description="Stable id before; null for a new theme")
    current: str | None = Field(description="Stable id in the run; null for a retired theme")
    shared: int = Field(description="Statements in both")
    share_of_previous: float
    share_of_current: float


class NameWord(BaseModel):
    """A word of a proposed name, and the statements that carry it."""

    model_config = with_example(_THEME["evidence"][0])

    word: str = Field(description="In its dictionary form")
    statement_ids: list[UUID]


class StandingTheme(BaseModel):
    """A theme as it stands today: latest run, people's decisions, later notes."""

    model_config = with_example(_THEME)

    id: str = Field(description="Stable id; it outlives runs")
    run_id: UUID = Field(description="The run that found it")
    label: str = Field(description="The name that people gave, else the proposed one")
    proposed: str = Field(description="The name in the latest run, or empty")
    evidence: list[NameWord] = Field(description="The words that the proposed name is made of")
    keywords: list[Keyword]
    representatives: list[UUID] = Field(description="Statements that say most of it")
    municipalities: list[MunicipalityCount] = Field(description="The most first")
    heard: int = Field(description="Municipalities with a statement today")
    of: int = Field(description="Municipalities in the Kreis")
    strength: float = Field(description="Mean strength of its statements, from 0 to 1")
    size: int = Field(description="Number of its statements today")
    preliminary: int = Field(description="How many of them came after the run")
    trust: Trust | None
    spread: Spread | None
    fields: list[FieldProposal] = Field(description="Proposed Handlungsfelder, the surest first")
    field: str = Field(description="Key of the Handlungsfeld that people chose, or empty")
    parts: list[Part] = Field(description="Sub-themes")
    neighbour: ThemeName | None = Field(description="The nearest other theme")
    links: list[Link] = Field(description="Where it comes from")
    trend: Trend = Field(description="How many conferences named it")
    dismissed: bool
    changed: bool = Field(description="Whether people changed what is in it since the run")
    label_gone: bool = Field(
        description="Whether its name went with deleted statements, until the next run names it"
    )
    version: str = Field(description="For `If-Match`: changes with every run and decision on it")


class StandingStatement(BaseModel):
    """A problem statement, and where it stands today."""

    model_config = with_example(_STATEMENT)

    id: UUID
    text: str
    section: str
    note_id: UUID
    municipality: Municipality
    held_on: date
    theme: str | None = Field(description="Stable id of its theme")
    strength: float = Field(description="How sure the run is, from 0 to 1")
    preliminary: bool = Field(description="Whether it came after the run")
    nearest: ThemeName | None = Field(description="The nearest theme, where it is in none")
    distance: float | None = Field(description="Cosine distance to it")


class Standing(BaseModel):
    """The themes of the Kreis today, and the Themenspeicher."""

    model_config = with_example(
        {"run": None, "themes": [_THEME], "open": [_STATEMENT | {"theme": None, "nearest": _NAME}],
         "aside": [], "waiting": 2}
    )  # fmt: skip

    run: Run
    themes: list[StandingTheme] = Field(description="The largest first, dismissed ones last")
    open: list[StandingStatement] = Field(description="Statements that are in no theme")
    aside: list[StandingStatement] = Field(description="Statements that people dismissed")
    waiting: int = Field(description="Decisions that the latest run did not know")


class StandingDetail(BaseModel):
    """A theme with its statements, the strongest first."""

    model_config = with_example({"theme": _THEME, "statements": [_STATEMENT]})

    theme: StandingTheme
    statements: list[StandingStatement]


class Lineage(BaseModel):
    """What became of the themes in a run."""

    model_config = with_example({"run": None, "links": [_LINK], "labels": {}})

    run: Run
    links: list[Link]
    labels: dict[str, str] = Field(description="Latest label by stable id")


class DecisionCreate(BaseModel):
    """A decision to take; what its kind does not need is left out."""

    model_config = with_example(
        {"kind": "merge", "themes": ["T-2026-014", "T-2026-003"], "label": "Sprachkurse"}
    )

    kind: DecisionKind
    themes: list[Annotated[str, Field(pattern=_ID)]] = Field(
        default_factory=list, max_length=_MOST, description="`merge`: the first one stays"
    )
    statements: list[UUID] = Field(
        default_factory=list, max_length=_MOST, description="`split`: those that leave the theme"
    )
    label: str = Field(default="", max_length=1000, description="`rename`, `split`, `pin`")
    field: str = Field(default="", max_length=64, description="Key of a Handlungsfeld")
    no_person: bool = Field(
        default=False, description="The label names no person (after `label_doubtful`)"
    )


class DecisionNote(BaseModel):
    """Something that a run reports about a decision."""

    model_config = with_example(_DECISION["notes"][0])

    code: str
    figures: dict[str, float]


class Decision(BaseModel):
    """A decision and what became of it."""

    model_config = with_example(_DECISION)

    id: UUID
    version: str = Field(description="For `If-Match`: changes when it is taken back")
    number: int
    kind: DecisionKind
    themes: list[ThemeName] = Field(description="Those that it names or opened")
    statements: int = Field(description="Number of statements that it names")
    label: str
    field: str
    created_at: datetime
    withdrawn_at: datetime | None
    followed: bool | None = Field(description="Null before a run knew it")
    notes: list[DecisionNote] = Field(description="What the latest run reports about it")


class DecisionPage(BaseModel):
    """A part of the decisions, the latest first."""

    model_config = with_example({"items": [_DECISION], "total": 1})

    items: list[Decision]
    total: int
