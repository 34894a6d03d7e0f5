from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlmodel import select

from service.access.roles import Role
from service.errors import (
    AccountNameError,
    AccountNotFoundError,
    AccountOpenError,
    LastAdministratorError,
    LinkNotFoundError,
    NameTakenError,
    PreconditionFailedError,
    PreconditionRequiredError,
    ReachError,
)
from service.store.access_tables import AccountRow
from service.usecases import accounts
from service.usecases.accounts import AccountState, Reach
from service.usecases.links import LIFETIME, show_link
from service.usecases.sessions import open_session, principal_of_session
from service.usecases.versions import WHATEVER, Seen
from tests.service.people import NAME, NOW, TOTP_KEY, audited, person, row

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.accounts import AccountView, Opened

pytestmark = pytest.mark.both_databases

ADMIN = "account:admin"
COORDINATION = Reach(Role.KOORDINATION, "05754")


def create(database: Database, name: str = NAME, reach: Reach = COORDINATION) -> Opened:
    return accounts.create_account(database, name, reach, actor=ADMIN, now=NOW)


def seen(view: AccountView) -> Seen:
    return Seen(frozenset({view.version}))


def get(database: Database, account: AccountRow) -> AccountView:
    return accounts.get_account(database, account.id, now=NOW)


@pytest.mark.parametrize(
    ("reach", "district", "municipality"),
    [
        (Reach(Role.KOORDINATION, "05754", "05754028"), "05754", None),
        (Reach(Role.LENKUNGSGRUPPE, "05754"), "05754", None),
        (Reach(Role.MELDEND, "", "05754028"), "05754", "05754028"),
        (Reach(Role.LAND, "05754", "05754028"), None, None),
        (Reach(Role.ADMINISTRATION), None, None),
    ],
    ids=lambda value: getattr(value, "role", ""),
)
def test_an_account_reaches_as_far_as_its_role(
    database: Database, reach: Reach, district: str | None, municipality: str | None
) -> None:
    made = create(database, reach=reach).account
    assert made.role is reach.role
    assert made.district == district
    assert (made.municipality.ags if made.municipality else None) == municipality


@pytest.mark.parametrize(
    "reach",
    [
        Reach(Role.KOORDINATION),
        Reach(Role.KOORDINATION, "99999"),
        Reach(Role.LENKUNGSGRUPPE),
        Reach(Role.MELDEND, "05754"),
        Reach(Role.MELDEND, "05754", "99999999"),
    ],
)
def test_a_role_needs_a_place_that_is_there(database: Database, reach: Reach) -> None:
    with pytest.raises(ReachError):
        create(database, reach=reach)


def test_a_new_account_is_entered_by_its_link_alone(database: Database) -> None:
    made = create(database, f" {NAME.upper()}")
    assert made.account.name == NAME
    assert made.account.state is AccountState.INVITED
    assert made.account.link_until == NOW + LIFETIME
    assert show_link(database, made.secret, now=NOW).name == NAME
    assert [what for what, _, _ in audited(database)] == ["account.created", "link.made"]
    later = NOW + 2 * LIFETIME
    found = accounts.get_account(database, made.account.id, now=later)
    assert found.state is AccountState.LOCKED_OUT


@pytest.mark.parametrize("name", [NAME, NAME.upper(), f"\u00a0{NAME}\u00a0"])
def test_a_name_is_given_once(database: Database, name: str) -> None:
    create(database)
    with pytest.raises(NameTakenError):
        create(database, name)


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x00b", "a\u202eb", "x" * 201])
def test_a_name_can_be_read(database: Database, name: str) -> None:
    with pytest.raises(AccountNameError):
        create(database, name)


def test_accounts_are_listed_by_name_in_pages(database: Database) -> None:
    for name in ("c", "a", "b"):
        create(database, name)
    page = accounts.list_accounts(database, now=NOW, offset=1, limit=1)
    assert ([one.name for one in page.items], page.total) == (["b"], 3)
    assert accounts.find_account(database, " A ", now=NOW).name == "a"
    for unknown in ("niemand", "\x00"):
        with pytest.raises(AccountNotFoundError):
            accounts.find_account(database, unknown, now=NOW)


def test_another_role_ends_all_sessions_and_keeps_the_password(database: Database) -> None:
    account = person(database)
    secret = open_session(database, account.id, now=NOW)
    changed = accounts.change_account(
        database,
        account.id,
        Reach(Role.LAND),
        seen=seen(get(database, account)),
        actor=ADMIN,
        now=NOW,
    )
    assert (changed.role, changed.district, changed.has_password) == (Role.LAND, None, True)
    assert principal_of_session(database, secret, now=NOW) is None
    assert audited(database) == [("account.changed", ADMIN, str(account.id))]


def test_another_role_leaves_the_link_of_who_was_never_there(database: Database) -> None:
    made = create(database)
    accounts.change_account(
        database, made.account.id, Reach(Role.LAND), seen=WHATEVER, actor=ADMIN, now=NOW
    )
    assert show_link(database, made.secret, now=NOW).name == NAME


def test_a_closed_account_is_out_at_once_and_may_come_back(database: Database) -> None:
    account, made = person(database), create(database, "neu")
    secret = open_session(database, account.id, now=NOW)
    for one in (account.id, made.account.id):
        closed = accounts.set_enabled(
            database, one, enabled=False, seen=WHATEVER, actor=ADMIN, now=NOW
        )
        assert closed.state is AccountState.DISABLED
    assert principal_of_session(database, secret, now=NOW) is None
    with pytest.raises(LinkNotFoundError):
        show_link(database, made.secret, now=NOW)
    opened = accounts.set_enabled(
        database, account.id, enabled=True, seen=WHATEVER, actor=ADMIN, now=NOW
    )
    assert opened.state is AccountState.ACTIVE
    assert principal_of_session(database, secret, now=NOW) is None


def test_of_a_deleted_account_nothing_is_left_but_what_was_done(
    database: Database, settings: Settings
) -> None:
    account = person(database, "zweibrueckner")
    open_session(database, account.id, now=NOW)
    with pytest.raises(AccountOpenError):
        accounts.delete_account(database, account.id, seen=WHATEVER, actor=ADMIN, now=NOW)
    closed = accounts.set_enabled(
        database, account.id, enabled=False, seen=WHATEVER, actor=ADMIN, now=NOW
    )
    with pytest.raises(PreconditionRequiredError):
        accounts.delete_account(database, account.id, seen=Seen(), actor=ADMIN, now=NOW)
    accounts.delete_account(database, account.id, seen=seen(closed), actor=ADMIN, now=NOW)
    with pytest.raises(AccountNotFoundError):
        accounts.get_account(database, account.id, now=NOW)
    done = [entry for entry in audited(database) if entry[2] == str(account.id)]
    assert [what for what, _, _ in done] == ["account.disabled", "account.deleted"]
    if settings.data_dir.exists():  # the files of an embedded database
        assert not any(b"zweibrueckner" in one.read_bytes() for one in settings.data_dir.iterdir())
    assert create(database, "zweibrueckner").account.id != account.id


@pytest.mark.parametrize("second_factor", [False, True])
def test_a_reset_takes_the_password_and_the_second_factor_if_it_is_lost(
    database: Database, *, second_factor: bool
) -> None:
    account = person(database, totp_key=TOTP_KEY)
    secret = open_session(database, account.id, now=NOW)
    reset = accounts.reset_account(
        database,
        account.id,
        second_factor=second_factor,
        seen=WHATEVER,
        actor=ADMIN,
        now=NOW,
    )
    now = row(database, account)
    assert now.password_hash is None
    assert now.totp_secret == (None if second_factor else TOTP_KEY)
    assert principal_of_session(database, secret, now=NOW) is None
    assert show_link(database, reset.secret, now=NOW).second_factor != second_factor
    off = ["account.second_factor_off"] if second_factor else []
    assert [what for what, _, _ in audited(database)] == [*off, "link.made"]


@pytest.mark.parametrize("waiting", [False, True])
def test_the_last_administrator_stays(database: Database, *, waiting: bool) -> None:
    """Somebody who was invited and never came cannot take over."""
    account = person(database, role=Role.ADMINISTRATION)
    if waiting:
        create(database, "neu", Reach(Role.ADMINISTRATION))
    with pytest.raises(LastAdministratorError):
        accounts.set_enabled(
            database, account.id, enabled=False, seen=WHATEVER, actor=ADMIN, now=NOW
        )
    with pytest.raises(LastAdministratorError):
        accounts.change_account(
            database, account.id, COORDINATION, seen=WHATEVER, actor=ADMIN, now=NOW
        )
    person(database, "zweite", role=Role.ADMINISTRATION)
    accounts.change_account(
        database, account.id, COORDINATION, seen=WHATEVER, actor=ADMIN, now=NOW
    )


def test_nobody_changes_an_account_that_they_have_not_seen(database: Database) -> None:
    account = person(database)
    old = seen(get(database, account))
    accounts.set_enabled(database, account.id, enabled=False, seen=old, actor=ADMIN, now=NOW)
    with pytest.raises(PreconditionFailedError) as refused:
        accounts.set_enabled(database, account.id, enabled=True, seen=old, actor=ADMIN, now=NOW)
    (change,) = refused.value.changes
    assert (change.action, change.actor) == ("account.disabled", ADMIN)
    with pytest.raises(PreconditionRequiredError):
        accounts.set_enabled(database, account.id, enabled=True, seen=Seen(), actor=ADMIN, now=NOW)
    for unknown in (uuid4(),):
        with pytest.raises(AccountNotFoundError):
            accounts.get_account(database, unknown, now=NOW)
        with pytest.raises(AccountNotFoundError):
            accounts.set_enabled(database, unknown, enabled=True, seen=old, actor=ADMIN, now=NOW)


def test_signing_in_does_not_make_a_version_old(database: Database) -> None:
    account = person(database)
    before = get(database, account).version
    open_session(database, account.id, now=NOW + timedelta(minutes=1))
    assert get(database, account).version == before


def test_whatever_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ReachError):
        create(database, reach=Reach(Role.KOORDINATION, "99999"))
    with database.reading() as session:
        assert session.exec(select(AccountRow)).all() == []
    assert audited(database) == []
