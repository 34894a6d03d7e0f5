"""Stable ids, people's decisions, and what a run says of its themes beside their words.

Runs of before keep their themes; each gets the id that it would have had as the first run.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LIST, _OBJECT = sa.text("'[]'"), sa.text("'{}'")


def upgrade() -> None:
    """Create the tables of decisions and ids; add what runs say of their themes."""
    _create_tables()
    for column in _run_columns():
        op.add_column("run", column)
    for column in _assignment_columns():
        op.add_column("assignment", column)
    for column in _theme_columns():
        op.add_column("candidate_theme", column)
    _give_ids()
    with op.batch_alter_table("candidate_theme") as theme:
        theme.alter_column("stable_id", existing_type=sa.String(20), nullable=False)
        theme.create_unique_constraint(
            op.f("uq_candidate_theme_run_id_stable_id"), ["run_id", "stable_id"]
        )
    op.create_index(op.f("ix_candidate_theme_stable_id"), "candidate_theme", ["stable_id"])


def downgrade() -> None:
    """Drop them: people's decisions are lost."""
    op.drop_index(op.f("ix_candidate_theme_stable_id"), table_name="candidate_theme")
    with op.batch_alter_table("candidate_theme") as theme:
        theme.drop_constraint(op.f("uq_candidate_theme_run_id_stable_id"), type_="unique")
        for column in _theme_columns():
            theme.drop_column(column.name)
    for table, columns in (("assignment", _assignment_columns()), ("run", _run_columns())):
        with op.batch_alter_table(table) as altered:
            for column in columns:
                altered.drop_column(column.name)
    op.drop_index(op.f("ix_decision_district_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_table("theme_id")


def _create_tables() -> None:
    op.create_table(
        "theme_id",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_theme_id_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_theme_id")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("themes", "statements", "groups", "opened", "anchors")
        ),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_decision_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("district_id", "number", name=op.f("uq_decision_district_id_number")),
    )
    op.create_index(op.f("ix_decision_district_id"), "decision", ["district_id"], unique=False)


def _run_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("adaptation", sa.JSON(), nullable=True),
        sa.Column("centre", sa.LargeBinary(), nullable=True),
        sa.Column("decided", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("lineage", sa.JSON(), nullable=False, server_default=_LIST),
        sa.Column("outcomes", sa.JSON(), nullable=False, server_default=_LIST),
    ]


def _assignment_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("nearest", sa.String(20), nullable=True),
        sa.Column("distance", sa.Float(), nullable=True),
        sa.Column("preliminary", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("aside", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def _theme_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("stable_id", sa.String(20), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False, server_default=_LIST),
        sa.Column("parts", sa.JSON(), nullable=False, server_default=_LIST),
        sa.Column("fields", sa.JSON(), nullable=False, server_default=_LIST),
        sa.Column("trust", sa.JSON(), nullable=False, server_default=_OBJECT),
        sa.Column("spread", sa.JSON(), nullable=False, server_default=_OBJECT),
        sa.Column("neighbour", sa.String(20), nullable=True),
        sa.Column("dismissed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mean", sa.LargeBinary(), nullable=True),
    ]


def _give_ids() -> None:
    """Number the themes of before, run by run: no lineage was traced between them."""
    bind = op.get_bind()
    theme, run, used = (
        sa.table(
            "candidate_theme",
            *map(sa.column, ("id", "run_id", "district_id", "number", "stable_id")),
        ),
        sa.table("run", *map(sa.column, ("id", "created_at"))),
        sa.table("theme_id", *map(sa.column, ("district_id", "id"))),
    )
    query = (
        sa.select(theme.c.id, theme.c.district_id, sa.cast(run.c.created_at, sa.String))
        .join(run, run.c.id == theme.c.run_id)
        .order_by(run.c.created_at, theme.c.number)
    )
    serials: dict[tuple[str, str], int] = {}
    for theme_id, district, created_at in bind.execute(query).all():
        year = created_at[:4]
        serial = serials[district, year] = serials.get((district, year), 0) + 1
        stable = f"T-{year}-{serial:03d}"
        bind.execute(sa.update(theme).where(theme.c.id == theme_id).values(stable_id=stable))
        bind.execute(sa.insert(used).values(district_id=district, id=stable))
