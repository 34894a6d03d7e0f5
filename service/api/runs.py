"""Runs: start one, follow it, cancel it, and take its themes."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Depends, Response

from service.api import schemas, theme_schemas
from service.api.problems import documented
from service.api.schemas import Limit, Offset, RunCreate  # the same
from service.http.context import InContext  # the same
from service.http.disclosure import only_for_everything
from service.usecases import history, runs, themes
from service.usecases.standing import LineageView  # the same
from service.usecases.views import Page, RunView, ThemeView

router = APIRouter(prefix="/runs", tags=["runs"])


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    response_model=schemas.Run,
    responses=documented(400, 403, 409, 413, 415, 422),
)
def start_run(context: InContext, response: Response, wanted: RunCreate | None = None) -> RunView:
    """Queue a run over all problem statements; `Location` is where to follow it."""
    seed = context.settings.seed if wanted is None or wanted.seed is None else wanted.seed
    run = runs.start_run(
        context.database,
        district=context.district,
        actor=context.principal.actor,
        seed=seed,
        enqueue=context.enqueue,
    )
    response.headers["Location"] = f"/api/runs/{run.id}"
    return run


@router.get("", response_model=schemas.RunPage, responses=documented(422))
def list_runs(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[RunView]:
    """List the runs, the latest first."""
    return runs.list_runs(context.database, district=context.district, offset=offset, limit=limit)


@router.get("/{run_id}", response_model=schemas.Run, responses=documented(404, 422))
def show_run(context: InContext, run_id: UUID) -> RunView:
    """Show a run and its progress."""
    return runs.get_run(context.database, run_id, district=context.district)


@router.post(
    "/{run_id}/cancel", response_model=schemas.Run, responses=documented(403, 404, 409, 422)
)
def cancel_run(context: InContext, run_id: UUID) -> RunView:
    """Cancel a run that waits or works; a finished one answers `run_finished`."""
    return runs.cancel_run(
        context.database,
        run_id,
        district=context.district,
        actor=context.principal.actor,
        dequeue=context.dequeue,
    )


@router.post(
    "/{run_id}/retry",
    status_code=HTTPStatus.ACCEPTED,
    response_model=schemas.Run,
    responses=documented(403, 404, 409, 422),
)
def retry_run(context: InContext, run_id: UUID, response: Response) -> RunView:
    """Queue a new run for one that failed or was cancelled: its seed, today's notes."""
    run = runs.retry_run(
        context.database,
        run_id,
        district=context.district,
        actor=context.principal.actor,
        enqueue=context.enqueue,
    )
    response.headers["Location"] = f"/api/runs/{run.id}"
    return run


@router.get(
    "/{run_id}/themes",
    response_model=schemas.ThemePage,
    responses=documented(403, 404, 409, 422),
    dependencies=[Depends(only_for_everything)],
)
def list_themes(
    context: InContext, run_id: UUID, offset: Offset = 0, limit: Limit = 50
) -> Page[ThemeView]:
    """List the themes that a run proposes, the largest first."""
    found = themes.themes_of_run(context.database, run_id, district=context.district)
    return Page(items=found[offset : offset + limit], total=len(found))


@router.get(
    "/{run_id}/lineage",
    response_model=theme_schemas.Lineage,
    responses=documented(403, 404, 409, 422),
    dependencies=[Depends(only_for_everything)],
)
def show_lineage(context: InContext, run_id: UUID) -> LineageView:
    """Show what became of the themes of the run before."""
    return history.lineage(context.database, run_id, district=context.district)
