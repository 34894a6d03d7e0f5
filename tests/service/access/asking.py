"""Asking an installation as anybody: clients, what each of them may do, what they are told."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from fastapi.testclient import TestClient
from sqlmodel import SQLModel, func, select

from service.access.roles import PERMISSIONS, SCOPES, Permission, Role
from service.access.routes import PERMISSION_OF
from service.app import create_app
from service.store.sessions import Database
from tests.service.access.requests import send
from tests.service.access.world import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from tests.service.access.world import Objects, World

UNKNOWN: Final = {"nobody", "somebody made up", "an expired session", "an expired token"}
"""Those who have proven nothing."""


class Client:
    """Asks an installation as anybody.

    Attributes:
        world: The installation.
        http: A client that keeps no cookies of its own.
        database: The installation's.
    """

    def __init__(self, world: World, http: TestClient) -> None:
        self.world = world
        self.http = http
        self.database = Database(world.settings.database)

    def __call__(self, who: str, route: str, about: Objects | None = None) -> Response:
        """Ask for a route as somebody, about some objects, or those of the first municipality."""
        self.http.cookies.clear()
        return send(self.http, route, about or self.world.own, self.world.headers[who])

    def rows(self) -> dict[str, int]:
        """Count the rows of all tables but that of the sessions, which end by themselves."""
        tables = SQLModel.metadata.tables.values()
        with self.database.reading() as session:
            return {
                table.name: session.exec(select(func.count()).select_from(table)).one()
                for table in tables
                if table.name != "login_session"
            }


@contextmanager
def serving(world: World) -> Iterator[Client]:
    """Serve an installation for as long as the block lasts."""
    app = create_app(world.settings)
    with TestClient(
        app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False
    ) as http:
        client = Client(world, http)
        yield client
        client.database.close()


def permissions(who: str) -> frozenset[Permission]:
    """Return what somebody may do, from their name and the table of roles."""
    if who in UNKNOWN:
        return frozenset({Permission.PUBLIC})
    role, _, less = who.partition(" without ")
    scopes = SCOPES - {less} if role == Role.MASCHINE and less != "scopes" else frozenset()
    return PERMISSIONS[Role(role)] | scopes


def askers(world: World, route: str) -> list[str]:
    """Return who asks for a route: machines that lack one scope only where it matters."""
    lacking = {f"maschine without {scope}" for scope in SCOPES - {PERMISSION_OF[route]}}
    return [who for who in world.headers if who not in lacking]


def code_of(answer: Response) -> str:
    """Return the name of the error that an answer tells of, or nothing."""
    found = re.search(r'"code":"(\w+)"|Fehler \d+ \((\w+)\)', answer.text)
    return (found[1] or found[2]) if found else ""
