"""The first account: an administrator, whom a link lets in; there is no default password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import select

from service.access.roles import Role
from service.store.access_tables import AccountRow
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.links import make_link

if TYPE_CHECKING:
    from datetime import datetime

    from service.store.sessions import Database

NAME: Final = "administration"
"""What the first account is called."""
_UNTOUCHED: Final = 1  # the version of an account that nobody has entered or changed


def ensure_administrator(database: Database, *, actor: str, now: datetime) -> str | None:
    """Let the first administrator in; return the secret of a new link, or none.

    There is one as long as nobody has ever managed accounts here. Each call makes a new link,
    and the one before ends.
    """
    entered = select(AccountRow.id).where(
        AccountRow.role == Role.ADMINISTRATION, AccountRow.version != _UNTOUCHED
    )
    with database.writing(ACCOUNTS) as session:
        if session.exec(entered).first():
            return None
        account = session.exec(select(AccountRow).where(AccountRow.name == NAME)).first()
        if account is None:
            account = AccountRow(name=NAME, role=Role.ADMINISTRATION, created_at=now)
            session.add(account)
            session.flush()
            record(
                session,
                actor=actor,
                action=Action.ACCOUNT_CREATED,
                object_id=account.id,
                district=None,
                now=now,
            )
        elif account.role != Role.ADMINISTRATION:
            return None
        secret = make_link(session, account, actor=actor, now=now)
        session.commit()
    return secret
