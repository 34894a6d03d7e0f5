"""Backups of both databases, made while others write, and put back."""

from __future__ import annotations

import errno
import json
import shutil
import threading
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, text
from sqlalchemy.engine import make_url
from sqlmodel import func, select

from service.errors import (
    BackupBrokenError,
    BackupExistsError,
    BackupNotWrittenError,
    BackupTooNewError,
    NoDatabaseError,
    NotesThereError,
    OtherBackendError,
    ToolFailedError,
    ToolMissingError,
)
from service.jobs.queue import Queue, upgrade
from service.settings import load
from service.store import copies
from service.store.sessions import Database
from service.store.tables import DraftRow, NoteRow, RunRow, RunState, StatementRow
from service.usecases import backup
from service.usecases.check import check
from service.usecases.runs import start_run
from tests.service.helpers import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from service.settings import Settings

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DISTRICT = "05754"
both = pytest.mark.both_databases


@pytest.fixture
def save(database: Database, tmp_path: Path) -> Callable[[Path], backup.Manifest]:
    def called(file: Path) -> backup.Manifest:
        return backup.save(
            database, file, workspace=tmp_path / "work", application="0.1.0", now=NOW
        )

    return called


@pytest.fixture
def put_back(database: Database, tmp_path: Path) -> Callable[..., backup.Manifest]:
    def called(file: Path, *, force: bool = False) -> backup.Manifest:
        return backup.restore(database, file, workspace=tmp_path / "work", force=force)

    return called


@pytest.fixture
def filled(settings: Settings, database: Database, fill: Callable[[int], None]) -> Database:
    """A database with statements, a run with its job, and a draft."""
    fill(30)
    queue = Queue(settings)
    start_run(database, district=DISTRICT, seed=0, enqueue=queue.enqueue, actor=ACTOR)
    queue.close()
    with database.writing() as session:
        session.add(
            DraftRow(
                district_id=DISTRICT,
                created_at=NOW,
                expires_at=NOW + timedelta(hours=1),
                data=b"noise of a draft",
            )
        )
        session.commit()
    return database


def number(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def jobs(database: Database) -> int:
    server = database.engine.dialect.name == "postgresql"
    name = "dbos.workflow_status" if server else "workflow_status"
    with database.engine.connect() as connection:
        query = text(f"SELECT count(*) FROM {name}")  # noqa: S608 # a name of ours
        return int(connection.execute(query).scalar_one())


def empty(database: Database) -> None:
    with database.writing() as session:
        session.exec(delete(RunRow))
        session.exec(delete(NoteRow))
        session.commit()


@both
def test_everything_but_drafts_comes_back(
    filled: Database,
    tmp_path: Path,
    save: Callable[..., Any],
    put_back: Callable[..., Any],
) -> None:
    saved = save(tmp_path / "a.zip")
    empty(filled)

    restored = put_back(tmp_path / "a.zip")

    assert restored == saved
    assert (saved.rows["note"], saved.rows["statement"], saved.rows["run"]) == (1, 30, 1)
    assert number(filled, StatementRow) == 30
    assert jobs(filled) == 1
    assert number(filled, DraftRow) == 0
    assert check(filled).sound


@both
def test_what_came_after_the_backup_is_gone(
    filled: Database,
    tmp_path: Path,
    save: Callable[..., Any],
    put_back: Callable[..., Any],
) -> None:
    save(tmp_path / "a.zip")
    with filled.writing() as session:
        session.exec(delete(StatementRow).where(StatementRow.position == 0))
        session.commit()
    with pytest.raises(NotesThereError) as refused:
        put_back(tmp_path / "a.zip")
    assert refused.value.params == {"count": 1}
    assert number(filled, StatementRow) == 29

    put_back(tmp_path / "a.zip", force=True)

    assert number(filled, StatementRow) == 30


@both
def test_a_backup_is_one_state_while_others_write(
    filled: Database, tmp_path: Path, save: Callable[..., Any], put_back: Callable[..., Any]
) -> None:
    """Each unit of work adds two rows, so that an odd number would be half of one."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with filled.writing() as session:
                for _ in range(2):
                    session.add(
                        RunRow(district_id=DISTRICT, state=RunState.DONE, created_at=NOW, seed=1)
                    )
                session.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [save(tmp_path / f"{turn}.zip").rows["run"] for turn in range(4)]
    finally:
        stop.set()
        writer.join()
    assert all(count % 2 == 1 for count in counts)  # one was there before
    assert counts[-1] > counts[0]
    put_back(tmp_path / "3.zip", force=True)
    assert number(filled, RunRow) == counts[-1]


@both
def test_a_backup_of_an_earlier_revision_is_brought_up_to_date(
    settings: Settings, filled: Database, tmp_path: Path, save: Callable[..., Any]
) -> None:
    from service.store import migrations  # noqa: PLC0415 # the only test that goes back

    migrations.downgrade(settings, revision="0002")
    saved = save(tmp_path / "a.zip")
    upgrade(settings)

    backup.restore(filled, tmp_path / "a.zip", workspace=tmp_path / "work", force=True)
    upgrade(settings)

    assert saved.revision == "0002"
    assert check(filled).sound
    assert number(filled, StatementRow) == 30


def test_the_file_is_private_and_nothing_lies_beside_it(
    filled: Database, tmp_path: Path, save: Callable[..., Any]
) -> None:
    del filled
    folder = tmp_path / "backups"
    folder.mkdir()
    save(folder / "a.zip")
    assert [path.name for path in folder.iterdir()] == ["a.zip"]
    assert (folder / "a.zip").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "work").exists()


def test_a_draft_is_not_in_the_file(
    filled: Database, tmp_path: Path, save: Callable[..., Any]
) -> None:
    del filled
    save(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        content = archive.read("database")
    assert b"Sprachkurse" in content
    assert b"noise of a draft" not in content


def test_a_file_that_is_there_stays(
    filled: Database, tmp_path: Path, save: Callable[..., Any]
) -> None:
    del filled
    (tmp_path / "a.zip").write_bytes(b"precious")
    with pytest.raises(BackupExistsError):
        save(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"precious"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("step", ["save", "_pack"])
def test_a_disk_that_is_full_leaves_no_half_file(
    tmp_path: Path, save: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """It fills up when the copy was made, or when it was packed: files are there already.

    A limit on the size of this process' files would be nearer to life, but it holds for the
    log and for the other threads as well, and the tests would hang.
    """
    at = copies if step == "save" else backup
    really = getattr(at, step)

    def until_the_disk_is_full(*arguments: object) -> object:
        really(*arguments)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(at, step, until_the_disk_is_full)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(BackupNotWrittenError):
        save(folder / "a.zip")
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "work").exists()


def test_there_is_nothing_to_save_before_the_first_start(tmp_path: Path) -> None:
    database = Database(load(data_dir=tmp_path / "data").database)
    with pytest.raises(NoDatabaseError):
        backup.save(
            database, tmp_path / "a.zip", workspace=tmp_path / "w", application="0", now=NOW
        )
    database.close()
    assert list(tmp_path.iterdir()) == []


def rewritten(source: Path, target: Path, **changes: object) -> Path:
    """Write a backup anew with another manifest, or another content."""
    with zipfile.ZipFile(source) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = archive.read("database")
    content = bytes(changes.pop("content", content))  # type: ignore[arg-type] # bytes, if given
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest | changes))
        archive.writestr("database", content)
    return target


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"content": b"SQLite format 3\0 and nothing else"}, BackupBrokenError),
        ({"sha256": "0" * 64}, BackupBrokenError),
        ({"format": 2}, BackupBrokenError),
        ({"surprise": 1}, BackupBrokenError),
        ({"backend": "postgresql"}, OtherBackendError),
        ({"revision": "9999"}, BackupTooNewError),
    ],
)
def test_what_cannot_be_trusted_is_refused_and_changes_nothing(
    filled: Database,
    tmp_path: Path,
    save: Callable[..., Any],
    put_back: Callable[..., Any],
    changes: dict[str, object],
    error: type[Exception],
) -> None:
    save(tmp_path / "a.zip")
    other = rewritten(tmp_path / "a.zip", tmp_path / "b.zip", **changes)
    with pytest.raises(error):
        put_back(other, force=True)
    assert (number(filled, StatementRow), number(filled, DraftRow)) == (30, 1)
    assert not (tmp_path / "work").exists()


def test_damage_is_noticed_or_does_not_matter(
    filled: Database, tmp_path: Path, save: Callable[..., Any], put_back: Callable[..., Any]
) -> None:
    saved = save(tmp_path / "a.zip")
    whole = (tmp_path / "a.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        begin = archive.getinfo("database").header_offset + 40
        size = archive.getinfo("database").compress_size
    ends = range(begin + size, len(whole), 7)  # where the archive lists what is in it
    for place in [*range(begin, begin + size - 40, size // 8), *ends]:
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        (tmp_path / "b.zip").write_bytes(damaged)
        with suppress(BackupBrokenError):  # a date, say, does not matter
            assert put_back(tmp_path / "b.zip", force=True) == saved
            assert place >= begin + size
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        (tmp_path / "b.zip").write_bytes(whole[:length])
        with pytest.raises(BackupBrokenError):
            put_back(tmp_path / "b.zip", force=True)
    assert number(filled, StatementRow) == 30


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
class TestOnAServer:
    def test_a_script_that_fails_changes_nothing(
        self,
        filled: Database,
        tmp_path: Path,
        save: Callable[..., Any],
        put_back: Callable[..., Any],
    ) -> None:
        import hashlib  # noqa: PLC0415 # used here only

        save(tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            content = archive.read("database") + b"\nSELECT nonsense;\n"
        digest = hashlib.sha256(content).hexdigest()
        other = rewritten(tmp_path / "a.zip", tmp_path / "b.zip", content=content, sha256=digest)
        with pytest.raises(ToolFailedError) as failed:
            put_back(other, force=True)
        assert failed.value.params == {"name": "psql"}
        assert (number(filled, StatementRow), number(filled, DraftRow)) == (30, 1)

    def test_a_missing_program_is_named(
        self,
        filled: Database,
        tmp_path: Path,
        save: Callable[..., Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        del filled
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        with pytest.raises(ToolMissingError) as missing:
            save(tmp_path / "a.zip")
        assert missing.value.params == {"name": "pg_dump"}
        assert not (tmp_path / "a.zip").exists()

    def test_the_password_is_no_argument(
        self,
        settings: Settings,
        filled: Database,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Arguments of a process are seen by every account of the machine."""
        del filled
        tool = tmp_path / "pg_dump"
        tool.write_text('#!/bin/sh\necho "$@" >&1\n[ "$PGPASSWORD" = secret ]\n')
        tool.chmod(0o700)
        monkeypatch.setattr(shutil, "which", lambda _name: str(tool))
        url = make_url(settings.database).set(password="secret")  # noqa: S106 # invented
        database = Database(url.render_as_string(hide_password=False))
        backup.save(
            database, tmp_path / "a.zip", workspace=tmp_path / "w", application="0", now=NOW
        )
        database.close()
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            arguments = archive.read("database").decode()
        assert "--dbname=postgresql://" in arguments
        assert "secret" not in arguments
