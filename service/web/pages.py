"""All pages, mounted into the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.staticfiles import StaticFiles

from service.http.guard import STATIC as STATIC_PATH
from service.web import about, decisions, drafts, notes, records, runs, start, store, themes
from service.web.assets import STATIC, ensure_assets
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
    for part in (start, notes, drafts, runs, records, themes, store, decisions, about):
        app.include_router(part.router, include_in_schema=False)
    app.state.error_page = _error_page


def _error_page(_request: Request, problem: Problem) -> Response:
    return render_problem(problem)
