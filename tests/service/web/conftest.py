from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.service.helpers import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings
    from service.store.sessions import Database


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        sign_in(client, database)
        yield client
