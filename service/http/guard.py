"""The guard in front of API and pages: foreign sites out, safe headers on every answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from nlp.errors import LimitError
from service.errors import CrossSiteError, LargeRequestError, UnknownHostError
from service.http.uploads import LARGEST_BODY, LARGEST_FILE, LARGEST_FORM, UPLOADS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC = "/static/"
_PORT = re.compile(r":[0-9]*$")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; "  # KERN draws its icons from data: in CSS
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with none at all, own forms would say "Origin: null"
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

HSTS = "max-age=31536000; includeSubDomains"
"""Browsers that came over HTTPS once come over nothing else for a year."""


class Guard:
    """Middleware around everything: one request in, one safe answer out.

    It refuses what names a foreign host, what another site sends and what is too large,
    answers errors that nobody else did, and sets :data:`HEADERS`.

    Args:
        app: What is guarded.
        answer: Turns an error into an answer.
        hosts: Host names that a request may name; ``*`` allows all.
    """

    def __init__(
        self,
        app: ASGIApp,
        answer: Callable[[Request, Exception], Awaitable[Response]],
        *,
        hosts: Collection[str],
    ) -> None:
        self.app = app
        self.answer = answer
        self.hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _set_headers(message, scope)
            await send(message)

        try:
            self._check(scope)
            await self.app(scope, _bounded(scope, receive), send_guarded)
        except Exception as error:
            if started:  # too late for another answer; the server breaks the connection
                raise
            response = await self.answer(Request(scope), error)
            await response(scope, receive, send_guarded)

    def _check(self, scope: Scope) -> None:
        host = _PORT.sub("", Headers(scope=scope).get("host", "")).lower()
        if not self.hosts & {host, "*"}:
            raise UnknownHostError
        if _announced(scope) > _largest(scope):
            raise _too_large(scope)
        if scope["method"] not in SAFE_METHODS and _from_another_site(scope):
            raise CrossSiteError


def _set_headers(start: Message, scope: Scope) -> None:
    headers = MutableHeaders(scope=start)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", HSTS)
    if not scope["path"].startswith(STATIC):
        headers.setdefault("Cache-Control", "no-store")


def _largest(scope: Scope) -> int:
    """Return the bytes that a body may have: much is read only where files are sent.

    The framework decodes a body before anybody asks who sends it, and all others wait.
    """
    return LARGEST_BODY if scope["path"] in UPLOADS else LARGEST_FORM


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _too_large(scope: Scope) -> Exception:
    if scope["path"] in UPLOADS:
        return LimitError(what="bytes", limit=LARGEST_FILE)
    return LargeRequestError()


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Stop reading a body that is larger than it says, or does not say how large it is."""
    size, largest = 0, _largest(scope)

    async def receive_bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > largest:
            raise _too_large(scope)
        return message

    return receive_bounded


def names_its_origin(scope: Scope) -> bool:
    """Tell whether the sender says on whose behalf it asks, as every browser of today does."""
    return not {"sec-fetch-site", "origin"}.isdisjoint(Headers(scope=scope))


def _from_another_site(scope: Scope) -> bool:
    """Tell whether a browser sent the request on behalf of another site.

    Browsers say so in ``Sec-Fetch-Site``, older ones in ``Origin``; a program that is no
    browser sends neither and acts for nobody but itself.
    """
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
