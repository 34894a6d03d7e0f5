"""Who may pass: every route asks here, and none that the table does not name is answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.requests import Request  # noqa: TC002 # FastAPI reads the annotations

from service.access.roles import Permission
from service.access.routes import PERMISSION_OF
from service.errors import (
    CrossSiteError,
    InsecureConnectionError,
    NotAllowedError,
    NotSignedInError,
)
from service.http.guard import SAFE_METHODS, names_its_origin
from service.metrics import template_of
from service.usecases.sessions import principal_of_session, principal_of_token

if TYPE_CHECKING:
    from service.access.principal import Principal
    from service.http.context import Context

COOKIE: Final = "themenradar"
SECURE_COOKIE: Final = f"__Host-{COOKIE}"
"""The name of the cookie over HTTPS: browsers take it from this host only."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""The names of this machine to itself."""
_BEARER: Final = "bearer "


def admit(request: Request) -> None:
    """Let a request pass, and note who sent it; runs before every route of ours.

    Raises:
        NotSignedInError: The route is not for everybody, and nobody signed in.
        NotAllowedError: Who is asking may not do this, or the route is in no table.
        CrossSiteError: A browser sends its cookie along without telling on whose behalf.
    """
    permission = PERMISSION_OF.get(f"{request.method} {template_of(request.scope)}")
    if permission is None:
        raise NotAllowedError
    if permission is Permission.PUBLIC and request.url.path.startswith("/api/"):
        return  # it answers also where the database does not
    request.state.principal = principal = _principal(request)
    if permission is Permission.PUBLIC:
        return
    if principal is None:
        raise NotSignedInError
    if not principal.may(permission):
        raise NotAllowedError


def cookie_name(request: Request) -> str:
    """Return the name of the session's cookie; over plain HTTP none can be secure."""
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def on_this_machine(request: Request) -> bool:
    """Tell whether a request names this very machine, so that nothing leaves it."""
    return request.url.hostname in LOOPBACK


def ensure_private(request: Request) -> None:
    """Let a request pass on whose way nobody else can read a password or a cookie.

    Raises:
        InsecureConnectionError: It comes over plain HTTP from elsewhere.
    """
    if request.url.scheme != "https" and not on_this_machine(request):
        raise InsecureConnectionError


def _principal(request: Request) -> Principal | None:
    context: Context = request.app.state.context
    now = datetime.now(UTC)
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith(_BEARER):
        secret = authorization[len(_BEARER) :].strip()
        return principal_of_token(context.database, secret, now=now)
    cookie = request.cookies.get(cookie_name(request))
    if not cookie:
        return None
    if request.method not in SAFE_METHODS and not names_its_origin(request.scope):
        raise CrossSiteError
    return principal_of_session(context.database, cookie, now=now)
