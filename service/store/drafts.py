"""Drafts: content that is kept for a short while, encrypted with a key that is given away.

The key is made with the draft, handed to whoever brought the content, and stored nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import and_, delete, func, update
from sqlmodel import col, select

from service.errors import DraftNotFoundError, DraftsFullError
from service.store.tables import DraftRow

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from service.store.sessions import Database

MOST: Final = 200
"""Drafts of one Kreis that may wait at the same time."""


def create(
    session: Session,
    content: bytes,
    *,
    district: str,
    now: datetime,
    lifetime: timedelta,
    municipality: str | None = None,
) -> tuple[DraftRow, str]:
    """Keep content; return its row and the secret that opens it.

    Raises:
        DraftsFullError: Too many drafts of the Kreis wait already.
    """
    mine = select(func.count()).select_from(DraftRow).where(DraftRow.district_id == district)
    if session.exec(mine).one() >= MOST:
        raise DraftsFullError
    secret = Fernet.generate_key()
    row = DraftRow(
        district_id=district,
        created_at=now,
        expires_at=now + lifetime,
        municipality_ags=municipality,
        data=Fernet(secret).encrypt(content),
    )
    session.add(row)
    session.flush()
    return row, secret.decode()


def open_(
    session: Session, draft_id: UUID, secret: str, *, district: str
) -> tuple[DraftRow, bytes]:
    """Return a draft's row and its content.

    Raises:
        DraftNotFoundError: There is no such draft in the Kreis, or the secret is wrong.
    """
    row = session.get(DraftRow, draft_id)
    if row is None or row.district_id != district:
        raise DraftNotFoundError
    try:
        return row, Fernet(secret).decrypt(row.data)
    except (ValueError, InvalidToken) as error:  # no key at all, or another one
        raise DraftNotFoundError from error


def overwrite(
    session: Session, row: DraftRow, content: bytes, *, secret: str, now: datetime
) -> datetime:
    """Keep other content in a draft, for as long again; return when that is over.

    Raises:
        DraftNotFoundError: Since the row was read, the draft was changed or removed.
    """
    expires_at = now + (row.expires_at - row.created_at)
    changed = session.exec(
        update(DraftRow)
        .where(_unchanged(row))
        .values(created_at=now, expires_at=expires_at, data=Fernet(secret).encrypt(content))
    )
    if not changed.rowcount:
        raise DraftNotFoundError
    return expires_at


def remove(session: Session, row: DraftRow) -> None:
    """Remove a draft.

    Raises:
        DraftNotFoundError: Since the row was read, the draft was changed or removed.
    """
    if not session.exec(delete(DraftRow).where(_unchanged(row))).rowcount:
        raise DraftNotFoundError


def expire(database: Database, *, now: datetime) -> int:
    """Remove the drafts of every Kreis whose time is over; return their number."""
    over = col(DraftRow.expires_at) <= now
    with database.reading() as session:  # mostly there are none, and nobody need wait
        if session.exec(select(DraftRow.id).where(over).limit(1)).first() is None:
            return 0
    with database.writing() as session:
        removed = session.exec(delete(DraftRow).where(over)).rowcount
        session.commit()
    database.erase(DraftRow)
    return removed


def _unchanged(row: DraftRow) -> ColumnElement[bool]:
    """Find the row as it was read: every encryption gives other bytes."""
    return and_(col(DraftRow.id) == row.id, col(DraftRow.data) == row.data)
