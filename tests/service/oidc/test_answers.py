"""What a provider publishes or answers wrong, or not at all, lets nobody in."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.access import oidc
from service.access.oidc import LoginProvider
from tests.ports import free_port
from tests.service.oidc.hostile import CLIENT, DISCOVERY, KEYS, SECRET, TOKEN, USERINFO
from tests.service.oidc.visits import BEGIN, add_account

if TYPE_CHECKING:
    from service.store.access_tables import AccountRow
    from tests.service.oidc.hostile import Page
    from tests.service.oidc.visits import Scene

JSON = {"Content-Type": "application/json"}
FOREIGN = "https://elsewhere.example"
BRIEFLY = timedelta(seconds=0.5)


@pytest.fixture(autouse=True)
def somebody(scene: Scene) -> AccountRow:
    """An account that is open to whoever may enter."""
    return add_account(scene.database)


@pytest.mark.parametrize(
    ("discovery", "reason"),
    [
        ({"issuer": FOREIGN}, "issuer"),
        ({"issuer": None}, "discovery"),
        ({"token_endpoint": f"{FOREIGN}/token"}, "foreign_endpoint"),
        ({"token_endpoint": "http://127.0.0.1:1/token"}, "foreign_endpoint"),
        ({"jwks_uri": f"{FOREIGN}/keys"}, "foreign_endpoint"),
        ({"userinfo_endpoint": f"{FOREIGN}/me"}, "foreign_endpoint"),
        ({"authorization_endpoint": "http://elsewhere.example/auth"}, "plain_endpoint"),
        ({"end_session_endpoint": "http://elsewhere.example/end"}, "plain_endpoint"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "discovery"),
        ({"authorization_endpoint": "https://"}, "discovery"),
        ({"token_endpoint": 7}, "discovery"),
        ({"token_endpoint": None}, "discovery"),
        ({"jwks_uri": "http://[::1"}, "discovery"),
    ],
)
def test_a_provider_that_publishes_what_is_wrong_is_not_trusted(
    scene: Scene, discovery: dict[str, Any], reason: str
) -> None:
    scene.provider.discovery = discovery
    answer = scene.client.get(BEGIN)
    assert answer.status_code == 502
    scene.assert_refused(answer, code="provider_answer", why=reason)
    assert set(scene.provider.asked) == {DISCOVERY}


HUGE = json.dumps({"id_token": "A" * 300_000}).encode()
BOMB = gzip.compress(json.dumps({"id_token": "A" * 50_000_000}).encode())
UNREADABLE = {"discovery", "keys", "userinfo", "RecursionError", "ValueError"}
PAGES: list[Any] = [
    pytest.param((200, JSON, HUGE), "provider_answer", {"size"}, id="huge"),
    pytest.param(
        (200, JSON | {"Content-Encoding": "gzip"}, BOMB),
        "provider_answer",
        UNREADABLE,
        id="packed",
    ),
    pytest.param((200, JSON, b"[" * 100_000), "provider_answer", UNREADABLE, id="deep"),
    pytest.param((200, JSON, b"[]"), "provider_answer", UNREADABLE, id="a-list"),
    pytest.param((200, JSON, b"\xff\xfe"), "provider_answer", UNREADABLE, id="no-text"),
    pytest.param((200, JSON, b""), "provider_answer", UNREADABLE, id="empty"),
    pytest.param((500, JSON, b"{}"), "provider_unavailable", {"HTTPStatusError"}, id="500"),
    pytest.param((429, {}, b"later"), "provider_unavailable", {"HTTPStatusError"}, id="429"),
    pytest.param(
        (302, {"Location": "/token"}, b""), "provider_unavailable", {"HTTPStatusError"}, id="302"
    ),
    pytest.param(
        (307, {"Location": f"{FOREIGN}/token"}, b'{"access_token": "x"}'),
        "provider_unavailable",
        {"HTTPStatusError"},
        id="307",
    ),
    pytest.param(
        (200, {"Content-Length": "5000"}, b"{"),
        "provider_unavailable",
        {"RemoteProtocolError", "ReadTimeout", "TimeoutError"},
        id="broken-off",
    ),
    pytest.param(
        (200, {"X": "A" * 200_000}, b"{}"),
        "provider_unavailable",
        {"RemoteProtocolError"},
        id="huge-head",
    ),
]


@pytest.mark.parametrize("path", [DISCOVERY, KEYS, TOKEN, USERINFO])
@pytest.mark.parametrize(("page", "code", "reasons"), PAGES)
def test_a_broken_answer_lets_nobody_in(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    page: Page,
    code: str,
    reasons: set[str],
    path: str,
) -> None:
    if "TimeoutError" in reasons:
        monkeypatch.setattr(oidc, "PATIENCE", BRIEFLY)
    scene.provider.pages[path] = page
    scene.provider.claims = {"email": None}  # so that it is asked for
    early = path in {DISCOVERY, KEYS}
    answer = scene.client.get(BEGIN) if early else scene.visit()
    scene.assert_refused(answer, code=code, why=reasons)


@pytest.mark.parametrize("path", [DISCOVERY, KEYS, TOKEN, USERINFO])
def test_an_answer_that_comes_too_slowly_lets_nobody_in(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Each byte comes in good time, but all of them do not."""
    monkeypatch.setattr(oidc, "PATIENCE", BRIEFLY)
    scene.provider.slow[path] = 0.05
    scene.provider.claims = {"email": None}
    early = path in {DISCOVERY, KEYS}
    answer = scene.client.get(BEGIN) if early else scene.visit()
    assert answer.status_code == 503
    scene.assert_refused(answer, code="provider_unavailable", why="TimeoutError")


def test_a_provider_that_is_not_there_is_told(scene: Scene) -> None:
    nobody = LoginProvider(f"http://127.0.0.1:{free_port()}", CLIENT, SECRET)
    app = scene.client.app
    app.state.context = replace(app.state.context, login_provider=nobody)  # type: ignore[attr-defined] # it is our application
    scene.assert_refused(scene.client.get(BEGIN), code="provider_unavailable", why="ConnectError")


# --- Who somebody is --------------------------------------------------------------


def test_an_address_that_the_token_does_not_tell_is_asked_for(scene: Scene) -> None:
    scene.provider.claims = {"email": None, "email_verified": None}
    scene.provider.userinfo = {"email": "anna@verl.example", "email_verified": True}
    assert scene.visit().status_code == 303


@pytest.mark.parametrize(
    ("userinfo", "reason"),
    [({"sub": "berta"}, "userinfo_sub"), ({"sub": None}, "userinfo"), ({"email": 1}, "userinfo")],
)
def test_what_is_said_about_somebody_else_lets_nobody_in(
    scene: Scene, userinfo: dict[str, Any], reason: str
) -> None:
    scene.provider.claims = {"email": None}
    scene.provider.userinfo = {"email": "anna@verl.example", "email_verified": True} | userinfo
    scene.assert_refused(scene.visit(), code="provider_answer", why=reason)


@pytest.mark.parametrize("verified", [None, False, "true", 1, [True]])
def test_an_address_counts_only_where_the_provider_checked_it(
    scene: Scene, verified: object
) -> None:
    scene.provider.claims = {"email_verified": verified}
    answer = scene.visit()
    assert answer.status_code == 403
    assert "Zugänge richtet die Person ein" in answer.text
    scene.assert_refused(answer, code="no_account", why="no_account")


@pytest.mark.parametrize(
    ("methods", "posted"),
    [
        (None, False),
        (["client_secret_post", "client_secret_basic"], False),
        (["client_secret_post"], True),
        (["private_key_jwt"], False),
    ],
)
def test_the_secret_goes_where_the_provider_wants_it(
    scene: Scene, methods: list[str] | None, *, posted: bool
) -> None:
    scene.provider.discovery = {"token_endpoint_auth_methods_supported": methods}
    scene.visit()
    (form,) = scene.provider.posted
    assert ("client_secret" in form) is posted
    assert form["grant_type"] == ["authorization_code"]
    assert len(form["code_verifier"][0]) >= 43
