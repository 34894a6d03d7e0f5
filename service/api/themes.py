"""Themes: one of them, with its statements."""

from __future__ import annotations

from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter

from service.api import schemas
from service.api.problems import documented
from service.http.context import InContext  # the same
from service.usecases import themes
from service.usecases.views import ThemeDetail  # the same

router = APIRouter(prefix="/themes", tags=["themes"])


@router.get("/{theme_id}", response_model=schemas.ThemeDetail, responses=documented(404, 422))
def show_theme(context: InContext, theme_id: UUID) -> ThemeDetail:
    """Show a candidate theme with its statements, the strongest first."""
    return themes.theme(context.database, theme_id, district=context.district)
