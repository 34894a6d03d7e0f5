"""The page behind a link that opens an account once."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.passwords import LONGEST, SHORTEST
from service.errors import (
    PasswordError,
    PasswordsDifferError,
    TooManyAttemptsError,
    WrongCodeError,
)
from service.http.access import ensure_private
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.problem import problem_of
from service.usecases import links
from service.usecases.links import PATH, NewPassword
from service.web.login import LONGEST_FIELD, enter
from service.web.rendering import render

if TYPE_CHECKING:
    from service.http.context import Context
    from service.http.problem import Problem

router = APIRouter(
    prefix=PATH, default_response_class=HTMLResponse, dependencies=[Depends(ensure_private)]
)

Secret = Annotated[str, Path(max_length=100)]


class ChosenPassword(BaseModel):
    """The form of the page."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    password: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    again: str = Field(default="", max_length=LONGEST_FIELD, repr=False)
    code: str = Field(default="", max_length=20, repr=False)


@router.get("/{secret}")
def show_link(context: InContext, secret: Secret) -> Response:
    """Ask for a password; the link is not used up by looking."""
    return _page(context, secret)


@router.post("/{secret}")
def use_link(
    context: InContext, request: Request, secret: Secret, given: Annotated[ChosenPassword, Form()]
) -> Response:
    """Set the password and sign in."""
    try:
        if given.password != given.again:
            raise PasswordsDifferError
        cookie = links.use_link(
            context.database,
            secret,
            NewPassword(given.password, given.code),
            key=context.key,
            now=datetime.now(UTC),
        )
    except (PasswordError, TooManyAttemptsError, WrongCodeError) as error:
        return _page(context, secret, problem=problem_of(error))
    return enter(request, cookie)


def _page(context: Context, secret: str, *, problem: Problem | None = None) -> Response:
    return render(
        context,
        "link.html",
        status=problem.status if problem else HTTPStatus.OK,
        headers=dict(problem.headers) if problem else None,
        link=links.show_link(context.database, secret, now=datetime.now(UTC)),
        address=f"{PATH}/{secret}",
        shortest=SHORTEST,
        longest=LONGEST,
        problem=problem,
    )
