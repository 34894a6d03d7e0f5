"""Looking after an installation, as its administrator does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from service.jobs import lock
from service.settings import load
from tests.service.helpers import note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "themenradar.sqlite"


@pytest.fixture
def stored(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note())
    assert call("ingest", file)[0] == 0


@pytest.mark.usefixtures("stored")
def test_a_backup_is_restored_elsewhere(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.zip"
    content = "1 Protokolle, 3 Aussagen, 0 Auswertungen, 0 Entscheidungen"

    code, out, err = call("backup", file)
    assert (code, err) == (0, "")
    assert out.startswith(f"Gesichert in {file}: {content}. Stand 0")

    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "other"))
    code, out, err = call("restore", file)
    assert (code, err) == (0, "")
    assert out.startswith("Eingespielt, Sicherung vom ")
    assert out.endswith(f": {content}.\n")
    assert (tmp_path / "other" / "themenradar.sqlite").stat().st_mode & 0o777 == 0o600
    code, out, _ = call("db", "check")
    assert code == 0
    assert out.endswith(f"{content}.\nKeine Fehler gefunden.\n")


@pytest.mark.usefixtures("stored")
def test_notes_are_not_overwritten_by_mistake(tmp_path: Path, call: Call) -> None:
    call("backup", tmp_path / "a.zip")
    code, out, err = call("restore", tmp_path / "a.zip")
    assert (code, out) == (1, "")
    assert "--force" in err
    assert call("restore", "--force", tmp_path / "a.zip")[0] == 0


@pytest.mark.usefixtures("stored")
def test_a_backup_that_is_there_stays(tmp_path: Path, call: Call) -> None:
    call("backup", tmp_path / "a.zip")
    code, _, err = call("backup", tmp_path / "a.zip")
    assert code == 1
    assert "gibt es schon" in err


@pytest.mark.usefixtures("stored")
def test_beside_a_process_one_can_back_up_but_not_restore(tmp_path: Path, call: Call) -> None:
    with lock.sole_worker(load()):
        assert call("backup", tmp_path / "a.zip")[0] == 0
        code, _, err = call("restore", "--force", tmp_path / "a.zip")
        assert code == 1
        assert "beenden Sie zuerst Seiten und Arbeitsprozesse" in err
    assert call("restore", "--force", tmp_path / "a.zip")[0] == 0


@pytest.mark.usefixtures("stored")
def test_while_a_backup_is_restored_nothing_starts(call: Call) -> None:
    with lock.alone(load()):
        code, _, err = call("themes")
    assert code == 1
    assert "wiederhergestellt" in err


def test_without_a_database_there_is_nothing_to_save_or_check(
    tmp_path: Path, call: Call, own_database: Path
) -> None:
    for arguments in (("backup", tmp_path / "a.zip"), ("db", "check")):
        code, out, err = call(*arguments)
        assert (code, out) == (1, "")
        assert err.startswith("Es gibt noch keine Datenbank.")
    assert not own_database.exists()
    assert not (tmp_path / "a.zip").exists()


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.zip").write_text("no archive")
    code, _, err = call("restore", tmp_path / "a.zip")
    assert code == 1
    assert "keine vollständige Sicherung" in err
    assert call("restore", tmp_path / "missing.zip")[0] == 2


@pytest.mark.usefixtures("stored")
def test_a_fault_is_named_without_quoting_a_note(call: Call, own_database: Path) -> None:
    with closing(sqlite3.connect(own_database)) as connection:
        connection.execute("UPDATE statement SET text = 'Etwas anderes.' WHERE position = 0")
        connection.commit()
    code, out, err = call("db", "check")
    assert (code, err) == (1, "")
    assert "Aussagen sind unverändert (Prüfsummen): FEHLER (1)\n" in out
    assert "spielen Sie die letzte Sicherung ein" in out
    assert "anderes" not in out
