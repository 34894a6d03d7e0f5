"""The start page: what there is, and what to do next."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.http.context import InContext  # FastAPI reads the annotations
from service.usecases.overview import overview
from service.web.rendering import render

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/")
def show_start(context: InContext) -> HTMLResponse:
    """Show the state of the Kreis at a glance."""
    return render(
        context,
        "start.html",
        state=overview(context.database, district=context.district),
    )
