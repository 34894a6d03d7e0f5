"""Health and readiness, for monitors and proxies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from service.jobs.lock import sole_worker
from service.store import migrations

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.settings import Settings

pytestmark = pytest.mark.both_databases


def test_it_lives(client: TestClient) -> None:
    assert client.get("/api/health").json() == {"status": "ok"}


def test_it_is_ready_with_and_without_a_worker(client: TestClient, settings: Settings) -> None:
    assert client.get("/api/ready").json() == {"status": "ready", "worker": False}
    with sole_worker(settings):
        assert client.get("/api/ready").json() == {"status": "ready", "worker": True}


def test_on_tables_of_another_revision_it_is_not_ready(
    client: TestClient, settings: Settings
) -> None:
    migrations.downgrade(settings, revision="0002")
    answer = client.get("/api/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_not_migrated")
    assert "themenradar db upgrade" in answer.json()["detail"]


def test_without_its_database_it_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_connection: object) -> None:
        raise OperationalError(statement=None, params=None, orig=ConnectionError())

    monkeypatch.setattr(migrations, "revision_of", gone)
    answer = client.get("/api/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "database")
