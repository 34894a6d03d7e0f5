"""Accounts, sessions, tokens; the log of who did what; receipts; releases; resolutions; runs.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (
    ("account", "district_id"),
    ("login_session", "account_id"),
    ("login_session", "expires_at"),
    ("one_time_link", "account_id"),
    ("one_time_link", "expires_at"),
    ("machine_token", "district_id"),
    ("audit_entry", "district_id"),
    ("deletion_receipt", "district_id"),
    ("theme_release", "district_id"),
)
_WRITTEN_BY_PEOPLE = (
    ("statement", "text"),
    ("statement", "section"),
    ("vector", "data"),
    ("candidate_theme", "label"),
    ("candidate_theme", "mean"),
    ("run", "centre"),
    ("decision", "label"),
    ("comment", "text"),
    ("resolution", "reason"),
)
_OF_THEMES = "ix_comment_district_id_theme"
_UNFINISHED = sa.text("state IN ('queued', 'running')")  # of a Kreis at most one run

_APPEND_ONLY = {
    "sqlite": [
        f"""CREATE TRIGGER audit_entry_{event} BEFORE {event} ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"""
        for event in ("update", "delete")
    ],
    "postgresql": [
        """CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$""",
        """CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()""",
    ],
}


def upgrade() -> None:
    """Create the tables."""
    _create_accounts()
    _create_what_is_shown_to_sign_in()
    _create_records()
    _create_releases()
    _create_steering()
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    for column_of_run in _run_columns():
        op.add_column("run", column_of_run)
    op.add_column("statement", _released())
    op.add_column("decision", _touched())
    for table, column_of_it in _of_deletions():
        op.add_column(table, column_of_it)
    _let_the_planner_sample(0)
    op.create_index(
        "uq_run_unfinished",
        "run",
        ["district_id"],
        unique=True,
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Drop them: accounts, and the records of who did what, are lost."""
    op.drop_index("uq_run_unfinished", table_name="run")
    with op.batch_alter_table("run") as run:
        for column_of_run in _run_columns():
            run.drop_column(column_of_run.name)
    with op.batch_alter_table("statement") as statement:
        statement.drop_column(_released().name)
    with op.batch_alter_table("decision") as decision:
        decision.drop_column(_touched().name)
    for table, column_of_it in _of_deletions():
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column_of_it.name)
    _let_the_planner_sample(-1)
    op.drop_index(op.f(_OF_THEMES), table_name="comment")
    for table, column in reversed(_INDEXES):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in (
        "resolution",
        "comment",
        "theme_release",
        "deletion_receipt",
        "audit_entry",
        "login_attempt",
        "machine_token",
        "one_time_link",
        "login_session",
        "account",
    ):
        op.drop_table(table)  # with its triggers
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_stays()")


def _run_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("nightly", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("embedded", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ]


def _of_deletions() -> list[tuple[str, sa.Column[object]]]:
    return [
        (
            "candidate_theme",
            sa.Column("label_gone", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        ("draft", sa.Column("municipality_ags", sa.String(8), nullable=True)),
    ]


def _let_the_planner_sample(values: int) -> None:
    """Set how many values of a text ANALYZE keeps: they would outlive their deletion."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in _WRITTEN_BY_PEOPLE:
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS {values}')


def _touched() -> sa.Column[object]:
    return sa.Column("touched", sa.JSON(), nullable=True)


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=True),
        sa.Column("municipality_ags", sa.String(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("totp_secret", sa.String(64), nullable=True),
        sa.Column("totp_used", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(500), nullable=True),
        _moment("created_at"),
        _moment("disabled_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _reference("account", "district_id", "district.id"),
        _reference("account", "municipality_ags", "municipality.ags"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
        sa.UniqueConstraint("subject", name=op.f("uq_account_subject")),
    )


def _create_what_is_shown_to_sign_in() -> None:
    for table, moments in (("login_session", ("seen_at",)), ("one_time_link", ())):
        op.create_table(
            table,
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("account_id", sa.Uuid(), nullable=False),
            sa.Column("district_id", sa.String(), nullable=True),
            *(_moment(name) for name in ("created_at", *moments, "expires_at")),
            _reference(table, "account_id", "account.id", ondelete="CASCADE"),
            _reference(table, "district_id", "district.id"),
            sa.PrimaryKeyConstraint("digest", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "machine_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _reference("machine_token", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_machine_token_digest")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("district_id", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("last_at"),
        _reference("login_attempt", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempt")),
    )


def _create_records() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(5), nullable=False),
        sa.Column("district_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("object_kind", sa.String(32), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        _reference("audit_entry", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_audit_entry_chain_number")),
    )
    op.create_table(
        "deletion_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("scope", "removed", "scan")),
        sa.Column("actor", sa.String(80), nullable=False),
        _moment("ordered_at"),
        _moment("finished_at", nullable=True),
        sa.Column("error_code", sa.String(64), nullable=True),
        _reference("deletion_receipt", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_receipt")),
    )


def _create_releases() -> None:
    op.create_table(
        "theme_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("fewest_statements", sa.Integer(), nullable=False),
        sa.Column("fewest_conferences", sa.Integer(), nullable=False),
        _moment("made_at"),
        sa.Column("content", sa.JSON(), nullable=False),
        _reference("theme_release", "district_id", "district.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_release")),
        sa.UniqueConstraint(
            "run_id",
            "fewest_statements",
            "fewest_conferences",
            name=op.f("uq_theme_release_run_id_fewest_statements_fewest_conferences"),
        ),
    )


def _create_steering() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("theme", sa.String(20), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        _moment("created_at"),
        *_of_a_theme("comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f(_OF_THEMES), "comment", ["district_id", "theme"], unique=False)
    op.create_table(
        "resolution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("theme", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        _moment("created_at"),
        *_of_a_theme("resolution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint(
            "district_id", "theme", "number", name=op.f("uq_resolution_district_id_theme_number")
        ),
    )


def _of_a_theme(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        _reference(table, "district_id", "district.id"),
        sa.ForeignKeyConstraint(
            ["district_id", "theme"],
            ["theme_id.district_id", "theme_id.id"],
            name=op.f(f"fk_{table}_district_id_theme"),
        ),
    ]


def _released() -> sa.Column[object]:
    return sa.Column("released", sa.Boolean(), nullable=False, server_default=sa.false())


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(
    table: str, column: str, target: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
