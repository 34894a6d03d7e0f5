"""Kreise: all of the installation, with what is released of them."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter

from service.access.roles import Permission
from service.api import schemas
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.disclosure import reader_threshold
from service.usecases.land import DistrictView, list_districts  # the same

router = APIRouter(prefix="/districts", tags=["districts"])


@router.get("", response_model=list[schemas.District])
def show_districts(context: InContext) -> tuple[DistrictView, ...]:
    """List the Kreise by key, with their figures for those who may look at one.

    To look at one, send its key as the header `District` with any other request.
    """
    chooses = context.may(Permission.DISTRICTS_CHOOSE)
    return list_districts(
        context.database,
        threshold=reader_threshold(context) if chooses else None,
        now=datetime.now(UTC),
    )
