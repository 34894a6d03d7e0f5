from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pyotp import TOTP
from sqlmodel import select

from service.access.roles import Role
from service.errors import (
    LinkNotFoundError,
    ShortPasswordError,
    TooManyAttemptsError,
    WrongCodeError,
)
from service.store.access_tables import AccountRow, LinkRow
from service.usecases import links
from service.usecases.first_start import NAME as FIRST
from service.usecases.first_start import ensure_administrator
from service.usecases.links import LIFETIME, NewPassword, make_link, show_link
from service.usecases.login import Credentials, sign_in
from service.usecases.sessions import open_session, principal_of_session
from tests.service.people import KEY, NAME, NOW, OTHER, TOTP_KEY, audited, person, row

if TYPE_CHECKING:
    from datetime import datetime

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NEW = NewPassword(OTHER)


def link_for(database: Database, account: AccountRow) -> str:
    with database.writing() as session:
        secret = make_link(session, account, actor="cli:0", now=NOW)
        session.commit()
    return secret


def use(database: Database, secret: str, given: NewPassword = NEW, now: datetime = NOW) -> str:
    return links.use_link(database, secret, given, key=KEY, now=now)


def test_a_link_sets_the_password_and_signs_in(database: Database) -> None:
    account = person(database)
    before = open_session(database, account.id, now=NOW)
    secret = use(database, link_for(database, account))
    assert principal_of_session(database, before, now=NOW) is None
    found = principal_of_session(database, secret, now=NOW)
    assert found is not None
    assert found.id == account.id
    assert sign_in(database, Credentials(NAME, OTHER), key=KEY, now=NOW)
    me = f"account:{account.id}"
    assert [(what, who) for what, who, _ in audited(database)] == [
        ("link.made", "cli:0"),
        ("link.used", me),
        ("account.signed_in", me),
        ("account.signed_in", me),
    ]


def test_looking_at_a_link_does_not_use_it_up(database: Database) -> None:
    secret = link_for(database, person(database))
    for _ in range(2):
        assert show_link(database, secret, now=NOW).name == NAME


def test_a_link_is_used_once(database: Database) -> None:
    secret = link_for(database, person(database))

    def attempt(_number: int) -> bool:
        try:
            return bool(use(database, secret))
        except LinkNotFoundError:
            return False

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(attempt, range(3))) == 1
    with pytest.raises(LinkNotFoundError):
        show_link(database, secret, now=NOW)


def test_a_link_is_over_after_a_day(database: Database) -> None:
    secret = link_for(database, person(database))
    show_link(database, secret, now=NOW + LIFETIME - timedelta(seconds=1))
    for try_it in (show_link, lambda *_, now: use(database, secret, now=now)):
        with pytest.raises(LinkNotFoundError):
            try_it(database, secret, now=NOW + LIFETIME)


def test_a_later_link_ends_the_one_before(database: Database) -> None:
    account = person(database)
    first, second = link_for(database, account), link_for(database, account)
    with pytest.raises(LinkNotFoundError):
        use(database, first)
    assert use(database, second)


def test_the_link_of_a_closed_account_opens_nothing(database: Database) -> None:
    secret = link_for(database, person(database, disabled=True))
    with pytest.raises(LinkNotFoundError):
        use(database, secret)


def test_a_password_that_is_not_taken_leaves_the_link(database: Database) -> None:
    secret = link_for(database, person(database))
    with pytest.raises(ShortPasswordError):
        use(database, secret, NewPassword("kurz"))
    assert use(database, secret)


def test_a_link_does_not_get_round_the_second_factor(database: Database) -> None:
    account = person(database, totp_key=TOTP_KEY)
    secret = link_for(database, account)
    assert show_link(database, secret, now=NOW).second_factor
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            use(database, secret)
    with pytest.raises(TooManyAttemptsError):
        use(database, secret)
    later = NOW + timedelta(minutes=1)
    assert use(database, secret, NewPassword(OTHER, TOTP(TOTP_KEY).at(later)), later)
    assert row(database, account).totp_used == later.timestamp() // 30


def test_only_the_digest_of_a_link_is_stored(database: Database) -> None:
    secret = link_for(database, person(database))
    with database.reading() as session:
        (one,) = session.exec(select(LinkRow)).all()
    assert secret not in one.digest


# --- The first start --------------------------------------------------------------


def first(database: Database, now: datetime = NOW) -> str | None:
    return ensure_administrator(database, actor="cli:0", now=now)


def test_the_first_start_makes_an_administrator_without_a_password(database: Database) -> None:
    secret = first(database)
    assert secret is not None
    assert show_link(database, secret, now=NOW).name == FIRST
    with database.reading() as session:
        (account,) = session.exec(select(AccountRow)).all()
    assert (account.role, account.password_hash) == (Role.ADMINISTRATION, None)


def test_each_start_makes_a_new_link_until_one_was_used(database: Database) -> None:
    before = first(database)
    later = NOW + 2 * LIFETIME
    secret = first(database, later)
    assert secret is not None
    assert before is not None
    with pytest.raises(LinkNotFoundError):
        show_link(database, before, now=later)
    use(database, secret, now=later)
    assert first(database, later) is None
    with database.reading() as session:
        assert len(session.exec(select(AccountRow)).all()) == 1


def test_never_again_after_somebody_managed_accounts(database: Database) -> None:
    """Neither where the first one was closed, nor where another administrator was entered."""
    secret = first(database)
    assert secret is not None
    account = person(database, "it@kreis.example", role=Role.ADMINISTRATION)
    assert first(database) is not None
    use(database, link_for(database, account))
    assert first(database) is None


def test_an_account_of_that_name_with_another_role_is_left_alone(database: Database) -> None:
    person(database, FIRST, role=Role.LAND)
    assert first(database) is None
