"""Sessions: open one for an account, find out whose a cookie or a token is, end it.

A session ends after :data:`IDLE` without a request, and after :data:`LONGEST` whatever happens.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import delete
from sqlmodel import col, select

from service.access.principal import Principal
from service.access.roles import SCOPES, Permission, Role
from service.access.secrets import digest, new_secret
from service.errors import StorageError
from service.store.access_tables import AccountRow, LoginSessionRow, TokenRow
from service.usecases.audit import ACCOUNTS, Action, record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

IDLE: Final = timedelta(hours=1)
"""How long a session lasts without a request."""
LONGEST: Final = timedelta(hours=12)
"""How long a session lasts at most: a working day."""
_TOLD: Final = timedelta(minutes=1)  # a request is noted at most so often

_log = structlog.get_logger("themenradar.sessions")


def open_session(database: Database, account_id: UUID, *, now: datetime) -> str:
    """Open a session for an account; return the secret for its cookie."""
    with database.writing(ACCOUNTS) as session:
        secret = open_within(session, account_id, now=now)
        session.commit()
    return secret


def open_within(session: Session, account_id: UUID, *, now: datetime) -> str:
    """Open a session in the caller's unit of work; return the secret for its cookie."""
    secret = new_secret()
    session.exec(delete(LoginSessionRow).where(col(LoginSessionRow.expires_at) <= now))
    session.add(
        LoginSessionRow(
            digest=digest(secret),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    return secret


def principal_of_session(database: Database, secret: str, *, now: datetime) -> Principal | None:
    """Return whose cookie this is, or none where its session is over."""
    query = (
        select(LoginSessionRow, AccountRow)
        .join(AccountRow)
        .where(LoginSessionRow.digest == digest(secret))
    )
    with database.reading() as session:
        found = session.exec(query).first()
    if found is None:
        return None
    row, account = found
    if account.disabled_at or now >= min(row.expires_at, row.seen_at + IDLE):
        return None
    if now - row.seen_at >= _TOLD:
        _note_request(database, row.digest, now=now)
    return Principal(
        id=account.id,
        name=account.name,
        role=Role(account.role),
        district=account.district_id or row.district_id,
        municipality=account.municipality_ags,
    )


def principal_of_token(database: Database, secret: str, *, now: datetime) -> Principal | None:
    """Return the machine whose token this is, or none where it has expired."""
    query = select(TokenRow).where(TokenRow.digest == digest(secret))
    with database.reading() as session:
        row = session.exec(query).first()
    if row is None or now >= row.expires_at:
        return None
    return Principal(
        id=row.id,
        name=row.name,
        role=Role.MASCHINE,
        district=row.district_id,
        scopes=frozenset(Permission(scope) for scope in row.scopes) & SCOPES,
    )


def end_session(database: Database, secret: str, *, now: datetime) -> None:
    """End a session; one that is over already is no error."""
    with database.writing(ACCOUNTS) as session:
        row = session.get(LoginSessionRow, digest(secret))
        if row is None:
            return
        session.delete(row)
        record(
            session,
            actor=f"account:{row.account_id}",
            action=Action.ACCOUNT_SIGNED_OUT,
            object_id=row.account_id,
            district=None,
            now=now,
        )
        session.commit()


def end_all(session: Session, account_id: UUID, *, but: str = "") -> None:
    """End the sessions of an account in the caller's unit of work, but that of one secret."""
    session.exec(
        delete(LoginSessionRow).where(
            col(LoginSessionRow.account_id) == account_id,
            col(LoginSessionRow.digest) != digest(but),
        )
    )


def _note_request(database: Database, key: str, *, now: datetime) -> None:
    """Note that a session is in use; where nothing can be stored, reading goes on without."""
    try:
        with database.writing(ACCOUNTS) as session:
            row = session.get(LoginSessionRow, key)
            if row is not None:
                row.seen_at = now
                session.commit()
    except StorageError as error:
        _log.warning("session not noted", code=error.code)
