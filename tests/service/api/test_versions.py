"""Two clients at once: one of them is first, the other one is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.service.helpers import sign_in
from tests.service.web.examples import COURSES, DOCTORS, add_themes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from service.settings import Settings
    from service.store.access_tables import AccountRow
    from service.store.sessions import Database

    Two = tuple[tuple[TestClient, AccountRow], tuple[TestClient, AccountRow]]

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _themes(database: Database) -> None:
    add_themes(database)


@pytest.fixture
def two(settings: Settings, database: Database) -> Iterator[Two]:
    """Two people of one Kreis, each on a process of their own."""
    with TestClient(create_app(settings)) as first, TestClient(create_app(settings)) as second:
        yield ((first, sign_in(first, database)), (second, sign_in(second, database)))


def tag(client: TestClient, theme: str = COURSES) -> str:
    return client.get(f"/api/themes/current/{theme}").headers["ETag"]


def rename(client: TestClient, label: str, **headers: str) -> Response:
    wanted = {"kind": "rename", "themes": [COURSES], "label": label}
    return client.post("/api/decisions", json=wanted, headers=headers)


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_at_once_exactly_one_is_taken(two: Two, attempt: int) -> None:
    del attempt
    (first, _), (second, _) = two
    seen, ready = tag(first), Barrier(2)
    assert tag(second) == seen

    def send(client: TestClient, label: str) -> Response:
        ready.wait()
        return rename(client, label, **{"If-Match": seen})

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, (first, second), ("Kurse", "Sprachkurse")))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    (taken,) = (answer.json() for answer in answers if answer.status_code == 201)
    shown = first.get(f"/api/themes/current/{COURSES}").json()["theme"]
    assert shown["label"] == taken["label"]
    assert first.get("/api/decisions").json()["total"] == 1


def test_who_is_late_learns_who_did_what_and_can_look_again(two: Two) -> None:
    (first, _), (second, account) = two
    seen = tag(first)
    assert rename(second, "Sprachkurse", **{"If-Match": seen}).status_code == 201
    late = rename(first, "Kurse", **{"If-Match": seen})
    assert (late.status_code, late.json()["code"]) == (412, "version_old")
    (change,) = late.json()["changes"]
    assert change["by"] == f"{account.name} (Koordination)"
    assert (change["about"], change["what"]) == (COURSES, "Umbenannt")
    assert late.json()["versions"] == {COURSES: tag(first).strip('"')}
    assert rename(first, "Kurse", **{"If-Match": tag(first)}).status_code == 201


def test_without_a_version_nothing_is_decided(two: Two) -> None:
    (client, _), _ = two
    answer = rename(client, "Kurse")
    assert (answer.status_code, answer.json()["code"]) == (428, "version_required")
    weak = rename(client, "Kurse", **{"If-Match": f"W/{tag(client)}"})
    assert weak.status_code == 428
    assert rename(client, "Kurse", **{"If-Match": "Kurse"}).status_code == 400
    assert client.get("/api/decisions").json()["total"] == 0


def test_a_star_decides_whatever_it_is_now(two: Two) -> None:
    (client, _), _ = two
    assert rename(client, "Kurse", **{"If-Match": "*"}).status_code == 201


def test_every_theme_that_is_named_needs_its_version(two: Two) -> None:
    (client, _), _ = two
    wanted = {"kind": "merge", "themes": [COURSES, DOCTORS]}
    one = client.post("/api/decisions", json=wanted, headers={"If-Match": tag(client)})
    assert one.status_code == 428
    both = f"{tag(client)}, {tag(client, DOCTORS)}"
    merged = client.post("/api/decisions", json=wanted, headers={"If-Match": both})
    assert merged.status_code == 201


def test_lists_carry_the_versions_too(two: Two) -> None:
    (client, _), _ = two
    listed = {
        theme["id"]: theme["version"]
        for theme in client.get("/api/themes/current").json()["themes"]
    }
    assert f'"{listed[DOCTORS]}"' == tag(client, DOCTORS)
    taken = rename(client, "Kurse", **{"If-Match": "*"})
    (item,) = client.get("/api/decisions").json()["items"]
    assert f'"{item["version"]}"' == taken.headers["ETag"]


def test_the_description_names_header_and_answers(two: Two) -> None:
    (client, _), _ = two
    paths = client.get("/api/openapi.json").json()["paths"]
    for operation in (
        paths["/api/decisions"]["post"],
        paths["/api/decisions/{decision_id}"]["delete"],
    ):
        assert {"412", "428"} <= set(operation["responses"])
        assert "if-match" in {parameter["name"].lower() for parameter in operation["parameters"]}
    shown = paths["/api/themes/current/{stable_id}"]["get"]["responses"]["200"]
    assert "ETag" in shown["headers"]
