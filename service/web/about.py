"""Pages about the pages: accessibility and data protection."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.http.context import InContext  # FastAPI reads the annotations
from service.web.rendering import render

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/barrierefreiheit")
def show_accessibility(context: InContext) -> HTMLResponse:
    """Show the statement on accessibility."""
    return render(context, "accessibility.html", contact=context.settings.contact)


@router.get("/datenschutz")
def show_privacy(context: InContext) -> HTMLResponse:
    """Show what happens to uploaded data."""
    return render(context, "privacy.html", contact=context.settings.contact)
