"""The cookies of signing in: by password (service/web/login.py) and by the login provider alike.

``Lax``, since people also come by links in their mail and back from the login provider; what
changes something must come from our own pages anyway (:mod:`service.http.access`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.http.access import cookie_name
from service.usecases.sessions import LONGEST

if TYPE_CHECKING:
    from datetime import timedelta

    from starlette.requests import Request
    from starlette.responses import Response


def set_session_cookie(answer: Response, request: Request, secret: str) -> None:
    """Let the browser show the secret of a session from now on."""
    set_cookie(answer, request, cookie_name(request), secret, lifetime=LONGEST)


def clear_session_cookie(answer: Response, request: Request) -> None:
    """Let the browser forget its session."""
    clear_cookie(answer, request, cookie_name(request))


def set_cookie(
    answer: Response, request: Request, name: str, value: str, *, lifetime: timedelta
) -> None:
    """Give the browser a cookie that it shows to this host only, and to no script."""
    answer.set_cookie(
        name,
        value,
        max_age=int(lifetime.total_seconds()),
        path="/",  # a name with the prefix "__Host-" asks for it
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def clear_cookie(answer: Response, request: Request, name: str) -> None:
    """Let the browser forget a cookie."""
    answer.delete_cookie(
        name, path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )
