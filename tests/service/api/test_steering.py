"""Comments and resolutions over the API: who may, in which order, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.anonymity import gate
from service.access.roles import Permission, Role
from service.access.routes import PERMISSION_OF
from tests.service.helpers import DISTRICT, add_token, sign_in
from tests.service.usecases.gates import Gate
from tests.service.usecases.steering import BUSES, COURSES, add_themes

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

COMMENTS = f"/api/themes/current/{COURSES}/comments"
RESOLUTIONS = f"/api/themes/current/{COURSES}/resolutions"
ADOPTED = {"state": "adopted", "decided_on": "2026-06-11", "reason": "Das Wort Nordstern."}
SAID = {"text": "Das Wort Südstern."}


@pytest.fixture(autouse=True)
def _themes(client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Gate(uncertain={"Amina": "name"}, certain={"Müller": "name"})
    monkeypatch.setattr(gate, "check", found)
    add_themes(database)
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)


def resolve(client: TestClient, seen: str | None = "*", **wanted: str) -> Response:
    headers = {} if seen is None else {"If-Match": seen}
    return client.post(RESOLUTIONS, json={**ADOPTED, **wanted}, headers=headers)


def test_a_comment_is_written_read_and_taken_back(client: TestClient, database: Database) -> None:
    written = client.post(COMMENTS, json=SAID)
    assert written.status_code == 201
    assert client.get(COMMENTS).json() == {"items": [written.json()], "total": 1}
    assert written.json()["role"] == "lenkungsgruppe"
    address = f"{COMMENTS}/{written.json()['id']}"
    group = dict(client.cookies)
    other = sign_in(client, database)
    assert [one["own"] for one in client.get(COMMENTS).json()["items"]] == [False]
    assert other.name not in client.get(COMMENTS).text
    refused = client.delete(address)
    assert (refused.status_code, refused.json()["code"]) == (403, "comment_of_another")
    client.cookies.update(group)
    assert client.delete(address).status_code == 204
    assert client.delete(address).json()["code"] == "comment_not_found"
    assert client.get(COMMENTS).json() == {"items": [], "total": 0}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Frau Müller fragen", "text_personal"),
        ("Amina fragen", "text_doubtful"),
        (" \n", "text_empty"),
        ("a" * 2001, "text_long"),
        ("a\x00b", "text_character"),
    ],
)
def test_the_gate_comes_first_and_quotes_nothing(client: TestClient, text: str, code: str) -> None:
    for answer in (client.post(COMMENTS, json={"text": text}), resolve(client, reason=text[:900])):
        if (code, answer.request.url.path) == ("text_empty", RESOLUTIONS):
            continue
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert text not in answer.text
    assert client.get(COMMENTS).json()["total"] == 0


def test_what_is_doubtful_can_be_confirmed(client: TestClient) -> None:
    wanted = {"text": "Amina e. V. fragen", "no_person": True}
    assert client.post(COMMENTS, json=wanted).status_code == 201


def test_a_resolution_needs_the_version_of_what_stands(
    client: TestClient, database: Database
) -> None:
    empty = client.get(RESOLUTIONS)
    assert empty.headers["ETag"] == f'"{empty.json()["version"]}"'
    assert resolve(client, None).json()["code"] == "version_required"
    first = resolve(client, empty.headers["ETag"])
    assert first.status_code == 201
    assert first.headers["ETag"] == client.get(RESOLUTIONS).headers["ETag"]
    other = sign_in(client, database)
    late = resolve(client, empty.headers["ETag"], state="postponed")
    assert late.status_code == 412
    told = late.json()
    assert told["versions"] == {f"{COURSES}/resolutions": first.json()["version"]}
    assert [one["what"] for one in told["changes"]] == [
        "Beschluss der Lenkungsgruppe: beschlossen"
    ]
    assert "Nordstern" not in late.text
    again = resolve(client, f'"{first.json()["version"]}"', state="postponed")
    assert (again.status_code, again.json()["role"]) == (201, "koordination")
    assert other.name not in client.get(RESOLUTIONS).text


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("decided_on", "2999-01-01", "meeting_in_future"),
        ("decided_on", "1999-01-01", "meeting_too_early"),
        ("decided_on", "gestern", "input_invalid"),
        ("state", "rename", "input_invalid"),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, field: str, value: str, code: str) -> None:
    answer = resolve(client, **{field: value})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_theme_that_is_not_released_is_not_there(client: TestClient, database: Database) -> None:
    addresses = [one.replace(COURSES, BUSES) for one in (COMMENTS, RESOLUTIONS)]
    sent = [("POST", addresses[0], SAID), ("POST", addresses[1], ADOPTED)]
    for method, address, body in [*sent, *(("GET", one, None) for one in addresses)]:
        answer = client.request(method, address, json=body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (404, "theme_not_found")
    sign_in(client, database)
    for method, address, body in sent:
        answer = client.request(method, address, json=body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (409, "theme_not_released")


def test_the_land_and_machines_read_state_and_date_only(
    client: TestClient, database: Database
) -> None:
    client.post(COMMENTS, json=SAID)
    resolve(client)
    token = add_token(database, scopes=[Permission.THEMES_READ])
    sign_in(client, database, role=Role.LAND, district=DISTRICT)
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        found = client.get("/api/themes/current", headers=headers)
        wanted = {"state": "adopted", "decided_on": "2026-06-11"}
        assert [one["resolved"] for one in found.json()["themes"]] == [wanted]
        detail = client.get(f"/api/themes/current/{COURSES}", headers=headers)
        assert detail.json()["theme"]["resolved"] == wanted
        assert "stern" not in found.text + detail.text
        for address in (COMMENTS, RESOLUTIONS):
            assert client.get(address, headers=headers).status_code == 403


def test_the_gate_stands_also_where_the_table_forgets_it(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(COMMENTS, json=SAID)
    resolve(client)
    open_ = {
        route: Permission.THEMES_READ
        for route, permission in PERMISSION_OF.items()
        if permission in {Permission.THEMES_COMMENT, Permission.THEMES_RESOLVE}
    }
    monkeypatch.setattr("service.http.access.PERMISSION_OF", {**PERMISSION_OF, **open_})
    sign_in(client, database, role=Role.LAND, district=DISTRICT)
    for address in (COMMENTS, RESOLUTIONS):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_both_show_in_the_log_of_changes(client: TestClient, database: Database) -> None:
    client.post(COMMENTS, json=SAID)
    resolve(client)
    sign_in(client, database)
    page = client.get("/aenderungsverlauf").text
    assert "Kommentar geschrieben" in page
    assert "Beschluss der Lenkungsgruppe festgehalten" in page
    assert "stern" not in page
