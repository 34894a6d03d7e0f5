"""A service that knows a login provider, and what it logs."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy import delete

from service import logs
from service.access.oidc import LoginProvider
from service.app import create_app
from service.jobs.queue import upgrade
from service.settings import load
from service.store.access_tables import AccountRow
from tests.service.oidc.hostile import CLIENT, SECRET, Hostile, hostile
from tests.service.oidc.real import OUR_ADDRESS, real_provider
from tests.service.oidc.visits import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from service.settings import Settings
    from service.store.sessions import Database
    from tests.service.oidc.real import RealProvider


def browser(app: FastAPI) -> TestClient:
    return TestClient(
        app, base_url=OUR_ADDRESS, raise_server_exceptions=False, follow_redirects=False
    )


@pytest.fixture(scope="session")
def real() -> Iterator[RealProvider]:
    """The certified provider; an error, not a skip, where it is not installed."""
    with real_provider() as provider:
        yield provider


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, down to the last detail."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    assert "unexpected error" not in stream.getvalue()


@pytest.fixture
def client(settings: Settings, database: Database, log: io.StringIO) -> Iterator[TestClient]:
    """A browser in which nobody is signed in."""
    assert database
    assert log  # both are there before the service is
    with browser(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Hostile]]:
    """One service and one provider for many tests; making them takes longer than a sign-in."""
    with hostile() as provider:
        settings = load(
            data_dir=tmp_path_factory.mktemp("house"),
            allowed_hosts=("testserver",),
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
        )
        upgrade(settings)
        with browser(create_app(settings)) as client:
            yield client, provider


@pytest.fixture
def scene(house: tuple[TestClient, Hostile], log: io.StringIO) -> Iterator[Scene]:
    """A browser in which nobody is signed in, and a provider that is new to the service."""
    client, provider = house
    vars(provider).update(vars(Hostile(provider.issuer)))
    context = client.app.state.context  # type: ignore[attr-defined] # it is our application
    known = LoginProvider(provider.issuer, CLIENT, SECRET)
    client.app.state.context = replace(context, login_provider=known)  # type: ignore[attr-defined] # the same
    client.cookies.clear()
    yield Scene(client, provider, context.database, log)
    with context.database.writing() as session:
        session.exec(delete(AccountRow))  # with their sessions
        session.commit()
