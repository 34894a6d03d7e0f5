"""The table of what was released: figures that were shown, and no wording."""

from __future__ import annotations

from datetime import datetime  # SQLModel reads the annotations
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.store.tables import LARGEST_INT, Utc


class ReleaseRow(SQLModel, table=True):
    """What was shown of a run to those who see no single statements.

    ``fewest_statements`` and ``fewest_conferences`` are the threshold that it obeys, ``content``
    the rest of :class:`service.disclosure.release.Release`. It stays, also when its run or a
    note is gone: what was shown once can be compared with what is shown later. The ids of
    statements in it are emptied when these are deleted (:mod:`service.usecases.forgetting`).
    """

    __tablename__ = "theme_release"
    __table_args__ = (UniqueConstraint("run_id", "fewest_statements", "fewest_conferences"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    run_id: UUID
    fewest_statements: int = Field(ge=3, le=LARGEST_INT)
    fewest_conferences: int = Field(ge=3, le=LARGEST_INT)
    made_at: datetime = Field(sa_type=Utc)
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
