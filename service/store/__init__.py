"""The store: tables, sessions, migrations. Whoever imports it knows all tables."""

from service.store import access_tables, release_tables, steering_tables, tables

__all__ = ["access_tables", "release_tables", "steering_tables", "tables"]
