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
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_municipality_district_id")
        ),
        sa.PrimaryKeyConstraint("ags", name=op.f("pk_municipality")),
    )
    op.create_index(
        op.f("ix_municipality_district_id"), "municipality", ["district_id"], unique=False
    )
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
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_run_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_district_id"), "run", ["district_id"], unique=False)
    op.create_table(
        "vector",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_vector_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "model_id", "text_hash", name=op.f("pk_vector")),
    )
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
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_candidate_theme_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_candidate_theme_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_theme")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_candidate_theme_run_id_number")),
    )
    op.create_index(
        op.f("ix_candidate_theme_district_id"), "candidate_theme", ["district_id"], unique=False
    )
    op.create_index(op.f("ix_candidate_theme_run_id"), "candidate_theme", ["run_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_note_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_ags"], ["municipality.ags"], name=op.f("fk_note_municipality_ags")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("district_id", "digest", name=op.f("uq_note_district_id_digest")),
    )
    op.create_index(op.f("ix_note_district_id"), "note", ["district_id"], unique=False)
    op.create_index(op.f("ix_note_municipality_ags"), "note", ["municipality_ags"], unique=False)
    op.create_table(
        "run_note",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_run_note_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_run_note_note_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_run_note_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "note_id", name=op.f("pk_run_note")),
    )
    op.create_index(op.f("ix_run_note_district_id"), "run_note", ["district_id"], unique=False)
    op.create_index(op.f("ix_run_note_note_id"), "run_note", ["note_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_statement_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_statement_note_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("note_id", "position", name=op.f("uq_statement_note_id_position")),
    )
    op.create_index(op.f("ix_statement_district_id"), "statement", ["district_id"], unique=False)
    op.create_index(op.f("ix_statement_note_id"), "statement", ["note_id"], unique=False)
    op.create_index(op.f("ix_statement_text_hash"), "statement", ["text_hash"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_assignment_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_assignment_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_assignment_statement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["candidate_theme.id"],
            name=op.f("fk_assignment_theme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "statement_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_district_id"), "assignment", ["district_id"], unique=False)
    op.create_index(
        op.f("ix_assignment_statement_id"), "assignment", ["statement_id"], unique=False
    )
    op.create_index(op.f("ix_assignment_theme_id"), "assignment", ["theme_id"], unique=False)


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
