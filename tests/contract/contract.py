"""What the API promises, tried out: schemathesis makes requests, and looks at the answers.

Requests are made from the OpenAPI document: what it allows, what it does not, and what it allows
about objects that are there. For each role the installation is that of
:mod:`tests.service.access.world`, anew for every operation that may change it.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.access.routes import PERMISSION_OF
from service.http.context import DISTRICT_HEADER
from service.http.guard import SAFE_METHODS
from tests.service.access.asking import permissions, serving
from tests.service.access.requests import send
from tests.service.access.world import ABROAD, HOME, ORIGIN, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from httpx import Response
    from hypothesis.strategies import SearchStrategy
    from schemathesis import APIOperation, Case

    from tests.service.access.asking import Client
    from tests.service.access.world import Objects, World

ROLES: Final = (
    "koordination", "meldend", "lenkungsgruppe", "land", "administration", "maschine", "nobody",
)  # fmt: skip
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

_ALONE: Final = {"POST /api/runs", "POST /api/runs/{run_id}/retry"}
"""What a Kreis may ask for only while no run of it waits."""
_PLACE: Final = {"kind": "municipality", "municipality": OWN}
_BODIES: Final[Mapping[str, dict[str, Any]]] = {
    "GET /api/deletions/preview": {"params": _PLACE},
    "POST /api/deletions": {},  # what the preview says
    "POST /api/tokens": {
        "json": {"name": "Nachtlauf", "district": HOME, "scopes": ["notes_read"], "days": 90}
    },
}
"""What is sent beside what tests of access send, which only need to be let in."""


@dataclass
class Tried:
    """What came of the requests to one operation by one role.

    Attributes:
        who: The role.
        label: Method and path.
        statuses: Number of answers by status.
        failures: What was wrong with them, each once.
    """

    who: str
    label: str
    statuses: Counter[int] = field(default_factory=Counter)
    failures: set[str] = field(default_factory=set)


def try_out(
    world: World, folder: Path, who: str, *, examples: int, refused: int, number: int = 0
) -> Iterator[Tried]:
    """Try all operations as somebody.

    Args:
        world: The installation; it is copied.
        folder: Where the copies may lie.
        who: A role, or ``nobody``.
        examples: Requests to make to each operation, or fewer where there are no more.
        refused: The same where the role may not pass at all.
        number: The seed of what is drawn.
    """
    with serving(world.copied(folder / "shared")) as shared:
        document = shared.http.app.openapi()  # type: ignore[attr-defined] # it is a FastAPI
        schema = schemathesis.openapi.from_dict(_asked_by(who, document))
        for place, found in enumerate(schema.get_all_operations()):
            operation = found.ok()
            method = operation.method.upper()
            allowed = PERMISSION_OF[f"{method} {operation.path}"] in permissions(who)
            if method in SAFE_METHODS or not allowed:
                yield _try(operation, shared, who, examples if allowed else refused, number)
                continue
            with serving(world.copied(folder / f"{place}")) as alone:
                yield _try(operation, alone, who, examples, number)


def _asked_by(who: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description without what a role adds to each request by itself, or never."""
    found = deepcopy({**document})
    del found["components"]["securitySchemes"]
    for operations in found["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
            operation["parameters"] = [
                parameter
                for parameter in operation.get("parameters", ())
                if who == "land" or parameter["name"] != DISTRICT_HEADER
            ]
    return found


def _try(operation: APIOperation, client: Client, who: str, examples: int, number: int) -> Tried:
    tried = Tried(who, f"{operation.method.upper()} {operation.path}")
    sound = _sound(client, who, tried.label)
    sound.request.read()  # schemathesis quotes it; that of a file was sent piece by piece
    _look(tried, operation.Case(path_parameters=dict(client.world.of(who).ids)), sound)

    @seed(number)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_cases(operation, client.world.of(who)))
    def run(case: Case) -> None:
        _look(tried, case, _call(client, case, who))

    run()
    return tried


def _sound(client: Client, who: str, label: str) -> Response:
    """Ask for an operation in such a way that it can be done, where the role may do it."""
    own, headers = client.world.of(who), client.world.headers[who]
    if label in _ALONE:  # a run waits
        send(client.http, "POST /api/runs/{run_id}/cancel", own, headers)
    if label == "DELETE /api/accounts/{account_id}":  # it has to be closed
        send(client.http, "POST /api/accounts/{account_id}/disable", own, headers)
    if label not in _BODIES:
        return send(client.http, label, own, headers)
    client.http.cookies.clear()
    wanted = _BODIES[label]
    if label == "POST /api/deletions":
        seen = client.http.get("/api/deletions/preview", params=_PLACE, headers=headers).json()
        wanted = {"json": _PLACE | {"confirmation": seen.get("confirmation", "0" * 16)}}
    method, path = label.split()
    return client.http.request(method, path, headers=headers, **wanted)


def _look(tried: Tried, case: Case, answer: Response) -> None:
    tried.statuses[answer.status_code] += 1
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as found:
        tried.failures |= {f"{answer.status_code} {one}" for one in found.exceptions}


def _call(client: Client, case: Case, who: str) -> Response:
    """Send a case as somebody."""
    sent = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
    headers = {**sent.headers, **client.world.headers[who]}
    client.http.cookies.clear()
    return client.http.request(str(sent.method), str(sent.url), headers=headers, content=sent.body)


# --- Cases --------------------------------------------------------------------------


def _cases(operation: APIOperation, there: Objects) -> SearchStrategy[Case]:
    """Draw requests that the description allows, that it does not, and about what is there."""
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    kinds = [allowed.map(lambda case: _about(case, there)), allowed]
    if operation.body or operation.query or operation.path_parameters:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    return st.one_of(kinds)


def _about(case: Case, there: Objects) -> Case:
    """Put objects that are there into a request."""
    for name in case.path_parameters or ():
        case.path_parameters[name] = there.ids[name]
    for name in case.headers or ():
        known = {"Draft-Secret": there.secret, "If-Match": "*", DISTRICT_HEADER: ABROAD}
        case.headers[name] = known.get(name, case.headers[name])
    if isinstance(case.body, dict) and "themes" in case.body:
        case.body["themes"] = [there.ids["stable_id"]]
    if isinstance(case.body, dict) and "secret" in case.body:
        case.body["secret"] = there.secret
    return case
