"""The audit log on a real database: append-only, chained, verifiable, one with the change."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from service.settings import TIME_ZONE
from service.store.access_tables import AuditRow
from service.store.tables import District, NoteRow
from service.usecases import audit, deletion, notes
from service.usecases.audit import Action, ChainEnd, Fault, Flaw, record, verify
from service.usecases.nights import queue_nightly
from service.usecases.trail import entries
from tests.service.helpers import ACTOR, DISTRICT, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 8, 0, 0, 123_456, tzinfo=UTC)
OTHER = "05758"
INSTALLATION = ""


@pytest.fixture(autouse=True)
def _two_districts(database: Database) -> None:
    with database.writing() as session:
        session.add(District(id=OTHER, name="Kreis Herford"))
        session.commit()


def write(session: Session, number: int = 0, district: str | None = OTHER) -> None:
    record(
        session,
        actor=ACTOR,
        action=Action.RUN_REQUESTED,
        object_id=f"object {number}",
        district=district,
        now=NOW + timedelta(seconds=number),
    )


def write_some(database: Database, count: int = 4, district: str | None = OTHER) -> None:
    for number in range(count):
        with database.writing(district or audit.ACCOUNTS) as session:
            write(session, number, district)
            session.commit()


def rows(database: Database, chain: str = OTHER) -> list[AuditRow]:
    with database.reading() as session:
        query = select(AuditRow).where(AuditRow.chain == chain).order_by(text("number"))
        return list(session.exec(query))


def tamper(database: Database, statement: str) -> None:
    """Do what only somebody can do who may change the tables themselves."""
    postgres = database.engine.dialect.name == "postgresql"
    names = ("audit_entry_stays",) if postgres else ("audit_entry_update", "audit_entry_delete")
    with database.writing() as session:
        for name in names:
            session.connection().execute(
                text(f"DROP TRIGGER {name}{' ON audit_entry' if postgres else ''}")
            )
        session.connection().execute(text(statement))
        session.commit()


# --- Written ----------------------------------------------------------------------


def test_entries_are_numbered_and_chained_in_each_district(database: Database) -> None:
    write_some(database, 2)
    write_some(database, 1, None)
    write_some(database, 1)
    assert [row.number for row in rows(database)] == [1, 2, 3]
    first, second, third = rows(database)
    assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)
    (alone,) = rows(database, INSTALLATION)
    assert (alone.number, alone.previous, alone.district_id) == (1, "", None)


def test_the_hash_is_what_the_documents_say(database: Database) -> None:
    write_some(database, 1)
    (row,) = rows(database)
    fields = [
        OTHER,
        1,
        "2026-11-22T08:00:00.123456+00:00",
        ACTOR,
        "run.requested",
        "run",
        "object 0",
        "",
    ]
    written = json.dumps(fields, separators=(",", ":")).encode()
    assert row.hash == hashlib.sha256(written).hexdigest()


def test_the_hash_does_not_depend_on_the_time_zone(database: Database) -> None:
    with database.writing(OTHER) as session:
        record(
            session,
            actor=ACTOR,
            action=Action.NOTE_ADDED,
            object_id="1",
            district=OTHER,
            now=NOW.astimezone(timezone(timedelta(hours=9))),
        )
        session.commit()
    assert verify(database).faults == ()


def test_an_entry_and_its_change_are_one(database: Database) -> None:
    with database.writing(OTHER) as session:
        write(session)
    assert rows(database) == []


def test_a_run_of_the_night_is_its_workers(
    database: Database, fill: Callable[[int], None]
) -> None:
    fill(3)
    queue_nightly(
        database,
        now=NOW,
        at=NOW.astimezone(TIME_ZONE).time(),
        actor="worker:worker-1",
        seed=0,
        enqueue=lambda *_: None,
    )
    last = rows(database, DISTRICT)[-1]
    assert (last.action, last.actor) == (Action.RUN_REQUESTED, "worker:worker-1")


def test_a_change_whose_entry_fails_is_not_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = notes.NewNote(filename="a.txt", data=note())
    monkeypatch.setattr(audit, "_hash", lambda _row: None)
    with pytest.raises(DBAPIError):
        notes.add_note(database, new, district=DISTRICT, actor=ACTOR, now=NOW)
    with database.reading() as session:
        assert session.exec(select(NoteRow)).all() == []
    monkeypatch.undo()
    kept = notes.add_note(database, new, district=DISTRICT, actor=ACTOR, now=NOW)
    monkeypatch.setattr(audit, "_hash", lambda _row: None)
    with pytest.raises(DBAPIError):
        deletion.delete_note(database, kept.note.id, district=DISTRICT, actor=ACTOR, now=NOW)
    assert notes.get_note(database, kept.note.id, district=DISTRICT) == kept


@pytest.mark.parametrize("district", [OTHER, None])
def test_many_who_write_at_once_make_one_chain(database: Database, district: str | None) -> None:
    def write_one(number: int) -> None:
        own = (OTHER, DISTRICT, audit.ACCOUNTS)[number % 3]  # whatever they hold already
        with database.writing(own) as session:
            write(session, number, district)
            session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_one, range(24)))
    assert [row.number for row in rows(database, district or "")] == list(range(1, 25))
    assert verify(database).faults == ()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry"],
)
def test_the_database_lets_nobody_change_an_entry(database: Database, statement: str) -> None:
    write_some(database)
    with database.writing() as session:
        with pytest.raises(DBAPIError):
            session.connection().execute(text(statement))
        session.rollback()
    assert verify(database).faults == ()


def test_the_server_lets_nobody_empty_the_table(database: Database) -> None:
    if database.engine.dialect.name == "postgresql":
        with database.writing() as session, pytest.raises(DBAPIError):
            session.connection().execute(text("TRUNCATE audit_entry"))


# --- Verified ---------------------------------------------------------------------


def test_what_nobody_touched_is_sound_and_its_ends_are_told(database: Database) -> None:
    write_some(database, 3)
    write_some(database, 1, None)
    verdict = verify(database)
    assert verdict.faults == ()
    (alone,), (*_, last) = rows(database, INSTALLATION), rows(database)
    assert ChainEnd(INSTALLATION, 1, alone.hash) in verdict.ends
    assert ChainEnd(OTHER, 3, last.hash) in verdict.ends


@pytest.mark.parametrize(
    "field",
    [
        "actor = 'account:x'",
        "action = 'note.deleted'",
        "object_kind = 'note'",
        "object_id = 'another'",
        "at = '2026-11-21 08:00:00.000000'",
        f"district_id = '{DISTRICT}'",
    ],
)
def test_a_changed_field_is_found(database: Database, field: str) -> None:
    write_some(database)
    tamper(database, f"UPDATE audit_entry SET {field} WHERE chain = '{OTHER}' AND number = 2")  # noqa: S608 # from above
    assert verify(database).faults == (Fault(OTHER, 2, Flaw.CHANGED),)


def test_a_missing_entry_is_found(database: Database) -> None:
    write_some(database)
    tamper(database, f"DELETE FROM audit_entry WHERE chain = '{OTHER}' AND number = 2")  # noqa: S608 # from above
    assert verify(database).faults == (Fault(OTHER, 2, Flaw.MISSING),)


def test_a_missing_beginning_is_found(database: Database) -> None:
    write_some(database)
    tamper(database, f"DELETE FROM audit_entry WHERE chain = '{OTHER}' AND number < 3")  # noqa: S608 # from above
    assert verify(database).faults == (Fault(OTHER, 1, Flaw.MISSING),)


def test_an_entry_that_was_written_anew_does_not_fit_the_next(database: Database) -> None:
    write_some(database)
    row = rows(database)[1]
    row.actor = "account:forged"
    forged = audit._hash(row)
    tamper(
        database,
        f"UPDATE audit_entry SET actor = '{row.actor}', hash = '{forged}' "  # noqa: S608 # from above
        f"WHERE chain = '{OTHER}' AND number = 2",
    )
    assert verify(database).faults == (Fault(OTHER, 3, Flaw.UNLINKED),)


def test_a_cut_end_is_found_only_with_what_was_noted(database: Database) -> None:
    write_some(database)
    noted = [end for end in verify(database).ends if end.chain == OTHER]
    assert verify(database, expected=noted).faults == ()
    write_some(database, 1)
    assert verify(database, expected=noted).faults == ()
    tamper(database, f"DELETE FROM audit_entry WHERE chain = '{OTHER}' AND number > 3")  # noqa: S608 # from above
    assert verify(database).faults == ()
    assert verify(database, expected=noted).faults == (Fault(OTHER, 4, Flaw.MISSING),)


def test_a_chain_that_was_written_anew_is_not_the_noted_one(database: Database) -> None:
    write_some(database)
    (noted,) = (end for end in verify(database).ends if end.chain == OTHER)
    wrong = ChainEnd(OTHER, noted.number, "0" * 64)
    assert verify(database, expected=[wrong]).faults == (Fault(OTHER, 4, Flaw.UNEXPECTED),)


# --- Read -------------------------------------------------------------------------


def test_a_page_of_a_chain_holds_its_latest_and_no_other(database: Database) -> None:
    write_some(database)
    write_some(database, 1, None)
    page = entries(database, chain=OTHER, limit=3)
    assert (page.total, [entry.number for entry in page.items]) == (4, [4, 3, 2])
    assert [entry.number for entry in entries(database, chain=OTHER, offset=3).items] == [1]


def test_an_entry_of_somebody_who_is_gone_is_still_listed(database: Database) -> None:
    write_some(database, 1)
    (entry,) = entries(database, chain=OTHER).items
    assert (entry.actor.key, entry.actor.name) == (ACTOR, "")
