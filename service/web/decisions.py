"""The log of decisions: what was decided, what became of it, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from service.errors import NoRunYetError, PreconditionFailedError, WithdrawnError
from service.http.context import InContext  # the same
from service.http.disclosure import only_for_everything, sees_everything
from service.http.problem import problem_of
from service.usecases import decisions, topics
from service.usecases.decisions import DecisionKind
from service.usecases.overview import overview
from service.usecases.taxonomy import field_titles
from service.usecases.versions import Seen
from service.web import released
from service.web.forms import Done, Happened, lead_to  # the same
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

if TYPE_CHECKING:
    from service.http.context import Context
    from service.http.problem import Problem

ADDRESS = "/entscheidungen"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)


@router.get("")
def list_decisions(
    context: InContext, seite: PageNumber = 1, erfolg: Happened = Done.NOTHING
) -> Response:
    """List the decisions, the latest first, or those about what is released."""
    if not sees_everything(context):
        return released.list_decisions(context, seite)
    return _page(context, seite, done=erfolg)


@router.post("/{decision_id:uuid}/zuruecknehmen", dependencies=[Depends(only_for_everything)])
def withdraw(
    context: InContext, decision_id: UUID, version: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Take a decision back and go on with the list."""
    try:
        decisions.withdraw(
            context.database,
            decision_id,
            district=context.district,
            actor=context.principal.actor,
            now=datetime.now(UTC),
            seen=Seen(frozenset(filter(None, [version]))),
        )
    except (PreconditionFailedError, WithdrawnError) as error:
        return _page(context, 1, problem=problem_of(error))
    return lead_to(ADDRESS, Done.WITHDRAWN)


def _page(
    context: Context, page: int, *, done: Done = Done.NOTHING, problem: Problem | None = None
) -> Response:
    found = paging(
        page,
        lambda offset, limit: decisions.list_decisions(
            context.database, district=context.district, offset=offset, limit=limit
        ),
    )
    there, waiting = _standing(context)
    return render(
        context,
        "decisions.html",
        status=problem.status if problem else HTTPStatus.OK,
        decisions=found,
        there=there,
        waiting=waiting,
        unfinished=overview(context.database, district=context.district).unfinished,
        fields=field_titles(),
        DecisionKind=DecisionKind,
        done=done,
        problem=problem,
    )


def _standing(context: Context) -> tuple[frozenset[str], int]:
    """Return the themes of today, and the number of decisions that wait for a run."""
    try:
        now = topics.standing(context.database, district=context.district)
    except NoRunYetError:
        return frozenset(), 0
    return frozenset(theme.id for theme in now.themes), now.waiting
