"""Runs: list them, start one, follow it, and cancel it."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.errors import RunError, RunFinishedError
from service.http.context import InContext  # the same
from service.http.problem import Problem, problem_of
from service.usecases import runs
from service.usecases.overview import overview
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

router = APIRouter(prefix="/auswertungen", default_response_class=HTMLResponse)

_REFRESH = 5  # seconds

Refreshing = Annotated[Literal["an", "aus"], Query()]


@router.get("")
def list_runs(context: InContext, seite: PageNumber = 1) -> Response:
    """List the runs, the latest first."""
    return _list(context, seite)


@router.post("")
def start_run(context: InContext) -> Response:
    """Start a run and go to where it can be followed."""
    try:
        run = runs.start_run(
            context.database,
            district=context.district,
            actor=context.principal.actor,
            seed=context.settings.seed,
            enqueue=context.enqueue,
        )
    except RunError as error:
        return _list(context, 1, problem=problem_of(error))
    return RedirectResponse(f"/auswertungen/{run.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/{run_id:uuid}")
def show_run(context: InContext, run_id: UUID, aktualisieren: Refreshing = "an") -> Response:
    """Show a run; while it works, the page comes again by itself unless that is off."""
    run = runs.get_run(context.database, run_id, district=context.district)
    latest = runs.latest_done_run(context.database, district=context.district)
    refreshing = aktualisieren == "an" and not run.finished
    return render(
        context,
        "run.html",
        headers={"Refresh": str(_REFRESH)} if refreshing else None,
        run=run,
        latest=latest is not None and latest.id == run.id,
        refreshing=refreshing,
        every=_REFRESH,
    )


@router.post("/{run_id:uuid}/abbrechen")
def cancel_run(context: InContext, run_id: UUID) -> Response:
    """Cancel a run and show it; one that was done in the meantime is simply shown."""
    with suppress(RunFinishedError):
        runs.cancel_run(
            context.database,
            run_id,
            district=context.district,
            actor=context.principal.actor,
            dequeue=context.dequeue,
        )
    return RedirectResponse(f"/auswertungen/{run_id}", status_code=HTTPStatus.SEE_OTHER)


@router.post("/{run_id:uuid}/wiederholen")
def retry_run(context: InContext, run_id: UUID) -> Response:
    """Try a run that failed again and go to where the new one can be followed."""
    try:
        run = runs.retry_run(
            context.database,
            run_id,
            district=context.district,
            actor=context.principal.actor,
            enqueue=context.enqueue,
        )
    except RunError as error:
        return _list(context, 1, problem=problem_of(error))
    return RedirectResponse(f"/auswertungen/{run.id}", status_code=HTTPStatus.SEE_OTHER)


def _list(context: InContext, page: int, *, problem: Problem | None = None) -> Response:
    found = paging(
        page,
        lambda offset, limit: runs.list_runs(
            context.database, district=context.district, offset=offset, limit=limit
        ),
    )
    return render(
        context,
        "runs.html",
        status=problem.status if problem else HTTPStatus.OK,
        runs=found,
        state=overview(context.database, district=context.district),
        problem=problem,
    )
