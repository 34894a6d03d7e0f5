"""Who comes back from the provider must have set out from here, in this browser, a while ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from anyio.from_thread import start_blocking_portal
from httpx2 import URL

from service.access.oidc import LoginProvider
from service.http.access import SECURE_COOKIE
from tests.service.oidc.hostile import CLIENT, CODE, SECRET, TOKEN
from tests.service.oidc.real import OUR_ADDRESS
from tests.service.oidc.visits import BACK, BEGIN, PENDING, add_account

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.access_tables import AccountRow
    from tests.service.oidc.visits import Scene

LAPSED = "sign_in_lapsed"


@pytest.fixture(autouse=True)
def somebody(scene: Scene) -> AccountRow:
    """An account that is open to whoever may enter."""
    return add_account(scene.database)


def test_the_provider_is_asked_for_what_it_takes(scene: Scene) -> None:
    answer = scene.client.get(BEGIN)
    address = URL(answer.headers["location"])
    sent = dict(address.params)
    assert str(address).startswith(f"{scene.provider.issuer}/auth?")
    assert {len(sent.pop(name)) for name in ("state", "nonce", "code_challenge")} == {43}
    assert sent == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": f"{OUR_ADDRESS}{BACK}",
        "scope": "openid email",
        "code_challenge_method": "S256",
    }
    assert SECRET not in str(address)


def test_what_the_browser_keeps_meanwhile_is_sealed(scene: Scene) -> None:
    answer = scene.client.get(BEGIN, params={"weiter": "/karte"})
    (cookie,) = answer.headers.get_list("set-cookie")
    sent = URL(answer.headers["location"]).params
    assert cookie.startswith(f"{PENDING}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax", "Max-Age=600"} <= {
        part.strip() for part in cookie.split(";")
    }
    assert not [one for one in (sent["state"], sent["nonce"], "karte") if one in cookie]


def test_every_sign_in_has_its_own_secrets(scene: Scene) -> None:
    first, second = (URL(scene.client.get(BEGIN).headers["location"]).params for _ in range(2))
    assert not {first[one] for one in ("state", "nonce", "code_challenge")} & set(second.values())


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/themen/T-0001?seite=2", "/themen/T-0001?seite=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_afterwards_comes_a_page_of_ours(scene: Scene, wanted: str, shown: str) -> None:
    state = scene.begin(weiter=wanted)
    assert scene.come_back(state).headers["location"] == shown


@pytest.mark.parametrize("state", ["", "another", "ä" * 43])
def test_an_answer_to_another_question_lets_nobody_in(scene: Scene, state: str) -> None:
    scene.begin()
    answer = scene.come_back(state)
    assert answer.status_code == 400
    scene.assert_refused(answer, code=LAPSED, why="state")
    assert TOKEN not in scene.provider.asked


def test_an_answer_lets_nobody_in_twice(scene: Scene) -> None:
    state = scene.begin()
    scene.come_back("another")
    scene.assert_refused(scene.come_back(state), code=LAPSED, why="no_cookie")


def test_an_answer_lets_nobody_in_with_another_browser(scene: Scene) -> None:
    """Else somebody could be signed in as somebody else by a link."""
    state = scene.begin()
    scene.client.cookies.clear()
    scene.assert_refused(scene.come_back(state), code=LAPSED, why="no_cookie")
    scene.begin()
    scene.assert_refused(scene.come_back(state), code=LAPSED, why="state")


def seal(issuer: str, *, ago: timedelta, app: TestClient | None = None) -> tuple[str, str]:
    """Begin a sign-in some time ago, at this service or at another; return state and seal."""
    known = (
        app.app.state.context.login_provider  # type: ignore[attr-defined] # it is our application
        if app
        else LoginProvider(issuer, CLIENT, SECRET)
    )
    begin = partial(
        known.begin,
        redirect_uri=f"{OUR_ADDRESS}{BACK}",
        target="/",
        now=datetime.now(UTC) - ago,
    )
    with start_blocking_portal() as portal:  # a browser test may run its own loop in this thread
        address, sealed = portal.call(begin)
    return URL(address).params["state"], sealed


def test_a_person_may_take_ten_minutes(scene: Scene) -> None:
    state, sealed = seal(
        scene.provider.issuer, ago=timedelta(minutes=10, seconds=5), app=scene.client
    )
    scene.client.cookies.set(PENDING, sealed)
    scene.assert_refused(scene.come_back(state), code=LAPSED, why="cookie")
    scene.provider.nonce = "unknown to us"
    state, sealed = seal(scene.provider.issuer, ago=timedelta(minutes=9), app=scene.client)
    scene.client.cookies.set(PENDING, sealed)
    answer = scene.come_back(state)
    scene.assert_refused(answer, code="provider_answer", why="InvalidClaimError")


def test_what_another_service_sealed_lets_nobody_in(scene: Scene) -> None:
    state, sealed = seal(scene.provider.issuer, ago=timedelta())
    scene.client.cookies.set(PENDING, sealed)
    scene.assert_refused(scene.come_back(state), code=LAPSED, why="cookie")


@pytest.mark.parametrize("sealed", ["nonsense", "gAAAAA==", "x" * 3000])
def test_what_nobody_sealed_lets_nobody_in(scene: Scene, sealed: str) -> None:
    scene.client.cookies.set(PENDING, sealed)
    scene.assert_refused(scene.come_back("state"), code=LAPSED, why="cookie")


@pytest.mark.parametrize(
    ("query", "code", "reason"),
    [
        ({"error": "access_denied"}, "sign_in_declined", "access_denied"),
        ({"error": "invalid_scope"}, "provider_answer", "invalid_scope"),
        ({"error": "anna <script>"}, "provider_answer", "error"),
        ({"code": ""}, "provider_answer", "code"),
        ({"iss": "https://elsewhere.example"}, "provider_answer", "iss"),
        ({"iss": "https://elsewhere.example", "error": "access_denied"}, "provider_answer", "iss"),
    ],
)
def test_a_refusal_lets_nobody_in(
    scene: Scene, query: dict[str, str], code: str, reason: str
) -> None:
    scene.assert_refused(scene.visit(**query), code=code, why=reason)
    assert TOKEN not in scene.provider.asked


def test_a_provider_that_says_so_must_name_itself(scene: Scene) -> None:
    scene.provider.discovery = {"authorization_response_iss_parameter_supported": True}
    scene.assert_refused(scene.visit(), code="provider_answer", why="iss")
    assert scene.visit(iss=scene.provider.issuer).status_code == 303


def test_huge_parameters_are_refused(scene: Scene) -> None:
    answer = scene.visit(iss="x" * 5000)
    assert answer.status_code == 422
    assert SECURE_COOKIE not in scene.client.cookies


def test_the_session_before_ends(scene: Scene) -> None:
    scene.visit()
    before = scene.client.cookies[SECURE_COOKIE]
    scene.visit()
    after = scene.client.cookies[SECURE_COOKIE]
    assert after != before
    scene.client.cookies.clear()
    scene.client.cookies.set(SECURE_COOKIE, before)
    assert scene.client.get("/").status_code != 200


def test_who_signs_out_is_led_on_to_the_provider(scene: Scene) -> None:
    scene.visit()
    headers = {"Origin": OUR_ADDRESS}
    answer = scene.client.post("/abmelden", headers=headers)
    assert SECURE_COOKIE not in scene.client.cookies
    page = scene.client.get(answer.headers["location"])
    address = URL(page.headers["refresh"].removeprefix("0; url="))
    assert str(address).startswith(f"{scene.provider.issuer}/end?")
    assert dict(address.params) == {
        "a": "b",
        "client_id": CLIENT,
        "post_logout_redirect_uri": f"{OUR_ADDRESS}/anmelden",
    }


def test_who_signs_out_is_signed_out_also_where_the_provider_has_no_page_for_it(
    scene: Scene,
) -> None:
    scene.provider.discovery = {"end_session_endpoint": None}
    answer = scene.client.get(f"{BEGIN}/abmelden")
    assert answer.headers["location"].startswith("/anmelden")


def test_over_plain_http_nobody_sets_out(scene: Scene) -> None:
    for path in (BEGIN, f"{BACK}?state=s&code={CODE}"):
        answer = scene.client.get(f"http://testserver{path}")
        assert answer.status_code == 403
        assert not answer.headers.get_list("set-cookie")
    assert not scene.provider.asked
