"""The tables of what the Lenkungsgruppe says about themes: comments and resolutions.

Both belong to a stable id, so that they outlive runs. Nobody's name is kept in them: who it was
stands in the audit log; ``actor`` of a comment is there so that its author can take it back.
"""

from __future__ import annotations

from datetime import date, datetime  # SQLModel reads the annotations
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.store.tables import LARGEST_INT, Utc

LONGEST_COMMENT = 2000
"""Code points of a comment."""
LONGEST_REASON = 500
"""Code points of the reason of a resolution."""


def _of_a_theme() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["district_id", "theme"], ["theme_id.district_id", "theme_id.id"])


class CommentRow(SQLModel, table=True):
    """A comment on a theme, by its stable id; ``role`` is that of its author then."""

    __tablename__ = "comment"
    __table_args__ = (_of_a_theme(), Index(None, "district_id", "theme"))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id")
    theme: str = Field(max_length=20)
    text: str = Field(max_length=LONGEST_COMMENT, repr=False)
    role: str = Field(max_length=16)
    actor: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=Utc)


class ResolutionRow(SQLModel, table=True):
    """What the Lenkungsgruppe resolved about a theme; of a theme's, the last one stands.

    ``number`` counts from 1 in the theme; ``decided_on`` is the day of the meeting, ``role``
    that of who recorded it.
    """

    __tablename__ = "resolution"
    __table_args__ = (_of_a_theme(), UniqueConstraint("district_id", "theme", "number"))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id")
    theme: str = Field(max_length=20)
    number: int = Field(ge=1, le=LARGEST_INT)
    state: str = Field(max_length=16)
    decided_on: date
    reason: str = Field(default="", max_length=LONGEST_REASON, repr=False)
    role: str = Field(max_length=16)
    created_at: datetime = Field(sa_type=Utc)
