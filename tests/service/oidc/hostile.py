"""A login provider that lies: right in all, but for what a test lets it do wrong."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENT: Final = "themenradar"
SECRET: Final = "Geheimnis-des-Dienstes-0123456789abcdef"  # noqa: S105 # of a test
CODE: Final = "Kode-0123456789"
ACCESS_TOKEN: Final = "Zugriff-0123456789"  # noqa: S105 # of a test
DISCOVERY, KEYS, TOKEN, USERINFO = (
    "/.well-known/openid-configuration",
    "/keys",
    "/token",
    "/userinfo",
)

Page = tuple[int, dict[str, str], bytes]


@cache
def rsa_key(name: str) -> RSAKey:
    """Return the key of a name; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class Hostile:
    """What the provider says.

    Attributes:
        issuer: Its address.
        nonce: What it was asked to repeat.
        discovery: What it publishes otherwise about itself; ``None`` leaves something out.
        claims: What it claims otherwise about a person; likewise. A function gets the present,
            in seconds.
        header: What it says otherwise about the token.
        key: What it signs with.
        keys: What it publishes to check that.
        wrapped: What becomes of the token.
        pages: What it answers instead, by path: a page, or what makes one.
        slow: Seconds between two bytes, by path.
        userinfo: What it says otherwise about a person who is asked for.
        asked: The paths that it was asked for.
        posted: The forms that it got.
    """

    issuer: str
    nonce: str = ""
    discovery: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: rsa_key("first"))
    keys: list[Any] = field(default_factory=lambda: [rsa_key("first")])
    wrapped: Callable[[str], Any] = str
    pages: dict[str, Page | Callable[[], Page]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[dict[str, list[str]]] = field(default_factory=list)

    def page(self, path: str) -> Page:
        """Return what is answered."""
        self.asked.append(path)
        instead = self.pages.get(path)
        if instead is not None:
            return instead if isinstance(instead, tuple) else instead()
        content = {
            DISCOVERY: self._published,
            KEYS: lambda: KeySet(self.keys).as_dict(private=False),
            TOKEN: lambda: {
                "access_token": ACCESS_TOKEN,
                "token_type": "Bearer",
                "id_token": self.wrapped(self.token()),
            },
            USERINFO: lambda: _without_none({"sub": "anna"} | self.userinfo),
        }[path]()
        return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()

    def token(self) -> str:
        """Return the ID token."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "anna",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "anna@verl.example",
            "email_verified": True,
        } | self.claims
        header = {"alg": "RS256", "kid": "first"} | self.header
        claims = {name: one(now) if callable(one) else one for name, one in claims.items()}
        return jwt.encode(_without_none(header), _without_none(claims), self.key, [header["alg"]])

    def _published(self) -> dict[str, Any]:
        return _without_none(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}{TOKEN}",
                "jwks_uri": f"{self.issuer}{KEYS}",
                "userinfo_endpoint": f"{self.issuer}{USERINFO}",
                "end_session_endpoint": f"{self.issuer}/end?a=b",
            }
            | self.discovery
        )


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


class _Handler(BaseHTTPRequestHandler):
    said: Hostile

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.said.posted.append(parse_qs(body))
        self._answer()

    def _answer(self) -> None:
        status, headers, body = self.said.page(self.path)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        pause = self.said.slow.get(self.path)
        try:
            for part in [body] if pause is None else [bytes([one]) for one in body]:
                time.sleep(pause or 0)
                self.wfile.write(part)
        except OSError:  # whoever asked has gone
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hostile() -> Iterator[Hostile]:
    """Run the provider as long as the block lasts."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.said = Hostile(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield handler.said
        finally:
            server.shutdown()
            thread.join()
