"""What Prometheus sees: numbers by route, state and kind, nothing else."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from prometheus_client import generate_latest
from sqlalchemy import text

from service.app import create_app
from service.errors import MetricsPortError
from service.jobs.lock import sole_worker
from service.metrics import ADDRESS, REFUSALS, Metrics
from service.store.tables import DraftRow, RunRow, RunState
from tests.ports import free_port
from tests.service.helpers import note, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings
    from service.store.sessions import Database

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def measured(settings: Settings, database: Database) -> Iterator[tuple[TestClient, Metrics]]:
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        sign_in(client, database)
        yield client, app.state.metrics


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"themenradar_{name}", labels)


def test_requests_are_counted_by_the_template_of_their_route(
    measured: tuple[TestClient, Metrics],
) -> None:
    client, metrics = measured
    for _ in range(2):
        client.get(f"/api/notes/{uuid4()}")
    client.get("/api/health")
    client.get("/static/themenradar.css")
    client.get(f"/protokolle/{uuid4()}")
    route = "/api/notes/{note_id}"
    assert value(metrics, "requests_total", method="GET", route=route, status="404") == 2
    assert value(metrics, "request_seconds_count", method="GET", route=route) == 2
    for path, status in (
        ("/api/health", "200"),
        ("/static", "200"),
        ("/protokolle/{note_id}", "404"),
    ):
        assert value(metrics, "requests_total", method="GET", route=path, status=status) == 1


def test_what_clients_make_up_is_no_label(measured: tuple[TestClient, Metrics]) -> None:
    client, metrics = measured
    secret = "Kowalski"  # noqa: S105 # it stands for text of a note
    client.get(f"/{secret}?q={secret}")
    client.get("/api/health", headers={"host": f"{secret}.example"})
    client.request(secret.upper(), "/api/health")
    client.get(f"/api/notes/{secret}")
    seen = generate_latest(metrics.registry).decode()
    assert 'route="unknown",status="404"' in seen
    assert secret.lower() not in seen.lower()


def test_runs_drafts_and_workers_are_counted(
    settings: Settings, database: Database, measured: tuple[TestClient, Metrics]
) -> None:
    _, metrics = measured
    with database.writing() as session:
        for state in (RunState.QUEUED, RunState.DONE, RunState.DONE):
            session.add(RunRow(district_id="05754", created_at=NOW, seed=0, state=state))
        session.add(
            DraftRow(
                district_id="05754",
                created_at=NOW,
                expires_at=NOW + timedelta(hours=1),
                data=b"x",
            )
        )
        session.commit()
    assert {state: value(metrics, "runs", state=state) for state in RunState} == {
        RunState.QUEUED: 1,
        RunState.RUNNING: 0,
        RunState.DONE: 2,
        RunState.FAILED: 0,
        RunState.CANCELLED: 0,
    }
    assert value(metrics, "queue_length") == 1
    assert value(metrics, "drafts") == 1
    assert value(metrics, "worker_present") == 0
    with sole_worker(settings):
        assert value(metrics, "worker_present") == 1


def test_a_refusal_is_counted_by_kind_and_quotes_nothing(
    measured: tuple[TestClient, Metrics],
) -> None:
    client, metrics = measured
    before = REFUSALS.labels("email")._value.get()
    content = note(extra="- Bitte an petra.kowalski@beispiel.org und p.kow@beispiel.org.")
    for path in ("/api/notes", "/protokolle/hochladen"):
        client.post(path, files={"file": ("protokoll.txt", content)})
    seen = generate_latest(metrics.registry).decode()
    assert value(metrics, "gate_refusals_total", type="email") == before + 2, seen
    assert "kow" not in seen


def test_without_its_database_the_rest_is_still_measured(
    database: Database, measured: tuple[TestClient, Metrics]
) -> None:
    client, metrics = measured
    client.get("/api/health")
    assert value(metrics, "database_up") == 1
    with database.writing() as session:
        session.connection().execute(text("ALTER TABLE run RENAME TO gone"))
        session.commit()
    assert value(metrics, "database_up") == 0
    assert value(metrics, "queue_length") is None
    assert value(metrics, "requests_total", method="GET", route="/api/health", status="200") == 1


def test_they_have_a_port_of_their_own_on_this_machine_only(
    measured: tuple[TestClient, Metrics],
) -> None:
    client, metrics = measured
    port = free_port()
    with metrics.served(port):
        with urllib.request.urlopen(f"http://{ADDRESS}:{port}/metrics") as answer:
            assert b"themenradar_database_up 1.0" in answer.read()
        with pytest.raises(MetricsPortError), metrics.served(port):
            pass
        with closing(socket.socket()) as elsewhere:  # every other address is free
            elsewhere.bind(("127.0.0.2", port))
    assert client.get("/metrics").status_code == 404
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://{ADDRESS}:{port}/metrics")
