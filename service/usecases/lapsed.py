"""What opened an account once and does no more: sessions, links, and counted attempts go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_
from sqlmodel import col, select

from service.access.attempts import FORGOTTEN
from service.store.access_tables import AttemptRow, LinkRow, LoginSessionRow
from service.usecases.audit import ACCOUNTS
from service.usecases.sessions import IDLE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session, SQLModel

    from service.store.sessions import Database


def forget_lapsed(database: Database, *, now: datetime) -> None:
    """Delete what has lapsed, if anything has; where nothing has, nobody is held up."""
    lapsed: dict[type[SQLModel], ColumnElement[bool]] = {
        LoginSessionRow: or_(
            col(LoginSessionRow.expires_at) <= now, col(LoginSessionRow.seen_at) <= now - IDLE
        ),
        LinkRow: col(LinkRow.expires_at) <= now,
        AttemptRow: col(AttemptRow.last_at) <= now - FORGOTTEN,
    }
    with database.reading() as session:
        found = [table for table, when in lapsed.items() if _is_any(session, table, when)]
    if not found:
        return
    with database.writing(ACCOUNTS) as session:
        for table in found:
            session.exec(delete(table).where(lapsed[table]))
        session.commit()


def _is_any(session: Session, table: type[SQLModel], when: ColumnElement[bool]) -> bool:
    return session.exec(select(table).where(when).limit(1)).first() is not None
