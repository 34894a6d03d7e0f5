"""Signing in with the account of the administration: there, back, and out again."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

import structlog
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from service.access.oidc import Answer
from service.access.pending import LIFETIME
from service.errors import PageNotFoundError, SignInError, SignInLapsedError
from service.http.access import cookie_name, ensure_private
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.cookies import clear_cookie, set_cookie, set_session_cookie
from service.http.problem import problem_of
from service.usecases.oidc_login import enter
from service.web.onward import SIGN_IN, START, Onward, lead
from service.web.rendering import render, render_problem

if TYPE_CHECKING:
    from service.access.oidc import LoginProvider
    from service.http.context import Context

PREFIX: Final = f"{SIGN_IN}/oidc"
BACK: Final = f"{PREFIX}/zurueck"
GOODBYE: Final = f"{PREFIX}/abmelden"
router = APIRouter(default_response_class=HTMLResponse)

_log = structlog.get_logger("themenradar.sign_in")
Text = Annotated[str, Query(max_length=2000)]


@router.get(PREFIX, dependencies=[Depends(ensure_private)])
async def begin(request: Request, context: InContext, weiter: Onward = START) -> Response:
    """Lead to the login provider; ``weiter`` is the page of ours to show afterwards."""
    try:
        address, sealed = await _provider(context).begin(
            redirect_uri=_address(request, BACK),
            target=weiter,
            now=datetime.now(UTC),
        )
    except SignInError as error:
        return _refuse(request, error)
    answer = RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    set_cookie(answer, request, _cookie(request), sealed, lifetime=LIFETIME)
    return answer


@router.get(BACK, dependencies=[Depends(ensure_private)])
async def come_back(
    request: Request,
    context: InContext,
    state: Text = "",
    code: Text = "",
    error: Text = "",
    iss: Text = "",
) -> Response:
    """Sign in whom the login provider sends back."""
    provider, now = _provider(context), datetime.now(UTC)
    try:
        sealed = request.cookies.get(_cookie(request))
        if sealed is None:
            raise SignInLapsedError(why="no_cookie")
        identity, target = await provider.finish(sealed, Answer(state, code, error, iss), now=now)
        before = request.cookies.get(cookie_name(request), "")
        secret = await run_in_threadpool(enter, context.database, identity, before=before, now=now)
    except SignInError as refusal:
        return _refuse(request, refusal)
    answer = lead(target)
    clear_cookie(answer, request, _cookie(request))
    set_session_cookie(answer, request, secret)
    return answer


@router.get(GOODBYE)
async def leave(request: Request, context: InContext) -> Response:
    """Lead whom we signed out to the login provider, where it signs people out.

    Not by a redirect: browsers would take it for a form that is sent to a foreign host.
    """
    try:
        address = await _provider(context).goodbye(
            returns_to=_address(request, SIGN_IN), now=datetime.now(UTC)
        )
    except SignInError as error:  # they are signed out here all the same
        _tell(error)
        address = None
    if address is None:
        return lead(f"{SIGN_IN}?abgemeldet=ja")
    refresh = {"Refresh": f"0; url={address}"}
    return render(context, "goodbye.html", headers=refresh, address=address)


def _provider(context: Context) -> LoginProvider:
    if context.login_provider is None:
        raise PageNotFoundError
    return context.login_provider


def _address(request: Request, path: str) -> str:
    return str(request.url.replace(path=path, query="", fragment=""))


def _cookie(request: Request) -> str:
    return f"{cookie_name(request)}-oidc"


def _tell(error: SignInError) -> None:
    _log.warning("sign-in by the login provider", code=error.code, reason=error.why)


def _refuse(request: Request, error: SignInError) -> Response:
    """Say why nobody is signed in; the sign-in that had begun is over."""
    _tell(error)
    answer = render_problem(problem_of(error))
    clear_cookie(answer, request, _cookie(request))
    return answer
