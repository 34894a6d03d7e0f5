"""People's decisions about themes: take one, take it back, list them."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Response

from service.api import released_schemas, theme_schemas
from service.api.problems import documented, tagged
from service.api.schemas import Limit, Offset  # the same
from service.api.theme_schemas import DecisionCreate  # the same
from service.http.context import InContext  # the same
from service.http.disclosure import reader_of, sees_everything
from service.http.versions import InSeen, etag  # the same
from service.usecases import decisions
from service.usecases.decisions import NewDecision
from service.usecases.released import released_decisions
from service.usecases.released_views import ReleasedDecision  # the same
from service.usecases.standing import DecisionView  # the same
from service.usecases.views import Page  # the same

router = APIRouter(prefix="/decisions", tags=["decisions"])


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=theme_schemas.Decision,
    responses=documented(400, 403, 404, 409, 412, 413, 415, 422, 428) | tagged(201),
)
def decide(
    context: InContext, wanted: DecisionCreate, seen: InSeen, response: Response
) -> DecisionView:
    """Take a decision: it shows at once, and every later run obeys it.

    `If-Match` names the `version` of every theme that the decision names, and of those that its
    statements are in.
    """
    decision = decisions.decide(
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
        actor=context.principal.actor,
        now=datetime.now(UTC),
        seen=seen,
    )
    response.headers["ETag"] = etag(decision.version)
    return decision


@router.get("", response_model=released_schemas.Decisions, responses=documented(422))
def list_decisions(
    context: InContext, offset: Offset = 0, limit: Limit = 50
) -> Page[DecisionView] | Page[ReleasedDecision]:
    """List the decisions, the latest first, the withdrawn among them, or what is released."""
    if not sees_everything(context):
        return released_decisions(
            context.database,
            reader_of(context),
            now=datetime.now(UTC),
            offset=offset,
            limit=limit,
        )
    return decisions.list_decisions(
        context.database, district=context.district, offset=offset, limit=limit
    )


@router.delete(
    "/{decision_id}",
    response_model=theme_schemas.Decision,
    responses=documented(400, 403, 404, 409, 412, 422, 428) | tagged(200),
)
def withdraw(
    context: InContext, decision_id: UUID, seen: InSeen, response: Response
) -> DecisionView:
    """Take a decision back: what a run made of it stays until the next one.

    `If-Match` names its `version`.
    """
    decision = decisions.withdraw(
        context.database,
        decision_id,
        district=context.district,
        actor=context.principal.actor,
        now=datetime.now(UTC),
        seen=seen,
    )
    response.headers["ETag"] = etag(decision.version)
    return decision
