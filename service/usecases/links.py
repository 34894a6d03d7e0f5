"""Links that open an account once, to set a password: for who is new, and who forgot theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_
from sqlmodel import col

from service.access.codes import step_of
from service.access.passwords import ensure_good, hashed
from service.access.secrets import digest, new_secret
from service.errors import LinkNotFoundError, WrongCodeError
from service.store.access_tables import AccountRow, LinkRow
from service.usecases import attempts
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.sessions import end_all, open_within

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from service.store.sessions import Database

LIFETIME: Final = timedelta(hours=24)
"""How long a link may be used."""

PATH: Final = "/einladung"
"""Where a link leads to, in front of its secret."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """Whose link it is, and whether a code of the second factor is asked for as well."""

    name: str
    second_factor: bool


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What somebody typed who follows a link."""

    password: str = field(repr=False)
    code: str = field(default="", repr=False)


def make_link(session: Session, account: AccountRow, *, actor: str, now: datetime) -> str:
    """Make the only link of an account in the caller's unit of work; return its secret."""
    secret = new_secret()
    session.exec(
        delete(LinkRow).where(
            or_(col(LinkRow.account_id) == account.id, col(LinkRow.expires_at) <= now)
        )
    )
    session.add(
        LinkRow(
            digest=digest(secret),
            account_id=account.id,
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    record(
        session, actor=actor, action=Action.LINK_MADE, object_id=account.id, district=None, now=now
    )
    return secret


def show_link(database: Database, secret: str, *, now: datetime) -> LinkView:
    """Return whose link it is; it may still be used.

    Raises:
        LinkNotFoundError: It was used, has expired, or never was one.
    """
    with database.reading() as session:
        account = _account(session, secret, now=now)
        return LinkView(name=account.name, second_factor=account.totp_secret is not None)


def use_link(
    database: Database, secret: str, given: NewPassword, *, key: bytes, now: datetime
) -> str:
    """Set the password of the account, and sign in; return the secret for the cookie.

    A second factor is not forgotten with the password: where the account has one, its code is
    asked for.

    Args:
        database: The database.
        secret: That of the link.
        given: The new password and the code.
        key: That of the installation, for counting attempts.
        now: The present.

    Raises:
        LinkNotFoundError: The link was used, has expired, or never was one.
        PasswordError: The password is not taken.
        TooManyAttemptsError: Too many codes were wrong.
        WrongCodeError: The code is wrong.
    """
    with database.writing(ACCOUNTS) as session:
        account = _account(session, secret, now=now)
        ensure_good(given.password, name=account.name)
        keys = attempts.counted(key, name=account.name)
        if account.totp_secret:
            attempts.begin(session, keys, now=now)
        session.commit()
    password_hash = hashed(given.password)
    with database.writing(ACCOUNTS) as session:
        account = _account(session, secret, now=now)
        account.totp_used = _step(account, given.code, now=now)
        account.password_hash = password_hash
        account.version += 1
        attempts.forgive(session, keys)
        session.exec(delete(LinkRow).where(col(LinkRow.account_id) == account.id))
        end_all(session, account.id)
        cookie = open_within(session, account.id, now=now)
        actor = f"account:{account.id}"
        for action in (Action.LINK_USED, Action.ACCOUNT_SIGNED_IN):
            record(
                session, actor=actor, action=action, object_id=account.id, district=None, now=now
            )
        session.commit()
    return cookie


def _account(session: Session, secret: str, *, now: datetime) -> AccountRow:
    link = session.get(LinkRow, digest(secret))
    if link is None or now >= link.expires_at:
        raise LinkNotFoundError
    account = session.get_one(AccountRow, link.account_id)
    if account.disabled_at:
        raise LinkNotFoundError
    return account


def _step(account: AccountRow, code: str, *, now: datetime) -> int:
    """Return the step of a code that is right; that of the last one where none is needed.

    Raises:
        WrongCodeError: It is wrong.
    """
    if account.totp_secret is None:
        return account.totp_used
    step = step_of(code, account.totp_secret, used=account.totp_used, now=now)
    if step is None:
        raise WrongCodeError
    return step
