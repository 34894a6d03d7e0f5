"""Themes: those that stand today, and those that one run proposed."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from service.api import released_schemas, schemas, theme_schemas
from service.api.problems import documented, tagged
from service.api.theme_schemas import StableId  # the same
from service.errors import ThemeNotFoundError
from service.http.context import InContext  # the same
from service.http.disclosure import only_for_everything, reader_of, sees_everything
from service.http.versions import etag
from service.usecases import themes, topics
from service.usecases.released import released_theme, released_themes
from service.usecases.released_views import ReleasedDetail, ReleasedThemes  # the same
from service.usecases.standing import Standing, StandingDetail, StandingStatement  # the same
from service.usecases.succession import heir
from service.usecases.views import ThemeDetail  # the same

router = APIRouter(prefix="/themes", tags=["themes"])

_LEADS_ON: dict[int | str, dict[str, Any]] = {
    HTTPStatus.TEMPORARY_REDIRECT: {
        "description": "It was merged into another theme; `Location` is that",
        "headers": {"Location": {"schema": {"type": "string"}}},
    }
}


@router.get("/current", response_model=released_schemas.Themes, responses=documented(409))
def list_standing(context: InContext) -> Standing | ReleasedThemes:
    """Show the themes of today, and the statements that are in none, or what is released."""
    if not sees_everything(context):
        return released_themes(context.database, reader_of(context), now=datetime.now(UTC))
    return topics.standing(context.database, district=context.district)


@router.get(
    "/single-cases",
    response_model=list[theme_schemas.StandingStatement],
    responses=documented(403),
    dependencies=[Depends(only_for_everything)],
)
def list_single_cases(context: InContext) -> tuple[StandingStatement, ...]:
    """List the statements about one case: they go back to case management."""
    return topics.single_cases(context.database, district=context.district)


@router.get(
    "/current/{stable_id}",
    response_model=released_schemas.Detail,
    responses=_LEADS_ON | documented(404, 422) | tagged(200),
)
def show_standing(
    context: InContext, stable_id: StableId, response: Response
) -> StandingDetail | ReleasedDetail | Response:
    """Show a theme of today with its statements, the strongest first, or what is released.

    A theme that was merged into another one leads there.
    """
    if not sees_everything(context):
        return released_theme(
            context.database, stable_id, reader_of(context), now=datetime.now(UTC)
        )
    try:
        detail = topics.theme(context.database, stable_id, district=context.district)
    except ThemeNotFoundError:
        into = heir(context.database, stable_id, district=context.district)
        if into is None:
            raise
        return RedirectResponse(f"/api/themes/current/{into}", HTTPStatus.TEMPORARY_REDIRECT)
    response.headers["ETag"] = etag(detail.theme.version)
    return detail


@router.get(
    "/{theme_id}",
    response_model=schemas.ThemeDetail,
    responses=documented(403, 404, 422),
    dependencies=[Depends(only_for_everything)],
)
def show_theme(context: InContext, theme_id: UUID) -> ThemeDetail:
    """Show a candidate theme with its statements, the strongest first."""
    return themes.theme(context.database, theme_id, district=context.district)
