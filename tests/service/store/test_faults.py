"""A database whose disk is full or may only be read: nothing is half-written, users are told."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from service.errors import (
    DatabaseError,
    StorageFaultyError,
    StorageFullError,
    StorageReadOnlyError,
)
from service.jobs.workflow import _code
from service.store import faults
from service.store.sessions import Database
from service.store.tables import District, RunState
from service.usecases import execution
from service.usecases.check import check
from service.usecases.runs import get_run, retry_run, start_run
from tests.service.faults import full_disk, read_only
from tests.service.helpers import ACTOR, note, row_counts, statements
from tests.service.usecases.test_execution import DISTRICT, Counted, nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from fastapi.testclient import TestClient
    from httpx import Response

pytestmark = pytest.mark.both_databases

JSON = "application/problem+json"


def full(database: Database) -> AbstractContextManager[None]:
    return full_disk(database, table="statement")


@pytest.fixture
def served(client: TestClient) -> Database:
    """The database of the process that answers."""
    found: Database = client.app.state.context.database  # type: ignore[attr-defined] # of the application
    return found


def large_note() -> bytes:
    """Return a note that fits into no page that is there already."""
    many = (f"- {statement}" for _ in range(3) for statement in statements())
    return note(extra="\n".join(many))


def upload(client: TestClient, path: str = "/api/notes") -> Response:
    file = {"file": ("Protokoll.txt", large_note())}
    return client.post(path, files=file, follow_redirects=False)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (full, HTTPStatus.INSUFFICIENT_STORAGE, "storage_full"),
        (read_only, HTTPStatus.SERVICE_UNAVAILABLE, "storage_read_only"),
    ],
)
def test_an_upload_that_cannot_be_stored_is_refused_with_a_reason_and_leaves_nothing(
    client: TestClient,
    served: Database,
    fault: Callable[[Database], AbstractContextManager[None]],
    status: HTTPStatus,
    code: str,
) -> None:
    before = row_counts(served)
    with fault(served):
        answer = upload(client)
        assert (answer.status_code, answer.headers["content-type"]) == (status, JSON)
        assert answer.json()["code"] == code
        assert "gespeichert wurde nichts" in answer.json()["detail"]
        assert client.get("/api/notes").status_code == HTTPStatus.OK
        assert "Bescheid" in upload(client, "/protokolle/hochladen").text
    assert row_counts(served) == before
    assert check(served).sound
    assert upload(client).status_code == HTTPStatus.CREATED


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (lambda database: full_disk(database, table="run_note"), HTTPStatus.INSUFFICIENT_STORAGE),
        (read_only, HTTPStatus.SERVICE_UNAVAILABLE),
    ],
)
def test_a_run_that_cannot_be_stored_is_not_started(
    client: TestClient,
    served: Database,
    fill: Callable[..., None],
    fault: Callable[[Database], AbstractContextManager[None]],
    status: HTTPStatus,
) -> None:
    for _ in range(100):  # its rows find no place in the pages that are there
        fill(1)
    with fault(served):
        assert client.post("/api/runs").status_code == status
    assert row_counts(served)["RunRow"] == 0
    assert check(served).sound
    assert client.post("/api/runs").status_code == HTTPStatus.ACCEPTED


def test_a_run_that_finds_the_disk_full_fails_with_that_reason_and_can_be_tried_again(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(40)
    run = start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=nothing)
    execution.embed(database, run.id, encoders=[Counted()])
    with full_disk(database, table="assignment"):
        code = _code(lambda: execution.bundle(database, run.id, encoders=[Counted()]))
    assert code == "storage_full"
    counts = row_counts(database)
    assert (counts["CandidateThemeRow"], counts["AssignmentRow"]) == (0, 0)
    execution.fail(database, run.id, code)  # as soon as it can be written
    failed = get_run(database, run.id, district=DISTRICT)
    assert (failed.state, failed.error_code) == (RunState.FAILED, "storage_full")
    again = retry_run(database, run.id, district=DISTRICT, actor=ACTOR, enqueue=nothing)
    execution.embed(database, again.id, encoders=[Counted()])
    execution.bundle(database, again.id, encoders=[Counted()])
    assert get_run(database, again.id, district=DISTRICT).state is RunState.DONE
    assert check(database).sound


def test_a_note_that_is_deleted_on_a_full_disk_is_deleted(
    client: TestClient, served: Database
) -> None:
    location = upload(client).headers["location"]
    with full(served):  # to take its last traces out of the file needs room
        assert client.delete(location).status_code == HTTPStatus.NO_CONTENT
    assert row_counts(served)["StatementRow"] == 0


# --- What is told, and what is not ----------------------------------------------------


def add_district(database: Database, key: str) -> None:
    with database.writing() as session:
        session.add(District(id=key, name="Kreis"))
        session.commit()


def test_an_error_that_is_no_fault_of_the_disk_stays_what_it_is(database: Database) -> None:
    with pytest.raises(IntegrityError):
        add_district(database, DISTRICT)


@pytest.mark.sqlite
def test_a_disk_with_faults_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_OF_SQLITE", {8: StorageFaultyError})
    with read_only(database), pytest.raises(StorageFaultyError):
        add_district(database, "05758")


@pytest.mark.sqlite
def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/themenradar.sqlite")
    with pytest.raises(DatabaseError), database.reading() as session:
        session.get(District, DISTRICT)


@pytest.fixture
def gone() -> Iterator[Database]:
    database = Database("postgresql+psycopg://themenradar@/nothing?host=/nowhere")
    yield database
    database.close()


@pytest.mark.sqlite
def test_a_server_that_is_gone_is_told(gone: Database) -> None:
    with pytest.raises(DatabaseError), gone.writing(DISTRICT) as session:
        session.get(District, DISTRICT)


@pytest.mark.parametrize(
    ("fault", "error"), [(full, StorageFullError), (read_only, StorageReadOnlyError)]
)
def test_what_a_unit_of_work_did_before_the_fault_is_rolled_back(
    database: Database,
    fault: Callable[[Database], AbstractContextManager[None]],
    error: type[Exception],
    fill: Callable[..., None],
) -> None:
    with fault(database), pytest.raises(error):
        fill(125)
    assert row_counts(database)["NoteRow"] == 0
