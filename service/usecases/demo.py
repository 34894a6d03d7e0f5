"""The accounts of the demo: one a role, entered without a password, on this machine only.

They are made by ``themenradar demo`` in its own folder. Nothing else opens them: an account
without a password is entered by nobody, and only an application that was built for the demo
(:func:`service.app.create_app`) asks :func:`enter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from service.access.roles import Role
from service.errors import CredentialsError, RealAccountsError
from service.store.access_tables import AccountRow
from service.usecases.accounts import ROLES
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.sessions import open_within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from service.store.sessions import Database

_NAMES: Final[Mapping[Role, str]] = {role: f"demo-{role}" for role in ROLES}
_OF_DISTRICT: Final = {Role.KOORDINATION, Role.MELDEND, Role.LENKUNGSGRUPPE}


def ensure_accounts(
    database: Database, *, district: str, municipality: str, actor: str, now: datetime
) -> None:
    """Make one account a role, where it is not there yet.

    Args:
        database: That of the demo.
        district: The Kreis of the accounts that have one.
        municipality: AGS of that of the account that reports.
        actor: Who makes them.
        now: The present.

    Raises:
        RealAccountsError: The database has other accounts: it is not that of a demo.
    """
    with database.writing(ACCOUNTS) as session:
        names = col(AccountRow.name)
        if session.exec(select(AccountRow.id).where(names.not_in(_NAMES.values()))).first():
            raise RealAccountsError
        for role in ROLES:
            if _account(session, role) is None:
                row = AccountRow(
                    name=_NAMES[role],
                    role=role,
                    district_id=district if role in _OF_DISTRICT else None,
                    municipality_ags=municipality if role is Role.MELDEND else None,
                    created_at=now,
                )
                session.add(row)
                session.flush()
                _record(session, Action.ACCOUNT_CREATED, row, actor=actor, now=now)
        session.commit()


def enter(database: Database, role: Role, *, now: datetime) -> str:
    """Open a session for the account of a role; return the secret for its cookie.

    Raises:
        CredentialsError: The demo has made none, or it was given a password.
    """
    with database.writing(ACCOUNTS) as session:
        row = _account(session, role)
        if row is None or row.disabled_at or row.password_hash or row.subject:
            raise CredentialsError
        secret = open_within(session, row.id, now=now)
        _record(session, Action.ACCOUNT_SIGNED_IN, row, actor=f"account:{row.id}", now=now)
        session.commit()
    return secret


def _account(session: Session, role: Role) -> AccountRow | None:
    query = select(AccountRow).where(AccountRow.name == _NAMES.get(role, ""))
    return session.exec(query).first()


def _record(
    session: Session, action: Action, row: AccountRow, *, actor: str, now: datetime
) -> None:
    record(session, actor=actor, action=action, object_id=row.id, district=None, now=now)
