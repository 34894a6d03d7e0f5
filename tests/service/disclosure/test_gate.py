"""Nothing leaves ungated: every GET route, pages and API, for those whom the gate is for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from service.access.roles import Permission, Role
from service.access.routes import PERMISSION_OF
from service.app import create_app
from service.store.tables import CandidateThemeRow, DecisionRow, NoteRow, StatementRow
from tests.service.conferences import DISTRICT, Said, add_conference, add_run
from tests.service.helpers import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings
    from service.store.sessions import Database

LARGE, SMALL = "T-2026-001", "T-2026-002"
THEMES: Final = {LARGE: "Sprachkurs", SMALL: "Häusliche Gewalt"}
ROUTES: Final = sorted(route for route in PERMISSION_OF if route.startswith("GET "))
# What stands in statements that may not leave, and what is made of few of them.
HIDDEN: Final = (
    "Häusliche Gewalt", "Zwillinge", "Sägewerk", "selten-", "Teilchen-", "Borgholzhausen fehlt",
)  # fmt: skip
WORDING: Final = "Ein Sprachkurs fehlt"


@pytest.fixture
def ids(database: Database) -> list[dict[str, str]]:
    """A large theme, a small one, single cases, loose statements; parameters of addresses."""
    for number in range(1, 5):
        town = "Borgholzhausen" if number == 1 else "Verl"
        said = [f"Ein Sprachkurs fehlt, {number}.1.", f"Ein Sprachkurs fehlt, {number}.2."]
        said += ["In Borgholzhausen fehlt ein Sprachkurs."] if number == 1 else []
        said += ["Häusliche Gewalt bleibt ohne Frauenhaus."] if number == 1 else []
        said += [f"Das Sägewerk stellt niemanden ein, {number}."]
        cases = (f"Die Mutter der Zwillinge wartet, {number}.",)
        add_conference(database, Said(town, date(2026, 5, number), tuple(said), cases))
    run = add_run(database, THEMES)
    with database.writing(DISTRICT) as session:
        notes = session.exec(select(NoteRow.id)).all()
        themes = session.exec(select(CandidateThemeRow.id)).all()
        decision = DecisionRow(
            district_id=DISTRICT, number=1, kind="rename", themes=[SMALL],
            label="Häusliche Gewalt", created_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(decision)
        session.commit()
    fixed = {"run_id": run, "decision_id": decision.id, "note_id": notes[0]}
    return [
        {name: str(value) for name, value in (fixed | {"stable_id": id_, "theme_id": row}).items()}
        for id_, row in zip((LARGE, SMALL), themes, strict=True)
    ]


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    del database  # it must be up to date first
    app = create_app(settings)
    with TestClient(app, base_url="http://testserver", follow_redirects=False) as client:
        yield client


class _Known(dict[str, str]):
    """Parameters of an address; one that is not known names nothing."""

    def __missing__(self, name: str) -> str:
        return str(uuid4())


@pytest.mark.parametrize("role", [Role.LENKUNGSGRUPPE, Role.LAND])
def test_nothing_small_leaves_by_any_route(
    client: TestClient, database: Database, ids: list[dict[str, str]], role: Role
) -> None:
    sign_in(client, database, role=role, district=DISTRICT)
    answered = 0
    for route in ROUTES:
        for parameters in ids:
            address = route.removeprefix("GET ").format_map(_Known(parameters))
            answer = client.get(address)
            leaked = [text for text in HIDDEN if text in answer.text]
            assert not leaked, (role, address)
            assert (WORDING in answer.text) <= (role is Role.LENKUNGSGRUPPE), address
            answered += answer.status_code == 200
    assert answered > 10, "hardly anything was looked at"


@pytest.mark.parametrize(("role", "wording"), [(Role.LENKUNGSGRUPPE, True), (Role.LAND, False)])
@pytest.mark.usefixtures("ids")
def test_what_is_released_is_there(
    client: TestClient, database: Database, role: Role, *, wording: bool
) -> None:
    sign_in(client, database, role=role, district=DISTRICT)
    for address in (f"/api/themes/current/{LARGE}", f"/themen/{LARGE}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Sprachkurs" in answer.text
        assert (WORDING in answer.text) is wording
        assert ("In [Ort] fehlt ein Sprachkurs." in answer.text) is wording
    for address in (f"/api/themes/current/{SMALL}", f"/themen/{SMALL}"):
        assert client.get(address).status_code == 404
    found = client.get("/api/themes/current").json()
    assert [(theme["id"], theme["size"]) for theme in found["themes"]] == [(LARGE, 9)]
    assert (found["further"], found["statements"]) == (1, 14)
    assert client.get("/api/decisions").json() == {"items": [], "total": 0}
    page = client.get("/themen").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ein weiteres Thema ist dafür noch zu klein" in page
    assert "14 Aussagen aus 4 Planungskonferenzen in 2 von 13 Gemeinden" in page


@pytest.mark.usefixtures("ids")
def test_the_coordination_sees_all_of_it(client: TestClient, database: Database) -> None:
    sign_in(client, database)
    assert len(client.get("/api/themes/current").json()["themes"]) == 2
    assert "Zwillinge" in client.get("/themenspeicher").text


def test_a_route_without_a_release_is_closed_even_where_the_table_forgets_it(
    client: TestClient,
    database: Database,
    ids: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gate stands by itself: the table of permissions is not its only lock."""
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)
    single = {
        route: Permission.THEMES_READ
        for route, permission in PERMISSION_OF.items()
        if permission in {Permission.STATEMENTS_READ, Permission.THEMES_EDIT}
    }
    monkeypatch.setattr("service.http.access.PERMISSION_OF", {**PERMISSION_OF, **single})
    for route in (route for route in single if route.startswith("GET ")):
        answer = client.get(route.removeprefix("GET ").format_map(_Known(ids[1])))
        assert answer.status_code in {403, 404}, route
        assert not [text for text in HIDDEN if text in answer.text], route


@pytest.mark.usefixtures("ids")
def test_the_threshold_is_a_setting(settings: Settings, database: Database) -> None:
    stricter = settings.model_copy(update={"disclosure_statements": 10})
    with TestClient(create_app(stricter)) as client:
        sign_in(client, database, role=Role.LENKUNGSGRUPPE)
        found = client.get("/api/themes/current").json()
    assert (found["themes"], found["further"]) == ([], 2)


@pytest.mark.usefixtures("ids")
def test_what_a_release_stores_is_no_wording(client: TestClient, database: Database) -> None:
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)
    client.get("/themen")
    with database.reading() as session:
        shown = session.exec(select(StatementRow).where(StatementRow.released)).all()
    assert {row.text.startswith((WORDING, "In Borgholzhausen")) for row in shown} == {True}
    assert all(isinstance(row.id, UUID) for row in shown)
