"""Pages about deletions: what would go, the order, and the receipt that proves it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from service.access.roles import Role
from service.app import create_app
from service.usecases import deletion, proof
from service.usecases.receipts import State, list_receipts
from tests.service.helpers import sign_in
from tests.service.usecases.test_decisions import take
from tests.service.usecases.test_deletion import HERE, WORD, A, B, delete, notes, work
from tests.service.usecases.test_execution import DISTRICT
from tests.service.web.test_pages import text_of

if TYPE_CHECKING:
    from uuid import UUID

    from httpx import Response

    from service.settings import Settings
    from service.store.sessions import Database

__all__ = ["notes"]  # a fixture
ABOUT = {"art": "municipality", "gemeinde": HERE}


def hidden(page: Response) -> dict[str, str]:
    """Return what a form sends along."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def test_before_a_note_is_deleted_its_page_tells_what_changes(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    take(database, "rename", A, label="Ampeln")
    page = client.get(f"/protokolle/{notes[1]}/loeschen")
    assert "mit 5 Aussagen" in text_of(page)
    assert "davon ändert sich eines" in text_of(page)
    assert "„Ampeln“ (T-2026-001)" in text_of(page)
    assert f'name="unnamed" value="{A}"' in page.text


def test_a_deleted_note_leads_to_its_receipt(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    take(database, "rename", A, label="Ampeln")
    page = client.post(f"/protokolle/{notes[1]}/loeschen", data={"unnamed": A})
    assert "Protokoll gelöscht" in text_of(page)
    (receipt,) = list_receipts(database, district=DISTRICT).items
    assert f'href="/loeschungen/{receipt.id}"' in page.text
    shown = text_of(client.get(f"/loeschungen/{receipt.id}"))
    assert "Gelöscht, und nichts davon gefunden" in shown
    assert "Ein Protokoll: Borgholzhausen, 15.05.2025" in shown
    assert "Aussagen im Wortlaut 5" in shown
    assert "von Menschen vergebene Namen, wie angekreuzt 1" in shown
    assert "Der Ordner der Sicherungen ist in Themenradar nicht eingestellt" in shown
    assert "der vergebene Name wurde gelöscht" in text_of(client.get("/entscheidungen"))
    themes = text_of(client.get("/themen"))
    assert "wird bei der nächsten Auswertung neu benannt" in themes
    assert "Ohne 4 gelöschte Aussagen; neu auswerten." in themes
    assert WORD not in themes


def test_all_notes_of_a_municipality_are_deleted_after_a_preview(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    assert notes
    assert '<option value="05754004">Borgholzhausen</option>' in client.get("/loeschungen").text
    page = client.get("/loeschungen/anordnen", params=ABOUT)
    assert "3 Protokolle löschen?" in text_of(page)
    assert "vom 14.05.2024 bis 16.05.2026" in text_of(page)
    answer = client.post("/loeschungen/anordnen", data=hidden(page), follow_redirects=False)
    assert answer.status_code == 303
    waiting = client.get(answer.headers["location"])
    assert "wartet auf einen Arbeitsprozess" in text_of(waiting)
    assert waiting.headers["refresh"] == "5"
    off = client.get(answer.headers["location"], params={"aktualisieren": "aus"})
    assert "refresh" not in off.headers
    (receipt,) = list_receipts(database, district=DISTRICT).items
    work(database, receipt.id)
    done = client.get(answer.headers["location"])
    assert "refresh" not in done.headers
    assert "Alle Protokolle einer Gemeinde: Borgholzhausen" in text_of(done)
    assert "gelöscht und geprüft" in text_of(client.get("/loeschungen"))


def test_what_changed_since_the_preview_is_shown_again(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    sent = hidden(client.get("/loeschungen/anordnen", params=ABOUT))
    delete(database, notes[0])
    page = client.post("/loeschungen/anordnen", data=sent)
    assert page.status_code == 409
    assert "Auswahl hat sich geändert" in text_of(page)
    assert "2 Protokolle löschen?" in text_of(page)
    assert hidden(page)["confirmation"] != sent["confirmation"]


def test_where_there_is_nothing_to_delete_the_list_says_so(client: TestClient) -> None:
    page = client.get("/loeschungen/anordnen", params={**ABOUT, "gemeinde": "05754012"})
    assert page.status_code == 409
    assert "Nichts zu löschen" in text_of(page)
    assert "Es wurde noch nichts gelöscht" in text_of(page)


def test_with_a_period_what_is_overdue_can_be_deleted_at_once(
    settings: Settings, database: Database, notes: list[UUID]
) -> None:
    assert notes
    changed = settings.model_copy(update={"retention_months": 2})
    with TestClient(create_app(changed)) as client:
        sign_in(client, database)
        assert "2 Monate nach ihrer Konferenz" in text_of(client.get("/loeschungen"))
        page = client.get("/loeschungen/anordnen", params={"art": "retention"})
        assert "Sie sind älter als 2 Monate" in text_of(page)
        answer = client.post("/loeschungen/anordnen", data=hidden(page), follow_redirects=False)
        assert answer.status_code == 303
        shown = text_of(client.get(answer.headers["location"]))
        assert "deren Aufbewahrungsfrist abgelaufen ist (Konferenzen vor dem" in shown


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.UNPROVEN, "noch Reste in Dateien möglich"),
        (State.FAILED, "Bitte ordnen Sie den Rest noch einmal an"),
    ],
)
def test_a_receipt_tells_what_went_wrong(
    client: TestClient,
    database: Database,
    notes: list[UUID],
    monkeypatch: pytest.MonkeyPatch,
    state: State,
    expected: str,
) -> None:
    if state is State.UNPROVEN:
        monkeypatch.setattr(type(database), "erase", lambda *_: False)
        monkeypatch.setattr(deletion, "AT_ONCE", ())
        receipt = delete(database, notes[1]).id
    else:
        sent = hidden(client.get("/loeschungen/anordnen", params=ABOUT))
        client.post("/loeschungen/anordnen", data=sent)
        (found,) = list_receipts(database, district=DISTRICT).items
        receipt = found.id
        deletion.fail(database, receipt, "deletion_crashed", now=datetime.now(UTC))
    assert expected in text_of(client.get(f"/loeschungen/{receipt}"))


def test_a_receipt_tells_that_nobody_could_search_any_more(
    client: TestClient, database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(database).erase
    monkeypatch.setattr(type(database), "erase", lambda *_: False)
    monkeypatch.setattr(deletion, "AT_ONCE", ())
    receipt = delete(database, notes[1]).id
    monkeypatch.setattr(type(database), "erase", real)
    proof.rewrite_unproven(database, now=datetime.now(UTC))
    assert "die Dateien neu geschrieben" in text_of(client.get(f"/loeschungen/{receipt}"))


def test_who_orders_nothing_sees_receipts_only(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    receipt = delete(database, notes[1]).id
    sign_in(client, database, role=Role.ADMINISTRATION, district=None)
    page = client.get("/loeschungen")
    assert f"/loeschungen/{receipt}" in page.text
    assert "anordnen" not in page.text
    assert client.get("/loeschungen/anordnen", params=ABOUT).status_code == 403
    assert client.get(f"/loeschungen/{receipt}").status_code == 200


def test_a_theme_that_was_merged_leads_to_the_other_one(
    client: TestClient, database: Database, notes: list[UUID]
) -> None:
    assert notes
    take(database, "merge", A, B)
    page = client.get(f"/themen/{B}")
    assert page.url.path == f"/themen/{A}"
    assert "Das Thema gehört jetzt hierher" in text_of(page)
    assert client.get("/themen/T-2026-009").status_code == 404
