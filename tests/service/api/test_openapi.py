from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def references(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known


def test_every_body_and_answer_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bodies = [
        media
        for operation in operations(document)
        for part in [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in part.get("content", {}).values()
    ]
    assert len(bodies) > 20
    for media in bodies:
        names = [reference.rsplit("/", 1)[-1] for reference in references(media["schema"])]
        assert "example" in media or any(schemas[name].get("examples") for name in names), media


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    assert all(operation["description"] for operation in operations(document))


def test_errors_are_documented_as_problems(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]
