"""The start page: what there is, and what to do next, for each by what they may do."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.access.roles import Permission
from service.http.context import InContext  # FastAPI reads the annotations
from service.usecases.districts import list_municipalities
from service.usecases.notes import list_notes
from service.usecases.overview import overview
from service.web import released
from service.web.rendering import render

router = APIRouter(default_response_class=HTMLResponse)

_LATEST = 5
"""Notes that somebody who reports is told about at once."""


@router.get("/")
def show_start(context: InContext) -> HTMLResponse:
    """Show the state at a glance, as far as it may be seen, and the next step."""
    if context.may(Permission.STATEMENTS_READ):
        state = overview(context.database, district=context.district)
        return render(context, "start.html", state=state)
    if context.may(Permission.DISTRICTS_CHOOSE) and context.principal.district is None:
        return render(context, "start_choosing.html")
    if context.may(Permission.THEMES_READ):
        return released.show_start(context)
    if context.may(Permission.NOTES_UPLOAD):
        return _reporting(context)
    return render(context, "start_administration.html")


def _reporting(context: InContext) -> HTMLResponse:
    """Show those who report notes what became of theirs."""
    notes = list_notes(
        context.database,
        district=context.district,
        municipality=context.municipality,
        limit=_LATEST,
    )
    places = list_municipalities(context.database, district=context.district)
    names = (place.name for place in places if place.ags == context.municipality)
    return render(context, "start_reporting.html", notes=notes, place=next(names, "Ihrem Kreis"))
