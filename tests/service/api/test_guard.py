"""What stands in front of API and pages: foreign sites, hosts, headers, errors, logs."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, cast

import pytest
import structlog
from fastapi.testclient import TestClient

from service import logs
from service.access.roles import Permission
from service.access.routes import PERMISSION_OF
from service.app import create_app
from service.http.guard import HEADERS
from service.http.uploads import LARGEST_FORM
from service.usecases import notes
from tests.service.helpers import add_token, note, row_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from service.settings import Settings
    from service.store.sessions import Database

MARKER = "Markerwort"
PUBLIC = Permission.PUBLIC


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://[::1"},
        {"origin": "testserver"},
        {"origin": "http://testserver:8001"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
def test_what_another_site_sends_is_refused(
    client: TestClient, database: Database, method: str, headers: dict[str, str]
) -> None:
    response = client.request(method, "/api/notes", headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "cross_site")
    response = client.post("/api/notes", files={"file": ("a.txt", note())}, headers=headers)
    assert response.status_code == 403
    assert not any(row_counts(database).values())


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
    ],
)
def test_what_our_own_pages_send_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    del client.headers["origin"]
    response = client.post("/api/notes", files={"file": ("a.txt", note())}, headers=headers)
    assert response.status_code == 201


def test_a_cookie_alone_does_not_tell_who_sends_it(client: TestClient, database: Database) -> None:
    del client.headers["origin"]
    response = client.post("/api/notes", files={"file": ("a.txt", note())})
    assert (response.status_code, response.json()["code"]) == (403, "cross_site")
    assert not any(row_counts(database).values())


def test_a_program_sends_its_token_and_nothing_else(
    client: TestClient, database: Database
) -> None:
    del client.headers["origin"]
    client.cookies.clear()
    response = client.post(
        "/api/notes",
        files={"file": ("a.txt", note())},
        headers={"authorization": f"Bearer {add_token(database)}"},
    )
    assert response.status_code == 201


def test_reading_from_another_site_is_harmless(client: TestClient) -> None:
    assert client.get("/api/notes", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "[::1", "", "testserver.evil.example"])
def test_an_unknown_host_is_refused_in_german(client: TestClient, host: str) -> None:
    response = client.get("/api/health", headers={"host": host})
    assert (response.status_code, response.json()["code"]) == (400, "host_unknown")
    page = client.get("/", headers={"host": host})
    assert page.status_code == 400
    assert "Rechnername unbekannt" in page.text


def test_a_host_may_name_its_port(client: TestClient) -> None:
    assert client.get("/api/health", headers={"host": "TestServer:8000"}).status_code == 200


@pytest.fixture
def crashing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of an application with a route that fails, and that everybody may ask."""
    _add_crash(client.app, monkeypatch)  # type: ignore[arg-type] # it is a FastAPI
    return client


def _add_crash(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("dict[str, Permission]", PERMISSION_OF), "GET /api/crash", PUBLIC)
    app.add_api_route("/api/crash", crash)


@pytest.mark.parametrize(
    "path", ["/api/health", "/api/nothing", "/api/notes?limit=0", "/api/crash"]
)
def test_every_answer_carries_the_safe_headers(crashing: TestClient, path: str) -> None:
    headers = crashing.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert headers["cache-control"] == "no-store"


def test_an_error_of_ours_tells_nothing(crashing: TestClient, log: io.StringIO) -> None:
    response = crashing.get("/api/crash")
    assert (response.status_code, response.json()["code"]) == (500, "unexpected")
    assert MARKER not in response.text
    assert '"error": "RuntimeError"' in log.getvalue()
    assert MARKER not in log.getvalue()


def crash() -> None:
    msg = f"something about {MARKER}"
    raise RuntimeError(msg)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "page_not_found"),
        ("PATCH", "/api/notes", 405, "method_not_allowed"),
    ],
)
def test_errors_of_the_framework_are_problems_too(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.request(method, path)
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_large_body_is_cut_off_anywhere(client: TestClient) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 2**20

    headers = {"content-type": "application/json"}
    response = client.post("/api/runs", content=body(), headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "request_large")


@pytest.mark.parametrize("path", ["/api/decisions", "/anmelden", "/nothing"])
def test_a_large_body_is_refused_before_it_is_decoded(client: TestClient, path: str) -> None:
    """Decoding takes the time of all, and nobody has asked yet who sends it."""
    client.cookies.clear()
    headers = {"content-type": "application/json", "accept": "application/json"}
    answer = client.post(path, content=b"{" * (LARGEST_FORM + 1), headers=headers)
    assert answer.status_code == 413
    answer = client.post(path, content=b"{" * LARGEST_FORM, headers=headers)
    assert answer.status_code in {400, 401, 403, 404, 422}


def test_broken_json_is_told_without_its_place(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/api/runs", content='{"seed":', headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "request_bad")
    assert "8" not in response.json()["detail"]


def test_the_application_makes_its_logs_safe_itself(
    settings: Settings,
    database: Database,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del database
    structlog.reset_defaults()
    logging.getLogger().handlers = []
    app = create_app(settings)
    _add_crash(app, monkeypatch)
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/api/crash").status_code == 500
    told = "".join(capfd.readouterr())
    assert '"error": "RuntimeError"' in told
    assert MARKER not in told


@pytest.mark.parametrize(
    "wanted", ['{"seed": "Markerwort"}', '{"Markerwort": 1}', '["Markerwort"]']
)
def test_a_validation_error_never_echoes_the_input_value(client: TestClient, wanted: str) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/api/runs", content=wanted, headers=headers)
    assert response.status_code in {415, 422}
    assert MARKER not in response.text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (note(extra=f"- Ein {MARKER} im Text."), 201),
        (note(extra=f"- {MARKER} an lea@beispiel.org."), 422),
        (note(extra=f"- {MARKER} \x00."), 422),
        (f"{MARKER}".encode(), 422),
    ],
)
def test_no_log_line_holds_text_of_a_note(
    client: TestClient, log: io.StringIO, data: bytes, status: int
) -> None:
    response = client.post("/api/notes", files={"file": (f"{MARKER}.txt", data)})
    assert response.status_code == status
    assert MARKER not in log.getvalue()


def test_no_log_line_holds_text_when_storing_fails(
    client: TestClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(notes, "text_hash", lambda _text: crash())
    data = note(extra=f"- Ein {MARKER} im Text.")
    response = client.post("/api/notes", files={"file": ("a.txt", data)})
    assert response.status_code == 500
    assert "crash" in log.getvalue()
    assert MARKER not in log.getvalue()
    assert not any(row_counts(database).values())
