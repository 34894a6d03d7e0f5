from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from service.store.tables import District, MunicipalityRow

if TYPE_CHECKING:
    from service.store.sessions import Database


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


def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    with (
        database.writing() as session,
        pytest.raises((IntegrityError, OperationalError)) as caught,
    ):
        session.execute(
            text("INSERT INTO municipality (ags, district_id, name) VALUES (:a, :d, :n)"),
            {"a": "1", "d": "99999", "n": "Markerwort"},
        )
    assert "Markerwort" not in str(caught.value)
