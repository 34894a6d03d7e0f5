"""Tokens of machines, for who manages accounts: list, make, revoke."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter

from service.api import account_schemas
from service.api.account_schemas import TokenCreate  # the same
from service.api.problems import documented
from service.api.schemas import Limit, Offset  # the same
from service.http.context import InContext  # the same
from service.usecases import tokens
from service.usecases.tokens import Issued, NewToken, TokenView
from service.usecases.views import Page

router = APIRouter(prefix="/tokens", tags=["accounts"])


@router.get("", response_model=account_schemas.TokenPage, responses=documented(422))
def list_tokens(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[TokenView]:
    """List the tokens, the latest first."""
    return tokens.list_tokens(context.database, now=datetime.now(UTC), offset=offset, limit=limit)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=account_schemas.IssuedToken,
    responses=documented(400, 403, 413, 415, 422),
)
def create_token(context: InContext, wanted: TokenCreate) -> Issued:
    """Make a token; its secret is told only here."""
    return tokens.create_token(
        context.database,
        NewToken(wanted.name, wanted.district, frozenset(wanted.scopes), wanted.days),
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )


@router.delete(
    "/{token_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 422)
)
def revoke_token(context: InContext, token_id: UUID) -> None:
    """Take a token back, at once."""
    tokens.revoke_token(
        context.database, token_id, actor=context.principal.actor, now=datetime.now(UTC)
    )
