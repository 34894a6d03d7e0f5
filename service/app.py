"""The composition root: the one place where settings, database, queue and web meet."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nlp.errors import NlpError
from service import logs
from service.access.oidc import LoginProvider
from service.api import (
    accounts,
    audit,
    decisions,
    deletions,
    districts,
    drafts,
    health,
    notes,
    problems,
    runs,
    steering,
    themes,
    tokens,
)
from service.api.description import describe
from service.errors import ServiceError, UnexpectedError
from service.http.access import admit
from service.http.context import Context
from service.http.guard import Guard
from service.http.problem import problem_of
from service.jobs.lock import worker_present
from service.jobs.queue import Queue
from service.metrics import Measured, Metrics
from service.store.sessions import Database
from service.store.tables import RunState
from service.usecases.drafts import expire
from service.usecases.operation import figures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from service.metrics import Gauges
    from service.settings import Settings

_PAGES = "service.web.pages"  # the API serves without them, too
_log = structlog.get_logger("themenradar.app")


def create_app(settings: Settings, *, demo: bool = False) -> FastAPI:
    """Build the application: the API, and the pages where they are installed.

    The database must be up to date (:func:`service.jobs.queue.upgrade`). Logs are made safe
    here as well, since a server may start the application without the command line.

    Args:
        settings: The settings of the process.
        demo: Whether everybody on this machine may look at it as any role, without a password:
            only ``themenradar demo`` says so, of the database that it made itself.
    """
    logs.ensure(settings.log_level)
    database = Database(settings.database)
    queue = Queue(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        expire(database, now=datetime.now(UTC))
        yield
        queue.close()
        database.close()

    app = FastAPI(
        title="Themenradar",
        summary="Finds the structural problems behind single cases",
        lifespan=lifespan,
        dependencies=[Depends(admit)],
        openapi_url="/api/openapi.json",
        docs_url=None,  # the shipped viewers load scripts from foreign servers
        redoc_url=None,
    )
    app.state.metrics = Metrics(lambda: _gauges(database))
    app.state.context = Context(
        settings=settings,
        database=database,
        enqueue=queue.enqueue,
        dequeue=queue.cancel,
        enqueue_deletion=queue.enqueue_deletion,
        login_provider=_login_provider(settings),
        demo=demo,
    )
    api = APIRouter(prefix="/api")
    for part in (
        notes,
        drafts,
        runs,
        themes,
        steering,
        decisions,
        deletions,
        accounts,
        tokens,
        audit,
        districts,
        health,
    ):
        api.include_router(part.router)
    app.include_router(api)
    describe(app)
    _answer_errors(app)
    if find_spec(_PAGES):
        _mount_pages(app)
    app.add_middleware(Guard, answer=_answer, hosts=settings.allowed_hosts)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


def _gauges(database: Database) -> Gauges:
    """Look up what the metrics tell of the database."""
    found = figures(database)
    return {
        "runs": {state.value: count for state, count in found.runs.items()},
        "queue_length": {"": found.runs[RunState.QUEUED]},
        "drafts": {"": found.drafts},
        "worker_present": {"": worker_present(database)},
    }


def _login_provider(settings: Settings) -> LoginProvider | None:
    if settings.oidc_client_secret is None:
        return None
    return LoginProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
    )


def _mount_pages(app: FastAPI) -> None:
    import_module(_PAGES).mount(app)


def _answer_errors(app: FastAPI) -> None:
    for kind in (ServiceError, NlpError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)


async def _answer(request: Request, error: Exception) -> Response:
    """Answer an error: with a page where there are pages, else with problem+json."""
    problem = problem_of(error)
    if problem.code == UnexpectedError.code:
        _log.error("unexpected error", method=request.method, exc_info=error)
    page = getattr(request.app.state, "error_page", None)
    if page is None or request.scope["path"].startswith("/api/"):  # the URL needs a sound host
        return problems.respond(problem)
    response: Response = page(request, problem)
    return response
