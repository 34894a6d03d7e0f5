"""The main job through the API: upload, run, themes; real files, worker and model."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

import corpora
from service.usecases import execution
from tests.service.helpers import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient

    from service.store.sessions import Database
    from tests.service.helpers import Worker

pytestmark = pytest.mark.both_databases

FORMATS = {"docx", "odt", "pdf", "txt", "md", "xlsx", "csv"}


def finished(client: TestClient, where: str, worker: Worker) -> dict[str, Any]:
    deadline = time.monotonic() + 240
    seen = [0.0]  # the progress never goes back
    while time.monotonic() < deadline:
        worker.assert_alive()
        run: dict[str, Any] = client.get(where).json()
        assert run["progress"] >= seen[-1]
        seen.append(run["progress"])
        if run["state"] in {"done", "failed"}:
            return run
        time.sleep(0.1)
    pytest.fail("the run did not finish in time")


@pytest.mark.model
def test_notes_become_themes(client: TestClient, worker: Callable[[], Worker]) -> None:
    notes = corpora.demo_notes()
    chosen = [*notes[::3], *notes[1::6]]
    assert {file.name.rsplit(".", 1)[-1] for file in chosen} == FORMATS
    problems = 0
    for file in chosen:
        ags, day = file.name[:8], file.name[9:19]
        response = client.post(
            "/api/notes",
            files={"file": (file.name, file.read_bytes())},
            data={"municipality": ags, "held_on": day},
        )
        assert response.status_code == 201, (file.name, response.json())
        problems += response.json()["note"]["counts"]["problem"]

    response = client.post("/api/runs", json={"seed": 3})
    assert response.status_code == 202
    where = response.headers["location"]
    assert client.get(f"{where}/themes").json()["code"] == "run_not_done"
    assert client.post("/api/runs").json()["code"] == "run_in_progress"

    run = finished(client, where, worker())
    assert (run["state"], run["error"], run["progress"]) == ("done", None, 1.0)
    assert (run["seed"], run["statements"]) == (3, problems)
    assert all(len(encoder["weights_hash"]) == 64 for encoder in run["encoders"])
    assert set(run["seconds"]) == {"embed", "cluster", "label", "map"}

    page = client.get(f"{where}/themes", params={"limit": 200}).json()
    assert page["total"] == run["themes"] == len(page["items"]) > 3
    assert sum(theme["size"] for theme in page["items"]) == run["bundled"]
    sizes = [theme["size"] for theme in page["items"]]
    assert sizes == sorted(sizes, reverse=True)
    first = page["items"][0]
    assert first["label"]
    assert first["keywords"]
    assert 1 < len(first["municipalities"]) <= first["heard"] <= first["of"] == 13

    detail = client.get(f"/api/themes/{first['id']}").json()
    assert detail["theme"] == first
    assert len(detail["statements"]) == first["size"]
    assert set(first["representatives"]) <= {one["text"] for one in detail["statements"]}
    strengths = [one["strength"] for one in detail["statements"]]
    assert strengths == sorted(strengths, reverse=True)

    gone = detail["statements"][0]
    assert client.delete(f"/api/notes/{gone['note_id']}").status_code == 204
    after = client.get(f"/api/themes/{first['id']}").json()
    assert after["theme"]["size"] == first["size"]
    assert after["theme"]["deleted"] == first["size"] - len(after["statements"]) > 0
    assert gone["id"] not in {one["id"] for one in after["statements"]}


@pytest.mark.model
@pytest.mark.sqlite
def test_very_few_or_equal_statements_are_a_run_as_well(
    client: TestClient, worker: Callable[[], Worker]
) -> None:
    equal = "\n".join("- Sprachkurse finden nur vormittags statt." for _ in range(5))
    process = worker()
    for extra in ("", equal):
        assert client.post("/api/notes", files={"file": ("a.txt", note(extra=extra))}).is_success
        run = finished(client, client.post("/api/runs").headers["location"], process)
        assert (run["state"], run["error"]) == ("done", None)


def test_without_problem_statements_there_is_nothing_to_run(client: TestClient) -> None:
    response = client.post("/api/runs")
    assert (response.status_code, response.json()["code"]) == (409, "run_without_statements")


@pytest.mark.parametrize("seed", [-1, 2**31, 2**63, "x", 1.5])
def test_a_seed_is_bounded(client: TestClient, seed: object) -> None:
    response = client.post("/api/runs", json={"seed": seed})
    assert (response.status_code, response.json()["code"]) == (422, "input_invalid")


def test_a_run_can_be_cancelled_once(client: TestClient) -> None:
    client.post("/api/notes", files={"file": ("a.txt", note())})
    where = client.post("/api/runs").headers["location"]
    run = client.post(f"{where}/cancel").json()
    assert (run["state"], run["error_code"]) == ("cancelled", "run_cancelled")
    assert "abgebrochen" in run["error"]
    assert run == client.get(where).json()
    again = client.post(f"{where}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "run_finished")
    assert client.post("/api/runs").status_code == 202


def test_a_run_is_tried_again_only_where_it_failed(client: TestClient, database: Database) -> None:
    client.post("/api/notes", files={"file": ("a.txt", note())})
    first = client.post("/api/runs", json={"seed": 5}).json()
    again = f"/api/runs/{first['id']}/retry"
    refused = client.post(again)
    assert (refused.status_code, refused.json()["code"]) == (409, "run_not_failed")
    execution.fail(database, UUID(first["id"]), "run_crashed")
    answer = client.post(again)
    second = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/runs/{second['id']}")
    assert (second["state"], second["seed"], second["nightly"]) == ("queued", 5, False)
    assert second["remaining_seconds"] is None


def test_a_failed_run_says_why(client: TestClient, database: Database) -> None:
    client.post("/api/notes", files={"file": ("a.txt", note())})
    run = client.post("/api/runs").json()
    execution.fail(database, UUID(run["id"]), "run_crashed")
    run = client.get(f"/api/runs/{run['id']}").json()
    assert (run["state"], run["error_code"]) == ("failed", "run_crashed")
    assert "unerwarteten Fehler" in run["error"]
    assert datetime.fromisoformat(run["finished_at"]) <= datetime.now(UTC)
    assert client.post("/api/runs").status_code == 202
