"""The audit log as people read it: the entries of a chain, with the names of those who acted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from service.access.roles import Role
from service.errors import DistrictNotChosenError
from service.store.access_tables import AccountRow, AuditRow, TokenRow
from service.usecases.audit import NO_DISTRICT
from service.usecases.views import Page

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from service.access.principal import Principal
    from service.store.sessions import Database


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something.

    Attributes:
        key: As the log knows them; empty where it does not.
        name: What the account or the token is called, where it is still there.
        role: The role of the account.
    """

    key: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a chain.

    Attributes:
        number: Counts from 1 in the chain.
        at: When.
        actor: Who.
        action: What, a member of :class:`service.store.actions.Action`.
        object_kind: To what kind of object.
        object_id: To which.
        hash: SHA-256 over all of it and the entry before, in hexadecimal.
    """

    number: int
    at: datetime
    actor: Actor
    action: str
    object_kind: str
    object_id: str
    hash: str


def chain_of(principal: Principal) -> str:
    """Return the chain that somebody may read: their Kreis, or what belongs to none.

    Raises:
        DistrictNotChosenError: Somebody who works for a Kreis has none.
    """
    if principal.role is Role.ADMINISTRATION:
        return NO_DISTRICT
    if principal.district is None:
        raise DistrictNotChosenError
    return principal.district


def entries(
    database: Database, *, chain: str, offset: int = 0, limit: int = 50
) -> Page[EntryView]:
    """Return a page of a chain, the latest entry first."""
    mine = AuditRow.chain == chain
    query = (
        select(AuditRow)
        .where(mine)
        .order_by(col(AuditRow.number).desc())
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        rows = session.exec(query).all()
        items = tuple(_view(row, who(session, row.actor)) for row in rows)
        total = session.exec(select(func.count()).select_from(AuditRow).where(mine)).one()
    return Page(items=items, total=total)


def who(session: Session, key: str) -> Actor:
    """Return who is meant by an actor of the log."""
    kind, _, id_ = key.partition(":")
    try:
        found = UUID(id_)
    except ValueError:  # nobody with an account
        return Actor(key)
    if kind == "account" and (account := session.get(AccountRow, found)):
        return Actor(key, account.name, account.role)
    if kind == "token" and (token := session.get(TokenRow, found)):
        return Actor(key, token.name)
    return Actor(key)


def _view(row: AuditRow, actor: Actor) -> EntryView:
    return EntryView(
        number=row.number,
        at=row.at,
        actor=actor,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        hash=row.hash,
    )
