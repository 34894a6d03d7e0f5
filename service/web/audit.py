"""The log of changes, for those who answer for a Kreis or for the accounts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.http.context import InContext  # FastAPI reads the annotations
from service.usecases import trail
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

ADDRESS = "/aenderungsverlauf"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)


@router.get("")
def list_entries(context: InContext, seite: PageNumber = 1) -> Response:
    """List what was done, the latest first."""
    chain = trail.chain_of(context.principal)
    found = paging(
        seite,
        lambda offset, limit: trail.entries(
            context.database, chain=chain, offset=offset, limit=limit
        ),
    )
    return render(context, "audit.html", entries=found, chain=chain)
