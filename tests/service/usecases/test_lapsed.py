"""What opened an account and does no more goes by itself, and nothing else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import select

from service.access.attempts import FORGOTTEN
from service.store.access_tables import AttemptRow, LinkRow, LoginSessionRow
from service.usecases import lapsed
from service.usecases.sessions import IDLE, LONGEST
from tests.service.people import NOW, person

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from service.store.sessions import Database


def fill(database: Database) -> None:
    """Store of everything one that lapses sooner, and one that lapses later."""
    account = person(database).id
    with database.writing() as session:
        for name, seen, until in (
            ("idle", NOW - IDLE, NOW + LONGEST),
            ("over", NOW, NOW),
            ("open", NOW, NOW + timedelta(seconds=1)),
        ):
            own = {"digest": name, "account_id": account, "created_at": NOW - LONGEST}
            session.add(LoginSessionRow(**own, seen_at=seen, expires_at=until))
            session.add(LinkRow(**own, expires_at=until))
        for name, last in (("old", NOW - FORGOTTEN), ("new", NOW)):
            session.add(AttemptRow(key=name, failures=1, last_at=last))
        session.commit()


def left(database: Database) -> list[set[str]]:
    with database.reading() as session:
        columns = LoginSessionRow.digest, LinkRow.digest, AttemptRow.key
        return [set(session.exec(select(column)).all()) for column in columns]


def test_what_has_lapsed_is_forgotten_and_nothing_else(database: Database) -> None:
    fill(database)
    lapsed.forget_lapsed(database, now=NOW)
    assert left(database) == [{"open"}, {"idle", "open"}, {"new"}]


def test_where_nothing_has_nobody_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)

    def forget(now: datetime) -> None:
        lapsed.forget_lapsed(database, now=now)

    forget(NOW)
    with monkeypatch.context() as locked:
        locked.setattr(type(database), "writing", None)
        forget(NOW)
    forget(NOW + LONGEST + FORGOTTEN)
    assert left(database) == [set(), set(), set()]
