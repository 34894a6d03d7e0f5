"""Which account somebody enters who comes from the login provider."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlmodel import select

from service.access.identity import Identity
from service.errors import AccountNotFoundError, IdentityTakenError, NoAccountError
from service.store.access_tables import AccountRow, AuditRow, LoginSessionRow
from service.usecases.audit import Action, verify
from service.usecases.oidc_login import connect, disconnect, enter
from service.usecases.sessions import principal_of_session
from tests.service.oidc.visits import add_account

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ISSUER = "https://login.example/realms/verl"
ANNA = Identity(ISSUER, "4711", "anna@verl.example")


def actions(database: Database) -> list[tuple[str, str]]:
    query = (
        select(AuditRow.action, AuditRow.actor)
        .where(AuditRow.object_kind.in_(["account", "sign_in"]))
        .order_by(AuditRow.number)
    )
    with database.reading() as session:
        return list(session.exec(query).all())


def entered(database: Database, identity: Identity) -> UUID:
    principal = principal_of_session(database, enter(database, identity, now=NOW), now=NOW)
    assert principal
    return principal.id


def subject(database: Database, account: AccountRow) -> str | None:
    with database.reading() as session:
        return session.get_one(AccountRow, account.id).subject


def assert_nobody_enters(database: Database, identity: Identity) -> None:
    with pytest.raises(NoAccountError):
        enter(database, identity, now=NOW)
    with database.reading() as session:
        assert not session.exec(select(LoginSessionRow)).all()
    assert actions(database)[-1] == (Action.SIGN_IN_FAILED, "unknown")
    assert not verify(database).faults


def test_an_account_is_found_by_its_address_once_and_then_by_the_person(
    database: Database,
) -> None:
    account = add_account(database)
    assert entered(database, ANNA) == account.id
    assert subject(database, account) == f"{ISSUER}|4711"
    for later in (None, "anna.meier@verl.example", "somebody-else@verl.example"):
        assert entered(database, Identity(ISSUER, "4711", later)) == account.id
    own = f"account:{account.id}"
    assert actions(database)[:3] == [
        (Action.ACCOUNT_LINKED, "unknown"),
        (Action.ACCOUNT_SIGNED_IN, own),
        (Action.ACCOUNT_SIGNED_IN, own),
    ]
    assert not verify(database).faults


def test_capitals_make_no_other_address(database: Database) -> None:
    account = add_account(database)
    assert entered(database, Identity(ISSUER, "4711", "Anna@VERL.example")) == account.id


@pytest.mark.parametrize(
    "identity",
    [
        Identity(ISSUER, "4712", "anna@verl.example"),
        Identity("https://other.example", "4711", "anna@verl.example"),
        Identity(ISSUER, "4711 ", "anna@verl.example"),
    ],
)
def test_nobody_else_gets_an_account_by_an_address_that_was_handed_on(
    database: Database, identity: Identity
) -> None:
    add_account(database, subject=ANNA.key)
    assert_nobody_enters(database, identity)


@pytest.mark.parametrize(
    "email", [None, "", "berta@verl.example", "ａnna@verl.example", "anna@verl.example\x00"]
)
def test_nobody_gets_an_account_by_another_address(database: Database, email: str | None) -> None:
    add_account(database)
    assert_nobody_enters(database, Identity(ISSUER, "4711", email))


def test_a_letter_that_becomes_another_one_opens_no_account(database: Database) -> None:
    """The sign for kelvin is written small as a k."""
    add_account(database, "erika@verl.example")
    assert_nobody_enters(database, Identity(ISSUER, "4711", "eri\N{KELVIN SIGN}a@verl.example"))


@pytest.mark.parametrize("name", ["4711", ISSUER, f"{ISSUER}|4711"])
def test_the_name_of_an_account_is_no_way_to_who_somebody_is(
    database: Database, name: str
) -> None:
    add_account(database, name)
    assert_nobody_enters(database, Identity(ISSUER, "4711"))


@pytest.mark.parametrize("known", [True, False])
def test_a_closed_account_stays_closed(database: Database, *, known: bool) -> None:
    add_account(database, disabled_at=NOW, subject=ANNA.key if known else None)
    assert_nobody_enters(database, ANNA)


def test_an_account_with_a_second_factor_is_not_found_by_an_address(database: Database) -> None:
    account = add_account(database, totp_secret="JBSWY3DPEHPK3PXP")  # noqa: S106 # of a test
    assert_nobody_enters(database, ANNA)
    connect(database, account.id, ANNA, actor="cli:0", now=NOW)
    assert entered(database, ANNA) == account.id


def test_the_session_before_ends(database: Database) -> None:
    add_account(database)
    before = enter(database, ANNA, now=NOW)
    enter(database, ANNA, before=before, now=NOW)
    assert principal_of_session(database, before, now=NOW) is None


def test_an_administrator_says_whose_an_account_is(database: Database) -> None:
    account = add_account(database, "anna")
    connect(database, account.id, Identity(ISSUER, "4711"), actor="cli:0", now=NOW)
    assert entered(database, ANNA) == account.id
    assert actions(database)[0] == (Action.ACCOUNT_LINKED, "cli:0")


def test_a_person_has_one_account_only(database: Database) -> None:
    first, second = add_account(database, "anna"), add_account(database, "berta")
    connect(database, first.id, ANNA, actor="cli:0", now=NOW)
    connect(database, first.id, ANNA, actor="cli:0", now=NOW)
    with pytest.raises(IdentityTakenError):
        connect(database, second.id, ANNA, actor="cli:0", now=NOW)
    assert subject(database, second) is None


def test_an_account_that_is_let_go_is_nobodys(database: Database) -> None:
    account = add_account(database, "anna")
    connect(database, account.id, ANNA, actor="cli:0", now=NOW)
    secret = enter(database, ANNA, now=NOW)
    disconnect(database, account.id, actor="cli:0", now=NOW)
    assert principal_of_session(database, secret, now=NOW) is None
    assert_nobody_enters(database, ANNA)
    assert (Action.ACCOUNT_UNLINKED, "cli:0") in actions(database)


@pytest.mark.parametrize("change", [connect, disconnect])
def test_what_is_not_there_is_nobodys(database: Database, change: Any) -> None:  # noqa: ANN401 # either
    rest = (ANNA,) if change is connect else ()
    with pytest.raises(AccountNotFoundError):
        change(database, uuid4(), *rest, actor="cli:0", now=NOW)
