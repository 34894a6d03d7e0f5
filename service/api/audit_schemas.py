"""The bodies of the audit log."""

from __future__ import annotations

from datetime import datetime  # pydantic reads the annotations
from typing import Any

from pydantic import BaseModel, Field

from service.api.schemas import with_example

_ACTOR = {
    "key": "account:5d0c1c7e-5e58-4a53-9a37-0f4b2f6a9b11",
    "name": "a.muster",
    "role": "koordination",
}
_ENTRY: dict[str, Any] = {
    "number": 17,
    "at": "2026-11-20T09:00:00Z",
    "actor": _ACTOR,
    "action": "decision.taken",
    "object_kind": "decision",
    "object_id": "9d1f0a77-1b1c-4a49-b7a6-5b3a3f5f7e01",
    "hash": "6c0f0b6d3f0e9a1f5b0c5d4f6a2a1c7e8d9b0a1c2d3e4f5a6b7c8d9e0f1a2b3c",
}


class Actor(BaseModel):
    """Who did something."""

    model_config = with_example(_ACTOR)

    key: str = Field(description="`account:`, `token:`, `cli:`, `worker:` with an id, or a word")
    name: str = Field(description="What the account or token is called, or empty")
    role: str = Field(description="Role of the account, or empty")


class Entry(BaseModel):
    """Something that was done."""

    model_config = with_example(_ENTRY)

    number: int = Field(description="Counts from 1 in the Kreis, or in what belongs to none")
    at: datetime
    actor: Actor
    action: str
    object_kind: str
    object_id: str
    hash: str = Field(description="SHA-256 over the entry and the one before it, hexadecimal")


class EntryPage(BaseModel):
    """A page of entries."""

    model_config = with_example({"items": [_ENTRY], "total": 1})

    items: list[Entry] = Field(description="The latest first")
    total: int
