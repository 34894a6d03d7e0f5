"""The bodies of requests and answers about deletions, with their examples."""

from __future__ import annotations

from datetime import date, datetime  # pydantic reads the annotations
from typing import Annotated, Any
from uuid import UUID  # the same

from pydantic import BaseModel, ConfigDict, Field, computed_field

from service import catalogue
from service.api.audit_schemas import Actor  # the same
from service.api.schemas import Municipality, with_example  # the same
from service.usecases.receipts import ScopeKind, State  # the same

MOST_NAMES = 1_000

_PLACE = {"ags": "05754028", "name": "Rheda-Wiedenbrück"}
_SCOPE: dict[str, Any] = {
    "kind": "municipality",
    "note": None,
    "municipality": "05754028",
    "held_on": None,
    "before": None,
}
_PREVIEW: dict[str, Any] = {
    "scope": _SCOPE,
    "notes": 12,
    "statements": 143,
    "first": "2024-03-12",
    "last": "2026-05-14",
    "drafts": 1,
    "themes": 9,
    "names": [{"id": "T-2026-014", "label": "Sprachmittlung bei Ämtern"}],
    "said": [
        {"id": "T-2026-014", "label": "Sprachmittlung bei Ämtern", "comments": 3, "reasons": 1}
    ],
    "confirmation": "5f0c9a3be1d27c84",
}
_SEARCHED = {"where": "files", "things": 4, "length": 12_300_000, "found": 0, "unreadable": 0}
_BACKUP = {
    "name": "themenradar-2026-11-20-0234.zip",
    "made_at": "2026-11-20T01:34:00Z",
    "until": "2026-12-20T01:34:00Z",
}
_PROOF: dict[str, Any] = {
    "at": "2026-11-22T09:00:05Z",
    "seconds": 0.9,
    "attempts": 1,
    "rewritten": True,
    "texts": 139,
    "vectors": 270,
    "elsewhere": 3,
    "short": 1,
    "unknown": 0,
    "places": [_SEARCHED],
    "backups": [_BACKUP],
    "backups_known": True,
}
_DELETION: dict[str, Any] = {
    "id": "7c1d6a52-2f27-4d39-8a36-6f8e33a1b7c2",
    "state": "done",
    "scope": _SCOPE,
    "municipality": _PLACE,
    "removed": {"notes": 12, "statements": 143, "vectors": 270, "places": 286, "labels": 2},
    "proof": _PROOF,
    "actor": {
        "key": "account:5d0c1c7e-5e58-4a53-9a37-0f4b2f6a9b11",
        "name": "a.muster",
        "role": "koordination",
    },
    "ordered_at": "2026-11-22T09:00:00Z",
    "finished_at": "2026-11-22T09:00:05Z",
    "error_code": None,
    "error": None,
}

StableId = Annotated[str, Field(pattern=r"^T-\d{4}-\d{3,9}$")]


class DeletionScope(BaseModel):
    """What is to be deleted; what its kind does not need is null."""

    model_config = with_example(_SCOPE)

    kind: ScopeKind
    note: UUID | None = Field(description="The note")
    municipality: str | None = Field(description="AGS key of the note, or of all notes")
    held_on: date | None = Field(description="Day of the note's conference")
    before: date | None = Field(description="First day whose conferences stay")


class GivenName(BaseModel):
    """A name that people gave to a theme."""

    model_config = with_example(_PREVIEW["names"][0])

    id: str = Field(description="Stable id of the theme")
    label: str


class SaidAbout(BaseModel):
    """What people wrote about a theme beside its name."""

    model_config = with_example(_PREVIEW["said"][0])

    id: str
    label: str
    comments: int = Field(description="Number of comments")
    reasons: int = Field(description="Number of reasons of resolutions")


class DeletionPreview(BaseModel):
    """What a deletion would remove."""

    model_config = with_example(_PREVIEW)

    scope: DeletionScope
    notes: int = Field(description="Number of notes")
    statements: int = Field(description="Number of their statements")
    first: date = Field(description="Day of the earliest conference")
    last: date = Field(description="Day of the latest")
    drafts: int = Field(description="Number of drafts that would go as well")
    themes: int = Field(description="Number of themes of today that would change")
    names: list[GivenName] = Field(
        description="Names that people gave to them: they stay unless the order says so"
    )
    said: list[SaidAbout] = Field(
        description="What people wrote about them beside: it stays unless the order says so"
    )
    confirmation: str = Field(description="To be sent with the order")


class DeletionOrder(BaseModel):
    """An order to delete many notes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "municipality",
                    "municipality": "05754028",
                    "confirmation": _PREVIEW["confirmation"],
                    "unnamed": [],
                    "unsaid": [],
                }
            ]
        },
    )

    kind: ScopeKind = Field(description="`municipality` or `retention`")
    municipality: str | None = Field(default=None, pattern=r"^[0-9]{8}$", description="AGS key")
    confirmation: str = Field(pattern=r"^[0-9a-f]{16}$", description="That of the preview")
    unnamed: list[StableId] = Field(
        default_factory=list,
        max_length=MOST_NAMES,
        description="Themes from which the names that people gave go as well",
    )
    unsaid: list[StableId] = Field(
        default_factory=list,
        max_length=MOST_NAMES,
        description="Themes from which comments, and reasons of resolutions, go as well",
    )


class SearchedPlace(BaseModel):
    """Where was searched for what was removed."""

    model_config = with_example(_SEARCHED)

    where: str = Field(description="`files`, `rows`, `server_files` or `server_log`")
    things: int = Field(description="Number of files or tables")
    length: int = Field(description="Their length in bytes")
    found: int = Field(description="Number of texts and vectors of which something was there")
    unreadable: int = Field(description="Number of files or tables that may not be read")


class BackupLeft(BaseModel):
    """A backup that still holds what was removed."""

    model_config = with_example(_BACKUP)

    name: str
    made_at: datetime
    until: datetime = Field(description="When its time is over")


class Proof(BaseModel):
    """What a search found after everything was removed."""

    model_config = with_example(_PROOF)

    at: datetime
    seconds: float = Field(description="How long it took, with all attempts")
    attempts: int = Field(description="Number of times that was erased and searched")
    rewritten: bool = Field(description="Whether the database was written anew, unhindered")
    texts: int = Field(description="Number of different texts that were sought")
    vectors: int = Field(description="Number of vectors")
    elsewhere: int = Field(description="Texts not sought: another note or a name holds the same")
    short: int = Field(description="Texts not sought: too short to be anybody's")
    unknown: int = Field(description="Statements not sought: the program was interrupted")
    places: list[SearchedPlace] = Field(description="Empty where the search did not end")
    backups: list[BackupLeft] = Field(description="The earliest first")
    backups_known: bool = Field(description="Whether the folder of the backups is set")


class Deletion(BaseModel):
    """The receipt of a deletion: numbers only, no text."""

    model_config = with_example(_DELETION)

    id: UUID
    state: State = Field(
        description="`done` is removed and searched for; `rewritten` is removed and the files "
        "written anew, but not all could be searched for; `unproven` waits for that"
    )
    scope: DeletionScope
    municipality: Municipality | None
    removed: dict[str, int] = Field(description="Numbers by kind")
    proof: Proof | None = Field(description="What a search found; null before it")
    actor: Actor = Field(description="Who ordered it")
    ordered_at: datetime
    finished_at: datetime | None
    error_code: str | None = Field(description="Stable name of why it did not end")

    @computed_field(description="German sentence: why it did not end and what to do")  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def error(self) -> str | None:
        """Why it did not end, for users."""
        return catalogue.message(self.error_code).sentence if self.error_code else None


class DeletionPage(BaseModel):
    """A part of the receipts, the latest first."""

    model_config = with_example({"items": [_DELETION], "total": 1})

    items: list[Deletion]
    total: int = Field(description="Number of all receipts")
