"""Accounts and tokens over the API, for who manages them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args
from uuid import uuid4

import pytest

from service.access.roles import SCOPES, Role
from service.api.account_schemas import PersonRole, Scope
from service.usecases.accounts import ROLES
from tests.service.helpers import add_account, sign_in

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NEW = {"name": "Erika", "role": "koordination", "district": "05754"}
TOKEN: dict[str, Any] = {
    "name": "Nachtlauf",
    "district": "05754",
    "scopes": ["runs_read"],
    "days": 7,
}


@pytest.fixture
def admin(client: TestClient, database: Database) -> TestClient:
    client.cookies.clear()
    sign_in(client, database, role=Role.ADMINISTRATION, district=None)
    return client


def test_the_bodies_know_the_roles_of_people_and_the_scopes_of_tokens() -> None:
    assert set(get_args(PersonRole)) == set(ROLES)
    assert set(get_args(Scope)) == SCOPES


def test_an_account_is_made_with_its_link_and_its_version(admin: TestClient) -> None:
    made = admin.post("/api/accounts", json=NEW)
    assert made.status_code == 201
    account = made.json()["account"]
    assert made.headers["location"] == f"/api/accounts/{account['id']}"
    assert made.headers["etag"] == f'"{account["version"]}"'
    assert made.json()["link"].startswith("/einladung/")
    shown = admin.get(made.headers["location"])
    assert shown.json() == account
    assert shown.headers["etag"] == made.headers["etag"]
    secret = made.json()["link"].rpartition("/")[2]
    assert secret not in admin.get("/api/accounts").text


def test_an_account_is_changed_by_who_has_seen_it(admin: TestClient) -> None:
    made = admin.post("/api/accounts", json=NEW)
    address, seen = made.headers["location"], made.headers["etag"]
    wanted = {"role": "meldend", "municipality": "05754028"}
    blind = admin.put(address, json=wanted)
    assert (blind.status_code, blind.json()["code"]) == (428, "version_required")
    changed = admin.put(address, json=wanted, headers={"If-Match": seen})
    assert changed.status_code == 200
    assert changed.json()["municipality"]["ags"] == "05754028"
    late = admin.post(f"{address}/disable", headers={"If-Match": seen})
    assert (late.status_code, late.json()["code"]) == (412, "version_old")
    assert late.json()["changes"][0]["what"] == "Zugang geändert"
    now = {"If-Match": changed.headers["etag"]}
    closed = admin.post(f"{address}/disable", headers=now)
    assert closed.json()["disabled_at"]
    opened = admin.post(f"{address}/enable", headers={"If-Match": closed.headers["etag"]})
    assert opened.json()["disabled_at"] is None
    reset = admin.post(f"{address}/reset", json={}, headers={"If-Match": "*"})
    assert reset.status_code == 200
    assert reset.json()["link"] != made.json()["link"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (NEW | {"name": " "}, 422, "account_name"),
        (NEW | {"name": ""}, 422, "input_invalid"),
        (NEW | {"name": "a\x00"}, 422, "account_name"),
        (NEW | {"role": "maschine"}, 422, "input_invalid"),
        (NEW | {"district": "99999"}, 422, "reach"),
        (NEW | {"password": "x"}, 422, "input_invalid"),
    ],
)
def test_an_account_that_cannot_be_is_a_problem(
    admin: TestClient, body: dict[str, str], status: int, code: str
) -> None:
    answer = admin.post("/api/accounts", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_name_is_given_once(admin: TestClient) -> None:
    admin.post("/api/accounts", json=NEW)
    again = admin.post("/api/accounts", json=NEW | {"name": "ERIKA"})
    assert (again.status_code, again.json()["code"]) == (409, "name_taken")


def test_what_is_not_there_is_not_found(admin: TestClient) -> None:
    for method, path, more in (
        ("GET", "/api/accounts/{}", {}),
        ("PUT", "/api/accounts/{}", {"json": {"role": "land"}}),
        ("POST", "/api/accounts/{}/disable", {}),
        ("POST", "/api/accounts/{}/reset", {"json": {}}),
        ("DELETE", "/api/accounts/{}", {}),
        ("DELETE", "/api/tokens/{}", {}),
    ):
        answer = admin.request(method, path.format(uuid4()), headers={"If-Match": "*"}, **more)
        assert answer.status_code == 404, path


def test_the_last_administrator_stays(admin: TestClient, database: Database) -> None:
    (me,) = (
        one["id"]
        for one in admin.get("/api/accounts").json()["items"]
        if one["role"] == "administration"
    )
    add_account(database, role=Role.ADMINISTRATION, district=None)  # it has no password
    answer = admin.post(f"/api/accounts/{me}/disable", headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")


def test_a_token_is_told_once_works_and_is_revoked(admin: TestClient) -> None:
    made = admin.post("/api/tokens", json=TOKEN)
    assert made.status_code == 201
    secret = made.json()["secret"]
    listed = admin.get("/api/tokens")
    assert listed.json() == {"items": [made.json()["token"]], "total": 1}
    assert secret not in listed.text
    cookies, machine = dict(admin.cookies), {"Authorization": f"Bearer {secret}"}
    admin.cookies.clear()
    assert admin.get("/api/runs", headers=machine).status_code == 200
    assert admin.get("/api/notes", headers=machine).status_code == 403
    admin.cookies.update(cookies)
    gone = admin.delete(f"/api/tokens/{made.json()['token']['id']}")
    assert gone.status_code == 204
    admin.cookies.clear()
    assert admin.get("/api/runs", headers=machine).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["accounts_manage"]},
        {"days": 0},
        {"days": 367},
        {"district": "x"},
        {"district": "99999"},
        {"name": "\x00"},
    ],
)
def test_a_token_that_cannot_be_is_a_problem(admin: TestClient, wrong: dict[str, Any]) -> None:
    assert admin.post("/api/tokens", json=TOKEN | wrong).status_code == 422


def test_a_token_cannot_make_tokens(admin: TestClient) -> None:
    secret = admin.post("/api/tokens", json=TOKEN | {"scopes": sorted(SCOPES)}).json()["secret"]
    admin.cookies.clear()
    machine = {"Authorization": f"Bearer {secret}"}
    for path in ("/api/tokens", "/api/accounts"):
        assert admin.get(path, headers=machine).status_code == 403
