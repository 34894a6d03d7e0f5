"""The permission table holds: every route, for everybody, about what is theirs and what is not.

Nothing here names a route but to say what a request to it looks like: the cases are made from
the table, and the table is compared with the routes of the application.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from service.access.roles import PERMISSIONS, Permission, Role
from service.access.routes import PERMISSION_OF, ROUTES
from service.http.guard import SAFE_METHODS
from tests.service.access.asking import UNKNOWN, askers, code_of, permissions, serving
from tests.service.access.requests import FOREIGN_IN_BODY, OF_NO_KREIS, parameters
from tests.service.access.world import ABROAD, HOME, OWN, PLACES, UNBUNDLED, mark, nothing

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response

    from tests.service.access.asking import Client
    from tests.service.access.world import World

PLAIN: Final = {"GET /api/openapi.json", "HEAD /api/openapi.json", "MOUNT /static/{path}"}
"""Routes that are none of ours, so that nobody asks who may pass: what they show is public."""
SWITCHED_OFF: Final = {
    "POST /anmelden/demo",
    "GET /anmelden/oidc",
    "GET /anmelden/oidc/abmelden",
    "GET /anmelden/oidc/zurueck",
}
"""Routes that are there in the demo, or with a login provider, only."""
EVERY = sorted(PERMISSION_OF.keys() - PLAIN)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|T-2026-\d+")


# --- The table and the routes -------------------------------------------------------


def test_every_route_stands_in_the_table_and_every_row_has_a_route(quiet: Client) -> None:
    ours: set[str] = set()
    others: set[str] = set()
    for found in iter_route_contexts(quiet.http.app.routes):  # type: ignore[attr-defined] # it is a FastAPI
        into = ours if isinstance(found.route, APIRoute) else others
        into |= {f"{method} {found.path_format}" for method in found.methods or ["MOUNT"]}
    assert ours == PERMISSION_OF.keys() - PLAIN
    assert others == PLAIN


def test_no_route_stands_in_the_table_twice() -> None:
    assert sum(map(len, ROUTES.values())) == len(PERMISSION_OF)


def test_every_permission_is_asked_for_and_some_role_has_it() -> None:
    assert {*PERMISSIONS} == {*Role}
    assert frozenset().union(*PERMISSIONS.values()) == frozenset(Permission)


# --- The matrix ---------------------------------------------------------------------


def is_refused(answer: Response, who: str) -> bool:
    """Tell whether somebody is turned away at the door."""
    if who not in UNKNOWN:
        return (answer.status_code, code_of(answer)) == (403, "not_allowed")
    leads = answer.headers.get("location", "").startswith("/anmelden")
    return answer.status_code == 401 or (answer.status_code == 303 and leads)


def bare(answer: Response) -> str:
    """Return an answer without the ids in it."""
    return _UUID.sub("ID", answer.text)


@pytest.mark.parametrize("route", EVERY)
def test_who_may_not_is_told_the_same_whatever_there_is(quiet: Client, route: str) -> None:
    world, before = quiet.world, quiet.rows()
    for who in askers(world, route):
        if PERMISSION_OF[route] in permissions(who):
            continue
        own, *others = (
            quiet(who, route, objects)
            for objects in (world.own, world.foreign, nothing(world.own))
        )
        assert is_refused(own, who), (who, own.status_code, own.text)
        for other in others:
            assert (other.status_code, bare(other)) == (own.status_code, bare(own)), who
    assert quiet.rows() == before


@pytest.mark.parametrize("route", EVERY)
def test_who_may_is_answered_about_what_is_theirs(
    world: World, tmp_path: Path, quiet: Client, route: str
) -> None:
    for number, who in enumerate(askers(world, route)):
        if PERMISSION_OF[route] not in permissions(who):
            continue
        if route.split(maxsplit=1)[0] in SAFE_METHODS:
            answer = quiet(who, route, world.of(who))
        else:
            with serving(world.copied(tmp_path / f"{number}")) as client:
                answer = client(who, route, world.of(who))
        assert_answered(answer, who, route)
        assert_nothing_foreign(answer, who, world)


def assert_answered(answer: Response, who: str, route: str) -> None:
    if who == "land without a Kreis" and answer.status_code == 409:
        return
    if route in SWITCHED_OFF:
        assert answer.status_code == 404
        return
    assert code_of(answer) not in {"not_signed_in", "not_allowed", "cross_site"}, who
    assert answer.status_code not in {404, 405}, (who, answer.text)
    assert answer.status_code < 500, (who, answer.text)


def assert_nothing_foreign(answer: Response, who: str, world: World) -> None:
    """Look for what somebody else wrote."""
    role = who.split(maxsplit=1)[0]
    hidden = {mark(ags) for ags in (*PLACES[ABROAD], *PLACES[HOME])}
    if role in {"koordination", "maschine", "lenkungsgruppe"}:
        hidden = {mark(ags) for ags in PLACES[ABROAD]}
    if role == "meldend":
        hidden -= {mark(OWN)}
        hidden |= {*world.neighbour.ids.values()} - {*world.own.ids.values()}
    if role == "lenkungsgruppe":
        hidden |= UNBUNDLED
    if role not in {"administration", "land"}:
        hidden |= {*world.foreign.ids.values()} - {*world.own.ids.values()}
    assert not {word for word in hidden if word in answer.text}, who


@pytest.mark.parametrize(
    ("who", "route", "seen"),
    [
        ("koordination", "GET /api/themes/single-cases", HOME),
        ("koordination", "GET /protokolle/{note_id}", OWN),
        ("lenkungsgruppe", "GET /themen/{stable_id}", HOME),
        ("meldend", "GET /api/notes/{note_id}", OWN),
        ("maschine", "GET /api/themes/{theme_id}", HOME),
    ],
)
def test_the_marks_are_there_for_who_may_read_them(
    quiet: Client, who: str, route: str, seen: str
) -> None:
    """The test of the tests: without this the others could pass for nothing."""
    answer = quiet(who, route)
    assert all(mark(ags) in answer.text for ags in PLACES.get(seen, [seen]))


@pytest.mark.parametrize(
    "route", [route for route in EVERY if parameters(route) or route in FOREIGN_IN_BODY]
)
def test_what_is_foreign_is_not_there(quiet: Client, route: str) -> None:
    world, before = quiet.world, quiet.rows()
    for who in askers(world, route):
        if PERMISSION_OF[route] not in permissions(who):
            continue
        foreign = [world.foreign, *([world.neighbour] if who == "meldend" else [])]
        bound = parameters(route) - OF_NO_KREIS or route in FOREIGN_IN_BODY
        if not bound or who == "administration":  # which knows all Kreise, and no text
            foreign = []
        missing = quiet(who, route, nothing(world.own))
        for objects in foreign:
            answer = quiet(who, route, objects)
            assert (answer.status_code, bare(answer)) == (missing.status_code, bare(missing)), who
            assert_nothing_foreign(answer, who, world)
        expected = 409 if who == "land without a Kreis" and bound else 404
        assert missing.status_code == expected, (who, missing.text)
    assert quiet.rows() == before
