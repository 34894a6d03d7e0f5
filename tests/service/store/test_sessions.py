from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from service.store.tables import District, MunicipalityRow, RunRow

if TYPE_CHECKING:
    from service.store.sessions import Database


pytestmark = pytest.mark.both_databases


def districts(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.exec(select(District.id)))


def test_a_unit_of_work_rolls_back_unless_it_is_committed(database: Database) -> None:
    with database.writing() as session:
        session.add(District(id="05758", name="Kreis Herford"))
        session.flush()
    assert districts(database) == {"05754"}
    with database.writing() as session:
        session.add(District(id="05758", name="Kreis Herford"))
        session.commit()
    assert districts(database) == {"05754", "05758"}


def test_references_are_held(database: Database) -> None:
    with database.writing() as session:
        session.add(MunicipalityRow(ags="05758004", district_id="05758", name="Bünde"))
        with pytest.raises(IntegrityError):
            session.commit()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_sqlite_is_tuned_for_safety(database: Database, pragma: str, value: object) -> None:
    with database.engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writer:
        writer.add(District(id="05758", name="Kreis Herford"))
        writer.flush()
        assert districts(database) == {"05754"}


@pytest.mark.parametrize("district", ["99999", None])
def test_an_error_of_the_database_shows_no_values(
    database: Database, district: str | None
) -> None:
    with (
        database.writing() as session,
        pytest.raises((IntegrityError, OperationalError)) as caught,
    ):
        session.execute(
            text("INSERT INTO municipality (ags, district_id, name) VALUES (:a, :d, :n)"),
            {"a": "1", "d": district, "n": "Markerwort"},
        )
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__} {caught.value.orig!r}"
    assert "Markerwort" not in told


def test_a_reader_sees_one_state_of_the_database(database: Database) -> None:
    with database.reading() as session:
        before = session.exec(select(District.id)).all()
        with database.writing() as other:
            other.add(District(id="05758", name="Kreis Herford"))
            other.commit()
        assert session.exec(select(District.id)).all() == before
    assert districts(database) == {"05754", "05758"}


@pytest.mark.parametrize("held", ["", "05754"])
def test_who_writes_knows_what_the_writer_before_has_done(database: Database, held: str) -> None:
    """Each reads, waits and adds one: without a lock, both would read the same."""

    def add_one() -> None:
        with database.writing(held) as session:
            district = session.get_one(District, "05754")
            time.sleep(0.1)
            district.name += "+"
            session.commit()

    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(add_one) for _ in range(4)]:
            done.result()
    with database.reading() as session:
        assert session.get_one(District, "05754").name.endswith("++++")


def test_moments_come_back_in_utc(database: Database) -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as session:
        row = RunRow(district_id="05754", created_at=moment, seed=0)
        session.add(row)
        session.commit()
    with database.reading() as session:
        found = session.get_one(RunRow, row.id).created_at
    assert (found, found.tzinfo) == (moment, UTC)
