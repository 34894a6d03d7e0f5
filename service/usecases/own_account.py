"""One's own account: its password, its second factor, where it is signed in.

Whatever opens an account is changed only by who knows its password, not by whoever sits at the
computer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.access.codes import step_of
from service.access.passwords import ensure_good, hashed
from service.access.secrets import digest
from service.errors import WrongCodeError, WrongPasswordError
from service.store.access_tables import AccountRow, LoginSessionRow
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.login import ensure_password
from service.usecases.sessions import IDLE, end_all, open_within

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database


@dataclass(frozen=True, slots=True)
class Proof:
    """Who changes their own account, and the password that proves it.

    Attributes:
        account_id: The account.
        password: Its password, as it was typed.
        session: The secret of the session that they do it in.
        key: That of the installation, for counting attempts.
    """

    account_id: UUID
    password: str = field(repr=False)
    session: str = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session of one's own account."""

    begun_at: datetime
    seen_at: datetime
    expires_at: datetime
    this: bool


def own_sessions(
    database: Database, account_id: UUID, *, secret: str, now: datetime
) -> tuple[SessionView, ...]:
    """Return the sessions of an account that are not over, that of ``secret`` marked."""
    query = (
        select(LoginSessionRow)
        .where(
            LoginSessionRow.account_id == account_id,
            LoginSessionRow.expires_at > now,
            LoginSessionRow.seen_at > now - IDLE,
        )
        .order_by(col(LoginSessionRow.seen_at).desc())
    )
    with database.reading() as session:
        return tuple(
            SessionView(
                begun_at=row.created_at,
                seen_at=row.seen_at,
                expires_at=min(row.expires_at, row.seen_at + IDLE),
                this=row.digest == digest(secret),
            )
            for row in session.exec(query)
        )


def change_password(database: Database, proof: Proof, new: str, *, now: datetime) -> str:
    """Change the password; all sessions end, and one begins, whose secret is returned.

    Raises:
        NoPasswordError: The account has none.
        PasswordError: The old one is wrong, or the new one is not taken.
        TooManyAttemptsError: The old one was wrong too often.
    """
    proven = _proven(database, proof, now=now)
    ensure_good(new, name=proven.name)
    password_hash = hashed(new)
    with database.writing(ACCOUNTS) as session:
        account = _unchanged(session, proven)
        account.password_hash = password_hash
        _note(session, account, Action.ACCOUNT_PASSWORD_CHANGED, now=now)
        end_all(session, account.id)
        secret = open_within(session, account.id, now=now)
        session.commit()
    return secret


def add_second_factor(
    database: Database, proof: Proof, totp_key: str, code: str, *, now: datetime
) -> None:
    """Ask for codes of an app from now on, if one shows that it has the key; others go out.

    Raises:
        NoPasswordError: The account has no password.
        TooManyAttemptsError: The password was wrong too often.
        WrongCodeError: The code does not belong to the key.
        WrongPasswordError: The password is wrong.
    """
    proven = _proven(database, proof, now=now)
    step = step_of(code, totp_key, used=0, now=now)
    if step is None:
        raise WrongCodeError
    with database.writing(ACCOUNTS) as session:
        account = _unchanged(session, proven)
        account.totp_secret, account.totp_used = totp_key, step
        _note(session, account, Action.ACCOUNT_SECOND_FACTOR_ON, now=now)
        end_all(session, account.id, but=proof.session)
        session.commit()


def remove_second_factor(database: Database, proof: Proof, *, now: datetime) -> None:
    """Ask for no codes any more; other sessions end.

    Raises:
        NoPasswordError: The account has no password.
        TooManyAttemptsError: The password was wrong too often.
        WrongPasswordError: The password is wrong.
    """
    proven = _proven(database, proof, now=now)
    with database.writing(ACCOUNTS) as session:
        account = _unchanged(session, proven)
        account.totp_secret = None
        _note(session, account, Action.ACCOUNT_SECOND_FACTOR_OFF, now=now)
        end_all(session, account.id, but=proof.session)
        session.commit()


def end_other_sessions(
    database: Database, account_id: UUID, *, secret: str, now: datetime
) -> None:
    """End all sessions of an account but that of ``secret``."""
    with database.writing(ACCOUNTS) as session:
        end_all(session, account_id, but=secret)
        record(
            session,
            actor=f"account:{account_id}",
            action=Action.ACCOUNT_SIGNED_OUT,
            object_id=account_id,
            district=None,
            now=now,
        )
        session.commit()


def _proven(database: Database, proof: Proof, *, now: datetime) -> AccountRow:
    return ensure_password(database, proof.account_id, proof.password, key=proof.key, now=now)


def _unchanged(session: Session, proven: AccountRow) -> AccountRow:
    """Return the account whose password was proven, unless it was reset or changed meanwhile.

    Raises:
        WrongPasswordError: It was: what was proven holds no more.
    """
    account = session.get(AccountRow, proven.id)
    if account is None or account.version != proven.version:
        raise WrongPasswordError
    return account


def _note(session: Session, account: AccountRow, action: Action, *, now: datetime) -> None:
    """Count the version on, and write down what was done."""
    account.version += 1
    record(
        session,
        actor=f"account:{account.id}",
        action=action,
        object_id=account.id,
        district=None,
        now=now,
    )
