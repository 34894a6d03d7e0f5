"""The Themenspeicher: statements in no theme, those put aside, and the single cases."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from service.errors import NoRunYetError, PreconditionFailedError
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.disclosure import only_for_everything
from service.http.problem import problem_of
from service.usecases import topics
from service.web.conflict import show_conflict
from service.web.forms import (
    DONE,
    REFUSALS,
    Action,
    Done,
    Happened,
    InForm,
    Target,
    decide,
    lead_to,
)  # the same
from service.web.rendering import render
from service.web.themes import sorted_by_name

if TYPE_CHECKING:
    from service.http.context import Context
    from service.http.problem import Problem
    from service.web.forms import Filled

ADDRESS = "/themenspeicher"
router = APIRouter(
    prefix=ADDRESS,
    default_response_class=HTMLResponse,
    dependencies=[Depends(only_for_everything)],
)


@router.get("")
def show_store(context: InContext, erfolg: Happened = Done.NOTHING, ziel: Target = "") -> Response:
    """Show what is in no theme."""
    return _page(context, done=erfolg, target=ziel)


@router.post("")
def change_store(context: InContext, filled: InForm) -> Response:
    """Put statements into a theme, make a new one of them, or put them aside."""
    try:
        decision = decide(context, filled)
    except PreconditionFailedError as error:
        return show_conflict(context, error, filled, address=ADDRESS)
    except REFUSALS as error:
        return _page(context, problem=problem_of(error), filled=filled)
    if filled.action is Action.PIN:
        return lead_to(f"/themen/{decision.themes[-1].id}", Done.PINNED)
    return lead_to(ADDRESS, DONE[filled.action], filled.target)


def _page(
    context: Context,
    *,
    done: Done = Done.NOTHING,
    target: str = "",
    problem: Problem | None = None,
    filled: Filled | None = None,
) -> Response:
    try:
        now = topics.standing(context.database, district=context.district)
    except NoRunYetError:
        return render(context, "no_themes.html", wanted="store")
    return render(
        context,
        "store.html",
        status=problem.status if problem else HTTPStatus.OK,
        now=now,
        themes=sorted_by_name(theme for theme in now.themes if not theme.dismissed),
        versions=" ".join(theme.version for theme in now.themes),
        cases=topics.single_cases(context.database, district=context.district),
        done=done,
        target=next((theme for theme in now.themes if theme.id == target), None),
        problem=problem,
        filled=filled,
        Action=Action,
    )
