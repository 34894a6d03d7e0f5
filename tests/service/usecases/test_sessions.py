from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.store.access_tables import LoginSessionRow
from service.usecases.sessions import (
    IDLE,
    LONGEST,
    end_session,
    open_session,
    principal_of_session,
)
from tests.service.people import NOW, person, row

if TYPE_CHECKING:
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases


def seen_at(database: Database, secret: str) -> object:
    from service.access.secrets import digest  # noqa: PLC0415 # only here

    with database.reading() as session:
        return session.get_one(LoginSessionRow, digest(secret)).seen_at


def test_a_session_ends_after_an_hour_without_a_request(database: Database) -> None:
    secret = open_session(database, person(database).id, now=NOW)
    last = NOW + IDLE - timedelta(seconds=1)
    assert principal_of_session(database, secret, now=last)
    assert seen_at(database, secret) == last
    assert principal_of_session(database, secret, now=last + IDLE) is None


def test_a_session_ends_after_a_working_day_however_busy(database: Database) -> None:
    secret = open_session(database, person(database).id, now=NOW)
    now = NOW
    while now < NOW + LONGEST:
        assert principal_of_session(database, secret, now=now)
        now += IDLE / 2
    assert principal_of_session(database, secret, now=NOW + LONGEST) is None


def test_the_session_of_a_closed_account_is_worth_nothing(database: Database) -> None:
    account = person(database)
    secret = open_session(database, account.id, now=NOW)
    with database.writing() as session:
        session.merge(row(database, account)).disabled_at = NOW
        session.commit()
    assert principal_of_session(database, secret, now=NOW) is None


def test_whoever_signs_out_is_out(database: Database) -> None:
    secret = open_session(database, person(database).id, now=NOW)
    end_session(database, secret, now=NOW)
    end_session(database, secret, now=NOW)
    assert principal_of_session(database, secret, now=NOW) is None


def test_sessions_that_are_over_are_removed_when_one_begins(database: Database) -> None:
    account = person(database)
    first = open_session(database, account.id, now=NOW)
    open_session(database, account.id, now=NOW + LONGEST)
    with pytest.raises(Exception, match="No row"):
        seen_at(database, first)


@pytest.mark.sqlite
def test_reading_goes_on_where_nothing_can_be_stored(database: Database) -> None:
    secret = open_session(database, person(database).id, now=NOW)
    later = NOW + timedelta(minutes=5)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    # the pool hands the same connection to the next unit of work of this thread
    found = principal_of_session(database, secret, now=later)
    assert found is not None
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
    assert seen_at(database, secret) == NOW
