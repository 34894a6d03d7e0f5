"""What Alembic runs: the caller's connection, and its transaction."""

from __future__ import annotations

from alembic import context

from service.store.tables import RunRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RunRow.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
