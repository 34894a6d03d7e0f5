"""All pages, mounted into the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.staticfiles import StaticFiles

from service.errors import NotSignedInError
from service.http.guard import STATIC as STATIC_PATH
from service.web import (
    about,
    accounts,
    audit,
    decisions,
    deletions,
    districts,
    drafts,
    links,
    login,
    notes,
    oidc,
    own_account,
    records,
    runs,
    start,
    steering,
    store,
    themes,
    tokens,
)
from service.web.assets import STATIC, ensure_assets
from service.web.onward import lead_to_sign_in
from service.web.rendering import render_problem

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from service.http.problem import Problem


def mount(app: FastAPI) -> None:
    """Mount the pages, their files, and the page that answers errors.

    Raises:
        AssetsMissingError: The design system was not fetched.
    """
    ensure_assets()
    app.mount(STATIC_PATH, StaticFiles(directory=STATIC), name="static")
    for part in (
        start,
        audit,
        districts,
        notes,
        drafts,
        runs,
        records,
        themes,
        steering,
        store,
        decisions,
        deletions,
        login,
        links,
        own_account,
        accounts,
        tokens,
        oidc,
        about,
    ):
        app.include_router(part.router, include_in_schema=False)
    app.state.error_page = _error_page


def _error_page(request: Request, problem: Problem) -> Response:
    if problem.code == NotSignedInError.code:
        return lead_to_sign_in(request)
    return render_problem(problem, getattr(request.state, "principal", None))
