"""Health and readiness: whether the service lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from service.api import schemas
from service.api.problems import documented
from service.http.context import InContext  # FastAPI reads the annotations
from service.jobs.lock import worker_present
from service.usecases.districts import list_municipalities
from service.usecases.operation import ensure_ready

router = APIRouter(tags=["health"])


@router.get("/health")
def show_health(context: InContext) -> schemas.Health:
    """Ask the database for the municipalities of a Kreis; an answer is health."""
    list_municipalities(context.database, district=context.settings.district)
    return schemas.Health(status="ok")


@router.get("/ready", responses=documented(503))
def show_readiness(context: InContext) -> schemas.Readiness:
    """Tell whether requests can be answered: the database is reachable and up to date.

    `worker` tells whether a worker is alive. Without one, pages are served all the same, and
    runs wait.
    """
    ensure_ready(context.database)
    return schemas.Readiness(status="ready", worker=worker_present(context.database))
