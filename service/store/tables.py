"""The tables. They are stored, never sent and never taken as the body of a request.

Every table knows its Kreis (``district_id``), because one installation serves many. Of a
file only its statements are kept, as redacted, the headings above them, and from its head the
day, the municipality, the number of participants and institutions by the names of the
taxonomy: neither the file's name nor its bytes nor the rest of its text. While it waits for a
person, its text is there encrypted, and the key is not.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Index, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

LARGEST_INT = 2**31 - 1
"""What an integer column of every database holds."""
LONGEST_SECTION = 200
"""Code points of a heading that are kept."""
LONGEST_LABEL = 120
"""Code points of a label that a person gives to a theme."""

SQLModel.metadata.naming_convention = {  # a later migration finds each constraint by name
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """A moment, given and returned in UTC.

    SQLite would forget its time zone, PostgreSQL would return it in the server's.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store the moment in UTC; a naive one is a mistake of the program."""
        del dialect
        if value is not None and value.tzinfo is None:
            msg = "a moment without its time zone"
            raise ValueError(msg)
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class RunState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (RunState.QUEUED, RunState.RUNNING)
"""The states of a run that waits or works; a Kreis has at most one such run."""
_UNFINISHED = text("state IN ('queued', 'running')")


class Stage(StrEnum):
    """What a run is doing: the stages of :mod:`nlp.pipeline`, in their order."""

    EMBED = "embed"
    CLUSTER = "cluster"
    LABEL = "label"
    MAP = "map"


class District(SQLModel, table=True):
    """A Kreis or a kreisfreie Stadt; ``id`` is its official key, five digits."""

    id: str = Field(primary_key=True, max_length=5)
    name: str = Field(max_length=200)


class MunicipalityRow(SQLModel, table=True):
    """A municipality of a Kreis; ``ags`` is its official key, eight digits."""

    __tablename__ = "municipality"

    ags: str = Field(primary_key=True, max_length=8)
    district_id: str = Field(foreign_key="district.id", index=True)
    name: str = Field(max_length=200)
    population: int | None = Field(default=None, ge=0, le=LARGEST_INT)


class NoteRow(SQLModel, table=True):
    """The minutes of one Planungskonferenz.

    ``digest`` recognises a text that comes twice, in whatever format: SHA-256 over the
    Kreis and the text with white space folded. ``institutions`` are names of the taxonomy.
    ``review`` counts what a person decided about the gate's findings, as a list of
    ``{"kind", "type", "reason", "count"}``, where a ``reason`` of ``None`` is a replacement.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("district_id", "digest"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    municipality_ags: str = Field(foreign_key="municipality.ags", index=True)
    held_on: date
    participants: int | None = Field(default=None, ge=0, le=LARGEST_INT)
    institutions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    format: str = Field(max_length=16)
    uploaded_at: datetime = Field(sa_type=Utc)
    digest: str = Field(max_length=64)
    review: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )


class DraftRow(SQLModel, table=True):
    """A note that waits for a person; ``data`` is noise without the uploader's secret.

    ``municipality_ags`` is there so that a deletion finds it: in ``data`` nobody can look.
    """

    __tablename__ = "draft"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)
    municipality_ags: str | None = Field(default=None, max_length=8)
    data: bytes = Field(repr=False)


class StatementRow(SQLModel, table=True):
    """One statement of a note; ``position`` counts from 0 in the note's order.

    ``released`` tells whether its wording was ever shown to those who see no single statements.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("note_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    note_id: UUID = Field(foreign_key="note.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=16)
    text: str
    section: str = Field(max_length=LONGEST_SECTION)
    start: int = Field(ge=0, le=LARGEST_INT)
    end: int = Field(ge=0, le=LARGEST_INT)
    position: int = Field(ge=0, le=LARGEST_INT)
    text_hash: str = Field(max_length=64, index=True)
    released: bool = Field(default=False)


class RunRow(SQLModel, table=True):
    """One run of the method over the problem statements of a Kreis.

    ``nightly`` is a run that nobody asked for. ``attempts`` counts how often its present step
    was begun since it last got on; ``share`` in ``[0, 1]`` is the progress in its present stage.
    ``embedded`` counts the vectors that it had to compute, ``seconds`` is the time by stage.
    ``centre`` is what its vectors are measured from (:mod:`service.store.centres`), none after
    a deletion until it is computed again, ``decided``
    the number of the last decision that it obeyed, ``lineage`` the links of
    :class:`nlp.themes.lineage.Link`, ``outcomes`` what became of each decision:
    ``{"decision", "followed", "notes"}``.
    """

    __tablename__ = "run"
    __table_args__ = (
        Index(
            "uq_run_unfinished",
            "district_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    nightly: bool = Field(default=False)
    state: str = Field(default=RunState.QUEUED, max_length=16)
    stage: str = Field(default=Stage.EMBED, max_length=16)
    share: float = Field(default=0.0, ge=0.0, le=1.0)
    attempts: int = Field(default=0, ge=0, le=LARGEST_INT)
    created_at: datetime = Field(sa_type=Utc)
    started_at: datetime | None = Field(default=None, sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    seed: int = Field(ge=0, le=LARGEST_INT)
    encoders: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    statements: int = Field(default=0, ge=0, le=LARGEST_INT)
    embedded: int = Field(default=0, ge=0, le=LARGEST_INT)
    bundled: int = Field(default=0, ge=0, le=LARGEST_INT)
    themes: int = Field(default=0, ge=0, le=LARGEST_INT)
    adaptation: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    centre: bytes | None = Field(default=None, repr=False)
    decided: int = Field(default=0, ge=0, le=LARGEST_INT)
    lineage: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    outcomes: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    figures: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    seconds: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    error_code: str | None = Field(default=None, max_length=64)


class RunNoteRow(SQLModel, table=True):
    """A note that a run works on: those that were there when it was asked for."""

    __tablename__ = "run_note"

    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE", primary_key=True)
    note_id: UUID = Field(foreign_key="note.id", ondelete="CASCADE", primary_key=True, index=True)
    district_id: str = Field(foreign_key="district.id", index=True)


class CandidateThemeRow(SQLModel, table=True):
    """A theme as one run proposes it; changed only where its statements are deleted.

    ``stable_id`` outlives runs, such as ``T-2026-014``; ``neighbour`` is that of the nearest
    theme. ``keywords`` is a list of ``{"word", "weight", "statements"}``, ``evidence`` of the
    label one of ``{"word", "statements"}``, ``parts`` one of ``{"label", "statements"}``,
    ``fields`` one of ``{"key", "certainty"}``, ``representatives`` one of statement ids;
    ``trust`` and ``spread`` are those of :mod:`nlp.types`. ``mean`` is the mean vector, the
    models side by side, little-endian float32; none after a deletion. ``label_gone`` says that
    the label's words stood in deleted statements only, and that it was made of what was left.
    """

    __tablename__ = "candidate_theme"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        UniqueConstraint("run_id", "stable_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE", index=True)
    number: int = Field(ge=1, le=LARGEST_INT)
    stable_id: str = Field(max_length=20, index=True)
    label: str
    label_gone: bool = Field(default=False)
    keywords: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    representatives: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    parts: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    fields: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    trust: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    spread: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    neighbour: str | None = Field(default=None, max_length=20)
    dismissed: bool = Field(default=False)
    mean: bytes | None = Field(default=None, repr=False)
    strength: float = Field(ge=0.0, le=1.0)
    size: int = Field(ge=1, le=LARGEST_INT)


class ThemeIdRow(SQLModel, table=True):
    """A stable id that a Kreis has used; it is never used again, whatever is deleted."""

    __tablename__ = "theme_id"

    district_id: str = Field(foreign_key="district.id", primary_key=True)
    id: str = Field(primary_key=True, max_length=20)


class DecisionRow(SQLModel, table=True):
    """What people decided about themes, to be obeyed by every later run.

    ``number`` counts from 1 in the Kreis; a decision that was ``withdrawn`` is obeyed no more.
    ``themes`` are stable ids, ``statements`` and ``groups`` ids of statements, ``opened`` the
    stable ids reserved for themes that it opens, ``touched`` those of all themes that it
    changed (``None``: not kept then), ``anchors`` the statements that it stands on
    (:class:`nlp.themes.anchors.Anchors`). ``field`` is a key of the taxonomy.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("district_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    number: int = Field(ge=1, le=LARGEST_INT)
    kind: str = Field(max_length=16)
    themes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    statements: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    groups: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    opened: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    touched: list[str] | None = Field(default=None, sa_column=Column(JSON))
    anchors: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    label: str = Field(default="", max_length=LONGEST_LABEL)
    field: str = Field(default="", max_length=64)
    created_at: datetime = Field(sa_type=Utc)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)


class AssignmentRow(SQLModel, table=True):
    """Where a run put a statement: in which theme, or none, and where on the map.

    ``nearest`` is the stable id of the nearest theme of a statement that is in none, ``distance``
    the cosine distance to it. ``preliminary`` is a statement that came after the run; ``aside``
    one that people dismissed.
    """

    __tablename__ = "assignment"

    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE", primary_key=True)
    statement_id: UUID = Field(
        foreign_key="statement.id", ondelete="CASCADE", primary_key=True, index=True
    )
    district_id: str = Field(foreign_key="district.id", index=True)
    theme_id: UUID | None = Field(
        default=None, foreign_key="candidate_theme.id", ondelete="CASCADE", index=True
    )
    strength: float = Field(ge=0.0, le=1.0)
    x: float = Field(ge=0.0, le=1.0)
    y: float = Field(ge=0.0, le=1.0)
    nearest: str | None = Field(default=None, max_length=20)
    distance: float | None = Field(default=None, ge=0.0)
    preliminary: bool = Field(default=False)
    aside: bool = Field(default=False)


class VectorRow(SQLModel, table=True):
    """The vector of a text under a model: little-endian float32, by the text's hash."""

    __tablename__ = "vector"

    district_id: str = Field(foreign_key="district.id", primary_key=True)
    model_id: str = Field(primary_key=True, max_length=200)
    text_hash: str = Field(primary_key=True, max_length=64)
    data: bytes
