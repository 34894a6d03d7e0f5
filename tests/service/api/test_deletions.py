"""Deletions through the API: preview, order, receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.access.roles import Role
from service.jobs.queue import DELETION
from tests.service.api.test_notes import assert_problem
from tests.service.helpers import sign_in
from tests.service.usecases.test_decisions import take
from tests.service.usecases.test_deletion import HERE, WORD, A, B, notes, work

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

__all__ = ["notes"]  # a fixture


def preview(client: TestClient, **about: str) -> dict[str, Any]:
    answer = client.get("/api/deletions/preview", params=about)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def order(client: TestClient, confirmation: str) -> dict[str, Any]:
    body = {"kind": "municipality", "municipality": HERE, "confirmation": confirmation}
    answer = client.post("/api/deletions", json=body)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/deletions/{found['id']}"
    return found


@pytest.mark.usefixtures("notes")
def test_an_order_follows_its_preview_and_ends_with_a_receipt(
    client: TestClient, database: Database
) -> None:
    shown = preview(client, kind="municipality", municipality=HERE)
    assert (shown["notes"], shown["statements"], shown["themes"]) == (3, 13, 1)
    ordered = order(client, shown["confirmation"])
    assert (ordered["state"], ordered["proof"], ordered["removed"]) == ("ordered", None, {})
    assert ordered["actor"]["role"] == "koordination"
    jobs = database.engine.connect()
    schema = "dbos." if jobs.dialect.name == "postgresql" else ""
    query = f"SELECT name, workflow_uuid FROM {schema}workflow_status"  # noqa: S608 # a name of ours
    ((name, job),) = jobs.exec_driver_sql(query).all()
    jobs.close()
    assert name == DELETION
    assert job == ordered["id"]
    work(database, UUID(ordered["id"]))
    done = client.get(f"/api/deletions/{ordered['id']}").json()
    assert done["state"] == "done"
    assert done["removed"]["notes"] == 3
    assert done["error"] is None
    assert client.get("/api/deletions").json() == {"items": [done], "total": 1}


def test_an_order_without_the_confirmation_of_today_deletes_nothing(
    client: TestClient, notes: list[UUID]
) -> None:
    assert notes
    body = {"kind": "municipality", "municipality": HERE}
    assert_problem(client.post("/api/deletions", json=body), 422, "input_invalid")
    wrong = client.post("/api/deletions", json={**body, "confirmation": "0" * 16})
    assert_problem(wrong, 409, "deletion_changed")
    assert client.get("/api/notes").json()["total"] == 4
    assert client.get("/api/deletions").json()["total"] == 0


@pytest.mark.parametrize(
    ("about", "status", "code"),
    [
        ({"kind": "municipality"}, 422, "municipality_unknown"),
        ({"kind": "municipality", "municipality": "05754012"}, 409, "deletion_of_nothing"),
        ({"kind": "retention"}, 409, "deletion_without_period"),
        ({"kind": "note"}, 404, "note_not_found"),
        ({"kind": "everything"}, 422, "input_invalid"),
    ],
)
def test_what_cannot_be_deleted_is_told(
    client: TestClient, about: dict[str, str], status: int, code: str
) -> None:
    assert_problem(client.get("/api/deletions/preview", params=about), status, code)


def test_deleting_a_note_names_its_receipt(client: TestClient, notes: list[UUID]) -> None:
    answer = client.delete(f"/api/notes/{notes[1]}", params={"unnamed": [A]})
    assert answer.status_code == 204
    receipt = client.get(answer.headers["location"]).json()
    assert (receipt["state"], receipt["removed"]["notes"]) == ("done", 1)
    assert receipt["scope"]["held_on"] == "2025-05-15"
    assert WORD not in client.get("/api/themes/current").text
    theme = client.get(f"/api/themes/current/{A}").json()["theme"]
    assert (theme["label"], theme["label_gone"]) == ("Kurs", True)


def test_who_may_read_receipts_but_not_order_reads_those_of_all_kreise(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    client.delete(f"/api/notes/{notes[1]}")
    sign_in(client, database, role=Role.ADMINISTRATION, district=None)
    assert client.get("/api/deletions").json()["total"] == 1
    about = {"kind": "municipality", "municipality": HERE}
    refused = client.get("/api/deletions/preview", params=about)
    assert_problem(refused, 403, "not_allowed")


def test_a_theme_that_was_merged_leads_to_the_other_one(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    assert notes
    take(database, "merge", A, B)
    answer = client.get(f"/api/themes/current/{B}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/api/themes/current/{A}")
    assert client.get(f"/api/themes/current/{B}").json()["theme"]["id"] == A
    assert_problem(client.get("/api/themes/current/T-2026-009"), 404, "theme_not_found")
