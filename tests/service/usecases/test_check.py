"""Every check finds the fault that it is there for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from service.catalogue import commands as texts
from service.errors import NoDatabaseError
from service.settings import load
from service.store import migrations
from service.store.sessions import Database
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    District,
    RunRow,
    RunState,
    StatementRow,
    ThemeIdRow,
    VectorRow,
)
from service.usecases.check import CHECKS, Report, check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlmodel import Session

    from service.settings import Settings

DISTRICT, OTHER = "05754", "05758"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
both = pytest.mark.both_databases


@pytest.fixture
def filled(database: Database, fill: Callable[[int], None]) -> Database:
    """Two runs that are done, each with one theme of all ten statements."""
    fill(10)
    with database.writing() as session:
        session.add(District(id=OTHER, name="Kreis Herford"))
        session.add(ThemeIdRow(district_id=DISTRICT, id="T-2026-001"))
        statements = session.exec(select(StatementRow)).all()
        for _ in range(2):
            run = RunRow(
                district_id=DISTRICT,
                state=RunState.DONE,
                created_at=NOW,
                seed=0,
                statements=len(statements),
                themes=1,
            )
            session.add(run)
            session.flush()
            theme = CandidateThemeRow(
                district_id=DISTRICT,
                run_id=run.id,
                number=1,
                stable_id="T-2026-001",
                label="Sprachkurse",
                strength=1.0,
                size=len(statements),
            )
            session.add(theme)
            session.flush()
            session.add_all(
                AssignmentRow(
                    run_id=run.id,
                    statement_id=statement.id,
                    district_id=DISTRICT,
                    theme_id=theme.id,
                    strength=1.0,
                    x=0.5,
                    y=0.5,
                )
                for statement in statements
            )
        session.commit()
    return database


def faults(report: Report) -> dict[str, int]:
    return {one.code: one.faults for one in report.checks if one.faults}


@both
def test_a_sound_database_has_no_faults(filled: Database) -> None:
    report = check(filled)
    assert faults(report) == {}
    assert report.sound
    assert (report.rows["statement"], report.rows["assignment"]) == (10, 20)
    assert [one.code for one in report.checks] == list(texts.CHECKS)


def foreign_statement(session: Session) -> None:
    row = session.exec(select(AssignmentRow)).first()
    assert row
    row.district_id = OTHER


def foreign_theme(session: Session) -> None:
    first, second = session.exec(select(CandidateThemeRow)).all()
    row = session.exec(select(AssignmentRow).where(AssignmentRow.theme_id == first.id)).first()
    assert row
    row.theme_id = second.id
    second.size += 1


def unknown_id(session: Session) -> None:
    row = session.exec(select(CandidateThemeRow)).first()
    assert row
    row.stable_id = "T-2026-002"


def small_theme(session: Session) -> None:
    row = session.exec(select(CandidateThemeRow)).first()
    assert row
    row.size = 9


def other_text(session: Session) -> None:
    row = session.exec(select(StatementRow)).first()
    assert row
    row.text = "Etwas anderes."


def left_vector(session: Session) -> None:
    session.add(
        VectorRow(district_id=DISTRICT, model_id="m", text_hash="0" * 64, data=b"\0\0\0\0")
    )


def lost_job(session: Session) -> None:
    session.add(RunRow(id=uuid4(), district_id=DISTRICT, created_at=NOW, seed=0))


@both
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (foreign_statement, {"kreis": 3}),  # neither its run's, its statement's nor its theme's
        (foreign_theme, {"runs": 1}),
        (unknown_id, {"theme_ids": 1}),
        (small_theme, {"counts": 1}),
        (other_text, {"texts": 1}),
        (left_vector, {"vectors": 1}),
        (lost_job, {"jobs": 1}),
    ],
)
def test_a_fault_is_found(
    filled: Database, damage: Callable[[Session], None], found: dict[str, int]
) -> None:
    with filled.writing() as session:
        damage(session)
        session.commit()
    assert faults(check(filled)) == found


def test_what_was_deleted_is_no_fault(filled: Database) -> None:
    with filled.writing() as session:
        row = session.exec(select(StatementRow)).first()
        session.delete(row)
        session.commit()
    assert check(filled).sound


def test_a_reference_to_nothing_is_found(filled: Database) -> None:
    with filled.engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM run_note")
        driver.execute("DELETE FROM candidate_theme")
        driver.execute("PRAGMA foreign_keys=ON")
    assert faults(check(filled)) == {"references": 20}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_reference_to_nothing_is_found_on_a_server(filled: Database) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # no triggers
        connection.execute(text("DELETE FROM candidate_theme"))
    assert faults(check(filled)) == {"references": 20}


def test_a_damaged_file_is_found(settings: Settings, filled: Database) -> None:
    filled.erase()  # all of it is in the file now
    filled.close()
    path = settings.data_dir / "themenradar.sqlite"
    content = bytearray(path.read_bytes())
    place = content.index(b"Sprachkurse mit Kinderbetreuung")
    page = place - place % 4096
    content[page + 8 : page + 40] = b"\0" * 32  # the pointers to its rows
    path.write_bytes(content)
    report = check(filled)
    assert [one.code for one in report.checks] == ["storage"]
    assert not report.sound


@both
def test_of_tables_of_another_revision_nothing_more_is_said(
    settings: Settings, filled: Database
) -> None:
    migrations.downgrade(settings, revision="0002")
    report = check(filled)
    assert faults(report) == {"revision": 1}
    assert [one.code for one in report.checks] == ["storage", "revision"]


def test_to_check_creates_no_database(tmp_path: Path) -> None:
    database = Database(load(data_dir=tmp_path / "data").database)
    with pytest.raises(NoDatabaseError):
        check(database)
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_every_check_has_its_name() -> None:
    assert {"storage", "revision", *CHECKS} == set(texts.CHECKS)
