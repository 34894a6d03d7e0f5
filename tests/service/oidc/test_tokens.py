"""What a token says wrong lets nobody in: one clear page, and nothing told."""

from __future__ import annotations

import base64
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest
from joserfc.jwk import ECKey

from service.http.access import SECURE_COOKIE
from tests.service.oidc.hostile import (
    CLIENT,
    DISCOVERY,
    KEYS,
    SECRET,
    TOKEN,
    rsa_key,
)
from tests.service.oidc.visits import (
    PENDING,
    add_account,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.store.access_tables import AccountRow
    from tests.service.oidc.visits import Scene

FOREIGN = "https://elsewhere.example"


def at(seconds: int) -> Callable[[int], int]:
    """So many seconds from now."""
    return lambda now: now + seconds


@pytest.fixture(autouse=True)
def somebody(scene: Scene) -> AccountRow:
    """An account that is open to whoever may enter."""
    return add_account(scene.database)


def test_all_is_well_where_nothing_is_wrong(scene: Scene) -> None:
    """The test of the tests: without this the others could pass for nothing."""
    answer = scene.visit()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert SECURE_COOKIE in scene.client.cookies
    assert PENDING not in scene.client.cookies
    assert scene.client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": FOREIGN}, "InvalidClaimError"),
        ({"iss": None}, "MissingClaimError"),
        ({"aud": "somebody-else"}, "MissingClaimError"),
        ({"aud": ["somebody-else"], "azp": CLIENT}, "aud"),
        ({"aud": [CLIENT, "somebody-else"], "azp": CLIENT}, "aud"),
        ({"aud": None}, "MissingClaimError"),
        ({"aud": []}, "aud"),
        ({"azp": "somebody-else"}, "InvalidClaimError"),
        ({"exp": at(-65)}, "ExpiredTokenError"),
        ({"exp": None}, "MissingClaimError"),
        ({"exp": "tomorrow"}, "InvalidClaimError"),
        ({"exp": float("nan")}, "InvalidClaimError"),
        ({"iat": at(600)}, "InvalidClaimError"),
        ({"iat": None}, "MissingClaimError"),
        ({"nbf": at(600)}, "InvalidClaimError"),
        ({"nonce": "another"}, "InvalidClaimError"),
        ({"nonce": None}, "MissingClaimError"),
        ({"sub": None}, "MissingClaimError"),
        ({"sub": ""}, "ValidationError"),
        ({"sub": 7}, "InvalidClaimError"),
        ({"sub": "a" * 256}, "ValidationError"),
        ({"sub": "anna\x00"}, "ValidationError"),
        ({"email": ["anna@verl.example"]}, "ValidationError"),
        ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "InvalidClaimError"),
    ],
)
def test_a_wrong_claim_lets_nobody_in(scene: Scene, claims: dict[str, Any], reason: str) -> None:
    scene.provider.claims = claims
    answer = scene.visit()
    assert answer.status_code == 502
    scene.assert_refused(answer, code="provider_answer", why=reason)


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def segment(value: object) -> str:
    return encoded(json.dumps(value).encode())


def unsigned(token: str) -> str:
    return f"{segment({'alg': 'none'})}.{token.split('.')[1]}."


def symmetric(key: bytes) -> Callable[[str], str]:
    """Sign by what the service knows as well, or what everybody knows."""

    def wrapped(token: str) -> str:
        signed = f"{segment({'alg': 'HS256', 'kid': 'first'})}.{token.split('.')[1]}"
        return f"{signed}.{encoded(hmac.digest(key, signed.encode(), 'sha256'))}"

    return wrapped


def tampered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==")) | {"sub": "berta"}
    return f"{head}.{segment(claims)}.{signature}"


@pytest.mark.parametrize(
    ("wrapped", "reason"),
    [
        pytest.param(unsigned, "UnsupportedAlgorithmError", id="alg-none"),
        pytest.param(
            symmetric(SECRET.encode()), "UnsupportedAlgorithmError", id="hs256-by-client-secret"
        ),
        pytest.param(
            symmetric(rsa_key("first").as_pem(private=False)),
            "UnsupportedAlgorithmError",
            id="hs256-by-public-key",
        ),
        pytest.param(tampered, "BadSignatureError", id="tampered"),
        pytest.param(lambda token: token[:-8] + "AAAAAAAA", "BadSignatureError", id="signature"),
        pytest.param(lambda token: token.rsplit(".", 1)[0], "DecodeError", id="two-parts"),
        pytest.param(lambda _: "no token", "DecodeError", id="no-token"),
        pytest.param(lambda _: "", "DecodeError", id="empty"),
        pytest.param(lambda _: 7, "DecodeError", id="a-number"),
        pytest.param(lambda _: None, "TypeError", id="nothing"),
        pytest.param(lambda token: token + "A" * 140_000, "ExceededSizeError", id="huge"),
        pytest.param(
            lambda token: f"{segment({'alg': 'RS256', 'kid': 7})}.{token.split('.', 1)[1]}",
            "InvalidHeaderValueError",
            id="kid-a-number",
        ),
        pytest.param(
            lambda token: f"{segment(['RS256'])}.{token.split('.', 1)[1]}",
            "MissingAlgorithmError",
            id="header-a-list",
        ),
    ],
)
def test_a_token_that_is_not_signed_by_the_provider_lets_nobody_in(
    scene: Scene, wrapped: Callable[[str], Any], reason: str
) -> None:
    scene.provider.wrapped = wrapped
    answer = scene.visit()
    assert answer.status_code == 502
    scene.assert_refused(answer, code="provider_answer", why=reason)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"kid": "second"}, "InvalidKeyIdError"),
        ({"kid": "first"}, "BadSignatureError"),
        ({"kid": None}, "BadSignatureError"),
        ({"alg": "RS512", "kid": "first"}, "UnsupportedAlgorithmError"),
    ],
)
def test_a_token_signed_with_another_key_lets_nobody_in(
    scene: Scene, header: dict[str, Any], reason: str
) -> None:
    scene.provider.key, scene.provider.header = rsa_key("second"), header
    answer = scene.visit()
    scene.assert_refused(answer, code="provider_answer", why=reason)


def test_a_key_that_comes_with_the_token_lets_nobody_in(scene: Scene) -> None:
    key = ECKey.generate_key("P-256")
    scene.provider.key = key
    scene.provider.header = {"alg": "ES256", "kid": "own", "jwk": key.as_dict(private=False)}
    scene.assert_refused(scene.visit(), code="provider_answer", why="InvalidKeyIdError")


def test_a_new_key_is_fetched(scene: Scene) -> None:
    scene.begin()
    scene.provider.key, scene.provider.keys = (
        rsa_key("second"),
        [rsa_key("first"), rsa_key("second")],
    )
    scene.provider.header = {"kid": "second"}
    assert scene.visit().status_code == 303
    assert scene.provider.asked.count(KEYS) == 2


def test_what_is_known_is_not_asked_again(scene: Scene) -> None:
    for _ in range(3):
        assert scene.visit().status_code == 303
    assert scene.provider.asked == [DISCOVERY, KEYS, TOKEN, TOKEN, TOKEN]


@pytest.mark.parametrize("claims", [{"exp": at(-30)}, {"iat": at(30), "nbf": at(30)}])
def test_clocks_may_differ_a_little(scene: Scene, claims: dict[str, Any]) -> None:
    scene.provider.claims = claims
    assert scene.visit().status_code == 303
