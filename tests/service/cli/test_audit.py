"""The log of changes, as those who run an installation look at it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

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


def tamper(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER audit_entry_update")
        connection.execute("DROP TRIGGER audit_entry_delete")
        connection.execute(statement)
        connection.commit()


def ends(out: str) -> list[str]:
    """Return what the command tells to note."""
    return [line.rsplit(" ", 1)[1] for line in out.splitlines() if "Letzter Stand:" in line]


@pytest.mark.usefixtures("stored")
def test_what_nobody_touched_is_sound(call: Call) -> None:
    code, out, err = call("audit", "verify")
    assert (code, err) == (0, "")
    assert out.startswith("2 Einträge. Letzter Stand: 05754:2:")
    assert "in sich unverändert" in out
    (end,) = ends(out)
    assert call("audit", "verify", "--expect", end)[0] == 0


@pytest.mark.usefixtures("stored")
def test_a_changed_entry_is_named(call: Call, own_database: Path) -> None:
    tamper(own_database, "UPDATE audit_entry SET actor = 'cli:0x' WHERE number = 1")
    code, out, _ = call("audit", "verify")
    assert code == 1
    assert "FEHLER 05754: Eintrag 1 wurde verändert." in out
    assert "Der Änderungsverlauf wurde verändert." in out


@pytest.mark.usefixtures("stored")
def test_a_cut_end_shows_beside_what_was_noted(call: Call, own_database: Path) -> None:
    (end,) = ends(call("audit", "verify")[1])
    tamper(own_database, "DELETE FROM audit_entry WHERE number = 2")
    assert call("audit", "verify")[0] == 0
    code, out, _ = call("audit", "verify", "--expect", end)
    assert code == 1
    assert "FEHLER 05754: Eintrag 2 fehlt." in out


@pytest.mark.usefixtures("stored")
def test_a_backup_and_its_restoring_are_entries(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("backup", tmp_path / "a.zip")[0] == 0
    _, out, _ = call("audit", "list", "--chain", "installation")
    assert "Sicherung erstellt" in out
    assert str(tmp_path) not in out
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "other"))
    assert call("restore", tmp_path / "a.zip")[0] == 0
    code, out, _ = call("audit", "verify")
    assert code == 0
    assert len(ends(out)) == 2
    assert "Sicherung eingespielt" in call("audit", "list", "--chain", "installation")[1]


@pytest.mark.usefixtures("stored")
def test_the_latest_entries_are_listed_with_who_called(call: Call) -> None:
    code, out, err = call("audit", "list", "--limit", 1)
    assert (code, err) == (0, "")
    assert out.startswith("05754:2  ")
    assert f"Kommandozeile (Systemkonto {os.getuid()})  Protokoll aufgenommen" in out
    assert out.count("\n") == 1


def test_an_empty_chain_is_told(call: Call) -> None:
    assert "noch leer" in call("audit", "list", "--chain", "installation")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("verify", "--expect", "05754:2"),
        ("verify", "--expect", f"05754:x:{'0' * 64}"),
        ("list", "--chain", "Gütersloh"),
        ("list", "--limit", "0"),
    ],
)
def test_a_wrong_call_is_told(call: Call, arguments: tuple[str, ...]) -> None:
    code, _, err = call("audit", *arguments)
    assert code == 2
    assert "passt nicht" in err
