"""Health: whether the service can answer."""

from __future__ import annotations

from fastapi import APIRouter

from service.api import schemas
from service.http.context import InContext  # FastAPI reads the annotations
from service.usecases.districts import list_municipalities

router = APIRouter(prefix="/health", tags=["health"])


@router.get("")
def show_health(context: InContext) -> schemas.Health:
    """Ask the database for the municipalities of the Kreis; an answer is health."""
    list_municipalities(context.database, district=context.district)
    return schemas.Health(status="ok")
