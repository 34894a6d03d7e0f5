"""Signing in with a name, a password, and where the account has it a code of its second factor.

Whoever is refused learns neither what was wrong nor whether there is such an account: the same
error, after the same work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlmodel import select

from service.access.codes import step_of
from service.access.passwords import hashed, is_outdated, proves
from service.access.secrets import digest
from service.errors import CredentialsError, NoPasswordError, WrongPasswordError
from service.store.access_tables import AccountRow, LoginSessionRow
from service.usecases import attempts
from service.usecases.account_names import is_name, plain_name
from service.usecases.audit import ACCOUNTS, UNKNOWN, Action, record
from service.usecases.sessions import open_within

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.sign_in")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody typed to sign in, and where they are.

    Attributes:
        name: Of the account.
        password: Of the account.
        code: Of the second factor; empty where there is none.
        address: Of the client; empty where it is not known.
        before: The secret of the session that the browser has already, which ends.
    """

    name: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    address: str = ""
    before: str = field(default="", repr=False)


def sign_in(database: Database, given: Credentials, *, key: bytes, now: datetime) -> str:
    """Open a session for whom the credentials prove; return the secret for its cookie.

    Args:
        database: The database.
        given: The credentials.
        key: That of the installation, for counting attempts.
        now: The present.

    Raises:
        CredentialsError: They prove nobody.
        TooManyAttemptsError: Too many before them did not.
    """
    name = plain_name(given.name)
    keys = attempts.counted(key, name=name, address=given.address)
    account = _begin(database, name, keys, now=now)
    open_account = None if account is None or account.disabled_at else account
    proven = proves(given.password, open_account.password_hash if open_account else None)
    step = _step(open_account, given.code, now=now)
    if open_account is None or not proven or step is None:
        _note_failure(database, account, now=now)
        raise CredentialsError
    return _enter(database, open_account, given, keys, step=step, now=now)


def ensure_password(
    database: Database, account_id: UUID, password: str, *, key: bytes, now: datetime
) -> AccountRow:
    """Let somebody who is signed in pass if they know the password; return their account.

    Raises:
        NoPasswordError: The account has none.
        TooManyAttemptsError: Too many attempts failed.
        WrongPasswordError: They do not know it.
    """
    with database.writing(ACCOUNTS) as session:
        account = session.get_one(AccountRow, account_id)
        if account.password_hash is None:
            raise NoPasswordError
        keys = attempts.counted(key, name=account.name)
        attempts.begin(session, keys, now=now)
        session.commit()
    if not proves(password, account.password_hash):
        _note_refusal(database, account, now=now)
        raise WrongPasswordError
    with database.writing(ACCOUNTS) as session:
        attempts.forgive(session, keys)
        session.commit()
    return account


def _begin(
    database: Database, name: str, keys: attempts.Counted, *, now: datetime
) -> AccountRow | None:
    """Count the attempt; return the account of the name, if there is one."""
    with database.writing(ACCOUNTS) as session:
        attempts.begin(session, keys, now=now)
        query = select(AccountRow).where(AccountRow.name == (name if is_name(name) else ""))
        account = session.exec(query).first()
        session.commit()
    return account


def _step(account: AccountRow | None, code: str, *, now: datetime) -> int | None:
    """Return the step of the code, ``0`` where none is needed, none where it is wrong."""
    if account is None or account.totp_secret is None:
        return 0
    return step_of(code, account.totp_secret, used=account.totp_used, now=now)


def _note_refusal(database: Database, account: AccountRow, *, now: datetime) -> None:
    """Note that somebody who sits at an open session does not know its password."""
    mine = f"account:{account.id}"
    with database.writing(ACCOUNTS) as session:
        _record(session, Action.ACCOUNT_PASSWORD_REFUSED, account, actor=mine, now=now)
        session.commit()


def _note_failure(database: Database, account: AccountRow | None, *, now: datetime) -> None:
    _log.warning("sign-in refused")
    with database.writing(ACCOUNTS) as session:
        _record(session, Action.SIGN_IN_FAILED, account, actor=UNKNOWN, now=now)
        session.commit()


def _record(
    session: Session, action: Action, account: AccountRow | None, *, actor: str, now: datetime
) -> None:
    object_id = account.id if account else UNKNOWN
    record(session, actor=actor, action=action, object_id=object_id, district=None, now=now)


def _enter(  # what was proven, and when
    database: Database,
    proven: AccountRow,
    given: Credentials,
    keys: attempts.Counted,
    *,
    step: int,
    now: datetime,
) -> str:
    """Open the session, unless the account was changed or the code used in between."""
    fresh = hashed(given.password) if is_outdated(proven.password_hash or "") else None
    with database.writing(ACCOUNTS) as session:
        account = session.get_one(AccountRow, proven.id)
        if account.version != proven.version or (step and account.totp_used >= step):
            raise CredentialsError
        account.totp_used = step or account.totp_used
        account.password_hash = fresh or account.password_hash
        attempts.forgive(session, keys)
        if given.before and (old := session.get(LoginSessionRow, digest(given.before))):
            session.delete(old)
        secret = open_within(session, account.id, now=now)
        mine = f"account:{account.id}"
        _record(session, Action.ACCOUNT_SIGNED_IN, account, actor=mine, now=now)
        session.commit()
    return secret
