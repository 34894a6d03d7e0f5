from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.store.tables import CandidateThemeRow, RunState
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from service.usecases.themes import themes_of_run
from service.web import plot
from tests.service.helpers import ACTOR
from tests.service.web.examples import (
    COURSES,
    DISTRICT,
    add_notes,
    add_run,
    add_themes,
    unfinished_run,
)
from tests.service.web.test_pages import text_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database


def run_with_theme(database: Database) -> tuple[str, str]:
    """Return the addresses of the record of a run, and of its one theme."""
    add_notes(database)
    run = add_run(database)
    (theme,) = themes_of_run(database, run, district=DISTRICT)
    return f"/auswertungen/{run}/themen", f"/themen/{theme.id}"


def test_the_themes_of_a_run_stay_as_it_proposed_them(
    client: TestClient, database: Database
) -> None:
    run, _ = run_with_theme(database)
    client.post("/themen/T-2026-001", data={"action": "umbenennen", "label": "Dolmetscher fehlen"})
    page = text_of(client.get(run))
    assert "Arzttermine ohne Sprachmittlung" in page
    assert "Dolmetscher fehlen" not in page
    assert "2 von 13 Gemeinden" in page
    assert "hohe Übereinstimmung (0,83)" in page
    assert "Themenspeicher (4)" in page
    assert "Zu den Themen von heute" in page


def test_a_theme_of_a_run_shows_its_evidence_and_leads_to_that_of_today(
    client: TestClient, database: Database
) -> None:
    _, address = run_with_theme(database)
    page = client.get(address)
    assert "Arzttermin (2)" in text_of(page)
    assert "Gemeinden (2 von 13)" in text_of(page)
    assert "Bisher nicht genannt in: Gütersloh, Halle (Westf.)" in text_of(page)
    assert page.text.count("Arzttermine scheitern in Steinhagen") == 3  # quote, keyword, list
    assert re.search(r'href="/protokolle/[0-9a-f-]{36}"', page.text)
    assert "So hat das Programm das Thema damals vorgeschlagen" in text_of(page)
    assert 'href="/themen/T-2026-001"' in page.text


def test_a_theme_of_a_run_that_is_no_more_leads_to_the_themes_of_today(
    client: TestClient, database: Database
) -> None:
    _, address = run_with_theme(database)
    form = client.get("/themen/T-2026-001").text
    ids = re.findall(r'name="statements" value="([^"]+)"', form)
    (version, *_) = re.findall(r'name="versions" value="([^"]+)"', form)
    aside = {"action": "aussagen-zurueckstellen", "statements": ids, "versions": version}
    client.post("/themen/T-2026-001", data=aside)
    page = client.get(address)
    assert "Heute gibt es dieses Thema nicht mehr" in text_of(page)
    assert 'href="/themen/T-2026-001"' not in page.text


def test_a_theme_of_a_run_tells_that_statements_were_deleted(
    client: TestClient, database: Database
) -> None:
    _, address = run_with_theme(database)
    last = list_notes(database, district=DISTRICT).items[0]
    delete_note(database, last.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
    assert "wurde 1 Aussage mit ihren Protokollen gelöscht" in text_of(client.get(address))
    with database.reading() as session:
        (theme,) = session.exec(select(CandidateThemeRow)).all()
    assert [len(keyword["statements"]) for keyword in theme.keywords] == [1]
    assert len(theme.representatives) == 1


def test_a_theme_is_gone_with_the_last_of_its_statements(
    client: TestClient, database: Database
) -> None:
    _, address = run_with_theme(database)
    for item in list_notes(database, district=DISTRICT).items:
        delete_note(database, item.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
    assert client.get(address).status_code == 404
    assert "Arzttermine ohne Sprachmittlung" not in text_of(client.get("/themen"))
    assert client.get("/karte").status_code == 200


@pytest.mark.parametrize("part", ["themen", "veraenderungen", "karte"])
def test_of_a_run_that_works_there_is_nothing_to_show_yet(
    client: TestClient, database: Database, part: str
) -> None:
    run = unfinished_run(database, RunState.RUNNING)
    answer = client.get(f"/auswertungen/{run}/{part}")
    assert answer.status_code == 409
    assert "Auswertung nicht fertig" in text_of(answer)


# --- What became of the themes before --------------------------------------------


def test_what_became_of_the_themes_is_told_in_sentences(
    client: TestClient, database: Database
) -> None:
    run = add_themes(database)
    assert f"/auswertungen/{run}/veraenderungen" in client.get(f"/auswertungen/{run}").text
    page = text_of(client.get(f"/auswertungen/{run}/veraenderungen"))
    assert (
        "„Sprachkurse mit Kinderbetreuung“ hat sich geteilt in „Sprachkurse mit Kinderbetreuung“ "
        "(3 von 5 Aussagen) und „Arzttermine ohne Sprachmittlung“ (2 von 5 Aussagen)"
    ) in page
    assert "Weggefallen (1)" in page
    assert "Neu (" not in page


def test_without_a_run_before_there_is_nothing_to_compare(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    page = text_of(client.get(f"/auswertungen/{add_run(database)}/veraenderungen"))
    assert "gibt es keinen Vergleich" in page


# --- The map ----------------------------------------------------------------------


def test_the_map_has_a_point_and_a_row_for_every_statement(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    add_run(database)
    page = client.get("/karte").text
    assert page.count('class="map-0 map__point"') == 2
    assert page.count('class="map__loose"') == 4
    assert page.count('<td class="kern-table__cell" data-name="Aussage">') == 6
    assert 'aria-label="Thema 1: Arzttermine ohne Sprachmittlung"' in page


def test_a_map_leads_to_today_and_that_of_a_run_to_its_record(
    client: TestClient, database: Database
) -> None:
    run = add_themes(database)
    assert f'href="/themen/{COURSES}"' in client.get("/karte").text
    assert f'href="/themen/{COURSES}"' not in client.get(f"/auswertungen/{run}/karte").text


def test_a_large_run_has_no_picture(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.records.LARGEST", 5)
    add_notes(database)
    add_run(database)
    page = client.get("/karte")
    assert "zu viele für ein lesbares Bild" in text_of(page)
    assert "map__plane" not in page.text
    assert plot.LARGEST == 3000


def test_before_the_first_run_there_is_no_map(client: TestClient) -> None:
    assert "Zu den Auswertungen" in text_of(client.get("/karte"))


def test_of_today_nothing_changes_the_record(client: TestClient, database: Database) -> None:
    run = add_themes(database)
    before = text_of(client.get(f"/auswertungen/{run}/themen"))
    client.post(f"/themen/{COURSES}", data={"action": "thema-zurueckstellen"})
    assert text_of(client.get(f"/auswertungen/{run}/themen")) == before
