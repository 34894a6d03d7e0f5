"""People's decisions about themes: take one, take it back, list them."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter

from service.api import theme_schemas
from service.api.problems import documented
from service.api.schemas import Limit, Offset  # the same
from service.api.theme_schemas import DecisionCreate  # the same
from service.http.context import InContext  # the same
from service.usecases import decisions
from service.usecases.decisions import NewDecision
from service.usecases.standing import DecisionView  # the same
from service.usecases.views import Page  # the same

router = APIRouter(prefix="/decisions", tags=["decisions"])


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=theme_schemas.Decision,
    responses=documented(400, 403, 404, 409, 413, 415, 422),
)
def decide(context: InContext, wanted: DecisionCreate) -> DecisionView:
    """Take a decision: it shows at once, and every later run obeys it."""
    return decisions.decide(
        context.database,
        NewDecision(
            kind=wanted.kind,
            themes=tuple(wanted.themes),
            statements=tuple(wanted.statements),
            label=wanted.label,
            field=wanted.field,
            no_person=wanted.no_person,
        ),
        district=context.district,
        now=datetime.now(UTC),
    )


@router.get("", response_model=theme_schemas.DecisionPage, responses=documented(422))
def list_decisions(
    context: InContext, offset: Offset = 0, limit: Limit = 50
) -> Page[DecisionView]:
    """List the decisions, the latest first, the withdrawn among them."""
    return decisions.list_decisions(
        context.database, district=context.district, offset=offset, limit=limit
    )


@router.delete(
    "/{decision_id}",
    response_model=theme_schemas.Decision,
    responses=documented(403, 404, 409, 422),
)
def withdraw(context: InContext, decision_id: UUID) -> DecisionView:
    """Take a decision back: what a run made of it stays until the next one."""
    return decisions.withdraw(
        context.database, decision_id, district=context.district, now=datetime.now(UTC)
    )
