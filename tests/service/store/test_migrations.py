from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel, select

from service.jobs.queue import upgrade
from service.store import migrations
from service.store.sessions import create_tuned_engine
from service.store.tables import NoteRow

if TYPE_CHECKING:
    from service.settings import Settings


def tables(settings: Settings) -> set[str]:
    engine = create_tuned_engine(settings.database)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_the_migrated_database_equals_the_models(settings: Settings) -> None:
    migrations.upgrade(settings)
    engine = create_tuned_engine(settings.database)
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}),
            SQLModel.metadata,
        )
    engine.dispose()
    assert differences == []


def test_down_and_up_again_leaves_the_same_tables(settings: Settings) -> None:
    migrations.upgrade(settings)
    before = tables(settings)
    migrations.downgrade(settings, revision="base")
    assert tables(settings) == {"alembic_version"}
    migrations.upgrade(settings)
    assert tables(settings) == before


def test_a_second_upgrade_finds_nothing_left_to_do(settings: Settings) -> None:
    upgrade(settings)
    upgrade(settings)
    assert {"note", "alembic_version", "workflow_status"} <= tables(settings)


@pytest.mark.parametrize("attempt", range(3))
def test_processes_that_start_at_once_upgrade_once(settings: Settings, attempt: int) -> None:
    del attempt
    spawn = multiprocessing.get_context("spawn")
    starters = [spawn.Process(target=upgrade, args=(settings,)) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert [starter.exitcode for starter in starters] == [0, 0, 0]


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_every_table_knows_its_district(table: str) -> None:
    columns = SQLModel.metadata.tables[table].columns
    assert table == "district" or "district_id" in columns


NOTE_OF_BEFORE = (
    "INSERT INTO district VALUES ('05754', 'Kreis Gütersloh')",
    "INSERT INTO municipality (ags, district_id, name) VALUES ('05754028', '05754', 'Verl')",
    """INSERT INTO note
    (id, district_id, municipality_ags, held_on, institutions, format, uploaded_at, digest)
    VALUES ('6f6c1f0e5a514f0b8a300d2b1f6f9f10', '05754', '05754028', '2026-05-14', '[]',
    'txt', '2026-05-20 08:00:00', '0')""",
)


def test_notes_of_before_the_reviews_have_none(settings: Settings) -> None:
    migrations.upgrade(settings, revision="0001")
    engine = create_tuned_engine(settings.database)
    with engine.begin() as connection:
        for statement in NOTE_OF_BEFORE:
            connection.execute(text(statement))
    migrations.upgrade(settings)
    with Session(engine) as session:
        assert [row.review for row in session.exec(select(NoteRow))] == [[]]
    migrations.downgrade(settings, revision="0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM note")).scalar() == 1
    engine.dispose()
    assert "draft" not in tables(settings)
