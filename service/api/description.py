"""The description of the API (OpenAPI): who may ask, and the problems that every route answers.

Who may ask is not written beside each route, but read from the table of permissions.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from service.access.roles import PERMISSIONS, SCOPES, Permission
from service.access.routes import PERMISSION_OF
from service.api.problems import ProblemBody, documented
from service.http.access import COOKIE
from service.http.context import DISTRICT_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

_REFERENCE = "#/components/schemas/{model}"
_OF_DATABASE = documented(503, 507)
"""The database cannot be reached, or stores nothing: its disk is full or may only be read."""
_OF_ACCESS = documented(401, 403)
"""Nobody signed in, or who asks may not do this."""
_OF_CHOICE = documented(404, 409)
"""The Kreis that somebody wants to look at is none, or they have not chosen any."""
_BEARER, _COOKIE = "token", "session"
_SCHEMES: Final = {
    _BEARER: {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a machine, which has scopes and expires",
    },
    _COOKIE: {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The session of somebody who signed in; over HTTPS its name begins with "
        "`__Host-`. What changes something needs `Origin` or `Sec-Fetch-Site` beside it",
    },
}
_DISTRICT: Final = {
    "name": DISTRICT_HEADER,
    "in": "header",
    "required": False,
    "description": "Key of the Kreis to look at; only for those who see all Kreise",
    "schema": {"type": "string", "pattern": "^[0-9]{5}$"},
}


def describe(app: FastAPI) -> None:
    """Make the application's OpenAPI document say what no single route says."""
    generate: Callable[[], dict[str, Any]] = app.openapi

    @cache
    def openapi() -> dict[str, Any]:
        document = generate()
        components = document["components"]
        problem = ProblemBody.model_json_schema(ref_template=_REFERENCE)
        components["schemas"] |= problem.pop("$defs")
        components["schemas"][ProblemBody.__name__] = problem
        components["securitySchemes"] = _SCHEMES
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _tell_access(operation, PERMISSION_OF[f"{method.upper()} {path}"])
        return document

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it


def _tell_access(operation: dict[str, Any], permission: Permission) -> None:
    """Say how to prove who asks, and what those are told who may not."""
    found = dict(_OF_DATABASE)
    if permission is not Permission.PUBLIC:
        found |= _OF_ACCESS
        machines: list[dict[str, list[str]]] = [{_BEARER: []}] if permission in SCOPES else []
        operation["security"] = [*machines, {_COOKIE: []}]
    if _is_for_all_districts(permission):
        found |= _OF_CHOICE
        operation["parameters"] = [*operation.get("parameters", ()), _DISTRICT]
    own = {str(status): answer for status, answer in found.items()} | operation["responses"]
    operation["responses"] = dict(sorted(own.items()))


def _is_for_all_districts(permission: Permission) -> bool:
    """Tell whether a route of a Kreis is for somebody, too, who chooses one of all."""
    if permission in {Permission.PUBLIC, Permission.SIGNED_IN, Permission.DISTRICTS_READ}:
        return False
    return any(
        {permission, Permission.DISTRICTS_CHOOSE} <= granted for granted in PERMISSIONS.values()
    )
