"""Accounts: make one, list them, change what they are, close them, let somebody in again.

Whoever gets an account, or has lost the way into it, gets a link that opens it once
(:mod:`service.usecases.links`). Nobody ever knows the password of somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from service.access.roles import Role
from service.errors import (
    AccountNameError,
    AccountNotFoundError,
    AccountOpenError,
    LastAdministratorError,
    NameTakenError,
    ReachError,
)
from service.store.access_tables import AccountRow, LinkRow, LoginSessionRow
from service.store.tables import District, MunicipalityRow
from service.usecases.account_names import is_name, plain_name
from service.usecases.audit import ACCOUNTS, Action, record
from service.usecases.links import make_link
from service.usecases.sessions import end_all
from service.usecases.versions import account_version, ensure_seen
from service.usecases.views import MunicipalityView, Page

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.versions import Seen

ROLES: Final = tuple(role for role in Role if role is not Role.MASCHINE)
"""The roles of people."""
_OF_DISTRICT: Final = {Role.KOORDINATION, Role.LENKUNGSGRUPPE}
_CHANGES: Final = (
    Action.ACCOUNT_CHANGED,
    Action.ACCOUNT_DISABLED,
    Action.ACCOUNT_ENABLED,
    Action.ACCOUNT_LINKED,
    Action.ACCOUNT_UNLINKED,
    Action.ACCOUNT_PASSWORD_CHANGED,
    Action.ACCOUNT_SECOND_FACTOR_ON,
    Action.ACCOUNT_SECOND_FACTOR_OFF,
    Action.LINK_MADE,
    Action.LINK_USED,
)


class AccountState(StrEnum):
    """Whether an account can be used."""

    ACTIVE = auto()
    INVITED = auto()
    """A link waits for its person."""
    LOCKED_OUT = auto()
    """Neither password nor link."""
    DISABLED = auto()


@dataclass(frozen=True, slots=True)
class Reach:
    """What an account is, and how far it reaches.

    Attributes:
        role: What it is to the service.
        district: Key of its Kreis; of no account but those of Koordination and Lenkungsgruppe.
        municipality: AGS of its municipality; of no account but those that report.
    """

    role: Role
    district: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account; nothing that opens it.

    Attributes:
        version: What is seen of it, for a change.
        link_until: Until when a link opens it, if one does.
        has_password: Whether it is entered with a password.
        linked: Whether it is entered through the login provider.
        second_factor: Whether its password needs a code as well.
    """

    id: UUID
    name: str
    role: Role
    district: str | None
    municipality: MunicipalityView | None
    created_at: datetime
    disabled_at: datetime | None
    version: str
    link_until: datetime | None
    has_password: bool
    linked: bool
    second_factor: bool

    @property
    def state(self) -> AccountState:
        """Whether it can be used."""
        if self.disabled_at:
            return AccountState.DISABLED
        if self.has_password or self.linked:
            return AccountState.ACTIVE
        return AccountState.INVITED if self.link_until else AccountState.LOCKED_OUT


@dataclass(frozen=True, slots=True)
class Opened:
    """An account and the secret of the link that opens it once."""

    account: AccountView
    secret: str


def list_accounts(
    database: Database, *, now: datetime, offset: int = 0, limit: int = 50
) -> Page[AccountView]:
    """Return a page of the accounts by name."""
    query = select(AccountRow).order_by(col(AccountRow.name)).offset(offset).limit(limit)
    with database.reading() as session:
        items = tuple(_view(session, row, now=now) for row in session.exec(query).all())
        total = session.exec(select(func.count()).select_from(AccountRow)).one()
    return Page(items=items, total=total)


def get_account(database: Database, account_id: UUID, *, now: datetime) -> AccountView:
    """Return an account.

    Raises:
        AccountNotFoundError: There is none such.
    """
    with database.reading() as session:
        return _view(session, _existing(session, account_id), now=now)


def find_account(database: Database, name: str, *, now: datetime) -> AccountView:
    """Return the account of a name.

    Raises:
        AccountNotFoundError: There is none such.
    """
    plain = plain_name(name)
    if not is_name(plain):
        raise AccountNotFoundError
    with database.reading() as session:
        row = session.exec(select(AccountRow).where(AccountRow.name == plain)).first()
        if row is None:
            raise AccountNotFoundError
        return _view(session, row, now=now)


def create_account(
    database: Database, name: str, reach: Reach, *, actor: str, now: datetime
) -> Opened:
    """Make an account, and a link that opens it.

    Raises:
        AccountNameError: The name cannot be read.
        NameTakenError: Another account has it.
        ReachError: The role needs a Kreis or a municipality that is there.
    """
    plain = plain_name(name)
    if not is_name(plain):
        raise AccountNameError
    with database.writing(ACCOUNTS) as session:
        if session.exec(select(AccountRow).where(AccountRow.name == plain)).first():
            raise NameTakenError
        district, municipality = _places(session, reach)
        row = AccountRow(
            name=plain,
            role=reach.role,
            district_id=district,
            municipality_ags=municipality,
            created_at=now,
        )
        session.add(row)
        session.flush()
        _record(session, Action.ACCOUNT_CREATED, row, actor=actor, now=now)
        secret = make_link(session, row, actor=actor, now=now)
        opened = Opened(_view(session, row, now=now), secret)
        session.commit()
    return opened


def change_account(  # what is changed, and what is noted about it
    database: Database, account_id: UUID, reach: Reach, *, seen: Seen, actor: str, now: datetime
) -> AccountView:
    """Change what an account is; its sessions end.

    Raises:
        AccountNotFoundError: There is none such.
        LastAdministratorError: Nobody would be left to manage accounts.
        PreconditionFailedError: Somebody else has changed it.
        PreconditionRequiredError: Nobody says what they have seen.
        ReachError: The role needs a Kreis or a municipality that is there.
    """
    with database.writing(ACCOUNTS) as session:
        row = _seen(session, account_id, seen)
        if reach.role is not Role.ADMINISTRATION:
            _ensure_another(session, row)
        row.district_id, row.municipality_ags = _places(session, reach)
        row.role = reach.role
        return _changed(session, row, Action.ACCOUNT_CHANGED, actor=actor, now=now)


def set_enabled(  # what is changed, and what is noted about it
    database: Database, account_id: UUID, *, enabled: bool, seen: Seen, actor: str, now: datetime
) -> AccountView:
    """Close an account, or open it again; its sessions and its link end.

    Raises:
        AccountNotFoundError: There is none such.
        LastAdministratorError: Nobody would be left to manage accounts.
        PreconditionFailedError: Somebody else has changed it.
        PreconditionRequiredError: Nobody says what they have seen.
    """
    with database.writing(ACCOUNTS) as session:
        row = _seen(session, account_id, seen)
        if not enabled:
            _ensure_another(session, row)
        row.disabled_at = None if enabled else now
        session.exec(delete(LinkRow).where(col(LinkRow.account_id) == row.id))
        action = Action.ACCOUNT_ENABLED if enabled else Action.ACCOUNT_DISABLED
        return _changed(session, row, action, actor=actor, now=now)


def delete_account(
    database: Database, account_id: UUID, *, seen: Seen, actor: str, now: datetime
) -> None:
    """Delete a closed account: its name, and all that opened it.

    What its person did stays in the log of changes, under the account's id.

    Raises:
        AccountNotFoundError: There is none such.
        AccountOpenError: It is not closed.
        PreconditionFailedError: Somebody else has changed it.
        PreconditionRequiredError: Nobody says what they have seen.
    """
    with database.writing(ACCOUNTS) as session:
        row = _seen(session, account_id, seen)
        if row.disabled_at is None:
            raise AccountOpenError
        _record(session, Action.ACCOUNT_DELETED, row, actor=actor, now=now)
        session.delete(row)
        session.commit()
    database.erase(AccountRow, LoginSessionRow, LinkRow)


def reset_account(  # what is reset, and what is noted about it
    database: Database,
    account_id: UUID,
    *,
    second_factor: bool,
    seen: Seen,
    actor: str,
    now: datetime,
) -> Opened:
    """Take the password of an account away and make a link that opens it once.

    Args:
        database: The database.
        account_id: The account.
        second_factor: Whether its second factor goes as well, where the device is lost.
        seen: What the person has seen of it.
        actor: Who does it.
        now: The present.

    Raises:
        AccountNotFoundError: There is none such.
        PreconditionFailedError: Somebody else has changed it.
        PreconditionRequiredError: Nobody says what they have seen.
    """
    with database.writing(ACCOUNTS) as session:
        row = _seen(session, account_id, seen)
        row.password_hash = None
        if second_factor and row.totp_secret:
            row.totp_secret = None
            _record(session, Action.ACCOUNT_SECOND_FACTOR_OFF, row, actor=actor, now=now)
        row.version += 1
        end_all(session, row.id)
        secret = make_link(session, row, actor=actor, now=now)
        opened = Opened(_view(session, row, now=now), secret)
        session.commit()
    return opened


# --- Rows -------------------------------------------------------------------------


def _existing(session: Session, account_id: UUID) -> AccountRow:
    row = session.get(AccountRow, account_id)
    if row is None:
        raise AccountNotFoundError
    return row


def _seen(session: Session, account_id: UUID, seen: Seen) -> AccountRow:
    row = _existing(session, account_id)
    ensure_seen(session, str(row.id), account_version(row), seen, actions=_CHANGES)
    return row


def _changed(
    session: Session, row: AccountRow, action: Action, *, actor: str, now: datetime
) -> AccountView:
    """End what was open, count the version on, note who did it, and commit."""
    row.version += 1
    end_all(session, row.id)
    _record(session, action, row, actor=actor, now=now)
    view = _view(session, row, now=now)
    session.commit()
    return view


def _places(session: Session, reach: Reach) -> tuple[str | None, str | None]:
    """Return the Kreis and the municipality that go with a role; others are not kept.

    Raises:
        ReachError: The role needs one that is not there.
    """
    if reach.role in _OF_DISTRICT:
        if session.get(District, reach.district) is None:
            raise ReachError
        return reach.district, None
    if reach.role is Role.MELDEND:
        place = session.get(MunicipalityRow, reach.municipality)
        if place is None:
            raise ReachError
        return place.district_id, place.ags
    return None, None


def _ensure_another(session: Session, row: AccountRow) -> None:
    """Let an account lose its role if another one can be entered that manages accounts.

    Raises:
        LastAdministratorError: There is none.
    """
    if row.role != Role.ADMINISTRATION or row.disabled_at:
        return
    query = select(AccountRow.id).where(
        AccountRow.role == Role.ADMINISTRATION,
        AccountRow.id != row.id,
        col(AccountRow.disabled_at).is_(None),
        or_(col(AccountRow.password_hash).is_not(None), col(AccountRow.subject).is_not(None)),
    )
    if session.exec(query).first() is None:
        raise LastAdministratorError


def _record(
    session: Session, action: Action, row: AccountRow, *, actor: str, now: datetime
) -> None:
    record(session, actor=actor, action=action, object_id=row.id, district=None, now=now)


def _view(session: Session, row: AccountRow, *, now: datetime) -> AccountView:
    place = session.get(MunicipalityRow, row.municipality_ags) if row.municipality_ags else None
    link_until = session.exec(
        select(func.max(LinkRow.expires_at)).where(
            LinkRow.account_id == row.id, LinkRow.expires_at > now
        )
    ).one()
    return AccountView(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        district=row.district_id,
        municipality=MunicipalityView(ags=place.ags, name=place.name) if place else None,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        version=account_version(row),
        link_until=link_until,
        has_password=row.password_hash is not None,
        linked=row.subject is not None,
        second_factor=row.totp_secret is not None,
    )
