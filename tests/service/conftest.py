"""A real database for every test: a copy of one that the real migrations made."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from nlp.text import text_hash
from nlp.types import StatementKind
from service.app import create_app
from service.jobs.queue import upgrade
from service.settings import Settings, load
from service.store.sessions import Database
from service.store.tables import NoteRow, StatementRow
from tests.service import postgres
from tests.service.helpers import Worker, sign_in, start_worker, statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOTH = "both_databases"
"""Marks tests that run on SQLite and on PostgreSQL; all others run on SQLite."""
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"  # the former marks exceptions, too


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = metafunc.definition.get_closest_marker
    if any("backend" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")):
        return  # the test says itself which
    if marked(BOTH) and not marked(_SQLITE) and "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", [_SQLITE, _POSTGRESQL], indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """Which kind of database the test runs on."""
    return str(getattr(request, "param", _SQLITE))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One private server for all tests; an error, not a skip, where it is not installed."""
    with postgres.server() as server:
        yield server


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own; empty for the embedded one."""
    if backend == _SQLITE:
        yield ""
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an embedded database without notes."""
    folder = tmp_path_factory.mktemp("migrated")
    upgrade(load(data_dir=folder))
    return folder


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load(
        data_dir=tmp_path / "data",
        database_url=database_url,
        allowed_hosts=("testserver",),
        nightly=None,  # else tests would differ at night
    )


@pytest.fixture
def database(settings: Settings, migrated: Path) -> Iterator[Database]:
    if not settings.database_url:  # else the server has copied its own
        shutil.copytree(migrated, settings.data_dir, dirs_exist_ok=True)
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        sign_in(client, database)
        yield client


@pytest.fixture
def worker(settings: Settings, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Start real workers; those that still run are stopped after the test."""
    started: list[Worker] = []

    def start(*program: str) -> Worker:
        started.append(start_worker(settings, tmp_path / "worker.log", *program))
        return started[-1]

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def fill(database: Database) -> Callable[..., None]:
    """Store one note with as many problem statements as asked for."""

    def store(number: int, district: str = "05754", municipality: str = "05754028") -> None:
        with database.writing() as session:
            note = NoteRow(
                district_id=district,
                municipality_ags=municipality,
                held_on=date(2026, 5, 14),
                format="txt",
                uploaded_at=datetime.now(UTC),
                digest=2 * uuid4().hex,
            )
            session.add(note)
            session.flush()
            texts = list(islice(statements(), number))
            session.add_all(
                StatementRow(
                    district_id=district,
                    note_id=note.id,
                    kind=StatementKind.PROBLEM,
                    text=text,
                    section="",
                    start=0,
                    end=len(text),
                    position=position,
                    text_hash=text_hash(text),
                )
                for position, text in enumerate(texts)
            )
            session.commit()

    return store
