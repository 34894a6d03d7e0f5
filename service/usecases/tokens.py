"""Tokens of machines: make one, list them, revoke one. Each belongs to one Kreis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func
from sqlmodel import col, select

from service.access.roles import SCOPES, Permission
from service.access.secrets import digest, new_secret
from service.errors import AccountNameError, ReachError, TokenNotFoundError, TokenScopesError
from service.store.access_tables import LONGEST_NAME, TokenRow
from service.store.tables import District
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.views import Page

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from service.store.sessions import Database

LONGEST_DAYS: Final = 366
"""How long a token may last."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token shall be.

    Attributes:
        name: What it is for.
        district: Key of the Kreis that it works in.
        scopes: What it may do, some of :data:`service.access.roles.SCOPES`.
        days: How long it lasts.
    """

    name: str
    district: str
    scopes: frozenset[Permission]
    days: int


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token; nothing that could be used in its place."""

    id: UUID
    name: str
    district: str
    scopes: tuple[Permission, ...]
    created_at: datetime
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A token and its secret, which is shown once."""

    token: TokenView
    secret: str


def list_tokens(
    database: Database, *, now: datetime, offset: int = 0, limit: int = 50
) -> Page[TokenView]:
    """Return a page of the tokens, the latest first."""
    query = (
        select(TokenRow)
        .order_by(col(TokenRow.created_at).desc(), col(TokenRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        items = tuple(_view(row, now=now) for row in session.exec(query))
        total = session.exec(select(func.count()).select_from(TokenRow)).one()
    return Page(items=items, total=total)


def create_token(database: Database, new: NewToken, *, actor: str, now: datetime) -> Issued:
    """Make a token.

    Raises:
        AccountNameError: Its name cannot be read.
        ReachError: There is no such Kreis.
        TokenScopesError: It may do nothing, or what none may, or lasts too short or too long.
    """
    name = new.name.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise AccountNameError
    if not new.scopes or not new.scopes <= SCOPES or not 1 <= new.days <= LONGEST_DAYS:
        raise TokenScopesError
    secret = new_secret()
    with database.writing(ACCOUNTS) as session:
        if session.get(District, new.district) is None:
            raise ReachError
        row = TokenRow(
            district_id=new.district,
            name=name,
            digest=digest(secret),
            scopes=sorted(new.scopes),
            created_at=now,
            expires_at=now + timedelta(days=new.days),
        )
        session.add(row)
        session.flush()
        record(
            session,
            actor=actor,
            action=Action.TOKEN_MADE,
            object_id=row.id,
            district=None,
            now=now,
        )
        session.commit()
    return Issued(_view(row, now=now), secret)


def revoke_token(database: Database, token_id: UUID, *, actor: str, now: datetime) -> None:
    """Take a token back, at once.

    Raises:
        TokenNotFoundError: There is none such.
    """
    with database.writing(ACCOUNTS) as session:
        row = session.get(TokenRow, token_id)
        if row is None:
            raise TokenNotFoundError
        session.delete(row)
        record(
            session,
            actor=actor,
            action=Action.TOKEN_REVOKED,
            object_id=token_id,
            district=None,
            now=now,
        )
        session.commit()


def _view(row: TokenRow, *, now: datetime) -> TokenView:
    return TokenView(
        id=row.id,
        name=row.name,
        district=row.district_id,
        scopes=tuple(Permission(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        expired=now >= row.expires_at,
    )
