from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.access.roles import Role
from service.errors import CredentialsError, RealAccountsError
from service.store.access_tables import AccountRow
from service.usecases import demo
from service.usecases.accounts import ROLES
from service.usecases.login import Credentials, sign_in
from service.usecases.sessions import principal_of_session
from tests.service.people import KEY, NOW, person, stored

if TYPE_CHECKING:
    from service.store.sessions import Database


def ensure(database: Database) -> None:
    demo.ensure_accounts(
        database, district="05754", municipality="05754008", actor="cli:0", now=NOW
    )


def test_the_demo_has_one_account_a_role_however_often_it_starts(database: Database) -> None:
    ensure(database)
    ensure(database)
    for role in ROLES:
        found = principal_of_session(database, demo.enter(database, role, now=NOW), now=NOW)
        assert found is not None
        assert found.role is role
        assert (found.municipality == "05754008") == (role is Role.MELDEND)
    with database.reading() as session:
        assert len(session.exec(select(AccountRow)).all()) == len(ROLES)


def test_the_demo_refuses_a_database_with_accounts_of_people(database: Database) -> None:
    person(database)
    with pytest.raises(RealAccountsError):
        ensure(database)
    with pytest.raises(CredentialsError):
        demo.enter(database, Role.KOORDINATION, now=NOW)


def test_an_account_of_the_demo_is_entered_by_no_password(database: Database) -> None:
    ensure(database)
    for password in ("", "demo", "demo-koordination"):
        with pytest.raises(CredentialsError):
            sign_in(database, Credentials("demo-koordination", password), key=KEY, now=NOW)


def test_an_account_that_got_a_password_is_none_of_the_demo_any_more(database: Database) -> None:
    ensure(database)
    with database.writing() as session:
        query = select(AccountRow).where(AccountRow.role == Role.LAND)
        session.exec(query).one().password_hash = stored()
        session.commit()
    for role in (Role.LAND, Role.MASCHINE):
        with pytest.raises(CredentialsError):
            demo.enter(database, role, now=NOW)
