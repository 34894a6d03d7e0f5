from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pyotp import TOTP

from service.errors import (
    CommonPasswordError,
    NoPasswordError,
    TooManyAttemptsError,
    WrongCodeError,
    WrongPasswordError,
)
from service.store.access_tables import AccountRow
from service.usecases import accounts, own_account
from service.usecases.login import Credentials, sign_in
from service.usecases.own_account import Proof
from service.usecases.sessions import IDLE, open_session, principal_of_session
from service.usecases.versions import WHATEVER
from tests.service.helpers import add_account
from tests.service.people import KEY, NAME, NOW, OTHER, PASSWORD, TOTP_KEY, audited, person, row

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases


@pytest.fixture
def account(database: Database) -> AccountRow:
    return person(database)


@pytest.fixture
def here(database: Database, account: AccountRow) -> str:
    return open_session(database, account.id, now=NOW)


@pytest.fixture
def elsewhere(database: Database, account: AccountRow) -> str:
    return open_session(database, account.id, now=NOW)


@pytest.fixture
def proof(account: AccountRow, here: str) -> Proof:
    return Proof(account.id, PASSWORD, here, KEY)


def is_open(database: Database, secret: str) -> bool:
    return principal_of_session(database, secret, now=NOW) is not None


def test_a_new_password_ends_every_session_but_a_new_one(
    database: Database, account: AccountRow, proof: Proof, here: str, elsewhere: str
) -> None:
    secret = own_account.change_password(database, proof, OTHER, now=NOW)
    assert secret not in {here, elsewhere}
    assert is_open(database, secret)
    assert not is_open(database, here)
    assert not is_open(database, elsewhere)
    assert sign_in(database, Credentials(NAME, OTHER), key=KEY, now=NOW)
    assert audited(database)[0][0] == "account.password_changed"
    assert row(database, account).version == account.version + 1


def test_a_password_that_is_easy_to_guess_is_not_taken(database: Database, proof: Proof) -> None:
    with pytest.raises(CommonPasswordError):
        own_account.change_password(database, proof, "Passwort2026!", now=NOW)
    assert sign_in(database, Credentials(NAME, PASSWORD), key=KEY, now=NOW)


def test_whoever_sits_at_the_computer_must_know_the_password(
    database: Database, account: AccountRow, here: str
) -> None:
    wrong = Proof(account.id, OTHER, here, KEY)
    code = TOTP(TOTP_KEY).at(NOW)
    for change in (
        lambda: own_account.change_password(database, wrong, OTHER, now=NOW),
        lambda: own_account.add_second_factor(database, wrong, TOTP_KEY, code, now=NOW),
        lambda: own_account.remove_second_factor(database, wrong, now=NOW),
    ):
        with pytest.raises(WrongPasswordError):
            change()
    assert row(database, account) == account
    mine = f"account:{account.id}"
    assert [entry[:2] for entry in audited(database)] == [("account.password_refused", mine)] * 3
    for _ in range(2):
        with pytest.raises(WrongPasswordError):
            own_account.remove_second_factor(database, wrong, now=NOW)
    with pytest.raises(TooManyAttemptsError):
        own_account.remove_second_factor(database, wrong, now=NOW)


def test_what_was_proven_before_a_reset_changes_nothing_after_it(
    database: Database, account: AccountRow, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever stole a password could undo that it was taken away."""
    proves = own_account.ensure_password

    def reset_meanwhile(
        opened: Database, account_id: UUID, password: str, *, key: bytes, now: datetime
    ) -> AccountRow:
        proven = proves(opened, account_id, password, key=key, now=now)
        accounts.reset_account(
            database, account.id, second_factor=True, seen=WHATEVER, actor="account:it", now=NOW
        )
        return proven

    monkeypatch.setattr(own_account, "ensure_password", reset_meanwhile)
    code = TOTP(TOTP_KEY).at(NOW)
    for change in (
        lambda: own_account.change_password(database, proof, OTHER, now=NOW),
        lambda: own_account.add_second_factor(database, proof, TOTP_KEY, code, now=NOW),
        lambda: own_account.remove_second_factor(database, proof, now=NOW),
    ):
        with pytest.raises(WrongPasswordError):
            change()
        now = row(database, account)
        assert (now.password_hash, now.totp_secret) == (None, None)
        with database.writing() as session:
            session.get_one(AccountRow, account.id).password_hash = account.password_hash
            session.commit()


def test_a_second_factor_is_on_once_the_app_has_shown_its_key(
    database: Database, account: AccountRow, proof: Proof, here: str, elsewhere: str
) -> None:
    with pytest.raises(WrongCodeError):
        own_account.add_second_factor(database, proof, TOTP_KEY, "000000", now=NOW)
    code = TOTP(TOTP_KEY).at(NOW)
    own_account.add_second_factor(database, proof, TOTP_KEY, code, now=NOW)
    now = row(database, account)
    assert (now.totp_secret, now.totp_used) == (TOTP_KEY, NOW.timestamp() // 30)
    assert is_open(database, here)
    assert not is_open(database, elsewhere)
    own_account.remove_second_factor(database, proof, now=NOW)
    assert row(database, account).totp_secret is None
    assert [what for what, _, _ in audited(database)] == [
        "account.second_factor_on",
        "account.second_factor_off",
    ]


def test_an_account_without_a_password_has_nothing_to_change(database: Database) -> None:
    account = add_account(database)
    with pytest.raises(NoPasswordError):
        own_account.change_password(database, Proof(account.id, "", "", KEY), OTHER, now=NOW)


def test_sessions_are_listed_the_latest_first_and_others_can_be_ended(
    database: Database, account: AccountRow, here: str
) -> None:
    open_session(database, account.id, now=NOW - IDLE)
    open_session(database, account.id, now=NOW - timedelta(minutes=5))
    open_session(database, add_account(database).id, now=NOW)
    found = own_account.own_sessions(database, account.id, secret=here, now=NOW)
    assert [(one.begun_at, one.this) for one in found] == [
        (NOW, True),
        (NOW - timedelta(minutes=5), False),
    ]
    assert found[0].expires_at == NOW + IDLE
    own_account.end_other_sessions(database, account.id, secret=here, now=NOW)
    (left,) = own_account.own_sessions(database, account.id, secret=here, now=NOW)
    assert left.this
