"""Who comes from the login provider: which account is theirs, and a session for it.

Nobody gets an account by this. The first time, an account is theirs whose name is the address
that the provider checked, as an administrator wrote it; from then on only who they are to the
provider counts, whatever their address becomes. An account with a second factor is never found
by an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.access.secrets import digest
from service.errors import AccountNotFoundError, IdentityTakenError, NoAccountError
from service.store.access_tables import AccountRow, LoginSessionRow
from service.usecases.account_names import is_name
from service.usecases.audit import ACCOUNTS, UNKNOWN, Action, record
from service.usecases.sessions import end_all, open_within

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.access.identity import Identity
    from service.store.sessions import Database


def enter(database: Database, identity: Identity, *, before: str = "", now: datetime) -> str:
    """Open a session for whom the login provider named; return the secret for its cookie.

    Args:
        database: The database.
        identity: Whom it named.
        before: The secret of the session that the browser has already, which ends.
        now: The present.

    Raises:
        NoAccountError: No account is theirs, or it is closed.
    """
    with database.writing(ACCOUNTS) as session:
        account = _known(session, identity) or _linked(session, identity, now)
        if account is None or account.disabled_at is not None:
            whom = str(account.id) if account else UNKNOWN
            _record(session, Action.SIGN_IN_FAILED, UNKNOWN, whom, now)
            session.commit()
            raise NoAccountError(why="no_account" if account is None else "disabled")
        if before and (old := session.get(LoginSessionRow, digest(before))):
            session.delete(old)
        secret = open_within(session, account.id, now=now)
        _record(session, Action.ACCOUNT_SIGNED_IN, f"account:{account.id}", str(account.id), now)
        session.commit()
    return secret


def connect(
    database: Database, account_id: UUID, identity: Identity, *, actor: str, now: datetime
) -> None:
    """Make an account that of somebody at the login provider.

    Raises:
        AccountNotFoundError: There is none such.
        IdentityTakenError: Another account is theirs.
    """
    with database.writing(ACCOUNTS) as session:
        account = _existing(session, account_id)
        other = _known(session, identity)
        if other is not None and other.id != account.id:
            raise IdentityTakenError
        account.subject = identity.key
        account.version += 1
        _record(session, Action.ACCOUNT_LINKED, actor, str(account.id), now)
        session.commit()


def disconnect(database: Database, account_id: UUID, *, actor: str, now: datetime) -> None:
    """Make an account nobody's at the login provider; its sessions end.

    Raises:
        AccountNotFoundError: There is none such.
    """
    with database.writing(ACCOUNTS) as session:
        account = _existing(session, account_id)
        account.subject = None
        account.version += 1
        end_all(session, account.id)
        _record(session, Action.ACCOUNT_UNLINKED, actor, str(account.id), now)
        session.commit()


def _existing(session: Session, account_id: UUID) -> AccountRow:
    account = session.get(AccountRow, account_id)
    if account is None:
        raise AccountNotFoundError
    return account


def _known(session: Session, identity: Identity) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.subject == identity.key)).first()


def _linked(session: Session, identity: Identity, now: datetime) -> AccountRow | None:
    """Make the account theirs that has their address as its name, for good."""
    email = identity.email or ""
    if not (email.isascii() and is_name(email)):
        return None  # other letters can look the same, or become the same when written small
    query = select(AccountRow).where(
        AccountRow.name == email.lower(),
        col(AccountRow.subject).is_(None),
        col(AccountRow.totp_secret).is_(None),
        col(AccountRow.disabled_at).is_(None),
    )
    account = session.exec(query).first()
    if account is not None:
        account.subject = identity.key
        account.version += 1
        _record(session, Action.ACCOUNT_LINKED, UNKNOWN, str(account.id), now)
    return account


def _record(session: Session, action: Action, actor: str, object_id: str, now: datetime) -> None:
    record(session, actor=actor, action=action, object_id=object_id, district=None, now=now)
