"""The benchmark of crashes sees what an export lacks, on either database."""

from __future__ import annotations

import importlib
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlmodel import select

from service.store.tables import NoteRow
from service.usecases import backup

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.store.sessions import Database

    FaultsOf = Callable[..., list[str]]

pytestmark = pytest.mark.both_databases

BENCHMARKS = Path(__file__).parents[2] / "scripts" / "benchmarks"


@pytest.fixture
def faults_of(monkeypatch: pytest.MonkeyPatch) -> FaultsOf:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    module = importlib.import_module("crash_export")
    return lambda *args, **kwargs: list(module.faults_of(*args, **kwargs))


@pytest.fixture
def stored(database: Database, fill: Callable[..., None]) -> set[str]:
    """The ids of two notes that are there."""
    fill(3)
    fill(3)
    with database.reading() as session:
        return {str(found) for found in session.exec(select(NoteRow.id))}


@pytest.fixture
def export(database: Database, stored: set[str], tmp_path: Path) -> Path:
    assert len(stored) == 2
    file = tmp_path / "export.zip"
    backup.save(
        database, file, workspace=tmp_path / "work", application="1", now=datetime.now(UTC)
    )
    return file


def packed(file: Path, manifest: dict[str, Any], content: bytes) -> Path:
    """Write an archive like that of a backup."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("database", content)
    return file


def test_a_whole_export_has_no_faults(faults_of: FaultsOf, export: Path, stored: set[str]) -> None:
    assert faults_of(export, stored=stored, acknowledged=True) == []
    assert faults_of(export, stored=stored, acknowledged=False) == []


def test_an_export_without_a_note_that_was_there_is_a_fault(
    faults_of: FaultsOf, export: Path, stored: set[str]
) -> None:
    assert faults_of(export, stored={*stored, str(uuid4())}, acknowledged=True) == [
        "lost: notes that an export should hold"
    ]


def test_an_acknowledged_export_that_is_not_there_is_a_fault(
    faults_of: FaultsOf, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere.zip"
    assert faults_of(nowhere, stored=(), acknowledged=True) == ["lost: an export"]
    assert faults_of(nowhere, stored=(), acknowledged=False) == []


def test_half_an_export_is_a_fault(
    faults_of: FaultsOf, export: Path, stored: set[str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(export) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = archive.read("database")
    fewer = {**manifest, "rows": {**manifest["rows"], "statement": 7}}
    broken = (
        packed(tmp_path / "other.zip", manifest, content + b"\n"),
        packed(tmp_path / "fewer.zip", fewer, content),
    )
    half = tmp_path / "half.zip"
    half.write_bytes(export.read_bytes()[:-100])
    for file in (*broken, half):
        assert faults_of(file, stored=stored, acknowledged=False)[0].startswith("half-written")
