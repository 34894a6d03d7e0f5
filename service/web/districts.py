"""The Kreise of the installation, and which of them somebody looks at."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.access.roles import Permission
from service.http.access import cookie_name
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.disclosure import reader_threshold
from service.usecases.districts import choose_district
from service.usecases.land import list_districts
from service.web.rendering import render

router = APIRouter(prefix="/kreise", default_response_class=HTMLResponse)


@router.get("")
def show_districts(context: InContext) -> Response:
    """List the Kreise; with figures for those who may look at one."""
    chooses = context.may(Permission.DISTRICTS_CHOOSE)
    return render(
        context,
        "districts.html",
        districts=list_districts(
            context.database,
            threshold=reader_threshold(context) if chooses else None,
            now=datetime.now(UTC),
        ),
        chosen=context.principal.district,
    )


@router.post("")
def choose(
    context: InContext, request: Request, kreis: Annotated[str, Form(max_length=5)]
) -> Response:
    """Look at a Kreis from now on, and begin with its themes."""
    secret = request.cookies.get(cookie_name(request), "")
    choose_district(context.database, secret, district=kreis)
    return RedirectResponse("/themen", status_code=HTTPStatus.SEE_OTHER)
