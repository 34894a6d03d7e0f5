"""The description of the API (OpenAPI), with the problem body that every route may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.api.problems import ProblemBody

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

_REFERENCE = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Make the application's OpenAPI document hold the problem's schema."""
    generate: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        problem = ProblemBody.model_json_schema(ref_template=_REFERENCE)
        schemas = document["components"]["schemas"]
        schemas.update(problem.pop("$defs"))
        schemas[ProblemBody.__name__] = problem
        return document

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it
