"""Every route that changes something writes what it did, all of it or nothing.

The tests are generated from the table of routes: one without a case in ``audited`` fails.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import sqlalchemy
from fastapi.testclient import TestClient
from sqlmodel import SQLModel, select

from nlp.anonymity import gate
from service.access.roles import PERMISSIONS, Permission, Role
from service.access.routes import PERMISSION_OF
from service.app import create_app
from service.http.guard import SAFE_METHODS
from service.jobs.queue import upgrade
from service.settings import load
from service.store.access_tables import AuditRow
from service.store.sessions import Database
from service.usecases import audit
from service.usecases.audit import Action
from tests.service.api import audited, audited_accounts
from tests.service.api.stage import Call, Stage
from tests.service.usecases.gates import Gate
from tests.service.web.examples import COURSES, add_themes, release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from httpx import Response

CASES = audited.CASES | audited_accounts.CASES
UNSAFE = {route for route in PERMISSION_OF if route.split(" ", 1)[0] not in SAFE_METHODS}
ONLY_IN_THE_DEMO = {"POST /anmelden/demo"}
QUIET = {"POST /kreise"}
PROVEN = {"POST /konto/zweiter-faktor/entfernen"}
"""What asks for nothing but the password again: who does not know it is recorded."""
"""Routes that change nothing but what one's own session looks at."""
ROUTES = sorted(UNSAFE - ONLY_IN_THE_DEMO)
ANYBODY = {Permission.PUBLIC, Permission.SIGNED_IN}
INSTALLATION = {"account", "link", "token", "sign_in", "backup"}
"""The kinds of objects that belong to no Kreis."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One service for all cases, with a Kreis that has themes."""
    folder = tmp_path_factory.mktemp("audit")
    settings = load(data_dir=folder, allowed_hosts=("testserver",))
    upgrade(settings)
    database = Database(settings.database)
    add_themes(database)
    release(database, COURSES)
    app = create_app(settings)
    with TestClient(
        app,
        base_url="https://testserver",
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as client:
        yield Stage(client, database)
    database.close()


@pytest.fixture
def stage(service: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(gate, "check", Gate(uncertain={"Amina": "name"}))
    service.client.cookies.clear()
    return service


def prepared(stage: Stage, route: str) -> Call:
    """Sign in who may ask, and prepare the request."""
    wanted = CASES[route]
    stage.settle()
    stage.enter(wanted.role)
    return wanted.make(stage)


def send(stage: Stage, route: str, call: Call) -> Response:
    return stage.client.request(route.split(" ", 1)[0], call.path, **call.sent)


def recorded(database: Database) -> dict[UUID, AuditRow]:
    with database.reading() as session:
        return {row.id: row for row in session.exec(select(AuditRow))}


def written(stage: Stage, before: Mapping[UUID, AuditRow]) -> list[AuditRow]:
    return [row for id_, row in recorded(stage.database).items() if id_ not in before]


def stored(database: Database) -> dict[str, list[str]]:
    """Return all rows, but for what counts attempts and requests."""
    with database.reading() as session:
        return {
            name: sorted(
                str(row)
                for row in session.connection().execute(
                    sqlalchemy.select(*(one for one in table.columns if one.name != "seen_at"))
                )
            )
            for name, table in SQLModel.metadata.tables.items()
            if name != "login_attempt"
        }


def test_every_route_that_changes_something_is_a_case() -> None:
    assert set(CASES) == set(ROUTES)
    assert {route for route, wanted in CASES.items() if not wanted.actions} == QUIET


@pytest.mark.parametrize("route", ROUTES)
def test_what_succeeds_is_recorded_exactly(stage: Stage, route: str) -> None:
    call = prepared(stage, route)
    before = recorded(stage.database)
    answer = send(stage, route, call)
    assert answer.status_code < 400, answer.text
    found = written(stage, before)
    assert sorted(row.action for row in found) == sorted(CASES[route].actions)
    assert {row.actor for row in found} <= {stage.actor}
    assert all((row.chain == "") == (row.object_kind in INSTALLATION) for row in found)


@pytest.mark.parametrize("route", sorted(set(ROUTES) - QUIET))
def test_what_cannot_be_recorded_is_not_done(
    stage: Stage, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = prepared(stage, route)
    before = stored(stage.database)

    def fail(_row: AuditRow) -> str:
        raise RuntimeError

    monkeypatch.setattr(audit, "_hash", fail)
    answer = send(stage, route, call)
    assert answer.status_code == 500, answer.text
    assert stored(stage.database) == before


@pytest.mark.parametrize("route", ROUTES)
def test_what_fails_is_not_recorded(stage: Stage, route: str) -> None:
    permission = PERMISSION_OF[route]
    call = prepared(stage, route)
    before = recorded(stage.database)
    if "{" in route:
        assert send(stage, route, elsewhere(call, route)).status_code in {404, 412}
    if call.sent:
        assert 400 <= send(stage, route, senseless(call)).status_code < 500
    if permission not in ANYBODY:
        roles = (Role.LENKUNGSGRUPPE, Role.LAND)
        stage.enter(next(role for role in roles if permission not in PERMISSIONS[role]))
        assert send(stage, route, call).status_code == 403
    if permission is not Permission.PUBLIC:
        stage.client.cookies.clear()
        assert send(stage, route, call).status_code in {303, 401}
    refused = [Action.ACCOUNT_PASSWORD_REFUSED] if route in PROVEN else []
    assert [row.action for row in written(stage, before)] == refused


def elsewhere(call: Call, route: str) -> Call:
    """Return the same request about something that is not there."""
    unknown = {"stable_id": "T-2031-001", "secret": "nobody-ever-made-this"}
    path = re.sub(r"\{(\w+)\}", lambda found: unknown.get(found[1], str(uuid4())), route)
    return replace(call, path=path.split(" ", 1)[1])


def senseless(call: Call) -> Call:
    """Return a request to the same address that says nothing."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "If-Match": "?"}
    return Call(call.path, {"content": b"\xff=%00&action=loben", "headers": headers})


def test_after_all_of_it_the_log_is_sound(stage: Stage) -> None:
    verdict = audit.verify(stage.database)
    assert verdict.ends
    assert verdict.faults == ()


# --- What fails, and is recorded all the same -------------------------------------


def test_a_sign_in_that_fails_tells_nothing_that_was_typed(stage: Stage) -> None:
    before = recorded(stage.database)
    typed = {"name": "Mein Passwort ist", "password": "geheim-und-lang"}
    answer = stage.client.post("/anmelden", data=typed)
    assert "Anmeldung nicht möglich" in answer.text
    (row,) = written(stage, before)
    assert (row.actor, row.action, row.chain) == ("unknown", Action.SIGN_IN_FAILED, "")
    assert row.object_id == "unknown"


def test_a_note_that_waits_for_answers_is_recorded(stage: Stage) -> None:
    stage.enter(Role.KOORDINATION)
    before = recorded(stage.database)
    review = stage.review()
    (row,) = written(stage, before)
    assert (row.action, row.object_id) == (Action.DRAFT_KEPT, review["draft"])


def test_no_entry_holds_a_word_that_somebody_wrote(stage: Stage) -> None:
    for row in recorded(stage.database).values():
        assert re.fullmatch(r"(account|token):[0-9a-f-]{36}|service|unknown", row.actor)
        assert re.fullmatch(r"[0-9a-f-]{36}|[0-9]{5}|unknown", row.object_id)
