"""After a note is deleted no byte of it is left, also while other processes are at work."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from service.store import sessions
from service.usecases.deletion import delete_note
from service.usecases.notes import NewNote, add_note
from tests.service.helpers import ACTOR, note

if TYPE_CHECKING:
    from uuid import UUID

    import pytest

    from service.settings import Settings
    from service.store.sessions import Database

MARKER = "Merkwortschatz"
DISTRICT = "05754"


def add(database: Database, number: int, extra: str) -> UUID:
    data = note(title=f"Protokoll {number}", extra=extra)
    new = NewNote(filename="a.txt", data=data)
    return add_note(database, new, district=DISTRICT, now=datetime.now(UTC), actor=ACTOR).note.id


def fill(database: Database) -> list[UUID]:
    """Store notes of which every other one holds the marker; return those."""
    marked = "\n".join(f"- Der {MARKER} Nummer {n} fehlt im Kurs." for n in range(40))
    ids = [add(database, n, marked if n % 2 else "- Es fehlen Kurse am Abend.") for n in range(12)]
    return ids[1::2]


def kept(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in settings.data_dir.iterdir())


def other_process(settings: Settings) -> sqlite3.Connection:
    path = make_url(settings.database).database
    assert path
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def test_nothing_of_a_deleted_note_is_left_on_the_disk(
    settings: Settings, database: Database
) -> None:
    marked = fill(database)
    with closing(other_process(settings)) as other:
        other.execute("SELECT count(*) FROM note").fetchone()
        assert MARKER.encode() in kept(settings)
        for note_id in marked:
            delete_note(database, note_id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
        assert MARKER.encode() not in kept(settings)
        assert other.execute("SELECT count(*) FROM note").fetchone() == (6,)


def test_a_reader_that_hinders_it_is_waited_for(settings: Settings, database: Database) -> None:
    marked = fill(database)
    with closing(other_process(settings)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM note").fetchone()
        threading.Timer(0.5, lambda: other.execute("COMMIT")).start()
        for note_id in marked:
            delete_note(database, note_id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
        assert MARKER.encode() not in kept(settings)


def test_what_a_reader_hinders_is_made_up_for_by_the_next_write(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_ERASE_MILLISECONDS", 50)
    marked = fill(database)
    with closing(other_process(settings)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM note").fetchone()
        for note_id in marked:
            delete_note(database, note_id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
        other.execute("COMMIT")
        assert MARKER.encode() in kept(settings)
        with database.writing():
            pass  # too soon
        assert MARKER.encode() in kept(settings)
        monkeypatch.setattr(database, "_again_at", 0.0)
        with database.writing():
            pass
        assert MARKER.encode() not in kept(settings)


def test_a_writer_at_work_does_not_make_deleting_fail(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_ERASE_MILLISECONDS", 50)
    fill(database)
    with closing(other_process(settings)) as other:
        other.execute("BEGIN IMMEDIATE")
        database.erase()
        other.execute("ROLLBACK")
        assert database._to_erase
        monkeypatch.setattr(database, "_again_at", 0.0)
        with database.writing():
            pass
        assert not database._to_erase


def test_who_writes_later_does_not_answer_for_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    database._to_erase.add("note")

    def broken(_cursor: object) -> bool:
        raise sqlite3.DatabaseError

    monkeypatch.setattr(sessions, "_rewrite", broken)
    with database.writing():
        pass
    assert database._to_erase
