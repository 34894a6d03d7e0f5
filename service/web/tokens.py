"""Tokens of machines, for who manages accounts: list, make, revoke."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, Literal
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import SCOPES, Permission  # the same
from service.errors import AccountError
from service.http.context import InContext  # the same
from service.http.problem import problem_of
from service.usecases import tokens
from service.usecases.places import list_places
from service.usecases.tokens import LONGEST_DAYS, NewToken
from service.web.login import LONGEST_FIELD
from service.web.onward import lead
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

if TYPE_CHECKING:
    from service.errors import ServiceError
    from service.http.context import Context

ADDRESS: Final = "/zugaenge/schluessel"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)

Happened = Literal["", "widerrufen"]


class TokenFields(BaseModel):
    """The form that makes a token."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=LONGEST_FIELD)
    district: str = Field(default="", max_length=5)
    scopes: list[Permission] = Field(default_factory=list, max_length=len(Permission))
    days: int = Field(default=0, ge=0, le=100_000)


@router.get("")
def list_tokens(context: InContext, seite: PageNumber = 1, erfolg: Happened = "") -> Response:
    """List the tokens, the latest first, with the form that makes one."""
    return _page(context, seite, done=erfolg)


@router.post("")
def create_token(context: InContext, given: Annotated[TokenFields, Form()]) -> Response:
    """Make a token, and show it once."""
    new = NewToken(given.name, given.district, frozenset(given.scopes), given.days)
    try:
        issued = tokens.create_token(
            context.database, new, actor=context.principal.actor, now=datetime.now(UTC)
        )
    except AccountError as error:
        return _page(context, 1, given=given, error=error)
    return render(context, "token.html", issued=issued)


@router.post("/{token_id:uuid}/widerrufen")
def revoke_token(context: InContext, token_id: UUID) -> Response:
    """Take a token back."""
    tokens.revoke_token(
        context.database, token_id, actor=context.principal.actor, now=datetime.now(UTC)
    )
    return lead(f"{ADDRESS}?erfolg=widerrufen")


def _page(
    context: Context,
    page: int,
    *,
    done: Happened = "",
    given: TokenFields | None = None,
    error: ServiceError | None = None,
) -> Response:
    now = datetime.now(UTC)
    problem = problem_of(error) if error else None
    found = paging(
        page,
        lambda offset, limit: tokens.list_tokens(
            context.database, now=now, offset=offset, limit=limit
        ),
    )
    return render(
        context,
        "tokens.html",
        status=problem.status if problem else HTTPStatus.OK,
        tokens=found,
        places=list_places(context.database),
        scopes=sorted(SCOPES, key=list(Permission).index),
        longest_days=LONGEST_DAYS,
        done=done,
        given=given,
        problem=problem,
    )
