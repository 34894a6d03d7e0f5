"""Drafts through the API: the review of an upload, its answers, and whoever has no key."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.anonymity import gate
from service.app import create_app
from service.settings import load
from tests.service.helpers import note, sign_in
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from httpx import Response

    from service.settings import Settings
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

TEXT = "- Amina ist 34 und sucht einen Kurs."


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate(uncertain={"Amina": "name"}, features={"34": ("age", "30–39")})
    monkeypatch.setattr(gate, "check", made)
    return made


def upload(client: TestClient, extra: str = TEXT) -> dict[str, Any]:
    response = client.post("/api/notes", files={"file": ("a.txt", note(extra=extra))})
    return review_in(response)


def review_in(response: Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert (response.status_code, body["code"]) == (409, "confirmation_needed")
    review: dict[str, Any] = body["review"]
    return review


def send(client: TestClient, review: dict[str, Any], **body: object) -> Response:
    answers = [{"key": one["key"], "keep": None} for one in review["questions"]]
    given = {"secret": review["secret"], "answers": answers} | body
    return client.post(f"/api/drafts/{review['draft']}", json=given)


def code_of(response: Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def test_an_uncertain_note_is_answered_with_its_questions(client: TestClient) -> None:
    review = upload(client)
    left = datetime.fromisoformat(review["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)
    assert review["singling_out"] is True
    name, age = review["questions"]
    (place,) = name.pop("places")
    assert name == {
        "key": "q1",
        "kind": "finding",
        "type": "name",
        "name": "Name",
        "reason": "Ein Name nennt eine Person; ihre Rolle oder Funktion genügt.",
        "rule": "lexicon",
        "rule_reason": "Steht in unserer Namensliste.",
        "replacement": "[Name]",
    }
    assert place["match"] == "Amina"
    assert place["before"].endswith("- ")
    assert place["after"].startswith(" ist 34")
    assert (age["kind"], age["name"], age["replacement"]) == ("feature", "Alter", "30–39")
    assert age["rule_reason"] == ""


def test_answers_store_the_note(client: TestClient) -> None:
    review = upload(client)
    answers = [{"key": "q1", "keep": None}, {"key": "q2", "keep": "general"}]
    response = send(client, review, answers=answers)
    assert response.status_code == 201
    body = response.json()
    assert body["statements"][2]["text"] == "[Name] ist 34 und sucht einen Kurs."
    assert body["review"] == [
        {"kind": "finding", "type": "name", "reason": None, "count": 1},
        {"kind": "feature", "type": "age", "reason": "general", "count": 1},
    ]
    assert client.get(response.headers["location"]).json() == body
    assert code_of(send(client, review)) == (404, "draft_not_found")


@pytest.mark.parametrize("reason", ["no_person", "public"])
def test_a_feature_is_kept_only_as_a_general_statement(client: TestClient, reason: str) -> None:
    review = upload(client)
    answers = [{"key": "q1", "keep": reason}, {"key": "q2", "keep": reason}]
    response = send(client, review, answers=answers)
    assert code_of(response) == (422, "reason_wrong")
    assert reason not in response.json()["detail"]
    assert "Amina" not in response.text
    answers[1]["keep"] = "general"
    assert send(client, review, answers=answers).status_code == 201


def test_missing_answers_are_asked_for_unless_the_rest_is_replaced(client: TestClient) -> None:
    review = upload(client)
    response = send(client, review, answers=[])
    assert code_of(response) == (422, "answers_missing")
    assert response.json()["review"] == review
    assert send(client, review, answers=[], replace_others=True).status_code == 201


def test_new_questions_come_with_the_same_draft(client: TestClient, sure: Gate) -> None:
    review = upload(client)
    sure.uncertain = {"sucht": "unknown_word"}
    again = review_in(send(client, review))
    assert (again["draft"], again["secret"]) == (review["draft"], review["secret"])
    assert [one["key"] for one in again["questions"]] == ["q3"]
    assert code_of(send(client, review)) == (422, "answer_unknown")
    assert send(client, again).status_code == 201


def test_a_review_is_shown_to_whoever_has_its_secret(client: TestClient) -> None:
    review = upload(client)
    path = f"/api/drafts/{review['draft']}"
    shown = client.get(path, headers={"Draft-Secret": review["secret"]})
    assert (shown.status_code, shown.json()) == (200, review)
    assert shown.headers["cache-control"] == "no-store"
    wrong = client.get(path, headers={"Draft-Secret": "A" * 43 + "="})
    assert code_of(wrong) == (404, "draft_not_found")
    assert code_of(client.get(path)) == (422, "input_invalid")


def test_a_draft_can_be_discarded(client: TestClient) -> None:
    review = upload(client)
    path = f"/api/drafts/{review['draft']}"
    wrong = client.delete(path, headers={"Draft-Secret": "A" * 43 + "="})
    assert code_of(wrong) == (404, "draft_not_found")
    headers = {"Draft-Secret": review["secret"]}
    assert client.delete(path, headers=headers).status_code == 204
    assert code_of(client.delete(path, headers=headers)) == (404, "draft_not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"secret": "x" * 65}, "secret"),
        ({"secret": None}, "secret"),
        ({"answers": [{"key": "q" * 17, "keep": None}]}, "key"),
        ({"answers": [{"key": "q1", "keep": "weil"}]}, "keep"),
        ({"answers": [{"key": "q1"}]}, "keep"),
        ({"answers": [{"key": "q1", "keep": None}] * 2}, "answers"),
        ({"answers": [{"key": "q1", "keep": None}] * 5_001}, "answers"),
        ({"replace_others": "vielleicht"}, "replace_others"),
    ],
)
def test_answers_are_bounded_and_checked(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    response = send(client, upload(client), **body)
    assert code_of(response) == (422, "input_invalid")
    assert field in response.json()["detail"]


def test_the_lifetime_is_a_setting(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEMENRADAR_DRAFT_MINUTES", "5")
    short = load(database_url=settings.database, allowed_hosts=("testserver",))
    with TestClient(create_app(short)) as client:
        sign_in(client, database)
        left = datetime.fromisoformat(upload(client)["expires_at"]) - datetime.now(UTC)
    assert left <= timedelta(minutes=5)


def test_at_its_start_the_service_removes_what_has_expired(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []
    monkeypatch.setattr("service.app.expire", lambda _database, now: asked.append(now))
    del database
    with TestClient(create_app(settings)):
        assert len(asked) == 1


# --- Whatever is sent ---------------------------------------------------------------

CHARACTERS = st.characters(categories=None)  # also halves of characters, which no text has
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(CHARACTERS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "keep", "secret", "answers"]), inner)
    ),
    max_leaves=8,
)
ANSWERS = JSON | st.lists(
    st.fixed_dictionaries({"key": st.text(CHARACTERS, max_size=16), "keep": JSON}), max_size=3
)
BODIES = JSON | st.fixed_dictionaries(
    {"secret": st.text(CHARACTERS, max_size=64), "answers": ANSWERS},
    optional={"replace_others": JSON},
)
ANY_BODY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@ANY_BODY
@given(body=BODIES)
def test_no_body_makes_the_service_fail(client: TestClient, body: object) -> None:
    path = "/api/drafts/00000000-0000-0000-0000-000000000000"
    response = client.post(path, content=_as_json(body), headers=_JSON_TYPE)
    assert response.status_code in {400, 404, 415, 422}


@ANY_BODY
@given(secret=st.text(max_size=80).map(lambda text: text.encode()))
def test_no_secret_makes_the_service_fail(client: TestClient, secret: bytes) -> None:
    path = "/api/drafts/00000000-0000-0000-0000-000000000000"
    for method in ("GET", "DELETE"):
        response = client.request(method, path, headers={b"Draft-Secret": secret})
        assert response.status_code in {404, 422}


_JSON_TYPE = {"content-type": "application/json"}


def _as_json(body: object) -> bytes:

    return json.dumps(body).encode()
