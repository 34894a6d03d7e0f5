"""Pages about the pages: accessibility and data protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.http.context import InContext  # FastAPI reads the annotations
from service.web.rendering import render

if TYPE_CHECKING:
    from service.http.context import Context

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/barrierefreiheit")
def show_accessibility(context: InContext) -> HTMLResponse:
    """Show the statement on accessibility."""
    return _render(context, "accessibility.html")


@router.get("/datenschutz")
def show_privacy(context: InContext) -> HTMLResponse:
    """Show what happens to uploaded data."""
    return _render(context, "privacy.html")


def _render(context: Context, template: str) -> HTMLResponse:
    settings = context.settings
    return render(
        context, template, contact=settings.contact, draft_minutes=settings.draft_minutes
    )
