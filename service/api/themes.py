"""Themes: those that stand today, and those that one run proposed."""

from __future__ import annotations

from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter

from service.api import schemas, theme_schemas
from service.api.problems import documented
from service.api.theme_schemas import StableId  # the same
from service.http.context import InContext  # the same
from service.usecases import themes, topics
from service.usecases.standing import Standing, StandingDetail, StandingStatement  # the same
from service.usecases.views import ThemeDetail  # the same

router = APIRouter(prefix="/themes", tags=["themes"])


@router.get("/current", response_model=theme_schemas.Standing, responses=documented(409))
def list_standing(context: InContext) -> Standing:
    """Show the themes of today, and the statements that are in none."""
    return topics.standing(context.database, district=context.district)


@router.get("/single-cases", response_model=list[theme_schemas.StandingStatement])
def list_single_cases(context: InContext) -> tuple[StandingStatement, ...]:
    """List the statements about one case: they go back to case management."""
    return topics.single_cases(context.database, district=context.district)


@router.get(
    "/current/{stable_id}",
    response_model=theme_schemas.StandingDetail,
    responses=documented(404, 422),
)
def show_standing(context: InContext, stable_id: StableId) -> StandingDetail:
    """Show a theme of today with its statements, the strongest first."""
    return topics.theme(context.database, stable_id, district=context.district)


@router.get("/{theme_id}", response_model=schemas.ThemeDetail, responses=documented(404, 422))
def show_theme(context: InContext, theme_id: UUID) -> ThemeDetail:
    """Show a candidate theme with its statements, the strongest first."""
    return themes.theme(context.database, theme_id, district=context.district)
