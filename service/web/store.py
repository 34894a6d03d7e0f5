"""The Themenspeicher: statements in no theme, those put aside, and the single cases."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

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
    Told,
    decide,
    lead_to,
)  # the same
from service.web.paging import PageNumber, paged  # the same
from service.web.rendering import render
from service.web.themes import sorted_by_name

if TYPE_CHECKING:
    from service.http.context import Context

ADDRESS = "/themenspeicher"
router = APIRouter(
    prefix=ADDRESS,
    default_response_class=HTMLResponse,
    dependencies=[Depends(only_for_everything)],
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Which page of each of the three lists is shown; the names are those in the address."""

    seite: PageNumber = 1
    zurueckgestellt: PageNumber = 1
    einzelfaelle: PageNumber = 1

    @property
    def query(self) -> dict[str, int]:
        return {name: page for name, page in asdict(self).items() if page > 1}


_AtPlace = Annotated[_Place, Depends()]


@router.get("")
def show_store(
    context: InContext, place: _AtPlace, erfolg: Happened = Done.NOTHING, ziel: Target = ""
) -> Response:
    """Show what is in no theme."""
    return _page(context, place, Told(erfolg, ziel))


@router.post("")
def change_store(context: InContext, place: _AtPlace, filled: InForm) -> Response:
    """Put statements into a theme, make a new one of them, or put them aside."""
    try:
        decision = decide(context, filled)
    except PreconditionFailedError as error:
        return show_conflict(context, error, filled, address=ADDRESS)
    except REFUSALS as error:
        return _page(context, place, Told(problem=problem_of(error), filled=filled))
    if filled.action is Action.PIN:
        return lead_to(f"/themen/{decision.themes[-1].id}", Done.PINNED)
    return lead_to(ADDRESS, DONE[filled.action], filled.target, **place.query)


def _page(context: Context, place: _Place, told: Told) -> Response:
    try:
        now = topics.standing(context.database, district=context.district)
    except NoRunYetError:
        return render(context, "no_themes.html", wanted="store")
    cases = topics.single_cases(context.database, district=context.district)
    return render(
        context,
        "store.html",
        status=told.status,
        open=paged(now.open, place.seite),
        aside=paged(now.aside, place.zurueckgestellt),
        cases=paged(cases, place.einzelfaelle),
        kept=place.query,
        themes=sorted_by_name(theme for theme in now.themes if not theme.dismissed),
        versions=" ".join(theme.version for theme in now.themes),
        standing={theme.id for theme in now.themes if not theme.dismissed},
        done=told.done,
        target=next((theme for theme in now.themes if theme.id == told.target), None),
        problem=told.problem,
        filled=told.filled,
        Action=Action,
    )
