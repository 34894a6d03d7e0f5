"""Signing in and out. The demo also lets people in as any role, without a password."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Role  # FastAPI reads the annotations
from service.errors import CredentialsError, PageNotFoundError, TooManyAttemptsError
from service.http.access import cookie_name, ensure_private, on_this_machine
from service.http.context import InContext  # the same
from service.http.cookies import clear_session_cookie, set_session_cookie
from service.http.problem import problem_of
from service.usecases import demo, login
from service.usecases.accounts import ROLES, get_account
from service.usecases.login import Credentials
from service.usecases.sessions import end_session
from service.web.oidc import GOODBYE
from service.web.onward import LONGEST, SIGN_IN, START, Onward, lead, own_page
from service.web.rendering import render

if TYPE_CHECKING:
    from service.http.context import Context
    from service.http.problem import Problem

router = APIRouter(default_response_class=HTMLResponse)

LONGEST_FIELD = 1000
"""Code points of a field that somebody types a name or a password into."""
CLEARED: Final = '"cache", "storage"'
"""What browsers clear of this origin when somebody signs out (Clear-Site-Data).

Not all cookies: those of other services of the same domain would go, too.
"""


class SignIn(BaseModel):
    """The form of the page; an empty field counts as none."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: str = Field(default="", max_length=LONGEST_FIELD)
    password: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    code: str = Field(default="", max_length=20, repr=False)
    weiter: str = Field(default=START, max_length=LONGEST)


@router.get(SIGN_IN, dependencies=[Depends(ensure_private)])
def show_sign_in(
    context: InContext, weiter: Onward = START, abgemeldet: Literal["", "ja"] = ""
) -> Response:
    """Ask for name and password, unless somebody is signed in already."""
    if context.asking is not None:
        return lead(weiter)
    return _page(context, onward=weiter, left=bool(abgemeldet))


@router.post(SIGN_IN, dependencies=[Depends(ensure_private)])
def sign_in(context: InContext, request: Request, given: Annotated[SignIn, Form()]) -> Response:
    """Sign in, and go on to the page that was wanted."""
    credentials = Credentials(
        name=given.name,
        password=given.password,
        code=given.code,
        address=request.client.host if request.client else "",
        before=request.cookies.get(cookie_name(request), ""),
    )
    try:
        secret = login.sign_in(
            context.database, credentials, key=context.key, now=datetime.now(UTC)
        )
    except (CredentialsError, TooManyAttemptsError) as error:
        return _page(context, onward=given.weiter, name=given.name, problem=problem_of(error))
    return enter(request, secret, onward=given.weiter)


@router.post(f"{SIGN_IN}/demo", dependencies=[Depends(ensure_private)])
def enter_demo(
    context: InContext,
    request: Request,
    rolle: Annotated[Role, Form()],
    weiter: Annotated[str, Form(max_length=LONGEST)] = START,
) -> Response:
    """Look at the demo as a role; there is no such page outside of the demo."""
    if not (context.demo and on_this_machine(request)):
        raise PageNotFoundError
    return enter(
        request, demo.enter(context.database, rolle, now=datetime.now(UTC)), onward=weiter
    )


@router.post("/abmelden")
def sign_out(context: InContext, request: Request) -> Response:
    """End the session, here and in the browser; the login provider has its own."""
    now = datetime.now(UTC)
    linked = get_account(context.database, context.principal.id, now=now).linked
    end_session(context.database, request.cookies.get(cookie_name(request), ""), now=now)
    answer = lead(GOODBYE if linked and context.login_provider else f"{SIGN_IN}?abgemeldet=ja")
    clear_session_cookie(answer, request)
    answer.headers["Clear-Site-Data"] = CLEARED
    return answer


def enter(request: Request, secret: str, *, onward: str = START) -> Response:
    """Let the browser keep a session, and lead on."""
    answer = lead(onward)
    set_session_cookie(answer, request, secret)
    return answer


def _page(
    context: Context,
    *,
    onward: str,
    name: str = "",
    problem: Problem | None = None,
    left: bool = False,
) -> Response:
    return render(
        context,
        "login.html",
        status=problem.status if problem else HTTPStatus.OK,
        headers=dict(problem.headers) if problem else None,
        onward=own_page(onward),
        name=name,
        problem=problem,
        left=left,
        roles=ROLES if context.demo else (),
        provider=context.settings.oidc_label if context.login_provider else "",
    )
