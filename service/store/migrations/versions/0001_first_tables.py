"""The first tables: Kreise, notes, runs and their candidate themes.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_places()
    _create_run()
    _create_vector()
    _create_candidate_theme()
    _create_note()
    _create_run_note()
    _create_statement()
    _create_assignment()


def downgrade() -> None:
    """Drop them, the dependent ones first."""
    op.drop_index(op.f("ix_assignment_theme_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_statement_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_district_id"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_statement_text_hash"), table_name="statement")
    op.drop_index(op.f("ix_statement_note_id"), table_name="statement")
    op.drop_index(op.f("ix_statement_district_id"), table_name="statement")
    op.drop_table("statement")
    op.drop_index(op.f("ix_run_note_note_id"), table_name="run_note")
    op.drop_index(op.f("ix_run_note_district_id"), table_name="run_note")
    op.drop_table("run_note")
    op.drop_index(op.f("ix_note_municipality_ags"), table_name="note")
    op.drop_index(op.f("ix_note_district_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_candidate_theme_run_id"), table_name="candidate_theme")
    op.drop_index(op.f("ix_candidate_theme_district_id"), table_name="candidate_theme")
    op.drop_table("candidate_theme")
    op.drop_table("vector")
    op.drop_index(op.f("ix_run_district_id"), table_name="run")
    op.drop_table("run")
    op.drop_index(op.f("ix_municipality_district_id"), table_name="municipality")
    op.drop_table("municipality")
    op.drop_table("district")


def _create_places() -> None:
    op.create_table(
        "district",
        sa.Column("id", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
    )
    op.create_table(
        "municipality",
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        _reference("municipality", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("ags", name=op.f("pk_municipality")),
    )
    _index("municipality", "district_id")


def _create_run() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("encoders", sa.JSON(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("bundled", sa.Integer(), nullable=False),
        sa.Column("themes", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        _reference("run", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    _index("run", "district_id")


def _create_vector() -> None:
    op.create_table(
        "vector",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _reference("vector", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("district_id", "model_id", "text_hash", name=op.f("pk_vector")),
    )


def _create_candidate_theme() -> None:
    op.create_table(
        "candidate_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("representatives", sa.JSON(), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _reference("candidate_theme", "district_id", "district.id"),
        _reference("candidate_theme", "run_id", "run.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_theme")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_candidate_theme_run_id_number")),
    )
    _index("candidate_theme", "district_id", "run_id")


def _create_note() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("municipality_ags", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("institutions", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _reference("note", "district_id", "district.id"),
        _reference("note", "municipality_ags", "municipality.ags"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("district_id", "digest", name=op.f("uq_note_district_id_digest")),
    )
    _index("note", "district_id", "municipality_ags")


def _create_run_note() -> None:
    op.create_table(
        "run_note",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        _reference("run_note", "district_id", "district.id"),
        _reference("run_note", "note_id", "note.id", ondelete="CASCADE"),
        _reference("run_note", "run_id", "run.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "note_id", name=op.f("pk_run_note")),
    )
    _index("run_note", "district_id", "note_id")


def _create_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        _reference("statement", "district_id", "district.id"),
        _reference("statement", "note_id", "note.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("note_id", "position", name=op.f("uq_statement_note_id_position")),
    )
    _index("statement", "district_id", "note_id", "text_hash")


def _create_assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        _reference("assignment", "district_id", "district.id"),
        _reference("assignment", "run_id", "run.id", ondelete="CASCADE"),
        _reference("assignment", "statement_id", "statement.id", ondelete="CASCADE"),
        _reference("assignment", "theme_id", "candidate_theme.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "statement_id", name=op.f("pk_assignment")),
    )
    _index("assignment", "district_id", "statement_id", "theme_id")


def _reference(
    table: str, column: str, target: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
