"""Signing in and out, links, and what stands in front of every page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.http.access import COOKIE, SECURE_COOKIE
from service.http.guard import HSTS
from service.usecases import demo
from service.usecases.accounts import ROLES
from service.usecases.first_start import ensure_administrator
from tests.service.people import LOCAL, NAME, OTHER, PASSWORD, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from service.access.roles import Role
    from service.settings import Settings
    from service.store.sessions import Database

SECURE = "https://themenradar.example"
HOSTS = ("localhost", "127.0.0.1", "[::1]", "themenradar.example", "testserver")


@pytest.fixture
def hosted(settings: Settings) -> Settings:
    return settings.model_copy(update={"allowed_hosts": HOSTS})


def browser(app_settings: Settings, origin: str, *, demo: bool = False) -> TestClient:
    return TestClient(
        create_app(app_settings, demo=demo),
        base_url=origin,
        follow_redirects=False,
        raise_server_exceptions=False,
        headers={"Sec-Fetch-Site": "same-origin"},
    )


@pytest.fixture
def local(hosted: Settings, database: Database) -> Iterator[TestClient]:
    del database
    with browser(hosted, LOCAL) as client:
        yield client


def enter(client: TestClient, password: str = PASSWORD, **fields: str) -> Response:
    return client.post("/anmelden", data={"name": NAME, "password": password, **fields})


# --- In and out -------------------------------------------------------------------


def test_signing_in_leads_to_the_page_that_was_wanted(
    local: TestClient, database: Database
) -> None:
    person(database)
    away = local.get("/protokolle?seite=1")
    assert (away.status_code, away.headers["location"]) == (
        303,
        "/anmelden?weiter=%2Fprotokolle%3Fseite%3D1",
    )
    form = local.get(away.headers["location"])
    assert "Danach geht es dort weiter" in form.text
    assert 'value="/protokolle?seite=1"' in form.text
    inside = enter(local, weiter="/protokolle?seite=1")
    assert (inside.status_code, inside.headers["location"]) == (303, "/protokolle?seite=1")
    page = local.get("/protokolle?seite=1")
    assert NAME in page.text
    assert "Koordination" in page.text
    assert local.get("/anmelden?weiter=/themen").headers["location"] == "/themen"


def test_an_expired_session_on_a_form_leads_back_to_the_page_of_the_form(
    local: TestClient,
) -> None:
    sent = local.post("/auswertungen", headers={"Referer": f"{LOCAL}/auswertungen?seite=2"})
    assert sent.headers["location"] == "/anmelden?weiter=%2Fauswertungen%3Fseite%3D2"
    assert local.post("/auswertungen").headers["location"] == "/anmelden"
    assert local.get("/").headers["location"] == "/anmelden"


@pytest.mark.parametrize(
    "address",
    [
        "https://boese.example/",
        "//boese.example/",
        "/\\boese.example/",
        "\\\\boese.example",
        "javascript:alert(1)",
        "boese.example",
        "/\t/boese.example",
        "/\n/boese.example",
        "",
    ],
)
def test_nobody_is_led_to_a_foreign_page(
    local: TestClient, database: Database, address: str
) -> None:
    person(database)
    form = local.get("/anmelden", params={"weiter": address})
    assert 'name="weiter" value="/"' in form.text
    assert enter(local, weiter=address).headers["location"] == "/"


def test_whoever_is_refused_sees_the_form_again_without_the_password(
    local: TestClient, database: Database
) -> None:
    person(database)
    refused = enter(local, OTHER, weiter="/themen")
    assert refused.status_code == 403
    assert "Name, Passwort oder Code stimmt nicht" in refused.text
    assert OTHER not in refused.text
    assert f'value="{NAME}"' in refused.text
    assert 'value="/themen"' in refused.text
    assert "set-cookie" not in refused.headers
    fields = {"name": "niemand", "password": OTHER, "weiter": "/themen"}
    unknown = local.post("/anmelden", data=fields)
    assert unknown.text == refused.text.replace(NAME, "niemand")


def test_too_many_failures_are_told_with_the_time_to_wait(
    local: TestClient, database: Database
) -> None:
    person(database)
    for _ in range(5):
        assert enter(local, OTHER).status_code == 403
    refused = enter(local)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "1"
    assert "erst in 1 Sekunde möglich" in refused.text


def test_signing_out_ends_the_session_here_and_on_the_server(
    local: TestClient, database: Database
) -> None:
    person(database)
    enter(local)
    cookie = local.cookies[COOKIE]
    away = local.post("/abmelden")
    assert away.headers["location"] == "/anmelden?abgemeldet=ja"
    assert COOKIE not in local.cookies
    assert "Sie sind abgemeldet" in local.get(away.headers["location"]).text
    local.cookies.set(COOKIE, cookie)
    assert local.get("/konto").status_code == 303


def test_signing_out_clears_the_browser_and_nothing_else_does(
    local: TestClient, database: Database
) -> None:
    person(database)
    enter(local)
    foreign = local.post("/abmelden", headers={"Sec-Fetch-Site": "cross-site"})
    kept = (foreign, local.get("/konto"), local.get("/anmelden"))
    assert [one.headers.get("clear-site-data") for one in kept] == [None] * 3
    out = local.post("/abmelden")
    assert out.headers["clear-site-data"] == '"cache", "storage"', "cookies are of all the domain"
    assert "clear-site-data" not in local.post("/abmelden").headers, "nobody is signed in"


def test_a_session_that_another_site_planted_is_not_taken_over(
    local: TestClient, database: Database
) -> None:
    person(database)
    local.cookies.set(COOKIE, "untergeschoben")
    answer = enter(local)
    assert "untergeschoben" not in answer.headers["set-cookie"]
    local.cookies.clear()
    local.cookies.set(COOKIE, "untergeschoben")
    assert local.get("/konto").status_code == 303


def test_another_site_can_sign_nobody_in(local: TestClient, database: Database) -> None:
    person(database)
    fields = {"name": NAME, "password": PASSWORD}
    answer = local.post("/anmelden", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_program_is_told_how_to_prove_who_it_is(local: TestClient) -> None:
    answer = local.get("/api/notes")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


# --- The cookie -------------------------------------------------------------------


def test_over_https_the_cookie_is_of_this_host_alone(hosted: Settings, database: Database) -> None:
    person(database)
    with browser(hosted, SECURE) as client:
        answer = enter(client)
        name, *rest = answer.headers["set-cookie"].split("; ")
        assert name.startswith(f"{SECURE_COOKIE}=")
        assert {one.lower() for one in rest} >= {"secure", "httponly", "samesite=lax", "path=/"}
        assert not any(one.lower().startswith("domain") for one in rest)
        assert answer.headers["strict-transport-security"] == HSTS
        assert client.get("/konto").status_code == 200


@pytest.mark.parametrize("origin", ["http://localhost", "http://127.0.0.1:8000", "http://[::1]"])
def test_on_this_machine_nobody_needs_https(
    hosted: Settings, database: Database, origin: str
) -> None:
    person(database)
    with browser(hosted, origin) as client:
        answer = enter(client)
        assert answer.headers["set-cookie"].startswith(f"{COOKIE}=")
        assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", ["/anmelden", "/einladung/irgendein-link"])
def test_over_plain_http_from_elsewhere_no_password_is_asked_for(
    hosted: Settings, database: Database, path: str
) -> None:
    person(database)
    with browser(hosted, "http://themenradar.example") as client:
        for answer in (client.get(path), client.post(path, data={"name": NAME})):
            assert answer.status_code == 403
            assert "https://" in answer.text
            assert "<input" not in answer.text


# --- Links ------------------------------------------------------------------------


@pytest.fixture
def link(database: Database) -> str:
    secret = ensure_administrator(database, actor="cli:0", now=datetime.now(UTC))
    return f"/einladung/{secret}"


def test_a_link_asks_for_a_password_twice_and_signs_in(local: TestClient, link: str) -> None:
    form = local.get(link)
    assert "administration" in form.text
    assert "Mindestens 12 Zeichen" in form.text
    differ = local.post(link, data={"password": PASSWORD, "again": OTHER})
    assert (differ.status_code, "nicht gleich" in differ.text) == (422, True)
    short = local.post(link, data={"password": "kurz", "again": "kurz"})
    assert (short.status_code, "mindestens 12 Zeichen" in short.text) == (422, True)
    inside = local.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert (inside.status_code, inside.headers["location"]) == (303, "/")
    assert "Zugänge verwalten" in local.get("/").text
    for again in (local.get(link), local.post(link, data={"password": OTHER, "again": OTHER})):
        assert again.status_code == 404
        assert "schon benutzt, oder er ist abgelaufen" in again.text


def test_no_answer_says_a_password_back(local: TestClient, link: str) -> None:
    for password in ("geheim-Wort", "x" * 2000):
        answer = local.post(link, data={"password": password, "again": password})
        assert answer.status_code == 422
        assert password not in answer.text


# --- The demo ---------------------------------------------------------------------


def add_demo(database: Database) -> None:
    now = datetime.now(UTC)
    demo.ensure_accounts(
        database, district="05754", municipality="05754008", actor="cli:0", now=now
    )


@pytest.mark.parametrize("role", ROLES)
def test_the_demo_lets_everybody_on_this_machine_look_as_any_role(
    hosted: Settings, database: Database, role: Role
) -> None:
    add_demo(database)
    with browser(hosted, LOCAL, demo=True) as client:
        page = client.get("/anmelden?weiter=/konto").text
        assert f'value="{role}"' in page
        assert 'type="password"' not in page
        inside = client.post("/anmelden/demo", data={"rolle": role, "weiter": "/konto"})
        assert inside.headers["location"] == "/konto"
        assert f"demo-{role}" in client.get("/konto").text


def test_outside_of_the_demo_nobody_is_let_in_like_that(
    hosted: Settings, database: Database
) -> None:
    add_demo(database)
    with browser(hosted, LOCAL) as client:
        assert "ansehen" not in client.get("/anmelden").text
        answer = client.post("/anmelden/demo", data={"rolle": "koordination"})
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers


def test_the_demo_lets_nobody_in_from_elsewhere(hosted: Settings, database: Database) -> None:
    add_demo(database)
    with browser(hosted, SECURE, demo=True) as client:
        answer = client.post("/anmelden/demo", data={"rolle": "koordination"})
        assert answer.status_code == 404


def test_the_way_back_is_one_address(local: TestClient) -> None:
    """Nothing in it can add a second parameter or another page."""
    location = local.get("/themen?a=1&weiter=//x").headers["location"]
    assert parse_qs(urlsplit(location).query) == {"weiter": ["/themen?a=1&weiter=//x"]}
