"""Themes of today and decisions about them, through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.service.web.examples import add_notes, add_run

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

THEME = "T-2026-001"


def seen(*versions: str) -> dict[str, str]:
    """Return the header that says which versions were seen."""
    return {"If-Match": ", ".join(f'"{version}"' for version in versions)}


@pytest.fixture
def current(client: TestClient, database: Database) -> dict[str, Any]:
    add_notes(database)
    add_run(database)
    found: dict[str, Any] = client.get("/api/themes/current").json()
    return found


def test_before_the_first_run_there_are_no_themes(client: TestClient) -> None:
    response = client.get("/api/themes/current")
    assert (response.status_code, response.json()["code"]) == (409, "no_run_yet")


def test_themes_of_today_and_what_is_in_none(current: dict[str, Any]) -> None:
    assert [theme["id"] for theme in current["themes"]] == [THEME]
    assert current["themes"][0]["size"] == 2
    assert len(current["open"]) == 4
    assert current["waiting"] == 0


def test_a_decision_shows_at_once_and_can_be_taken_back(
    client: TestClient, current: dict[str, Any]
) -> None:
    wanted = {"kind": "rename", "themes": [THEME], "label": "Wohnungen"}
    before = current["themes"][0]["version"]
    taken = client.post("/api/decisions", json=wanted, headers=seen(before))
    assert taken.status_code == 201
    assert taken.headers["ETag"] == f'"{taken.json()["version"]}"'
    shown = client.get(f"/api/themes/current/{THEME}").json()["theme"]
    assert (shown["label"], shown["proposed"]) == ("Wohnungen", "Arzttermine ohne Sprachmittlung")
    assert client.get("/api/decisions").json()["items"] == [taken.json()]
    address, headers = f"/api/decisions/{taken.json()['id']}", seen(taken.json()["version"])
    withdrawn = client.delete(address, headers=headers)
    assert withdrawn.json()["withdrawn_at"]
    assert client.delete(address, headers=headers).status_code == 412
    assert client.delete(address, headers=seen(withdrawn.json()["version"])).status_code == 409


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "rename", "themes": [THEME]}, 422, "decision_rename"),
        ({"kind": "rename", "themes": ["T-2031-001"], "label": "x"}, 404, "theme_not_found"),
        ({"kind": "rename", "themes": ["Busse"], "label": "x"}, 422, "input_invalid"),
        ({"kind": "loben"}, 422, "input_invalid"),
        ({"kind": "move", "themes": [THEME], "statements": [str(uuid4())]}, 404,
         "statement_not_found"),
        ({"kind": "rename", "themes": [THEME], "label": "Anruf: 0521 123456"}, 422,
         "label_personal"),
    ],
)  # fmt: skip
def test_a_wrong_decision_is_told(
    client: TestClient, current: dict[str, Any], body: dict[str, Any], status: int, code: str
) -> None:
    headers = seen(current["themes"][0]["version"])
    response = client.post("/api/decisions", json=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert client.get("/api/decisions").json()["total"] == 0


def test_what_became_of_the_themes_of_before(client: TestClient, current: dict[str, Any]) -> None:
    found = client.get(f"/api/runs/{current['run']['id']}/lineage").json()
    assert found["links"] == []
    assert client.get(f"/api/runs/{uuid4()}/lineage").status_code == 404


def test_unknown_themes_and_decisions_are_not_found(
    client: TestClient, current: dict[str, Any]
) -> None:
    assert current
    assert client.get("/api/themes/current/T-2026-999").status_code == 404
    assert client.get("/api/themes/current/Unsinn").status_code == 422
    assert client.delete(f"/api/decisions/{uuid4()}").status_code == 404


def test_single_cases_are_listed_apart(client: TestClient, current: dict[str, Any]) -> None:
    assert current
    assert client.get("/api/themes/single-cases").json() == []
