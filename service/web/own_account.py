"""One's own account: the password, the second factor, where it is signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, Literal

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from service.access.codes import address, new_key
from service.access.passwords import LONGEST, SHORTEST
from service.errors import AccountError, PasswordsDifferError, TooManyAttemptsError
from service.http.access import cookie_name
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.problem import problem_of
from service.usecases import own_account
from service.usecases.accounts import get_account
from service.usecases.own_account import Proof
from service.web.login import LONGEST_FIELD, enter
from service.web.onward import lead
from service.web.rendering import render

if TYPE_CHECKING:
    from service.errors import ServiceError
    from service.http.context import Context
    from service.http.problem import Problem

ADDRESS: Final = "/konto"
FACTOR: Final = f"{ADDRESS}/zweiter-faktor"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)

_REFUSALS: Final = (AccountError, TooManyAttemptsError)
_GROUP: Final = 4  # letters of a key that are read at once
Happened = Literal["", "passwort", "faktor-an", "faktor-aus", "sitzungen"]
Typed = Annotated[str, Form(max_length=LONGEST_FIELD)]


class OtherPassword(BaseModel):
    """The form that changes the password."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    present: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    password: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    again: str = Field(default="", max_length=LONGEST_FIELD, repr=False)


class SecondFactor(BaseModel):
    """The form that asks for codes from now on."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    present: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    key: str = Field(pattern=r"^[A-Z2-7]{32}$", repr=False)
    code: str = Field(default="", max_length=20, repr=False)


@router.get("")
def show_account(context: InContext, request: Request, erfolg: Happened = "") -> Response:
    """Show one's own account."""
    return _page(context, request, done=erfolg)


@router.post("/passwort")
def change_password(
    context: InContext, request: Request, given: Annotated[OtherPassword, Form()]
) -> Response:
    """Change the password; all other sessions end."""
    try:
        if given.password != given.again:
            raise PasswordsDifferError
        secret = own_account.change_password(
            context.database,
            _proof(context, request, given.present),
            given.password,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        return _page(context, request, error=error, form="passwort")
    return enter(request, secret, onward=f"{ADDRESS}?erfolg=passwort")


@router.get("/zweiter-faktor")
def show_second_factor(context: InContext) -> Response:
    """Show a new key for an app."""
    return _second_factor(context, new_key())


@router.post("/zweiter-faktor")
def add_second_factor(
    context: InContext, request: Request, given: Annotated[SecondFactor, Form()]
) -> Response:
    """Ask for codes from now on."""
    try:
        own_account.add_second_factor(
            context.database,
            _proof(context, request, given.present),
            given.key,
            given.code,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        return _second_factor(context, given.key, problem=problem_of(error))
    return lead(f"{ADDRESS}?erfolg=faktor-an")


@router.post("/zweiter-faktor/entfernen")
def remove_second_factor(context: InContext, request: Request, present: Typed = "") -> Response:
    """Ask for no codes any more."""
    try:
        own_account.remove_second_factor(
            context.database, _proof(context, request, present), now=datetime.now(UTC)
        )
    except _REFUSALS as error:
        return _page(context, request, error=error, form="faktor")
    return lead(f"{ADDRESS}?erfolg=faktor-aus")


@router.post("/sitzungen/beenden")
def end_other_sessions(context: InContext, request: Request) -> Response:
    """Sign out everywhere else."""
    own_account.end_other_sessions(
        context.database, context.principal.id, secret=_secret(request), now=datetime.now(UTC)
    )
    return lead(f"{ADDRESS}?erfolg=sitzungen")


def _secret(request: Request) -> str:
    return request.cookies.get(cookie_name(request), "")


def _proof(context: Context, request: Request, password: str) -> Proof:
    return Proof(context.principal.id, password, _secret(request), context.key)


def _page(
    context: Context,
    request: Request,
    *,
    done: Happened = "",
    error: ServiceError | None = None,
    form: str = "",
) -> Response:
    """Show the account; ``form`` is the one that an error is about."""
    now = datetime.now(UTC)
    me = context.principal.id
    problem = problem_of(error) if error else None
    return render(
        context,
        "own_account.html",
        status=problem.status if problem else HTTPStatus.OK,
        headers=dict(problem.headers) if problem else None,
        account=get_account(context.database, me, now=now),
        sessions=own_account.own_sessions(context.database, me, secret=_secret(request), now=now),
        shortest=SHORTEST,
        longest=LONGEST,
        done=done,
        problem=problem,
        form=form,
    )


def _second_factor(context: Context, key: str, *, problem: Problem | None = None) -> Response:
    """Show a key as a QR code and as text."""
    code = segno.make(address(key, name=context.principal.name), micro=False)
    picture = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return render(
        context,
        "second_factor.html",
        status=problem.status if problem else HTTPStatus.OK,
        headers=dict(problem.headers) if problem else None,
        account=get_account(context.database, context.principal.id, now=datetime.now(UTC)),
        picture=Markup(picture),  # noqa: S704 # drawn here: rectangles
        key=key,
        shown=" ".join(key[at : at + _GROUP] for at in range(0, len(key), _GROUP)),
        problem=problem,
    )
