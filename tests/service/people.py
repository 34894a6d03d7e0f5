"""People with a password, for tests of whatever lets them in."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.access.passwords import hashed
from service.access.roles import Role
from service.store.access_tables import AccountRow, AuditRow
from tests.service.helpers import DISTRICT

if TYPE_CHECKING:
    from service.store.sessions import Database

NAME = "erika.muster@kreis.example"
PASSWORD = "Nebel Tasse Orgel Zaun"  # noqa: S105 # of nobody
OTHER = "Vier lila Kamele tanzen"
KEY = bytes(32)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOTP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOCAL = "http://localhost"
"""Where pages may be signed in to without HTTPS."""


@cache
def stored() -> str:
    """Return the hash of the password; it is made once, since that takes its time."""
    return hashed(PASSWORD)


def person(
    database: Database,
    name: str = NAME,
    *,
    role: Role = Role.KOORDINATION,
    totp_key: str | None = None,
    disabled: bool = False,
) -> AccountRow:
    """Store an account that is entered with the password."""
    account = AccountRow(
        name=name,
        role=role,
        district_id=DISTRICT if role in {Role.KOORDINATION, Role.LENKUNGSGRUPPE} else None,
        password_hash=stored(),
        totp_secret=totp_key,
        created_at=NOW,
        disabled_at=NOW if disabled else None,
    )
    with database.writing() as session:
        session.add(account)
        session.commit()
    return account


def row(database: Database, account: AccountRow) -> AccountRow:
    """Return an account as it is now."""
    with database.reading() as session:
        return session.get_one(AccountRow, account.id)


def audited(database: Database) -> list[tuple[str, str, str]]:
    """Return what the log says about accounts: what, by whom, to which object."""
    with database.reading() as session:
        rows = session.exec(
            select(AuditRow).where(AuditRow.chain == "").order_by(col(AuditRow.number))
        ).all()
    return [(one.action, one.actor, one.object_id) for one in rows]
