from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pyotp import TOTP
from sqlmodel import select

from service.access import passwords
from service.access.secrets import digest
from service.errors import CredentialsError, TooManyAttemptsError
from service.store.access_tables import AttemptRow, LoginSessionRow
from service.store.sessions import Database
from service.usecases import login
from service.usecases.login import Credentials
from service.usecases.sessions import open_session, principal_of_session
from tests.service.people import (
    KEY,
    NAME,
    NOW,
    OTHER,
    PASSWORD,
    TOTP_KEY,
    audited,
    person,
    row,
)

if TYPE_CHECKING:
    from datetime import datetime

    from service.settings import Settings

pytestmark = pytest.mark.both_databases

RIGHT = Credentials(NAME, PASSWORD)
WRONG = Credentials(NAME, OTHER)


def sign_in(database: Database, given: Credentials, now: datetime = NOW) -> str:
    return login.sign_in(database, given, key=KEY, now=now)


def fail(database: Database, times: int, given: Credentials = WRONG) -> None:
    for _ in range(times):
        with pytest.raises(CredentialsError):
            sign_in(database, given)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare passwords at once: these tests are about what is counted."""
    monkeypatch.setattr(
        login,
        "proves",
        lambda password, stored: stored is not None and password == PASSWORD,
    )


def test_name_and_password_open_a_session_and_the_log_says_so(database: Database) -> None:
    account = person(database)
    secret = sign_in(database, replace(RIGHT, name=f"  {NAME.upper()} "))
    found = principal_of_session(database, secret, now=NOW)
    assert found is not None
    assert found.id == account.id
    me = f"account:{account.id}"
    assert audited(database) == [("account.signed_in", me, str(account.id))]


@pytest.mark.parametrize(
    "given",
    [WRONG, Credentials("niemand", PASSWORD), Credentials(NAME, ""), Credentials("", "")],
    ids=["password", "name", "empty password", "empty"],
)
def test_whoever_proves_nothing_learns_nothing(database: Database, given: Credentials) -> None:
    person(database)
    with pytest.raises(CredentialsError) as refused:
        sign_in(database, given)
    assert refused.value.params == {}


@pytest.mark.parametrize("name", ["\x00", "x" * 1000, "\u202eerika"])
def test_a_name_that_no_account_can_have_is_just_wrong(database: Database, name: str) -> None:
    with pytest.raises(CredentialsError):
        sign_in(database, Credentials(name, PASSWORD))


def test_a_closed_account_cannot_be_entered(database: Database) -> None:
    account = person(database, disabled=True)
    fail(database, 1, RIGHT)
    assert audited(database) == [("sign_in.failed", "unknown", str(account.id))]


@pytest.mark.sqlite
def test_an_unknown_name_costs_the_work_of_a_wrong_password(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(database)
    person(database, "ohne", disabled=True)
    real, calls = passwords._HASHER, []

    class Watched:
        current_hasher = real.current_hasher

        def verify(self, given: str, against: str) -> bool:
            calls.append(given)
            return real.verify(given, against)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_HASHER", Watched())
    for name in (NAME, "niemand", "ohne", "\x00"):
        fail(database, 1, Credentials(name, OTHER))
    assert calls == [OTHER] * 4


# --- Too many attempts ------------------------------------------------------------


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", [NAME, "niemand"])
def test_after_five_failures_each_next_one_waits_twice_as_long(
    database: Database, name: str
) -> None:
    person(database)
    given, now = Credentials(name, OTHER), NOW
    fail(database, 5, given)
    for seconds in (1, 2, 4, 8):
        with pytest.raises(TooManyAttemptsError) as refused:
            sign_in(database, given, now)
        assert refused.value.params == {"seconds": seconds}
        assert refused.value.headers == {"Retry-After": str(seconds)}
        now += timedelta(seconds=seconds)
        with pytest.raises(CredentialsError):
            sign_in(database, given, now)


@pytest.mark.usefixtures("quick")
def test_who_has_to_wait_has_to_with_the_right_password_too(database: Database) -> None:
    person(database)
    fail(database, 5)
    with pytest.raises(TooManyAttemptsError):
        sign_in(database, RIGHT)
    assert sign_in(database, RIGHT, NOW + timedelta(seconds=1))


@pytest.mark.usefixtures("quick")
def test_a_success_forgives_the_failures_of_the_account(database: Database) -> None:
    person(database)
    fail(database, 4)
    sign_in(database, RIGHT)
    fail(database, 5)


@pytest.mark.usefixtures("quick")
def test_an_hour_without_a_failure_forgives_them(database: Database) -> None:
    person(database)
    fail(database, 5)
    for _ in range(5):
        with pytest.raises(CredentialsError):
            sign_in(database, WRONG, NOW + timedelta(hours=1))
    with database.reading() as session:
        (one,) = session.exec(select(AttemptRow)).all()
    assert one.failures == 5


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("first", "then"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::ffff:2"), ("::ffff:c000:207",) * 2],
)
def test_who_tries_many_names_from_one_network_waits(
    database: Database, first: str, then: str
) -> None:
    person(database)
    for number in range(30):
        fail(database, 1, Credentials(f"name-{number}", OTHER, address=first))
    with pytest.raises(TooManyAttemptsError):
        sign_in(database, replace(RIGHT, address=then))
    assert sign_in(database, replace(RIGHT, address="198.51.100.9"))


@pytest.mark.usefixtures("quick")
def test_who_can_sign_in_cannot_forgive_the_failures_of_their_address(database: Database) -> None:
    person(database)
    for number in range(29):
        fail(database, 1, Credentials(f"name-{number}", OTHER, address="192.0.2.7"))
    sign_in(database, replace(RIGHT, address="192.0.2.7"))
    fail(database, 1, Credentials("name-30", OTHER, address="192.0.2.7"))
    with pytest.raises(TooManyAttemptsError):
        sign_in(database, replace(RIGHT, address="192.0.2.7"))


@pytest.mark.usefixtures("quick")
def test_neither_name_nor_address_is_stored_with_the_attempts(database: Database) -> None:
    fail(database, 1, Credentials("niemand", OTHER, address="192.0.2.7"))
    with database.reading() as session:
        rows = session.exec(select(AttemptRow)).all()
    assert len(rows) == 2
    assert not any("niemand" in str(one) or "192.0" in str(one) for one in rows)


@pytest.mark.usefixtures("quick")
def test_attempts_at_once_on_several_workers_are_all_counted(
    database: Database, settings: Settings
) -> None:
    person(database)
    workers = [Database(settings.database) for _ in range(3)]

    def attempt(number: int) -> type[Exception]:
        with pytest.raises((CredentialsError, TooManyAttemptsError)) as refused:
            sign_in(workers[number % 3], WRONG)
        return refused.type

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(attempt, range(12)))
    for worker in workers:
        worker.close()
    assert found.count(CredentialsError) == 5


# --- The second factor ------------------------------------------------------------


def test_a_second_factor_is_asked_for_and_its_code_counts_once(database: Database) -> None:
    account = person(database, totp_key=TOTP_KEY)
    fail(database, 1, RIGHT)
    code = TOTP(TOTP_KEY).at(NOW)
    fail(database, 1, replace(WRONG, code=code))
    assert sign_in(database, replace(RIGHT, code=code))
    assert row(database, account).totp_used == NOW.timestamp() // 30
    fail(database, 1, replace(RIGHT, code=code))
    later = NOW + timedelta(seconds=30)
    assert sign_in(database, replace(RIGHT, code=TOTP(TOTP_KEY).at(later)), later)


def test_one_code_sent_twice_at_once_opens_one_session(database: Database) -> None:
    person(database, totp_key=TOTP_KEY)
    given = replace(RIGHT, code=TOTP(TOTP_KEY).at(NOW))

    def attempt(_number: int) -> bool:
        try:
            return bool(sign_in(database, given))
        except CredentialsError:
            return False

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(attempt, range(3))) == 1


# --- Sessions ---------------------------------------------------------------------


def test_signing_in_never_takes_over_a_session_that_was_there(database: Database) -> None:
    """Session fixation: what an attacker put into the browser is worth nothing."""
    account = person(database)
    before = open_session(database, account.id, now=NOW)
    secret = sign_in(database, replace(RIGHT, before=before))
    assert secret not in {before, "made-up"}
    assert principal_of_session(database, before, now=NOW) is None
    other = sign_in(database, replace(RIGHT, before="made-up"))
    with database.reading() as session:
        assert session.get(LoginSessionRow, digest("made-up")) is None
    assert principal_of_session(database, secret, now=NOW) is not None
    assert principal_of_session(database, other, now=NOW) is not None


def test_an_outdated_hash_is_renewed_at_sign_in(database: Database) -> None:
    weak = passwords.PasswordHash((passwords._HASHER.current_hasher.__class__(1, 1024, 1),))
    account = person(database)
    with database.writing() as session:
        session.get_one(type(account), account.id).password_hash = weak.hash(PASSWORD)
        session.commit()
    sign_in(database, RIGHT)
    renewed = row(database, account).password_hash
    assert renewed is not None
    assert not passwords.is_outdated(renewed)
    assert sign_in(database, RIGHT)
