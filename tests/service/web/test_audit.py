"""The log of changes, on its page and through the API: who may read what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from service.access.roles import Role
from service.store.access_tables import AuditRow
from service.usecases.audit import ACCOUNTS, Action, record
from tests.service.helpers import ACTOR, DISTRICT, sign_in
from tests.service.web.test_pages import text_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database

PAGE = "/aenderungsverlauf"
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def write(database: Database, *actions: Action, district: str | None, actor: str = ACTOR) -> None:
    with database.writing(district or ACCOUNTS) as session:
        for number, action in enumerate(actions):
            record(
                session,
                actor=actor,
                action=action,
                object_id=f"object-{number}",
                district=district,
                now=NOW,
            )
        session.commit()


def test_koordination_reads_what_was_done_in_its_district(
    client: TestClient, database: Database
) -> None:
    account = sign_in(client, database)
    write(database, Action.NOTE_ADDED, district=DISTRICT, actor=f"account:{account.id}")
    write(database, Action.BACKUP_SAVED, district=None)
    page = text_of(client.get(PAGE))
    assert f"Protokoll aufgenommen 22.11.2026, 09:00 Uhr {account.name} (Koordination)" in page
    assert "Sicherung" not in page
    found = client.get("/api/audit").json()
    assert found["items"][0]["actor"] == {
        "key": f"account:{account.id}",
        "name": account.name,
        "role": "koordination",
    }
    assert {entry["action"] for entry in found["items"]} == {"note.added", "district.added"}


def test_administration_reads_what_belongs_to_no_district(
    client: TestClient, database: Database
) -> None:
    write(database, Action.NOTE_ADDED, district=DISTRICT)
    write(database, Action.BACKUP_SAVED, district=None)
    sign_in(client, database, role=Role.ADMINISTRATION, district=None)
    page = text_of(client.get(PAGE))
    assert "Sicherung erstellt" in page
    assert "Protokoll aufgenommen" not in page
    actions = {entry["action"] for entry in client.get("/api/audit").json()["items"]}
    assert "backup.saved" in actions
    assert "note.added" not in actions


@pytest.mark.parametrize(
    ("role", "district"),
    [(Role.MELDEND, DISTRICT), (Role.LENKUNGSGRUPPE, DISTRICT), (Role.LAND, None)],
)
def test_others_do_not_read_it(
    client: TestClient, database: Database, role: Role, district: str | None
) -> None:
    municipality = "05754028" if role is Role.MELDEND else None
    sign_in(client, database, role=role, district=district, municipality=municipality)
    assert client.get(PAGE).status_code == 403
    assert client.get("/api/audit").status_code == 403


def test_it_comes_in_pages_the_latest_first(client: TestClient, database: Database) -> None:
    write(database, *[Action.NOTE_ADDED] * 60, district=DISTRICT)
    first, second = text_of(client.get(PAGE)), text_of(client.get(f"{PAGE}?seite=2"))
    assert "Seite 1 von 2" in first
    assert "Kreis eingerichtet" not in first
    assert "Kreis eingerichtet" in second
    page = client.get("/api/audit", params={"offset": 1, "limit": 2}).json()
    assert page["total"] == 61
    assert [entry["number"] for entry in page["items"]] == [60, 59]


def test_what_no_version_knows_is_shown_as_it_is(client: TestClient, database: Database) -> None:
    with database.writing(DISTRICT) as session:
        session.add(
            AuditRow(
                chain=DISTRICT,
                district_id=DISTRICT,
                number=99,
                at=NOW,
                actor="robot:1",
                action="future.deed",
                object_kind="future",
                object_id="1",
                previous="",
                hash="",
            )
        )
        session.commit()
    assert "future.deed" in text_of(client.get(PAGE))
