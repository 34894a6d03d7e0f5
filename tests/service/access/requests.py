"""What a request to each route looks like: its address by the names of its parameters, its body.

A new parameter has to be given a value in ``world.py``; a new body stands here where a request
without one would be refused before anybody looks whose object it is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tests.service.helpers import note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi.testclient import TestClient
    from httpx import Response

    from tests.service.access.world import Objects

OF_NO_KREIS: Final = {"name", "account_id", "token_id", "secret"}
"""Parameters that name what belongs to no Kreis, or to those who know all of them."""
FOREIGN_IN_BODY: Final = {"POST /api/decisions"}
"""Routes whose body names objects that may be foreign."""
_PARAMETER: Final = re.compile(r"{(\w+)}")


def parameters(route: str) -> set[str]:
    """Return the names of the parameters of a route's address."""
    return set(_PARAMETER.findall(route))


def send(http: TestClient, route: str, about: Objects, headers: Mapping[str, str]) -> Response:
    """Ask for a route about some objects."""
    method, path = route.split()
    ids = {**about.ids}
    if "abbrechen" in path or "cancel" in path:
        ids["run_id"] = str(about.queued)
    if "wiederholen" in path or "retry" in path:
        ids["run_id"] = str(about.failed)
    body = BODIES.get(route, lambda _objects: {})(about)
    more = body.pop("headers", {})
    cookies = "; ".join(filter(None, [headers.get("Cookie"), more.pop("Cookie", None)]))
    sent = {**headers, **more} | ({"Cookie": cookies} if cookies else {})
    return http.request(method, path.format(**ids), headers=sent, **body)


_REACH: Final = {"role": "koordination", "district": "05754", "municipality": ""}
_SAID: Final = "Das betrifft auch andere."
_RESOLUTION: Final = {"state": "adopted", "decided_on": "2026-06-01", "reason": _SAID}
_NEW: Final = "ein langer neuer Satz als Passwort"


def _if_match() -> dict[str, str]:
    return {"If-Match": "*"}


def _upload(_objects: Objects) -> dict[str, Any]:
    return {"files": {"file": ("p.txt", note())}, "data": {"municipality": "05754028"}}


def _draft_cookie(objects: Objects) -> dict[str, Any]:
    return {"headers": {"Cookie": f"entwurf-{objects.ids['draft_id']}={objects.secret}"}}


BODIES: Final[Mapping[str, Callable[[Objects], dict[str, Any]]]] = {
    "POST /api/notes": _upload,
    "POST /protokolle/hochladen": _upload,
    "GET /api/drafts/{draft_id}": lambda about: {"headers": {"Draft-Secret": about.secret}},
    "DELETE /api/drafts/{draft_id}": lambda about: {"headers": {"Draft-Secret": about.secret}},
    "POST /api/drafts/{draft_id}": lambda about: {
        "json": {"secret": about.secret, "answers": [], "replace_others": True}
    },
    "GET /protokolle/entwuerfe/{draft_id}": _draft_cookie,
    "POST /protokolle/entwuerfe/{draft_id}": lambda about: {
        **_draft_cookie(about),
        "data": {"q1": "replace"},
    },
    "POST /protokolle/entwuerfe/{draft_id}/verwerfen": _draft_cookie,
    "POST /api/decisions": lambda about: {
        "headers": _if_match(),
        "json": {"kind": "rename", "themes": [about.ids["stable_id"]], "label": "Busse"},
    },
    "DELETE /api/decisions/{decision_id}": lambda _about: {"headers": _if_match()},
    "POST /themen/{stable_id}": lambda _about: {
        "data": {"action": "umbenennen", "label": "Busse"}
    },
    "POST /api/themes/current/{stable_id}/comments": lambda _about: {"json": {"text": _SAID}},
    "POST /api/themes/current/{stable_id}/resolutions": lambda _about: {
        "headers": _if_match(),
        "json": _RESOLUTION,
    },
    "POST /themen/{stable_id}/kommentare": lambda _about: {"data": {"text": _SAID}},
    "POST /themen/{stable_id}/beschluesse": lambda about: {
        "data": {**_RESOLUTION, "version": f"{about.ids['stable_id']}/resolutions.1"}
    },
    "PUT /api/accounts/{account_id}": lambda _about: {"headers": _if_match(), "json": _REACH},
    "POST /api/accounts/{account_id}/disable": lambda _about: {"headers": _if_match()},
    "POST /api/accounts/{account_id}/enable": lambda _about: {"headers": _if_match()},
    "POST /api/accounts/{account_id}/reset": lambda _about: {"headers": _if_match(), "json": {}},
    "POST /zugaenge/{account_id}": lambda _about: {"data": {**_REACH, "version": "x"}},
    "DELETE /api/accounts/{account_id}": lambda _about: {"headers": _if_match()},
    "POST /zugaenge/{account_id}/loeschen": lambda _about: {"data": {"version": "x"}},
    "POST /zugaenge/{account_id}/entsperren": lambda _about: {"data": {"version": "x"}},
    "POST /zugaenge/{account_id}/sperren": lambda _about: {"data": {"version": "x"}},
    "POST /zugaenge/{account_id}/zuruecksetzen": lambda _about: {"data": {"version": "x"}},
    "POST /einladung/{secret}": lambda _about: {"data": {"password": _NEW, "again": _NEW}},
    "POST /anmelden/demo": lambda _about: {"data": {"rolle": "koordination"}},
    "POST /kreise": lambda _about: {"data": {"kreis": "05754"}},
}
"""What is sent beside the address, by route."""
