"""What is different on PostgreSQL: locks of a Kreis, erasure, and databases that do not fit."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from service.errors import DatabaseError, EncodingError
from service.jobs.queue import upgrade
from service.settings import load
from service.store import sessions
from service.store.sessions import Database
from service.usecases.deletion import delete_note
from service.usecases.notes import NewNote, add_note, list_notes
from tests.service import postgres
from tests.service.helpers import ACTOR, kept, note

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from service.settings import Settings
    from tests.service.postgres import Server

MARKER = "Merkwortschatz"
DISTRICT, OTHER = "05754", "05758"


@pytest.fixture
def backend() -> str:
    return "postgresql"


# --- Locks ----------------------------------------------------------------------------


def waits(database: Database, *, holding: str, wanting: str, seconds: float) -> bool:
    """Tell whether a unit of work waits so long for another one to end."""
    done = threading.Event()

    def write() -> None:
        with database.writing(wanting) as session:
            session.connection()
            done.set()

    with database.writing(holding) as session:
        session.connection()
        thread = threading.Thread(target=write)
        thread.start()
        waited = not done.wait(seconds)
    thread.join()
    return waited


@pytest.mark.parametrize(
    ("holding", "wanting", "expected"),
    [
        (DISTRICT, DISTRICT, True),
        (DISTRICT, OTHER, False),
        (DISTRICT, "", True),
        ("", DISTRICT, True),
        ("", "", True),
    ],
)
def test_units_of_work_wait_for_those_of_the_same_kreis(
    database: Database, holding: str, wanting: str, *, expected: bool
) -> None:
    seconds = 0.3 if expected else 30
    assert waits(database, holding=holding, wanting=wanting, seconds=seconds) is expected


def test_who_waits_too_long_gives_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "BUSY_MILLISECONDS", 100)
    database = Database(settings.database)
    with (
        database.writing(DISTRICT) as session,
        database.writing(DISTRICT) as other,
    ):
        session.connection()
        with pytest.raises(OperationalError, match="55P03"):
            other.connection()
    database.close()


# --- Erasure --------------------------------------------------------------------------


def fill(database: Database, *, first: int = 0) -> list[UUID]:
    """Store notes of which every other one holds the marker; return those."""

    def add(number: int) -> UUID:
        lines = "\n".join(f"- Der {MARKER} Nummer {n} fehlt im Kurs." for n in range(40))
        extra = lines if number % 2 else "- Es fehlen Kurse am Abend."
        new = NewNote("a.txt", note(title=f"Protokoll {number}", extra=extra))
        return add_note(
            database, new, district=DISTRICT, now=datetime.now(UTC), actor=ACTOR
        ).note.id

    return [add(number) for number in range(first, first + 6)][1::2]


def delete(database: Database, ids: list[UUID]) -> None:
    for note_id in ids:
        delete_note(database, note_id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))


def log(server: Server) -> bytes:
    return b"".join(
        path.read_bytes() for path in (server.data / "pg_wal").iterdir() if path.is_file()
    )


def test_nothing_of_a_deleted_note_is_left_in_the_files_of_the_database(
    settings: Settings, database: Database
) -> None:
    marked = fill(database)
    assert MARKER.encode() in kept(settings)
    delete(database, marked)
    assert MARKER.encode() not in kept(settings)
    assert list_notes(database, district=DISTRICT).total == 3


def test_the_log_forgets_it_at_the_next_checkpoint_where_it_is_set_up_as_documented(
    database: Database, postgres_server: Server
) -> None:
    delete(database, fill(database))
    assert MARKER.encode() in log(postgres_server)
    postgres_server.run("SELECT pg_switch_wal()", "CHECKPOINT")
    assert MARKER.encode() not in log(postgres_server)


def reader(settings: Settings) -> psycopg.Connection:
    """Return a connection whose transaction has looked at nothing that will be deleted."""
    connection = psycopg.connect(settings.database_url)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute("SELECT count(*) FROM district")
    return connection


def test_a_reader_that_hinders_it_is_waited_for(settings: Settings, database: Database) -> None:
    marked = fill(database)
    connection = reader(settings)
    threading.Timer(0.5, connection.close).start()
    delete(database, marked)
    assert MARKER.encode() not in kept(settings)


@pytest.mark.parametrize("query", ["SELECT count(*) FROM district", "SELECT * FROM statement"])
def test_what_a_reader_hinders_is_made_up_for_by_the_next_write(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(sessions, "_ERASE_MILLISECONDS", 50)
    monkeypatch.setattr(sessions, "_ERASE_AGAIN_SECONDS", 0.0)
    marked = fill(database)
    with reader(settings) as connection:
        connection.execute(query.encode())
        delete(database, marked)
        assert MARKER.encode() in kept(settings)
    with database.writing():
        pass
    assert MARKER.encode() not in kept(settings)


def test_a_table_that_is_locked_hinders_it_as_well(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_ERASE_MILLISECONDS", 50)
    monkeypatch.setattr(sessions, "_ERASE_AGAIN_SECONDS", 0.0)
    with psycopg.connect(settings.database_url) as other:
        other.execute("LOCK TABLE note IN ACCESS SHARE MODE")
        database.erase()
        assert database._to_erase
    with database.writing():
        pass
    assert not database._to_erase


def longest_answer(database: Database, *, first: int) -> float:
    """Return the most seconds that a page takes while notes are being deleted."""
    longest = 0.0
    thread = threading.Thread(target=delete, args=(database, fill(database, first=first)))
    thread.start()
    while thread.is_alive():
        started = time.monotonic()
        list_notes(database, district=DISTRICT)
        longest = max(longest, time.monotonic() - started)
    thread.join()
    return longest


def test_other_pages_answer_while_a_note_is_being_erased(database: Database) -> None:
    tries = (longest_answer(database, first=6 * number) for number in range(3))  # may be busy
    assert any(0 < longest < 2 for longest in tries)


def test_the_planner_keeps_no_sample_of_what_notes_say(
    database: Database, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("fill")(120)  # this module has another one of that name
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        kept = connection.execute(
            text("SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'")
        ).all()
    assert ("statement", "note_id") in kept  # they are there
    assert not {("statement", "text"), ("statement", "section"), ("decision", "label")} & {
        tuple(row) for row in kept
    }


# --- Databases that do not fit ----------------------------------------------------------


def test_a_database_that_lacks_characters_is_refused(postgres_server: Server) -> None:
    options = "ENCODING 'LATIN1' LOCALE 'C'"
    with (
        postgres_server.database(postgres.EMPTY, options=options) as url,
        pytest.raises(EncodingError) as refused,
    ):
        upgrade(load(database_url=url))
    assert refused.value.params == {"encoding": "LATIN1"}


def test_without_the_package_these_tests_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.PostgresMissingError), postgres.server():
        pass


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        upgrade(load(database_url=f"postgresql://x@/x?host={tmp_path}"))


def test_processes_that_start_leave_connections_for_others(
    settings: Settings, database: Database
) -> None:
    del database
    with psycopg.connect(settings.database_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ((before,),) = connection.execute(query).fetchall()
        own = Database(settings.database)
        upgrade(settings)
        own.close()
        connection.commit()
        ((after,),) = connection.execute(query).fetchall()
    assert after == before


def test_our_tables_and_those_of_the_queue_lie_side_by_side(database: Database) -> None:
    inspector = inspect(database.engine)
    assert "note" in inspector.get_table_names()
    assert "workflow_status" in inspector.get_table_names(schema="dbos")
