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
from tests.service.postgres import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings
    from tests.service.postgres import Server

pytestmark = pytest.mark.both_databases


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if backend == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database(EMPTY) as url:
        yield url


def tables(settings: Settings) -> set[str]:
    engine = create_tuned_engine(settings.database)
    names = set(inspect(engine).get_table_names())
    if engine.dialect.name == "postgresql":
        names |= set(inspect(engine).get_table_names(schema="dbos"))
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


RUN_OF_BEFORE = (
    *NOTE_OF_BEFORE,
    """INSERT INTO run (id, district_id, state, stage, share, attempts, created_at, seed, encoders,
    statements, bundled, themes, figures, seconds) VALUES ('0000000000004000800000000000000a',
    '05754', 'done', 'map', 1, 0, '2025-11-03 08:00:00', 0, '[]', 5, 5, 2, '{}', '{}')""",
    """INSERT INTO candidate_theme (id, district_id, run_id, number, label, keywords,
    representatives, strength, size) VALUES ('00000000000040008000000000000002', '05754',
    '0000000000004000800000000000000a', 2, 'Bus', '[]', '[]', 1, 2)""",
    """INSERT INTO candidate_theme (id, district_id, run_id, number, label, keywords,
    representatives, strength, size) VALUES ('00000000000040008000000000000001', '05754',
    '0000000000004000800000000000000a', 1, 'Kita', '["Kita 🙂"]', '[]', 1, 3)""",
    """INSERT INTO statement (id, district_id, note_id, kind, text, section, start, "end",
    position, text_hash) VALUES ('00000000000040008000000000000003', '05754',
    '6f6c1f0e5a514f0b8a300d2b1f6f9f10', 'problem', 'Die Kita fehlt.', '', 0, 15, 0, '0')""",
    """INSERT INTO assignment (run_id, statement_id, district_id, theme_id, strength, x, y) VALUES
    ('0000000000004000800000000000000a', '00000000000040008000000000000003', '05754',
    '00000000000040008000000000000001', 0.1, 0.123456789012345, 1)""",
    """INSERT INTO run_note (run_id, note_id, district_id) VALUES
    ('0000000000004000800000000000000a', '6f6c1f0e5a514f0b8a300d2b1f6f9f10', '05754')""",
)
_OWN = ("district", "municipality", "note", "statement", "run", "run_note", "candidate_theme")


def contents(settings: Settings) -> dict[str, list[dict[str, object]]]:
    """Return all rows of the tables of before, by table."""
    engine = create_tuned_engine(settings.database)
    with engine.connect() as connection:
        rows = {
            table: [
                dict(row)
                for row in connection.execute(
                    text(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 # names from above
                ).mappings()
            ]
            for table in (*_OWN, "assignment")
        }
    engine.dispose()
    return rows


def test_data_of_the_first_version_survive_the_way_up_and_down(settings: Settings) -> None:
    migrations.upgrade(settings, revision="0001")
    engine = create_tuned_engine(settings.database)
    with engine.begin() as connection:
        for statement in RUN_OF_BEFORE:
            connection.execute(text(statement))
    engine.dispose()
    first = contents(settings)
    assert all(first.values())
    for _ in range(2):
        upgrade(settings)
        last = contents(settings)
        assert all(
            row.items() <= later.items()
            for table, rows in first.items()
            for row, later in zip(rows, last[table], strict=True)
        )
        migrations.downgrade(settings, revision="0001")
        assert contents(settings) == first


def test_themes_of_before_get_ids_that_stay_and_go_down_without_them(settings: Settings) -> None:
    migrations.upgrade(settings, revision="0002")
    engine = create_tuned_engine(settings.database)
    with engine.begin() as connection:
        for statement in RUN_OF_BEFORE:
            connection.execute(text(statement))
    migrations.upgrade(settings)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT number, stable_id FROM candidate_theme ORDER BY number")
        ).all()
        used = connection.execute(text("SELECT id FROM theme_id ORDER BY id")).scalars().all()
    assert [tuple(row) for row in found] == [(1, "T-2025-001"), (2, "T-2025-002")]
    assert used == ["T-2025-001", "T-2025-002"]
    migrations.downgrade(settings, revision="0002")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM candidate_theme")).scalar() == 2
    engine.dispose()
    assert not {"decision", "theme_id"} & tables(settings)
