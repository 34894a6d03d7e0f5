"""The bodies of requests and answers about comments and resolutions of the Lenkungsgruppe."""

from __future__ import annotations

from datetime import date, datetime  # pydantic reads the annotations
from typing import Any
from uuid import UUID  # the same

from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Role  # the same
from service.api.schemas import with_example
from service.store.steering_tables import LONGEST_COMMENT, LONGEST_REASON
from service.usecases.resolved import ResolutionState  # the same

_NO_PERSON = "That no person is meant, where the gate is not sure (`text_doubtful`)"
_COMMENT: dict[str, Any] = {
    "id": "4f0a7a52-7c1d-4a30-9e52-2f5c1d4f3a12",
    "text": "Das betrifft auch die Volkshochschule. Bitte zur nächsten Sitzung einladen.",
    "role": "lenkungsgruppe",
    "created_at": "2026-11-20T09:00:00Z",
    "own": True,
}
_RESOLUTION: dict[str, Any] = {
    "id": "1c1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e02",
    "version": "T-2026-014/resolutions.1",
    "number": 1,
    "state": "adopted",
    "decided_on": "2026-11-12",
    "reason": "Die Kurse am Abend werden mit Betreuung ausgeschrieben.",
    "role": "koordination",
    "created_at": "2026-11-13T08:00:00Z",
}


class CommentCreate(BaseModel):
    """A comment to write."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": _COMMENT["text"], "no_person": False}]},
    )

    text: str = Field(min_length=1, max_length=2 * LONGEST_COMMENT, description="Plain text")
    no_person: bool = Field(default=False, description=_NO_PERSON)


class Comment(BaseModel):
    """A comment on a theme."""

    model_config = with_example(_COMMENT)

    id: UUID
    text: str
    role: Role = Field(description="That of its author when it was written")
    created_at: datetime
    own: bool = Field(description="Whether you wrote it, and so may take it back")


class CommentPage(BaseModel):
    """A part of the comments on a theme, the newest first."""

    model_config = with_example({"items": [_COMMENT], "total": 1})

    items: list[Comment]
    total: int


class ResolutionCreate(BaseModel):
    """What the Lenkungsgruppe resolved, to be recorded."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "state": _RESOLUTION["state"],
                    "decided_on": _RESOLUTION["decided_on"],
                    "reason": _RESOLUTION["reason"],
                    "no_person": False,
                }
            ]
        },
    )

    state: ResolutionState
    decided_on: date = Field(description="Day of the meeting, not in the future")
    reason: str = Field(
        default="", max_length=2 * LONGEST_REASON, description="Plain text; may be empty"
    )
    no_person: bool = Field(default=False, description=_NO_PERSON)


class Resolution(BaseModel):
    """What the Lenkungsgruppe resolved about a theme at a meeting."""

    model_config = with_example(_RESOLUTION)

    id: UUID
    version: str = Field(description="Of what stood once it was recorded, for `If-Match`")
    number: int = Field(description="Counts from 1 in the theme")
    state: ResolutionState
    decided_on: date = Field(description="Day of the meeting")
    reason: str = Field(description="Empty where none was given, or where it was deleted")
    role: Role = Field(description="That of who recorded it")
    created_at: datetime = Field(description="When it was recorded")


class Resolutions(BaseModel):
    """What was resolved about a theme, the last recorded first: that is what stands."""

    model_config = with_example(
        {"version": _RESOLUTION["version"], "items": [_RESOLUTION], "total": 1}
    )

    version: str = Field(description="Of what stands, for `If-Match`, also before the first")
    items: list[Resolution]
    total: int
