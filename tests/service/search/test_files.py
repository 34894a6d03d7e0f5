"""Searching files in a process of its own."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from service.errors import SearchFailedError
from service.search import files
from service.search.files import scan

if TYPE_CHECKING:
    from pathlib import Path

PIECE = b"Der Merkwortschatz fehlt im Kurs"


def test_it_tells_what_is_in_the_files(tmp_path: Path) -> None:
    full, empty, folder = (tmp_path / name for name in ("full", "empty", "folder"))
    full.write_bytes(b"a" * 1000 + PIECE)
    empty.touch()
    folder.mkdir()
    done = scan([full, empty, folder, tmp_path / "gone"], [PIECE, b"z" * 32])
    assert done.found == {PIECE}
    assert (done.files, done.length, done.unreadable) == (2, 1032, 1)


def test_a_search_that_breaks_off_proves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(SearchFailedError):
        scan([tmp_path / "a"], [PIECE])


_WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
"""


def test_the_locks_of_the_database_stay_where_its_files_are_searched(tmp_path: Path) -> None:
    """Whoever closes such a file in its own process loses them; see the module."""
    path = tmp_path / "a.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("BEGIN IMMEDIATE")
    scan(sorted(tmp_path.iterdir()), [PIECE])
    other = subprocess.run(
        [sys.executable, "-c", _WRITE, str(path)], capture_output=True, check=False
    )
    connection.execute("ROLLBACK")
    connection.close()
    assert b"database is locked" in other.stderr
