"""Whether traces of removed bytes are found wherever a database keeps anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.search.pieces import forms, pieces
from service.store.traces import Where, look
from tests.service.helpers import DISTRICT

if TYPE_CHECKING:
    from pathlib import Path

    from service.settings import Settings
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

TEXT = "Der Merkwortschatz fehlt im Kurs, sagt die Leitung der Volkshochschule."
SOUGHT = {piece for form in forms(TEXT) for piece in pieces(form)}


def places(database: Database, **where: Path) -> dict[Where, int]:
    return {place.where: len(place.found) for place in look(database, SOUGHT, **where)}


def store(database: Database, sql: str) -> None:
    with database.writing() as session:
        session.execute(text(sql), {"text": TEXT})
        session.commit()


def test_a_clean_database_is_clean(database: Database) -> None:
    found = places(database)
    assert not any(found.values())
    expected = {Where.FILES} if database.engine.dialect.name == "sqlite" else {
        Where.ROWS, Where.SERVER_FILES, Where.SERVER_LOG,
    }  # fmt: skip
    assert found.keys() == expected


def test_a_text_in_a_table_of_the_queue_is_found(database: Database) -> None:
    schema = "" if database.engine.dialect.name == "sqlite" else "dbos."
    store(
        database,
        f"INSERT INTO {schema}workflow_status (workflow_uuid, status, inputs, created_at, "  # noqa: S608 # a name of ours
        "updated_at) VALUES ('a', 'SUCCESS', :text, 1, 1)",
    )
    assert places(database)[first(database)] >= 4


def test_a_text_that_json_wrote_is_found(database: Database) -> None:
    words = TEXT.replace("fehlt", "fällt")
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO deletion_receipt (id, district_id, state, scope, removed, scan, "
                "actor, ordered_at) VALUES "
                "('7c1d6a522f274d398a366f8e33a1b7c2', :d, 'done', :j, '{}', '{}', 'a', "
                "'2026-11-22 08:00:00')"
            ),
            {"d": DISTRICT, "j": '{"x": "' + words.replace("ä", "\\u00e4") + '"}'},
        )
        session.commit()
    sought = {piece for form in forms(words) for piece in pieces(form)}
    assert any(place.found for place in look(database, sought))


@pytest.mark.sqlite
def test_other_files_of_the_data_folder_are_searched(
    settings: Settings, database: Database
) -> None:
    (settings.data_dir / "deep").mkdir()
    (settings.data_dir / "deep" / "copy.bin").write_bytes(TEXT.encode("utf-16-le"))
    assert places(database)[Where.FILES] == 0
    assert places(database, folder=settings.data_dir)[Where.FILES] > 0
    apart = settings.data_dir / "deep"
    assert places(database, folder=settings.data_dir, apart=apart)[Where.FILES] == 0


@pytest.mark.sqlite
def test_the_log_of_the_database_is_searched(database: Database) -> None:
    with database.engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM note"))  # the log cannot be emptied
        store(database, "UPDATE district SET name = :text")
        store(database, "UPDATE district SET name = 'Kreis'")
        assert places(database)[Where.FILES] > 0


def first(database: Database) -> Where:
    return Where.FILES if database.engine.dialect.name == "sqlite" else Where.ROWS
